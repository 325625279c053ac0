//! The model of drawdown and what runs it, without a command line, a store, tables for people or figures.
#![warn(missing_docs)]

// The lower rooms under their names, for paths in this crate and for those who use the model alone.
use drawdown_base::{digest, disk, text};
pub use drawdown_inputs::inputs;
pub use drawdown_scenario::scenario;

pub mod engine;
pub mod model;
pub mod sampling;
pub mod stats;
