//! Standard errors and intervals from independent randomisations of a design (docs/model.md, Designs).
//!
//! Replicates of one randomisation depend on each other; randomisations do not. So an estimate is computed once from
//! all replicates and once from each randomisation alone, and its error is read from how the latter differ: sectioning
//! (S. Asmussen and P. W. Glynn, Stochastic Simulation, 2007, section III.5a; for quantiles M. K. Nakayama, "Confidence
//! intervals for quantiles using sectioning when applying variance-reduction techniques", ACM TOMACS 24, 2014), with
//! the quantile of Student's t for their number less one.

use std::sync::LazyLock;

use super::{
    interval::{normal, wilson},
    moments::MeanError,
    sequential::student_two_sided,
};
use crate::sampling::design::RANDOMISATIONS;

/// 97.5 % quantiles of Student's t distribution by degrees of freedom: infinite for none.
static T95: LazyLock<[f64; RANDOMISATIONS as usize]> =
    LazyLock::new(|| std::array::from_fn(|degrees| student_two_sided(0.05, degrees as u64)));

/// Events (or non-events) in all below which an interval of a probability comes from counts: with fewer than eight a
/// randomisation their differences are skewed, and intervals from them hold in 93 % of repetitions (examples/coverage_study.rs).
const FEW: f64 = 128.0;

/// An estimate with its standard error and 95 % interval.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Interval {
    /// The estimate, from all replicates.
    pub value: f64,
    /// Its standard error; NaN from fewer than two randomisations.
    pub se: f64,
    /// Lower end.
    pub lower: f64,
    /// Upper end.
    pub upper: f64,
}

/// The interval of a statistic (a mean, a quantile, a ratio) that is `value` over all replicates and `parts` in the
/// randomisations one by one. Randomisations without a value (NaN) do not count.
///
/// `se^2 = sum_m (part_m - value)^2 / (M (M - 1))`; `value +- t_(M-1) se`. For a mean over randomisations of equal size
/// that is the classical standard error of their mean.
#[must_use]
pub fn sectioned(value: f64, parts: &[f64]) -> Interval {
    let (mut count, mut squares) = (0_usize, 0.0);
    for part in parts {
        if !part.is_nan() {
            count += 1;
            squares += (part - value) * (part - value);
        }
    }
    if count < 2 || value.is_nan() {
        return Interval { value, se: f64::NAN, lower: f64::NAN, upper: f64::NAN };
    }
    let degrees = count - 1;
    let se = (squares / (count as f64 * degrees as f64)).sqrt();
    let half = T95[degrees.min(T95.len() - 1)] * se;
    Interval { value, se, lower: value - half, upper: value + half }
}

/// A mean that is `found` over all replicates, as if they were independent, and `parts` in the randomisations one by
/// one: with the standard error of [`sectioned`] where there are randomisations.
#[must_use]
pub fn mean(found: MeanError, parts: &[f64]) -> MeanError {
    if parts.is_empty() {
        return found;
    }
    MeanError { se: sectioned(found.mean, parts).se, ..found }
}

/// 95 % interval of the mean of [`mean`]: normal for independent replicates, else that of [`sectioned`].
#[must_use]
pub fn mean_interval(found: MeanError, parts: &[f64]) -> (f64, f64) {
    if parts.is_empty() {
        return normal(found.mean, found.se);
    }
    let interval = sectioned(found.mean, parts);
    (interval.lower, interval.upper)
}

/// Standard errors of five quantiles that are `values` over all replicates and `parts` in the randomisations.
#[must_use]
pub fn quantile_errors(values: [f64; 5], parts: &[[f64; 5]]) -> [f64; 5] {
    std::array::from_fn(|i| sectioned(values[i], &parts.iter().map(|part| part[i]).collect::<Vec<_>>()).se)
}

/// Standard error of a share of `n` replicates that is `parts` in the randomisations: binomial for independent ones, else
/// that of [`sectioned`]. NaN of fewer than two.
#[must_use]
pub fn share_error(share: f64, n: u64, parts: &[f64]) -> f64 {
    if !parts.is_empty() {
        return sectioned(share, parts).se;
    }
    if n < 2 { f64::NAN } else { (share * (1.0 - share) / (n - 1) as f64).sqrt() }
}

/// The interval of a probability: `count` events in `n` replicates in all, shares `parts` in the randomisations.
///
/// By [`sectioned`], kept within [0, 1]. Where events or non-events are few, or all randomisations agree exactly, the
/// differences say little or nothing of the error and Wilson's interval for independent replicates stands instead: a design
/// that balances its points is no worse than those.
#[must_use]
pub fn probability(count: f64, n: f64, parts: &[f64]) -> Interval {
    let value = if n > 0.0 { count / n } else { f64::NAN };
    let section = sectioned(value, parts);
    if count < FEW || n - count < FEW || section.se.is_nan() || section.se <= 0.0 {
        let (lower, upper) = wilson(count, n);
        return Interval { value, se: section.se, lower, upper };
    }
    Interval { lower: section.lower.max(0.0), upper: section.upper.min(1.0), ..section }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn students_interval_by_hand() {
        // Mean 2, variance 2/3 between four parts: se = sqrt(2/3/4); t_3 = 3.1824.
        let found = sectioned(2.0, &[1.0, 2.0, 2.0, 3.0]);
        let se = (2.0_f64 / 12.0).sqrt();
        assert!((found.se - se).abs() < 1e-15);
        assert!((found.upper - (2.0 + 3.182_446_305_283_708 * se)).abs() < 1e-12);
        assert!((found.lower - (2.0 - 3.182_446_305_283_708 * se)).abs() < 1e-12);
    }

    #[test]
    fn means_have_the_error_of_their_design() {
        let independent = MeanError { mean: 2.0, se: 0.5, n: 64 };
        assert_eq!(mean(independent, &[]), independent);
        assert_eq!(mean_interval(independent, &[]), normal(2.0, 0.5));
        let parts = [1.0, 2.0, 2.0, 3.0];
        let section = sectioned(2.0, &parts);
        assert_eq!(mean(independent, &parts), MeanError { se: section.se, ..independent });
        assert_eq!(mean_interval(independent, &parts), (section.lower, section.upper));
    }

    #[test]
    fn a_share_has_the_error_of_its_design() {
        assert!((share_error(0.5, 101, &[]) - 0.05).abs() < 1e-15);
        assert!(share_error(1.0, 1, &[]).is_nan());
        let parts = [0.4, 0.5, 0.5, 0.6];
        assert_eq!(share_error(0.5, 64, &parts), sectioned(0.5, &parts).se);
    }

    #[test]
    fn quantiles_of_t_are_those_of_statrs() {
        use statrs::distribution::{ContinuousCDF, StudentsT};
        for (degrees, &t) in T95.iter().enumerate().skip(1) {
            let theirs = StudentsT::new(0.0, 1.0, degrees as f64).expect("valid");
            assert!((theirs.cdf(t) - 0.975).abs() < 1e-9, "{degrees}");
        }
    }

    #[test]
    fn randomisations_without_a_value_do_not_count() {
        let with = sectioned(1.0, &[0.0, f64::NAN, 2.0, f64::NAN]);
        assert_eq!(with, sectioned(1.0, &[0.0, 2.0]));
        assert!(sectioned(1.0, &[1.0, f64::NAN]).se.is_nan());
        assert!(sectioned(f64::NAN, &[1.0, 2.0]).lower.is_nan());
        assert!(sectioned(1.0, &[]).lower.is_nan());
    }

    #[test]
    fn probabilities_that_never_vary_have_honest_intervals() {
        let never = probability(0.0, 1024.0, &[0.0; 16]);
        assert_eq!((never.value, never.lower), (0.0, 0.0));
        assert!(never.upper > 0.003 && never.upper < 0.004, "{}", never.upper);
        let always = probability(1024.0, 1024.0, &[1.0; 16]);
        assert_eq!(always.upper, 1.0);
        assert!(always.lower > 0.996 && always.lower < 0.997);
        // A design that balances exactly does not make an estimate exact.
        let equal = probability(512.0, 1024.0, &[0.5; 16]);
        assert!(equal.lower < 0.475 && equal.upper > 0.525);
        let few = probability(3.0, 1024.0, &[3.0 / 1024.0; 16]);
        assert!(few.lower > 0.0);
        let none = probability(0.0, 0.0, &[f64::NAN; 16]);
        assert!(none.value.is_nan() && none.se.is_nan());
        assert_eq!((none.lower, none.upper), (0.0, 1.0));
    }
}
