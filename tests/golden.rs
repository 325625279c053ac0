//! The model, driven by the inputs, shocks and cuts of a trace from an outside implementation, agrees with its rows.

use std::{collections::BTreeMap, path::Path};

use drawdown::engine::trace::{Given, TraceWriter};

type Rows = BTreeMap<Vec<String>, Vec<f64>>;

/// Rows by their key (the first `keys` columns), values as numbers.
fn rows(path: &Path, keys: usize) -> Rows {
    let mut reader = csv::Reader::from_path(path).expect("the file is there");
    reader
        .records()
        .map(|record| {
            let record = record.expect("a well-formed row");
            let key = record.iter().take(keys).map(str::to_owned).collect();
            let values = record.iter().skip(keys).map(|cell| cell.parse().expect("a number")).collect();
            (key, values)
        })
        .collect()
}

/// Largest difference of a column, relative to the value itself or to the largest value of its column.
fn disagreement(golden: &Rows, ours: &Rows) -> f64 {
    let width = golden.values().next().expect("rows").len();
    let largest: Vec<f64> =
        (0..width).map(|c| golden.values().map(|row| row[c].abs()).fold(0.0, f64::max)).collect();
    let mut worst: f64 = 0.0;
    for (key, expected) in golden {
        let found = ours.get(key).unwrap_or_else(|| panic!("no row {key:?}"));
        for c in 0..width {
            let scale = expected[c].abs().max(largest[c]);
            let difference = (expected[c] - found[c]).abs();
            if difference > 0.0 {
                worst = worst.max(difference / scale);
            }
            assert!(difference <= 1e-9 * scale, "{key:?} column {c}: {} is not {}", found[c], expected[c]);
        }
    }
    worst
}

#[test]
fn agrees_with_the_outside_implementation() {
    let golden = Path::new("tests/data/golden");
    let ours = tempfile::tempdir().expect("a folder");
    let given = Given::read(golden).expect("a complete trace");
    let mut writer = TraceWriter::create(ours.path()).expect("files");
    for block in &given.blocks {
        let left_out = writer.block(&given.layout, block).expect("written");
        assert!(left_out.is_empty(), "{left_out:?}");
    }
    writer.finish().expect("written");
    for (file, keys) in [("supply.csv", 5), ("delivery.csv", 4), ("quarters.csv", 3), ("allies.csv", 4)] {
        let expected = rows(&golden.join(file), keys);
        let worst = disagreement(&expected, &rows(&ours.path().join(file), keys));
        println!("{file}: {} rows, largest scaled difference {worst:e}", expected.len());
    }
    // What was given comes back as it was.
    for (file, keys) in [("inputs.csv", 7), ("shocks.csv", 4), ("cuts.csv", 2)] {
        assert_eq!(rows(&golden.join(file), keys), rows(&ours.path().join(file), keys), "{file}");
    }
}
