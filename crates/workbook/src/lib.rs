//! The spreadsheet of drawdown.
#![warn(missing_docs)]

use drawdown_base::text;
use drawdown_present::present;
use drawdown_store::store;

pub mod workbook;
