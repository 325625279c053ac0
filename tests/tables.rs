//! What tables for people leave out of the full ones, and that the rest says the same.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use serde_json::Value;

/// Two scenarios in one world, one in another.
const SCENARIOS: [&str; 3] = ["orderly-50k", "media-learned-20k", "pacific-priority-40k"];

fn compare(folder: &Path, name: &str, more: &[&str]) -> PathBuf {
    let target = folder.join(name);
    let output = Command::new(env!("CARGO_BIN_EXE_drawdown"))
        .arg("compare")
        .args(SCENARIOS)
        .args(["--design", "mc", "-n", "192", "--no-sensitivity", "--no-report", "--quiet"])
        .args(more)
        .arg("--output")
        .arg(&target)
        .output()
        .expect("it runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    target
}

/// What identifies a row, and its numbers by column.
type Rows = BTreeMap<Vec<String>, BTreeMap<String, f64>>;

/// Columns that are numbers.
const NUMBERS: [&str; 17] = [
    "mean",
    "difference",
    "probability_a_worse",
    "se",
    "p05",
    "p25",
    "p50",
    "p75",
    "p95",
    "p05_se",
    "p25_se",
    "p50_se",
    "p75_se",
    "p95_se",
    "probability",
    "lower",
    "upper",
];

fn rows(path: &Path) -> Rows {
    let mut reader = csv::Reader::from_path(path).expect("a table");
    let heads = reader.headers().expect("a head").clone();
    let row = |record: csv::StringRecord| {
        let (mut key, mut numbers) = (Vec::new(), BTreeMap::new());
        for (head, cell) in heads.iter().zip(&record) {
            match (NUMBERS.contains(&head), cell) {
                (true, "") => {}
                (true, cell) => drop(numbers.insert(head.to_owned(), cell.parse().expect("a number"))),
                _ => key.push(cell.to_owned()),
            }
        }
        (key, numbers)
    };
    reader.records().map(|record| row(record.expect("a row"))).collect()
}

fn tables(run: &Path) -> Vec<String> {
    let files = fs::read_dir(run.join("tables")).expect("tables");
    let mut names: Vec<String> =
        files.map(|file| file.expect("a file").file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

/// The digits that tables for people have.
fn near(column: &str, people: f64, full: f64) -> bool {
    let (digits, bin) = match column {
        "mean" | "difference" | "probability" | "probability_a_worse" => (1e-6, 0.0),
        "lower" | "upper" => (1e-4, 1e-6),
        // Coverage is counted in wider bins.
        "p05" | "p25" | "p50" | "p75" | "p95" => (1e-4, 0.006),
        column if column.ends_with("_se") => return people.is_finite(),
        _ => (1e-2, 0.0),
    };
    (people - full).abs() <= digits * full.abs().max(people.abs()) + bin
}

#[test]
fn tables_for_people_are_rows_of_the_full_ones() {
    let folder = tempfile::tempdir().expect("a folder");
    let people = compare(folder.path(), "people", &["--no-figures"]);
    let full = compare(folder.path(), "full", &["--tables", "full", "--no-figures"]);
    let (names, all) = (tables(&people), tables(&full));
    assert!(names.iter().all(|name| all.contains(name)), "{names:?} {all:?}");
    assert!(all.contains(&"margin.csv".to_owned()) && !names.contains(&"margin.csv".to_owned()));
    let (mut short, mut long) = (0, 0);
    for name in &names {
        let (few, many) = (rows(&people.join("tables").join(name)), rows(&full.join("tables").join(name)));
        assert!(!few.is_empty(), "{name}");
        (short, long) = (short + few.len(), long + many.len());
        for (key, numbers) in &few {
            let theirs = many.get(key).unwrap_or_else(|| panic!("{name}: {key:?} is not in the full table"));
            for (column, &value) in numbers {
                let there = theirs.get(column).unwrap_or_else(|| panic!("{name} {key:?}: no {column}"));
                assert!(near(column, value, *there), "{name} {key:?} {column}: {value} {there}");
            }
        }
    }
    assert!(7 * short < 2 * long, "{short} of {long}");
}

#[test]
fn what_happens_without_a_drawdown_stands_once_a_world() {
    let folder = tempfile::tempdir().expect("a folder");
    let people = compare(folder.path(), "people", &["--no-figures"]);
    let coverage = rows(&people.join("tables/coverage.csv"));
    let mut with_counterfactual: Vec<&str> =
        coverage.keys().filter(|key| key[1] == "counterfactual").map(|key| key[0].as_str()).collect();
    with_counterfactual.dedup();
    assert_eq!(with_counterfactual, ["orderly-50k", "pacific-priority-40k"]);
    assert!(coverage.keys().all(|key| !["direct", "direct_effect", "induced"].contains(&key[1].as_str())));
}

#[test]
fn summary_and_figures_do_not_depend_on_the_tables_that_are_asked_for() {
    let folder = tempfile::tempdir().expect("a folder");
    let read = |run: &Path| -> Value {
        serde_json::from_str(&fs::read_to_string(run.join("summary.json")).expect("a summary")).expect("JSON")
    };
    let [people, full] = [&[][..], &["--tables", "full"]]
        .map(|more| read(&compare(folder.path(), "run", &[&["--causes"], more].concat())));
    for (ours, theirs) in
        people["scenarios"].as_array().unwrap().iter().zip(full["scenarios"].as_array().unwrap())
    {
        // All replicates have their causes: what comes from there is what the direct arm says.
        for (a, b) in ours["index"].as_array().unwrap().iter().zip(theirs["index"].as_array().unwrap()) {
            assert_eq!((&a["arm"], &a["tier"]), (&b["arm"], &b["tier"]));
            for key in ["mean", "se", "p05", "p50", "p95"] {
                let [a, b] = [a, b].map(|entry| entry[key].as_f64().expect("a number"));
                assert!((a - b).abs() < 1e-12, "{key}: {a} {b}");
            }
        }
        for (a, b) in ours["induced"].as_array().unwrap().iter().zip(theirs["induced"].as_array().unwrap()) {
            assert_eq!((&a["domain"], &a["tier"]), (&b["domain"], &b["tier"]));
            let [a, b] = [a, b].map(|entry| entry["mean"].as_f64().expect("a number"));
            assert!((a - b).abs() < 1e-12, "induced: {a} {b}");
        }
        for key in ["bill", "bill_without", "uplift", "closure", "years", "personnel_effective"] {
            assert_eq!(ours[key], theirs[key], "{key}");
        }
    }
}

#[test]
fn without_causes_nothing_is_said_of_what_allies_do_before_they_react() {
    let folder = tempfile::tempdir().expect("a folder");
    let run = compare(folder.path(), "run", &["--no-causes"]);
    let briefing = fs::read_to_string(run.join("briefing.md")).expect("a briefing");
    assert!(!briefing.contains("alarm among allies"), "{briefing}");
    let figures = fs::read_dir(run.join("figures")).expect("figures").count();
    assert!(figures > 10, "{figures}");
}
