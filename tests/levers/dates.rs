//! Dates in the place of quarters.

use drawdown::scenario::{address::Address, distribution::Distribution, names::Name};

use super::{each_is_found_at_its_place, fails, fine, plain, says};

#[test]
fn a_date_is_the_count_of_quarters_from_the_start() {
    let counted = fine(
        "(start: 6, announced: 2, overrides: {\"pledge_cut_start\": 7, \"invest_start\": 0})",
        &["duration=4"],
    );
    let dated = fine(
        "(start: \"2027 Q3\", announced: \"2026 Q3\", overrides: {\"pledge_cut_start\": (value: \"2027Q4\", source: \"a hearing\"), \"invest_start\": \"2026 Q1\"})",
        &["duration=4"],
    );
    assert_eq!(plain(&dated, Name::Start), Some(6.0));
    assert_eq!(dated.hash(), counted.hash());
    assert_eq!(dated.values[&Address::plain(Name::PledgeCutStart)].source.as_ref(), "a hearing");
    // A start in another year, also one that is set later, moves the count and not the date.
    let later = fine("(start: \"2027 Q3\")", &["start_year=2025"]);
    assert_eq!(plain(&later, Name::Start), Some(10.0));
    // What follows from a date follows as from a count.
    assert_eq!(plain(&later, Name::Announced), Some(2.0));
}

#[test]
fn distributions_of_points_in_time_take_dates() {
    for (dated, counted) in [
        (
            "Pert(low: \"2027 Q1\", mode: \"2028 Q1\", high: \"2029 Q4\")",
            Distribution::Pert { low: 4.0, mode: 8.0, high: 15.0 },
        ),
        ("Uniform(low: \"2026 Q1\", high: \"2026 Q4\")", Distribution::Uniform { low: 0.0, high: 3.0 }),
        (
            "TruncatedNormal(mean: \"2028 Q1\", sd: 2, low: \"2027 Q1\", high: \"2029 Q1\")",
            Distribution::TruncatedNormal { mean: 8.0, sd: 2.0, low: 4.0, high: 12.0 },
        ),
        (
            "Beta(alpha: 2, beta: 3, low: \"2027 Q1\", high: \"2028 Q1\")",
            Distribution::Beta { alpha: 2.0, beta: 3.0, low: 4.0, high: 8.0 },
        ),
        (
            "Discrete(values: [\"2027 Q1\", \"2029 Q1\"], probabilities: [0.25, 0.75])",
            Distribution::Discrete { values: vec![4.0, 12.0], probabilities: vec![0.25, 0.75] },
        ),
        (
            "Empirical(values: [\"2027 Q1\", \"2029 Q1\"])",
            Distribution::Empirical { values: vec![4.0, 12.0] },
        ),
    ] {
        let scenario = fine(&format!("(base: \"orderly-20k\", start: {dated})"), &[]);
        assert_eq!(scenario.values[&Address::plain(Name::Start)].distribution, counted, "{dated}");
    }
}

#[test]
fn a_date_that_cannot_be_is_said_at_its_place() {
    each_is_found_at_its_place(&[
        ("(start: @\"2025 Q4\")", "`start`: 2025 Q4 is before the run starts", "from 2026 Q1 to 2040 Q4"),
        ("(start: @\"2041 Q1\")", "`start`: 2041 Q1 is after the run ends", "count of quarters"),
        ("(quarters: 8, start: @\"2028 Q1\")", "after the run ends", "from 2026 Q1 to 2027 Q4"),
        ("(overrides: {\"announced\": @\"2024 Q1\"})", "`announced`: 2024 Q1 is before", ""),
        (
            "(start: Uniform(low: \"2039 Q1\", high: @\"2041 Q2\"))",
            "`start`: 2041 Q2 is after the run ends",
            "",
        ),
        ("(start: @\"2027 Q5\")", "`2027 Q5` is no date", "Q1 to Q4"),
        ("(start: @\"soon\")", "`soon` is no date", "such as \"2027 Q1\""),
        ("(duration: @\"2027 Q1\")", "`duration`: found a date", "a length of time"),
        ("(slip: @\"2027 Q1\")", "`slip`: found a date", "count of quarters"),
        ("(personnel: @\"2027 Q1\")", "`personnel`: found a text", "expected a number"),
        ("(start: Uniform(low: @4, high: \"2028 Q1\"))", "dates and counts", "one way"),
        ("(start: Uniform(low: \"2028 Q1\", high: @\"2027 Q1\"))", "low is 2028 Q1 and high is 2027 Q1", ""),
        ("(start: LogNormal(p05: @\"2027 Q1\", p95: 9))", "found a text", "a number"),
        ("(start: @Beta(alpha: 2, beta: 2, low: \"2027 Q1\"))", "Beta without `high`", ""),
        ("(start: @true)", "found `true`", "a date such as \"2027 Q1\""),
    ]);
}

#[test]
fn a_date_is_set_with_and_without_the_quotation_marks_that_a_shell_takes_away() {
    for set in ["start=\"2027 Q1\"", "start=2027 Q1", " start = 2027Q1 "] {
        assert_eq!(plain(&fine("(base: \"orderly-20k\")", &[set]), Name::Start), Some(4.0), "{set}");
    }
    let found = fails("(base: \"orderly-20k\")", &["start=2050 Q1"]);
    assert!(found.contains("2050 Q1 is after the run ends") && found.contains("--set"), "{found}");
    assert!(fails("()", &["personnel=2027 Q1"]).contains("found a text"));
}

#[test]
fn show_prints_count_and_date() {
    let lines = says(&["show", "orderly-20k", "--set", "start=2027 Q2"]);
    assert!(lines.lines().any(|line| line.contains("  start ") && line.contains("5 (2027 Q2)")), "{lines}");
    let json = says(&["show", "orderly-20k", "--format", "json", "--set", "start=Uniform(low: 4, high: 9)"]);
    let json: serde_json::Value = serde_json::from_str(&json).expect("JSON");
    let of = |name: &str| {
        let values = json["values"].as_array().expect("values");
        values.iter().find(|v| v["name"] == name).expect("there")["dates"].clone()
    };
    assert_eq!(of("start"), serde_json::json!(["2027 Q1", "2028 Q2"]));
    assert!(of("duration").is_null());
}
