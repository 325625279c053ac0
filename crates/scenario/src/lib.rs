//! What a user of drawdown writes, read and resolved; what ships is compiled in here.
#![warn(missing_docs)]

use drawdown_base::{digest, disk, text};
use drawdown_inputs::inputs;

pub mod scenario;
