//! Tables with columns of their own, which not every run has: a figure that needs one that is missing is left out.

use std::path::Path;

use serde::{Deserialize, Serialize, de::DeserializeOwned};

use super::PlotError;
use crate::store::read_table::{Ids, read_rows};
pub use crate::store::sensitivity::SensitivityRow;

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
    /// Readiness tier.
    pub tier: Option<u32>,
    /// Mean difference.
    pub difference: Option<f64>,
    /// Its standard error.
    pub se: Option<f64>,
    /// P(a is worse), ties half.
    pub probability_a_worse: Option<f64>,
    /// 5 % quantile of the difference over replicates, if the table has it.
    #[serde(default)]
    pub p05: Option<f64>,
    /// 25 % quantile.
    #[serde(default)]
    pub p25: Option<f64>,
    /// 75 % quantile.
    #[serde(default)]
    pub p75: Option<f64>,
    /// 95 % quantile.
    #[serde(default)]
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

/// The tables that a run may have or not.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Extra {
    /// Pairs of scenarios.
    pub comparison: Vec<PairRow>,
    /// Causes of the gap.
    pub causes: Vec<CauseRow>,
    /// Regret.
    pub regret: Vec<RegretRow>,
    /// Sensitivity to inputs.
    pub sensitivity: Vec<SensitivityRow>,
}

impl Extra {
    /// Reads those that are in `tables/` of a run folder.
    ///
    /// # Errors
    /// When one is there and cannot be read; the message names the file.
    pub fn load(run: &Path, known: &Ids) -> Result<Self, PlotError> {
        Ok(Self {
            comparison: read(run, "comparison", known)?,
            causes: causes(run, known)?,
            regret: read(run, "regret", known)?,
            sensitivity: read(run, "sensitivity", known)?,
        })
    }
}

/// Reads `causes.csv` of a run folder; no rows where there is none.
///
/// # Errors
/// When it cannot be read; the message names the file.
pub fn causes(run: &Path, known: &Ids) -> Result<Vec<CauseRow>, PlotError> {
    read(run, "causes", known)
}

fn read<R: DeserializeOwned>(run: &Path, name: &str, known: &Ids) -> Result<Vec<R>, PlotError> {
    let path = run.join("tables").join(format!("{name}.csv"));
    if !path.exists() {
        return Ok(Vec::new());
    }
    Ok(read_rows(&path, known, |_| true)?)
}
