//! Why a sweep ends.

use crate::{engine::drive::RunError, scenario::Diagnostics, store::sweep::StoreError};

/// Why a sweep ends before it is done.
#[derive(Debug, thiserror::Error)]
pub enum SweepError {
    /// The store cannot be written.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The base's files changed while it ran.
    #[error("the base scenario can no longer be read:\n{0}")]
    Base(Box<Diagnostics>),
    /// The threads could not be started.
    #[error(transparent)]
    Threads(#[from] RunError),
}
