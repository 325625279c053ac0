//! What is unlikely in a scenario: one warning each, at its place (`@`), and none for what is merely unusual.

use std::fs;

use drawdown::scenario::{self, Diagnostics};

/// Findings of a text, all of which must be warnings.
fn warned(text: &str) -> Diagnostics {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("case.ron");
    fs::write(&path, text).expect("written");
    match scenario::load_reporting(&[path], &[]) {
        Ok((_, found)) => found,
        Err(found) => panic!("{text}\n{found}"),
    }
}

const CASES: &[(&str, &str, &str)] = &[
    (
        "(\n  base: \"orderly-20k\",\n  composition: Priority([Host(\"ESP\"), Host(@\"BEL\")]),\n)",
        "20,000 leave, but the places that `composition` names hold ",
        "come from everywhere else",
    ),
    (
        "(base: \"orderly-20k\", composition: Priority([Host(\"BEL\")]), personnel: @Uniform(low: 100, high: 20000))",
        "20,000 may leave",
        "",
    ),
    (
        "(overrides: {\"pledge[DEU]\": @1.5})",
        "`pledge[DEU]` is below today's spending: 1.5 < ",
        "goes on as it is",
    ),
    (
        "(overrides: {\"pledge[DEU]\": @Uniform(low: 1.0, high: 1.6)})",
        "`pledge[DEU]` is almost always below today's spending",
        "",
    ),
    (
        "(overrides: {\"pledge_year[*]\": @2028})",
        "`pledge_year` puts off what was pledged for an earlier year: Estonia (2028, not 2026), ",
        "spend less until then",
    ),
    ("(overrides: {\"share_now[ITA]\": @9})", "`pledge[ITA]` is below today's spending: ", "< 9"),
    (
        "(personnel: @Uniform(low: 0, high: 82000))",
        "`personnel` is spread over nearly all troops that are there: 90 % of its draws lie between 4100 and 77900",
        "about this spread",
    ),
    (
        "(overrides: {\"reliability\": @Uniform(low: 0, high: 1)})",
        "`reliability` is spread over nearly all",
        "",
    ),
    (
        "(start: @Uniform(low: 4, high: 44), announced: 0)",
        "`start` is spread over more than half of the run",
        "",
    ),
    ("(overrides: {\"threat_mid\": @Uniform(low: 2026, high: 2040)})", "more than half of the run", ""),
    (
        "(overrides: {\"holdings[isr]\": @LogNormal(p05: 1, p95: 100)})",
        "`holdings[isr]` is spread over more than four times its median",
        "",
    ),
    ("(overrides: {\"growth[DEU]\": @Uniform(low: -0.2, high: 0.3)})", "more than 20 points a year", ""),
    ("(overrides: {\"reaction\": @Uniform(low: -2, high: 3)})", "more than twice the way", ""),
    (
        "(planning_tiers: [10], reporting_tier: 10, overrides: {\"required[isr,10]\": @0})",
        "no planning tier looks at `isr`",
        "nothing of it is required at D+10",
    ),
    ("(overrides: {\"pledge[ESP]\": @35})", "`pledge[ESP]` is 35 % of GDP", "is 3.5 meant?"),
    (
        "(overrides: {\"lead_years[isr]\": @Uniform(low: 0.1, high: 40)})",
        "`lead_years[isr]` is spread over more than half of the run",
        "",
    ),
    ("(personnel: @82000)", "all US troops leave: 82,000 of 82,", "nothing of theirs is left"),
    (
        "(base: \"orderly-20k\", personnel: @0)",
        "nobody leaves: `personnel` is 0, and `",
        "the answer is that of `no-drawdown`",
    ),
    (
        "(base: \"orderly-20k\", title: @\"20,000 leave (changed)\", short_title: \"mine\")",
        "`title` is as `drawdown new` wrote it",
        "differs from `orderly-20k`",
    ),
    (
        "(base: \"orderly-20k\", title: @\"20,000 leave in an orderly way, earmarked for Europe\", duration: 4)",
        "`title` is that of its base",
        "differs from `orderly-20k`",
    ),
    (
        "(base: \"orderly-20k\", title: @\"20,000 leave Germany\", personnel: 5000)",
        "`title` says 20,000, but 5,000 leave",
        "say how many it is",
    ),
    (
        "(title: \"Germany first\", short_title: @\"20k\", personnel: Uniform(low: 25000, high: 30000))",
        "`short_title` says 20k, but 25,000 to 30,000 leave",
        "",
    ),
    (
        "(base: \"floor-20k\", title: @\"20,000 asked under the floor of 76,000\", personnel: 5000)",
        "`title` says 20,000, but 5,000 leave",
        "",
    ),
    (
        "(title: @\"All but 20,000 leave\", composition: Explicit({\"2cr\": 0.5}))",
        "`title` says 20,000, but ",
        " leave",
    ),
    (
        "(personnel: 20000, start: @64, announced: 0)",
        "no unit leaves within the run",
        "the run has 60 quarters",
    ),
    ("(personnel: 20000, troop_floor: @76000)", "the troop floor binds", "at most 6,179 can"),
    // selectors that take nobody
    (
        "(personnel: 30000, composition: Priority([Host(\"DEU\"), Host(@\"ITA\"), Host(\"POL\")]))",
        "`Host(\"ITA\")` is never reached: 30,000 leave, and the selectors before it hold 39,100, and the one after it",
        "put it first",
    ),
    (
        "(personnel: Uniform(low: 0, high: 40000), composition: Priority([Host(\"DEU\"), Host(@\"ITA\")]))",
        "`Host(\"ITA\")` is rarely reached: in 95 of 100 draws at most 38,000 leave",
        "hardly anybody",
    ),
    (
        "(personnel: 45000, composition: Priority([Host(\"DEU\"), Id(@\"2cr\"), Host(\"ITA\")]))",
        "`Id(\"2cr\")` takes nobody: the selectors before it choose all of its people",
        "leave it out",
    ),
    (
        "(personnel: 5000, overrides: {\"us_personnel[kfor]\": 0}, composition: Priority([Host(@\"XKX\"), Host(\"DEU\")]))",
        "`Host(\"XKX\")` takes nobody: its force elements have no people",
        "",
    ),
    ("(composition: Explicit({@\"2cr\": 0, \"kfor\": 0}))", "nobody leaves: no share is above 0", ""),
    (
        "(overrides: {\"us_personnel[kfor]\": 0}, composition: Explicit({\"2cr\": 1, @\"kfor\": 1}))",
        "`kfor` has no people",
        "",
    ),
    // thousands with a point, and people in parts
    ("(personnel: @30.000)", "`personnel`: 30.000 is 30 people, not 30000", "write 30000"),
    (
        "(personnel: Triangular(low: 10.0, mode: 20.0, high: @30.000))",
        "`personnel`: 30.000 is 30 people, not 30000",
        "",
    ),
    ("(personnel: 20000, troop_floor: @76.000)", "`troop_floor`: 76.000 is 76 people, not 76000", ""),
    (
        "(overrides: {\"holdings[isr]\": (value: @1.500, unit: \"units\")})",
        "1.500 is 1.5 units, not 1500",
        "",
    ),
    ("(personnel: @30)", "`personnel` is 30: that many people", "write 30000"),
    ("(personnel: @20000.5)", "`personnel` is 20000.5", "whole"),
    // another year than that of the reference data
    (
        "(start_year: @2025)",
        "`start_year` is 2025, and the reference data are of the start of 2026: spending and gross domestic product \
         of 2025 are taken as those of 2024",
        "count from 2025 Q1",
    ),
];

#[test]
fn the_unlikely_is_found_at_its_place() {
    for (marked, message, hint) in CASES {
        let at = marked.find('@').expect("a place");
        let found = warned(&marked.replacen('@', "", 1));
        let [only] = &found.items[..] else { panic!("{marked}: {found}") };
        assert!(only.message.contains(message), "{marked}: {}", only.message);
        assert!(format!("{}: {}", only.message, only.hint).contains(hint), "{marked}: {}", only.hint);
        let place = found.place(only.span.unwrap_or_else(|| panic!("{marked}: nowhere")));
        let line = marked[..at].matches('\n').count() + 1;
        let column = at - marked[..at].rfind('\n').map_or(0, |end| end + 1) + 1;
        assert_eq!((place.line, place.column), (line, column), "{marked}: {found}");
    }
}

#[test]
fn the_merely_unusual_is_not_warned_about() {
    for text in [
        // Whoever is told what is the scenario's own question.
        "(personnel: 20000, information: Uniform(low: 0, high: 1), announced: Uniform(low: 0, high: 8))",
        "(personnel: Uniform(low: 20000, high: 50000))",
        // The hosts named hold more than leave; services and domains say who goes first, not where it ends.
        "(personnel: 20000, composition: Priority([Host(\"DEU\")]))",
        "(personnel: 40000, composition: Priority([Domain(\"isr\")]))",
        "(overrides: {\"pledge[DEU]\": 5})",
        "(overrides: {\"lead_years[isr]\": Uniform(low: 1, high: 6)})",
        "(base: \"no-drawdown\", personnel: 0)",
        "(base: \"orderly-20k\", title: \"mine\", personnel: 70000)",
        "(overrides: {\"growth[DEU]\": Uniform(low: -0.01, high: 0.03)})",
        "(overrides: {\"holdings[isr]\": LogNormal(p05: 15, p95: 40)})",
        "(planning_tiers: [30, 180])",
        // Titles: rounded, what stays, what is there, years, money, a floor alone.
        "(title: \"Some 20,000 of 82,000 leave by 2030\", personnel: 19600)",
        "(title: \"All but 62,000 leave\", personnel: 20000)",
        "(title: \"20k-50k\", personnel: Uniform(low: 20000, high: 50000))",
        "(title: \"A floor of 76,000, for $50,000\", personnel: 3000, troop_floor: 76000)",
        "(base: \"orderly-20k\", title: \"20,000 leave in an orderly way, earmarked for Europe\", personnel: 20000)",
    ] {
        let found = warned(text);
        assert!(found.items.is_empty(), "{text}: {found}");
    }
}

#[test]
fn warnings_of_an_error_are_silent_and_those_of_a_reader_belong_to_the_scenario() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("case.ron");
    fs::write(&path, "(base: \"orderly-20k\", personnel: -0, start: \"x\")").expect("written");
    let found = scenario::load(std::slice::from_ref(&path), &[]).expect_err("a text for a number");
    assert_eq!(found.items.len(), 1, "{found}");
    let sets = ["personnel=30.000".to_owned()];
    let found = scenario::load(&["orderly-20k".into()], &sets).unwrap_or_else(|found| panic!("{found}"));
    assert!(found[0].warnings[0].contains("30.000 is 30 people"), "{:?}", found[0].warnings);
}

#[test]
fn what_ships_takes_somebody_by_every_selector() {
    for (stem, _) in scenario::shipped() {
        let loaded = scenario::load(&[(*stem).into()], &[]).unwrap_or_else(|found| panic!("{found}"));
        assert!(!loaded[0].warnings.iter().any(|w| w.contains("nobody") || w.contains("reached")), "{stem}");
    }
}

#[test]
fn what_is_said_on_the_command_line_is_looked_at_too() {
    let sets = ["pledge[DEU]=1.5".to_owned()];
    let scenarios = scenario::load(&["orderly-20k".into()], &sets).unwrap_or_else(|found| panic!("{found}"));
    let warnings = &scenarios[0].warnings;
    assert!(warnings.len() == 1 && warnings[0].starts_with("`pledge[DEU]` is below"), "{warnings:?}");
}

#[test]
fn what_new_writes_is_its_base_and_asks_for_a_title() {
    let folder = tempfile::tempdir().expect("a folder");
    for (stem, text) in scenario::shipped() {
        let file = folder.path().join(format!("from-{stem}.ron"));
        scenario::new::write(&file, Some(stem)).expect("written");
        let load =
            |path| scenario::load(&[path], &[]).unwrap_or_else(|found| panic!("{stem}: {found}")).remove(0);
        let (mine, base) = (load(file.clone()), load((*stem).into()));
        assert_eq!(mine.hash(), base.hash(), "{stem}: {text}");
        assert_eq!(mine.title, format!("{} (changed)", base.title));
        let own: Vec<&String> = mine.warnings.iter().filter(|w| !base.warnings.contains(w)).collect();
        let [only] = &own[..] else { panic!("{stem}: {own:?}") };
        assert!(only.starts_with("`title` and `short_title` are as `drawdown new` wrote"), "{only}");
        // A title of one's own, and nothing is left to say.
        let own = fs::read_to_string(&file).expect("there").replace(" (changed)", "");
        fs::write(&file, own).expect("written");
        assert_eq!(load(file).warnings, base.warnings, "{stem}");
    }
}

#[test]
fn scenarios_that_are_called_the_same_are_told_apart_by_their_files() {
    let folder = tempfile::tempdir().expect("a folder");
    let put = |stem: &str, titles: &str| {
        let path = folder.path().join(format!("{stem}.ron"));
        fs::write(&path, format!("(base: \"orderly-20k\", {titles} personnel: 15000)")).expect("written");
        path
    };
    let one = put("one", "title: \"Some leave\", short_title: \"some\",");
    let two = put("two", "title: \"Some leave\", short_title: \"some others\",");
    let three = put("three", "title: \"Yet others leave\", short_title: \"Some\",");
    let (all, found) = scenario::load_reporting(&[one.clone(), two, three], &[]).expect("readable");
    let titles: Vec<(&str, &str)> = all.iter().map(|s| (&s.title[..], &s.short_title[..])).collect();
    assert_eq!(
        titles,
        [
            ("Some leave (one)", "some (one)"),
            ("Some leave (two)", "some others"),
            ("Yet others leave", "Some (three)")
        ]
    );
    let of = |id: &str| format!("`{id}` has the ");
    let said: Vec<&str> = found.items.iter().map(|item| item.message.as_str()).collect();
    assert_eq!(said.len(), 2, "{found}");
    assert!(said[0].starts_with(&of("two")) && said[0].contains("title of `one`, \"Some leave\""), "{found}");
    assert!(said[1].starts_with(&of("three")) && said[1].contains("short title of `one`"), "{found}");
    assert!(found.items.iter().all(|item| item.span.is_some()), "{found}");
    let warned: Vec<usize> = all.iter().map(|s| s.warnings.len()).collect();
    assert_eq!(warned, [0, 1, 1]);
    // With its file one may be called what another is called.
    let named = |stem: &str| put(stem, "title: \"x\", short_title: \"x\",");
    let other = put("other", "title: \"x (x2)\", short_title: \"x (x2)\",");
    let all = scenario::load(&[named("x1"), named("x2"), other], &[]).expect("readable");
    let titles: Vec<[&str; 2]> = all.iter().map(|s| [&s.title[..], &s.short_title[..]]).collect();
    assert_eq!(titles, [["x (x1)"; 2], ["x (x2) (x2)"; 2], ["x (x2) (other)"; 2]]);
    // A result is that of what is in it, not of what it is called.
    let alone = scenario::load(&[one], &[]).expect("readable");
    assert_eq!((alone[0].hash(), &alone[0].title[..]), (all[0].hash(), "Some leave"));
    // One title for all.
    let sets = ["title=\"Mine\"".to_owned()];
    let all = scenario::load(&["orderly-20k".into(), "orderly-50k".into()], &sets).expect("shipped");
    assert_eq!(all[1].title, "Mine (orderly-50k)");
}

#[test]
fn who_pledged_an_earlier_year_is_named_where_one_year_is_set_for_all() {
    let sets = |year: u32| vec![format!("pledge_year[*]={year}")];
    let warned =
        |sets: &[String]| scenario::load(&["orderly-20k".into()], sets).expect("shipped").remove(0).warnings;
    let all = warned(&sets(2030));
    let [one] = &all[..] else { panic!("{all:?}") };
    for ally in ["Poland (2030, not 2026)", "Estonia (2030, not 2026)", "Germany (2030, not 2029)"] {
        assert!(one.contains(ally), "{one}");
    }
    assert!(!one.contains("Italy") && !one.contains("France"), "{one}");
    assert!(warned(&sets(2026)).is_empty());
    // Another pledge is another matter.
    let mut other = sets(2030);
    other.push("pledge[*]=5".to_owned());
    assert!(warned(&other).is_empty(), "{:?}", warned(&other));
}
