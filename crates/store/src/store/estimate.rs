//! Estimates as summaries hold them: a mean with its error and spread, a probability with its interval.

use serde::{Deserialize, Serialize};

/// Mean over replicates with its error and the spread over replicates.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Estimate {
    /// Mean over replicates.
    pub mean: f64,
    /// Standard error of the mean.
    #[serde(deserialize_with = "perhaps")]
    pub se: f64,
    /// 95 % interval of the mean, lower end.
    #[serde(deserialize_with = "perhaps")]
    pub lower: f64,
    /// 95 % interval of the mean, upper end.
    #[serde(deserialize_with = "perhaps")]
    pub upper: f64,
    /// 5 % quantile over replicates.
    pub p05: f64,
    /// 25 % quantile over replicates.
    pub p25: f64,
    /// Median over replicates.
    pub p50: f64,
    /// 75 % quantile over replicates.
    pub p75: f64,
    /// 95 % quantile over replicates.
    pub p95: f64,
}

impl Estimate {
    /// The same with the other sign: the quantiles change places.
    #[must_use]
    pub fn turned(&self) -> Self {
        Self {
            mean: 0.0 - self.mean,
            se: self.se,
            lower: 0.0 - self.upper,
            upper: 0.0 - self.lower,
            p05: 0.0 - self.p95,
            p25: 0.0 - self.p75,
            p50: 0.0 - self.p50,
            p75: 0.0 - self.p25,
            p95: 0.0 - self.p05,
        }
    }
}

/// A number that may not exist, such as a standard error of one replicate: JSON has no NaN, it is written as null.
pub(super) fn perhaps<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<f64, D::Error> {
    Ok(Option::<f64>::deserialize(deserializer)?.unwrap_or(f64::NAN))
}

/// A probability with Wilson's 95 % interval.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Probability {
    /// Estimate.
    pub probability: f64,
    /// Lower end.
    pub lower: f64,
    /// Upper end.
    pub upper: f64,
}
