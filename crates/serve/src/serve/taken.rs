//! What is taken away: the report and the spreadsheet of a run, as a run folder has them.

use super::{
    Given,
    asked::Run as Asked,
    kept::Kept,
    told::{Untold, turned},
};
use crate::{
    plot::drawn,
    report::{self, render},
    study::CancelToken,
    workbook::{self, results},
};

/// The report, with its figures.
///
/// # Errors
/// As [`turned`], and when a figure cannot be drawn.
pub fn report(asked: &Asked, given: &[Given], kept: &Kept, token: &CancelToken) -> Result<Vec<u8>, Untold> {
    let (run, summary) = turned(asked, given, kept, token)?;
    let figures = drawn(&summary, &run.tables, None, true)?;
    let material = report::Material::of(summary, run.assumptions.clone(), run.tables.clone(), figures);
    Ok(render(&material).into_bytes())
}

/// The spreadsheet.
///
/// # Errors
/// As [`turned`], and when it cannot be made.
pub fn spreadsheet(
    asked: &Asked,
    given: &[Given],
    kept: &Kept,
    token: &CancelToken,
) -> Result<Vec<u8>, Untold> {
    let (run, summary) = turned(asked, given, kept, token)?;
    let own_tier = summary.reporting_tier;
    let material = report::Material::of(summary, run.assumptions.clone(), run.tables.clone(), Vec::new());
    let tables = material.tables();
    let material = workbook::Material {
        summary: material.told(),
        own_tier,
        assumptions: material.assumptions(),
        coverage: &tables.coverage,
        vulnerability: &tables.vulnerability,
        gap: &run.gap,
        spending: &tables.spending,
        cost: &tables.cost,
        causes: &tables.extra.causes,
    };
    let scratch = tempfile::tempdir().map_err(|error| Untold::Other(error.to_string()))?;
    results(&material, scratch.path()).map_err(|error| Untold::Other(error.to_string()))
}
