//! drawdown: a force-posture scenario simulator.
#![warn(missing_docs)]

pub mod sampling;
pub mod scenario;
pub mod store;
