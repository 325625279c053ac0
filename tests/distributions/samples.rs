//! Samples against the samplers of rand_distr.

use drawdown::{
    sampling::{keyed::Stream, quantile::cdf, table::Table},
    scenario::distribution::Distribution,
};
use rand_distr::Distribution as _;

use super::shapes;

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
