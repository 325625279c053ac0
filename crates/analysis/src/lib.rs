//! What is made of the engine of drawdown: estimates and the answer, experiments and sweeps, and how the model fares against
//! the past and against published figures.
#![warn(missing_docs)]

use drawdown_base::{digest, disk};
use drawdown_core::{engine, model, sampling, stats};
use drawdown_inputs::inputs;
use drawdown_present::present;
use drawdown_scenario::scenario;
use drawdown_store::store;

pub mod analysis;
pub mod experiment;
pub mod hindcast;
pub mod invest;
pub mod study;
#[cfg(feature = "sweep")]
pub mod sweep;
pub mod validate;
