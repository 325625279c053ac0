//! What words, tables and figures of drawdown share.
#![warn(missing_docs)]

use drawdown_store::store;

pub mod present;
