//! Sweeps: thousands of experiments, computed in batches over threads and written part by part.
//!
//! Part k of a store holds the experiments from k m to (k + 1) m - 1. What an experiment gives depends on its number
//! alone, never on the batch, the thread, the shard or an interruption, and parts are written in order; so stores of the
//! same sweep have the same bytes.

pub mod batch;
pub mod columns;
pub mod describe;
mod error;
pub mod forecast;
pub mod frames;
mod kept;
pub mod merge;
pub mod overview;
pub mod remarks;
pub mod row;
pub mod run;
pub mod template;
pub mod timing;

pub use error::SweepError;
pub use forecast::{Forecast, forecast};
pub use kept::To;
pub use merge::{MergeError, merge};
pub use run::{Report, sweep};
