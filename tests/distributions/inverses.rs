//! Quantile and distribution functions invert each other, to the tails.

use drawdown::{
    sampling::{
        quantile::{cdf, quantile},
        table::Table,
    },
    scenario::distribution::Distribution,
};

use super::{grid, is_stepped, rounding, shapes, spread, tail_quantile};

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
