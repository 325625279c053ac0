//! Means, errors and quantiles of values by replicate.

use crate::{
    sampling::design::{Design, place},
    stats::{moments::Moments, randomised},
    store::{invest::Spread, required::MeanError},
};

/// Of values that are numbers: the mean; NaN of none.
pub fn mean(values: &[f64]) -> f64 {
    let (mut sum, mut n) = (0.0, 0_u64);
    for value in values.iter().filter(|value| !value.is_nan()) {
        sum += value;
        n += 1;
    }
    sum / n as f64
}

/// The largest tenth of values that are numbers, by whole values rounded up, the largest first; and how many numbers there are.
pub fn tenth<'a>(values: impl Iterator<Item = &'a f64>) -> (Vec<f64>, usize) {
    let mut values: Vec<f64> = values.copied().filter(|value| !value.is_nan()).collect();
    let all = values.len();
    values.sort_unstable_by(|a, b| b.total_cmp(a));
    values.truncate(all.div_ceil(10));
    (values, all)
}

/// The mean of the largest tenth.
pub fn worst_tenth<'a>(values: impl Iterator<Item = &'a f64>) -> f64 {
    mean(&tenth(values).0)
}

/// Differences replicate by replicate.
pub fn less(a: &[f64], b: &[f64]) -> Vec<f64> {
    a.iter().zip(b).map(|(a, b)| a - b).collect()
}

/// The mean with its standard error, from randomisations where the design has some.
pub fn mean_error(values: &[f64], design: Design) -> MeanError {
    let mut all = Moments::default();
    let mut parts = vec![Moments::default(); design.randomisations().unwrap_or(0) as usize];
    for (replicate, &value) in values.iter().enumerate().filter(|(_, value)| !value.is_nan()) {
        all.add(value);
        if let Some(part) = parts.get_mut(place(replicate as u64).0) {
            part.add(value);
        }
    }
    let means: Vec<f64> = parts.iter().map(|part| part.estimate().mean).collect();
    let found = randomised::mean(all.estimate(), &means);
    MeanError { mean: found.mean, se: found.se.is_finite().then_some(found.se) }
}

/// How values are spread: quantiles are the smallest value with at least that share of the values at or below it.
pub fn spread(values: &[f64], design: Design) -> Spread {
    let MeanError { mean, se } = mean_error(values, design);
    let mut sorted: Vec<f64> = values.iter().copied().filter(|value| !value.is_nan()).collect();
    sorted.sort_unstable_by(f64::total_cmp);
    let at = |percent: usize| {
        let place = (percent * sorted.len()).div_ceil(100).saturating_sub(1);
        sorted.get(place).copied().unwrap_or(f64::NAN)
    };
    Spread { mean, se, p05: at(5), p25: at(25), p50: at(50), p75: at(75), p95: at(95) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_left_out_counts_nowhere() {
        let mut values: Vec<f64> = (1..=100).map(f64::from).collect();
        values.insert(7, f64::NAN);
        assert_eq!(mean(&values), 50.5);
        assert_eq!(worst_tenth(values.iter()), 95.5);
        let found = spread(&values, Design::MonteCarlo);
        assert_eq!([found.p05, found.p25, found.p50, found.p75, found.p95], [5.0, 25.0, 50.0, 75.0, 95.0]);
        // The standard error of 1 to 100 is the root of 101/12 (variance 101 x 100 / 12, by 100).
        let se = found.se.expect("many");
        assert!((se * se - 101.0 / 12.0).abs() < 1e-9, "{se}");
        assert_eq!(mean_error(&[1.0], Design::MonteCarlo).se, None);
    }

    #[test]
    fn errors_come_from_randomisations() {
        // The same within a randomisation, one more from each to the next.
        let values: Vec<f64> = (0..1024).map(|r| place(r).0 as f64).collect();
        let se = mean_error(&values, Design::Sobol).se.expect("many");
        // The variance of 0 to 15 is 17 x 16 / 12, by 16.
        assert!((se * se - 17.0 / 12.0).abs() < 1e-9, "{se}");
    }
}
