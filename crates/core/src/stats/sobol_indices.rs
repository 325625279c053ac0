//! Sobol' indices of groups of inputs by pick-freeze: which part of the variance of a number goes with them.
//!
//! With two independent samples A and B of all inputs, and AB_g the inputs of A but those of group g, which are from B, the
//! *closed first-order* index of the group is `Var(E[Y | g]) / Var(Y)`: what knowing the group would take away. The *total*
//! index is `E(Var[Y | all but g]) / Var(Y)`: what would be left if all but the group were known. Estimators: M. J. W.
//! Jansen, "Analysis of variance designs for model output", Computer Physics Communications 117 (1999),
//!
//! ```text
//! first = 1 - E (Y_B - Y_ABg)^2 / (2 Var Y),    total = E (Y_A - Y_ABg)^2 / (2 Var Y)
//! ```
//!
//! with the variance from both samples. Intervals are percentile intervals of a bootstrap over replicates. The inputs of one
//! group may depend on each other, those of different groups must not.

use super::bootstrap::{RESAMPLES, Resampling, percentile_interval};

/// An index with its interval of 95 %.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Index {
    /// The estimate; noise may take it a little below 0 or above 1.
    pub value: f64,
    /// Lower end.
    pub lower: f64,
    /// Upper end.
    pub upper: f64,
}

/// The indices of a group.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Indices {
    /// Closed first-order.
    pub first: Index,
    /// Total.
    pub total: Index,
}

/// What replicates say, each as often as its weight.
#[derive(Clone, Copy, Debug, Default)]
struct Sums {
    n: f64,
    sum: f64,
    squares: f64,
    /// `(Y_B - Y_ABg)^2` and `(Y_A - Y_ABg)^2`.
    apart: [f64; 2],
}

impl Sums {
    fn of(a: &[f64], b: &[f64], mixed: &[f64], centre: f64, weight: impl Fn(usize) -> f64) -> Self {
        let mut sums = Self::default();
        for i in 0..a.len() {
            let w = weight(i);
            sums.n += 2.0 * w;
            for y in [a[i] - centre, b[i] - centre] {
                sums.sum += w * y;
                sums.squares += w * y * y;
            }
            sums.apart[0] += w * (b[i] - mixed[i]).powi(2);
            sums.apart[1] += w * (a[i] - mixed[i]).powi(2);
        }
        sums
    }

    /// First-order and total; `None` where nothing varies.
    fn indices(&self) -> Option<[f64; 2]> {
        let variance = (self.squares - self.sum * self.sum / self.n) / (self.n - 1.0);
        let [first, total] = self.apart.map(|sum| sum / self.n / variance);
        // Rounding leaves something of a number that is the same everywhere.
        let moves = variance > 1e-24;
        moves.then_some([1.0 - first, total])
    }
}

/// The indices of a group, from a number in A, in B and with the group of A from B, replicate by replicate; `None` where
/// the number does not vary.
///
/// # Panics
/// If the columns differ in length.
#[must_use]
pub fn indices(a: &[f64], b: &[f64], mixed: &[f64], seed: u64) -> Option<Indices> {
    assert!(a.len() == b.len() && a.len() == mixed.len(), "numbers of the same replicates");
    let centre = a.iter().sum::<f64>() / a.len() as f64;
    let found = Sums::of(a, b, mixed, centre, |_| 1.0).indices()?;
    let resampling = Resampling::new(seed, a.len());
    let mut weights = Vec::new();
    let mut again: [Vec<f64>; 2] = Default::default();
    for number in 0..RESAMPLES {
        resampling.weights(number, &mut weights);
        if let Some(found) = Sums::of(a, b, mixed, centre, |i| f64::from(weights[i])).indices() {
            again.iter_mut().zip(found).for_each(|(all, one)| all.push(one));
        }
    }
    let index = |which: usize| {
        let (lower, upper) =
            percentile_interval(&again[which], f64::total_cmp).unwrap_or((f64::NAN, f64::NAN));
        Index { value: found[which], lower, upper }
    };
    Some(Indices { first: index(0), total: index(1) })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sampling::keyed::Stream;

    /// A number of inputs uniform in (0, 1), in A, in B and mixed by the positions of a group.
    fn columns(inputs: usize, n: u64, group: &[usize], f: impl Fn(&[f64]) -> f64) -> [Vec<f64>; 3] {
        let sample = |name: &str| -> Vec<Vec<f64>> {
            let streams: Vec<Stream> = (0..inputs).map(|i| Stream::new(7, &format!("{name}[{i}]"))).collect();
            (0..n).map(|r| streams.iter().map(|stream| stream.uniform(r, 0)).collect()).collect()
        };
        let (a, b) = (sample("a"), sample("b"));
        let mixed = a.iter().zip(&b).map(|(a, b)| {
            let x: Vec<f64> = (0..inputs).map(|i| if group.contains(&i) { b[i] } else { a[i] }).collect();
            f(&x)
        });
        let mixed = mixed.collect();
        [a.iter().map(|x| f(x)).collect(), b.iter().map(|x| f(x)).collect(), mixed]
    }

    fn holds(index: Index, exact: f64) {
        let room = 0.5 * (index.upper - index.lower);
        assert!(index.lower - room < exact && exact < index.upper + room, "{index:?} should be {exact}");
        assert!((index.value - exact).abs() < 0.03, "{index:?} should be {exact}");
        assert!(index.lower < index.value && index.value < index.upper, "{index:?}");
    }

    #[test]
    fn a_sum_gives_each_part_its_variance() {
        // Variances 1, 4 and 9 twelfths of 14.
        let sum = |x: &[f64]| x[0] + 2.0 * x[1] + 3.0 * x[2];
        for (group, exact) in [(&[0][..], 1.0 / 14.0), (&[1], 4.0 / 14.0), (&[0, 2], 10.0 / 14.0)] {
            let [a, b, mixed] = columns(3, 20_000, group, sum);
            let found = indices(&a, &b, &mixed, 1).expect("it varies");
            holds(found.first, exact);
            holds(found.total, exact);
        }
    }

    #[test]
    fn ishigami_has_its_indices() {
        // T. Ishigami and T. Homma, 1990, with a = 7 and b = 0.1.
        let ishigami = |x: &[f64]| {
            let x: Vec<f64> = x.iter().map(|u| std::f64::consts::PI * (2.0 * u - 1.0)).collect();
            libm::sin(x[0]) + 7.0 * libm::sin(x[1]).powi(2) + 0.1 * x[2].powi(4) * libm::sin(x[0])
        };
        for (group, first, total) in [
            (&[0][..], 0.3139, 0.5576),
            (&[1], 0.4424, 0.4424),
            (&[2], 0.0, 0.2437),
            (&[0, 2], 0.5576, 0.5576),
        ] {
            let [a, b, mixed] = columns(3, 40_000, group, ishigami);
            let found = indices(&a, &b, &mixed, 1).expect("it varies");
            holds(found.first, first);
            holds(found.total, total);
        }
    }

    #[test]
    fn a_product_leaves_what_acts_together_to_the_total() {
        // Sobol's g-function with a = 0 and 1: D_i = 1/3 and 1/12, D = (1 + D_1)(1 + D_2) - 1.
        let g = |x: &[f64]| {
            let one = |u: f64, a: f64| ((4.0 * u - 2.0).abs() + a) / (1.0 + a);
            one(x[0], 0.0) * one(x[1], 1.0)
        };
        let (d1, d2) = (1.0 / 3.0, 1.0 / 12.0);
        let all = (1.0 + d1) * (1.0 + d2) - 1.0;
        let [a, b, mixed] = columns(2, 40_000, &[1], g);
        let found = indices(&a, &b, &mixed, 1).expect("it varies");
        holds(found.first, d2 / all);
        holds(found.total, d2 * (1.0 + d1) / all);
    }

    #[test]
    fn what_does_not_vary_has_none() {
        assert_eq!(indices(&[2.0; 50], &[2.0; 50], &[2.0; 50], 1), None);
    }
}
