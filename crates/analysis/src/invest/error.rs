//! Why nothing was chosen.

use crate::engine::{drive::RunError, plan::PlanError};

/// Why there is no answer.
#[derive(Debug, thiserror::Error)]
pub enum InvestError {
    /// The second seed cannot be planned.
    #[error(transparent)]
    Plan(#[from] PlanError),
    /// The engine gave no values.
    #[error(transparent)]
    Run(#[from] RunError),
    /// It was stopped: nothing is known before all is done.
    #[error("interrupted before the choice was made")]
    Stopped,
}
