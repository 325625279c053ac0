//! Replicate, block, chunk, ordered reduction.

pub mod accumulate;
pub mod checkpoint;
pub mod chunk;
pub mod compile;
pub mod counts;
mod dispatch;
pub mod draw;
pub mod pairs;
pub mod plan;
pub mod run;
pub mod sums;
pub mod trace;
mod worker;
