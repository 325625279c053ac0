//! Published figures held against the model.

use std::path::Path;

use super::{Answered, Settings, StudyError};
use crate::{
    sampling::design::Design,
    scenario::Scenario,
    store::published::Findings,
    validate::{
        findings::findings,
        read::{self, File},
        run::{self, bands, runs},
    },
};

/// Published figures, read, with the scenarios that they are compared with.
#[derive(Debug)]
pub struct Published(File);

impl Published {
    /// Those that ship.
    ///
    /// # Errors
    /// When what ships is broken.
    pub fn shipped() -> Result<Self, StudyError> {
        Ok(Self(read::load(None)?))
    }

    /// Those of a file, whose scenarios lie beside it.
    ///
    /// # Errors
    /// What is wrong with it or with its scenarios: all findings, with their places.
    pub fn load(file: impl AsRef<Path>) -> Result<Self, StudyError> {
        Ok(Self(read::load(Some(file.as_ref()))?))
    }

    /// The scenarios, in the order in which they are first named.
    #[must_use]
    pub fn scenarios(&self) -> &[Scenario] {
        &self.0.scenarios
    }

    /// How many runs a comparison takes, each of all replicates.
    #[must_use]
    pub fn runs(&self) -> u64 {
        runs(&self.0)
    }

    /// Runs the scenarios on the same Sobol points, which come by the thousand, and judges every figure: what `summary.json`
    /// of `drawdown validate` holds. The observer is told of the replicates of all runs.
    ///
    /// # Errors
    /// When a scenario cannot be run, when an outcome has no value, or when it is cancelled: it needs all of its runs.
    pub fn compare(&self, settings: &Settings) -> Result<Answered<Findings>, StudyError> {
        let replicates = Design::Sobol.replicates(settings.replicates.max(1));
        let all = self.runs() * replicates;
        settings.within(|| {
            let (seed, threads) = (settings.seed, settings.threads);
            let (stop, progress) = (settings.cancel.flag(), &|done| settings.observer.replicates(done, all));
            let found = bands(&self.0, &run::Settings { replicates, seed, threads, stop, progress })?;
            let findings = findings(&self.0, &found, replicates, seed);
            Ok(Answered { found: findings, warnings: found.warnings, interrupted: false })
        })
    }
}
