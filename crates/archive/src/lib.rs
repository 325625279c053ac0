//! Archives of drawdown.
#![warn(missing_docs)]

use drawdown_base::disk;

pub mod archive;
