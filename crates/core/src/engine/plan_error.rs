//! Why scenarios cannot be run together.

use crate::sampling::dependence::DependenceError;

/// Why scenarios cannot be run together.
#[derive(Debug, thiserror::Error)]
pub enum PlanError {
    /// Nothing to run.
    #[error("no scenario to run")]
    Empty,
    /// Two scenarios that do not fit.
    #[error("`{a}` and `{b}` cannot be compared: they differ in {what}")]
    Differ {
        /// First scenario.
        a: String,
        /// Second scenario.
        b: String,
        /// In what.
        what: &'static str,
    },
    /// A value that the model needs is not in the resolved scenario.
    #[error("`{scenario}` has no value for `{address}`")]
    Missing {
        /// Scenario.
        scenario: String,
        /// Address.
        address: String,
    },
    /// A correlation matrix that is none.
    #[error("`{scenario}`: {source}")]
    Dependence {
        /// Scenario.
        scenario: String,
        /// What is wrong.
        source: Box<DependenceError>,
    },
}
