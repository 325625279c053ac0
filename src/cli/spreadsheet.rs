//! The spreadsheet and the short table of a run folder, for those who write one.

use std::{
    panic::{set_hook, take_hook},
    path::Path,
    sync::Arc,
};

use super::failure::Failure;
use crate::{
    plot::PlotError,
    report,
    workbook::{HEADLINE, Material, RESULTS, WorkbookError, gaps, headline, reason, results},
};

/// Both by their names, made from what a report is made from and the rest of the run folder, which will stand at `place`.
pub fn files(
    run: &report::Material,
    folder: &Path,
    place: &Path,
) -> Result<[(&'static str, Vec<u8>); 2], Failure> {
    let (summary, tables) = (run.told(), run.tables());
    let material = Material {
        summary,
        own_tier: run.summary().reporting_tier,
        assumptions: run.assumptions(),
        coverage: &tables.coverage,
        vulnerability: &tables.vulnerability,
        gap: &gaps(folder, summary).map_err(PlotError::from)?,
        spending: &tables.spending,
        cost: &tables.cost,
        causes: &tables.extra.causes,
    };
    let results = without_a_word(|| results(&material, folder)).map_err(|error| match error {
        WorkbookError::NoRoom(reason) => {
            Failure::Job(format!("cannot write `{}`: {reason}", place.join(RESULTS).display()))
        }
        error => error.into(),
    })?;
    Ok([(RESULTS, results), (HEADLINE, headline(&material)?)])
}

/// Does something in which a panic about a full disk is expected, and returned as an error, without printing that panic. Threads
/// that compute have nothing to do meanwhile.
fn without_a_word<T>(act: impl FnOnce() -> T) -> T {
    let usual = Arc::new(take_hook());
    let hook = Arc::clone(&usual);
    set_hook(Box::new(move |panic| {
        if reason(panic.payload()).is_none() {
            hook(panic);
        }
    }));
    let done = act();
    drop(take_hook());
    if let Some(usual) = Arc::into_inner(usual) {
        set_hook(usual);
    }
    done
}
