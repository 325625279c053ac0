//! The facade: scenarios in, estimates by name out, in values that own what they hold.
//!
//! ```
//! use drawdown_analysis::study::{Arm, Outcome, Study};
//!
//! # fn main() -> Result<(), drawdown_analysis::study::StudyError> {
//! let run = Study::new().scenario("orderly-20k").set("linkage", 0.3).replicates(1024).run()?;
//! let added = run.scenario("orderly-20k")?.estimate(Outcome::IndexHeadline).arm(Arm::Attributable).tier(30).get()?;
//! println!("{:.2} points, standard error {:.2}", 100.0 * added.mean, 100.0 * added.se);
//! # Ok(())
//! # }
//! ```
//!
//! Numbers are those of `drawdown compare` of the same scenarios, seed and design. What is not asked for is not computed:
//! [`Study::detail`] says how much is kept, [`Study::causes`] in how many replicates mechanisms are taken apart.

mod country;
mod error;
mod evaluate;
mod finished;
mod invest;
mod past;
mod places;
mod planned;
mod published;
mod query;
#[cfg(feature = "sweep")]
mod replicates;
mod require;
mod sensitivity;
mod settings;
#[cfg(feature = "sweep")]
mod sweep;

use std::{fmt::Display, path::PathBuf};

pub use error::{Code, StudyError};
pub use finished::{Finished, ScenarioRun};
pub use invest::Investing;
pub use past::{Past, hindcast};
pub use planned::Planned;
pub use published::Published;
pub use query::{OfRun, Query};
#[cfg(feature = "sweep")]
pub use replicates::Done;
pub use require::Requirement;
pub use sensitivity::{Grouping, Varying};
pub use settings::{Answered, CancelToken, Observer, Settings};
#[cfg(feature = "sweep")]
pub use sweep::{Sweep, Sweeping};

pub use crate::analysis::sensitivity::{
    Found as Sensitivity,
    variance::{By, NamedGroup},
};
pub use crate::engine::{detail::Detail, slot::Slot as Arm};
pub use crate::hindcast::forecasts::Forecast;
pub use crate::model::cells::Outcome;
pub use crate::sampling::design::Design;
pub use crate::scenario::{Source, diagnostic::Code as FindingCode};
pub use crate::store::{
    country::Kept as Country,
    hindcast::HindcastSummary,
    invest::{InvestSummary, Objective},
    places::Places,
    published::Findings,
    required::RequiredSummary,
    sobol::{GroupRow, JudgementShare},
};
#[cfg(feature = "sweep")]
pub use crate::{
    analysis::replicates::{Asked as OfReplicates, Keeping, Written},
    experiment::read::Instead,
    store::sweep::{Store, manifest::Shard},
    sweep::{Forecast as SweepForecast, Report as SweepReport},
};

use crate::{engine::plan::Plan, scenario};
use planned::waits;

/// What is to be run: scenarios that share every draw, so that differences between them are paired.
#[must_use = "a study computes nothing before `run`"]
pub struct Study {
    sources: Vec<Source>,
    sets: Vec<String>,
    design: Design,
    detail: Detail,
    quantiles: Vec<Outcome>,
    precision: Vec<String>,
    max_replicates: u64,
    causes: u64,
    settings: Settings,
}

impl Default for Study {
    fn default() -> Self {
        Self::new()
    }
}

impl Study {
    /// No scenario yet; 4,096 replicates of Sobol points, seed 1, a thread per core, what tables for people hold, no causes.
    pub fn new() -> Self {
        Self {
            sources: Vec::new(),
            sets: Vec::new(),
            design: Design::Sobol,
            detail: Detail::People,
            quantiles: Vec::new(),
            precision: Vec::new(),
            max_replicates: 1 << 20,
            causes: 0,
            settings: Settings::new(),
        }
    }

    /// Adds a scenario: a file, or the name of a shipped one. Its id is the stem of the file.
    pub fn scenario(mut self, file: impl Into<PathBuf>) -> Self {
        self.sources.push(Source::Named(file.into()));
        self
    }

    /// Adds a scenario from memory: `text` is what a file `id.ron` would hold. Its base is a shipped scenario or another text of
    /// the study.
    pub fn load_str(mut self, id: impl Into<String>, text: impl Into<String>) -> Self {
        self.sources.push(Source::Text { id: id.into(), text: text.into() });
        self
    }

    /// Adds a scenario from any source, such as one with values that are set in it alone.
    pub fn source(mut self, source: Source) -> Self {
        self.sources.push(source);
        self
    }

    /// Sets an input to a number in every scenario: by its [`Address`](crate::inputs::address::Address), or as it is written
    /// (`"required[isr,30]"`, `"us_reinforcement[*,180]"`).
    pub fn set(mut self, input: impl Display, value: f64) -> Self {
        self.sets.push(format!("{input}={value:?}"));
        self
    }

    /// Sets a value as `--set` takes it: `"duration=Pert(low: 4, mode: 8, high: 12)"`.
    pub fn set_text(mut self, text: impl Into<String>) -> Self {
        self.sets.push(text.into());
        self
    }

    /// How many replicates; a design other than plain Monte Carlo takes them by the thousand and rounds up.
    pub fn replicates(mut self, replicates: u64) -> Self {
        self.settings.replicates = replicates;
        self
    }

    /// Seed of all draws.
    pub fn seed(mut self, seed: u64) -> Self {
        self.settings.seed = seed;
        self
    }

    /// How replicates cover the uncertain inputs.
    pub fn design(mut self, design: Design) -> Self {
        self.design = design;
        self
    }

    /// Threads; 0 for one per core. Numbers do not depend on it.
    pub fn threads(mut self, threads: usize) -> Self {
        self.settings.threads = threads;
        self
    }

    /// How much is kept, and computed.
    pub fn detail(mut self, detail: Detail) -> Self {
        self.detail = detail;
        self
    }

    /// Also counts for quantiles of an outcome that has none as it is.
    pub fn quantiles(mut self, outcome: Outcome) -> Self {
        self.quantiles.push(outcome);
        self
    }

    /// Runs on until it is precise: a target as `--precision` takes it (`"index_headline[30]=0.002"`, `"ranking"`), and the most
    /// replicates that may take; [`Study::replicates`] is then the least.
    pub fn precision(mut self, target: impl Into<String>, most: u64) -> Self {
        self.precision.push(target.into());
        self.max_replicates = most;
        self
    }

    /// In how many of the first replicates mechanisms are switched on one after another: what allies do before and after they
    /// react is known from these. `u64::MAX` for all.
    pub fn causes(mut self, replicates: u64) -> Self {
        self.causes = replicates;
        self
    }

    /// Who is told how far the run is.
    pub fn observer(mut self, observer: impl Observer + 'static) -> Self {
        self.settings.observer = Box::new(observer);
        self
    }

    /// What ends the run early.
    pub fn cancel(mut self, token: &CancelToken) -> Self {
        self.settings.cancel = token.clone();
        self
    }

    /// Loads the scenarios and runs them.
    ///
    /// # Errors
    /// As [`Study::plan`] and [`Planned::run`].
    pub fn run(self) -> Result<Finished, StudyError> {
        self.plan()?.run()
    }

    /// Loads the scenarios and plans the run: what can be wrong with it is known then.
    ///
    /// # Errors
    /// When a scenario or a value that is set is wrong (all findings, with their places), when scenarios cannot be run
    /// together, or when there is no such precision.
    pub fn plan(self) -> Result<Planned, StudyError> {
        let (scenarios, warnings) = scenario::load_sources(&self.sources, &self.sets)?;
        let of_detail = |detail: Detail| -> Result<Plan, StudyError> {
            let mut plan = Plan::with_design(&scenarios, self.settings.seed, self.design)?;
            plan.keep_detail(detail);
            self.quantiles.iter().for_each(|outcome| plan.cells.count_quantiles(*outcome));
            plan.causes = self.causes;
            Ok(plan)
        };
        let replicates = self.design.replicates(self.settings.replicates.max(1));
        let waits = |plan: &Plan| {
            waits(&self.precision, (replicates, self.max_replicates), plan, &scenarios).map(|_| ())
        };
        // What the run waits for is kept, also where tables for people would not hold it.
        let mut plan = of_detail(self.detail)?;
        if waits(&plan).is_err() {
            plan = of_detail(Detail::Full)?;
            waits(&plan)?;
        }
        Ok(Planned {
            scenarios,
            warnings,
            plan,
            precision: self.precision,
            max_replicates: self.max_replicates,
            settings: self.settings.replicates(replicates),
        })
    }
}
