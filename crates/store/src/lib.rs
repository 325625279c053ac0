//! What runs and sweeps of drawdown leave behind.
#![warn(missing_docs)]

use drawdown_base::{digest, disk, text};
use drawdown_core::{model, sampling};
use drawdown_scenario::scenario;

pub mod store;
