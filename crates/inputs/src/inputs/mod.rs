//! What the model is fed with, below scenarios and draws alike: the names of its inputs, their addresses, and
//! distributions with their quantile functions.
//!
//! `scenario` checks what a user writes with the very functions that `sampling` draws with; both re-export what
//! belongs to them.
// Loops over lanes and matrices run through several arrays by one index, as the formulas do.
#![allow(clippy::needless_range_loop)]

pub mod address;
pub mod correlation;
pub mod distribution;
pub mod elementary;
pub mod names;
pub mod number;
pub mod quantile;
pub mod special;
pub mod truncated;
