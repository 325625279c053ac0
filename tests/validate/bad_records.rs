//! What is wrong in a file is said once, at its place.

use drawdown::validate::read;

/// A record with some of its fields replaced.
pub fn record(replace: &[(&str, &str)]) -> String {
    let mut fields = vec![
        ("id", "\"a\""),
        ("study", "\"s\""),
        ("what", "\"w\""),
        ("value", "3"),
        ("unit", "\"times\""),
        ("year", "2026"),
        ("source", "\"here\""),
        ("grade", "Single"),
        ("compare", "(scenario: \"no-drawdown\", outcome: \"input\", input: \"capacity_ceiling\")"),
    ];
    for (name, text) in replace {
        fields.retain(|(known, _)| known != name);
        if !text.is_empty() {
            fields.push((name, text));
        }
    }
    let fields: Vec<String> =
        fields.iter().map(|(name, text)| format!("        {name}: {text},\n")).collect();
    format!("    (\n{}    ),\n", fields.concat())
}

pub fn text(records: &[String]) -> String {
    format!("(records: [\n{}])\n", records.concat())
}

#[test]
fn bad_records_have_one_clear_error_at_its_place() {
    let compare = |text: &'static str| vec![("compare", text)];
    for (replace, said, place) in [
        (vec![("grade", "Sure")], "grade `Sure`", "11:16"),
        (vec![("value", "")], "a record without a number", "2:5"),
        (vec![("low", "1"), ("high", "2")], "2 is below 3", ""),
        (vec![("year", "12")], "year is 12", "11:15"),
        (vec![("unt", "\"x\"")], "unknown field `unt`", "12:9"),
        (vec![("source", "")], "a record without `source`", "2:5"),
        (vec![("compare", "")], "a record without `compare`", "2:5"),
        (
            vec![("not_comparable", "(why: Input, reason: \"x\")")],
            "`compare` beside `not_comparable`",
            "11:9",
        ),
        (vec![("verdict", "Maybe")], "verdict `Maybe`", "12:18"),
        (vec![("explanation", "(date: \"today\", text: \"x\")")], "date `today`", "12:29"),
        (compare("(scenario: \"nobody\", outcome: \"gap\")"), "no scenario `nobody`", "11:29"),
        (compare("(scenario: \"no-drawdown\", outcome: \"gapp\")"), "unknown outcome `gapp`", "11:53"),
        (
            compare("(scenario: \"no-drawdown\", outcome: \"gap\", arm: \"scenario\", tier: 30, year: 2030)"),
            "`gap` with other fields than it has",
            "11:53",
        ),
        (
            compare(
                "(scenario: \"no-drawdown\", outcome: \"index\", arm: \"scenario\", tier: 31, year: 2030)",
            ),
            "31 is no readiness tier",
            "",
        ),
        (
            compare(
                "(scenario: \"no-drawdown\", outcome: \"index\", arm: \"scenario\", tier: 30, year: 2100)",
            ),
            "year is 2100",
            "",
        ),
        (
            compare("(scenario: \"no-drawdown\", outcome: \"index\", arm: \"best\", tier: 30, year: 2030)"),
            "`index` has no arm `best`",
            "",
        ),
        (
            compare("(scenario: \"no-drawdown\", outcome: \"index\", tier: 30, year: 2030)"),
            "`index` without `arm`",
            "11:18",
        ),
        (
            compare(
                "(scenario: \"no-drawdown\", outcome: \"input\", input: \"capacity_ceiling\", factor: 2)",
            ),
            "`factor` without `conversion`",
            "",
        ),
        (
            compare("(scenario: \"no-drawdown\", outcome: \"input\", input: \"ceiling\")"),
            "unknown name `ceiling`",
            "",
        ),
        (
            compare(
                "(scenario: \"no-drawdown\", outcome: \"paper_gap\", arm: \"scenario\", domain: \"isr\", year: 2026, measure: Usable)",
            ),
            "`paper_gap` is on paper, not usable",
            "",
        ),
        (
            compare("(scenario: \"no-drawdown\", outcome: \"closing_years\", arm: \"scenario\", tier: 30)"),
            "`closing_years` needs `domain` or `count`",
            "11:18",
        ),
    ] {
        let text = text(&[record(&replace)]);
        let found = read::read("mine.ron", None, &text).expect_err(said);
        assert_eq!(found.error_count(), 1, "{said}: {found}");
        let shown = found.to_string();
        assert!(shown.contains(said), "{said}: {shown}");
        assert!(shown.contains(&format!("mine.ron:{place}")), "{said}: {shown}");
    }
    let twice = text(&[record(&[]), record(&[])]);
    let found = read::read("mine.ron", None, &twice).expect_err("twice").to_string();
    assert!(found.contains("two records called `a`") && found.contains("the other is in line 2"), "{found}");
    assert!(read::read("mine.ron", None, "(records: [])").is_err());
    assert!(read::read("mine.ron", None, "(records: [").is_err());
    assert!(read::read("mine.ron", None, &text(&[record(&[])])).is_ok());
}
