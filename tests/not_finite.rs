//! A replicate with an outcome that is not finite fails like one whose draw is not valid: left out, counted and named.

use std::{path::PathBuf, sync::atomic::AtomicBool};

use drawdown::{
    analysis::sensitivity,
    engine::{
        compile::Check,
        drive::{Pass, RunError},
        plan::Plan,
        required::{self, required},
        run::{Options, Results, run},
        slot::{Slot, slots},
    },
    model::cells::Outcome,
    sampling::design::Design,
    scenario::{self, Scenario, address::Address, distribution::Distribution, names::Name},
};

/// Replicates of a run.
const N: u64 = 1000;
/// The share of them that fails.
const SHARE: f64 = 0.004;

/// `orderly-20k` with a skewness of spending that is `odd` in a few replicates: what no file may say, a library user can.
fn odd(odd: f64) -> Scenario {
    let loaded = scenario::load(&[PathBuf::from("orderly-20k")], &[]);
    let mut scenario = loaded.unwrap_or_else(|found| panic!("{found}")).remove(0);
    let address = Address::plain(Name::SpendSkew);
    let value = scenario.values.get_mut(&address).expect("a skewness");
    value.distribution =
        Distribution::Discrete { values: vec![odd, 0.5], probabilities: vec![SHARE, 1.0 - SHARE] };
    scenario
}

/// Its square is 0: the model divides 0 by 0.
fn spoilt() -> Scenario {
    odd(1e-200)
}

/// The replicates of which the draw is the odd one.
fn failing(seed: u64, replicates: u64) -> Vec<u64> {
    let source = Design::MonteCarlo.source(seed, "spend_skew");
    (0..replicates).filter(|r| source.uniform8(r / 8 * 8)[(r % 8) as usize] < SHARE).collect()
}

fn results(plan: &Plan, replicates: u64, threads: usize) -> Result<Results, RunError> {
    let stop = AtomicBool::new(false);
    run(
        plan,
        &Options {
            pass: Pass { replicates, threads, stop: &stop, progress: &|_| {} },
            looks: None,
            keep: None,
        },
    )
}

/// Every estimate of a run, as bits.
fn estimates(plan: &Plan, results: &Results) -> Vec<u64> {
    let mut bits = Vec::new();
    for known in &results.scenarios {
        for section in &plan.cells.sections {
            for &slot in slots(section) {
                for cell in 0..section.len {
                    let found = known.estimate(section, slot, cell).expect("the slot");
                    let what = || format!("{} {} {cell}", section.name, slot.name());
                    assert!(found.n == 0 || found.mean.is_finite(), "{}: {found:?}", what());
                    assert!(found.se.is_finite() || found.n < 2 || section.outcome.is_amount(), "{}", what());
                    bits.extend([found.mean.to_bits(), found.se.to_bits(), found.n]);
                    let quantiles = known.quantiles(section, slot, cell);
                    bits.extend(quantiles.into_iter().flatten().map(f64::to_bits));
                }
            }
        }
    }
    bits
}

/// A seed of which the first replicate to fail is the very first, and all in all no more than 1 % fail.
fn seed_that_begins_badly() -> u64 {
    let fits = |&seed: &u64| {
        let failing = failing(seed, N);
        failing.first() == Some(&0) && failing.len() < 8
    };
    (0..).find(fits).expect("a seed")
}

#[test]
fn estimates_are_those_of_the_other_replicates() {
    for seed in [1, seed_that_begins_badly()] {
        let expected = failing(seed, N);
        assert!(!expected.is_empty());
        let scenarios =
            [spoilt(), scenario::load(&[PathBuf::from("orderly-50k")], &[]).expect("it ships").remove(0)];
        let plan = Plan::new(&scenarios, seed).expect("a plan");
        let found = results(&plan, N, 1).expect("results");
        assert_eq!(found.failed, expected.len() as u64);
        assert_eq!(found.not_finite.replicates, found.failed);
        let named: Vec<u64> = found.not_finite.first.iter().map(|example| example.replicate).collect();
        assert_eq!(named, expected[..named.len()]);
        assert!(named.len() == expected.len().min(5));
        assert!(found.not_finite.first.iter().all(|example| example.scenario == "orderly-20k"));
        let all = estimates(&plan, &found);
        // The same whatever the threads.
        for threads in [2, 3] {
            let again = results(&plan, N, threads).expect("results");
            assert_eq!(again.not_finite, found.not_finite);
            assert!(estimates(&plan, &again) == all, "{threads} threads");
        }
        // The same as if the draws of these replicates were not valid (a skewness below 0 is not).
        let invalid = [odd(-1.0), scenarios[1].clone()];
        let mut invalid = Plan::new(&invalid, seed).expect("a plan");
        let slot = invalid.layout.first(Name::SpendSkew);
        invalid.scenarios[0].checks.push(Check::Range(slot, Name::SpendSkew.spec().range));
        let without = results(&invalid, N, 2).expect("results");
        assert_eq!((without.failed, without.not_finite.replicates), (found.failed, 0));
        assert!(estimates(&invalid, &without) == all);
    }
}

#[test]
fn of_many_scenarios_whose_groups_are_counted_at_once_they_are_left_out_too() {
    /// Replicates: five chunks.
    const FEW: u64 = 320;
    let other = scenario::load(&[PathBuf::from("orderly-50k")], &[]).expect("it ships").remove(0);
    // One fails in the second group of its chunk: what is counted of the first is not counted again.
    let late = |&seed: &u64| {
        let failing = failing(seed, FEW);
        (1..=3).contains(&failing.len()) && failing.iter().any(|r| r % 64 >= 32)
    };
    let seed = (0..).find(late).expect("a seed");
    let few = Plan::new(&[spoilt(), other.clone()], seed).expect("a plan");
    let expected = estimates(&few, &results(&few, FEW, 2).expect("results"));
    let many: Vec<Scenario> = [spoilt()].into_iter().chain(vec![other; 25]).collect();
    let many = Plan::new(&many, seed).expect("a plan");
    let found = results(&many, FEW, 2).expect("results");
    assert_eq!(found.failed, failing(seed, FEW).len() as u64);
    assert!(estimates(&many, &found)[..expected.len()] == expected);
}

#[test]
fn a_run_of_which_too_many_fail_names_the_first() {
    let mut scenario = spoilt();
    let address = Address::plain(Name::SpendSkew);
    scenario.values.get_mut(&address).expect("a skewness").distribution = Distribution::Constant(1e-200);
    let plan = Plan::new(&[scenario], 1).expect("a plan");
    let Err(error @ RunError::Failed { .. }) = results(&plan, 100, 2) else { panic!("it fails") };
    let text = error.to_string();
    assert!(
        text.starts_with("100 of 100 replicates have an outcome that is not finite (more than 1 %): "),
        "{text}"
    );
    assert!(
        text.contains("replicate") && text.contains("`orderly-20k`: ") && text.contains("and 95 more"),
        "{text}"
    );
}

#[test]
fn required_spending_and_swings_leave_them_out() {
    let seed = 1;
    let expected = failing(seed, 320);
    let scenarios = [spoilt()];
    let plan = Plan::new(&scenarios, seed).expect("a plan");
    let stop = AtomicBool::new(false);
    let pass = Pass { replicates: 320, threads: 2, stop: &stop, progress: &|_| {} };
    let question = required::Question { domains: vec![0], tier: 1, year: 9 };
    match required(&plan, &question, &pass) {
        Ok(found) => {
            assert_eq!(found.failed, expected.len() as u64);
            assert_eq!(found.scenarios[0].by_level[0].len(), 320 - expected.len());
        }
        Err(RunError::Failed { failed, not_finite, .. }) => {
            assert_eq!((failed, not_finite.replicates), (expected.len() as u64, failed));
        }
        Err(error) => panic!("{error}"),
    }
    let question = sensitivity::Question {
        tier: 30,
        top: 3,
        every_input: false,
        seed,
        design: Design::MonteCarlo,
        replicates: N,
        threads: 2,
    };
    let found = sensitivity::sensitivity(&scenarios[0], &question, &stop, &|_, _| {}).expect("it runs");
    assert!(found.summary.attributable.is_finite() && found.summary.se.is_finite());
    // The same number of replicates counts in a run.
    let whole = results(&plan, N, 2).expect("results");
    let index = plan.cells.section(Outcome::IndexHeadline);
    let mean = whole.scenarios[0].estimate(index, Slot::Attributable, 1).expect("an index");
    assert_eq!(found.summary.replicates, mean.n);
    assert!((found.summary.attributable - mean.mean).abs() < 1e-12);
}
