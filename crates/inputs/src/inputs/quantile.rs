//! Exact quantile and distribution functions, mean and variance of every [`Distribution`].

use super::distribution::Distribution;
use super::elementary::{exp, exp_m1, ln, normal_cdf, normal_quantile};
use super::{special::BetaShape, truncated::Truncated};

/// 95 % quantile of the standard normal.
const Z_95: f64 = 1.644_853_626_951_472_7;

/// A distribution made ready for evaluation. Parameters are expected to be valid (the scenario layer checks them);
/// degenerate ones (width or deviation 0) are constants.
#[derive(Clone, Debug, PartialEq)]
pub enum Law {
    /// One value.
    Constant(f64),
    /// Uniform between the ends.
    Uniform {
        /// Lower end.
        low: f64,
        /// Upper end.
        high: f64,
    },
    /// Triangular.
    Triangular {
        /// Lower end.
        low: f64,
        /// Peak.
        mode: f64,
        /// Upper end.
        high: f64,
    },
    /// Normal.
    Normal {
        /// Mean.
        mean: f64,
        /// Standard deviation.
        sd: f64,
    },
    /// Normal between bounds.
    Truncated {
        /// Mean and deviation before the cut, and what follows from the bounds.
        normal: Truncated,
        /// Lower bound.
        low: f64,
        /// Upper bound.
        high: f64,
    },
    /// Log-normal: mean and standard deviation of the logarithm.
    LogNormal {
        /// Mean of the logarithm.
        mu: f64,
        /// Standard deviation of the logarithm.
        sigma: f64,
    },
    /// Beta on an interval, PERT included.
    Beta {
        /// Shape on [0, 1].
        shape: BetaShape,
        /// Lower end.
        low: f64,
        /// Upper end.
        high: f64,
    },
    /// Values in ascending order with cumulative probabilities, the last of them 1.
    Steps {
        /// Distinct values.
        values: Vec<f64>,
        /// Probability of each value or a smaller one.
        cumulative: Vec<f64>,
    },
}

impl Law {
    /// Prepares a distribution.
    #[must_use]
    pub fn new(distribution: &Distribution) -> Self {
        match *distribution {
            Distribution::Constant(value) => Law::Constant(value),
            Distribution::Uniform { low, high }
            | Distribution::Triangular { low, high, .. }
            | Distribution::Pert { low, high, .. }
            | Distribution::TruncatedNormal { low, high, .. }
            | Distribution::Beta { low, high, .. }
                if low >= high =>
            {
                Law::Constant(low)
            }
            Distribution::Uniform { low, high } => Law::Uniform { low, high },
            Distribution::Triangular { low, mode, high } => Law::Triangular { low, mode, high },
            Distribution::Pert { low, mode, high } => {
                let (a, b) = ((mode - low) / (high - low), (high - mode) / (high - low));
                Law::Beta { shape: BetaShape::new(1.0 + 4.0 * a, 1.0 + 4.0 * b), low, high }
            }
            Distribution::Beta { alpha, beta, low, high } => {
                Law::Beta { shape: BetaShape::new(alpha, beta), low, high }
            }
            Distribution::Normal { mean, sd } if sd <= 0.0 => Law::Constant(mean),
            Distribution::Normal { mean, sd } => Law::Normal { mean, sd },
            Distribution::TruncatedNormal { mean, sd, low, high } if sd <= 0.0 => {
                Law::Constant(if mean < low { low } else { mean.min(high) })
            }
            Distribution::TruncatedNormal { mean, sd, low, high } => {
                Law::Truncated { normal: Truncated::new(mean, sd, low, high), low, high }
            }
            Distribution::LogNormal { median, sigma } => log_normal(median, ln(median), sigma),
            Distribution::LogNormalQuantiles { p05, p95 } => {
                let (low, high) = (ln(p05), ln(p95));
                log_normal(p05, 0.5 * (low + high), 0.5 * (high - low) / Z_95)
            }
            Distribution::Empirical { ref values } => {
                steps(values.iter().map(|&value| (value, 1.0)).collect())
            }
            Distribution::Discrete { ref values, ref probabilities } => {
                steps(values.iter().copied().zip(probabilities.iter().copied()).collect())
            }
        }
    }

    /// The smallest value with at least probability `u` at or below it, for `u` in (0, 1).
    #[must_use]
    #[inline(always)]
    pub fn quantile(&self, u: f64) -> f64 {
        match self {
            Law::Constant(value) => *value,
            Law::Uniform { low, high } => within(low + u * (high - low), *low, *high),
            Law::Triangular { low, mode, high } => {
                let width = high - low;
                let rising = low + (u * width * (mode - low)).sqrt();
                let falling = high - ((1.0 - u) * width * (high - mode)).sqrt();
                within(if u * width < mode - low { rising } else { falling }, *low, *high)
            }
            Law::Normal { mean, sd } => mean + sd * normal_quantile(u),
            Law::Truncated { normal, low, high } => within(normal.quantile(u), *low, *high),
            Law::LogNormal { mu, sigma } => exp(mu + sigma * normal_quantile(u)),
            Law::Beta { shape, low, high } => {
                let (x, y) = shape.quantile(u);
                within(if u <= 0.5 { low + (high - low) * x } else { high - (high - low) * y }, *low, *high)
            }
            Law::Steps { values, cumulative } => {
                values[cumulative.partition_point(|&below| below < u).min(values.len() - 1)]
            }
        }
    }

    /// Probability of `x` or less.
    #[must_use]
    pub fn cdf(&self, x: f64) -> f64 {
        let from_normal = |z: f64| normal_cdf(z);
        match self {
            Law::Constant(value) => f64::from(u8::from(x >= *value)),
            Law::Uniform { low, high }
            | Law::Triangular { low, high, .. }
            | Law::Truncated { low, high, .. }
            | Law::Beta { low, high, .. }
                if x <= *low || x >= *high =>
            {
                f64::from(u8::from(x >= *high))
            }
            Law::Uniform { low, high } => (x - low) / (high - low),
            Law::Triangular { low, mode, high } if x < *mode => {
                (x - low) / (high - low) * ((x - low) / (mode - low))
            }
            Law::Triangular { low, mode, high } => {
                1.0 - (high - x) / (high - low) * ((high - x) / (high - mode))
            }
            Law::Normal { mean, sd } => from_normal((x - mean) / sd),
            Law::Truncated { normal, .. } => normal.cdf(x),
            Law::LogNormal { .. } if x <= 0.0 => 0.0,
            Law::LogNormal { mu, sigma } => from_normal((ln(x) - mu) / sigma),
            Law::Beta { shape, low, high } => {
                let x = (x - low) / (high - low);
                shape.both(x).0
            }
            Law::Steps { values, cumulative } => match values.partition_point(|&value| value <= x) {
                0 => 0.0,
                count => cumulative[count - 1],
            },
        }
    }

    /// Mean, in the unit of the input.
    #[must_use]
    pub fn mean(&self) -> f64 {
        match self {
            Law::Constant(value) => *value,
            Law::Uniform { low, high } => 0.5 * (low + high),
            Law::Triangular { low, mode, high } => (low + mode + high) / 3.0,
            Law::Normal { mean, .. } => *mean,
            Law::Truncated { normal, .. } => normal.moments().0,
            Law::LogNormal { mu, sigma } => exp(mu + 0.5 * sigma * sigma),
            Law::Beta { shape, low, high } => low + (high - low) * shape.mean(),
            Law::Steps { .. } => self.weighted(|value| value),
        }
    }

    /// Variance, in the unit of the input squared.
    #[must_use]
    pub fn variance(&self) -> f64 {
        match self {
            Law::Constant(_) => 0.0,
            Law::Uniform { low, high } => (high - low) * (high - low) / 12.0,
            Law::Triangular { low, mode, high } => {
                // The usual form without its cancellation: all three differences are non-negative.
                let (a, b, c) = (mode - low, high - mode, high - low);
                (a * a + b * b + c * c) / 36.0
            }
            Law::Normal { sd, .. } => sd * sd,
            Law::Truncated { normal, .. } => normal.moments().1,
            Law::LogNormal { mu, sigma } => exp_m1(sigma * sigma) * exp(2.0 * mu + sigma * sigma),
            Law::Beta { shape, low, high } => (high - low) * (high - low) * shape.variance(),
            Law::Steps { .. } => {
                let mean = self.mean();
                self.weighted(|value| (value - mean) * (value - mean))
            }
        }
    }

    /// Mean of a function over the steps.
    fn weighted(&self, function: impl Fn(f64) -> f64) -> f64 {
        let Law::Steps { values, cumulative } = self else { return 0.0 };
        let mut before = 0.0;
        let mut sum = 0.0;
        for (&value, &below) in values.iter().zip(cumulative) {
            sum += (below - before) * function(value);
            before = below;
        }
        sum
    }
}

/// Between the ends of the support, against rounding.
#[inline(always)]
pub fn within(x: f64, low: f64, high: f64) -> f64 {
    let x = if x < low { low } else { x };
    if x > high { high } else { x }
}

fn log_normal(value: f64, mu: f64, sigma: f64) -> Law {
    if sigma <= 0.0 { Law::Constant(value) } else { Law::LogNormal { mu, sigma } }
}

/// Sorts, merges equal values, leaves out what has no probability, and normalises.
fn steps(mut weighted: Vec<(f64, f64)>) -> Law {
    weighted.retain(|&(_, weight)| weight > 0.0);
    weighted.sort_by(|a, b| a.0.total_cmp(&b.0));
    let total: f64 = weighted.iter().map(|&(_, weight)| weight).sum();
    let (mut values, mut cumulative): (Vec<f64>, Vec<f64>) = (Vec::new(), Vec::new());
    let mut sum = 0.0;
    for (value, weight) in weighted {
        sum += weight;
        if values.last() == Some(&value) {
            cumulative.pop();
        } else {
            values.push(value);
        }
        cumulative.push(sum / total);
    }
    if let Some(last) = cumulative.last_mut() {
        *last = 1.0;
    }
    match values.as_slice() {
        [value] => Law::Constant(*value),
        // Nothing to draw from; the scenario layer refuses it, here it shows as a failed replicate.
        [] => Law::Constant(f64::NAN),
        _ => Law::Steps { values, cumulative },
    }
}

/// Exact quantile function: the smallest value with at least probability `u` at or below it, `u` in (0, 1).
#[must_use]
pub fn quantile(distribution: &Distribution, u: f64) -> f64 {
    Law::new(distribution).quantile(u)
}

/// Distribution function: probability of `x` or less.
#[must_use]
pub fn cdf(distribution: &Distribution, x: f64) -> f64 {
    Law::new(distribution).cdf(x)
}

/// Mean, in the unit of the input.
#[must_use]
pub fn mean(distribution: &Distribution) -> f64 {
    Law::new(distribution).mean()
}

/// Variance, in the unit of the input squared.
#[must_use]
pub fn variance(distribution: &Distribution) -> f64 {
    Law::new(distribution).variance()
}
