//! The equations of the burden-shift model (docs/model.md), one file a section, over blocks of eight replicates.
//!
//! Nothing here knows of files, threads or the clock: [`simulate::simulate`] takes inputs, shocks and cut shares from
//! anywhere and computes one arm.

pub mod arm;
pub mod cells;
pub mod drawdown;
pub mod frame;
pub mod industry;
pub mod lanes;
pub mod layout;
pub mod money;
pub mod orders;
pub mod outcomes;
pub mod requirement;
pub mod shocks;
pub mod simulate;
pub mod supply;
