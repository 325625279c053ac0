//! The equations of the burden-shift model (docs/model.md), one file a section, over blocks of eight replicates.
//!
//! Nothing here knows of files, threads or the clock: [`simulate::State`] takes inputs, shocks and cut shares from
//! anywhere and computes one arm.

// The equations are written by index, as on the page: several arrays are read and written at the same d, k or a.
#![allow(clippy::needless_range_loop)]

pub mod arm;
pub mod asked;
pub mod binding;
pub mod cells;
pub mod closure;
pub mod costs;
pub mod drawdown;
pub mod economy;
pub mod frame;
pub mod headline;
pub mod index;
pub mod industry;
pub mod layout;
pub mod money;
pub mod orders;
pub mod outcomes;
mod over_run;
pub mod participation;
pub mod pledges;
pub mod programme;
pub mod requirement;
pub mod row_selection;
pub mod share;
pub mod sheet;
pub mod shocks;
pub mod simulate;
pub mod supply;
pub mod world;

pub use crate::sampling::lanes;
