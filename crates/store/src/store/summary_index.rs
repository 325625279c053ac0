//! What `summary.json` says of the shortfall index of an arm, and how well it is known.

use serde::{Deserialize, Serialize};

use super::estimate::Estimate;

/// The shortfall index of one arm and tier, mean over q >= 4, fraction of the requirement.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct IndexEntry {
    /// Arm or paired difference.
    pub arm: String,
    /// Readiness tier.
    pub tier: u32,
    /// The index.
    #[serde(flatten)]
    pub estimate: Estimate,
    /// How well its quantiles are known.
    #[serde(flatten)]
    pub quantile_errors: QuantileErrors,
    /// P(a difference is above 0: more is missing), ties half; absent for an arm.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub probability_above_zero: Option<f64>,
    /// Its standard error.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub probability_above_zero_se: Option<f64>,
}

/// Standard errors of quantiles over replicates; `None` where replicates are too few for one, and in run folders of
/// before they were written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct QuantileErrors {
    /// Of the 5 % quantile.
    pub p05_se: Option<f64>,
    /// Of the 25 % quantile.
    pub p25_se: Option<f64>,
    /// Of the median.
    pub p50_se: Option<f64>,
    /// Of the 75 % quantile.
    pub p75_se: Option<f64>,
    /// Of the 95 % quantile.
    pub p95_se: Option<f64>,
}
