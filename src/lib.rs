//! drawdown: a force-posture scenario simulator.
#![warn(missing_docs)]

pub mod analysis;
pub mod engine;
pub mod model;
pub mod sampling;
pub mod scenario;
pub mod stats;
pub mod store;
