//! The bootstrap (B. Efron, 1979, "Bootstrap methods: another look at the jackknife"): how much an estimate would move
//! had other replicates been drawn, seen from replicates drawn again from those that there are.

use std::cmp::Ordering;

use crate::sampling::keyed::Stream;

/// How many times replicates are drawn again: part of the contract of the bytes.
pub const RESAMPLES: usize = 1000;

/// Address of the stream from which resamples are drawn.
const ADDRESS: &str = "bootstrap";

/// Resamples of `n` replicates, with replacement.
#[derive(Clone, Copy, Debug)]
pub struct Resampling {
    stream: Stream,
    n: usize,
}

impl Resampling {
    /// Of `n` replicates under a seed.
    #[must_use]
    pub fn new(seed: u64, n: usize) -> Self {
        Self { stream: Stream::new(seed, ADDRESS), n }
    }

    /// How often each replicate occurs in resample `number`; the same whoever asks, in any order.
    pub fn weights(&self, number: usize, weights: &mut Vec<u32>) {
        weights.clear();
        weights.resize(self.n, 0);
        for draw in 0..self.n {
            // The integer part of a uniform number times n; what n does not divide is below n 2^-64.
            let bits = self.stream.bits(number as u64, draw as u64);
            let position = (u128::from(bits) * self.n as u128) >> 64;
            weights[position as usize] += 1;
        }
    }
}

/// The percentile interval of 95 %: the values above 2.5 % and below 2.5 % of those of the resamples.
#[must_use]
pub fn percentile_interval<T: Copy>(values: &[T], order: impl Fn(&T, &T) -> Ordering) -> Option<(T, T)> {
    let mut values = values.to_vec();
    values.sort_by(order);
    let outside = values.len() / 40;
    let last = values.len().checked_sub(1)?;
    Some((values[outside.min(last)], values[last - outside.min(last)]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_resample_has_as_many_replicates_and_depends_on_seed_and_number_alone() {
        let weights = |seed, number| {
            let mut weights = Vec::new();
            Resampling::new(seed, 500).weights(number, &mut weights);
            weights
        };
        let first = weights(1, 7);
        assert_eq!(first.iter().sum::<u32>(), 500);
        assert_eq!(first, weights(1, 7));
        assert_ne!(first, weights(1, 8));
        assert_ne!(first, weights(2, 7));
        // A replicate is left out with probability (1 - 1/n)^n, about 1/e.
        let missing: usize =
            (0..200).map(|number| weights(1, number).iter().filter(|&&w| w == 0).count()).sum();
        assert!((missing as f64 / 1e5 - 0.3679).abs() < 0.005, "{missing}");
    }

    #[test]
    fn the_interval_of_a_probability_is_that_of_the_binomial_distribution() {
        let n = 400;
        let resampling = Resampling::new(3, n);
        let mut weights = Vec::new();
        let counts: Vec<u32> = (0..RESAMPLES)
            .map(|number| {
                resampling.weights(number, &mut weights);
                weights[..120].iter().sum()
            })
            .collect();
        let (low, high) = percentile_interval(&counts, u32::cmp).expect("resamples");
        // 120 -+ 1.96 sqrt(400 0.3 0.7), the ends of 1,000 resamples known to some 2 or 3 counts.
        assert!((i64::from(low) - 102).abs() <= 3, "{low}");
        assert!((i64::from(high) - 138).abs() <= 3, "{high}");
        assert_eq!(percentile_interval(&[5], u32::cmp), Some((5, 5)));
        assert_eq!(percentile_interval(&[], u32::cmp), None);
    }
}
