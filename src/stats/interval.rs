//! Intervals of estimates.

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
}
