//! drawdown: a force-posture scenario simulator.
#![warn(missing_docs)]

pub mod analysis;
pub mod cli;
pub mod engine;
pub mod model;
pub mod plot;
pub mod sampling;
pub mod scenario;
pub mod stats;
pub mod store;
