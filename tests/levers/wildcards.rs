//! `*` in the place of an id, in overrides and `--set` as in sweeps.

use drawdown::scenario::{Scenario, address::Address, names::Name};

use super::{fails, fine};

fn values(scenario: &Scenario, name: Name) -> Vec<(String, Option<f64>)> {
    let all = scenario.values.keys().filter(|address| address.name == name);
    all.map(|address| (address.first.clone(), scenario.constant(address))).collect()
}

#[test]
fn a_star_stands_for_all_there_are_and_the_particular_wins() {
    for scenario in [
        fine("(base: \"orderly-20k\")", &["pledge_year[*]=2030", "pledge[*]=4", "pledge[DEU]=5"]),
        fine(
            "(base: \"orderly-20k\", overrides: {\"pledge[DEU]\": 5, \"pledge[*]\": 4, \"pledge_year[*]\": 2030})",
            &[],
        ),
    ] {
        let years = values(&scenario, Name::PledgeYear);
        assert_eq!(years.len(), 29);
        assert!(years.iter().all(|(_, year)| *year == Some(2030.0)));
        for (ally, pledge) in values(&scenario, Name::Pledge) {
            assert_eq!(pledge, Some(if ally == "DEU" { 5.0 } else { 4.0 }), "{ally}");
        }
    }
    // Of an element that is not there nothing is made: only what a sparse table has is set.
    let base = fine("(base: \"orderly-20k\")", &[]);
    let halved = fine("(base: \"orderly-20k\")", &["us_units[*,isr]=1"]);
    let there = |scenario: &Scenario| {
        scenario.values.keys().filter(|a| a.name == Name::UsUnits && a.second == "isr").count()
    };
    assert_eq!(there(&halved), there(&base));
    let both = fine("(base: \"orderly-20k\")", &["us_reinforcement[*,180]=1e6", "required[isr,*]=2"]);
    assert_eq!(both.constant(&Address::two(Name::Required, "isr", 30)), Some(2.0));
}

#[test]
fn a_star_where_nothing_has_an_id_is_an_error() {
    assert!(fails("()", &["personnel[*]=5"]).contains("takes no id"));
    assert!(fails("()", &["pledge[*,*]=5"]).contains("with 2 ids"));
    assert!(fails("()", &["pledge[*]=500"]).contains("`pledge[*]` is 500"));
}
