//! 95 % intervals hold the true value in 95 % of repetitions, under every design: a case with a known answer built from
//! the sampling code itself.

use drawdown::{
    sampling::{
        design::{Design, RANDOMISATIONS, Source, place},
        elementary::{exp, normal_cdf, normal_quantile8},
    },
    stats::{
        interval::{normal, order_statistics, wilson},
        randomised::{probability, sectioned},
    },
};

/// Repetitions: the standard error of a coverage of 95 % is 0.40 points.
const REPETITIONS: u64 = 3000;
/// Replicates of each.
const REPLICATES: u64 = 2048;
/// Standard deviation of the logarithm.
const SIGMA: f64 = 0.8;
/// The probability asked for is that of exceeding this.
const LIMIT: f64 = 1.4;
/// Weights of the normals; their squares sum to 1. The last two addresses own no dimension.
const WEIGHTS: [(&str, f64); 5] = [
    ("commitment", 0.8),
    ("threat_high", 0.4),
    ("required[isr]", 0.2),
    ("of no dimension", 0.346_410_161_513_775_46),
    ("of none either", 0.2),
];

/// Log-normal values with median 1: a skewed sum of listed inputs and others.
fn values(design: Design, seed: u64) -> Vec<f64> {
    let sources: Vec<Source> = WEIGHTS.iter().map(|(address, _)| design.source(seed, address)).collect();
    let mut out = Vec::with_capacity(REPLICATES as usize);
    for first in (0..REPLICATES).step_by(8) {
        let mut sum = [0.0; 8];
        for (source, (_, weight)) in sources.iter().zip(WEIGHTS) {
            let z = normal_quantile8(&source.uniform8(first));
            for lane in 0..8 {
                sum[lane] += weight * z[lane];
            }
        }
        out.extend(sum.map(|z| exp(SIGMA * z)));
    }
    out
}

fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len() as f64
}

/// The middle of sorted values.
fn median(sorted: &[f64]) -> f64 {
    0.5 * (sorted[(sorted.len() - 1) / 2] + sorted[sorted.len() / 2])
}

fn share(values: &[f64]) -> f64 {
    values.iter().filter(|&&value| value > LIMIT).count() as f64 / values.len() as f64
}

fn sorted(mut values: Vec<f64>) -> Vec<f64> {
    values.sort_by(f64::total_cmp);
    values
}

/// Intervals of mean, probability and median.
fn intervals(design: Design, values: Vec<f64>) -> [(f64, f64); 3] {
    let n = REPLICATES as f64;
    let (centre, count) = (mean(&values), share(&values) * n);
    if design.randomisations().is_none() {
        let squares: f64 = values.iter().map(|value| (value - centre) * (value - centre)).sum();
        let (Some(lower), Some(upper)) = order_statistics(0.5, REPLICATES) else { panic!("enough values") };
        let sorted = sorted(values);
        let at = |rank: u64| sorted[rank as usize - 1];
        return [normal(centre, (squares / (n - 1.0) / n).sqrt()), wilson(count, n), (at(lower), at(upper))];
    }
    let mut parts = vec![Vec::new(); RANDOMISATIONS as usize];
    for (replicate, &value) in (0..).zip(&values) {
        parts[place(replicate).0].push(value);
    }
    let parts: Vec<Vec<f64>> = parts.into_iter().map(sorted).collect();
    let of = |statistic: fn(&[f64]) -> f64| parts.iter().map(|part| statistic(part)).collect::<Vec<_>>();
    let found = [
        sectioned(centre, &of(mean)),
        probability(count, n, &of(share)),
        sectioned(median(&sorted(values)), &of(median)),
    ];
    found.map(|interval| (interval.lower, interval.upper))
}

fn assert_coverage(design: Design) {
    let truth = [exp(0.5 * SIGMA * SIGMA), normal_cdf(-libm::log(LIMIT) / SIGMA), 1.0];
    let mut covered = [0.0; 3];
    let mut width = [0.0; 3];
    for seed in 0..REPETITIONS {
        for (k, (lower, upper)) in intervals(design, values(design, seed)).into_iter().enumerate() {
            width[k] += (upper - lower) / REPETITIONS as f64;
            if lower <= truth[k] && truth[k] <= upper {
                covered[k] += 1.0 / REPETITIONS as f64;
            }
        }
    }
    println!("{}: coverage {covered:.4?}, mean width {width:.5?}", design.name());
    for (what, covered) in ["mean", "probability", "median"].into_iter().zip(covered) {
        assert!((0.935..=0.965).contains(&covered), "{}, {what}: {covered}", design.name());
    }
}

#[test]
fn intervals_of_monte_carlo_cover() {
    assert_coverage(Design::MonteCarlo);
}

#[test]
fn intervals_of_sobol_cover() {
    assert_coverage(Design::Sobol);
}

#[test]
fn intervals_of_latin_hypercubes_cover() {
    assert_coverage(Design::LatinHypercube { replicates: REPLICATES });
}
