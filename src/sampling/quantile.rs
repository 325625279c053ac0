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
            if upper {
                high - (high - low) * m
            } else {
                low + (high - low) * m
            }
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

/// Gauss-Legendre nodes and weights of ten points on [-1, 1], the positive half.
const GAUSS: [(f64, f64); 5] = [
    (0.148_874_338_981_631_22, 0.295_524_224_714_752_87),
    (0.433_395_394_129_247_2, 0.269_266_719_309_996_35),
    (0.679_409_568_299_024_4, 0.219_086_362_515_982_04),
    (0.865_063_366_688_984_5, 0.149_451_349_150_580_6),
    (0.973_906_528_517_171_7, 0.066_671_344_308_688_14),
];

/// Integral from `from` to `to` by ten points.
fn integral(from: f64, to: f64, f: impl Fn(f64) -> f64) -> f64 {
    let (middle, half) = (0.5 * (from + to), 0.5 * (to - from));
    half * GAUSS.iter().map(|(x, w)| w * (f(middle + half * x) + f(middle - half * x))).sum::<f64>()
}

/// A normal cut off to an interval so short that differences of its distribution function have lost their digits:
/// its density relative to that in the middle, over the distance from the middle, is integrated instead.
#[derive(Clone, Copy)]
struct Sliver {
    middle: f64,
    half: f64,
}

impl Sliver {
    /// `a` and `b`: the ends in standard deviations from the mean.
    fn of(a: f64, b: f64) -> Option<Self> {
        let (middle, half) = (0.5 * (a + b), 0.5 * (b - a));
        (half <= 0.25 && middle.abs() * half <= 2.0).then_some(Self { middle, half })
    }

    fn density(self, t: f64) -> f64 {
        exp(-(self.middle + 0.5 * t) * t)
    }

    fn mass(self, from: f64, to: f64) -> f64 {
        integral(from, to, |t| self.density(t))
    }

    /// Distance from the nearer end at which the mass from there is the part `m` of all.
    fn distance(self, m: f64, upper: bool) -> f64 {
        let from_end = if upper { Self { middle: -self.middle, ..self } } else { self };
        let all = from_end.mass(-self.half, self.half);
        let (mut low, mut high) = (0.0, 2.0 * self.half);
        let mut distance = m * high;
        for _ in 0..60 {
            let over = from_end.mass(-self.half, distance - self.half) - m * all;
            if over > 0.0 {
                high = distance;
            } else {
                low = distance;
            }
            let mut next = distance - over / from_end.density(distance - self.half);
            if !(low..=high).contains(&next) {
                next = 0.5 * (low + high);
            }
            if (next - distance).abs() <= 2e-16 * distance {
                return next;
            }
            distance = next;
        }
        distance
    }
}

/// A cut-off normal. The probability is taken from the end it is nearer to, so that tails keep their digits.
fn truncated_quantile(mean: f64, sd: f64, low: f64, high: f64, m: f64, upper: bool) -> f64 {
    let (a, b) = ((low - mean) / sd, (high - mean) / sd);
    if let Some(sliver) = Sliver::of(a, b) {
        let away = sd * sliver.distance(m, upper);
        return if upper { high - away } else { low + away }.clamp(low, high);
    }
    let (from_low, from_high) = if upper { (1.0 - m, m) } else { (m, 1.0 - m) };
    let below = from_high * normal_cdf(a) + from_low * normal_cdf(b);
    let z = if below <= 0.5 {
        normal_quantile(below)
    } else {
        -normal_quantile(from_high * normal_cdf(-a) + from_low * normal_cdf(-b))
    };
    (mean + sd * z).clamp(low, high)
}

/// Probability of a standard normal between `a` and `b`, from the tail in which they lie.
fn normal_mass(a: f64, b: f64) -> f64 {
    if a > 0.0 { normal_cdf(-a) - normal_cdf(-b) } else { normal_cdf(b) - normal_cdf(a) }
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
            let (a, b) = ((low - mean) / sd, (high - mean) / sd);
            match Sliver::of(a, b) {
                Some(sliver) => {
                    let half = sliver.half;
                    sliver.mass(-half, (x - low) / sd - half) / sliver.mass(-half, half)
                }
                None => normal_mass(a, (x - mean) / sd) / normal_mass(a, b),
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

/// Variance of a triangular distribution from the distances of its upper end and its mode to its lower end.
fn triangular_variance(width: f64, mode: f64) -> f64 {
    (width * (width - mode) + mode * mode) / 18.0
}

/// Mean and variance in closed form (of a normal cut off to a very short interval by integration).
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
            ((a + b + c) / 3.0, triangular_variance(b - a, c - a))
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
            if let Some(sliver) = Sliver::of(a, b) {
                let half = sliver.half;
                let moment = |f: &dyn Fn(f64) -> f64| {
                    integral(-half, half, |t| f(t) * sliver.density(t)) / sliver.mass(-half, half)
                };
                let shift = moment(&|t| t);
                let square = moment(&|t| (t - shift) * (t - shift));
                return (0.5 * (low + high) + sd * shift, sd * sd * square);
            }
            let mass = normal_mass(a, b);
            let shift = (density(a) - density(b)) / mass;
            let spread = 1.0 + (a * density(a) - b * density(b)) / mass - shift * shift;
            (mean + sd * shift, sd * sd * spread)
        }
        Distribution::LogNormalQuantiles { .. } | Distribution::LogNormal { .. } => {
            let (mu, sigma) = log_normal(distribution);
            let square = sigma * sigma;
            (exp(mu + 0.5 * square), libm::expm1(square) * exp(2.0 * mu + square))
        }
        Distribution::Empirical { values } => discrete(values, &equal(values)),
        Distribution::Discrete { values, probabilities } => discrete(values, probabilities),
    }
}
