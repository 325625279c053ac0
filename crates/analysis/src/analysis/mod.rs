//! From accumulated replicates to tables and the summary.

pub mod asked;
pub mod assumptions;
pub mod causes;
pub mod comparison;
pub mod contrasts;
mod departed;
mod digits;
pub mod estimates;
mod extremes;
mod grades;
pub mod halves;
pub mod headline_index;
pub mod named_cell;
mod order;
pub mod precision;
pub mod references;
mod regret;
#[cfg(feature = "sweep")]
pub mod replicates;
pub mod required;
pub mod rows;
pub mod sensitivity;
pub mod summary;
