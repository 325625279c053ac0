//! `drawdown places`: what each place holds and what it is worth.

use std::process::Command;

use drawdown::study::{Arm, Outcome, Study};
use serde_json::Value;

use super::says;

fn json(arguments: &[&str]) -> Value {
    let all: Vec<&str> = ["places", "--format", "json"].iter().chain(arguments).copied().collect();
    serde_json::from_str(&says(&all)).expect("JSON")
}

#[test]
fn all_places_are_there_and_worth_what_their_own_scenario_adds() {
    let found = json(&[]);
    let places = found["places"].as_array().expect("places");
    assert_eq!(
        (places.len(), found["tier"].as_u64(), found["replicates"].as_u64()),
        (15, Some(30), Some(1024))
    );
    let people: f64 = places.iter().map(|place| place["people"].as_f64().expect("a number")).sum();
    assert!((people - 82_179.0).abs() < 1e-6, "{people}");
    let units: usize = places.iter().map(|place| place["units"].as_array().expect("units").len()).sum();
    assert_eq!(units, 43);
    let mean = |place: &Value| place["adds"]["mean"].as_f64().expect("a number");
    assert!(places.windows(2).all(|two| mean(&two[0]) >= mean(&two[1])));
    let of = |host: &str| places.iter().find(|place| place["host"] == host).expect("there");
    assert_eq!(of("DEU")["name"], "Germany");
    let shares = |place: &Value| -> f64 {
        let all = place["capabilities"].as_array().expect("a list");
        all.iter().filter(|c| c["domain"] == "isr").map(|c| c["share"].as_f64().expect("a number")).sum()
    };
    assert!((places.iter().map(shares).sum::<f64>() - 1.0).abs() < 1e-9);
    // The same as a scenario that says so.
    for host in ["ITA", "POL"] {
        let leave = of(host)["people"].as_f64().expect("a number");
        let text = format!("(composition: Amounts({{Host(\"{host}\"): {leave}}}))");
        let run = Study::new().load_str("own", text).replicates(1024).run().expect("it runs");
        let own = run.scenario("own").expect("there").estimate(Outcome::IndexHeadline);
        let own = own.arm(Arm::Attributable).tier(30).get().expect("an estimate");
        assert!((own.mean - mean(of(host))).abs() < 1e-12, "{host}: {} and {}", own.mean, mean(of(host)));
        assert!((own.lower - of(host)["adds"]["lower"].as_f64().expect("a number")).abs() < 1e-12);
    }
}

#[test]
fn units_of_a_host_that_is_asked_for_are_worth_what_their_own_scenario_adds() {
    let found = json(&["Germany"]);
    let units: Vec<&Value> = found["places"]
        .as_array()
        .expect("places")
        .iter()
        .flat_map(|place| place["units"].as_array().expect("units"))
        .collect();
    let (known, others): (Vec<&Value>, Vec<&Value>) =
        units.into_iter().partition(|unit| unit["adds"].is_object());
    assert!(known.len() > 3 && others.iter().all(|unit| unit["adds"].is_null()));
    let mean = |unit: &Value| unit["adds"]["mean"].as_f64().expect("a number");
    assert!(known.windows(2).all(|two| mean(two[0]) >= mean(two[1])), "what adds most stands first");
    let cavalry = known.iter().find(|unit| unit["id"] == "2cr").expect("a unit");
    let text = "(composition: Explicit({\"2cr\": 1}))";
    let run = Study::new().load_str("own", text).replicates(1024).run().expect("it runs");
    let own = run.scenario("own").expect("there").estimate(Outcome::IndexHeadline);
    let own = own.arm(Arm::Attributable).tier(30).get().expect("an estimate");
    assert!((own.mean - mean(cavalry)).abs() < 1e-12, "{} and {}", own.mean, mean(cavalry));
    // Who is asked for does not move what places are worth.
    let plain = json(&[]);
    let [with, without] = [&found, &plain].map(|menu| menu["places"].as_array().expect("a list"));
    for (a, b) in with.iter().zip(without) {
        assert_eq!((&a["host"], &a["adds"]), (&b["host"], &b["adds"]));
    }
}

#[test]
fn the_world_is_that_of_the_scenario_and_who_leaves_is_not() {
    // Whatever leaves and however it is told: the menu is that of the same world and dates.
    let plain = json(&["orderly-20k"]);
    let other = json(&[
        "orderly-20k",
        "--set",
        "composition=Priority([Host(\"DEU\")])",
        "--set",
        "information=0",
        "--set",
        "announced=7",
        "--set",
        "stay=1",
        "--set",
        "pledge_cut[*]=0.5",
        "--set",
        "troop_floor=60000",
    ]);
    assert_eq!(plain["places"], other["places"]);
    let calm = json(&["orderly-20k", "--set", "threat_high=0.5", "--set", "threat_low=0.5"]);
    assert_ne!(plain["places"], calm["places"]);
}

#[test]
fn the_table_fits_a_terminal_and_names_what_a_composition_takes() {
    let one = says(&["places", "--threads", "1"]);
    assert_eq!(one, says(&["places", "--threads", "2"]));
    for line in one.lines() {
        assert!(line.chars().count() <= 100, "{} columns: {line}", line.chars().count());
    }
    assert!(one.contains("in points") && one.contains("Germany") && one.contains("2cr"), "{one}");
    assert!(one.contains("9 of 10 runs") && !one.contains("95 % interval"), "{one}");
    let units = says(&["places", "DEU", "POL"]);
    for line in units.lines() {
        assert!(line.chars().count() <= 100, "{} columns: {line}", line.chars().count());
    }
    let listed = units.split("Units, as").nth(1).expect("a table of units");
    assert!(listed.contains("DEU") && listed.contains("POL") && !listed.contains("ITA"), "{listed}");
    assert!(listed.contains("adds"), "{listed}");
    let markdown = says(&["places", "orderly-20k", "--format", "markdown", "-n", "1024"]);
    assert!(markdown.contains("| Germany |") && markdown.contains("---"), "{markdown}");
}

#[test]
fn what_is_wrong_is_said() {
    let wrong =
        Command::new(env!("CARGO_BIN_EXE_drawdown")).args(["places", "nowhere"]).output().expect("it runs");
    assert_eq!(wrong.status.code(), Some(2));
    assert!(
        String::from_utf8_lossy(&wrong.stderr)
            .contains("`nowhere` is no country that is known here, no file")
    );
    let wrong =
        Command::new(env!("CARGO_BIN_EXE_drawdown")).args(["places", "France"]).output().expect("it runs");
    assert_eq!(wrong.status.code(), Some(2));
    let said = String::from_utf8_lossy(&wrong.stderr);
    assert!(said.contains("no US troops in `FRA`") && said.contains("DEU"), "{said}");
}
