//! The spreadsheet and the short table of a run folder, for those who write one.

use std::path::Path;

use super::failure::Failure;
use crate::{
    plot::PlotError,
    report,
    workbook::{HEADLINE, Material, RESULTS, gaps, headline, results},
};

/// Both by their names, made from what a report is made from and the rest of the run folder.
pub fn files(run: &report::Material, folder: &Path) -> Result<[(&'static str, Vec<u8>); 2], Failure> {
    let (summary, tables) = (run.summary(), run.tables());
    let material = Material {
        summary,
        assumptions: run.assumptions(),
        coverage: &tables.coverage,
        gap: &gaps(folder, summary).map_err(PlotError::from)?,
        spending: &tables.spending,
        cost: &tables.cost,
        causes: &tables.extra.causes,
    };
    Ok([(RESULTS, results(&material, folder)?), (HEADLINE, headline(&material)?)])
}
