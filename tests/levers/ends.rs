//! The end of a departure in the place of its duration, and dates in other forms.

use drawdown::scenario::names::Name;

use super::{each_is_found_at_its_place, fails, fine, plain, says};

#[test]
fn an_end_is_the_last_quarter_in_which_somebody_leaves() {
    let dated = fine("(base: \"orderly-20k\", start: \"2026 Q3\", announced: 0, end: \"2027 Q4\")", &[]);
    assert_eq!(plain(&dated, Name::Duration), Some(6.0));
    let lasting = fine("(base: \"orderly-20k\", start: 2, announced: 0, duration: 6)", &[]);
    assert_eq!(dated.hash(), lasting.hash());
    let counted = fine("(base: \"orderly-20k\", start: 2, announced: 0, end: 7)", &[]);
    assert_eq!(counted.hash(), lasting.hash());
    // One quarter, and a run that starts in another year.
    assert_eq!(plain(&fine("(start: \"2027 Q4\", end: \"2027 Q4\")", &[]), Name::Duration), Some(1.0));
    let earlier = fine("(start_year: 2025, start: \"2026 Q3\", end: \"2027 Q4\")", &[]);
    assert_eq!(plain(&earlier, Name::Duration), Some(6.0));
}

#[test]
fn of_an_end_and_a_duration_the_later_layer_wins_and_one_layer_has_one() {
    let set = fine("(base: \"orderly-20k\")", &["end=2029 Q4"]);
    assert_eq!(plain(&set, Name::Duration), Some(8.0));
    let lasting = fine("(base: \"orderly-20k\", end: \"2029 Q4\")", &["duration=3"]);
    assert_eq!(plain(&lasting, Name::Duration), Some(3.0));
    // An end holds when the start moves.
    let moved = fine("(base: \"orderly-20k\", end: \"2029 Q4\")", &["start=2029 Q1"]);
    assert_eq!(plain(&moved, Name::Duration), Some(4.0));
    let year = fails("(base: \"orderly-20k\")", &["end=2027"]);
    assert!(year.contains("\"2027 Q4\"") && !year.contains("2532"), "{year}");
    let both = fails("(base: \"orderly-20k\")", &["end=2029 Q4", "duration=3"]);
    assert!(both.contains("`end` and `duration` together"), "{both}");
}

#[test]
fn an_end_that_cannot_be_is_said_at_its_place() {
    each_is_found_at_its_place(&[
        ("(end: @\"2050 Q4\")", "`end`: 2050 Q4 is after the run ends", "from 2026 Q1 to 2040 Q4"),
        (
            "(start: \"2028 Q1\", end: @\"2027 Q4\")",
            "2027 Q4 is before the departure starts, 2028 Q1",
            "`duration: 0`",
        ),
        ("(start: Uniform(low: 4, high: 8), end: @\"2029 Q4\")", "`start` that is uncertain", "one start"),
        ("(end: @Uniform(low: 4, high: 8))", "`end` is a distribution", "one quarter"),
        ("(end: @\"soon\")", "`soon` is no date", ""),
        ("(duration: @\"2027 Q4\")", "found a date", "`end` in its place"),
    ]);
}

#[test]
fn dates_in_other_forms_are_told_the_right_one() {
    for (written, right) in [
        ("31.12.2027", "2027 Q4"),
        ("2027-12-31", "2027 Q4"),
        ("2027-05", "2027 Q2"),
        ("1/2028", "2028 Q1"),
        ("Q3 2027", "2027 Q3"),
        ("end of 2027", "2027 Q4"),
        ("the end of the year 2027", "2027 Q4"),
    ] {
        let set = fails("(base: \"orderly-20k\")", &[&format!("start={written}")]);
        assert!(set.contains(&format!("\"{right}\"")) && set.contains("is no date"), "{written}: {set}");
        let text = fails(&format!("(base: \"orderly-20k\", start: \"{written}\")"), &[]);
        assert!(text.contains(&format!("\"{right}\"")), "{written}: {text}");
    }
    let bare = fails("(start: 31.12.2027)", &[]);
    assert!(bare.contains("\"2027 Q4\""), "{bare}");
}

#[test]
fn a_percent_sign_is_told_what_to_write() {
    let share = fails("(base: \"orderly-20k\")", &["commitment=80%"]);
    assert!(share.contains("found `%` after a number") && share.contains("0.8 where a share"), "{share}");
    let gdp = fails("(overrides: {\"pledge[DEU]\": 3.5 %})", &[]);
    assert!(gdp.contains("3.5 where the unit is % of GDP") && gdp.contains("0.035 "), "{gdp}");
}

#[test]
fn a_domain_is_chosen_by_its_title() {
    let by = |name: &str| {
        fine(&format!("(base: \"orderly-20k\", composition: Priority([Domain(\"{name}\")]))"), &[])
    };
    assert_eq!(by("Integrated air and missile defence").hash(), by("air_missile_defence").hash());
    assert_eq!(by("missile defence").hash(), by("air_missile_defence").hash());
    // As `--domain` takes it, where no id is near.
    assert_eq!(by("surveillance").hash(), by("isr").hash());
    let refused = |name: &str| fails(&format!("(composition: Priority([Domain(\"{name}\")]))"), &[]);
    for several in ["air defence", "air_defence"] {
        let found = refused(several);
        assert!(found.contains("\"air_missile_defence\" (") && found.contains("\"sead_ew\" ("), "{found}");
    }
    assert!(refused("tanks and so on").contains("allowed: "));
    assert!(refused("land_manoeuvr").contains("did you mean `land_manoeuvre`?"));
}

#[test]
fn names_for_some_in_a_bracket_are_told_that_all_have_them() {
    let found = fails("(composition: Priority([Host(\"DEU\")], spare: [Host(\"POL\")]))", &[]);
    assert!(found.contains("Priority(first: [...], spare: [...])"), "{found}");
}

#[test]
fn show_prints_until_when() {
    let lines = says(&["show", "orderly-20k", "--set", "end=2029 Q4"]);
    let line = |text: &str| lines.lines().any(|line| line.contains("  duration ") && line.contains(text));
    assert!(line("8 (as planned, until 2029 Q4)"), "{lines}");
}
