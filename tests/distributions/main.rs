//! One conformance suite for every kind of distribution: quantile and distribution functions, moments, samples, tables.
// Tests may compare with the C library: nothing of theirs reaches a result.
#![allow(clippy::disallowed_methods)]

mod inverses;
mod moments;
mod samples;
mod statrs;
mod tables;

use drawdown::{
    sampling::quantile::{mean, quantile, variance},
    scenario::distribution::Distribution,
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
