//! What the tests of sweeps share: a small experiment, files, the program.

use std::{
    fs,
    path::{Path, PathBuf},
    process::{Command, Output},
};

use tempfile::TempDir;

/// 24 experiments in six parts, four of which cannot be: 99,000 can leave in one manner only.
pub const SMALL: &str = r#"(
    base: "orderly-20k",
    levers: {
        "personnel": Levels([20000, 50000, 99000]),
        "manner": Options({
            "orderly": {"announced": 0, "information": 1},
            "media": {"announced": 8, "information": 0, "us_personnel[eucom]": 21800},
        }),
    },
    uncertainties: {
        "reaction": Range(low: -0.2, high: 0.6),
        "threat_mid": Range(low: 2027, high: 2033),
    },
    policies: FullFactorial,
    scenarios: LatinHypercube(4),
    replicates: 96,
    outcomes: ["index_headline", "coverage_year", "closed_by", "uplift", "money", "personnel_effective"],
    arms: ["scenario", "counterfactual", "attributable"],
    years: [2030, 2035],
    part: 4,
)"#;

/// A folder that goes with the test.
pub fn folder() -> TempDir {
    tempfile::tempdir().expect("a folder")
}

/// Writes an experiment file.
pub fn file(folder: &Path, text: &str) -> PathBuf {
    let path = folder.join("small.ron");
    fs::write(&path, text).expect("written");
    path
}

fn drawdown(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_drawdown")).arg("--quiet").args(arguments).output().expect("it runs")
}

/// A path as an argument.
pub fn text(path: &Path) -> &str {
    path.to_str().expect("a plain path")
}

/// Runs and expects an exit code; gives what it said.
pub fn expect(code: i32, arguments: &[&str]) -> String {
    let output = drawdown(arguments);
    let said =
        String::from_utf8_lossy(&output.stderr).into_owned() + &String::from_utf8_lossy(&output.stdout);
    assert_eq!(output.status.code(), Some(code), "{arguments:?}: {said}");
    said
}
