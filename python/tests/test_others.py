"""The package under the EMA Workbench and SALib."""

import math

import pytest

import drawdown

ADDED = {"outcome": "index_headline", "arm": "attributable", "tier": 30}


def test_salib_drives_it_and_every_value_is_a_run_s():
    sample = pytest.importorskip("SALib.sample.latin")
    problem = drawdown.salib.problem({"linkage": (0.1, 0.6), "reaction": (0.0, 1.0)})
    x = sample.sample(problem, 20, seed=1)
    y = drawdown.salib.evaluate(problem, x, "orderly-20k", **ADDED)
    assert y.shape == (20,)
    last = drawdown.load("orderly-20k").set(linkage=x[19][0], reaction=x[19][1]).run(n=1024)
    assert last.estimate(**ADDED).mean == y[19]


def test_the_ema_workbench_drives_it():
    workbench = pytest.importorskip("ema_workbench")
    model = drawdown.ema.model(
        "orderly-20k",
        uncertainties={"linkage": (0.1, 0.6)},
        levers={"reaction": (0.0, 1.0)},
        outcomes={"added": ADDED},
    )
    with workbench.SequentialEvaluator(model) as evaluator:
        experiments, outcomes = evaluator.perform_experiments(scenarios=4, policies=2)
    assert len(experiments) == 8 and len(outcomes["added"]) == 8
    row = experiments.iloc[3]
    alone = drawdown.load("orderly-20k").set(linkage=row["linkage"], reaction=row["reaction"]).run(n=1024)
    assert math.isclose(alone.estimate(**ADDED).mean, outcomes["added"][3], rel_tol=0, abs_tol=0)
