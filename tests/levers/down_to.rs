//! So many leave that a number is left.

use drawdown::{
    engine::{
        drive::Pass,
        plan::Plan,
        run::{Options, run},
        slot::Slot,
    },
    model::cells::Outcome,
    scenario::{Scenario, address::Address, names::Name},
};

use super::{each_is_found_at_its_place, fails, fine, load, plain};

/// Mean of the troops that leave, and its half of an outcome's first cell.
pub fn leave(scenario: &Scenario) -> f64 {
    let scenarios = [scenario.clone()];
    let plan = Plan::new(&scenarios, 1).expect("a plan");
    let stop = std::sync::atomic::AtomicBool::new(false);
    let pass = Pass { replicates: 256, threads: 1, stop: &stop, progress: &|_| {} };
    let results = run(&plan, &Options { pass, looks: None, keep: None }).expect("it runs");
    let section =
        plan.cells.sections.iter().find(|s| s.outcome == Outcome::PersonnelEffective).expect("there");
    results.scenarios[0].estimate(section, Slot::Scenario, 0).expect("an estimate").mean
}

fn there(scenario: &Scenario) -> f64 {
    let people = scenario.elements.iter().map(|e| Address::one(Name::UsPersonnel, &e.id));
    people.map(|address| scenario.constant(&address).expect("a number")).sum()
}

#[test]
fn all_but_a_number_leave() {
    let scenario = fine("(base: \"orderly-20k\", down_to: 64000)", &[]);
    assert_eq!(plain(&scenario, Name::Personnel), None);
    let there = there(&scenario);
    assert!((leave(&scenario) - (there - 64_000.0)).abs() < 1e-6);
    let asked = format!("(base: \"orderly-20k\", personnel: {})", there - 64_000.0);
    assert!((leave(&fine(&asked, &[])) - leave(&scenario)).abs() < 1e-6);
}

#[test]
fn where_the_posture_is_uncertain_it_follows_from_the_troops_that_are_there() {
    // An element more, of 0 to 8,000 people: 4,000 more leave in the mean, while the same number is left.
    let more = "\"us_personnel[2cr]\": Uniform(low: 0, high: 8000)";
    let certain = fine("(base: \"orderly-20k\", down_to: 64000, overrides: {\"us_personnel[2cr]\": 0})", &[]);
    let drawn = fine(&format!("(base: \"orderly-20k\", down_to: 64000, overrides: {{{more}}})"), &[]);
    let difference = leave(&drawn) - leave(&certain);
    assert!((difference - 4_000.0).abs() < 500.0, "{difference}");
}

#[test]
fn a_floor_keeps_the_higher_of_both() {
    let scenario = |text: &str| fine(&format!("(base: \"orderly-20k\", down_to: 64000, {text})"), &[]);
    let all = leave(&scenario("troop_floor: 0"));
    assert!((leave(&scenario("troop_floor: 70000")) - (all - 6_000.0)).abs() < 1e-6);
    assert!((leave(&scenario("troop_floor: 60000")) - all).abs() < 1e-6);
    assert!(scenario("troop_floor: 70000").warnings.iter().any(|w| w.contains("the troop floor binds")));
}

#[test]
fn the_later_of_personnel_and_down_to_wins() {
    let over = fine("(base: \"orderly-20k\", down_to: 64000)", &["personnel=5000"]);
    assert_eq!((plain(&over, Name::Personnel), plain(&over, Name::DownTo)), (Some(5_000.0), None));
    let over = fine("(base: \"orderly-20k\", personnel: 5000)", &["down_to=64000"]);
    assert_eq!((plain(&over, Name::Personnel), plain(&over, Name::DownTo)), (None, Some(64_000.0)));
    assert!(over.warnings.iter().all(|w| !w.contains("nobody leaves")), "{:?}", over.warnings);
}

#[test]
fn two_that_say_how_many_leave_are_an_error_at_their_place() {
    each_is_found_at_its_place(&[
        ("(personnel: 1000, @down_to: 64000)", "`personnel` and `down_to` together", "leave one of them out"),
        ("(down_to: 64000, overrides: {@\"personnel\": 1000})", "`personnel` and `down_to` together", ""),
        ("(composition: Explicit({\"2cr\": 1}), @down_to: 64000)", "down_to beside an Explicit", "follows"),
        ("(down_to: @90000)", "down to 90,000 of 82,179 troops", "there are only 82,179"),
        ("(down_to: @-1)", "`down_to` is -1", ""),
        ("(down_to: @\"few\")", "found a text", "a number"),
    ]);
    assert!(fails("(down_to: 64000)", &["personnel=1", "down_to=2"]).contains("together"));
    let thousands = load("(down_to: 64)", &[]).expect("allowed");
    assert!(thousands.warnings.iter().any(|w| w.contains("write 64000")), "{:?}", thousands.warnings);
}
