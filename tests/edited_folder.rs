//! Files of a run folder that were edited are refused with their place: nothing that is no number is drawn.

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Output},
};

fn drawdown(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_drawdown")).args(arguments).output().expect("the program starts")
}

fn text(path: &Path) -> &str {
    path.to_str().expect("a path in UTF-8")
}

/// A small run folder.
fn run(folder: &Path, more: &[&str]) -> PathBuf {
    let run = folder.join("run");
    let small = [
        "orderly-20k",
        "--design",
        "mc",
        "--replicates",
        "100",
        "--no-figures",
        "--no-report",
        "--quiet",
        "--output",
        text(&run),
    ];
    let made = drawdown(&[&["run"], &small[..], more].concat());
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    run
}

/// What a command says of an edited folder: one error, and the exit code of wrong input.
fn refused(run: &Path, command: &str) -> String {
    let out = drawdown(&[command, text(run), "--quiet", "--output", text(&run.join("made"))]);
    let said = String::from_utf8_lossy(&out.stderr).into_owned();
    assert_eq!(out.status.code(), Some(2), "{command}: {said}");
    assert_eq!(said.trim_end().lines().count(), 1, "{said}");
    assert!(!run.join("made").exists(), "{command} has made something");
    said
}

/// Puts `cell` into a column of the first row of a table that `fits`; returns its line.
fn put(table: &Path, fits: impl Fn(&str) -> bool, column: &str, cell: &str) -> (usize, usize) {
    let text = fs::read_to_string(table).expect("a table");
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    let at = lines[0].split(',').position(|name| name == column).expect("a column");
    let line = (1..lines.len()).find(|&line| fits(&lines[line])).expect("a row");
    let mut cells: Vec<&str> = lines[line].split(',').collect();
    cells[at] = cell;
    lines[line] = cells.join(",");
    fs::write(table, lines.join("\n") + "\n").expect("written");
    (line + 1, at + 1)
}

#[test]
fn cells_of_tables_are_refused_with_line_and_column() {
    let folder = tempfile::tempdir().expect("a folder");
    let run = run(folder.path(), &[]);
    let edits = [
        ("index", "index_year", "mean", "NaN", "found `NaN`; a finite number is needed"),
        ("index", "index_year", "mean", "", "it is empty; a number is needed"),
        ("coverage", "coverage_year", "p05", "-inf", "found `-inf`; a finite number is needed"),
        ("coverage", "coverage_year", "se", "1e999", "found `1e999`; a finite number is needed"),
        ("coverage", "coverage_year", "domain", "navy", "`navy` is not in summary.json"),
        ("coverage", "coverage_year", "tier", "31", "found `31`; a readiness tier of summary.json is needed"),
        ("closure", "closed_by", "probability", "1.5", "found `1.5`; a number from 0 to 1 is needed"),
        ("closure", "closed_by", "year", "1026", "found `1026`; a year from 2025 to 2040 is needed"),
        ("spending", "share", "ally", "ATL", "`ATL` is not in summary.json"),
        ("cost", "lapsed", "year", "2026.5", "found `2026.5`; a year from 2025 to 2040 is needed"),
        ("causes", "presence", "mean", "inf", "found `inf`; a finite number is needed"),
        ("supply", "unusable", "quarter", "60", "found `60`; a whole number from 0 to 59 is needed"),
    ];
    for (table, row, column, cell, reason) in edits {
        let path = run.join("tables").join(format!("{table}.csv"));
        let kept = fs::read(&path).expect("a table");
        // The first row of the outcome that has the column.
        let fits = |line: &str| line.contains(row) && !line.contains(",direct");
        let (line, at) = put(&path, fits, column, cell);
        let said = refused(&run, "report");
        let place = format!("{table}.csv:{line}:{at}: `{column}`: {reason}");
        assert!(said.contains(&place), "{place}\n{said}");
        if table != "cost" {
            assert!(refused(&run, "plot").contains(&place));
        }
        fs::write(&path, kept).expect("written");
    }
    let path = run.join("tables/index.csv");
    let kept = fs::read_to_string(&path).expect("a table");
    let second = kept.lines().nth(1).expect("a row");
    fs::write(&path, format!("{kept}{second}\n")).expect("written");
    assert!(refused(&run, "plot").contains("this row stands in the table twice"));
}

#[test]
fn keys_of_the_summary_are_refused_with_their_place() {
    let folder = tempfile::tempdir().expect("a folder");
    let run = run(folder.path(), &["--sensitivity"]);
    let path = run.join("summary.json");
    let kept = fs::read_to_string(&path).expect("a summary");
    let whole: serde_json::Value = serde_json::from_str(&kept).expect("JSON");
    let long = "x".repeat(2_000);
    let edits: Vec<(&str, serde_json::Value, &str)> = vec![
        ("/scenarios/0/index/0/mean", serde_json::Value::Null, "line "),
        ("/scenarios/0/bill/p95", "NaN".into(), "line "),
        ("/scenarios/0/years/3/attributable", serde_json::Value::Null, "line "),
        ("/scenarios/0/bill/mean", serde_json::json!(1e300), "a number of ordinary size is needed"),
        ("/scenarios/0/deepest/0/domain", "navy".into(), "scenarios[0].deepest[0].domain: `navy` is none"),
        ("/scenarios/0/years/3/year", serde_json::json!(2026), "scenarios[0].years: they do not ascend"),
        (
            "/scenarios/0/closure/5/scenario/probability",
            serde_json::json!(7),
            "scenarios[0].closure[5].scenario.probability: found 7",
        ),
        ("/ranking/0/scenario", "orderly".into(), "ranking[0].scenario: `orderly` is none of the scenarios"),
        ("/ranking", serde_json::json!([]), "ranking: it needs every scenario once"),
        ("/domains", serde_json::json!([]), "domains: the list is empty"),
        ("/scenarios/0/index", serde_json::json!([]), "scenarios[0].index: it has no `scenario` at tier 10"),
        ("/quarters", serde_json::json!(1_000_000), "quarters: found 1000000; 1 to 400 are possible"),
        // Numbers that may be missing are ordinary as well.
        (
            "/ranking/0/difference_to_next",
            serde_json::json!(1e300),
            "ranking[0].difference_to_next: found 1e",
        ),
        (
            "/ranking/0/expected_regret_se",
            serde_json::json!(-1e300),
            "ranking[0].expected_regret_se: found -1e",
        ),
        ("/scenarios/0/index/1/p50_se", serde_json::json!(1e300), "scenarios[0].index[1].p50_se: found 1e"),
        ("/scenarios/0/trigger_effect", serde_json::json!({ "mean": 1e300 }), "line "),
        (
            "/scenarios/0/closure/5/scenario/upper",
            serde_json::json!(7),
            "scenarios[0].closure[5].scenario.upper: found 7",
        ),
        (
            "/scenarios/0/pledges/0/met/lower",
            serde_json::json!(-1),
            "scenarios[0].pledges[0].met.lower: found -1",
        ),
        (
            "/scenarios/0/closure",
            serde_json::json!([]),
            "scenarios[0].closure: it needs every domain in each of",
        ),
        ("/scenarios/0/binding", serde_json::json!([]), "scenarios[0].binding: it needs every domain"),
        ("/scenarios/0/binding/0/label", "luck".into(), "binding[0].label: `luck` is none of the labels"),
        (
            "/scenarios/0/binding/0/counterfactual/probability",
            serde_json::json!(2),
            "binding[0].counterfactual.probability: found 2",
        ),
        ("/scenarios/0/failed_replicates", serde_json::json!(7), "scenarios[0].failed_replicates: found 7"),
        ("/design", long.clone().into(), "design: it has more than 1000 characters"),
        ("/warnings", serde_json::json!(["x".repeat(200_000)]), "warnings[0]: it has more than 100000"),
        ("/warnings", serde_json::json!(vec!["x"; 20_000]), "warnings: there are more than 10000"),
        (
            "/sensitivity/rows/0/low_attributable",
            serde_json::json!(1e300),
            "sensitivity.rows[0].low_attributable: found 1e",
        ),
        ("/sensitivity/rows/0/input", long.into(), "sensitivity.rows[0].input: it has more than 1000"),
        (
            "/sensitivity/rows/0/rank_correlation",
            serde_json::json!(-3),
            "sensitivity.rows[0].rank_correlation: found 3",
        ),
    ];
    for (key, value, reason) in edits {
        let mut edited = whole.clone();
        *edited.pointer_mut(key).expect("the key") = value;
        fs::write(&path, serde_json::to_string_pretty(&edited).expect("JSON")).expect("written");
        for command in ["plot", "report"] {
            let said = refused(&run, command);
            assert!(said.contains("summary.json") && said.contains(reason), "{key}: {said}");
        }
    }
    // As it was, it is read.
    fs::write(&path, kept).expect("written");
    let made = drawdown(&["plot", text(&run), "--output", text(&run.join("made"))]);
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
}

#[test]
fn files_with_ordinary_numbers_that_the_run_has_not_written_are_named() {
    let folder = tempfile::tempdir().expect("a folder");
    let run = run(folder.path(), &[]);
    let said = |command: &str| {
        let made = run.with_file_name("made");
        let out = drawdown(&[command, text(&run), "--output", text(&made)]);
        assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
        let page = fs::read_to_string(&made).unwrap_or_default();
        let _ = fs::remove_file(&made).or_else(|_| fs::remove_dir_all(&made));
        (String::from_utf8(out.stderr).expect("UTF-8"), page)
    };
    for command in ["plot", "report"] {
        let (warned, page) = said(command);
        assert!(!warned.contains("as the run has written") && !page.contains("as the run has written"));
    }
    put(&run.join("tables/index.csv"), |line| line.contains("index_year"), "mean", "0.5");
    put(&run.join("tables/coverage.csv"), |line| line.contains("coverage_year"), "mean", "0.5");
    // A file of the user's and a text that nothing is made of.
    fs::write(run.join("tables/mine.csv"), "mine").expect("written");
    fs::write(run.join("briefing.md"), "mine").expect("written");
    for command in ["plot", "report"] {
        let (warned, page) = said(command);
        let sentence = "`tables/coverage.csv` and `tables/index.csv` are not as the run has written them";
        assert_eq!(warned.matches(sentence).count(), 1, "{command}: {warned}");
        assert!(!warned.contains("mine.csv") && !warned.contains("briefing.md"), "{warned}");
        assert!(command == "plot" || page.contains("are not as the run has written them"));
    }
    fs::remove_file(run.join("manifest.json")).expect("removed");
    assert!(said("plot").0.contains("cannot be told"));
}

#[test]
fn every_figure_counts_once() {
    let folder = tempfile::tempdir().expect("a folder");
    let run = folder.path().join("run");
    let out = drawdown(&[
        "run",
        "orderly-20k",
        "--design",
        "mc",
        "-n",
        "64",
        "--no-report",
        "--output",
        text(&run),
    ]);
    let files = |ending: &str| {
        let entries = fs::read_dir(run.join("figures")).expect("figures").flatten();
        entries.filter(|entry| entry.path().extension().is_some_and(|e| e == ending)).count()
    };
    assert!(files("png") > 0 && files("png") == files("svg"));
    let said = String::from_utf8_lossy(&out.stderr);
    assert!(said.contains(&format!("; {} figures (PNG and SVG): ", files("png"))), "{said}");
}

#[test]
fn what_a_single_replicate_leaves_is_read_back() {
    let folder = tempfile::tempdir().expect("a folder");
    let run = folder.path().join("one");
    let small = [
        "-n",
        "1",
        "--design",
        "mc",
        "--no-figures",
        "--no-report",
        "--no-sensitivity",
        "--quiet",
        "--output",
        text(&run),
    ];
    let made = drawdown(&[&["compare", "orderly-20k", "orderly-50k"][..], &small].concat());
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    // Of one replicate nobody knows which is worse.
    let said = String::from_utf8_lossy(&made.stdout).into_owned();
    assert!(said.contains("one run).") && said.contains("Beware: only 1 run"), "{said}");
    for command in ["plot", "report"] {
        let out = drawdown(&[command, text(&run), "--quiet"]);
        assert!(out.status.success(), "{command}: {}", String::from_utf8_lossy(&out.stderr));
    }
}
