//! Error, monotony and size of the tabulated quantile functions.

use proptest::prelude::*;

use super::conformance::cases;
use crate::sampling::{quantile::Law, table::Table};
use crate::scenario::distribution::Distribution;

/// Shapes of PERT over its whole range, and of Beta.
fn shapes() -> Vec<Distribution> {
    let mut out = cases();
    for i in 0..=20 {
        out.push(Distribution::Pert { low: 0.0, mode: f64::from(i) / 20.0, high: 1.0 });
    }
    for mode in [1e-9, 1e-3, 0.999, 1.0 - 1e-9] {
        out.push(Distribution::Pert { low: 0.0, mode, high: 1.0 });
    }
    for (alpha, beta) in
        [(0.9, 1.1), (0.5, 5.0), (0.2, 0.2), (0.1, 3.0), (0.05, 0.05), (1e3, 1e3), (1.0, 100.0), (20.0, 0.7)]
    {
        out.push(Distribution::Beta { alpha, beta, low: 0.0, high: 1.0 });
    }
    out
}

/// `u` in [1e-6, 1 - 1e-6], dense in the logarithm of the distance to the ends.
fn grid() -> Vec<f64> {
    let count = 4000;
    let lower = (0..count).map(|i| 1e-6 * (5e5f64).powf(f64::from(i) / f64::from(count)));
    let lower: Vec<f64> = lower.collect();
    let upper = lower.iter().rev().map(|u| 1.0 - u);
    lower.iter().copied().chain([0.5]).chain(upper).collect()
}

#[test]
fn tables_are_within_1e_9_of_the_width_and_rise() {
    let grid = grid();
    for distribution in shapes() {
        let (table, law) = (Table::new(&distribution), Law::new(&distribution));
        let width = law.quantile(0.999) - law.quantile(0.001);
        let mut worst: f64 = 0.0;
        let mut before = f64::NEG_INFINITY;
        for &u in &grid {
            let (x, exact) = (table.quantile(u), law.quantile(u));
            // Where the input is large and its width small, doubles themselves are coarser.
            let slack = 4.0 * f64::EPSILON * exact.abs();
            worst = worst.max(((x - exact).abs() - slack) / width.max(f64::MIN_POSITIVE));
            assert!(x >= before - slack, "{distribution:?} falls at {u}");
            before = x;
        }
        if std::env::var_os("SHOW").is_some() {
            println!("{worst:.2e} {:6} {distribution:?}", table.bytes());
        }
        assert!(worst <= 1e-9, "{distribution:?}: error {worst:e}");
        let (low, high) = distribution.support();
        for u in [2f64.powi(-53), 1e-12, 9e-7, 1.0 - 9e-7, 1.0 - 2f64.powi(-53)] {
            assert_eq!(table.quantile(u), law.quantile(u), "{distribution:?} at {u}");
            assert!(table.quantile(u) >= low && table.quantile(u) <= high);
        }
    }
}

#[test]
fn tables_of_pert_are_small() {
    for i in 0..=100 {
        let table = Table::new(&Distribution::Pert { low: 0.0, mode: f64::from(i), high: 100.0 });
        assert!(table.bytes() < 8192, "mode at {i} %: {} bytes", table.bytes());
    }
}

#[test]
fn equal_distributions_give_equal_draws_whatever_their_unit() {
    // Powers of two scale exactly.
    let a = Table::new(&Distribution::Pert { low: 0.0, mode: 1.0, high: 4.0 });
    let b = Table::new(&Distribution::Pert { low: 0.0, mode: 4.0, high: 16.0 });
    for u in grid() {
        assert_eq!(4.0 * a.quantile(u), b.quantile(u));
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn any_pert_is_within_1e_9(mode in 0.0..1.0f64, draws in prop::collection::vec(1e-6..(1.0 - 1e-6), 200)) {
        let distribution = Distribution::Pert { low: 0.0, mode, high: 1.0 };
        let (table, law) = (Table::new(&distribution), Law::new(&distribution));
        let width = law.quantile(0.999) - law.quantile(0.001);
        for u in draws {
            prop_assert!((table.quantile(u) - law.quantile(u)).abs() <= 1e-9 * width);
        }
    }

    #[test]
    fn lanes_and_scalars_give_the_same_bytes(u in prop::array::uniform8(0.0..1.0f64), tail in 1e-12..1e-3f64) {
        let mut u = u.map(|u| if u == 0.0 { 0.5 } else { u });
        u[5] = tail;
        for distribution in cases() {
            let table = Table::new(&distribution);
            let lanes = table.quantile8(&u);
            for lane in 0..8 {
                prop_assert_eq!(lanes[lane].to_bits(), table.quantile(u[lane]).to_bits());
            }
        }
    }
}
