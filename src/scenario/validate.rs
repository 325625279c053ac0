//! Checks that need no place in a text: ranges, order over tiers, correlation matrices.

use super::{distribution::Distribution, names::Range};

/// Support of `scale x + shift`.
#[must_use]
pub fn scaled_support(distribution: &Distribution, scale: f64, shift: f64) -> (f64, f64) {
    let (low, high) = distribution.support();
    // 0 times an infinite end is 0 here: a factor of 0 leaves nothing of the value.
    let end = |value: f64| if scale == 0.0 { shift } else { value * scale + shift };
    let (a, b) = (end(low), end(high));
    (a.min(b), a.max(b))
}

/// Whether the ends of the support are values that can be drawn.
fn open_low(distribution: &Distribution) -> bool {
    matches!(distribution, Distribution::LogNormal { .. } | Distribution::LogNormalQuantiles { .. })
}

/// What is wrong with a value's support against the range of its input: message and hint. Unbounded ends are left
/// to each draw.
#[must_use]
pub fn out_of_range(
    what: &str,
    range: Range,
    distribution: &Distribution,
    scale: f64,
    shift: f64,
) -> Option<(String, String)> {
    let (low, high) = scaled_support(distribution, scale, shift);
    let allowed = format!("allowed: {range}");
    if distribution.constant().is_some() {
        return (!range.contains(low)).then(|| (format!("`{what}` is {low}"), allowed));
    }
    let floor = match range {
        Range::Any => None,
        Range::Above(bound) | Range::AboveUpTo(bound, _) => {
            (low <= bound && !open_low(distribution)).then_some(low)
        }
        Range::AtLeast(bound) | Range::Within(bound, _) => (low < bound).then_some(low),
    };
    let ceiling = match range {
        Range::Within(_, bound) | Range::AboveUpTo(_, bound) => (high > bound).then_some(high),
        _ => None,
    };
    match (floor.filter(|v| v.is_finite()), ceiling.filter(|v| v.is_finite())) {
        (Some(value), _) => Some((format!("`{what}` may be as low as {value}"), allowed)),
        (None, Some(value)) => Some((format!("`{what}` may be as high as {value}"), allowed)),
        // An unbounded end that no draw could pass is found here, one that some draws pass is left to them.
        (None, None) if !possible(range, low, high) => Some((format!("`{what}` is never in range"), allowed)),
        (None, None) => None,
    }
}

fn possible(range: Range, low: f64, high: f64) -> bool {
    match range {
        Range::Any => true,
        Range::Above(bound) => high > bound,
        Range::AtLeast(bound) => high >= bound,
        Range::Within(from, to) => high >= from && low <= to,
        Range::AboveUpTo(from, to) => high > from && low <= to,
    }
}

/// A quantile function: distribution and probability to value.
pub type Quantile<'a> = &'a dyn Fn(&Distribution, f64) -> f64;

/// A stand-in where no exact quantile function is at hand: exact for numbers and for the ends and the middle of
/// what has a mode, in between by straight lines. Callers that can, pass the quantile functions of `sampling`.
#[must_use]
pub fn rough_quantile(distribution: &Distribution, u: f64) -> f64 {
    let bent = |low: f64, middle: f64, high: f64| {
        if u <= 0.5 { low + (middle - low) * 2.0 * u } else { middle + (high - middle) * (2.0 * u - 1.0) }
    };
    // Logistic in place of the normal: the order of two quantiles is what counts.
    let normal = || libm::log(u / (1.0 - u)) / 1.702;
    match distribution {
        Distribution::Constant(value) => *value,
        Distribution::Uniform { low, high } => low + (high - low) * u,
        Distribution::Triangular { low, mode, high } | Distribution::Pert { low, mode, high } => {
            bent(*low, *mode, *high)
        }
        Distribution::Normal { mean, sd } => mean + sd * normal(),
        Distribution::TruncatedNormal { mean, sd, low, high } => (mean + sd * normal()).clamp(*low, *high),
        Distribution::LogNormalQuantiles { p05, p95 } => {
            let (a, b) = (libm::log(*p05), libm::log(*p95));
            libm::exp(f64::midpoint(a, b) + (b - a) / 3.29 * normal())
        }
        Distribution::LogNormal { median, sigma } => median * libm::exp(sigma * normal()),
        Distribution::Beta { alpha, beta, low, high } => {
            bent(*low, low + (high - low) * alpha / (alpha + beta), *high)
        }
        Distribution::Empirical { values } => {
            let mut sorted = values.clone();
            sorted.sort_by(f64::total_cmp);
            let at = (u * sorted.len() as f64) as usize;
            sorted.get(at).or(sorted.last()).copied().unwrap_or(f64::NAN)
        }
        Distribution::Discrete { values, probabilities } => {
            let mut pairs: Vec<(f64, f64)> =
                values.iter().copied().zip(probabilities.iter().copied()).collect();
            pairs.sort_by(|a, b| a.0.total_cmp(&b.0));
            let mut sum = 0.0;
            for (value, probability) in &pairs {
                sum += probability;
                if u < sum {
                    return *value;
                }
            }
            pairs.iter().rev().find(|p| p.1 > 0.0).map_or(f64::NAN, |p| p.0)
        }
    }
}

/// The first probability of a grid at which `later` lies below `earlier` although both are drawn at the same
/// coordinate, with the two values; `None` where there is none.
#[must_use]
pub fn falls(
    earlier: (&Distribution, f64, f64),
    later: (&Distribution, f64, f64),
    quantile: Quantile,
) -> Option<(f64, f64, f64)> {
    let both = [earlier.0, later.0];
    let steps = if both.iter().all(|d| d.constant().is_some()) { 1 } else { 99 };
    (1..=steps).find_map(|step| {
        let u = f64::from(step) / f64::from(steps + 1);
        let a = quantile(earlier.0, u) * earlier.1 + earlier.2;
        let b = quantile(later.0, u) * later.1 + later.2;
        // Tables of quantile functions have an error: a fall within it is none.
        let error = if steps == 1 { 0.0 } else { 1e-6 * a.abs().max(b.abs()) };
        (b < a - error).then_some((u, a, b))
    })
}

/// Correlation of the underlying normals for a rank correlation (model.md section 1).
#[must_use]
pub fn normal_correlation(rank: f64) -> f64 {
    2.0 * libm::sin(std::f64::consts::PI * rank / 6.0)
}

/// Whether pairs of correlated members (by position among `size`) make a correlation matrix. If not, the position in
/// `pairs` of the one to look at: the strongest that the first failing row takes part in.
#[must_use]
pub fn not_positive_definite(size: usize, pairs: &[(usize, usize, f64)]) -> Option<usize> {
    let mut matrix = vec![0.0; size * size];
    for i in 0..size {
        matrix[i * size + i] = 1.0;
    }
    for &(a, b, rank) in pairs {
        let r = normal_correlation(rank);
        matrix[a * size + b] = r;
        matrix[b * size + a] = r;
    }
    for i in 0..size {
        for j in 0..=i {
            let mut sum = matrix[i * size + j];
            for k in 0..j {
                sum -= matrix[i * size + k] * matrix[j * size + k];
            }
            if i != j {
                matrix[i * size + j] = sum / matrix[j * size + j];
            } else if sum <= 1e-10 {
                let of_row = |&&(_, &(a, b, _)): &&(usize, &(usize, usize, f64))| {
                    (a == i && b < i) || (b == i && a < i)
                };
                let listed: Vec<(usize, &(usize, usize, f64))> = pairs.iter().enumerate().collect();
                return listed
                    .iter()
                    .filter(of_row)
                    .max_by(|x, y| x.1.2.abs().total_cmp(&y.1.2.abs()))
                    .map(|(at, _)| *at);
            } else {
                matrix[i * size + i] = sum.sqrt();
            }
        }
    }
    None
}
