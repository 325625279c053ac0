//! Expected regret as a table: what each drawdown loses beyond the best of those compared, replicate by replicate.

use std::{
    fs::File,
    io::{BufWriter, Write},
    path::Path,
};

use super::{
    comparison::{labels, unit},
    estimates::Run,
};
use crate::{engine::regret::regretted, present::text::CsvWriter, store::table::number};

/// Columns of `regret.csv`.
const COLUMNS: [&str; 7] = ["scenario", "outcome", "domain", "tier", "unit", "mean", "se"];

/// Whether there is something to regret: two scenarios in which somebody may leave.
#[must_use]
pub fn applies(run: &Run) -> bool {
    !run.results.regret.options().is_empty()
}

/// Writes the regret of every scenario in which somebody may leave.
///
/// # Errors
/// When the file cannot be written.
pub fn write_table(run: &Run, path: &Path) -> Result<(), csv::Error> {
    let mut writer = CsvWriter::new(BufWriter::new(File::create(path)?));
    writer.write_record(COLUMNS)?;
    for &scenario in run.results.regret.options() {
        let mut regretted_cell = 0;
        for section in regretted(&run.plan.cells) {
            for cell in 0..section.len {
                let (domain, tier) = labels(run, section, cell);
                let found = run.results.regret.estimate(scenario, regretted_cell);
                writer.write_record([
                    run.scenarios[scenario].id.as_str(),
                    section.name,
                    &domain,
                    &tier,
                    unit(section),
                    &number(found.map(|f| f.mean)),
                    &number(found.map(|f| f.se)),
                ])?;
                regretted_cell += 1;
            }
        }
    }
    writer.into_inner()?.flush()?;
    Ok(())
}
