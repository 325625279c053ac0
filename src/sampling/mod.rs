//! Draws: keyed random numbers, quantile functions, dependence between inputs, shocks (model.md section 1).

pub mod dependence;
pub mod design;
pub mod elementary;
pub mod keyed;
pub mod quantile;
pub mod shocks;
pub mod special;
pub mod table;
pub mod truncated;
