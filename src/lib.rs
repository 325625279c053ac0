//! drawdown: a force-posture scenario simulator.
#![warn(missing_docs)]

pub mod plot;
pub mod scenario;
pub mod store;
