"""drawdown for SALib: what varies as a problem, and the model as a function of its samples.

>>> from SALib.sample import sobol as sample
>>> from SALib.analyze import sobol as analyze
>>> problem = drawdown.salib.problem({"linkage": (0.1, 0.6), "reaction": (0.0, 1.0)})
>>> x = sample.sample(problem, 64)
>>> y = drawdown.salib.evaluate(problem, x, "orderly-20k", outcome="index_headline", arm="attributable", tier=30)
>>> analyze.analyze(problem, y)["S1"]
"""

from __future__ import annotations

from typing import Any, Dict, Mapping, Tuple

from ._study import Scenario
from ._study import evaluate as _evaluate


def problem(bounds: Mapping[str, Tuple[float, float]]) -> Dict[str, Any]:
    """SALib's problem: inputs by name, each between two numbers in the unit of docs/formats.md."""
    return {"num_vars": len(bounds), "names": list(bounds), "bounds": [list(ends) for ends in bounds.values()]}


def evaluate(
    problem: Mapping[str, Any], samples: Any, scenario: Scenario, *, n: int = 1024, seed: int = 1, threads: int = 0, **asked: Any
) -> Any:
    """The mean of an outcome (`asked` as `Run.estimate` takes it) in each row of SALib's samples, all on the same draws: an array
    of NumPy."""
    import numpy

    rows = [dict(zip(problem["names"], map(float, row))) for row in samples]
    found = _evaluate(scenario, rows, {"mean": asked}, n=n, seed=seed, threads=threads)
    return numpy.array(found["mean"])
