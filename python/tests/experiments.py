"""Experiments a second under the EMA Workbench: one at a time, as its own evaluators call the model, and many in a call. It says so
and asserts nothing of time; the numbers of both are the same."""

import sys
import time
import warnings

warnings.filterwarnings("ignore", message="ipyparallel")
import ema_workbench

import drawdown

EXPERIMENTS = int(sys.argv[1]) if len(sys.argv) > 1 else 200

model = drawdown.ema.model(
    "orderly-20k",
    uncertainties={"linkage": (0.1, 0.6), "reaction": (0.0, 1.0), "commitment": (0.4, 0.9)},
    outcomes={"added": {"outcome": "index_headline", "arm": "attributable", "tier": 30}},
)
scenarios = ema_workbench.em_framework.samplers.sample_uncertainties(model, EXPERIMENTS)


def timed(evaluator) -> tuple:
    started = time.perf_counter()
    with evaluator as running:
        _, outcomes = running.perform_experiments(scenarios)
    return EXPERIMENTS / (time.perf_counter() - started), list(outcomes["added"])


def run_each() -> tuple:
    """What a run that keeps all that people read costs, an experiment."""
    started, found = time.perf_counter(), []
    for scenario in scenarios:
        run = drawdown.Study("orderly-20k").set(scenario).run(n=1024)
        found.append(run.estimate("index_headline", arm="attributable", tier=30).mean)
    return EXPERIMENTS / (time.perf_counter() - started), found


ways = {"a run each": run_each, "one at a time": lambda: timed(ema_workbench.SequentialEvaluator(model)), "many in a call": lambda: timed(drawdown.ema.evaluator(model))}
turns = [{way: ask() for way, ask in ways.items()} for _ in range(2)]
assert len({str(found) for turn in turns for _, found in turn.values()}) == 1
print("   experiments a second: " + ", ".join(f"{max(turn[way][0] for turn in turns):.1f} {way}" for way in ways))
