//! The values of a store are those of `drawdown run`.

use std::{collections::BTreeMap, sync::atomic::AtomicBool};

use drawdown::{
    analysis::{estimates::Run, rows::labels},
    engine::{
        drive::Pass,
        plan::Plan,
        run::{Options, run},
        slot::Slot,
    },
    experiment::{self, Resolver, read::Instead},
    model::cells::Arms,
};

use super::{ints, reals, table, texts};
use crate::sweep_support::{SMALL, expect, file, folder, text};

/// Every number of a store is that of the scenario run alone by the whole engine.
fn equals_runs(text_of_file: &str) {
    let folder = folder();
    let file = file(folder.path(), text_of_file);
    let store = folder.path().join("store");
    expect(0, &["sweep", text(&file), "--output", text(&store)]);
    let experiments = experiment::load(&file, Instead::default()).expect("an experiment file");
    let mut resolver = Resolver::new(&experiments).expect("a base");
    let outcomes = table(&store, 1);
    let numbers = ints(&outcomes, "experiment");
    let columns = ["mean", "se", "lower", "upper", "p05", "p25", "p50", "p75", "p95"]
        .map(|name| reals(&outcomes, name));
    let (arms, names, domains) =
        (texts(&outcomes, "arm"), texts(&outcomes, "outcome"), texts(&outcomes, "domain"));
    let (tiers, years) = (ints(&outcomes, "tier_days"), ints(&outcomes, "year"));
    let stop = AtomicBool::new(false);
    let mut compared = 0;
    for number in 0..experiments.len() {
        let Ok(scenario) = resolver.scenario(number) else { continue };
        let scenarios = [scenario];
        let plan = Plan::with_design(&scenarios, experiments.seed, experiments.sampling).expect("a plan");
        let options = Options {
            pass: Pass { replicates: experiments.replicates, threads: 2, stop: &stop, progress: &|_| {} },
            looks: None,
            keep: None,
        };
        // More than 1 % of the replicates failed.
        let Ok(results) = run(&plan, &options) else { continue };
        let found = Run { scenarios: &scenarios, plan: &plan, results: &results };
        let mut expected = BTreeMap::new();
        for section in plan.cells.sections.iter().filter(|s| experiments.wanted.outcomes.contains(&s.outcome))
        {
            for cell in 0..section.len {
                let row = labels(&plan, &scenarios[0], section, cell).expect("a row");
                for slot in Slot::ALL {
                    let known = found.accumulated(0);
                    let Some(estimate) = known.estimate(section, slot, cell) else { continue };
                    let arm = if section.arms == Arms::NoArm { "-" } else { slot.name() };
                    let interval =
                        known.known().interval(section, slot, cell).filter(|_| section.probability);
                    let (lower, upper) = interval.filter(|_| estimate.n > 0).unwrap_or((f64::NAN, f64::NAN));
                    let quantiles = known.quantiles(section, slot, cell).unwrap_or([f64::NAN; 5]);
                    let values = [&[estimate.mean, estimate.se, lower, upper][..], &quantiles].concat();
                    let key = (
                        arm.to_owned(),
                        row.outcome.clone(),
                        row.domain.clone(),
                        row.tier,
                        row.year,
                        row.quarter,
                    );
                    expected.insert(key, values);
                }
            }
        }
        let quarters = ints(&outcomes, "quarter");
        for row in (0..outcomes.rows()).filter(|&row| numbers[row] == Some(number as i32)) {
            let key = (
                arms[row].unwrap_or("-").to_owned(),
                names[row].expect("a name").to_owned(),
                domains[row].map(str::to_owned),
                tiers[row].map(|tier| tier as u32),
                years[row],
                quarters[row].map(|quarter| quarter as usize),
            );
            let values = expected.get(&key).unwrap_or_else(|| panic!("{key:?} is no outcome"));
            for (column, value) in columns.iter().zip(values) {
                let (ours, theirs) = (column[row], *value);
                assert!(
                    ours.to_bits() == theirs.to_bits() || ours.is_nan() && theirs.is_nan(),
                    "{number} {key:?}: {ours} instead of {theirs}"
                );
            }
            compared += 1;
        }
    }
    assert!(compared > 1000, "only {compared} rows were compared");
}

#[test]
fn values_are_those_of_a_run() {
    equals_runs(SMALL);
}

#[test]
fn values_are_those_of_a_run_with_every_arm_a_trigger_and_another_sampling() {
    let text = SMALL
        .replace("\"orderly-20k\"", "\"pacific-priority-40k\"")
        .replace("replicates: 96", "replicates: 1024, sampling: Sobol")
        .replace(
            "[\"scenario\", \"counterfactual\", \"attributable\"]",
            "[\"direct\", \"induced\", \"direct_effect\", \"scenario\"]",
        )
        .replace("LatinHypercube(4)", "LatinHypercube(2)")
        .replace(
            "\"money\",",
            "\"money\", \"money_share\", \"index\", \"first_quarter\", \"trigger_effect\",",
        );
    equals_runs(&text);
}

#[test]
fn invalid_replicates_of_one_experiment_disturb_no_other() {
    // Some draws of the second option are out of range, of the third's three inputs together too many.
    let some = "\"commitment\": Normal(mean: 0.7, sd: 0.125)";
    let others =
        "\"efficiency\": Normal(mean: 0.7, sd: 0.128), \"reliability\": Normal(mean: 0.7, sd: 0.128)";
    let varied = SMALL
        .replace(
            "\"personnel\": Levels([20000, 50000, 99000])",
            &format!("\"chance\": Options({{\"none\": {{}}, \"some\": {{{some}}}, \"many\": {{{some}, {others}}}}})"),
        )
        .replace("replicates: 96", "replicates: 640");
    equals_runs(&varied);
    let folder = folder();
    let file = file(folder.path(), &varied);
    let store = folder.path().join("store");
    expect(0, &["sweep", text(&file), "--output", text(&store)]);
    let experiments = table(&store, 0);
    let (status, reasons) = (texts(&experiments, "status"), texts(&experiments, "reason"));
    let valid = ints(&experiments, "replicates_valid");
    assert_eq!(valid[0], Some(640));
    let some = valid[2].expect("a number");
    assert!((630..640).contains(&some), "{some} valid");
    assert_eq!((status[4], valid[4]), (Some("failed"), Some(0)));
    assert!(reasons[4].expect("a reason").contains("more than 1 %"));
}
