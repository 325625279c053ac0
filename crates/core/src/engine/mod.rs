//! Replicate, block, group, chunk, ordered reduction.

// Loops run over lanes, blocks and cells of several arrays at once, by index.
#![allow(clippy::needless_range_loop)]

pub mod accumulate;
pub mod all_counts;
pub mod blocks;
pub mod by_randomisation;
pub mod causes;
pub mod cell_counts;
mod cell_numbers;
pub mod cell_shifts;
pub mod cell_sums;
pub mod checkpoint;
pub mod chunk;
pub mod compile;
mod counters;
pub mod detail;
mod dispatch;
pub mod draw;
pub mod drive;
mod finite;
mod headlines;
mod keep;
mod live;
mod lock;
mod look_through;
pub mod not_finite;
pub mod pair_counts;
pub mod pairs;
mod pending;
mod places;
pub mod plan;
mod plan_error;
pub mod pool;
pub mod questions;
pub mod regret;
mod shifts;
pub mod sizes;
pub mod slot;
mod sources;
mod sparse;
pub mod tally;
pub mod trace;
mod worker;

// Questions are found where they are asked from: `engine::run::run`.
pub use questions::{invest, replicates, required, run, sensitivity, spending};
