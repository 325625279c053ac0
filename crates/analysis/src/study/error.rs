//! Why a study has no answer, with a code for programs and words for people.

#[cfg(feature = "sweep")]
use crate::{analysis::replicates::AskedError, sweep::SweepError};
use crate::{
    engine::{drive::RunError, plan::PlanError},
    hindcast::series::SeriesError,
    scenario::{
        Diagnostics,
        diagnostic::{Code as FindingCode, Place},
    },
    validate::run::ValidateError,
};

/// What kind of error it is: what control flow asks for, and never the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Code {
    /// A scenario, or a value that is set, is wrong.
    Scenario,
    /// The scenarios cannot be run together.
    Plan,
    /// What the run should wait for does not exist, or cannot be waited for.
    Precision,
    /// The run failed.
    Run,
    /// It was cancelled before the first runs were done.
    Cancelled,
    /// No scenario, domain, ally, host, year, quarter, tier or table is called so.
    Unknown,
    /// The outcome has axes that were not given, or none of those that were.
    Axes,
    /// The outcome does not exist in this arm, or the arm was not asked for.
    Arm,
    /// The outcome was not asked for there.
    NotKept,
    /// No replicate has a value.
    NoValue,
    /// A number is not among those allowed.
    Range,
    /// A scenario has no critical domain, and none are named.
    NoDomain,
    /// No programme can be chosen so.
    Programme,
    /// What was spent in the past is not complete.
    Series,
    /// The store of a sweep is not what it should be, or cannot be written.
    Store,
    /// What is to be kept of replicates does not exist.
    Replicates,
    /// The input or outcome of which variance is asked does not exist, or cannot be had.
    Variance,
}

impl Code {
    /// Its name, which does not change.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Scenario => "scenario",
            Self::Plan => "plan",
            Self::Precision => "precision",
            Self::Run => "run",
            Self::Cancelled => "cancelled",
            Self::Unknown => "unknown",
            Self::Axes => "axes",
            Self::Arm => "arm",
            Self::NotKept => "not-kept",
            Self::NoValue => "no-value",
            Self::Range => "range",
            Self::NoDomain => "no-domain",
            Self::Programme => "programme",
            Self::Series => "series",
            Self::Store => "store",
            Self::Replicates => "replicates",
            Self::Variance => "variance",
        }
    }
}

/// Why a study has no answer.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StudyError {
    /// What was found in the scenarios.
    #[error("{}", .0.render(false))]
    Scenario(Diagnostics),
    /// Why they cannot be run together.
    #[error(transparent)]
    Plan(#[from] PlanError),
    /// What is wrong with what the run should wait for.
    #[error("{0}")]
    Precision(String),
    /// Why the run has no results.
    #[error(transparent)]
    Run(RunError),
    /// See [`Code::Cancelled`].
    #[error("cancelled before the first runs were done")]
    Cancelled,
    /// See [`Code::Unknown`].
    #[error("no {what} `{asked}`; there are: {}", known.join(", "))]
    Unknown {
        /// What kind of name.
        what: &'static str,
        /// The name.
        asked: String,
        /// Those that there are.
        known: Vec<String>,
    },
    /// See [`Code::Axes`].
    #[error("`{outcome}` is by {}; missing: {}; not of it: {}", list(has), list(missing), list(superfluous))]
    Axes {
        /// Name of the outcome.
        outcome: &'static str,
        /// Its axes.
        has: Vec<&'static str>,
        /// Those that were not given.
        missing: Vec<&'static str>,
        /// Those given that it does not have.
        superfluous: Vec<&'static str>,
    },
    /// See [`Code::Arm`].
    #[error("`{outcome}` has no arm `{arm}` in this run; it has: {}", list(has))]
    Arm {
        /// Name of the outcome.
        outcome: &'static str,
        /// The arm.
        arm: &'static str,
        /// Those that there are.
        has: Vec<&'static str>,
    },
    /// See [`Code::NotKept`].
    #[error("`{outcome}` is not kept there: ask for more with `detail`")]
    NotKept {
        /// Name of the outcome.
        outcome: &'static str,
    },
    /// See [`Code::NoValue`].
    #[error("no run has a value of `{outcome}` there")]
    NoValue {
        /// Name of the outcome.
        outcome: &'static str,
    },
    /// See [`Code::Range`].
    #[error("no {what} {asked}; allowed: {allowed}")]
    Range {
        /// What the number is of.
        what: &'static str,
        /// The number.
        asked: f64,
        /// Those that may be.
        allowed: String,
    },
    /// See [`Code::NoDomain`].
    #[error("`{scenario}` has no critical domain: name some")]
    NoDomain {
        /// Its id.
        scenario: String,
    },
    /// See [`Code::Programme`].
    #[error("{0}")]
    Programme(String),
    /// See [`Code::Replicates`].
    #[error("{0}")]
    Replicates(String),
    /// See [`Code::Variance`].
    #[error("{0}")]
    Variance(String),
    /// See [`Code::Series`].
    #[error(transparent)]
    Series(SeriesError),
    /// Why published figures have nothing to be held against.
    #[error(transparent)]
    Published(#[from] ValidateError),
    /// Why a sweep ends before it is done.
    #[cfg(feature = "sweep")]
    #[error(transparent)]
    Sweep(#[from] SweepError),
}

impl StudyError {
    /// What kind it is.
    #[must_use]
    pub const fn code(&self) -> Code {
        match self {
            Self::Scenario(_) => Code::Scenario,
            Self::Plan(_) => Code::Plan,
            Self::Precision(_) => Code::Precision,
            Self::Run(_) => Code::Run,
            Self::Cancelled => Code::Cancelled,
            Self::Unknown { .. } => Code::Unknown,
            Self::Axes { .. } => Code::Axes,
            Self::Arm { .. } => Code::Arm,
            Self::NotKept { .. } => Code::NotKept,
            Self::NoValue { .. } => Code::NoValue,
            Self::Range { .. } => Code::Range,
            Self::NoDomain { .. } => Code::NoDomain,
            Self::Programme(_) => Code::Programme,
            Self::Replicates(_) => Code::Replicates,
            Self::Variance(_) => Code::Variance,
            Self::Series(_) => Code::Series,
            Self::Published(error) => match error {
                ValidateError::Plan { .. } => Code::Plan,
                ValidateError::Run { .. } => Code::Run,
                ValidateError::Nothing { .. } => Code::NoValue,
                ValidateError::Stopped => Code::Cancelled,
            },
            #[cfg(feature = "sweep")]
            Self::Sweep(error) => match error {
                SweepError::Store(_) => Code::Store,
                SweepError::Base(_) => Code::Scenario,
                SweepError::Threads(_) => Code::Run,
            },
        }
    }

    /// What kinds of errors were found in the scenarios, in the order of [`Diagnostics`]; empty for other errors. Messages,
    /// hints and places are in [`StudyError::Scenario`].
    #[must_use]
    pub fn findings(&self) -> Vec<FindingCode> {
        let Self::Scenario(found) = self else { return Vec::new() };
        found.errors().map(|item| item.code).collect()
    }

    /// The places of the errors in scenarios, as an editor counts; those without a place in a text are left out.
    #[must_use]
    pub fn places(&self) -> Vec<Place> {
        let Self::Scenario(found) = self else { return Vec::new() };
        found.errors().filter_map(|item| item.span.map(|span| found.place(span))).collect()
    }
}

impl From<Diagnostics> for StudyError {
    fn from(found: Diagnostics) -> Self {
        Self::Scenario(found)
    }
}

impl From<RunError> for StudyError {
    fn from(error: RunError) -> Self {
        match error {
            RunError::Nothing => Self::Cancelled,
            error => Self::Run(error),
        }
    }
}

#[cfg(feature = "sweep")]
impl From<AskedError> for StudyError {
    fn from(error: AskedError) -> Self {
        match error {
            AskedError::Name(why) => Self::Replicates(why),
            AskedError::Plan(error) => error.into(),
        }
    }
}

fn list(names: &[&str]) -> String {
    if names.is_empty() { "nothing".to_owned() } else { names.join(", ") }
}
