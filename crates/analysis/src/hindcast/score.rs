//! How good a forecast was: a sample of what could have been, held against what was.

use crate::sampling::elementary::{exp, ln};

/// The probabilities of the quantiles that tables have.
pub const QUANTILES: [f64; 7] = [0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95];

/// What the central intervals should cover, and where their ends stand in [`QUANTILES`].
pub const INTERVALS: [(f64, usize, usize); 3] = [(0.5, 2, 4), (0.8, 1, 5), (0.9, 0, 6)];

/// The widest range of shares of GDP in which something might be spent, %.
const ANYWHERE: f64 = 10.0;

/// The least width of a kernel, points of GDP: where many replicates share a value the density has no peak without end.
const NARROWEST: f64 = 0.001;

/// The scores of a forecast.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Score {
    /// Whether what was lies in the central intervals of [`INTERVALS`], ends included.
    pub inside: [bool; 3],
    /// The part of the sample below what was; of equal values, half.
    pub pit: f64,
    /// Continuous ranked probability score, in the unit of the sample: 0 is perfect.
    pub crps: f64,
    /// Logarithmic score: the logarithm of the density at what was; higher is better.
    pub log_score: f64,
}

/// The `p` quantile of a sorted sample, interpolated between its values (the seventh definition of R. J. Hyndman and
/// Y. Fan, 1996).
#[must_use]
pub fn quantile(sorted: &[f64], p: f64) -> f64 {
    let at = p * (sorted.len() - 1) as f64;
    let below = at as usize;
    let above = (below + 1).min(sorted.len() - 1);
    sorted[below] + (at - below as f64) * (sorted[above] - sorted[below])
}

/// The mean.
#[must_use]
pub fn mean(sample: &[f64]) -> f64 {
    sample.iter().sum::<f64>() / sample.len() as f64
}

/// The probability integral transform.
#[must_use]
pub fn pit(sorted: &[f64], was: f64) -> f64 {
    let below = sorted.partition_point(|&x| x < was);
    let up_to = sorted.partition_point(|&x| x <= was);
    (below + up_to) as f64 / (2 * sorted.len()) as f64
}

/// `E|X - was| - E|X - X'| / 2` over a sorted sample (T. Gneiting and A. E. Raftery, "Strictly proper scoring rules,
/// prediction, and estimation", 2007).
#[must_use]
pub fn crps(sorted: &[f64], was: f64) -> f64 {
    let n = sorted.len() as f64;
    let (mut apart, mut spread) = (0.0, 0.0);
    for (i, &x) in sorted.iter().enumerate() {
        apart += (x - was).abs();
        spread += (2.0 * i as f64 + 1.0 - n) * x;
    }
    apart / n - spread / (n * n)
}

/// The logarithm of the density at what was: a normal kernel estimate (B. W. Silverman's width, 1986) of the `n` values
/// of a sorted sample, with one value more that may lie anywhere from 0 to 10 % of GDP. So what no replicate comes near is
/// as likely as one in n says, and not impossible.
#[must_use]
pub fn log_score(sorted: &[f64], was: f64) -> f64 {
    let n = sorted.len() as f64;
    let centre = mean(sorted);
    let variance = sorted.iter().map(|x| (x - centre) * (x - centre)).sum::<f64>() / (n - 1.0).max(1.0);
    let range = (quantile(sorted, 0.75) - quantile(sorted, 0.25)) / 1.34;
    let spread = if range > 0.0 { range.min(variance.sqrt()) } else { variance.sqrt() };
    let width = (0.9 * spread * libm::pow(n, -0.2)).max(NARROWEST);
    // Beyond 8.5 widths a kernel is below 1e-15.
    let (from, to) = (was - 8.5 * width, was + 8.5 * width);
    let near = &sorted[sorted.partition_point(|&x| x < from)..sorted.partition_point(|&x| x <= to)];
    let kernel = |x: &f64| exp(-0.5 * ((x - was) / width) * ((x - was) / width));
    let density = near.iter().map(kernel).sum::<f64>() / (width * (2.0 * std::f64::consts::PI).sqrt());
    ln((density + 1.0 / ANYWHERE) / (n + 1.0))
}

/// All scores of a sorted sample.
#[must_use]
pub fn score(sorted: &[f64], was: f64) -> Score {
    let end = |i: usize| quantile(sorted, QUANTILES[i]);
    Score {
        inside: INTERVALS.map(|(_, low, high)| (end(low)..=end(high)).contains(&was)),
        pit: pit(sorted, was),
        crps: crps(sorted, was),
        log_score: log_score(sorted, was),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sampling::elementary::normal_quantile;

    fn normal(n: usize, mean: f64, sd: f64) -> Vec<f64> {
        (0..n).map(|i| mean + sd * normal_quantile((i as f64 + 0.5) / n as f64)).collect()
    }

    #[test]
    fn few_values_by_hand() {
        // E|X - 2| = (1 + 0 + 2)/3; E|X - X'| = 2 (1 + 3 + 2)/9.
        assert!((crps(&[1.0, 2.0, 4.0], 2.0) - (1.0 - 6.0 / 9.0)).abs() < 1e-15);
        assert_eq!(crps(&[3.0], 1.0), 2.0);
        assert_eq!(pit(&[1.0, 2.0, 2.0, 4.0], 2.0), 0.5);
        assert_eq!((pit(&[1.0, 2.0], 0.0), pit(&[1.0, 2.0], 3.0)), (0.0, 1.0));
        assert_eq!(quantile(&[1.0, 2.0, 4.0], 0.75), 3.0);
        // What no replicate comes near: one value in n + 1 that may lie anywhere.
        let far = log_score(&normal(99, 1.0, 0.1), 9.0);
        assert!((far - ln(0.001)).abs() < 1e-12);
        // Replicates that agree have a density.
        assert!(log_score(&[1.0; 50], 1.0).is_finite());
    }
}
