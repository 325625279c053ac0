//! Quantile and distribution functions of every [`Distribution`], exact to rounding, and their moments.

use super::{
    elementary::{exp, ln, normal_cdf, normal_quantile},
    special::{incomplete_beta, incomplete_beta_inverse},
};
use crate::scenario::distribution::Distribution;

/// The shape parameters of a PERT distribution.
fn pert_shapes(low: f64, mode: f64, high: f64) -> (f64, f64) {
    let width = high - low;
    (1.0 + 4.0 * (mode - low) / width, 1.0 + 4.0 * (high - mode) / width)
}

/// Mean and standard deviation of the logarithm.
fn log_normal(distribution: &Distribution) -> (f64, f64) {
    match *distribution {
        Distribution::LogNormalQuantiles { p05, p95 } => {
            let (low, high) = (ln(p05), ln(p95));
            (0.5 * (low + high), (high - low) / (2.0 * normal_quantile(0.95)))
        }
        Distribution::LogNormal { median, sigma } => (ln(median), sigma),
        _ => (f64::NAN, f64::NAN),
    }
}

/// The values of a discrete distribution in ascending order with their cumulative probabilities.
fn steps(values: &[f64], probabilities: &[f64]) -> Vec<(f64, f64)> {
    let mut pairs: Vec<(f64, f64)> =
        values.iter().copied().zip(probabilities.iter().copied()).filter(|&(_, p)| p > 0.0).collect();
    pairs.sort_by(|a, b| a.0.total_cmp(&b.0));
    let mut sum = 0.0;
    for (_, p) in &mut pairs {
        sum += *p;
        *p = sum;
    }
    // Probabilities that sum to 1 only up to rounding must not leave a hole at the end.
    if let Some(last) = pairs.last_mut() {
        last.1 = 1.0;
    }
    pairs
}

/// Equal probabilities of observed values.
fn equal(values: &[f64]) -> Vec<f64> {
    vec![1.0 / values.len() as f64; values.len()]
}

/// The cumulative steps of a distribution that has a finite number of values.
#[must_use]
pub fn cumulative(distribution: &Distribution) -> Option<Vec<(f64, f64)>> {
    match distribution {
        Distribution::Empirical { values } => {
            let mut sorted = values.clone();
            sorted.sort_by(f64::total_cmp);
            let n = sorted.len() as f64;
            Some(sorted.into_iter().enumerate().map(|(i, v)| (v, (i + 1) as f64 / n)).collect())
        }
        Distribution::Discrete { values, probabilities } => Some(steps(values, probabilities)),
        _ => None,
    }
}

/// Value of the step whose cumulative probability first reaches `u`.
#[inline(always)]
#[must_use]
pub fn step_quantile(steps: &[(f64, f64)], u: f64) -> f64 {
    let position = steps.partition_point(|&(_, cumulative)| cumulative < u);
    steps[position.min(steps.len() - 1)].0
}

/// The value below which a draw lies with probability `u` in (0, 1).
#[must_use]
pub fn quantile(distribution: &Distribution, u: f64) -> f64 {
    if u <= 0.5 { tail_quantile(distribution, u, false) } else { tail_quantile(distribution, 1.0 - u, true) }
}

/// The quantile at `m` (lower tail) or at `1 - m` (upper tail), for `m` in (0, 1/2]: accurate however far out.
#[must_use]
pub fn tail_quantile(distribution: &Distribution, m: f64, upper: bool) -> f64 {
    let z = |m: f64| if upper { -normal_quantile(m) } else { normal_quantile(m) };
    let beta = |alpha: f64, beta: f64, low: f64, high: f64| {
        if upper {
            high - (high - low) * incomplete_beta_inverse(beta, alpha, m)
        } else {
            low + (high - low) * incomplete_beta_inverse(alpha, beta, m)
        }
    };
    match distribution {
        Distribution::Constant(value) => *value,
        Distribution::Uniform { low, high } => {
            if upper { high - (high - low) * m } else { low + (high - low) * m }
        }
        Distribution::Triangular { low, mode, high } => {
            let width = high - low;
            let below = (mode - low) / width;
            let u = if upper { 1.0 - m } else { m };
            if u <= below {
                low + (u * width * (mode - low)).sqrt()
            } else {
                let above = if upper { m } else { 1.0 - m };
                high - (above * width * (high - mode)).sqrt()
            }
        }
        Distribution::Pert { low, mode, high } => {
            let (a, b) = pert_shapes(*low, *mode, *high);
            beta(a, b, *low, *high)
        }
        Distribution::Beta { alpha, beta: b, low, high } => beta(*alpha, *b, *low, *high),
        Distribution::Normal { mean, sd } => mean + sd * z(m),
        Distribution::TruncatedNormal { mean, sd, low, high } => {
            truncated_quantile(*mean, *sd, *low, *high, m, upper)
        }
        Distribution::LogNormalQuantiles { .. } | Distribution::LogNormal { .. } => {
            let (mu, sigma) = log_normal(distribution);
            exp(mu + sigma * z(m))
        }
        Distribution::Empirical { .. } | Distribution::Discrete { .. } => {
            let steps = cumulative(distribution).unwrap_or_default();
            step_quantile(&steps, if upper { 1.0 - m } else { m })
        }
    }
}

/// A cut-off normal; probabilities are taken in the tail where the interval lies, so that far intervals keep digits.
fn truncated_quantile(mean: f64, sd: f64, low: f64, high: f64, m: f64, upper: bool) -> f64 {
    let (a, b) = ((low - mean) / sd, (high - mean) / sd);
    let (from_low, from_high) = if upper { (1.0 - m, m) } else { (m, 1.0 - m) };
    let z = if a > 0.0 {
        -normal_quantile(from_high * normal_cdf(-a) + from_low * normal_cdf(-b))
    } else {
        normal_quantile(from_high * normal_cdf(a) + from_low * normal_cdf(b))
    };
    (mean + sd * z).clamp(low, high)
}

/// Probability that a draw is at most `x`.
#[must_use]
pub fn cdf(distribution: &Distribution, x: f64) -> f64 {
    let (low, high) = distribution.support();
    if x < low {
        return 0.0;
    }
    if x >= high {
        return 1.0;
    }
    let within = |low: f64, high: f64| (x - low) / (high - low);
    match distribution {
        Distribution::Constant(_) => 1.0,
        Distribution::Uniform { low, high } => within(*low, *high),
        Distribution::Triangular { low, mode, high } => {
            if x <= *mode {
                within(*low, *high) * if mode > low { (x - low) / (mode - low) } else { 1.0 }
            } else {
                1.0 - (high - x) / (high - low) * (high - x) / (high - mode)
            }
        }
        Distribution::Pert { low, mode, high } => {
            let (a, b) = pert_shapes(*low, *mode, *high);
            incomplete_beta(a, b, within(*low, *high))
        }
        Distribution::Beta { alpha, beta, low, high } => incomplete_beta(*alpha, *beta, within(*low, *high)),
        Distribution::Normal { mean, sd } => normal_cdf((x - mean) / sd),
        Distribution::TruncatedNormal { mean, sd, low, high } => {
            let (a, b, z) = ((low - mean) / sd, (high - mean) / sd, (x - mean) / sd);
            if a > 0.0 {
                (normal_cdf(-a) - normal_cdf(-z)) / (normal_cdf(-a) - normal_cdf(-b))
            } else {
                (normal_cdf(z) - normal_cdf(a)) / (normal_cdf(b) - normal_cdf(a))
            }
        }
        Distribution::LogNormalQuantiles { .. } | Distribution::LogNormal { .. } => {
            let (mu, sigma) = log_normal(distribution);
            normal_cdf((ln(x) - mu) / sigma)
        }
        Distribution::Empirical { .. } | Distribution::Discrete { .. } => {
            let steps = cumulative(distribution).unwrap_or_default();
            steps.iter().rev().find(|&&(value, _)| value <= x).map_or(0.0, |&(_, p)| p)
        }
    }
}

/// Mean and variance in closed form.
#[must_use]
pub fn moments(distribution: &Distribution) -> (f64, f64) {
    let beta = |a: f64, b: f64, low: f64, high: f64| {
        let width = high - low;
        (low + width * a / (a + b), width * width * a * b / ((a + b) * (a + b) * (a + b + 1.0)))
    };
    let discrete = |values: &[f64], probabilities: &[f64]| {
        let mean: f64 = values.iter().zip(probabilities).map(|(v, p)| v * p).sum();
        let variance = values.iter().zip(probabilities).map(|(v, p)| (v - mean) * (v - mean) * p).sum();
        (mean, variance)
    };
    match distribution {
        Distribution::Constant(value) => (*value, 0.0),
        Distribution::Uniform { low, high } => (0.5 * (low + high), (high - low) * (high - low) / 12.0),
        Distribution::Triangular { low: a, mode: c, high: b } => {
            ((a + b + c) / 3.0, (a * a + b * b + c * c - a * b - a * c - b * c) / 18.0)
        }
        Distribution::Pert { low, mode, high } => {
            let (a, b) = pert_shapes(*low, *mode, *high);
            beta(a, b, *low, *high)
        }
        Distribution::Beta { alpha, beta: b, low, high } => beta(*alpha, *b, *low, *high),
        Distribution::Normal { mean, sd } => (*mean, sd * sd),
        Distribution::TruncatedNormal { mean, sd, low, high } => {
            let (a, b) = ((low - mean) / sd, (high - mean) / sd);
            let density = |z: f64| exp(-0.5 * z * z) / (2.0 * std::f64::consts::PI).sqrt();
            let mass = normal_cdf(b) - normal_cdf(a);
            let shift = (density(a) - density(b)) / mass;
            let spread = 1.0 + (a * density(a) - b * density(b)) / mass - shift * shift;
            (mean + sd * shift, sd * sd * spread)
        }
        Distribution::LogNormalQuantiles { .. } | Distribution::LogNormal { .. } => {
            let (mu, sigma) = log_normal(distribution);
            let square = sigma * sigma;
            (exp(mu + 0.5 * square), (exp(square) - 1.0) * exp(2.0 * mu + square))
        }
        Distribution::Empirical { values } => discrete(values, &equal(values)),
        Distribution::Discrete { values, probabilities } => discrete(values, probabilities),
    }
}
