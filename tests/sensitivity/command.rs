//! What `--sensitivity` writes and says.

use std::{
    collections::BTreeMap,
    fs,
    path::Path,
    process::{Command, Output},
};

use drawdown::store::sensitivity::SensitivityRow;

use super::close;

fn drawdown(arguments: &[&str]) -> Output {
    let program = Command::new(env!("CARGO_BIN_EXE_drawdown")).args(arguments).arg("--quiet").output();
    program.expect("the program starts")
}

fn text(path: &Path) -> &str {
    path.to_str().expect("a path in UTF-8")
}

/// The rows of a table of a run folder.
fn rows(folder: &Path) -> Vec<SensitivityRow> {
    let mut reader = csv::Reader::from_path(folder.join("tables/sensitivity.csv")).expect("a table");
    reader.deserialize().collect::<Result<_, _>>().expect("rows")
}

fn files(folder: &Path) -> BTreeMap<&'static str, Vec<u8>> {
    ["summary.json", "briefing.md", "tables/sensitivity.csv", "figures/9-tornado.svg"]
        .into_iter()
        .map(|name| (name, fs::read(folder.join(name)).expect("a file")))
        .collect()
}

#[test]
fn the_command_leaves_the_same_bytes_for_any_threads() {
    let place = tempfile::tempdir().expect("a folder");
    let run = |threads: &str| {
        let folder = place.path().join(threads);
        let folder_text = text(&folder).to_owned();
        let found = drawdown(&[
            "sensitivity",
            "media-learned-50k",
            "-n",
            "150",
            "--top",
            "5",
            "--no-report",
            "--threads",
            threads,
            "-o",
            &folder_text,
        ]);
        assert!(found.status.success(), "{}", String::from_utf8_lossy(&found.stderr));
        (found.stdout, files(&folder))
    };
    let first = run("1");
    for threads in ["2", "3"] {
        assert!(run(threads) == first, "{threads} threads");
    }
    let rows = rows(&place.path().join("1"));
    let varied = rows.iter().filter(|row| row.swing().is_some()).count();
    assert_eq!(varied, 20, "the fewest varied");
    assert!(rows.len() > 200 && rows.iter().all(|row| row.rank_correlation.is_some()));
    let sizes: Vec<f64> = rows.iter().filter_map(|row| row.swing().map(f64::abs)).collect();
    assert!(sizes.windows(2).all(|pair| pair[0] >= pair[1]), "largest first");
    // What is printed names the first of them.
    let printed = String::from_utf8(first.0).expect("UTF-8");
    let first = rows[0].input.to_lowercase();
    let flat = printed.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
    assert!(flat.starts_with(&format!("what would change it: {first} (")), "{printed}");
}

#[test]
fn a_comparison_varies_its_deepest_scenario_and_is_else_the_same() {
    let place = tempfile::tempdir().expect("a folder");
    let run = |name: &str, more: &[&str]| {
        let folder = place.path().join(name);
        let common = [
            "compare",
            "orderly-20k",
            "media-learned-50k",
            "--design",
            "mc",
            "-n",
            "130",
            "--no-report",
            "-o",
        ];
        let found = drawdown(&[&common[..], &[text(&folder)], more].concat());
        assert!(found.status.success(), "{}", String::from_utf8_lossy(&found.stderr));
        folder
    };
    let (with, without) = (run("with", &[]), run("without", &["--no-sensitivity"]));
    assert!(rows(&with).iter().all(|row| row.scenario == "media-learned-50k"));
    assert!(with.join("figures/9-tornado.png").exists() && !without.join("figures/9-tornado.png").exists());
    let summary = |folder: &Path| -> serde_json::Value {
        serde_json::from_slice(&fs::read(folder.join("summary.json")).expect("a file")).expect("JSON")
    };
    let (mut more, less) = (summary(&with), summary(&without));
    let added = more.as_object_mut().and_then(|keys| keys.remove("sensitivity")).expect("a key");
    assert_eq!(more, less);
    let index = |arm: &str| {
        let all = less["scenarios"][1]["index"].as_array().expect("a list");
        let entry = all.iter().find(|e| e["arm"] == arm && e["tier"] == 30).expect("an entry");
        entry["mean"].as_f64().expect("a number")
    };
    close(added["attributable"].as_f64().expect("a number"), index("attributable"));
    close(added["counterfactual"].as_f64().expect("a number"), index("counterfactual"));
    let briefing = fs::read_to_string(with.join("briefing.md")).expect("a file");
    assert!(briefing.contains("**What would change it.**"), "{briefing}");
    for table in ["coverage.csv", "index.csv", "comparison.csv"] {
        let bytes = |folder: &Path| fs::read(folder.join("tables").join(table)).expect("a table");
        assert!(bytes(&with) == bytes(&without), "{table}");
    }
}

#[test]
fn where_nobody_leaves_nothing_drives_a_gap() {
    let place = tempfile::tempdir().expect("a folder");
    let folder = place.path().join("run");
    let found = drawdown(&["sensitivity", "no-drawdown", "-n", "64", "--no-report", "-o", text(&folder)]);
    assert!(found.status.success(), "{}", String::from_utf8_lossy(&found.stderr));
    let printed = String::from_utf8(found.stdout).expect("UTF-8");
    assert!(printed.contains("none of the"), "{printed}");
    assert!(!folder.join("figures/9-tornado.png").exists());
    assert!(rows(&folder).iter().all(|row| row.swing().is_none_or(|swing| swing == 0.0)));
}

#[test]
fn other_tiers_and_forms() {
    let place = tempfile::tempdir().expect("a folder");
    let folder = place.path().join("run");
    let run = |tier: &str, format: &str| {
        let arguments = [
            "sensitivity",
            "orderly-50k",
            "-n",
            "70",
            "--no-figures",
            "--no-report",
            "--tier",
            tier,
            "--format",
            format,
            "-o",
            text(&folder),
        ];
        let found = drawdown(&arguments);
        assert!(found.status.success(), "{}", String::from_utf8_lossy(&found.stderr));
        String::from_utf8(found.stdout).expect("UTF-8")
    };
    let csv = run("180", "csv");
    assert_eq!(csv, fs::read_to_string(folder.join("tables/sensitivity.csv")).expect("a table"));
    assert!(rows(&folder).iter().all(|row| row.tier == Some(180)));
    let json: serde_json::Value = serde_json::from_str(&run("10", "json")).expect("JSON");
    assert_eq!(json["sensitivity"]["tier"], 10);
    assert_eq!(json["inputs"].as_array().map(Vec::len), Some(rows(&folder).len()));
    assert!(run("30", "markdown").contains("| input | grade |"));
    assert_eq!(rows(&folder).iter().filter(|row| row.swing().is_some()).count(), 30);
    let all = [
        "sensitivity",
        "orderly-50k",
        "-n",
        "16",
        "--all",
        "--no-figures",
        "--no-report",
        "-o",
        text(&folder),
    ];
    assert!(drawdown(&all).status.success());
    assert!(rows(&folder).iter().all(|row| row.swing().is_some()), "every one is varied");
}

#[test]
fn bad_input_is_refused_before_anything_runs() {
    let place = tempfile::tempdir().expect("a folder");
    let folder = place.path().join("run");
    let cases: [(&[&str], &str); 5] = [
        (&["orderly-50k", "--tier", "20"], "allowed: 10, 30, 180"),
        (&["orderly-50k", "--top", "0"], "0 is not in 1..=100"),
        (&["orderly-50k", "--replicates", "0"], "0 is not in 1.."),
        (&["nowhere-50k"], "nowhere-50k"),
        (&["orderly-50k", "--set", "linkages=0.1"], "linkage"),
    ];
    for (arguments, said) in cases {
        let found = drawdown(&[&["sensitivity", "-o", text(&folder)][..], arguments].concat());
        let message = String::from_utf8_lossy(&found.stderr).into_owned();
        assert_eq!(found.status.code(), Some(2), "{arguments:?}: {message}");
        assert!(message.contains(said), "{arguments:?}: {message}");
        assert!(!folder.exists());
    }
}

#[test]
fn a_run_outlives_a_sensitivity_that_fails() {
    let place = tempfile::tempdir().expect("a folder");
    let folder = place.path().join("run");
    // Some 0.9 % of all replicates draw an efficiency above 2, more than 1 % of the first 2,000.
    let arguments = [
        "run",
        "orderly-50k",
        "--set",
        "efficiency=Normal(mean: 1.7, sd: 0.1255)",
        "--design",
        "mc",
        "-n",
        "8000",
        "--seed",
        "7",
        "--sensitivity",
        "--no-report",
        "--no-figures",
        "-o",
    ];
    // Not quiet: what is said of it is a warning.
    let found = Command::new(env!("CARGO_BIN_EXE_drawdown")).args(arguments).arg(&folder).output();
    let found = found.expect("the program starts");
    let said = String::from_utf8_lossy(&found.stderr).into_owned();
    assert!(found.status.success(), "{said}");
    assert!(said.contains("sensitivity is not known: 22 of 2000 replicates"), "{said}");
    assert!(folder.join("summary.json").exists() && !folder.join("tables/sensitivity.csv").exists());
}
