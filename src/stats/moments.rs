//! Means and standard errors from sums.

/// Mean and standard error of a cell; both NaN without a value.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct MeanError {
    /// Mean.
    pub mean: f64,
    /// Standard error of the mean; NaN below two values.
    pub se: f64,
    /// Number of values.
    pub n: u64,
}

/// Mean and standard error from the sum and the sum of squares of `n` values less `shift`.
#[must_use]
pub fn estimate(sum: f64, square: f64, n: u64, shift: f64) -> MeanError {
    if n == 0 {
        return MeanError { mean: f64::NAN, se: f64::NAN, n };
    }
    let count = n as f64;
    let mean = sum / count;
    let se = if n < 2 { f64::NAN } else { ((square - sum * mean).max(0.0) / (count - 1.0) / count).sqrt() };
    MeanError { mean: shift + mean, se, n }
}
