//! Counts of numbers of any size, positive and negative: logarithmic bins, found by their position without a search.

use serde::{Deserialize, Serialize};

use super::histogram::from_counts;
use crate::sampling::lanes::{F8, LANES};

/// Bits of the fraction that a bin keeps: a bin is 2^-8 of its value wide, and an octave has 256 of them, so that memory
/// is soon as large as it gets.
const FRACTION_BITS: u32 = 8;

/// Bins of an octave.
const OCTAVE: usize = 1 << FRACTION_BITS;

/// Octaves from that of the largest magnitude on, of either sign.
const BEYOND: i64 = 1 << 12;

/// Octaves whose bins are found at once.
const NEAR: usize = 16;

/// The bin of a number: ascending as numbers are, 0 that of 0.
pub type Key = i32;

/// Instead of the bin of what is not counted.
pub const ABSENT: Key = Key::MIN;

/// The bin of a number; of what is none, [`ABSENT`].
#[inline(always)]
#[must_use]
pub fn key(value: f64) -> Key {
    // Sign and fraction of a number lie apart: what is left of its magnitude has 19 bits.
    let magnitude = (value.abs().to_bits() >> (52 - FRACTION_BITS)) as Key + 1;
    let signed = if value < 0.0 { -magnitude } else { magnitude };
    let number = if value == 0.0 { 0 } else { signed };
    if value.is_nan() { ABSENT } else { number }
}

/// The bins of eight numbers.
#[inline(always)]
#[must_use]
pub fn keys(values: F8) -> [Key; LANES] {
    values.0.map(key)
}

/// The numbers that a bin is of.
fn interval(key: i64) -> (f64, f64) {
    let edge = |magnitude: i64| f64::from_bits((magnitude as u64) << (52 - FRACTION_BITS));
    match key {
        0 => (0.0, 0.0),
        key if key > 0 => (edge(key - 1), edge(key)),
        key => (-edge(-key), -edge(-key - 1)),
    }
}

/// Counts in bins whose width is at most 0.4 % of their value; only octaves with a count take memory, in 16 bits a bin
/// for the first 65,535 numbers.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(into = "Written", try_from = "Written")]
pub struct Log {
    /// Octaves in the order in which they came, each with [`OCTAVE`] bins.
    octaves: Vec<i16>,
    bins: Bins,
    /// By the lowest bits of an octave: the last one that was looked for, and its place among the octaves.
    near: [(i16, u16); NEAR],
    /// Numbers counted, at least.
    seen: u64,
}

#[derive(Clone, Debug)]
enum Bins {
    Narrow(Vec<u16>),
    Wide(Vec<u32>),
}

/// Counts as they are kept in a file: octaves in ascending order, each with its bins.
#[derive(Serialize, Deserialize)]
struct Written(Vec<(i64, Vec<u32>)>);

impl Default for Log {
    fn default() -> Self {
        // No number is in the octave of the tag.
        Self { octaves: Vec::new(), bins: Bins::Narrow(Vec::new()), near: [(i16::MIN, 0); NEAR], seen: 0 }
    }
}

impl From<Log> for Written {
    fn from(log: Log) -> Self {
        let bins = |place: usize| (0..OCTAVE).map(|bin| log.bins.count(place * OCTAVE + bin)).collect();
        Written(log.ascending().into_iter().map(|place| (log.octaves[place].into(), bins(place))).collect())
    }
}

impl TryFrom<Written> for Log {
    type Error = &'static str;

    fn try_from(Written(octaves): Written) -> Result<Self, Self::Error> {
        let whole =
            octaves.iter().all(|(octave, bins)| bins.len() == OCTAVE && (-BEYOND..BEYOND).contains(octave));
        if !whole || !octaves.is_sorted_by(|a, b| a.0 < b.0) {
            return Err("octaves that no numbers have");
        }
        let bins: Vec<u32> = octaves.iter().flat_map(|(_, bins)| bins).copied().collect();
        let seen = bins.iter().fold(0, |all: u64, &count| all.saturating_add(count.into()));
        let bins = match seen <= u16::MAX.into() {
            true => Bins::Narrow(bins.into_iter().map(|count| count as u16).collect()),
            false => Bins::Wide(bins),
        };
        let octaves = octaves.into_iter().map(|(octave, _)| octave as i16).collect();
        Ok(Self { octaves, bins, seen, ..Self::default() })
    }
}

impl Bins {
    fn count(&self, at: usize) -> u32 {
        match self {
            Bins::Narrow(bins) => bins[at].into(),
            Bins::Wide(bins) => bins[at],
        }
    }
}

/// Counts numbers by their bins.
#[inline(always)]
fn count<C: Copy + Default + From<u8> + std::ops::AddAssign>(
    octaves: &mut Vec<i16>,
    near: &mut [(i16, u16); NEAR],
    bins: &mut Vec<C>,
    keys: &[Key],
) {
    let mut add = |key: Key, count: C| {
        let octave = (key >> FRACTION_BITS) as i16;
        let (last, place) = &mut near[octave as usize % NEAR];
        if *last != octave {
            let known = octaves.iter().position(|&known| known == octave);
            let found = known.unwrap_or_else(|| {
                octaves.push(octave);
                bins.resize(octaves.len() * OCTAVE, C::default());
                octaves.len() - 1
            });
            (*last, *place) = (octave, found as u16);
        }
        bins[usize::from(*place) * OCTAVE + key as usize % OCTAVE] += count;
    };
    // Often all are the same: nothing is lost, nobody has left yet.
    let first = keys.first().copied().unwrap_or(ABSENT);
    if keys.len() <= usize::from(u8::MAX) && keys.iter().fold(0, |differs, &key| differs | (key ^ first)) == 0
    {
        if first != ABSENT {
            add(first, C::from(keys.len() as u8));
        }
        return;
    }
    for &key in keys.iter().filter(|&&key| key != ABSENT) {
        add(key, C::from(1));
    }
}

impl Log {
    /// Counts numbers by their bins, but those that are [`ABSENT`].
    pub fn add(&mut self, keys: &[Key]) {
        self.seen += keys.len() as u64;
        if let Bins::Narrow(bins) = &self.bins
            && self.seen > u16::MAX.into()
        {
            self.bins = Bins::Wide(bins.iter().map(|&count| count.into()).collect());
        }
        let Self { octaves, bins, near, .. } = self;
        match bins {
            Bins::Narrow(bins) => count(octaves, near, bins, keys),
            Bins::Wide(bins) => count(octaves, near, bins, keys),
        }
    }

    /// Whether what was read can be the counts of so many numbers at most.
    #[must_use]
    pub fn is_sound(&self, most: u64) -> bool {
        self.seen <= most
    }

    /// The places of the octaves in ascending order.
    fn ascending(&self) -> Vec<usize> {
        let mut places: Vec<usize> = (0..self.octaves.len()).collect();
        places.sort_by_key(|&place| self.octaves[place]);
        places
    }

    /// The counts by bin, ascending, of octaves in such an order.
    fn counts<'a>(&'a self, ascending: &'a [usize]) -> impl Iterator<Item = (i64, u32)> + Clone + 'a {
        ascending.iter().flat_map(move |&place| {
            let first = i64::from(self.octaves[place]) << FRACTION_BITS;
            (0..OCTAVE).map(move |bin| (first + bin as i64, self.bins.count(place * OCTAVE + bin)))
        })
    }

    /// The quantiles of ascending `levels`; NaN without a count.
    #[must_use]
    pub fn quantiles(&self, levels: [f64; 5]) -> [f64; 5] {
        from_counts(self.counts(&self.ascending()), levels, interval)
    }

    /// The share of values above 0, those that are 0 counted half: exact, since 0 has a bin of its own. NaN without a
    /// count.
    #[must_use]
    pub fn above_zero(&self) -> f64 {
        let ascending = self.ascending();
        let (twice, n) = self.counts(&ascending).fold((0, 0), |(twice, n), (key, count)| {
            let count = u64::from(count);
            (twice + (1 + key.signum()) as u64 * count, n + count)
        });
        twice as f64 / (2 * n) as f64
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::histogram::QUANTILES;

    fn log_of(values: &[f64]) -> Log {
        let mut log = Log::default();
        for values in values.chunks(32) {
            log.add(&values.iter().map(|&value| key(value)).collect::<Vec<_>>());
        }
        log
    }

    fn exact(values: &mut [f64], p: f64) -> f64 {
        values.sort_by(f64::total_cmp);
        values[((p * values.len() as f64).ceil() as usize).clamp(1, values.len()) - 1]
    }

    #[test]
    fn quantiles_are_within_a_bin() {
        let mut values: Vec<f64> = (1..4000).map(|i| (f64::from(i) - 1000.0) * 37.25).collect();
        let log = log_of(&values);
        for (found, p) in log.quantiles(QUANTILES).into_iter().zip(QUANTILES) {
            let expected = exact(&mut values, p);
            assert!((found - expected).abs() <= 0.004 * expected.abs() + 40.0, "{p}: {found} {expected}");
        }
    }

    #[test]
    fn every_number_lies_in_its_bin_and_bins_ascend() {
        let sizes = [5e-324, 1e-300, 1e-17, 0.3, 1.0, 1.0 + f64::EPSILON, 255.0, 256.0, 7e4, 1e300, f64::MAX];
        let negative = sizes.iter().rev().map(|size| -size);
        let numbers: Vec<f64> = negative.chain([0.0]).chain(sizes).collect();
        let keys: Vec<Key> = numbers.iter().map(|&number| key(number)).collect();
        assert!(keys.is_sorted(), "{keys:?}");
        for (&number, &key) in numbers.iter().zip(&keys) {
            let (low, high) = interval(key.into());
            assert!(low <= number && number <= high, "{number} in {low}..{high}");
        }
        assert_eq!((key(-0.0), key(f64::NAN), key(-f64::NAN)), (0, ABSENT, ABSENT));
    }

    #[test]
    fn octaves_that_lie_far_apart_do_not_take_each_others_place() {
        // Two signs and sixty octaves, whose lowest bits meet, in turn.
        let values: Vec<f64> = (0..6000)
            .map(|i| 1.5 * libm::exp2(f64::from(i % 60) - 30.0) * if i % 7 < 3 { -1.0 } else { 1.0 })
            .collect();
        let log = log_of(&values);
        let ascending = log.ascending();
        let found: Vec<(i64, u32)> = log.counts(&ascending).filter(|&(_, count)| count > 0).collect();
        assert!(found.is_sorted());
        assert_eq!(found.len(), 120);
        for (bin, count) in found {
            let there = values.iter().filter(|&&value| i64::from(key(value)) == bin).count();
            assert_eq!(count as usize, there, "{bin}");
        }
    }

    #[test]
    fn the_share_above_zero_is_exact_and_ties_count_half() {
        assert!(Log::default().above_zero().is_nan());
        let log = log_of(&[-2.0, -1e-300, 0.0, f64::NAN, 0.0, 1e-300, 3.0, 3.0, 1e5]);
        assert_eq!(log.above_zero(), 5.0 / 8.0);
    }

    #[test]
    fn many_in_one_bin_are_counted_and_come_back_from_a_file() {
        let mut log = Log::default();
        for round in 1..=3000_u32 {
            log.add(&[key(2.0); 32]);
            log.add(&[key(0.0), ABSENT, key(-1.0)]);
            if [1, 2000, 3000].contains(&round) {
                let bytes = postcard::to_stdvec(&log).expect("written");
                let back: Log = postcard::from_bytes(&bytes).expect("read");
                for log in [&log, &back] {
                    let counts: Vec<_> =
                        log.counts(&log.ascending()).filter(|&(_, count)| count > 0).collect();
                    let expected = [(-1.0, round), (0.0, round), (2.0, 32 * round)];
                    assert_eq!(counts, expected.map(|(value, count)| (i64::from(key(value)), count)));
                }
                assert!(back.is_sound(u64::from(34 * round)) && !back.is_sound(u64::from(34 * round) - 1));
            }
        }
        assert!(matches!(log.bins, Bins::Wide(_)));
    }

    #[test]
    fn octaves_that_cannot_be_are_refused() {
        let refused = |octaves: Vec<(i64, Vec<u32>)>| {
            let bytes = postcard::to_stdvec(&Written(octaves)).expect("written");
            assert!(postcard::from_bytes::<Log>(&bytes).is_err());
        };
        refused(vec![(0, vec![0; OCTAVE - 1])]);
        refused(vec![(1 << 12, vec![0; OCTAVE])]);
        refused(vec![(3, vec![0; OCTAVE]), (3, vec![0; OCTAVE])]);
    }
}
