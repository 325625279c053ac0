//! The figures of drawdown: a crate of their own, so that a change to one rebuilds little.
#![warn(missing_docs)]

use drawdown_base::disk;
use drawdown_core::stats;
use drawdown_present::present;
use drawdown_store::store;

pub mod plot;
