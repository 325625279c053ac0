//! A study that is loaded and planned: what it will be is known, nothing is computed yet.

use std::{cell::RefCell, path::Path, time::Duration};

use super::{CancelToken, Finished, Observer, Settings, StudyError};
use crate::{
    analysis::precision::Precision,
    engine::{
        checkpoint::Checkpoint,
        drive::Pass,
        plan::Plan,
        run::{Keep, Look, Looks, Options, run},
    },
    present::scenarios::warnings::of_comparison,
    sampling::design::{Design, RANDOMISATIONS},
    scenario::{Diagnostics, Scenario},
    stats::sequential::Errors,
};

/// Time between two checkpoints: what a power cut costs at most.
const KEEP_EVERY: Duration = Duration::from_secs(4);

/// What a study will run.
#[must_use = "a study computes nothing before `run`"]
pub struct Planned {
    pub(super) scenarios: Vec<Scenario>,
    pub(super) warnings: Diagnostics,
    pub(super) plan: Plan,
    pub(super) precision: Vec<String>,
    pub(super) max_replicates: u64,
    /// With as many replicates as the design takes.
    pub(super) settings: Settings,
}

impl Planned {
    /// The scenarios, resolved.
    #[must_use]
    pub fn scenarios(&self) -> &[Scenario] {
        &self.scenarios
    }

    /// What is allowed and hardly meant in the scenarios, with its places.
    #[must_use]
    pub fn warnings(&self) -> &Diagnostics {
        &self.warnings
    }

    /// What is to be said of the scenarios beside each other.
    #[must_use]
    pub fn warnings_of_comparison(&self) -> Vec<String> {
        of_comparison(&self.scenarios)
    }

    /// The plan, as the level below sees it.
    #[must_use]
    pub fn plan(&self) -> &Plan {
        &self.plan
    }

    /// The most replicates that may be run.
    #[must_use]
    pub fn most(&self) -> u64 {
        if self.precision.is_empty() { self.settings.replicates } else { self.max_replicates }
    }

    /// After how many replicates the run ends or is first looked at.
    ///
    /// # Errors
    /// As [`Study::plan`](super::Study::plan).
    pub fn expected(&self) -> Result<u64, StudyError> {
        Ok(self.waits()?.map_or(self.settings.replicates, |waits| waits.looks()[0]))
    }

    /// Who is told how far the run is.
    pub fn observer(mut self, observer: impl Observer + 'static) -> Self {
        self.tell(observer);
        self
    }

    /// The same between one question and the next.
    pub fn tell(&mut self, observer: impl Observer + 'static) {
        self.settings.observer = Box::new(observer);
    }

    /// What ends the run early.
    pub fn cancel(mut self, token: &CancelToken) -> Self {
        self.settings.cancel = token.clone();
        self
    }

    /// A file for what is done by and by. It belongs to these scenarios and settings and not to their number of replicates:
    /// a longer run begins with the shorter one, but for a Latin hypercube.
    #[must_use]
    pub fn checkpoint(&self, path: &Path) -> Checkpoint {
        let hash = |scenario: &Scenario| format!("{} {}", scenario.id, scenario.hash());
        let hashes: Vec<String> = self.scenarios.iter().map(hash).collect();
        let Plan { seed, design, causes, cells, .. } = &self.plan;
        let version = env!("CARGO_PKG_VERSION");
        let what = format!("{version} {seed} {design:?} {} {:?} {causes}", hashes.join(" "), cells.sections);
        Checkpoint::new(path, &what)
    }

    /// Runs it.
    ///
    /// # Errors
    /// When more than 1 % of the replicates fail, or when the run is cancelled before the first are done.
    pub fn run(self) -> Result<Finished, StudyError> {
        self.run_keeping(None)
    }

    /// Runs it and keeps what is done in a checkpoint, or with `true` goes on with what is kept there.
    ///
    /// # Errors
    /// As [`Planned::run`], and when the checkpoint is damaged or that of another run.
    pub fn run_keeping(self, kept: Option<(&Checkpoint, bool)>) -> Result<Finished, StudyError> {
        let waits = self.waits()?;
        let most = self.most();
        let last = RefCell::new(waits.as_ref().map(Precision::nothing_yet));
        let enough = |look: &Look| {
            let Some(waits) = &waits else { return true };
            let stopping = waits.at(look);
            self.settings.observer.expects(waits.expected(&stopping));
            let reached = stopping.reached;
            last.replace(Some(stopping));
            reached
        };
        let options = Options {
            pass: Pass {
                replicates: most,
                threads: self.settings.threads,
                stop: self.settings.cancel.flag(),
                progress: &|done| self.settings.observer.replicates(done, most),
            },
            looks: waits.as_ref().map(|waits| Looks { at: waits.looks(), enough: &enough }),
            keep: kept.map(|(checkpoint, resume)| Keep { checkpoint, resume, every: KEEP_EVERY }),
        };
        let results = run(&self.plan, &options)?;
        let stopping = last.into_inner();
        drop(waits);
        // Whoever was told is told no more, and hears that it is over by being dropped.
        Ok(Finished { planned: self.observer(|_, _| {}), results, stopping })
    }

    fn waits(&self) -> Result<Option<Precision<'_>>, StudyError> {
        waits(&self.precision, (self.settings.replicates, self.max_replicates), &self.plan, &self.scenarios)
    }
}

/// What a run of so many replicates, the least and the most, waits for, if anything.
pub(super) fn waits<'a>(
    targets: &[String],
    range: (u64, u64),
    plan: &'a Plan,
    scenarios: &'a [Scenario],
) -> Result<Option<Precision<'a>>, StudyError> {
    if targets.is_empty() {
        return Ok(None);
    }
    let errors = match plan.design {
        Design::MonteCarlo => Errors::Replicates,
        Design::Sobol => Errors::Randomisations(RANDOMISATIONS),
        Design::LatinHypercube { .. } => {
            let why = "`--precision` needs `--design mc` or `sobol`: the points of a Latin hypercube depend on their number";
            return Err(StudyError::Precision(why.to_owned()));
        }
    };
    Precision::new(targets, range, errors, plan, scenarios).map(Some).map_err(StudyError::Precision)
}
