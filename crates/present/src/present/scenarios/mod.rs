//! Resolved scenarios in words: what `scenarios.json`, the rows of a sensitivity and the warnings of a comparison say of
//! scenarios and of their inputs.

pub mod changes;
pub mod inputs;
pub mod short;
pub mod statement;
pub mod warnings;
mod who;
