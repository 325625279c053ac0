//! Published figures held against the model (`drawdown validate`): each study's own assumptions as a scenario, each figure a
//! record that says with which outcome of which scenario it is compared, or why it cannot be.
//!
//! The way of a figure: `published.ron` -> [`record::Record`]s with their places ([`read`]) -> the scenarios they name, run on
//! the same draws ([`run`]) -> the band of each outcome ([`verdict::Band`]) -> its [`verdict`] -> [`findings::Findings`], which words,
//! tables, figure and report are made of.

pub mod closing;
pub mod findings;
pub mod read;
mod read_compare;
mod read_field;
mod read_target;
pub mod record;
pub mod run;
pub mod tables;
pub mod target;
pub mod verdict;

/// Replicates of the run whose verdicts are recorded.
pub const REPLICATES: u64 = 4_096;

/// Its seed.
pub const SEED: u64 = 1;
