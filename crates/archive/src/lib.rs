//! Archives of drawdown.
#![warn(missing_docs)]

use drawdown_base::{disk, text};

pub mod archive;
