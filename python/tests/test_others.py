"""The package under the EMA Workbench and SALib."""

import pytest

import drawdown

CLOSED = {"outcome": "closed_by", "arm": "scenario", "domain": "isr", "tier": 30, "year": 2035}
ADDED = {"outcome": "index_headline", "arm": "attributable", "tier": 30}


def test_salib_drives_it_and_every_value_is_a_run_s():
    sample = pytest.importorskip("SALib.sample.latin")
    problem = drawdown.salib.problem({"linkage": (0.1, 0.6), "reaction": (0.0, 1.0)})
    x = sample.sample(problem, 20, seed=1)
    y = drawdown.salib.evaluate(problem, x, "orderly-20k", **ADDED)
    assert y.shape == (20,)
    last = drawdown.load("orderly-20k").set(linkage=x[19][0], reaction=x[19][1]).run(n=1024)
    assert last.estimate(**ADDED).mean == y[19]


def test_many_rows_in_a_call_have_the_numbers_of_a_run_each():
    base, asked = drawdown.load("orderly-20k"), {"added": ADDED, "closed": CLOSED}
    rows = [{"linkage": 0.1 + i / 200, "reaction": 0.3} for i in range(70)]
    told = []
    found = drawdown.evaluate(base, rows, asked, n=1024, seed=5, progress=lambda done, all: told.append((done, all)))
    assert told[-1] == (70 * 1024, 70 * 1024)
    assert found == drawdown.evaluate(base, rows, asked, n=1024, seed=5, threads=1)
    for i in (0, 41, 69):
        run = base.set(rows[i]).run(n=1024, seed=5)
        assert {name: values[i] for name, values in found.items()} == {name: run.estimate(**of).mean for name, of in asked.items()}
    assert drawdown.evaluate(base, [], asked) == {"added": [], "closed": []}
    with pytest.raises(drawdown.DrawdownError) as caught:
        drawdown.evaluate(base, [{"linkage": 0.1}, {"linkage": 7}], asked)
    assert (caught.value.code, caught.value.file) == ("out-of-range", "--set")
    with pytest.raises(TypeError):
        drawdown.evaluate(base, rows, {"added": {"outcome": "index_headline", "days": 30}})


def ema_model(workbench, **more):
    return drawdown.ema.model(
        "orderly-20k",
        uncertainties={"linkage": (0.1, 0.6)},
        levers={"attainment[DEU]": (0.2, 1.0)},
        outcomes={"added": ADDED, "closed": CLOSED},
        **more,
    )


@pytest.mark.parametrize("at_once", [False, True])
def test_the_ema_workbench_drives_it(at_once):
    workbench = pytest.importorskip("ema_workbench")
    model = ema_model(workbench)
    with drawdown.ema.evaluator(model, batch=3) if at_once else workbench.SequentialEvaluator(model) as evaluator:
        experiments, outcomes = evaluator.perform_experiments(scenarios=4, policies=2)
    assert len(experiments) == 8 and len(outcomes["added"]) == 8
    for i in (3, 7):
        row = experiments.iloc[i]
        alone = drawdown.load("orderly-20k").set({"linkage": row["linkage"], "attainment[DEU]": row["attainment_DEU"]}).run(n=1024)
        assert [outcomes["added"][i], outcomes["closed"][i]] == [alone.estimate(**of).mean for of in (ADDED, CLOSED)]


def test_an_evaluator_does_what_the_workbench_s_own_does():
    workbench = pytest.importorskip("ema_workbench")
    one, two = ema_model(workbench), ema_model(workbench, name="again", n=2048)
    one.constants = [workbench.Constant("reaction", 0.5)]
    one.outcomes = [*one.outcomes, workbench.ScalarOutcome("points", variable_name="added", function=lambda added: 100 * added)]
    scenarios = [workbench.Scenario(str(i), linkage=0.1 + i / 10) for i in range(3)]
    policies = [workbench.Policy(str(i), attainment_DEU=0.5 + i / 4) for i in range(2)]
    found = []
    for made in (workbench.SequentialEvaluator, drawdown.ema.evaluator):
        with made([one, two]) as evaluator:
            found.append(evaluator.perform_experiments(scenarios, policies, outcome_union=False))
    (first, its), (second, others) = found
    assert len(first) == 12 and first.equals(second) and set(its) == set(others)
    assert all((its[name] == others[name]).all() for name in its)
    with pytest.raises(TypeError):
        drawdown.ema.evaluator(workbench.Model("other", function=lambda: {}))


def test_an_optimiser_of_the_workbench_drives_it():
    workbench = pytest.importorskip("ema_workbench")
    pytest.importorskip("platypus")
    model = ema_model(workbench, n=1024)
    model.outcomes = [workbench.ScalarOutcome("added", workbench.ScalarOutcome.MINIMIZE)]
    with drawdown.ema.evaluator(model) as evaluator:
        best = evaluator.optimize(nfe=20, searchover="levers", epsilons=[0.0001], population_size=10, reference=workbench.Scenario("worst", linkage=0.6))
    assert len(best) > 0 and best["attainment_DEU"].between(0.2, 1).all()
