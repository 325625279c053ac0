//! Draws: keyed random numbers, quantile functions, dependence between inputs, shocks (model.md section 1).
// Loops over lanes run through several arrays by one index, as the formulas do.
#![allow(clippy::needless_range_loop)]

pub mod dependence;
pub mod design;
pub mod keyed;
pub mod lanes;
pub mod latin;
pub mod shocks;
pub mod sobol;
pub mod table;
mod turns;

pub use crate::inputs::{elementary, quantile, special, truncated};

#[cfg(test)]
mod tests;
