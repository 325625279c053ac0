//! Draws: keyed random numbers, quantile functions, dependence between inputs, shocks (model.md section 1).
// Loops over lanes run through several arrays by one index, as the formulas do.
#![allow(clippy::needless_range_loop)]

pub mod dependence;
pub mod design;
pub mod elementary;
pub mod keyed;
pub mod lanes;
pub mod latin;
pub mod quantile;
pub mod shocks;
pub mod sobol;
pub mod special;
pub mod table;
pub mod truncated;

#[cfg(test)]
mod tests;
