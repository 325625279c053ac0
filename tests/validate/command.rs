//! The command: folders, the check, files of one's own.

use std::{
    fs,
    path::Path,
    process::{Command, Output, Stdio},
};

use crate::bad_records::{record, text};

fn drawdown(folder: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_drawdown"));
    command.args(arguments).current_dir(folder).stdin(Stdio::null());
    command.output().expect("it runs")
}

fn said(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

#[test]
fn a_changed_verdict_fails_the_check_of_the_recorded_run_only() {
    let folder = tempfile::tempdir().expect("a folder");
    let write = |verdict: &str| {
        let recorded = [("verdict", verdict)];
        fs::write(folder.path().join("mine.ron"), text(&[record(&recorded)])).expect("written");
    };
    let run = |arguments: &[&str]| {
        drawdown(
            folder.path(),
            &[&["validate", "mine.ron", "--no-figures", "--no-report"], arguments].concat(),
        )
    };
    // The ceiling of capacity is about 2.5 to 5: 3 is inside. An input needs no run.
    write("Inside");
    let out = run(&["--check"]);
    assert_eq!(out.status.code(), Some(0), "{}", said(&out.stderr));
    assert!(
        said(&out.stdout).starts_with("The one comparable published figure is inside."),
        "{}",
        said(&out.stdout)
    );
    write("TooLow");
    let out = run(&["--check"]);
    assert_eq!(out.status.code(), Some(1));
    assert!(said(&out.stderr).contains("`a` is inside, and `too low` is recorded"), "{}", said(&out.stderr));
    let out = run(&[]);
    assert_eq!(out.status.code(), Some(0));
    assert!(said(&out.stderr).contains("`too low` is recorded"), "{}", said(&out.stderr));
    for other in [["-n", "1024"], ["--seed", "2"]] {
        let out = run(&[&other[..], &["--check"]].concat());
        assert_eq!(out.status.code(), Some(0));
        assert!(said(&out.stderr).contains("Not as recorded"), "{}", said(&out.stderr));
    }
    let written = folder.path().join("output/validate");
    for file in ["summary.json", "manifest.json", "tables/studies.csv"] {
        assert!(written.join(file).is_file(), "{file}");
    }
    // Its figure can be drawn from the folder, which was asked for none.
    let out = drawdown(folder.path(), &["plot", "output/validate", "--output", "drawn"]);
    assert_eq!(out.status.code(), Some(0), "{}", said(&out.stderr));
    for ending in ["png", "svg"] {
        let drawn = folder.path().join(format!("drawn/validate-studies.{ending}"));
        assert!(drawn.is_file(), "{}", said(&out.stdout));
    }
}

#[test]
fn a_file_of_ones_own_names_scenarios_beside_it_and_replaces_no_other_folder() {
    let folder = tempfile::tempdir().expect("a folder");
    let own = "(base: \"us-gone\", title: \"Mine\", threat_low: 1, threat_high: 1)";
    fs::write(folder.path().join("mine-alone.ron"), own).expect("written");
    let compare = "(scenario: \"mine-alone\", outcome: \"requirement\", arm: \"scenario\", domain: \"c2\", tier: 30, year: 2026)";
    let records = text(&[record(&[("compare", compare), ("value", "7"), ("name", "\"Headquarters\"")])]);
    fs::write(folder.path().join("mine.ron"), records).expect("written");
    let out = drawdown(folder.path(), &["validate", "mine.ron", "-n", "1024", "--format", "json"]);
    assert_eq!(out.status.code(), Some(0), "{}", said(&out.stderr));
    let found: serde_json::Value = serde_json::from_slice(&out.stdout).expect("JSON");
    assert_eq!(found["figures"][0]["compared"]["verdict"], "inside");
    assert_eq!(found["scenarios"][0]["id"], "mine-alone");
    for file in ["report.html", "figures/validate-studies.png", "figures/validate-studies.svg"] {
        assert!(folder.path().join("output/validate").join(file).is_file(), "{file}");
    }
    let other = folder.path().join("other");
    fs::create_dir(&other).expect("a folder");
    fs::write(other.join("notes.txt"), "mine").expect("written");
    let out = drawdown(folder.path(), &["validate", "mine.ron", "-n", "1024", "--output", "other"]);
    assert_eq!(out.status.code(), Some(2), "{}", said(&out.stderr));
    assert_eq!(fs::read_to_string(other.join("notes.txt")).expect("kept"), "mine");
    // A wrong scenario is said with its own place.
    fs::write(folder.path().join("mine-alone.ron"), own.replace("threat_low", "thret_low")).expect("written");
    let out = drawdown(folder.path(), &["validate", "mine.ron"]);
    assert_eq!(out.status.code(), Some(2));
    assert!(said(&out.stderr).contains("mine-alone.ron:1:"), "{}", said(&out.stderr));
}
