//! What people read of drawdown, and what words, tables and figures share.
#![warn(missing_docs)]

use drawdown_scenario::scenario;
use drawdown_store::store;

pub mod present;
