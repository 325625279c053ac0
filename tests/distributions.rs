//! One conformance suite for every kind of distribution: quantile and distribution functions, moments, samples, tables.
// Tests may compare with the C library: nothing of theirs reaches a result.
#![allow(clippy::disallowed_methods)]

use drawdown::{
    sampling::{
        keyed::Stream,
        quantile::{cdf, mean, quantile, variance},
        table::Table,
    },
    scenario::distribution::Distribution,
};
use rand_distr::Distribution as _;
use statrs::{
    distribution::ContinuousCDF,
    statistics::{Max, Min},
};

/// Every kind, with easy, extreme and degenerate shapes.
fn shapes() -> Vec<Distribution> {
    let triangular = |low, mode, high| Distribution::Triangular { low, mode, high };
    let pert = |low, mode, high| Distribution::Pert { low, mode, high };
    let beta = |alpha, beta, low, high| Distribution::Beta { alpha, beta, low, high };
    let normal = |mean, sd| Distribution::Normal { mean, sd };
    let truncated = |mean, sd, low, high| Distribution::TruncatedNormal { mean, sd, low, high };
    let by_quantiles = |p05, p95| Distribution::LogNormalQuantiles { p05, p95 };
    let log_normal = |median, sigma| Distribution::LogNormal { median, sigma };
    let empirical = |values: &[f64]| Distribution::Empirical { values: values.to_vec() };
    let discrete = |values: &[f64], probabilities: &[f64]| Distribution::Discrete {
        values: values.to_vec(),
        probabilities: probabilities.to_vec(),
    };
    vec![
        Distribution::Constant(3.5),
        Distribution::Uniform { low: -2.0, high: 5.0 },
        Distribution::Uniform { low: 1e6, high: 1e6 + 1e-3 },
        triangular(0.0, 0.3, 1.0),
        triangular(0.0, 0.0, 1.0),
        triangular(0.0, 1.0, 1.0),
        triangular(-5.0, -4.999, 100.0),
        triangular(1e6, 1e6 + 4e-4, 1e6 + 1e-3),
        pert(0.0, 0.0, 1.0),
        pert(0.0, 1.0, 1.0),
        pert(0.0, 0.5, 1.0),
        pert(0.0, 0.500_000_1, 1.0),
        pert(0.2, 0.25, 0.9),
        pert(-0.03, 0.01, 0.02),
        pert(20_000.0, 35_000.0, 50_000.0),
        pert(1e6, 1e6 + 4e-4, 1e6 + 1e-3),
        beta(1.0, 1.0, 0.0, 1.0),
        beta(0.5, 0.5, 0.0, 1.0),
        beta(0.9, 5.0, 0.0, 1.0),
        beta(0.2, 0.1, -1.0, 1.0),
        beta(0.05, 3.0, 0.0, 1.0),
        beta(2.0, 3.0, -1.0, 4.0),
        beta(40.0, 2.0, 0.0, 1.0),
        beta(2_000.0, 3_000.0, 0.0, 1.0),
        beta(3e5, 2.0, 0.0, 1.0),
        normal(0.0, 1.0),
        normal(100.0, 1e-3),
        normal(-3.0, 50.0),
        truncated(0.0, 1.0, -1.0, 2.0),
        truncated(5.0, 1.0, 0.0, 5.5),
        truncated(0.0, 1.0, -20.0, 20.0),
        truncated(0.0, 1.0, 4.0, 6.0),
        truncated(0.0, 1.0, 7.0, 100.0),
        truncated(0.0, 1.0, -9.0, -7.5),
        truncated(10.0, 2.0, 9.0, 9.001),
        truncated(0.0, 1e6, 0.0, 1.0),
        truncated(5.0, 1e-3, 4.995, 4.995 + 1e-9),
        truncated(3.0, 1e-3, 3.006, 3.006 + 5e-9),
        truncated(0.0, 1e17, -1.0, 4.0),
        by_quantiles(1.0, 10.0),
        by_quantiles(0.99, 1.01),
        by_quantiles(1e-3, 1e3),
        log_normal(1.0, 0.01),
        log_normal(2.0, 1.0),
        log_normal(3.0, 2.5),
        empirical(&[3.0, 1.0, 2.0, 2.0, 5.0, 2.0, -1.0]),
        empirical(&[7.0]),
        empirical(&[0.1, 0.7, 0.3, 0.3, 0.2, 0.9, 0.4, 0.4, 0.4, 0.6]),
        discrete(&[5.0, 1.0, 3.0], &[0.2, 0.5, 0.3]),
        discrete(&[2.0, 9.0, 2.0, 1.0], &[0.1, 0.0, 0.4, 0.5]),
        discrete(&[0.0, 1.0, 2.0, 3.0, 4.0], &[0.1, 0.2, 0.3, 0.2, 0.2]),
    ]
}

fn moments(d: &Distribution) -> (f64, f64) {
    (mean(d), variance(d))
}

/// The quantile at `m` or at `1 - m`.
fn tail_quantile(d: &Distribution, m: f64, upper: bool) -> f64 {
    quantile(d, if upper { 1.0 - m } else { m })
}

fn is_stepped(distribution: &Distribution) -> bool {
    matches!(
        distribution,
        Distribution::Constant(_) | Distribution::Empirical { .. } | Distribution::Discrete { .. }
    )
}

/// Distance between the 0.1 % and the 99.9 % quantile: the scale of errors.
fn spread(distribution: &Distribution) -> f64 {
    quantile(distribution, 0.999) - quantile(distribution, 0.001)
}

/// What a value near `x` may be off by through rounding alone.
fn rounding(distribution: &Distribution, x: f64) -> f64 {
    let (low, high) = distribution.support();
    let end = |v: f64| if v.is_finite() { v.abs() } else { 0.0 };
    4.0 * f64::EPSILON * end(low).max(end(high)).max(x.abs())
}

/// Probabilities in ascending order: dense in the middle, evenly spaced in the logarithm towards both ends.
fn grid(nearest: f64, each: usize) -> Vec<f64> {
    let mut grid: Vec<f64> = (0..each).map(|i| (i as f64 + 0.5) / each as f64).collect();
    for i in 0..each {
        let m = nearest * (0.5 / nearest).powf(i as f64 / each as f64);
        grid.extend([m, 1.0 - m]);
    }
    grid.retain(|u| (nearest..=1.0 - nearest).contains(u));
    grid.sort_by(f64::total_cmp);
    grid
}

#[test]
fn every_kind_is_tested() {
    let mut kinds: Vec<_> = shapes().iter().map(std::mem::discriminant).collect();
    kinds.dedup();
    assert_eq!(kinds.len(), 11, "one group of shapes a kind of `Distribution`");
}

#[test]
fn quantile_and_distribution_function_invert_each_other() {
    for d in shapes().iter().filter(|d| !is_stepped(d)) {
        for u in grid(1e-9, 400) {
            let x = quantile(d, u);
            let e = rounding(d, x);
            // Where the density is high the last digit of x is worth more than rounding of u.
            let (least, most) = (cdf(d, x - e), cdf(d, x + e));
            assert!(
                least - 1e-12 <= u && u <= most + 1e-12,
                "{d:?}: the distribution function is {} at the quantile {x} of {u}",
                cdf(d, x)
            );
            let p = cdf(d, x);
            if (0.001..=0.999).contains(&p) {
                let back = quantile(d, p);
                let allowed = 1e-11 * spread(d) + e;
                assert!((back - x).abs() <= allowed, "{d:?}: {x} has {p}, whose quantile is {back}");
            }
        }
    }
}

#[test]
fn steps_fulfil_the_galois_inequalities() {
    for d in shapes().iter().filter(|d| is_stepped(d)) {
        let jumps: Vec<f64> = (0..20).map(|i| f64::from(i) * 0.5).map(|x| cdf(d, x)).collect();
        let around = |p: f64| [p.next_down(), p, p.next_up()];
        let us: Vec<f64> = jumps.into_iter().flat_map(around).chain(grid(1e-9, 300)).collect();
        for u in us.into_iter().filter(|u| 0.0 < *u && *u < 1.0) {
            let x = quantile(d, u);
            assert!(cdf(d, x) >= u, "{d:?}: {u}");
            assert!(cdf(d, x.next_down()) < u, "{d:?}: {x} is not the smallest value that reaches {u}");
        }
        for x in (-8..40).map(|i| f64::from(i) * 0.25) {
            let p = cdf(d, x);
            if p > 0.0 && p < 1.0 {
                assert!(quantile(d, p) <= x, "{d:?}: {x}");
                assert!(quantile(d, p.next_up()) > x, "{d:?}: {x}");
            }
        }
    }
}

#[test]
fn steps_are_where_they_are_said_to_be() {
    let values = vec![5.0, 1.0, 3.0];
    let d = Distribution::Discrete { values, probabilities: vec![0.2, 0.5, 0.3] };
    let table = Table::new(&d);
    for (u, x) in [(1e-12, 1.0), (0.5, 1.0), (0.501, 3.0), (0.8, 3.0), (0.801, 5.0), (1.0 - 1e-16, 5.0)] {
        assert_eq!(quantile(&d, u), x, "{u}");
        assert_eq!(table.quantile(u), x, "{u}");
    }
    assert_eq!([0.9, 1.0, 2.9, 3.0, 4.9, 5.0].map(|x| cdf(&d, x)), [0.0, 0.5, 0.5, 0.8, 0.8, 1.0]);
    let d = Distribution::Empirical { values: vec![2.0, 1.0, 2.0, 4.0] };
    assert_eq!([0.9, 1.0, 2.0, 3.9, 4.0].map(|x| cdf(&d, x)), [0.0, 0.25, 0.75, 0.75, 1.0]);
    assert_eq!([0.25, 0.2501, 0.75, 0.7501].map(|u| quantile(&d, u)), [1.0, 2.0, 2.0, 4.0]);
}

#[test]
fn quantiles_never_fall_and_stay_in_the_support() {
    for d in &shapes() {
        let (low, high) = d.support();
        let table = Table::new(d);
        let mut before = f64::NEG_INFINITY;
        for u in grid(1e-15, 1_000) {
            let x = quantile(d, u);
            assert!(x >= before - 0.25 * rounding(d, x), "{d:?}: falls from {before} to {x} at {u}");
            assert!((low..=high).contains(&x), "{d:?}: {x} at {u}");
            let tabulated = table.quantile(u);
            assert!((low..=high).contains(&tabulated), "{d:?}: the table gives {tabulated} at {u}");
            before = x;
        }
        if low.is_finite() && high.is_finite() {
            assert_eq!((cdf(d, low.next_down()), cdf(d, high)), (0.0, 1.0), "{d:?}");
        }
    }
}

/// Far out the distribution function's relative error counts, not its absolute one.
#[test]
fn tails_keep_their_digits() {
    for d in &shapes() {
        // The other end of the same distribution, turned round, is its lower end.
        let mirrored = match *d {
            Distribution::Pert { low, mode, high } => {
                Distribution::Pert { low: -high, mode: -mode, high: -low }
            }
            Distribution::Triangular { low, mode, high } => {
                Distribution::Triangular { low: -high, mode: -mode, high: -low }
            }
            Distribution::Beta { alpha, beta, low, high } => {
                Distribution::Beta { alpha: beta, beta: alpha, low: -high, high: -low }
            }
            Distribution::Normal { mean, sd } => Distribution::Normal { mean: -mean, sd },
            Distribution::TruncatedNormal { mean, sd, low, high } => {
                Distribution::TruncatedNormal { mean: -mean, sd, low: -high, high: -low }
            }
            _ => continue,
        };
        for m in [1e-14, 1e-11, 1e-8, 1e-5, 0.01, 0.3] {
            // What is left of it when it is taken from 1.
            let m = 1.0 - (1.0 - m);
            let (x, y) = (tail_quantile(d, m, true), -tail_quantile(&mirrored, m, false));
            let allowed = 1e-12 * spread(d) + rounding(d, x);
            assert!((x - y).abs() <= allowed, "{d:?}: {x} and {y} at {m}");
        }
    }
    for d in [
        Distribution::Pert { low: 0.0, mode: 0.3, high: 1.0 },
        Distribution::Pert { low: 0.0, mode: 0.0, high: 1.0 },
        Distribution::Beta { alpha: 0.5, beta: 2.0, low: 0.0, high: 1.0 },
        Distribution::Normal { mean: 0.0, sd: 1.0 },
        Distribution::LogNormal { median: 1.0, sigma: 1.5 },
    ] {
        for m in [1e-40, 1e-20, 1e-14, 1e-11, 1e-8, 1e-5] {
            let p = cdf(&d, tail_quantile(&d, m, false));
            assert!((p / m - 1.0).abs() < 1e-11, "{d:?}: {p} at the quantile of {m}");
        }
    }
}

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

/// Two-sample Kolmogorov-Smirnov statistic.
fn kolmogorov_smirnov(a: &mut [f64], b: &mut [f64]) -> f64 {
    a.sort_by(f64::total_cmp);
    b.sort_by(f64::total_cmp);
    let (mut i, mut j, mut largest) = (0, 0, 0.0_f64);
    while i < a.len() && j < b.len() {
        let x = a[i].min(b[j]);
        i += a[i..].iter().take_while(|v| **v <= x).count();
        j += b[j..].iter().take_while(|v| **v <= x).count();
        largest = largest.max((i as f64 / a.len() as f64 - j as f64 / b.len() as f64).abs());
    }
    largest
}

const SAMPLE: usize = 20_000;

/// What the statistic exceeds with a probability of one in ten thousand (Smirnov's limit).
fn critical() -> f64 {
    (-0.5 * (1e-4_f64 / 2.0).ln()).sqrt() * (2.0 / SAMPLE as f64).sqrt()
}

/// Draws as the engine makes them.
fn ours(d: &Distribution) -> Vec<f64> {
    let stream = Stream::new(20_260, &format!("{d:?}"));
    let table = Table::new(d);
    (0..SAMPLE as u64).step_by(8).flat_map(|first| table.quantile8(&stream.uniform8(first, 0))).collect()
}

/// Draws of `rand_distr`'s own algorithm, which is no inverse but for the triangular and the uniform.
fn theirs(d: &Distribution) -> Option<Vec<f64>> {
    use rand_distr as other;
    let mut generator = Stream::new(20_260, "rand_distr").rng(0);
    macro_rules! sample {
        ($other:expr, $map:expr) => {{
            let other = $other.expect("parameters that rand_distr takes");
            let map = $map;
            Some((0..SAMPLE).map(|_| map(other.sample(&mut generator))).collect())
        }};
    }
    let same = |x: f64| x;
    match *d {
        Distribution::Uniform { low, high } => sample!(other::Uniform::new(low, high), same),
        Distribution::Triangular { low, mode, high } => {
            sample!(other::Triangular::new(low, high, mode), same)
        }
        Distribution::Pert { low, mode, high } => {
            sample!(other::Pert::new(low, high).with_mode(mode), same)
        }
        Distribution::Beta { alpha, beta, low, high } => {
            sample!(other::Beta::new(alpha, beta), |x| low + (high - low) * x)
        }
        Distribution::Normal { mean, sd } => sample!(other::Normal::new(mean, sd), same),
        Distribution::LogNormal { median, sigma } => {
            sample!(other::LogNormal::new(median.ln(), sigma), same)
        }
        Distribution::LogNormalQuantiles { p05, p95 } => {
            let sigma = (p95 / p05).ln() / (2.0 * 1.644_853_626_951_472_2);
            sample!(other::LogNormal::new(0.5 * (p05 * p95).ln(), sigma), same)
        }
        Distribution::TruncatedNormal { mean, sd, low, high } => {
            // By rejection, where enough is left.
            let inside =
                cdf(&Distribution::Normal { mean, sd }, high) - cdf(&Distribution::Normal { mean, sd }, low);
            if inside < 0.01 {
                return None;
            }
            let normal = other::Normal::new(mean, sd).expect("valid");
            let draws = std::iter::repeat_with(|| normal.sample(&mut generator));
            Some(draws.filter(|x| (low..=high).contains(x)).take(SAMPLE).collect())
        }
        _ => None,
    }
}

#[test]
fn samples_agree_with_the_samplers_of_rand_distr() {
    let mut compared = 0;
    for d in &shapes() {
        let Some(mut theirs) = theirs(d) else { continue };
        let statistic = kolmogorov_smirnov(&mut ours(d), &mut theirs);
        assert!(statistic < critical(), "{d:?}: {statistic}, critical {}", critical());
        compared += 1;
    }
    assert!(compared >= 35, "{compared}");
}

#[test]
fn the_comparison_of_samples_sees_a_slightly_different_shape() {
    let right = Distribution::Pert { low: 0.0, mode: 0.5, high: 1.0 };
    let wrong = Distribution::Pert { low: 0.0, mode: 0.54, high: 1.0 };
    let statistic = kolmogorov_smirnov(&mut ours(&right), &mut theirs(&wrong).expect("a sampler"));
    assert!(statistic > critical(), "{statistic}");
}

#[test]
fn tables_are_within_their_bound() {
    let mut beyond = Vec::new();
    for d in &shapes() {
        let table = Table::new(d);
        let mut worst = (0.0, 0.5);
        for u in grid(1e-6, 3_000) {
            let exact = quantile(d, u);
            let error = (table.quantile(u) - exact).abs();
            if is_stepped(d) || error > rounding(d, exact) {
                let scaled = error / spread(d).max(f64::MIN_POSITIVE);
                if scaled > worst.0 {
                    worst = (scaled, u);
                }
            }
        }
        println!("{:.1e} at {:.3e}: {d:?}", worst.0, worst.1);
        let allowed = if is_stepped(d) { 0.0 } else { 1e-9 };
        if worst.0 > allowed {
            beyond.push(format!("{d:?}: {:e} of the spread at {:e}", worst.0, worst.1));
        }
        // Further out it is the exact function.
        for m in [9.5e-7, 1e-9, 1e-13, 1e-16] {
            assert_eq!(table.quantile(m), quantile(d, m), "{d:?}: {m}");
            assert_eq!(table.quantile(1.0 - m), quantile(d, 1.0 - m), "{d:?}: 1 - {m}");
        }
        let u = [1e-9, 0.001, 0.25, 0.5, 0.500_001, 0.75, 0.999, 1.0 - 1e-9];
        assert_eq!(table.quantile8(&u), u.map(|u| table.quantile(u)), "{d:?}");
    }
    assert!(beyond.is_empty(), "beyond 1e-9 of the spread:\n{}", beyond.join("\n"));
}
