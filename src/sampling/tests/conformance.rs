//! One suite that every distribution passes.

use rand::{RngExt, distr::Distribution as _};
use statrs::distribution::ContinuousCDF;

use crate::sampling::keyed::{KeyedRng, Stream};
use crate::sampling::quantile::{Law, cdf, mean, quantile, variance};
use crate::sampling::table::Table;
use crate::scenario::distribution::Distribution;

/// One or more of every kind, ordinary and extreme.
pub(super) fn cases() -> Vec<Distribution> {
    use Distribution as D;
    let beta = |alpha, beta| D::Beta { alpha, beta, low: -1.0, high: 3.0 };
    let pert = |low, mode, high| D::Pert { low, mode, high };
    let cut = |mean, sd, low, high| D::TruncatedNormal { mean, sd, low, high };
    vec![
        D::Constant(3.5),
        D::Uniform { low: -2.0, high: 5.0 },
        D::Triangular { low: 1.0, mode: 2.0, high: 6.0 },
        D::Triangular { low: 0.0, mode: 0.0, high: 1.0 },
        D::Triangular { low: 0.0, mode: 1.0, high: 1.0 },
        pert(0.4, 0.7, 0.92),
        pert(0.0, 0.0, 1.0),
        pert(0.0, 1.0, 1.0),
        pert(1000.0, 1001.0, 5000.0),
        pert(0.999_999, 1.0, 1.000_002),
        pert(5.0, 5.0, 5.0),
        D::Normal { mean: 10.0, sd: 2.0 },
        D::Normal { mean: 10.0, sd: 0.0 },
        cut(0.0, 1.0, -1.0, 2.0),
        cut(5.0, 2.0, 6.0, 7.0),
        cut(0.5, 0.1, 0.0, 1.0),
        cut(0.0, 1.0, 6.0, 8.0),
        cut(0.0, 1.0, 1.0, 1.01),
        cut(0.0, 1.0, f64::NEG_INFINITY, -3.0),
        cut(0.0, 1.0, 50.0, 51.0),
        D::LogNormalQuantiles { p05: 2.0, p95: 9.0 },
        D::LogNormal { median: 3.0, sigma: 0.25 },
        D::LogNormal { median: 1.0, sigma: 1.5 },
        beta(2.0, 3.0),
        beta(0.5, 0.5),
        beta(0.3, 2.0),
        beta(1.0, 1.0),
        beta(30.0, 80.0),
        beta(200.0, 3.0),
        D::Empirical { values: vec![3.0, 1.0, 4.0, 1.0, 5.0, 9.0, 2.0] },
        D::Discrete { values: vec![2.0, -1.0, 7.0, 4.0], probabilities: vec![0.5, 0.2, 0.3, 0.0] },
    ]
}

fn is_step(distribution: &Distribution) -> bool {
    matches!(Law::new(distribution), Law::Constant(_) | Law::Steps { .. })
}

/// Probabilities from the far tails to the middle.
fn grid() -> impl Iterator<Item = f64> {
    let tails = (0..40).map(|i| 10f64.powf(-9.0 + 0.2 * f64::from(i))).filter(|&t| t < 0.05);
    let tails: Vec<f64> = tails.flat_map(|t| [t, 1.0 - t]).collect();
    tails.into_iter().chain((1..400).map(|i| f64::from(i) / 400.0 + 1e-5))
}

#[test]
fn quantile_and_distribution_function_invert_each_other() {
    for distribution in cases() {
        let law = Law::new(&distribution);
        let (low, high) = distribution.support();
        for u in grid() {
            let x = law.quantile(u);
            assert!(x >= low && x <= high, "{distribution:?} at {u}: {x}");
            if is_step(&distribution) {
                // The smallest value that has at least u at or below it.
                assert!(law.cdf(x) >= u && law.cdf(x - 1e-9) < u, "{distribution:?} at {u}");
                continue;
            }
            // x is a double: the probability is pinned no better than by its neighbours.
            let step = 4.0 * f64::EPSILON * x.abs().max(1e-300);
            let (below, above) = (law.cdf(x - step), law.cdf(x + step));
            let slack = 2e-13 * u.min(1.0 - u) + 2e-16;
            assert!(
                below - slack <= u && u <= above + slack,
                "{distribution:?}: {u} is not between {below} and {above} at {x}"
            );
        }
    }
}

#[test]
fn moments_agree_with_integrals_of_the_quantile_function() {
    for distribution in cases() {
        let law = Law::new(&distribution);
        // u = 3 s^2 - 2 s^3, twice: flattens the tails, midpoint rule in s.
        let smooth = |s: f64| s * s * (3.0 - 2.0 * s);
        let slope = |s: f64| 6.0 * s * (1.0 - s);
        let panels = if is_step(&distribution) { 400_000 } else { 20_000 };
        let (mut mass, mut first, mut second) = (0.0, 0.0, 0.0);
        let centre = law.quantile(0.5);
        for i in 0..panels {
            let s = (f64::from(i) + 0.5) / f64::from(panels);
            let (u, weight) = (smooth(smooth(s)), slope(s) * slope(smooth(s)) / f64::from(panels));
            if u >= 1.0 {
                continue;
            }
            let x = law.quantile(u) - centre;
            mass += weight;
            first += weight * x;
            second += weight * x * x;
        }
        let (m, v) = (first / mass, second / mass - (first / mass) * (first / mass));
        let (mean, sd) = (mean(&distribution), variance(&distribution).sqrt());
        let tolerance = if is_step(&distribution) { 2e-5 } else { 2e-6 };
        assert!(
            (m + centre - mean).abs() <= tolerance * sd + 1e-12 * mean.abs(),
            "{distribution:?}: mean {mean}"
        );
        assert!(
            (v - sd * sd).abs() <= 10.0 * tolerance * sd * sd,
            "{distribution:?}: variance {} {v}",
            sd * sd
        );
    }
}

#[test]
fn quantiles_agree_with_statrs() {
    type Oracle = Box<dyn Fn(f64) -> f64>;
    let oracle = |distribution: &Distribution| -> Option<Oracle> {
        match *distribution {
            Distribution::Beta { alpha, beta, low, high } => {
                let of = statrs::distribution::Beta::new(alpha, beta).ok()?;
                Some(Box::new(move |x| of.cdf(((x - low) / (high - low)).clamp(0.0, 1.0))))
            }
            Distribution::Pert { low, mode, high } if low < high => {
                let (a, b) = ((mode - low) / (high - low), (high - mode) / (high - low));
                let of = statrs::distribution::Beta::new(1.0 + 4.0 * a, 1.0 + 4.0 * b).ok()?;
                Some(Box::new(move |x| of.cdf(((x - low) / (high - low)).clamp(0.0, 1.0))))
            }
            Distribution::Normal { mean, sd } if sd > 0.0 => {
                let of = statrs::distribution::Normal::new(mean, sd).ok()?;
                Some(Box::new(move |x| of.cdf(x)))
            }
            Distribution::LogNormal { median, sigma } => {
                let of = statrs::distribution::LogNormal::new(median.ln(), sigma).ok()?;
                Some(Box::new(move |x| of.cdf(x)))
            }
            Distribution::Triangular { low, mode, high } => {
                let of = statrs::distribution::Triangular::new(low, high, mode).ok()?;
                Some(Box::new(move |x| of.cdf(x)))
            }
            _ => None,
        }
    };
    let mut compared = 0;
    for distribution in cases() {
        let Some(reference) = oracle(&distribution) else { continue };
        compared += 1;
        // Nearer to an end statrs takes an argument next to 1 for 1.
        for u in grid().filter(|u| (1e-7..=1.0 - 1e-7).contains(u)) {
            let x = quantile(&distribution, u);
            let (ours, theirs) = (cdf(&distribution, x), reference(x));
            assert!((ours - theirs).abs() < 1e-10, "{distribution:?} at {x}: {ours} and {theirs}");
        }
    }
    assert!(compared >= 15, "{compared} distributions were compared");
}

type Sampler = Box<dyn FnMut(&mut KeyedRng) -> f64>;

/// `rand_distr`'s own sampler, where it has the distribution.
fn sampler(distribution: &Distribution) -> Option<Sampler> {
    fn boxed<D: rand_distr::Distribution<f64> + 'static>(of: D) -> Sampler {
        Box::new(move |rng| of.sample(rng))
    }
    Some(match *distribution {
        Distribution::Uniform { low, high } => boxed(rand_distr::Uniform::new(low, high).ok()?),
        Distribution::Triangular { low, mode, high } => {
            boxed(rand_distr::Triangular::new(low, high, mode).ok()?)
        }
        Distribution::Pert { low, mode, high } if low < high => {
            boxed(rand_distr::Pert::new(low, high).with_mode(mode).ok()?)
        }
        Distribution::Normal { mean, sd } if sd > 0.0 => boxed(rand_distr::Normal::new(mean, sd).ok()?),
        Distribution::TruncatedNormal { mean, sd, low, high }
            if (high - low) > 0.3 * sd && low < mean + 2.0 * sd =>
        {
            let of = rand_distr::Normal::new(mean, sd).ok()?;
            // By rejection.
            Box::new(move |rng| {
                std::iter::repeat_with(|| of.sample(rng)).find(|&x| x >= low && x <= high).unwrap_or(f64::NAN)
            })
        }
        Distribution::LogNormal { median, sigma } => {
            boxed(rand_distr::LogNormal::new(median.ln(), sigma).ok()?)
        }
        Distribution::LogNormalQuantiles { p05, p95 } => {
            let (low, high) = (p05.ln(), p95.ln());
            boxed(
                rand_distr::LogNormal::new((low + high) / 2.0, (high - low) / 2.0 / 1.644_853_626_951)
                    .ok()?,
            )
        }
        Distribution::Beta { alpha, beta, low, high } => {
            let of = rand_distr::Beta::new(alpha, beta).ok()?;
            Box::new(move |rng| low + (high - low) * of.sample(rng))
        }
        Distribution::Empirical { ref values } => {
            let values = values.clone();
            Box::new(move |rng| values[rng.random_range(0..values.len())])
        }
        Distribution::Discrete { ref values, ref probabilities } => {
            let (values, probabilities) = (values.clone(), probabilities.clone());
            // Down the list, each value with its probability among those that are left.
            Box::new(move |rng| {
                let mut left = rng.random::<f64>();
                values
                    .iter()
                    .zip(&probabilities)
                    .find(|&(_, &p)| {
                        left -= p;
                        left < 0.0
                    })
                    .map_or(values[0], |(&value, _)| value)
            })
        }
        _ => return None,
    })
}

/// Largest distance of the two samples' distribution functions.
fn kolmogorov_smirnov(a: &mut [f64], b: &mut [f64]) -> f64 {
    a.sort_by(f64::total_cmp);
    b.sort_by(f64::total_cmp);
    let (mut i, mut j, mut largest): (usize, usize, f64) = (0, 0, 0.0);
    while i < a.len() && j < b.len() {
        let x = a[i].min(b[j]);
        i += a[i..].partition_point(|&v| v <= x);
        j += b[j..].partition_point(|&v| v <= x);
        largest = largest.max((i as f64 / a.len() as f64 - j as f64 / b.len() as f64).abs());
    }
    largest
}

#[test]
fn samples_agree_with_those_of_rand_distr() {
    const SIZE: usize = 40_000;
    let mut compared = 0;
    for (number, distribution) in cases().iter().enumerate() {
        let Some(mut sampler) = sampler(distribution) else { continue };
        compared += 1;
        let mut rng = Stream::new(4, "conformance").rng(number as u64);
        let mut theirs: Vec<f64> = (0..SIZE).map(|_| sampler(&mut rng)).collect();
        let (table, stream) = (Table::new(distribution), Stream::new(4, &format!("case[{number}]")));
        let mut ours: Vec<f64> = (0..SIZE as u64)
            .step_by(8)
            .flat_map(|first| table.quantile8(&stream.uniform8(first, 0)))
            .collect();
        let distance = kolmogorov_smirnov(&mut ours, &mut theirs);
        // One comparison in 10,000 of equal distributions exceeds 2.23 sqrt(2/n).
        assert!(distance < 2.23 * (2.0 / SIZE as f64).sqrt(), "{distribution:?}: distance {distance}");
    }
    assert!(compared >= 22, "{compared} distributions were compared");
}
