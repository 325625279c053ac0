//! Every replicate of a run in a table.

use std::io::Write;

use super::{Answered, Finished, Planned, StudyError};
use crate::{
    analysis::replicates::{Asked, Keeping, ReplicatesError, Written, write},
    present::grouped,
};

/// Which replicates of a run there are, for what is said of them after it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Done {
    /// Replicates done.
    pub replicates: u64,
    /// Whether some were left out because an outcome was not finite.
    pub not_finite: bool,
}

impl Finished {
    /// Which replicates there are.
    #[must_use]
    pub fn done(&self) -> Done {
        Done { replicates: self.results.replicates, not_finite: self.results.not_finite.replicates > 0 }
    }
}

impl Planned {
    /// What is asked for of every replicate, before anything runs.
    ///
    /// # Errors
    /// When there is no such input or outcome, or the run may be longer than whole numbers of 32 bits count: those of the file.
    pub fn keeping(&self, asked: &Asked) -> Result<Keeping, StudyError> {
        if i32::try_from(self.most()).is_err() {
            let most = grouped(i32::MAX as u64);
            return Err(StudyError::Replicates(format!("every run of at most {most} can be kept")));
        }
        Ok(Keeping::new(&self.plan, &self.scenarios, asked)?)
    }

    /// Writes a Parquet file with a row a replicate and scenario of a run that is `done`: what each drew, and what came out of
    /// it. They are computed again, a few thousand at a time, so that memory does not grow with them; the bytes do not
    /// depend on the threads. What is written before it is cancelled is no file.
    ///
    /// # Errors
    /// When threads cannot be started, or it cannot be written.
    pub fn replicates(
        &self,
        keeping: &Keeping,
        done: Done,
        to: impl Write + Send,
    ) -> Result<Answered<Option<Written>>, ReplicatesError> {
        let progress = |n| self.settings.observer.replicates(n, done.replicates);
        let pass = self.settings.pass(done.replicates, &progress);
        let failing = done.not_finite.then_some(&self.plan);
        let found = write(to, keeping, &self.scenarios, failing, &pass)?;
        Ok(Answered { interrupted: found.is_none(), found, warnings: Vec::new() })
    }
}
