from pathlib import Path
from typing import Any, Callable, Dict, List, Optional, Tuple, Union, final
import os

from ._study import _Asked, _Money

VERSION: str

class DrawdownError(Exception):
    """What drawdown refuses or cannot do. Of a scenario, `file`, `line` and `column` (from 1) are the place of the first error,
    and `findings` has all of them."""

    code: str
    message: str
    file: Optional[str]
    line: Optional[int]
    column: Optional[int]
    findings: List[Dict[str, Any]]

@final
class Estimate:
    """Mean over replicates (of an indicator the probability), its standard error and 95 % interval, and quantiles over replicates
    (where none are counted the mean), in the unit of the outcome."""

    @property
    def mean(self) -> float: ...
    @property
    def se(self) -> float: ...
    @property
    def lower(self) -> float: ...
    @property
    def upper(self) -> float: ...
    @property
    def p05(self) -> float: ...
    @property
    def p25(self) -> float: ...
    @property
    def p50(self) -> float: ...
    @property
    def p75(self) -> float: ...
    @property
    def p95(self) -> float: ...

@final
class Table:
    """A table that Polars, pyarrow, pandas and DuckDB read without a copy: `pl.DataFrame(table)`, `pa.table(table)`."""

    def __arrow_c_stream__(self, requested_schema: object = None) -> object: ...
    def __arrow_c_schema__(self) -> object: ...
    def __len__(self) -> int: ...
    @property
    def columns(self) -> List[str]: ...

@final
class Figure:
    """A page of 1600 x 900 as PNG or SVG; a notebook shows it."""

    @property
    def name(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def subtitle(self) -> str: ...
    @property
    def caption(self) -> str: ...
    @property
    def alt(self) -> str: ...
    def png(self, scale: float = 2.0) -> bytes: ...
    def svg(self) -> str: ...
    def _repr_png_(self) -> bytes: ...
    def _repr_svg_(self) -> str: ...

@final
class Run:
    """What a run has found."""

    @property
    def scenarios(self) -> List[str]: ...
    @property
    def n(self) -> int: ...
    @property
    def failed(self) -> int: ...
    @property
    def warnings(self) -> List[str]: ...
    @property
    def tables(self) -> List[str]: ...
    def estimate(
        self,
        outcome: str,
        *,
        scenario: Optional[str] = None,
        arm: Optional[str] = None,
        tier: Optional[int] = None,
        domain: Optional[str] = None,
        ally: Optional[str] = None,
        host: Optional[str] = None,
        year: Optional[int] = None,
        quarter: Optional[int] = None,
    ) -> Estimate:
        """An outcome of docs/run-folder.md in an arm (`scenario`, `direct`, `counterfactual`, or the paired `attributable`,
        `direct_effect`, `induced`), with a name along each of its axes: `tier` in days, `quarter` from 0 at the start."""
    def table(self, name: str) -> Table:
        """A table of the run folder: `coverage`, `index`, `cost`, `comparison`, ..."""
    def summary_json(self) -> str: ...
    def answer(self) -> List[str]: ...
    def figures(self) -> List[Figure]: ...
    def figure(self, name: str) -> Figure: ...
    def replicates(
        self,
        inputs: Optional[List[str]] = None,
        outcomes: Optional[List[str]] = None,
        path: Union[str, "os.PathLike[str]", None] = None,
        progress: Optional[Callable[[int, int], object]] = None,
    ) -> Optional[Table]:
        """Every replicate in a row: what it drew and outcomes by arm; with a `path` into that Parquet file instead."""

@final
class Answer:
    """What `require` or `invest` has found."""

    @property
    def warnings(self) -> List[str]: ...
    @property
    def tables(self) -> List[str]: ...
    def table(self, name: str) -> Table: ...
    def answer(self) -> List[str]: ...
    def figures(self) -> List[Figure]: ...
    def summary_json(self) -> str: ...

@final
class Store:
    """The store of a sweep, a folder of Parquet."""

    @property
    def path(self) -> Path: ...
    @property
    def done(self) -> int: ...
    @property
    def failed(self) -> int: ...
    @property
    def experiments(self) -> Table: ...
    @property
    def outcomes(self) -> Table: ...

_Progress = Optional[Callable[[int, int], object]]

def run(asked: _Asked, progress: _Progress) -> Run: ...
def check(asked: _Asked) -> List[str]: ...
def require(asked: _Asked, question: Tuple[List[str], int, int, float], progress: _Progress) -> Answer: ...
def invest(asked: _Asked, money: _Money, progress: _Progress) -> Answer: ...
def sobol(
    asked: _Asked,
    grouping: Tuple[str, Dict[str, List[str]], int],
    of: Tuple[List[str], Optional[int], int],
    progress: _Progress,
) -> Table: ...
def sensitivity(asked: _Asked, varying: Tuple[Optional[int], int, bool], progress: _Progress) -> Table: ...
def sweep(
    file: str,
    output: str,
    draws: Tuple[Optional[int], Optional[int], int],
    part: Tuple[bool, Optional[Tuple[int, int]]],
    progress: _Progress,
) -> Store: ...
