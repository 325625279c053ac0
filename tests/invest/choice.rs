//! What is chosen: nothing that was looked at is better.

use super::{asked, by_replicate, few, means};
use drawdown::{
    sampling::design::Design,
    store::invest::{InvestSummary, Objective},
    study::{Investing, Study},
};

const STEMS: [&str; 3] = ["orderly-20k", "media-learned-50k-pacific", "pacific-priority-40k"];

/// For several stems: what is asked, and the programmes of a budget: each one's own, then that for all.
fn programmes(found: &InvestSummary, budget: f64) -> Vec<Vec<f64>> {
    let own = found.scenarios.iter().map(|scenario| {
        scenario.own.iter().find(|own| own.budget == budget).expect("it was asked for").amounts.clone()
    });
    own.chain([found.path[found.step_of(budget).expect("a step")].amounts.clone()]).collect()
}

#[test]
fn the_largest_regret_is_no_larger_than_that_of_any_scenarios_own_choice() {
    let cases: [(&[&str], &[&str]); 3] = [
        (&STEMS, &["isr", "logistics", "readiness", "people", "sead_ew"]),
        (&["orderly-50k", "settlement-35k"], &["isr", "c2", "people", "air_missile_defence"]),
        (&["orderly-20k", "no-drawdown", "media-learned-20k"], &["readiness", "people", "c2"]),
    ];
    for (stems, options) in cases {
        let n = stems.len();
        let asked_for = Investing {
            budgets: vec![20.0, 40.0],
            step: Some(5.0),
            options: few(options),
            objective: Objective::Regret,
            ..Investing::default()
        };
        let found = asked(stems, 128, 2, &asked_for);
        for budget in [20.0, 40.0] {
            let means = means(stems, options, 128, &programmes(&found, budget));
            let regret =
                |p: usize| (0..n).map(|s| means[p][s] - means[s][s]).fold(f64::NEG_INFINITY, f64::max);
            let chosen = found.path[found.step_of(budget).expect("a step")].chosen;
            assert!((regret(n) - chosen).abs() < 1e-12, "{} and {chosen}", regret(n));
            for (s, stem) in stems.iter().enumerate() {
                assert!(regret(n) <= regret(s) + 1e-15, "{stem}: {} and {}", regret(n), regret(s));
                // Each is best for itself.
                assert!(means.iter().all(|other| means[s][s] <= other[s] + 1e-15), "{stem}");
            }
        }
    }
}

#[test]
fn whoever_found_it_a_scenarios_own_best_is_no_worse() {
    let options = ["isr", "c2", "people", "readiness", "logistics"];
    for objective in [Objective::Mean, Objective::Regret] {
        let asked_for = Investing {
            budgets: vec![10.0, 40.0],
            step: Some(5.0),
            options: few(&options),
            objective,
            ..Investing::default()
        };
        let found = asked(&STEMS, 128, 2, &asked_for);
        let path = found.path.iter().map(|step| step.amounts.clone());
        let small = programmes(&found, 10.0).into_iter();
        let all: Vec<Vec<f64>> = programmes(&found, 40.0).into_iter().chain(small).chain(path).collect();
        let means = means(&STEMS, &options, 128, &all);
        for s in 0..STEMS.len() {
            assert!(means.iter().all(|other| means[s][s] <= other[s] + 1e-15), "{objective:?} {}", STEMS[s]);
        }
    }
}

#[test]
fn no_budgets_best_is_worse_than_greed() {
    let options = ["isr", "c2", "people", "air_missile_defence"];
    let stem = ["media-learned-50k-pacific"];
    let asked_for =
        Investing { budgets: vec![40.0], step: Some(5.0), options: few(&options), ..Investing::default() };
    let found = asked(&stem, 128, 2, &asked_for);
    let mut greedy = vec![0.0; options.len()];
    for step in &found.path {
        // The options of the answer, in the order of the model, are those of the programmes.
        let values = means(&stem, &options, 128, std::slice::from_ref(&greedy));
        assert!(step.chosen <= values[0][0] + 1e-15, "{}: {} and {}", step.budget, step.chosen, values[0][0]);
        let more: Vec<Vec<f64>> = (0..options.len())
            .map(|i| {
                let mut more = greedy.clone();
                more[i] += 5.0;
                more
            })
            .chain([greedy.clone()])
            .collect();
        let values = means(&stem, &options, 128, &more);
        let best = (0..more.len()).min_by(|&a, &b| values[a][0].total_cmp(&values[b][0])).expect("some");
        greedy = more[best].clone();
    }
}

#[test]
fn another_seed_moves_the_answer_within_its_stated_error() {
    let found: Vec<InvestSummary> = (1..=6)
        .map(|seed| {
            let study = Study::new().scenario("orderly-50k").design(Design::MonteCarlo).seed(seed);
            let planned = study.replicates(256).plan().expect("a plan");
            let options = few(&["isr", "people", "readiness"]);
            let asked_for =
                Investing { budgets: vec![20.0], step: Some(10.0), options, ..Investing::default() };
            planned.invest(&asked_for).expect("an answer").found
        })
        .collect();
    // Of six answers each against the mean of all: the sum of squares by their errors is about chi-squared with five degrees of
    // freedom, above 20.5 in one of a thousand.
    let spread = |of: &dyn Fn(&InvestSummary) -> (f64, f64)| {
        let all: Vec<(f64, f64)> = found.iter().map(of).collect();
        let mean = all.iter().map(|one| one.0).sum::<f64>() / all.len() as f64;
        all.iter().map(|(value, se)| (value - mean) * (value - mean) / (se * se)).sum::<f64>()
    };
    let closed = spread(&|found| {
        let closed = &found.scenarios[0].path.last().expect("a budget").closed;
        (closed.mean, closed.se.expect("many"))
    });
    let left = spread(&|found| {
        let step = found.path.last().expect("a budget");
        (step.fresh, step.fresh_se.expect("many"))
    });
    assert!(closed < 20.5 && left < 20.5, "{closed} {left}");
    assert!(closed > 0.2 && left > 0.2, "{closed} {left}: the errors are too wide");
}

#[test]
fn the_worst_tenth_is_what_it_says_it_is() {
    let stems = ["orderly-20k", "orderly-50k"];
    let asked_for = Investing {
        budgets: vec![20.0],
        step: Some(10.0),
        options: few(&["isr", "people"]),
        objective: Objective::Cvar,
        ..Investing::default()
    };
    let found = asked(&stems, 128, 2, &asked_for);
    let last = found.path.last().expect("a budget");
    let none = &found.path[0];
    let (gained, optimism) = (last.gained.expect("it"), last.optimism.expect("it"));
    assert!((gained.mean - (none.fresh - last.fresh)).abs() < 1e-12, "{gained:?}");
    assert!((optimism.mean - (none.chosen - last.chosen) + gained.mean).abs() < 1e-12, "{optimism:?}");
    // Paired errors are smaller than those of what they are differences of.
    assert!(gained.se < last.fresh_se && last.fresh_se > Some(0.0));
    assert!(last.fresh < last.planners && last.above_planners.expect("it").mean > 0.0);
    assert!(found.without.expect("it") < none.fresh && found.without_se > Some(0.0));
}

#[test]
fn what_one_alone_would_buy_is_chosen_as_for_all() {
    let stems = ["orderly-20k", "media-learned-50k-pacific"];
    let of = |stems: &[&str], objective: Objective| {
        let asked_for = Investing {
            budgets: vec![20.0],
            step: Some(2.5),
            options: few(&["isr", "people", "readiness"]),
            objective,
            ..Investing::default()
        };
        asked(stems, 256, 2, &asked_for)
    };
    let bought =
        |found: &InvestSummary, s: usize| found.scenarios[s].own.last().expect("a budget").amounts.clone();
    let (worst, mean) = (of(&stems, Objective::Cvar), of(&stems, Objective::Mean));
    for (s, stem) in stems.iter().enumerate() {
        let alone = of(&[stem], Objective::Cvar);
        assert_eq!(bought(&worst, s), alone.path.last().expect("a budget").amounts, "{stem}");
    }
    // The two are chosen otherwise, or the test says nothing.
    assert!((0..2).any(|s| bought(&worst, s) != bought(&mean, s)));
}

#[test]
fn what_is_found_for_all_counts_for_each_in_its_worst_tenth() {
    let options = ["isr", "c2", "people", "readiness", "logistics"];
    let asked_for = Investing {
        budgets: vec![10.0, 40.0],
        step: Some(5.0),
        options: few(&options),
        objective: Objective::Cvar,
        ..Investing::default()
    };
    let found = asked(&STEMS, 128, 2, &asked_for);
    let index = by_replicate(
        &STEMS,
        &options,
        128,
        &found
            .path
            .iter()
            .map(|step| step.amounts.clone())
            .chain(programmes(&found, 40.0))
            .collect::<Vec<_>>(),
    );
    let worst = |values: &[f64]| {
        let mut values = values.to_vec();
        values.sort_by(|a, b| b.total_cmp(a));
        values[..13].iter().sum::<f64>() / 13.0
    };
    let own = found.path.len();
    for s in 0..STEMS.len() {
        let best = worst(&index[own + s][s]);
        assert!(index.iter().all(|other| best <= worst(&other[s]) + 1e-15), "{}", STEMS[s]);
    }
}
