//! Quantiles from integer counts: memory does not grow with the number of replicates, counts can be added in any
//! order, and the error is bounded by the width of a bin.

use serde::{Deserialize, Serialize};

use crate::sampling::lanes::{F8, LANES};

/// The probabilities of the quantile columns.
pub const QUANTILES: [f64; 5] = [0.05, 0.25, 0.5, 0.75, 0.95];

/// Equal bins over an interval that holds 0 at the edge of a bin; the values 0 and both ends have bins of their own,
/// so that exact statements ("nothing is lost") stay exact. Values outside count at the nearer end.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Linear {
    low: f64,
    high: f64,
    bins: usize,
    /// Bins below 0.
    negative: usize,
    per_unit: f64,
}

impl Linear {
    /// `bins` bins between `low <= 0` and `high > 0`, an even number of them on either side of 0, which is an edge.
    ///
    /// # Panics
    /// If a number is odd, 0 lies within a bin, or there are too many bins for 15 bits.
    #[must_use]
    pub fn new(low: f64, high: f64, bins: usize) -> Self {
        let per_unit = bins as f64 / (high - low);
        let negative = (-low * per_unit + 0.5) as usize;
        assert!(
            (low + negative as f64 / per_unit).abs() < 1e-12,
            "0 is no edge of {bins} bins in {low}..{high}"
        );
        assert!(
            negative.is_multiple_of(2) && bins.is_multiple_of(2) && bins < 1 << 14,
            "{low}..{high} by {bins}"
        );
        Self { low, high, bins, negative, per_unit }
    }

    /// Number of counters: the bins, and one each for the lower end, 0 and the upper end.
    #[must_use]
    pub fn counters(&self) -> usize {
        self.bins + 3
    }

    /// The counters of eight values. In order: lower end, bins below 0, 0 itself, bins above, upper end.
    ///
    /// Distances from 0 are counted in bins and rounded down, one bin further on for all that is not 0; the two ends,
    /// being whole numbers of bins from 0, so come to lie one beyond the outermost bins.
    #[inline(always)]
    #[must_use]
    pub fn counters_of(&self, value: F8) -> [u16; LANES] {
        /// Adding this rounds to a whole number, which then stands in the lowest bits.
        const WHOLE: f64 = 1.5 * 4_503_599_627_370_496.0;
        let whole = |x: f64| F8::splat(x);
        let (negative, bins) = (self.negative as u64, self.bins as u64);
        // Half a bin is taken off so that rounding goes down; what lies halfway, an even edge, goes up to it.
        let distance = (value.abs() * whole(self.per_unit)).min(whole(bins as f64)) - whole(0.5);
        let whole_bins = distance + whole(WHOLE);
        let (below, above) = (value.lt(F8::ZERO), value.gt(F8::ZERO));
        let mut counters = [0; LANES];
        for (lane, counter) in counters.iter_mut().enumerate() {
            let (below, above) = (below.0[lane], above.0[lane]);
            // A mask is -1 where it is set.
            let steps = whole_bins.0[lane].to_bits().wrapping_sub(below | above);
            let signed = (steps ^ below).wrapping_sub(below) as i16;
            let signed = signed.clamp(-(negative as i16 + 1), (bins - negative) as i16 + 1);
            *counter = (signed + negative as i16 + 1) as u16;
        }
        counters
    }

    /// The counter of a value.
    #[cfg(test)]
    fn counter(&self, value: f64) -> u16 {
        self.counters_of(F8::splat(value))[0]
    }

    /// The interval of a counter.
    fn interval(&self, counter: usize) -> (f64, f64) {
        if counter == 0 {
            return (self.low, self.low);
        }
        if counter == self.negative + 1 {
            return (0.0, 0.0);
        }
        if counter == self.bins + 2 {
            return (self.high, self.high);
        }
        let bin = counter - 1 - usize::from(counter > self.negative + 1);
        let edge = |b: usize| {
            if b == self.negative { 0.0 } else { self.low + b as f64 / self.per_unit }
        };
        (edge(bin), edge(bin + 1))
    }

    /// The quantiles of ascending `levels`, from counters in ascending order with their counts; NaN without a count.
    #[must_use]
    pub fn quantiles(
        &self,
        counts: impl Iterator<Item = (usize, u32)> + Clone,
        levels: [f64; 5],
    ) -> [f64; 5] {
        from_counts(counts, levels, |i| self.interval(i))
    }
}

/// The quantiles of ascending `levels` of whole numbers, in ascending order with their counts; NaN without a count.
#[must_use]
pub fn whole_quantiles(counts: impl Iterator<Item = (usize, u32)> + Clone, levels: [f64; 5]) -> [f64; 5] {
    from_counts(counts, levels, |i| (i as f64, i as f64))
}

/// Quantiles from counted intervals in ascending order: the value of rank p n, spread evenly within its interval.
pub(super) fn from_counts<K: Copy>(
    bins: impl Iterator<Item = (K, u32)> + Clone,
    levels: [f64; 5],
    interval: impl Fn(K) -> (f64, f64),
) -> [f64; 5] {
    let n: u64 = bins.clone().map(|(_, count)| u64::from(count)).sum();
    let mut quantiles = [f64::NAN; 5];
    if n == 0 {
        return quantiles;
    }
    let mut bins = bins.filter(|&(_, count)| count > 0);
    let mut current = bins.next();
    let mut before = 0_u64;
    for (quantile, p) in quantiles.iter_mut().zip(levels) {
        let rank = p * n as f64;
        while let Some((key, count)) = current {
            let count = u64::from(count);
            if rank <= (before + count) as f64 {
                let (low, high) = interval(key);
                let within = ((rank - before as f64) / count as f64).clamp(0.0, 1.0);
                *quantile = low + within * (high - low);
                break;
            }
            before += count;
            current = bins.next();
        }
    }
    quantiles
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counted(counts: &[u32]) -> impl Iterator<Item = (usize, u32)> + Clone {
        counts.iter().copied().enumerate()
    }

    fn exact(values: &mut [f64], p: f64) -> f64 {
        values.sort_by(f64::total_cmp);
        values[((p * values.len() as f64).ceil() as usize).clamp(1, values.len()) - 1]
    }

    #[test]
    fn linear_quantiles_are_within_a_bin() {
        let bins = Linear::new(-1.0, 1.0, 1000);
        // A smooth set of values with a heap at exactly 0 and some beyond the ends.
        let mut values: Vec<f64> = (0..5000).map(|i| (i as f64 / 2500.0 - 1.0).powi(3)).collect();
        values.extend([0.0; 3000]);
        values.extend([-1.5, 1.0, 1.0]);
        let mut counts = vec![0_u32; bins.counters()];
        for &value in &values {
            counts[bins.counter(value) as usize] += 1;
        }
        for (found, p) in bins.quantiles(counted(&counts), QUANTILES).into_iter().zip(QUANTILES) {
            assert!((found - exact(&mut values, p)).abs() <= 0.002, "{p}: {found}");
        }
        assert_eq!(bins.quantiles(counted(&counts), QUANTILES)[2], 0.0, "the heap at 0 is exact");
    }

    #[test]
    fn every_value_lies_in_the_interval_of_its_counter() {
        for bins in [Linear::new(0.0, 1.0, 1000), Linear::new(-1.0, 1.0, 1000), Linear::new(0.0, 20.0, 2000)]
        {
            for i in -30_000..30_000 {
                let value = f64::from(i) / 29_000.0;
                if value < bins.low || value > bins.high {
                    continue;
                }
                let (low, high) = bins.interval(bins.counter(value) as usize);
                assert!(low - 1e-12 <= value && value <= high + 1e-12, "{value} in {low}..{high}");
            }
        }
    }

    #[test]
    fn zero_and_the_ends_have_counters_of_their_own() {
        for (low, high, count) in
            [(0.0, 1.0, 1000), (-1.0, 1.0, 1000), (0.0, 20.0, 2000), (-20.0, 20.0, 2000), (-1.0, 3.0, 1000)]
        {
            let bins = Linear::new(low, high, count);
            let zero = bins.negative as u16 + 1;
            let (least, last) = (if low < 0.0 { 0 } else { zero }, count as u16 + 2);
            let tiny = f64::from_bits(1);
            for (value, counter) in [
                (low, least),
                (low - 1.0, 0),
                (f64::NEG_INFINITY, 0),
                (-0.0, zero),
                (0.0, zero),
                (tiny, zero + 1),
                (high.next_down(), last - 1),
                (high, last),
                (high + 1.0, last),
                (f64::INFINITY, last),
            ] {
                assert_eq!(bins.counter(value), counter, "{value} in {low}..{high}");
            }
            if low < 0.0 {
                assert_eq!(bins.counter(-tiny), zero - 1);
                assert_eq!(bins.counter(low.next_up()), 1);
            }
        }
    }

    #[test]
    fn whole_numbers_are_exact_and_nothing_has_no_quantile() {
        assert_eq!(whole_quantiles(counted(&[0, 10, 0, 10]), QUANTILES), [1.0, 1.0, 1.0, 3.0, 3.0]);
        assert!(whole_quantiles(counted(&[0; 4]), QUANTILES)[2].is_nan());
    }
}
