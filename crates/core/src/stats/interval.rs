//! Intervals of estimates.

use super::histogram::QUANTILES;

/// 97.5 % quantile of the standard normal distribution.
pub const Z95: f64 = 1.959_963_984_540_054;

/// Wilson's 95 % interval of a probability of which `count` in `n` trials were seen (E. B. Wilson, 1927, "Probable
/// inference, the law of succession, and statistical inference"). (0, 1) without trials.
#[must_use]
pub fn wilson(count: f64, n: f64) -> (f64, f64) {
    wilson_at(count, n, Z95)
}

/// Wilson's interval with another quantile than that of 95 %.
#[must_use]
pub fn wilson_at(count: f64, n: f64, z: f64) -> (f64, f64) {
    if n <= 0.0 {
        return (0.0, 1.0);
    }
    let (p, z2) = (count / n, z * z);
    let centre = (p + z2 / (2.0 * n)) / (1.0 + z2 / n);
    let half = z / (1.0 + z2 / n) * (p * (1.0 - p) / n + z2 / (4.0 * n * n)).sqrt();
    // The ends belong to the interval exactly when nothing or everything was seen, whatever the rounding.
    let lower = if count <= 0.0 { 0.0 } else { (centre - half).max(0.0) };
    let upper = if count >= n { 1.0 } else { (centre + half).min(1.0) };
    (lower, upper)
}

/// The normal 95 % interval of a mean.
#[must_use]
pub fn normal(mean: f64, se: f64) -> (f64, f64) {
    (mean - Z95 * se, mean + Z95 * se)
}

/// Ranks, as real numbers, between which the `p` quantile lies with 95 % probability in `n` independent values: the
/// number of values below it is binomial (H. A. David and H. N. Nagaraja, Order Statistics, 2003, section 7.1), here by
/// its normal approximation with continuity correction: `n p + 1/2 -+ z sqrt(n p (1 - p))`.
fn ranks(p: f64, n: f64) -> (f64, f64) {
    let (centre, half) = (n * p + 0.5, Z95 * (n * p * (1.0 - p)).sqrt());
    (centre - half, centre + half)
}

/// The ends of a 95 % interval of the `p` quantile of `n` independent values, for quantiles read from counts: the
/// probabilities whose quantiles they are; 0 or 1 where so few values have no such end.
#[must_use]
pub fn quantile_levels(p: f64, n: u64) -> (f64, f64) {
    if n == 0 {
        return (0.0, 1.0);
    }
    let (lower, upper) = ranks(p, n as f64);
    ((lower / n as f64).max(0.0), (upper / n as f64).min(1.0))
}

/// Standard errors of the quantiles of [`QUANTILES`] of `n` independent values, from counts: `quantiles` gives those of
/// ascending levels. Half the width of the interval of order statistics over the normal quantile; NaN where `n` is so small
/// that an end is missing.
#[must_use]
pub fn quantile_errors(n: u64, quantiles: impl Fn([f64; 5]) -> [f64; 5]) -> [f64; 5] {
    let levels = QUANTILES.map(|p| quantile_levels(p, n));
    let (lower, upper) = (quantiles(levels.map(|level| level.0)), quantiles(levels.map(|level| level.1)));
    std::array::from_fn(|i| {
        // A rank below the first or above the last value is none.
        let both = levels[i].0 * n as f64 >= 1.0 && levels[i].1 < 1.0;
        if both { (upper[i] - lower[i]) / (2.0 * Z95) } else { f64::NAN }
    })
}

/// A number of replicates that are needed, about: two digits and up, so that nobody takes it for exact. `None` if no number is
/// known to do.
#[must_use]
pub fn two_digits_up(needed: f64) -> Option<u64> {
    if !needed.is_finite() || needed > 1e15 {
        return None;
    }
    let needed = libm::ceil(needed).max(1.0) as u64;
    let unit = 10_u64.pow(needed.ilog10().saturating_sub(1));
    Some(needed.div_ceil(unit) * unit)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wilson_matches_published_values() {
        // Newcombe (1998), table I: 81 of 263, 15 of 148 and 0 of 20.
        for (count, n, low, high) in
            [(81.0, 263.0, 0.2553, 0.3662), (15.0, 148.0, 0.0624, 0.1605), (0.0, 20.0, 0.0, 0.1611)]
        {
            let (lower, upper) = wilson(count, n);
            assert!((lower - low).abs() < 5e-5, "{lower}");
            assert!((upper - high).abs() < 5e-5, "{upper}");
        }
        assert_eq!(wilson(20.0, 20.0).1, 1.0);
        assert_eq!(wilson(0.0, 0.0), (0.0, 1.0));
    }

    #[test]
    fn quantile_levels_cover_by_the_binomial_distribution() {
        use statrs::distribution::{Binomial, DiscreteCDF};
        for (p, n) in [(0.5, 101), (0.5, 1000), (0.05, 1000), (0.25, 400), (0.95, 10_000)] {
            let (a, b) = quantile_levels(p, n);
            let (lower, upper) = ((a * n as f64).floor() as u64, (b * n as f64).ceil() as u64);
            // P(lower-th value <= quantile < upper-th value) = P(lower <= values below < upper).
            let below = Binomial::new(p, n).expect("valid");
            let covered = below.cdf(upper - 1) - below.cdf(lower - 1);
            // Whole ranks: at least 95 %, but for the normal approximation, and at most two steps more.
            assert!((0.948..0.97).contains(&covered), "{p} {n}: {covered}");
        }
        assert_eq!(quantile_levels(0.95, 20).1, 1.0);
        assert_eq!(quantile_levels(0.5, 0), (0.0, 1.0));
        assert_eq!(quantile_levels(0.05, 20).0, 0.0);
    }
}
