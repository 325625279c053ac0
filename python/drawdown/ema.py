"""drawdown for the EMA Workbench: a scenario as one of its models, and an evaluator that computes many experiments at once.

>>> model = drawdown.ema.model(
...     "orderly-20k",
...     uncertainties={"linkage": (0.1, 0.6), "reaction": (0.0, 1.0)},
...     outcomes={"added": {"outcome": "index_headline", "arm": "attributable", "tier": 30}},
... )
>>> with drawdown.ema.evaluator(model) as evaluator:
...     experiments, outcomes = evaluator.perform_experiments(scenarios=1000)
"""

from __future__ import annotations

import importlib
import itertools
import re
from dataclasses import dataclass
from typing import Any, Dict, Iterator, List, Mapping, Optional, Sequence, Tuple

from ._study import Scenario, Study, _study, evaluate


def identifier(name: str) -> str:
    """What an input is called in the EMA Workbench, whose names are identifiers of Python: ``required_isr_30``."""
    return re.sub(r"\W+", "_", name).strip("_")


@dataclass(frozen=True)
class Function:
    """The model as the Workbench calls it, once an experiment: inputs by their identifiers, a constant of the user's by the name of
    an input."""

    base: Study
    inputs: Dict[str, str]
    outcomes: Dict[str, Mapping[str, Any]]
    n: int
    seed: int
    threads: int

    def __call__(self, **given: float) -> Dict[str, float]:
        return self.many([given])[0]

    def many(self, experiments: Sequence[Mapping[str, float]]) -> List[Dict[str, float]]:
        """Many experiments in one call, with the same numbers."""
        rows = [{self.inputs.get(name, name): value for name, value in given.items()} for given in experiments]
        found = evaluate(self.base, rows, self.outcomes, n=self.n, seed=self.seed, threads=self.threads)
        return [{name: values[i] for name, values in found.items()} for i in range(len(rows))]


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
    `Run.estimate` takes; their means come out. Every experiment is run on the same draws, so that what differs is the inputs.
    Any evaluator of the Workbench runs it, an experiment at a time; `evaluator` many at once."""
    workbench: Any = importlib.import_module("ema_workbench")
    inputs = {identifier(input): input for input in [*uncertainties, *(levers or {})]}
    made = workbench.Model(name, function=Function(_study(scenario), inputs, dict(outcomes), n, seed, threads))

    def real(given: Mapping[str, Tuple[float, float]]) -> List[Any]:
        return [workbench.RealParameter(identifier(input), *ends) for input, ends in given.items()]

    made.uncertainties = real(uncertainties)
    made.levers = real(levers or {})
    made.outcomes = [workbench.ScalarOutcome(name) for name in outcomes]
    return made


def evaluator(models: Any, *, batch: int = 1024) -> Any:
    """An evaluator of the Workbench, for `perform_experiments` and `optimize`, that puts up to `batch` experiments of `models`
    (one that `model` has made, or several) to the engine in one call: they share draws and threads, and each has the numbers
    that it has alone."""
    framework: Any = importlib.import_module("ema_workbench.em_framework")
    evaluators: Any = importlib.import_module("ema_workbench.em_framework.evaluators")
    points: Any = importlib.import_module("ema_workbench.em_framework.points")

    def inputs(its: Any, experiment: Any) -> Dict[str, float]:
        """What the Workbench's own runner would call the function with."""
        scenario, policy = experiment.scenario.copy(), experiment.policy.copy()
        framework.model.AbstractModel.run_model(its, scenario, policy)
        constants = {constant.name: constant.value for constant in its.constants}
        return dict(points.ExperimentReplication(scenario, its.policy, constants))

    class Evaluator(evaluators.BaseEvaluator):  # type: ignore[misc]
        def initialize(self) -> None:
            pass

        def finalize(self) -> None:
            pass

        def evaluate_experiments(self, scenarios: Any, policies: Any, callback: Any, combine: str = "factorial") -> None:
            by_name = {its.name: its for its in self._msis}
            experiments: Iterator[Any] = evaluators.experiment_generator(scenarios, self._msis, policies, combine=combine)
            for name, own in itertools.groupby(experiments, key=lambda experiment: experiment.model_name):
                its = by_name[name]
                while some := list(itertools.islice(own, batch)):
                    found = its.function.many([inputs(its, experiment) for experiment in some])
                    for experiment, outputs in zip(some, found):
                        its.outcomes_output = outputs
                        callback(experiment, its.outcomes_output)
                        its.reset_model()

    made = Evaluator(models)
    if not all(isinstance(getattr(its, "function", None), Function) for its in made._msis):
        raise TypeError("an evaluator of drawdown runs models that `drawdown.ema.model` has made")
    return made
