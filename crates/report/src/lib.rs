//! The report of drawdown.
#![warn(missing_docs)]

use drawdown_analysis::sweep;
use drawdown_figures::plot;
use drawdown_present::present;
use drawdown_store::store;

pub mod report;

/// The made-up runs of the tests of figures.
#[cfg(test)]
#[path = "../../../tests/plot_fixture/mod.rs"]
mod fixture;
