//! Tables that not every run has: a figure that needs one that is missing is left out.

use std::path::Path;

use crate::store::{
    extra::{CauseRow, PairRow, RegretRow, read},
    read_table::{Ids, TableError},
    sensitivity::SensitivityRow,
};

/// The tables that a run may have or not.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Extra {
    /// Pairs of scenarios.
    pub comparison: Vec<PairRow>,
    /// Causes of the gap.
    pub causes: Vec<CauseRow>,
    /// Regret.
    pub regret: Vec<RegretRow>,
    /// Sensitivity to inputs.
    pub sensitivity: Vec<SensitivityRow>,
}

impl Extra {
    /// Reads those that are in `tables/` of a run folder.
    ///
    /// # Errors
    /// When one is there and cannot be read; the message names the file.
    pub fn load(run: &Path, known: &Ids) -> Result<Self, TableError> {
        Ok(Self {
            comparison: read(run, "comparison", known)?,
            causes: read(run, "causes", known)?,
            regret: read(run, "regret", known)?,
            sensitivity: read(run, "sensitivity", known)?,
        })
    }
}
