//! Tidy tables: one row an estimate, the same columns in the same order in every file (docs/formats.md).

use std::path::Path;

use serde::{Deserialize, Serialize};

/// One estimate. Fields that do not apply are `None` and empty in the file; a table's file has the columns that occur.
///
/// `p05` to `p95` describe the spread over replicates; `se`, `lower` and `upper` the error of the estimate (95 %).
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Row {
    /// Scenario id.
    pub scenario: String,
    /// `scenario`, `direct`, `counterfactual`, or the paired `attributable`, `direct_effect`, `induced`.
    pub arm: Option<String>,
    /// What is estimated.
    pub outcome: String,
    /// Its unit.
    pub unit: String,
    /// Domain id.
    pub domain: Option<String>,
    /// Readiness tier, days after the alert.
    pub tier: Option<u32>,
    /// Ally id.
    pub ally: Option<String>,
    /// Host country id.
    pub host: Option<String>,
    /// Quarter from the start of the run.
    pub quarter: Option<usize>,
    /// Calendar year.
    pub year: Option<i32>,
    /// Mean over replicates.
    pub mean: Option<f64>,
    /// Standard error of the mean.
    pub se: Option<f64>,
    /// Quantiles over replicates.
    pub p05: Option<f64>,
    /// 25 % quantile.
    pub p25: Option<f64>,
    /// Median.
    pub p50: Option<f64>,
    /// 75 % quantile.
    pub p75: Option<f64>,
    /// 95 % quantile.
    pub p95: Option<f64>,
    /// Probability (with `lower` and `upper`: Wilson's 95 % interval).
    pub probability: Option<f64>,
    /// Lower end of the 95 % interval of the estimate.
    pub lower: Option<f64>,
    /// Upper end of the 95 % interval of the estimate.
    pub upper: Option<f64>,
}

/// A table: rows in a fixed order.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Table {
    /// The rows.
    pub rows: Vec<Row>,
}

impl Table {
    /// Reads a table of a run folder.
    ///
    /// # Errors
    /// When the file cannot be read or a cell is not of its column's type; the message names file and line.
    pub fn read(path: &Path) -> Result<Self, csv::Error> {
        let rows = csv::Reader::from_path(path)?.into_deserialize().collect::<Result<_, _>>()?;
        Ok(Self { rows })
    }
}
