//! What a programme is worth, computed from the bytes of a trace by the equations of docs/model.md: gaps and requirements of every
//! quarter, weights, years that count.

use std::{collections::BTreeMap, path::Path, process::Command};

use super::{load, values};
use drawdown::{
    invest::options::{Trials, When, all},
    sampling::design::Design,
};

const REPLICATES: usize = 6;
const TIER: &str = "30";
/// Quarters from the second year on count.
const FROM: u64 = 4;

fn rows(file: &Path) -> Vec<BTreeMap<String, String>> {
    let mut reader = csv::Reader::from_path(file).expect("the file is there");
    reader.deserialize().map(|row| row.expect("a row")).collect()
}

/// By replicate: the headline index of the scenario arm with some values set.
fn index(stem: &str, sets: &[(&str, f64)]) -> Vec<f64> {
    let folder = tempfile::tempdir().expect("a folder");
    let trace = folder.path().join("trace");
    let mut command = Command::new(env!("CARGO_BIN_EXE_drawdown"));
    command.args(["run", stem, "--design", "mc", "--quiet", "--replicates", &REPLICATES.to_string()]);
    command.arg("--trace").arg(&trace);
    for (name, value) in sets {
        command.args(["--set", &format!("{name}={value}")]);
    }
    let done = command.output().expect("the program");
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    let number = |row: &BTreeMap<String, String>, key: &str| row[key].parse::<f64>().expect("a number");
    let weights: BTreeMap<(String, String), f64> = rows(&trace.join("inputs.csv"))
        .iter()
        .filter(|row| row["name"] == "weight")
        .map(|row| ((row["replicate"].clone(), row["domain"].clone()), number(row, "value")))
        .collect();
    let mut missing = vec![BTreeMap::<u64, f64>::new(); REPLICATES];
    for row in rows(&trace.join("supply.csv")) {
        let quarter: u64 = row["quarter"].parse().expect("a quarter");
        if row["arm"] != "scenario" || row["tier"] != TIER || quarter < FROM {
            continue;
        }
        let required = number(&row, "requirement");
        let gap = if required == 0.0 { 0.0 } else { number(&row, "gap") / required };
        let replicate: usize = row["replicate"].parse().expect("a replicate");
        let weight = weights[&(row["replicate"].clone(), row["domain"].clone())];
        *missing[replicate].entry(quarter).or_default() += weight * gap;
    }
    (0..REPLICATES)
        .map(|r| {
            let weights: f64 =
                weights.iter().filter(|((of, _), _)| *of == r.to_string()).map(|(_, weight)| weight).sum();
            missing[r].values().sum::<f64>() / missing[r].len() as f64 / weights
        })
        .collect()
}

#[test]
fn a_programme_closes_what_its_trace_says() {
    let stem = "orderly-50k";
    let (scenarios, plan) = load(&[stem], 1, Design::MonteCarlo);
    let choices = all(&scenarios, &plan.layout);
    let trials = Trials::new(&plan, &choices, When::new([2027, 2030], plan.layout.start_year, 0));
    // Bn in all over four years, and a year.
    let programme = [("isr", 8.0), ("c2", 2.0), ("readiness", 12.0), ("people", 20.0), ("pool", 4.0)];
    let amount = |id: &str| programme.iter().find(|(other, _)| *other == id).map_or(0.0, |(_, bn)| *bn);
    let amounts: Vec<f64> = choices.iter().map(|choice| amount(&choice.id)).collect();
    let found = values(&plan, &[trials.programme(&amounts), trials.of([])], REPLICATES as u64).index;
    let sets = [
        ("invest_kit[isr]", 2.0),
        ("invest_kit[c2]", 0.5),
        ("invest_readiness", 3.0),
        ("invest_people", 5.0),
        ("invest_pool", 1.0),
        ("invest_start", 4.0),
        ("invest_duration", 16.0),
    ];
    let (with, none) = (index(stem, &sets), index(stem, &[]));
    for r in 0..REPLICATES {
        for (found, traced) in [(found[0][0][r], with[r]), (found[1][0][r], none[r])] {
            assert!((found - traced).abs() <= 1e-9 * traced, "{r}: {found} and {traced}");
        }
        assert!(none[r] > with[r], "{r}: it closes something");
    }
}
