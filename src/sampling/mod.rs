//! Random numbers by address, quantile functions, dependence between inputs.

pub mod dependence;
pub mod elementary;
pub mod keyed;
pub mod quantile;
pub mod shocks;
pub mod special;
pub mod table;
