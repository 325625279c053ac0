//! When to stop: looks at a run under way, and bounds that hold at all of them together.
//!
//! A run that stops as soon as an interval looks narrow enough, or a difference large enough, has had several chances to
//! be misled. Here every look and every quantity compared gets an equal share of the allowed error,
//!
//! ```text
//! alpha / (looks * comparisons),   alpha = 1 - confidence,
//! ```
//!
//! so that, by Boole's inequality, the chance that *any* interval at *any* look misses its truth is at most alpha,
//! whatever rule decides when to stop and however looks and quantities depend on each other. In the terms of Jennison &
//! Turnbull (2000, *Group Sequential Methods with Applications to Clinical Trials*, chapters 2 and 9: repeated confidence
//! intervals) these are repeated intervals with an equal share for every look, after Bonferroni instead of Pocock;
//! Darling & Robbins (1967, *Confidence sequences for mean, variance, and median*, PNAS 58) get theirs from such sums
//! over growing sample sizes. Bounds that integrate over the path between looks (Pocock; Robbins 1970, *Statistical
//! methods related to the law of the iterated logarithm*; Waudby-Smith et al. 2024, *Time-uniform central limit theory
//! and asymptotic confidence sequences*) are a little narrower but need independent increments and an error that is
//! estimated ever better. Neither holds where it comes from a fixed number of randomisations of a design: there only the
//! distribution at a look is known, Student's t, and only that is used.

use super::moments::MeanError;
use crate::sampling::{elementary::normal_quantile, special::BetaShape};

/// Looks are at multiples of this: under the designs only these counts of replicates are balanced.
pub const STEP: u64 = 1024;

/// The numbers of replicates at which a run from `least` to `cap` replicates is looked at: from `least`, rounded up to a
/// multiple of [`STEP`], on by half as much again each, up to `cap`, rounded down to such a multiple. A cap that is below
/// the rounded `least` is the only look. The cap is at least a quarter more than the look
/// before it.
///
/// With a step by half, the run is on average 23 % longer than it would have to be, and more steps would each take
/// their share of the error.
#[must_use]
pub fn looks(least: u64, cap: u64) -> Vec<u64> {
    let up = |n: u64| n.div_ceil(STEP).max(1).saturating_mul(STEP);
    let last = cap / STEP * STEP;
    let first = up(least);
    if first > last {
        return vec![cap];
    }
    let mut looks = Vec::new();
    let mut next = first;
    while next <= last - last / 5 && next < last {
        looks.push(next);
        next = up(next.saturating_add(next / 2));
    }
    looks.push(last);
    looks
}

/// Where standard errors come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Errors {
    /// From independent replicates.
    Replicates,
    /// From so many independent randomisations of a design.
    Randomisations(u64),
}

impl Errors {
    /// Degrees of freedom of a standard error from `n` values.
    #[must_use]
    pub fn degrees(self, n: u64) -> u64 {
        match self {
            Errors::Replicates => n.saturating_sub(1),
            Errors::Randomisations(count) => count.saturating_sub(1),
        }
    }
}

/// What is known of the sign of a mean difference.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sign {
    /// Above 0.
    Above,
    /// Below 0.
    Below,
    /// 0 in every replicate: it can never be told, and need not.
    Same,
    /// Not known yet.
    Open,
}

/// The bound for a run of so many looks at so many quantities.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bound {
    share: f64,
    errors: Errors,
}

impl Bound {
    /// Everything said by this bound holds together with probability `confidence`.
    #[must_use]
    pub fn new(confidence: f64, looks: usize, comparisons: usize, errors: Errors) -> Self {
        let parts = looks.max(1) as f64 * comparisons.max(1) as f64;
        Self { share: (1.0 - confidence) / parts, errors }
    }

    /// Error allowed to one quantity at one look, both sides together.
    #[must_use]
    pub fn share(&self) -> f64 {
        self.share
    }

    /// Half-width of the interval in standard errors, from `n` values; infinite where there is no standard error.
    #[must_use]
    pub fn critical(&self, n: u64) -> f64 {
        student_two_sided(self.share, self.errors.degrees(n))
    }

    /// Half-width of the interval of a mean, infinite below two values.
    #[must_use]
    pub fn half_width(&self, estimate: MeanError) -> f64 {
        let width = self.critical(estimate.n) * estimate.se;
        if width.is_nan() { f64::INFINITY } else { width }
    }

    /// Sign of a mean difference, as far as it is settled.
    #[must_use]
    pub fn sign(&self, difference: MeanError) -> Sign {
        let (mean, width) = (difference.mean, self.half_width(difference));
        if mean > width {
            Sign::Above
        } else if mean < -width {
            Sign::Below
        } else if mean == 0.0 && width == 0.0 {
            Sign::Same
        } else {
            Sign::Open
        }
    }
}

/// The t that a Student variable with so many degrees of freedom exceeds in absolute value with probability `p`;
/// relative error below 1e-8 for p above 1e-9, infinite without degrees of freedom.
///
/// From `P(|T| > t) = I_x(nu/2, 1/2)`, `x = nu / (nu + t^2)` (Abramowitz & Stegun 26.7.1 with 26.5.27); for many degrees
/// of freedom from the normal quantile by the expansion in 1/nu of Abramowitz & Stegun 26.7.5.
#[must_use]
pub fn student_two_sided(p: f64, degrees: u64) -> f64 {
    /// From here on the expansion is the more exact.
    const MANY: u64 = 400;
    if degrees == 0 {
        return f64::INFINITY;
    }
    let nu = degrees as f64;
    if degrees < MANY {
        let (x, rest) = BetaShape::new(0.5 * nu, 0.5).quantile(p);
        return (nu * rest / x).sqrt();
    }
    let z = -normal_quantile(0.5 * p);
    let s = z * z;
    let first = (s + 1.0) / 4.0;
    let second = ((5.0 * s + 16.0) * s + 3.0) / 96.0;
    let third = (((3.0 * s + 19.0) * s + 17.0) * s - 15.0) / 384.0;
    let fourth = ((((79.0 * s + 776.0) * s + 1482.0) * s - 1920.0) * s - 945.0) / 92_160.0;
    z * (1.0 + (first + (second + (third + fourth / nu) / nu) / nu) / nu)
}

#[cfg(test)]
mod tests {
    use super::*;
    use statrs::distribution::{ContinuousCDF, StudentsT};

    #[test]
    fn looks_are_whole_steps_within_least_and_cap() {
        assert_eq!(looks(1, 8192), [1024, 2048, 3072, 5120, 8192]);
        assert_eq!(
            looks(10_000, 1 << 20),
            [
                10_240, 15_360, 23_552, 35_840, 54_272, 81_920, 122_880, 184_320, 276_480, 414_720, 622_592,
                1_048_576
            ]
        );
        // No whole step fits: one look at the end, as any run of that many has.
        assert_eq!(looks(100, 500), [500]);
        assert_eq!(looks(10_000, 10_000), [10_000]);
        assert_eq!(looks(1024, 1024), [1024]);
        assert_eq!(looks(1000, 3000), [1024, 2048]);
        for (least, cap) in [(1, 10_000), (4096, 100_000), (5000, 6000), (1, u64::MAX), (u64::MAX, u64::MAX)]
        {
            let looks = looks(least, cap);
            assert!(looks.windows(2).all(|w| w[0] < w[1]), "{looks:?}");
            assert!(looks.len() < 120 && looks.iter().all(|&n| n <= cap), "{looks:?}");
            assert!(looks.len() == 1 || looks.iter().all(|n| n % STEP == 0), "{looks:?}");
        }
    }

    #[test]
    fn student_quantiles_are_those_of_statrs() {
        for degrees in [1_u64, 2, 7, 15, 100, 399, 400, 1023, 100_000] {
            let t = StudentsT::new(0.0, 1.0, degrees as f64).expect("degrees of freedom");
            for p in [0.9, 0.3, 0.05, 1e-2, 1e-4, 1e-6, 1e-9] {
                let found = 2.0 * t.cdf(-student_two_sided(p, degrees));
                assert!((found / p - 1.0).abs() < 1e-6, "{degrees} {p}: {found}");
            }
        }
        // Published: t(0.975, 15) = 2.1314, t(0.995, 15) = 2.9467.
        assert!((student_two_sided(0.05, 15) - 2.131_449_5).abs() < 1e-6);
        assert!((student_two_sided(0.01, 15) - 2.946_712_9).abs() < 1e-6);
        assert_eq!(student_two_sided(0.05, 0), f64::INFINITY);
    }

    #[test]
    fn signs_are_settled_outside_of_the_bound_alone() {
        let bound = Bound::new(0.95, 10, 3, Errors::Randomisations(16));
        let sign = |mean, se| bound.sign(MeanError { mean, se, n: 2048 });
        let t = student_two_sided(0.05 / 30.0, 15);
        assert_eq!(bound.critical(2048), t);
        assert_eq!(sign(1.01 * t, 1.0), Sign::Above);
        assert_eq!(sign(-1.01 * t, 1.0), Sign::Below);
        assert_eq!(sign(0.99 * t, 1.0), Sign::Open);
        assert_eq!(sign(0.0, 0.0), Sign::Same);
        assert_eq!(sign(0.5, 0.0), Sign::Above);
        assert_eq!(sign(0.0, 1.0), Sign::Open);
        assert_eq!(sign(f64::NAN, f64::NAN), Sign::Open);
        assert_eq!(bound.half_width(MeanError { mean: 1.0, se: f64::NAN, n: 1 }), f64::INFINITY);
    }
}
