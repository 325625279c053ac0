//! The live page of drawdown, served to a browser on the same machine.
#![warn(missing_docs)]

use drawdown_analysis::{analysis, study};
use drawdown_figures::plot;
use drawdown_inputs::inputs;
use drawdown_present::present;
use drawdown_report::report;
use drawdown_scenario::scenario;
use drawdown_store::store;
use drawdown_workbook::workbook;

pub mod serve;
