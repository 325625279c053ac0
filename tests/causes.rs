//! Causes: the steps make up what is attributable, each mechanism has its own, and enablers have their part.

use std::{path::PathBuf, sync::atomic::AtomicBool};

use drawdown::{
    analysis::estimates::Run,
    engine::{
        causes::{Cause, ROWS, row_name},
        chunk::CHUNK,
        drive::Pass,
        plan::Plan,
        run::{Options, Results, run},
        slot::Slot,
    },
    model::cells::Outcome,
    sampling::design::Design,
    scenario::{
        self, Scenario,
        names::{Name, TIERS},
    },
};

/// Scenarios that were run together.
struct Found {
    scenarios: Vec<Scenario>,
    plan: Plan,
    results: Results,
}

impl Found {
    fn new(stems: &[&str], sets: &[String], replicates: u64) -> Self {
        Self::with(stems, sets, replicates, u64::MAX, Design::MonteCarlo, 2)
    }

    fn with(
        stems: &[&str],
        sets: &[String],
        replicates: u64,
        causes: u64,
        design: Design,
        threads: usize,
    ) -> Self {
        let stems: Vec<PathBuf> = stems.iter().map(PathBuf::from).collect();
        let scenarios = scenario::load(&stems, sets).unwrap_or_else(|found| panic!("{found}"));
        let mut plan = Plan::with_design(&scenarios, 1, design).expect("scenarios that fit");
        plan.causes = causes;
        let stop = AtomicBool::new(false);
        let options = Options {
            pass: Pass { replicates, threads, stop: &stop, progress: &|_| {} },
            looks: None,
            keep: None,
        };
        let results = run(&plan, &options).expect("results");
        Self { scenarios, plan, results }
    }

    fn of(&self, scenario: usize, name: &str, tier: usize) -> Cause {
        let row = (0..ROWS).find(|&row| row_name(row) == name).expect("a row");
        self.results.causes.as_ref().expect("causes").of(scenario, row, tier)
    }

    /// All rows of all scenarios and tiers.
    fn all(&self) -> Vec<Cause> {
        let causes = self.results.causes.as_ref().expect("causes");
        let cells = (0..self.scenarios.len()).flat_map(|s| (0..TIERS.len()).map(move |k| (s, k)));
        cells.flat_map(|(s, k)| (0..ROWS).map(move |row| causes.of(s, row, k))).collect()
    }
}

const STEPS: [&str; 7] = ["pledges", "presence", "return", "handover", "disruption", "linkage", "reaction"];

fn near(a: f64, b: f64) -> bool {
    (a - b).abs() <= 1e-12
}

#[test]
fn the_steps_make_up_what_the_arms_of_the_run_say() {
    for design in [Design::MonteCarlo, Design::Sobol] {
        let stems = ["media-learned-50k", "uncertain-20k-50k", "pacific-priority-40k"];
        let found = Found::with(&stems, &[], 1024, u64::MAX, design, 2);
        let run = Run { scenarios: &found.scenarios, plan: &found.plan, results: &found.results };
        for (s, k) in (0..stems.len()).flat_map(|s| (0..TIERS.len()).map(move |k| (s, k))) {
            let steps = STEPS.map(|step| found.of(s, step, k));
            let whole = found.of(s, "attributable", k);
            assert!(near(steps.iter().map(|step| step.all.mean).sum(), whole.all.mean));
            assert!(near(steps.iter().map(|step| step.enablers.mean).sum(), whole.enablers.mean));
            let direct: f64 = steps[..6].iter().map(|step| step.all.mean).sum();
            assert!(near(direct, run.mean(s, Outcome::IndexHeadline, Slot::DirectEffect, k)));
            // The arms of the run are computed and added up by other code.
            for (name, slot) in [
                ("counterfactual", Slot::Counterfactual),
                ("reaction", Slot::Induced),
                ("attributable", Slot::Attributable),
                ("scenario", Slot::Scenario),
            ] {
                let (ours, theirs) = (found.of(s, name, k), run.estimate(s, Outcome::IndexHeadline, slot, k));
                let what = format!("{design:?} {} D+{} {name}", stems[s], TIERS[k]);
                assert!(near(ours.all.mean, theirs.mean) && near(ours.all.se, theirs.se), "{what}");
                let (p05, p95) = ours.p05_p95;
                // Shares of the same bins: rounding may put a value at an edge into the next one.
                let close = |a: f64, b: f64| (a - b).abs() <= 0.004 * b.abs() + 1e-12;
                assert!(close(p05, theirs.p05) && close(p95, theirs.p95), "{what}");
            }
        }
        // Nothing of this is so because nothing happens.
        for step in ["presence", "return", "disruption", "linkage", "reaction"] {
            let cause = found.of(1, step, 1);
            assert!(cause.all.mean.abs() > 5.0 * cause.all.se && cause.all.se > 0.0, "{step}: {cause:?}");
            assert!(cause.enablers.mean.abs() > 2.0 * cause.enablers.se, "{step}: {cause:?}");
        }
    }
}

#[test]
fn nobody_leaves_and_nothing_is_added() {
    let found = Found::new(&["orderly-50k", "no-drawdown"], &[], 128);
    for k in 0..TIERS.len() {
        for name in STEPS.into_iter().chain(["attributable"]) {
            let cause = found.of(1, name, k);
            let numbers = [cause.all.mean, cause.all.se, cause.enablers.mean, cause.enablers.se];
            assert_eq!((numbers, cause.p05_p95), ([0.0; 4], (0.0, 0.0)), "{name}");
        }
        assert_eq!(found.of(1, "scenario", k), found.of(1, "counterfactual", k));
        assert!(found.of(1, "scenario", k).all.mean > 0.01);
        assert!(found.of(0, "presence", k).all.mean > 0.001);
    }
}

/// What switches a mechanism off in a scenario file's words.
const OFF: [(&str, &[&str]); 5] = [
    ("return", &["return_share[10]=0", "return_share[30]=0", "return_share[180]=0"]),
    ("handover", &["information=0"]),
    ("disruption", &["disruption=0"]),
    ("linkage", &["linkage=0"]),
    ("reaction", &["reaction=0", "surprise_reaction=0"]),
];

fn sets(of: &[&str]) -> Vec<String> {
    of.iter().map(|&set| set.to_owned()).collect()
}

#[test]
fn without_a_mechanism_its_step_is_nothing_and_those_before_it_stay() {
    let stems = ["uncertain-20k-50k"];
    let whole = Found::new(&stems, &[], 128);
    for (position, (name, off)) in OFF.into_iter().enumerate() {
        let found = Found::new(&stems, &sets(off), 128);
        for k in 0..TIERS.len() {
            let gone = found.of(0, name, k).all;
            assert_eq!((gone.mean, gone.se), (0.0, 0.0), "{name}");
            assert_ne!(whole.of(0, name, k).all.mean, 0.0, "{name}");
            // Information is part of the departure's manner: it moves when planners know, and so everything.
            if name != "handover" {
                for before in &STEPS[..position + 2] {
                    assert_eq!(found.of(0, before, k), whole.of(0, before, k), "{before} without {name}");
                }
            }
        }
    }
    let all_off: Vec<String> = OFF.iter().flat_map(|(_, off)| sets(off)).collect();
    let found = Found::new(&stems, &all_off, 128);
    for k in 0..TIERS.len() {
        assert_eq!(found.of(0, "presence", k), found.of(0, "attributable", k));
        assert!(found.of(0, "presence", k).all.mean > 0.001);
    }
}

#[test]
fn what_acts_through_enablers_is_what_goes_when_nothing_depends_on_another() {
    let stems = ["media-learned-50k", "uncertain-20k-50k"];
    let with = Found::new(&stems, &[], 128);
    let dependencies = with.scenarios[0].values.keys().filter(|address| address.name == Name::Dependency);
    let none: Vec<String> = dependencies.map(|address| format!("{address}=0")).collect();
    assert!(none.len() > 20, "{none:?}");
    // With exponents of 0 everything is computed as ever: that planners cannot see what enablers let be used, and so
    // order the same, is not assumed.
    let without = Found::new(&stems, &none, 128);
    for (a, b) in with.all().into_iter().zip(without.all()) {
        assert!(near(a.all.mean - a.enablers.mean, b.all.mean), "{a:?} {b:?}");
        assert!(b.enablers.mean.abs() < 1e-12 && b.enablers.se < 1e-12);
    }
    let part = with.of(0, "presence", 1);
    assert!(part.enablers.mean > 0.1 * part.all.mean && part.enablers.mean < part.all.mean, "{part:?}");
}

#[test]
fn causes_of_the_first_replicates_are_those_of_a_shorter_run() {
    let stems = ["uncertain-20k-50k"];
    let short = Found::with(&stems, &[], CHUNK, u64::MAX, Design::MonteCarlo, 1);
    let long = Found::with(&stems, &[], 5 * CHUNK, CHUNK, Design::MonteCarlo, 3);
    assert_eq!(short.all(), long.all());
    assert_eq!(long.results.causes.as_ref().map(|causes| causes.replicates()), Some(CHUNK));
    let whole = Found::with(&stems, &[], 5 * CHUNK, u64::MAX, Design::MonteCarlo, 3);
    assert_eq!(whole.all(), Found::with(&stems, &[], 5 * CHUNK, u64::MAX, Design::MonteCarlo, 1).all());
    assert_ne!(whole.all(), short.all());
    let none = Found::with(&stems, &[], CHUNK, 0, Design::MonteCarlo, 1);
    assert!(none.results.causes.is_none());
}

#[test]
fn replicates_that_fail_are_left_out() {
    // A draw of more than 2 is not allowed: some of these fail.
    let set = sets(&["efficiency=Normal(mean: 1.7, sd: 0.125)"]);
    let found = Found::new(&["orderly-50k"], &set, 1024);
    let causes = found.results.causes.as_ref().expect("causes");
    assert!(found.results.failed > 0, "none failed");
    assert_eq!(causes.replicates(), found.results.replicates - found.results.failed);
    let run = Run { scenarios: &found.scenarios, plan: &found.plan, results: &found.results };
    let theirs = run.mean(0, Outcome::IndexHeadline, Slot::Attributable, 1);
    assert!(near(found.of(0, "attributable", 1).all.mean, theirs));
}
