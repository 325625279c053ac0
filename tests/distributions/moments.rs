//! Moments against integrals and closed forms.

use drawdown::{sampling::quantile::quantile, scenario::distribution::Distribution};

use super::{is_stepped, moments, rounding, shapes, tail_quantile};

/// Mean and variance by integrating the quantile function: ten Gauss-Legendre points in each panel of the logarithm
/// of the distance to the nearer end.
fn integrated_moments(d: &Distribution) -> (f64, f64) {
    const NODES: [(f64, f64); 5] = [
        (0.148_874_338_981_631_22, 0.295_524_224_714_752_87),
        (0.433_395_394_129_247_2, 0.269_266_719_309_996_35),
        (0.679_409_568_299_024_4, 0.219_086_362_515_982_04),
        (0.865_063_366_688_984_5, 0.149_451_349_150_580_6),
        (0.973_906_528_517_171_7, 0.066_671_344_308_688_14),
    ];
    let (start, panels) = (-36.0, 150);
    let width = (0.5_f64.ln() - start) / f64::from(panels);
    let centre = quantile(d, 0.5);
    let (mut first, mut second) = (0.0, 0.0);
    for panel in 0..panels {
        let middle = start + (f64::from(panel) + 0.5) * width;
        for (node, weight) in NODES.into_iter().flat_map(|(x, w)| [(x, w), (-x, w)]) {
            let m = (middle + 0.5 * width * node).exp();
            for upper in [false, true] {
                let away = tail_quantile(d, m, upper) - centre;
                first += 0.5 * width * weight * m * away;
                second += 0.5 * width * weight * m * away * away;
            }
        }
    }
    (centre + first, second - first * first)
}

#[test]
fn moments_are_those_of_the_quantile_function() {
    for d in &shapes() {
        // Their moments come from further out than a probability below 1 can be told from 1.
        let sigma = match d {
            Distribution::LogNormal { sigma, .. } => *sigma,
            Distribution::LogNormalQuantiles { p05, p95 } => (p95 / p05).ln() / 3.29,
            _ => 0.0,
        };
        if sigma > 1.5 {
            continue;
        }
        let (mean, variance) = moments(d);
        assert!(variance >= 0.0, "{d:?}");
        let (expected, expected_variance, tolerance) = if is_stepped(d) {
            let n = 210_000;
            let at = |i: i32| quantile(d, (f64::from(i) + 0.5) / f64::from(n));
            let expected = (0..n).map(at).sum::<f64>() / f64::from(n);
            let square = (0..n).map(|i| (at(i) - expected).powi(2)).sum::<f64>() / f64::from(n);
            (expected, square, 1e-10)
        } else {
            // A kink in the quantile function costs the quadrature digits.
            let kinked = matches!(d, Distribution::Triangular { .. });
            let (expected, square) = integrated_moments(d);
            (expected, square, if kinked || sigma > 0.5 { 1e-7 } else { 1e-10 })
        };
        let width = variance.sqrt();
        let rounding = rounding(d, mean);
        assert!(
            (mean - expected).abs() <= tolerance * width + rounding,
            "{d:?}: mean {mean}, integrated {expected}"
        );
        assert!(
            (variance - expected_variance).abs() <= tolerance * variance + 8.0 * rounding * width,
            "{d:?}: variance {variance}, integrated {expected_variance}"
        );
    }
}

/// Known by hand.
#[test]
fn moments_by_hand() {
    let close = |d: Distribution, mean: f64, variance: f64| {
        let found = moments(&d);
        assert!((found.0 - mean).abs() < 1e-14 && (found.1 - variance).abs() < 1e-14, "{d:?}: {found:?}");
    };
    close(Distribution::Pert { low: 0.0, mode: 0.0, high: 1.0 }, 1.0 / 6.0, 5.0 / 252.0);
    close(Distribution::Pert { low: 0.0, mode: 0.5, high: 1.0 }, 0.5, 1.0 / 28.0);
    close(Distribution::Triangular { low: 0.0, mode: 0.0, high: 1.0 }, 1.0 / 3.0, 1.0 / 18.0);
    close(Distribution::Uniform { low: 0.0, high: 1.0 }, 0.5, 1.0 / 12.0);
    // A half-normal, but for a tail of 1e-300.
    let half = Distribution::TruncatedNormal { mean: 0.0, sd: 1.0, low: 0.0, high: 37.0 };
    let pi = std::f64::consts::PI;
    close(half, (2.0 / pi).sqrt(), 1.0 - 2.0 / pi);
    close(Distribution::LogNormal { median: 1.0, sigma: 1e-6 }, 1.0 + 5e-13, 1e-12);
    let values = vec![4.0, 0.0];
    close(Distribution::Discrete { values, probabilities: vec![0.25, 0.75] }, 1.0, 3.0);
}
