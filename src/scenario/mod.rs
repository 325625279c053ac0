//! What a user writes: RON files, `base` inheritance, units, validation, diagnostics that point at the line.

pub mod address;
pub mod distribution;
pub mod names;
pub mod resolved;
