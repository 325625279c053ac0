//! 95 % intervals hold the true value in 95 % of repetitions, under every design: a case with a known answer built from
//! the sampling code itself.

use drawdown::{
    sampling::{
        design::{Design, RANDOMISATIONS, Source, place},
        elementary::{exp, normal_cdf, normal_quantile8},
    },
    stats::{
        histogram::QUANTILES,
        interval::{self, normal, quantile_levels, wilson},
        log_bins::{Log, key},
        moments::estimate,
        randomised::{self, probability, sectioned},
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
        let (lower, upper) = quantile_levels(0.5, REPLICATES);
        let (lower, upper) = ((lower * n).floor() as u64, (upper * n).ceil() as u64);
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

/// Quantiles and their standard errors as a run reports them: from counts.
fn reported_quantiles(design: Design, values: &[f64]) -> ([f64; 5], [f64; 5]) {
    let count = |values: &mut dyn Iterator<Item = f64>| {
        let mut log = Log::default();
        values.for_each(|value| log.add(&[key(value)]));
        log
    };
    let all = count(&mut values.iter().copied());
    let found = all.quantiles(QUANTILES);
    let errors = match design.randomisations() {
        None => interval::quantile_errors(REPLICATES, |levels| all.quantiles(levels)),
        Some(parts) => {
            let of = |part: usize| {
                let mut own = (0..).zip(values).filter(|&(r, _)| place(r).0 == part).map(|(_, &value)| value);
                count(&mut own).quantiles(QUANTILES)
            };
            randomised::quantile_errors(found, &(0..parts as usize).map(of).collect::<Vec<_>>())
        }
    };
    (found, errors)
}

/// Quantiles lie within so many reported standard errors of the truth in 95 % of repetitions.
fn assert_quantiles_covered(design: Design) {
    let width = if design.randomisations().is_some() { 2.131 } else { 1.96 };
    let truth = QUANTILES.map(|p| exp(SIGMA * drawdown::sampling::elementary::normal_quantile(p)));
    let mut covered = [0.0; 5];
    for seed in 0..REPETITIONS {
        let (found, errors) = reported_quantiles(design, &values(design, seed));
        for i in 0..5 {
            if (found[i] - truth[i]).abs() <= width * errors[i] {
                covered[i] += 1.0 / REPETITIONS as f64;
            }
        }
    }
    println!("{}: coverage of quantiles {covered:.4?}", design.name());
    for (p, covered) in QUANTILES.into_iter().zip(covered) {
        assert!((0.925..=0.975).contains(&covered), "{}, {p}: {covered}", design.name());
    }
}

#[test]
fn errors_of_quantiles_cover() {
    assert_quantiles_covered(Design::MonteCarlo);
}

#[test]
fn errors_of_quantiles_by_randomisation_cover() {
    assert_quantiles_covered(Design::Sobol);
    assert_quantiles_covered(Design::LatinHypercube { replicates: REPLICATES });
}

/// An amount that is 0 but in a share of the replicates, where it is exponential with mean 1: what lapses, a rare gap.
fn rare_amounts(seed: u64, share: f64) -> Vec<f64> {
    let happens = Design::MonteCarlo.source(seed, "happens");
    let amount = Design::MonteCarlo.source(seed, "amount");
    let mut out = Vec::new();
    for first in (0..REPLICATES).step_by(8) {
        let (happens, amount) = (happens.uniform8(first), amount.uniform8(first));
        out.extend((0..8).map(|lane| if happens[lane] < share { -libm::log(amount[lane]) } else { 0.0 }));
    }
    out
}

#[test]
fn no_interval_is_reported_of_means_that_rest_on_few_replicates() {
    let n = REPLICATES as f64;
    for events in [0.1, 1.0, 5.0, 20.0, 60.0, 200.0, 1500.0] {
        let share = events / n;
        let (mut before, mut reported, mut wrong) = (0.0, 0.0, 0.0);
        for seed in 0..REPETITIONS {
            let values = rare_amounts(seed, share);
            let (sum, squares) =
                values.iter().fold((0.0, 0.0), |(sum, squares), v| (sum + v, squares + v * v));
            let found = estimate(sum, squares, REPLICATES, 0.0);
            let (lower, upper) = normal(found.mean, found.se);
            let covers = lower <= share && share <= upper;
            before += f64::from(u8::from(covers)) / REPETITIONS as f64;
            if !found.rests_on_few() {
                reported += 1.0 / REPETITIONS as f64;
                wrong += f64::from(u8::from(!covers)) / REPETITIONS as f64;
            }
        }
        println!(
            "{events} events: the interval covers in {before:.3}; reported in {reported:.3}, wrong in {wrong:.3}"
        );
        // Without the rule an interval of a rare amount holds in hardly any run; with it, what is said is so.
        assert!(events > 0.2 || before < 0.14, "{events}: {before}");
        assert!(wrong < 0.08, "{events}: wrong in {wrong}");
        assert!(events > 5.0 || reported == 0.0, "{events}: reported in {reported}");
        assert!(events < 150.0 || reported > 0.99, "{events}: reported in {reported}");
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
