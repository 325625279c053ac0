"""drawdown for the EMA Workbench: a scenario as one of its models.

>>> from ema_workbench import SequentialEvaluator
>>> model = drawdown.ema.model(
...     "orderly-20k",
...     uncertainties={"linkage": (0.1, 0.6), "reaction": (0.0, 1.0)},
...     outcomes={"added": {"outcome": "index_headline", "arm": "attributable", "tier": 30}},
... )
>>> with SequentialEvaluator(model) as evaluator:
...     experiments, outcomes = evaluator.perform_experiments(scenarios=100)
"""

from __future__ import annotations

import importlib
import re
from typing import Any, Dict, List, Mapping, Optional, Tuple

from ._study import Scenario, _study


def identifier(name: str) -> str:
    """What an input is called in the EMA Workbench, whose names are identifiers of Python: ``required_isr_30``."""
    return re.sub(r"\W+", "_", name).strip("_")


def model(
    scenario: Scenario,
    *,
    uncertainties: Mapping[str, Tuple[float, float]],
    levers: Optional[Mapping[str, Tuple[float, float]]] = None,
    outcomes: Mapping[str, Mapping[str, Any]],
    name: str = "drawdown",
    n: int = 1024,
    seed: int = 1,
    threads: int = 0,
) -> Any:
    """An `ema_workbench.Model`: inputs by name between two numbers in the unit of docs/formats.md, and outcomes, each by what
    `Run.estimate` takes; their means come out. Every experiment is run on the same draws, so that what differs is the inputs."""
    workbench: Any = importlib.import_module("ema_workbench")

    base = _study(scenario)
    inputs = {identifier(input): input for input in [*uncertainties, *(levers or {})]}

    def function(**given: float) -> Dict[str, float]:
        study = base.set({inputs[name]: value for name, value in given.items()})
        run = study.run(n, seed, threads=threads)
        return {name: run.estimate(**asked).mean for name, asked in outcomes.items()}

    made = workbench.Model(name, function=function)

    def real(given: Mapping[str, Tuple[float, float]]) -> List[Any]:
        return [workbench.RealParameter(identifier(input), *ends) for input, ends in given.items()]

    made.uncertainties = real(uncertainties)
    made.levers = real(levers or {})
    made.outcomes = [workbench.ScalarOutcome(name) for name in outcomes]
    return made
