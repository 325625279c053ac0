//! The causes of the attributable gap as a table.

use std::{
    fs::File,
    io::{BufWriter, Write},
    path::Path,
};

use super::estimates::Run;
use crate::{
    engine::causes::{Causes, ROWS, row_name},
    present::text::CsvWriter,
    scenario::names::TIERS,
    store::table::number,
};

/// Columns of `causes.csv`.
const COLUMNS: [&str; 11] = [
    "scenario",
    "tier",
    "step",
    "unit",
    "mean",
    "se",
    "p05",
    "p95",
    "enablers_mean",
    "enablers_se",
    "replicates",
];

/// Writes every scenario's way from the index without drawdown to that with it, tier by tier.
///
/// # Errors
/// When the file cannot be written.
pub fn write_table(run: &Run, causes: &Causes, path: &Path) -> Result<(), csv::Error> {
    let mut writer = CsvWriter::new(BufWriter::new(File::create(path)?));
    writer.write_record(COLUMNS)?;
    let replicates = causes.replicates().to_string();
    for (s, scenario) in run.scenarios.iter().enumerate() {
        for (k, tier) in TIERS.iter().enumerate() {
            for row in 0..ROWS {
                let found = causes.of(s, row, k);
                let (p05, p95) = found.p05_p95;
                writer.write_record([
                    scenario.id.as_str(),
                    &tier.to_string(),
                    row_name(row),
                    "fraction",
                    &number(Some(found.all.mean)),
                    &number(Some(found.all.se)),
                    &number(Some(p05)),
                    &number(Some(p95)),
                    &number(Some(found.enablers.mean)),
                    &number(Some(found.enablers.se)),
                    &replicates,
                ])?;
            }
        }
    }
    writer.into_inner()?.flush()?;
    Ok(())
}
