"""What an experiment costs under the EMA Workbench: a run each that keeps what people read, one at a time as the Workbench's own
evaluators call the model, and many in a call. It says so and asserts nothing of time; the numbers of all are the same."""

import sys
import time
import warnings

warnings.filterwarnings("ignore", message="ipyparallel")
import ema_workbench
from ema_workbench.em_framework.samplers import sample_uncertainties

import drawdown

EXPERIMENTS = int(sys.argv[1]) if len(sys.argv) > 1 else 200
ADDED = {"outcome": "index_headline", "arm": "attributable", "tier": 30}

inputs = {"linkage": (0.1, 0.6), "reaction": (0.0, 1.0), "commitment": (0.4, 0.9)}
model = drawdown.ema.model("orderly-20k", uncertainties=inputs, outcomes={"added": ADDED})
scenarios = sample_uncertainties(model, EXPERIMENTS)


def performed(evaluator: object) -> list:
    with evaluator as running:
        return [float(mean) for mean in running.perform_experiments(scenarios)[1]["added"]]


def run_each() -> list:
    runs = (drawdown.Study("orderly-20k").set(dict(scenario)).run(n=1024) for scenario in scenarios)
    return [run.estimate(**ADDED).mean for run in runs]


ways = {
    "a run each": run_each,
    "one at a time": lambda: performed(ema_workbench.SequentialEvaluator(model)),
    "many in a call": lambda: performed(drawdown.ema.evaluator(model)),
}
numbers = set()
for way, ask in ways.items():
    started, busy = time.perf_counter(), time.process_time()
    numbers.add(str(ask()))
    seconds, busy = time.perf_counter() - started, time.process_time() - busy
    print(f"   {way}: {EXPERIMENTS / seconds:.1f} experiments a second, {1000 * busy / EXPERIMENTS:.1f} ms of processor time each")
assert len(numbers) == 1
