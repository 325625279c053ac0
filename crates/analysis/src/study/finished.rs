//! A study that was run: everything that it found, owned.

use std::path::Path;

use super::{
    Outcome, Planned, StudyError,
    query::{OfRun, Query},
};
use crate::{
    analysis::{
        estimates::Run,
        rows::{SUPPLY, TABLES, table_rows, write_tables},
        summary::{Asked, summary},
    },
    engine::{pool::within, run::Results},
    scenario::{Diagnostics, Scenario},
    store::{stopping::Stopping, summary::Summary, table::Row},
};

/// What a study found. It can be sent to another thread and outlives everything that it was made from.
pub struct Finished {
    pub(super) planned: Planned,
    pub(super) results: Results,
    pub(super) stopping: Option<Stopping>,
}

impl Finished {
    /// Whether it ended before all replicates were done and before it was as precise as was asked for.
    #[must_use]
    pub fn interrupted(&self) -> bool {
        self.results.replicates < self.planned.most() && !self.stopping.as_ref().is_some_and(|s| s.reached)
    }

    /// What it waited for and what stayed open, where it was to be precise.
    #[must_use]
    pub fn stopping(&self) -> Option<&Stopping> {
        self.stopping.as_ref()
    }

    /// Replicates that were taken from a checkpoint.
    #[must_use]
    pub fn resumed(&self) -> u64 {
        self.results.resumed
    }

    /// Why what was done could not be kept in the checkpoint, if it could not.
    #[must_use]
    pub fn not_kept(&self) -> Option<String> {
        self.results.not_kept.as_ref().map(ToString::to_string)
    }

    /// What is to be said of replicates that were left out.
    #[must_use]
    pub fn left_out(&self) -> Vec<String> {
        let Results { not_finite, failed, replicates, .. } = &self.results;
        not_finite.left_out(*failed, *replicates)
    }

    /// Writes the tables of a run folder into `folder`, over the threads that the study was to take.
    ///
    /// # Errors
    /// When one cannot be written, or when threads cannot be started.
    pub fn write_tables(&self, folder: &Path) -> Result<(), csv::Error> {
        within(self.planned.settings.threads, || write_tables(&self.run(), folder))
            .map_err(std::io::Error::other)?
    }

    /// What was planned, for other questions of the same scenarios; what was counted, which takes more memory than anything
    /// else, goes. Nobody is told of anything until an observer is named again.
    pub fn into_planned(self) -> Planned {
        self.planned
    }

    /// Replicates that count: done and not left out.
    #[must_use]
    pub fn replicates(&self) -> u64 {
        self.run().replicates()
    }

    /// Replicates that were left out: a draw that the model does not allow, or an outcome that is not finite.
    #[must_use]
    pub fn failed(&self) -> u64 {
        self.results.failed
    }

    /// What is allowed and hardly meant in the scenarios, with its places.
    #[must_use]
    pub fn warnings(&self) -> &Diagnostics {
        &self.planned.warnings
    }

    /// Ids of the scenarios, in the order given.
    pub fn ids(&self) -> impl Iterator<Item = &str> {
        self.planned.scenarios.iter().map(|scenario| scenario.id.as_str())
    }

    /// A scenario by its id.
    ///
    /// # Errors
    /// When none is called so.
    pub fn scenario(&self, id: &str) -> Result<ScenarioRun<'_>, StudyError> {
        let at = self.planned.scenarios.iter().position(|scenario| scenario.id == id);
        at.map(|at| ScenarioRun { run: self.run(), at }).ok_or_else(|| StudyError::Unknown {
            what: "scenario",
            asked: id.to_owned(),
            known: self.ids().map(str::to_owned).collect(),
        })
    }

    /// The rows of a table of estimates as they are written to a run folder (`"coverage"`, `"index"`, `"cost"`, ...; not
    /// `comparison`, `regret` and `causes`, whose rows are of other types), scenario by scenario.
    ///
    /// # Errors
    /// When there is no such table.
    pub fn rows(&self, table: &str) -> Result<impl Iterator<Item = Row> + '_, StudyError> {
        let known = || TABLES.into_iter().chain([SUPPLY]);
        if !known().any(|name| name == table) {
            return Err(StudyError::Unknown {
                what: "table",
                asked: table.to_owned(),
                known: known().map(str::to_owned).collect(),
            });
        }
        Ok(table_rows(self.run(), table))
    }

    /// What `summary.json` of a run folder holds.
    #[must_use]
    pub fn summary(&self) -> Summary {
        let warnings = self.planned.warnings_of_comparison().into_iter().chain(self.left_out()).collect();
        let asked = Asked { seed: self.planned.plan.seed, warnings, stopping: self.stopping.clone() };
        summary(&self.run(), &asked)
    }

    /// The same as the lower level sees it, for what is not offered here.
    #[must_use]
    pub fn run(&self) -> Run<'_> {
        Run { scenarios: &self.planned.scenarios, plan: &self.planned.plan, results: &self.results }
    }
}

/// One scenario of a finished study.
#[derive(Clone, Copy)]
pub struct ScenarioRun<'a> {
    pub(super) run: Run<'a>,
    /// Its position.
    pub(super) at: usize,
}

impl<'a> ScenarioRun<'a> {
    /// The scenario as it was resolved.
    #[must_use]
    pub fn resolved(&self) -> &'a Scenario {
        &self.run.scenarios[self.at]
    }

    /// Asks for an outcome: say arm and place, then [`Query::get`].
    pub fn estimate(&self, outcome: Outcome) -> Query<OfRun<'a>> {
        self.ask(&Query::new(outcome))
    }

    /// Puts a question that was made before there was a run.
    pub fn ask(&self, query: &Query) -> Query<OfRun<'a>> {
        query.put_to(self.run, self.at)
    }
}
