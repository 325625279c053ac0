//! Which part of the variance goes with what: samples in the engine, groups and their indices.

use std::{
    fs,
    path::{Path, PathBuf},
    sync::atomic::AtomicBool,
};

use drawdown_analysis::analysis::{
    asked::cells::keep,
    sensitivity::variance::{
        By, NamedGroup, Planned, Question,
        groups::{CHANCE, DUMMY, REST},
    },
};
use drawdown_core::{
    engine::{
        drive::Pass,
        plan::Plan,
        replicates::Cell,
        sensitivity::freeze::{Frozen, Group, Looked, freeze},
        slot::Slot,
    },
    model::cells::Outcome,
};
use drawdown_scenario::scenario::{self, Scenario};
use drawdown_store::store::sobol::GroupRow;

/// Position of D+30.
const TIER: usize = 1;

/// The headline index at D+30, added and without.
const INDEX: [Cell; 2] = [
    Cell { outcome: Outcome::IndexHeadline, slot: Slot::Attributable, position: TIER },
    Cell { outcome: Outcome::IndexHeadline, slot: Slot::Counterfactual, position: TIER },
];

fn load(name: impl AsRef<Path>) -> Scenario {
    let found = scenario::load(&[PathBuf::from(name.as_ref())], &[]);
    found.unwrap_or_else(|found| panic!("{found}")).remove(0)
}

fn question(by: By, outcomes: &[&str]) -> Question {
    let outcomes = outcomes.iter().map(|&name| name.to_owned()).collect();
    Question { tier: 30, by, outcomes, seed: 1, replicates: 256, threads: 2 }
}

fn rows(scenario: &Scenario, question: &Question) -> Vec<GroupRow> {
    let stop = AtomicBool::new(false);
    Planned::new(scenario, question).expect("a plan").rows(&stop, &|_, _| {}).expect("rows").0
}

fn named(name: &str, inputs: &[&str]) -> NamedGroup {
    NamedGroup { name: name.to_owned(), inputs: inputs.iter().map(|&input| input.to_owned()).collect() }
}

#[test]
fn samples_mix_what_they_should_and_the_short_way_to_the_index_is_the_long_one() {
    let scenarios = [load("media-learned-50k")];
    let plans_of = || [1, 2].map(|seed| Plan::new(&scenarios, seed).expect("a plan"));
    let plans = plans_of();
    let all = plans[0].draws.len();
    let mut of_reaction = vec![false; all];
    for (taken, draw) in of_reaction.iter_mut().zip(&plans[0].draws) {
        *taken = plans[0].dependence[draw.dependence].addresses()[draw.coordinate].to_string() == "reaction";
    }
    let groups = [
        Group { draws: vec![false; all], chance: false },
        Group { draws: vec![true; all], chance: true },
        Group { draws: of_reaction, chance: false },
        Group { draws: vec![false; all], chance: true },
    ];
    let stop = AtomicBool::new(false);
    // Not a multiple of a group of blocks.
    let pass = Pass { replicates: 75, threads: 2, stop: &stop, progress: &|_| {} };
    let frozen = |plans: &[Plan; 2], looked| -> Frozen {
        freeze([&plans[0], &plans[1]], &groups, looked, &pass).expect("numbers").found
    };
    let short = frozen(&plans, Looked::Index(TIER));
    let mut kept = plans_of();
    kept.iter_mut().for_each(|plan| keep(plan, &INDEX));
    assert!(short == frozen(&kept, Looked::Cells(&INDEX)));
    assert_eq!(short.replicates(), 75);
    for number in 0..2 {
        let ([a, b], mixed) = (short.whole(number), short.mixed(number));
        assert!(a != b && mixed[0] == a && mixed[1] == b);
        assert!(mixed[2] != b && mixed[3] != a && mixed[3] != b);
    }
    // The reaction to the alarm is nothing without a drawdown.
    assert!(short.mixed(0)[2] != short.whole(0)[0] && short.mixed(1)[2] == short.whole(1)[0]);
    // The second sample is that of its own plan.
    let turned = freeze([&plans[1], &plans[0]], &[], Looked::Index(TIER), &pass).expect("numbers").found;
    assert_eq!(turned.whole(0), [short.whole(0)[1], short.whole(0)[0]]);
}

#[test]
fn inputs_one_by_one_leave_nothing_out() {
    let scenario = &load("orderly-20k");
    let found = rows(scenario, &question(By::Input { top: 5, every_input: false }, &[]));
    let of = |arm: &str| -> Vec<&GroupRow> { found.iter().filter(|row| row.arm == arm).collect() };
    let (added, without) = (of("attributable"), of("counterfactual"));
    assert_eq!(added.len(), 20 + 3, "the fewest looked at, all others, chance, a dummy");
    assert_eq!(added.len() + without.len(), found.len());
    let names = |rows: &[&GroupRow]| -> Vec<String> { rows.iter().map(|row| row.group.clone()).collect() };
    assert_eq!(names(&added), names(&without), "one order");
    assert_eq!(names(&added)[20..], [REST, CHANCE, DUMMY]);
    let inputs: usize = added.iter().map(|row| row.inputs).sum();
    let every = rows(
        scenario,
        &Question { replicates: 32, ..question(By::Input { top: 5, every_input: true }, &[]) },
    );
    let alone = every.iter().filter(|row| row.arm == "attributable" && row.is_input());
    assert_eq!(alone.map(|row| row.inputs).sum::<usize>(), inputs, "every input is somewhere");
    let totals: Vec<f64> = added[..20].iter().map(|row| row.total.expect("settled")).collect();
    assert!(totals[0] > 0.1 && totals.iter().sum::<f64>() > 0.7, "{totals:?}");
    assert!(added[20].total.is_some_and(|rest| rest < 0.2), "{:?}", added[20]);
    let dummy = added[22];
    assert_eq!((dummy.total, dummy.total_upper), (Some(0.0), Some(0.0)));
    assert!(dummy.first.is_some_and(|first| first < 1e-9), "{dummy:?}");
    for row in &found {
        let index = |value: Option<f64>, needs: Option<u64>| {
            assert_eq!(value.is_some(), needs.is_none(), "{row:?}");
            assert!(value.is_none_or(|value| (0.0..=1.0).contains(&value)), "{row:?}");
        };
        index(row.first, row.first_needs);
        index(row.total, row.total_needs);
    }
}

#[test]
fn groups_of_a_user_take_whole_what_is_drawn_together() {
    let scenario = &load("orderly-20k");
    let asked = vec![named("growth and kit", &["growth", "unit_cost"]), named("alarm", &["reaction"])];
    let found = rows(
        scenario,
        &question(By::Named(asked), &["index_headline[30]", "closed_by[isr,30,2035]", "uplift"]),
    );
    let groups: Vec<&str> = found.iter().take(5).map(|row| row.group.as_str()).collect();
    assert_eq!(groups, ["growth and kit", "alarm", REST, CHANCE, DUMMY]);
    let of = |outcome: &str, arm: &str, group: &str| {
        let row = found.iter().find(|row| row.outcome == outcome && row.arm == arm && row.group == group);
        row.unwrap_or_else(|| panic!("{outcome} {arm} {group}"))
    };
    assert!(of("uplift", "attributable", "alarm").total.is_some_and(|total| total > 0.3));
    assert_eq!(of("uplift", "counterfactual", "alarm").total, Some(0.0), "nobody is alarmed");
    assert_eq!(of("closed_by[isr,30,2035]", "scenario", "alarm").unit, "probability");
    // Of an index alone, the same numbers in fewer words.
    let alone = rows(scenario, &question(By::Named(vec![named("alarm", &["reaction"])]), &[]));
    let short = alone.iter().find(|row| row.arm == "attributable" && row.group == "alarm").expect("a row");
    let long = of("index_headline[30]", "attributable", "alarm");
    assert_eq!((short.total, short.sd), (long.total, long.sd));

    let refused = |groups: Vec<NamedGroup>, outcomes: &[&str]| -> String {
        let question = question(By::Named(groups), outcomes);
        Planned::new(scenario, &question).err().expect("an error").to_string()
    };
    let said = refused(vec![named("one", &["growth"]), named("two", &["growth[DEU]"])], &[]);
    assert!(said.contains("`two`") && said.contains("in the group `one` already"), "{said}");
    let said = refused(vec![named("one", &["reactoin"])], &[]);
    assert!(said.contains("reaction"), "{said}");
    let said = refused(vec![named("one", &["growth"])], &["indexheadline"]);
    assert!(said.contains("`--outcome indexheadline`") && said.contains("index_headline"), "{said}");
}

#[test]
fn what_is_correlated_is_one_input() {
    let text = r#"(base: "orderly-20k", correlations: [("unit_cost[isr]", "reaction", 0.5), ("reaction", "linkage", 0.3)])"#;
    let place = tempfile::tempdir().expect("a folder");
    let file = place.path().join("pairs.ron");
    fs::write(&file, text).expect("a file");
    let scenario = &load(&file);
    let every = question(By::Input { top: 5, every_input: true }, &[]);
    let found = rows(scenario, &Question { replicates: 32, ..every });
    let row = found.iter().find(|row| row.address.contains("reaction")).expect("a row");
    assert_eq!((row.address.as_str(), row.inputs), ("reaction + unit_cost[isr] + linkage", 3));
    assert!(row.group.ends_with(", correlated"), "{}", row.group);
    let apart = question(By::Named(vec![named("a", &["reaction"]), named("b", &["linkage"])]), &[]);
    assert!(Planned::new(scenario, &apart).is_err());
}
