//! Tables with columns of their own, which not every run has.

use std::{borrow::Borrow, fs::File, io::BufWriter, path::Path};

use serde::{Deserialize, Serialize, de::DeserializeOwned};

use super::read_table::{Ids, TableError, read_rows};
use crate::text::{Numbers, write_csv};

/// A row of `comparison.csv`: a pair of scenarios, difference = a - b on the same replicate.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct PairRow {
    /// Id of the first.
    pub scenario_a: String,
    /// Id of the second.
    pub scenario_b: String,
    /// Paired difference the outcome is taken of.
    pub arm: String,
    /// What is compared.
    pub outcome: String,
    /// Its unit.
    pub unit: String,
    /// Domain id.
    pub domain: Option<String>,
    /// Readiness tier.
    pub tier: Option<u32>,
    /// Mean difference.
    pub difference: Option<f64>,
    /// Its standard error.
    pub se: Option<f64>,
    /// Lower end of the 95 % interval of the mean difference.
    pub lower: Option<f64>,
    /// Upper end.
    pub upper: Option<f64>,
    /// P(a is worse), ties half.
    pub probability_a_worse: Option<f64>,
    /// 5 % quantile of the difference over replicates, where it is counted.
    pub p05: Option<f64>,
    /// 25 % quantile.
    pub p25: Option<f64>,
    /// Median.
    pub p50: Option<f64>,
    /// 75 % quantile.
    pub p75: Option<f64>,
    /// 95 % quantile.
    pub p95: Option<f64>,
}

/// A row of `causes.csv`: a step from the shortfall index without drawdown to that with it, all of them together, or one
/// of both totals.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct CauseRow {
    /// Scenario id.
    pub scenario: String,
    /// Readiness tier.
    pub tier: u32,
    /// `counterfactual`, `presence`, `return`, `handover`, `disruption`, `linkage`, `reaction`,
    /// `attributable` or `scenario`.
    pub step: String,
    /// Unit of all numbers: `fraction`.
    pub unit: String,
    /// Mean over replicates.
    pub mean: Option<f64>,
    /// Its standard error.
    pub se: Option<f64>,
    /// 5 % quantile over replicates.
    pub p05: Option<f64>,
    /// 95 % quantile.
    pub p95: Option<f64>,
    /// The part of the mean that acts through enablers.
    pub enablers_mean: Option<f64>,
    /// Its standard error.
    pub enablers_se: Option<f64>,
    /// Replicates that the causes were computed in.
    pub replicates: u64,
}

/// A row of `regret.csv`: how much worse a scenario is than the best one, replicate by replicate.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct RegretRow {
    /// Scenario id.
    pub scenario: String,
    /// What is regretted: `index_headline` (by tier) or `shortfall` (by domain and tier).
    pub outcome: String,
    /// Domain id.
    pub domain: Option<String>,
    /// Readiness tier.
    pub tier: Option<u32>,
    /// Unit: `fraction`.
    pub unit: String,
    /// Mean over replicates.
    pub mean: Option<f64>,
    /// Its standard error.
    pub se: Option<f64>,
}

/// Writes a table of `R`s.
///
/// # Errors
/// When the file cannot be written.
pub fn write<R: Serialize + Default>(
    path: &Path,
    rows: impl IntoIterator<Item = impl Borrow<R>>,
) -> Result<(), csv::Error> {
    write_csv::<R>(BufWriter::new(File::create(path)?), Numbers::Tidy, rows)
}

/// Reads a table of a run folder; no rows where there is none.
///
/// # Errors
/// When it is there and cannot be read; the message names the file.
pub fn read<R: DeserializeOwned>(run: &Path, name: &str, known: &Ids) -> Result<Vec<R>, TableError> {
    let path = run.join("tables").join(format!("{name}.csv"));
    if !path.exists() {
        return Ok(Vec::new());
    }
    read_rows(&path, known, |_| true)
}
