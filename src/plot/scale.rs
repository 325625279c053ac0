//! Round steps for axes.

/// The smallest of 1, 2 and 5 times a power of ten that divides a span into at most `most` parts.
#[must_use]
pub fn step(span: f64, most: f64) -> f64 {
    if !(span.is_finite() && span > 0.0) {
        return 1.0;
    }
    let power = libm::pow(10.0, libm::floor(libm::log10(span / most)));
    let steps = [1.0, 2.0, 5.0, 10.0].map(|s| s * power);
    steps.into_iter().find(|s| span / s <= most * (1.0 + 1e-9)).unwrap_or(10.0 * power)
}

/// The multiples of a step within a range, in order.
#[must_use]
pub fn multiples(low: f64, high: f64, step: f64) -> Vec<f64> {
    let (first, last) = (libm::ceil(low / step - 1e-9) as i64, libm::floor(high / step + 1e-9) as i64);
    (first..=last.min(first.saturating_add(100))).map(|i| i as f64 * step).collect()
}

/// Decimals that write every multiple of a step.
#[must_use]
pub fn decimals(step: f64) -> usize {
    (0..6).find(|d| (step * libm::pow(10.0, f64::from(*d))).fract().abs() < 1e-6).unwrap_or(6) as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_are_round_and_few() {
        assert_eq!(step(12.0, 4.0), 5.0);
        assert_eq!(step(10.0, 5.0), 2.0);
        assert_eq!(step(0.0, 5.0), 1.0);
        assert!((step(0.03, 5.0) - 0.01).abs() < 1e-12);
        assert_eq!(multiples(-2.1, 4.0, 2.0), [-2.0, 0.0, 2.0, 4.0]);
        assert_eq!((decimals(2.0), decimals(0.5), decimals(0.01)), (0, 1, 2));
    }
}
