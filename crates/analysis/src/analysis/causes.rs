//! The causes of the attributable gap as a table.

use std::path::Path;

use super::estimates::Run;
use crate::{
    engine::causes::{Causes, ROWS, row_name},
    scenario::names::TIERS,
    store::extra::{CauseRow, write},
};

/// Writes every scenario's way from the index without drawdown to that with it, tier by tier.
///
/// # Errors
/// When the file cannot be written.
pub fn write_table(run: &Run, causes: &Causes, path: &Path) -> Result<(), csv::Error> {
    let places = run.scenarios.iter().enumerate().flat_map(|(s, scenario)| {
        let tiers = TIERS.iter().enumerate();
        tiers.flat_map(move |(k, tier)| (0..ROWS).map(move |row| (s, scenario, k, *tier, row)))
    });
    let rows = places.map(|(s, scenario, k, tier, row)| {
        let found = causes.of(s, row, k);
        let (p05, p95) = found.p05_p95;
        CauseRow {
            scenario: scenario.id.clone(),
            tier,
            step: row_name(row).to_owned(),
            unit: "fraction".to_owned(),
            mean: Some(found.all.mean),
            se: Some(found.all.se),
            p05: Some(p05),
            p95: Some(p95),
            enablers_mean: Some(found.enablers.mean),
            enablers_se: Some(found.enablers.se),
            replicates: causes.replicates(),
        }
    });
    write::<CauseRow>(path, rows)
}
