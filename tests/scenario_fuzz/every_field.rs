//! Every field with every kind of value.

use drawdown::scenario::read_layer::scenario_fields;

use super::{load_text, one, runs};

/// Values of every kind that a RON text can hold.
const VALUES: &[&str] = &[
    "1",
    "-1",
    "0",
    "0.5",
    "30.000",
    "1e9",
    "1e308",
    "-1e308",
    "5e-324",
    "1e400",
    "inf",
    "NaN",
    "true",
    "'c'",
    "\"\"",
    "\"text\"",
    "\"a\\u{1b}[31m\"",
    "\"\u{202E}\"",
    "[]",
    "[1]",
    "[[]]",
    "[10, 30, 180]",
    "{}",
    "{1: 2}",
    "{\"all\": 0.5}",
    "{\"isr\": \"isr\"}",
    "()",
    "(1, 2)",
    "(value: 1)",
    "(value: 1, grade: Z)",
    "(title: 1)",
    "None",
    "Some(1)",
    "Name",
    "Name(1)",
    "Name(a: 1)",
    "Proportional",
    "Priority([Host(\"EST\")])",
    "Priority([Domain(\"isr\"), Domain(\"isr\")])",
    "Explicit({})",
    "Priority([Any([Host(\"DEU\"), Any([Id(\"2cr\")])]), Service(\"navy\")])",
    "Priority(first: [Domain(\"isr\")], spare: [Host(\"POL\")])",
    "Priority(spare: [])",
    "Proportional(spare: [Host(\"POL\"), Any([])])",
    "Proportional(spare: [Host(\"POL\")])",
    "Amounts({Host(\"DEU\"): 12000, Host(\"ITA\"): 2000})",
    "Amounts({Host(\"DEU\"): 1e300, Id(\"2cr\"): -0})",
    "Amounts({Any([]): Uniform(low: 1, high: 2)})",
    "Own([0, 0.5, 1])",
    "Pert(low: 1, mode: 2, high: 3)",
    "Uniform(low: 0, high: 1)",
    "Beta(alpha: 1e8, beta: 1e8)",
    "Empirical(values: [])",
    "64000",
    "Uniform(low: 60000, high: 90000)",
    "\"2027 Q1\"",
    "\"9999 Q4\"",
    "\"2027 Q9\"",
    "Uniform(low: \"2027 Q1\", high: \"2030 Q4\")",
    "Pert(low: 1, mode: \"2027 Q1\", high: \"2026 Q1\")",
];

#[test]
fn every_field_with_every_kind_of_value() {
    let mut accepted = 0;
    // Every value meets every fifth field, every field every fifth value.
    for (place, field) in scenario_fields().into_iter().enumerate() {
        for (number, value) in VALUES.iter().enumerate().skip(place % 5).step_by(5) {
            let text = one(field, value);
            if let Some(scenario) = load_text(&text) {
                accepted += 1;
                if number % 3 == accepted % 3 {
                    runs(scenario, &text);
                }
            }
        }
    }
    assert!(accepted > 20, "{accepted}");
}
