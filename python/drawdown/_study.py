"""Scenarios and the questions that are asked of them."""

from __future__ import annotations

import os
from dataclasses import dataclass, field, replace
from typing import Any, Callable, Dict, Iterable, List, Mapping, Optional, Sequence, Tuple, Union

from . import _drawdown
from ._drawdown import Answer, Run, Store, Table

Value = Union[float, int, bool, str]
"""What an input is set to: a number, or a text as `--set` takes it, such as ``"Pert(low: 4, mode: 8, high: 12)"``."""

Progress = Callable[[int, int], object]
"""Is called with what is done and what there is to do; what it raises ends the work."""


@dataclass(frozen=True)
class _Spec:
    source: str
    text: Optional[str]
    id: Optional[str]
    sets: List[str]


@dataclass(frozen=True)
class _Options:
    n: int = 4096
    seed: int = 1
    design: str = "sobol"
    threads: int = 0
    detail: str = "people"
    causes: Optional[int] = 0
    precision: List[str] = field(default_factory=list)
    max_n: int = 1 << 20


@dataclass(frozen=True)
class _Asked:
    specs: List[_Spec]
    options: _Options


@dataclass(frozen=True)
class _Place:
    outcome: str
    arm: Optional[str] = None
    tier: Optional[int] = None
    domain: Optional[str] = None
    ally: Optional[str] = None
    host: Optional[str] = None
    year: Optional[int] = None
    quarter: Optional[int] = None


@dataclass(frozen=True)
class _Money:
    budgets: List[float]
    years: List[int]
    tier: int
    objective: str
    options: List[str]
    at_least: Dict[str, float]
    at_most: Dict[str, float]
    step: Optional[float]


def _written(value: Value) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, str)):
        return str(value)
    # A number of NumPy is written as one of Python's; both texts read back to the same number.
    return repr(float(value))


@dataclass(frozen=True)
class Study:
    """A scenario and what is set in it. It does not change: `set` and `named` give another."""

    source: str
    text: Optional[str] = None
    id: Optional[str] = None
    sets: Tuple[Tuple[str, str], ...] = ()

    def set(self, name: Union[str, Mapping[str, Value], None] = None, value: Optional[Value] = None, /, **values: Value) -> Study:
        """Sets inputs, in the units of docs/formats.md: ``set(linkage=0.3)``, ``set("required[isr,30]", 25)``,
        ``set({"reaction": 0})``. What is set again counts as it is set last. What is wrong is said when it is run or checked."""
        given: Dict[str, Value] = dict(values)
        if isinstance(name, str):
            if value is None:
                raise TypeError(f"set({name!r}, ...) needs a value")
            given[name] = value
        elif name is not None:
            given.update(name)
        kept = [pair for pair in self.sets if pair[0] not in given]
        return replace(self, sets=(*kept, *((name, _written(value)) for name, value in given.items())))

    def named(self, id: str) -> Study:
        """The same under an id of its own, as `compare` needs of two that come from the same file."""
        return replace(self, id=id)

    def check(self) -> List[str]:
        """Loads it; what is unlikely in it. Raises `DrawdownError` with the place of what is wrong."""
        return _drawdown.check(_asked([self], _Options()))

    def run(
        self,
        n: int = 4096,
        seed: int = 1,
        design: str = "sobol",
        *,
        threads: int = 0,
        detail: str = "people",
        causes: Optional[int] = 0,
        precision: Sequence[str] = (),
        max_n: int = 1 << 20,
        progress: Optional[Progress] = None,
    ) -> Run:
        """Runs it: `n` replicates (Sobol points and Latin hypercubes come by the thousand), `design` ``"sobol"``, ``"mc"`` or
        ``"lhs"``, `threads` 0 for one a core. `detail` ``"full"`` keeps every cell of every arm; `causes` says in how many of the
        first replicates mechanisms are taken apart (None: in all). With `precision`, such as ``["index_headline[30]=0.002"]``,
        it runs on until that is reached, at most `max_n`."""
        return compare(
            [self], n, seed, design,
            threads=threads, detail=detail, causes=causes, precision=precision, max_n=max_n, progress=progress,
        )

    def require(self, **question: Any) -> Answer:
        """As `drawdown.require` of this scenario alone."""
        return require([self], **question)

    def invest(self, budgets: Sequence[float] = (10.0, 25.0, 50.0, 100.0), **question: Any) -> Answer:
        """As `drawdown.invest` for this scenario alone."""
        return invest([self], budgets, **question)

    def sobol(
        self,
        groups: Union[str, Mapping[str, Sequence[str]]] = "input",
        outcomes: Sequence[str] = (),
        *,
        n: int = 4096,
        seed: int = 1,
        tier: Optional[int] = None,
        top: int = 10,
        threads: int = 0,
        progress: Optional[Progress] = None,
    ) -> Table:
        """Sobol' indices, first-order and total, fractions of the variance with 95 % intervals: of inputs (``"input"``), of
        ``"grade"`` or ``"kind"``, or of groups by name, ``{"allies": ["commitment", "reaction"]}``; of outcomes by name, the
        headline index where none is named. An index that is not settled is null, with the replicates that it needs."""
        by, named = (groups, {}) if isinstance(groups, str) else ("named", {name: list(of) for name, of in groups.items()})
        asked = _asked([self], _Options(n, seed, "mc", threads))
        return _drawdown.sobol(asked, (by, named, top), (list(outcomes), tier, n), progress)

    def sensitivity(
        self,
        n: int = 4096,
        seed: int = 1,
        design: str = "sobol",
        *,
        tier: Optional[int] = None,
        top: int = 10,
        every_input: bool = False,
        threads: int = 0,
        progress: Optional[Progress] = None,
    ) -> Table:
        """What drives the gap: the headline index, a fraction of the requirement, with each input at its 5 % and 95 % quantile
        and all others drawn."""
        asked = _asked([self], _Options(n, seed, design, threads))
        return _drawdown.sensitivity(asked, (tier, top, every_input), progress)

    def replicates(
        self,
        n: int = 4096,
        seed: int = 1,
        design: str = "sobol",
        *,
        inputs: Optional[Sequence[str]] = None,
        outcomes: Optional[Sequence[str]] = None,
        threads: int = 0,
        progress: Optional[Progress] = None,
    ) -> Table:
        """Runs it and gives every replicate in a row: what it drew, at which quantiles, and outcomes by arm."""
        found = self.run(n, seed, design, threads=threads, progress=progress)
        rows = found.replicates(None if inputs is None else list(inputs), None if outcomes is None else list(outcomes), None, progress)
        assert rows is not None
        return rows


Scenario = Union[str, "os.PathLike[str]", Study]
"""A study, a file, or the name of a shipped scenario."""


def _study(scenario: Scenario) -> Study:
    return scenario if isinstance(scenario, Study) else Study(os.fspath(scenario))


def _asked(scenarios: Iterable[Scenario], options: _Options) -> _Asked:
    def spec(study: Study) -> _Spec:
        return _Spec(study.source, study.text, study.id, [f"{name}={value}" for name, value in study.sets])

    return _Asked([spec(_study(scenario)) for scenario in scenarios], options)


def load(scenario: Scenario, *, id: Optional[str] = None) -> Study:
    """A scenario file, or a shipped scenario by its name, under an `id` of its own where one is given. It is read at once: what
    is wrong with it is a `DrawdownError` with its place."""
    study = _study(scenario)
    study = study if id is None else study.named(id)
    study.check()
    return study


def loads(text: str, *, id: str = "scenario") -> Study:
    """A scenario from the text of a file: ``loads('(base: "orderly-20k", information: 1)')``."""
    study = Study(id, text, id)
    study.check()
    return study


def compare(
    scenarios: Sequence[Scenario],
    n: int = 4096,
    seed: int = 1,
    design: str = "sobol",
    *,
    threads: int = 0,
    detail: str = "people",
    causes: Optional[int] = 0,
    precision: Sequence[str] = (),
    max_n: int = 1 << 20,
    progress: Optional[Progress] = None,
) -> Run:
    """Runs scenarios on the same draws, so that differences between them are paired; arguments as of `Study.run`."""
    options = _Options(n, seed, design, threads, detail, causes, list(precision), max_n)
    return _drawdown.run(_asked(scenarios, options), progress)


def require(
    scenarios: Sequence[Scenario],
    *,
    domains: Sequence[str] = (),
    tier: int = 30,
    year: int = 2035,
    probability: float = 0.8,
    n: int = 4096,
    seed: int = 1,
    threads: int = 0,
    progress: Optional[Progress] = None,
) -> Answer:
    """What every ally would have to spend, in % of GDP, for gaps at `tier` days to be closed by the end of `year` with a
    probability: of `domains`, or of the critical ones of each scenario. Replicates are those of plain Monte Carlo."""
    asked = _asked(scenarios, _Options(n, seed, "mc", threads))
    return _drawdown.require(asked, (list(domains), tier, year, probability), progress)


def invest(
    scenarios: Sequence[Scenario],
    budgets: Sequence[float] = (10.0, 25.0, 50.0, 100.0),
    *,
    years: Tuple[int, int] = (2026, 2030),
    tier: int = 30,
    objective: str = "mean",
    options: Sequence[str] = (),
    at_least: Optional[Mapping[str, float]] = None,
    at_most: Optional[Mapping[str, float]] = None,
    step: Optional[float] = None,
    n: int = 1024,
    seed: int = 1,
    design: str = "sobol",
    threads: int = 0,
    progress: Optional[Progress] = None,
) -> Answer:
    """What to buy first with `budgets` (bn US dollars in all, spread evenly over `years`): the programme that makes the index at
    `tier` days as small as can be, by its ``"mean"``, its worst tenth (``"cvar"``) or the largest ``"regret"``. `options` are
    domains by id, ``"readiness"``, ``"people"``, ``"pool"``; `at_least`, `at_most` and `step` are bn dollars."""
    money = _Money([*budgets], [*years], tier, objective, [*options], dict(at_least or {}), dict(at_most or {}), step)
    return _drawdown.invest(_asked(scenarios, _Options(n, seed, design, threads)), money, progress)


def sweep(
    experiments: Union[str, "os.PathLike[str]"],
    output: Union[str, "os.PathLike[str]"],
    *,
    n: Optional[int] = None,
    seed: Optional[int] = None,
    threads: int = 0,
    resume: bool = False,
    shard: Optional[Tuple[int, int]] = None,
    progress: Optional[Progress] = None,
) -> Store:
    """Runs an experiment file, or a shipped one by its name, into a store; `n` and `seed` count in place of what it says.
    What is done when it is interrupted stays there, and `resume` goes on with it. `shard` ``(3, 7)`` is the third of seven parts."""
    return _drawdown.sweep(os.fspath(experiments), os.fspath(output), (n, seed, threads), (resume, shard), progress)


def evaluate(
    scenario: Scenario,
    rows: Iterable[Mapping[str, Value]],
    outcomes: Mapping[str, Mapping[str, Any]],
    *,
    n: int = 1024,
    seed: int = 1,
    design: str = "sobol",
    threads: int = 0,
    progress: Optional[Progress] = None,
) -> Dict[str, List[float]]:
    """Means of outcomes with inputs set as each of `rows` says, in one call: all on the same draws, up to 64 rows in a pass over
    them, and each number that of a run of the row alone, to the last bit. `outcomes` names each by what `Run.estimate` takes:
    ``{"added": {"outcome": "index_headline", "arm": "attributable", "tier": 30}}``; NaN where no replicate has a value."""
    base = _study(scenario)
    asked = _asked((base.set(row) for row in rows), _Options(n, seed, design, threads))
    found = _drawdown.evaluate(asked, [_Place(**place) for place in outcomes.values()], progress)
    return dict(zip(outcomes, found))
