//! Distribution functions and moments against those of statrs.

use drawdown::{
    sampling::quantile::{cdf, quantile},
    scenario::distribution::Distribution,
};
use statrs::{
    distribution::ContinuousCDF,
    statistics::{Max, Min},
};

use super::{grid, moments, rounding, shapes, spread};

/// The scale of statrs' distribution: value of ours = `low + width` value of theirs.
struct Theirs<'a> {
    low: f64,
    width: f64,
    cdf: &'a dyn Fn(f64) -> f64,
    inverse: &'a dyn Fn(f64) -> f64,
    moments: (f64, f64),
}

fn agrees_with(d: &Distribution, theirs: &Theirs<'_>) {
    let (mean, variance) = moments(d);
    let (their_mean, their_variance) =
        (theirs.low + theirs.width * theirs.moments.0, theirs.width.powi(2) * theirs.moments.1);
    assert!((mean - their_mean).abs() <= 1e-12 * variance.sqrt() + rounding(d, mean), "{d:?}: mean");
    assert!((variance - their_variance).abs() <= 1e-11 * variance, "{d:?}: variance");
    // statrs cancels logarithms of gamma functions, and its error function is good to some 1e-11.
    let digits = match d {
        Distribution::Beta { alpha, beta, .. } => 1e-11 + 1e-15 * (alpha + beta),
        _ => 1e-10,
    };
    for u in grid(1e-6, 100) {
        let x = (theirs.inverse)(u);
        if matches!(d, Distribution::Beta { .. }) && x > 1.0 - 1e-12 {
            // statrs takes an argument within rounding of 1 for 1.
            continue;
        }
        let ours = quantile(d, u);
        let expected = theirs.low + theirs.width * x;
        let allowed = 1e-9 * (spread(d) + ours.abs()) + rounding(d, ours);
        assert!((ours - expected).abs() <= allowed, "{d:?}: {ours} is not {expected} at {u}");
        // Rounding of a value near an end where the density is infinite costs probability.
        let e = rounding(d, ours);
        let (least, most, wanted) = (cdf(d, expected - e), cdf(d, expected + e), (theirs.cdf)(x));
        assert!(
            least - digits <= wanted && wanted <= most + digits,
            "{d:?}: {} is not {wanted} at {x}",
            cdf(d, expected)
        );
    }
}

#[test]
fn agrees_with_statrs() {
    use statrs::{distribution as other, statistics::Distribution as _};
    let mut compared = 0;
    for d in &shapes() {
        // Scales on which statrs' own rounding would be seen are left out.
        if d.support().0.abs() == 1e6 {
            continue;
        }
        macro_rules! compare {
            ($low:expr, $width:expr, $other:expr) => {{
                let other = $other.expect("parameters that statrs takes");
                let moments = (other.mean().unwrap_or(f64::NAN), other.variance().unwrap_or(f64::NAN));
                let theirs = Theirs {
                    low: $low,
                    width: $width,
                    cdf: &|x| other.cdf(x),
                    inverse: &|u| bisect(|x| other.cdf(x), (other.min(), other.max()), u),
                    moments,
                };
                agrees_with(d, &theirs);
                compared += 1;
            }};
        }
        match *d {
            Distribution::Uniform { low, high } => compare!(0.0, 1.0, other::Uniform::new(low, high)),
            Distribution::Triangular { low, mode, high } => {
                compare!(0.0, 1.0, other::Triangular::new(low, high, mode));
            }
            Distribution::Pert { low, mode, high } => {
                let (below, above) = ((mode - low) / (high - low), (high - mode) / (high - low));
                compare!(low, high - low, other::Beta::new(1.0 + 4.0 * below, 1.0 + 4.0 * above));
            }
            Distribution::Beta { alpha, beta, low, high } => {
                compare!(low, high - low, other::Beta::new(alpha, beta));
            }
            Distribution::Normal { mean, sd } => compare!(0.0, 1.0, other::Normal::new(mean, sd)),
            Distribution::LogNormal { median, sigma } => {
                compare!(0.0, 1.0, other::LogNormal::new(median.ln(), sigma));
            }
            Distribution::LogNormalQuantiles { p05, p95 } => {
                // 1.6448536269514722: the 95 % quantile of the standard normal.
                let sigma = (p95 / p05).ln() / (2.0 * 1.644_853_626_951_472_2);
                compare!(0.0, 1.0, other::LogNormal::new(0.5 * (p05 * p95).ln(), sigma));
            }
            _ => {}
        }
    }
    assert!(compared >= 25, "{compared}");
}

/// The value at which an increasing function reaches `u`: statrs' own inverses stop some digits earlier.
fn bisect(cdf: impl Fn(f64) -> f64, support: (f64, f64), u: f64) -> f64 {
    let (mut low, mut high) = (support.0.max(-1e5), support.1.min(1e12));
    for _ in 0..200 {
        // By ratio where both are positive, so that values near 0 keep their digits.
        let middle = if low > 0.0 { (low * high).sqrt() } else { 0.5 * (low + high) };
        if cdf(middle) < u { low = middle } else { high = middle }
    }
    high
}
