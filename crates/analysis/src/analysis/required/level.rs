//! From words of bits to levels: at which level a gap is closed with the probability asked for, and how sure that is.

use std::collections::BTreeMap;

use rayon::prelude::*;

use crate::{
    engine::spending::{LEVELS, level},
    stats::{
        bootstrap::{RESAMPLES, Resampling, percentile_interval},
        interval::wilson,
    },
    store::{
        required::{RequiredMore, State},
        summary::Probability,
    },
};

/// In how many replicates a gap is closed, by level.
pub type Curve = [u64; LEVELS];

/// The smallest level with at least the probability there and at every higher level; `None` where there is none.
#[must_use]
pub fn required(curve: &Curve, n: u64, probability: f64) -> Option<usize> {
    let short = curve.iter().rposition(|&closed| (closed as f64 / n as f64) < probability);
    match short {
        None => Some(0),
        Some(number) => (number + 1 < LEVELS).then_some(number + 1),
    }
}

/// Whether there is a level.
#[must_use]
pub fn state(found: Option<usize>) -> State {
    match found {
        None => State::Unreachable,
        Some(0) => State::AtMost,
        Some(_) => State::Level,
    }
}

/// The largest fall from a level to the next, as a probability, and the level to which it falls.
#[must_use]
pub fn largest_fall(curve: &Curve, n: u64) -> (f64, Option<f64>) {
    let falls = curve.windows(2).enumerate().map(|(l, pair)| (pair[0].saturating_sub(pair[1]), l + 1));
    // The first of equal falls.
    let (fall, at) = falls.rev().max_by_key(|&(fall, _)| fall).unwrap_or((0, 0));
    (fall as f64 / n as f64, (fall > 0).then(|| level(at)))
}

/// P(closed) at every level.
#[must_use]
pub fn probabilities(curve: &Curve, n: u64) -> Vec<Probability> {
    let one = |&closed: &u64| {
        let (lower, upper) = wilson(closed as f64, n as f64);
        Probability { probability: closed as f64 / n as f64, lower, upper }
    };
    curve.iter().map(one).collect()
}

/// The words of one arm and target, each different one kept once: there are few, since mostly a gap that one level closes
/// is closed by every higher one.
#[derive(Clone, Debug)]
pub struct Words {
    different: Vec<u64>,
    /// By replicate, the position among the different ones.
    positions: Vec<u32>,
}

impl Words {
    /// Of the words of all replicates.
    #[must_use]
    pub fn new(words: impl Iterator<Item = u64>) -> Self {
        let (mut known, mut different, mut positions) = (BTreeMap::new(), Vec::new(), Vec::new());
        for word in words {
            positions.push(*known.entry(word).or_insert_with(|| {
                different.push(word);
                different.len() as u32 - 1
            }));
        }
        Self { different, positions }
    }

    /// Replicates closed by level, each as often as its weight.
    #[must_use]
    pub fn curve(&self, weights: impl Iterator<Item = u32>) -> Curve {
        let mut counts = vec![0; self.different.len()];
        for (&position, weight) in self.positions.iter().zip(weights) {
            counts[position as usize] += u64::from(weight);
        }
        let mut curve = [0; LEVELS];
        for (&word, count) in self.different.iter().zip(counts) {
            for (number, closed) in curve.iter_mut().enumerate() {
                *closed += (word >> number & 1) * count;
            }
        }
        curve
    }
}

/// The level in every resample of the replicates, by target, first with the drawdown, then without: pairs, because a
/// resample draws the same replicates in both arms.
#[must_use]
pub fn resampled(
    targets: &[[Words; 2]],
    n: usize,
    seed: u64,
    probability: f64,
) -> Vec<Vec<[Option<usize>; 2]>> {
    let resampling = Resampling::new(seed, n);
    let one = |words: &Words, weights: &[u32]| {
        required(&words.curve(weights.iter().copied()), n as u64, probability)
    };
    let by_resample: Vec<Vec<[Option<usize>; 2]>> = (0..RESAMPLES)
        .into_par_iter()
        .map_init(Vec::new, |weights, number| {
            resampling.weights(number, weights);
            targets.iter().map(|arms| [one(&arms[0], weights), one(&arms[1], weights)]).collect()
        })
        .collect();
    (0..targets.len()).map(|target| by_resample.iter().map(|levels| levels[target]).collect()).collect()
}

/// A level for ordering: that none does it is above all.
fn rank(found: Option<usize>) -> usize {
    found.unwrap_or(LEVELS)
}

/// The interval of a level, and the share of resamples in which there is one.
#[must_use]
pub fn interval(levels: &[Option<usize>]) -> ([Option<f64>; 2], f64) {
    let ends = percentile_interval(levels, |a, b| rank(*a).cmp(&rank(*b)));
    let (lower, upper) = ends.unwrap_or((None, None));
    let reachable = levels.iter().flatten().count() as f64 / levels.len().max(1) as f64;
    ([lower.map(level), upper.map(level)], reachable)
}

/// How much more is required with the drawdown than without; `None` where there is no level in one of both, or where in
/// both the first does it already.
#[must_use]
pub fn more(found: [Option<usize>; 2], levels: &[[Option<usize>; 2]]) -> Option<RequiredMore> {
    let (with, without) = found[0].zip(found[1]).filter(|&found| found != (0, 0))?;
    /// More than the grid has.
    const BEYOND: i64 = 1 << 20;
    let steps = |pair: &[Option<usize>; 2]| match *pair {
        [Some(with), Some(without)] => Some(with as i64 - without as i64),
        [Some(_), None] => Some(-BEYOND),
        [None, Some(_)] => Some(BEYOND),
        // Two levels above the grid: nothing is known of their difference.
        [None, None] => None,
    };
    let points = |steps: i64| steps as f64 / 10.0;
    let differences: Vec<i64> = levels.iter().filter_map(steps).collect();
    let ends = percentile_interval(&differences, i64::cmp);
    let end = |steps: i64| (steps.abs() < BEYOND).then(|| points(steps));
    Some(RequiredMore {
        points: points(with as i64 - without as i64),
        at_least: without == 0,
        at_most: with == 0,
        lower: ends.and_then(|(lower, _)| end(lower)),
        upper: ends.and_then(|(_, upper)| end(upper)),
        reachable: differences.len() as f64 / levels.len().max(1) as f64,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A curve that is 0 up to a level and then rises by `step` a level to at most 100.
    fn rising(from: usize, step: u64) -> Curve {
        std::array::from_fn(|l| (l.saturating_sub(from) as u64 * step).min(100))
    }

    #[test]
    fn the_level_holds_at_every_higher_one() {
        let mut curve = rising(10, 10);
        assert_eq!(required(&curve, 100, 0.8), Some(18));
        assert_eq!(required(&curve, 100, 0.81), Some(19));
        assert_eq!(largest_fall(&curve, 100), (0.0, None));
        // A fall far above: what was enough below it is not.
        curve[30] = 79;
        assert_eq!(required(&curve, 100, 0.8), Some(31));
        assert_eq!(largest_fall(&curve, 100), (0.21, Some(5.0)));
        curve[LEVELS - 1] = 79;
        assert_eq!(required(&curve, 100, 0.8), None);
        assert_eq!(required(&[100; LEVELS], 100, 0.8), Some(0));
        assert_eq!(state(Some(0)), State::AtMost);
        assert_eq!((level(0), level(18), level(LEVELS - 1)), (2.0, 3.8, 6.0));
    }

    #[test]
    fn words_are_counted_bit_by_bit() {
        let words = Words::new([0b110, 0b111, 0b110, 0].into_iter());
        let curve = words.curve([1, 2, 3, 4].into_iter());
        assert_eq!(&curve[..4], &[2, 6, 6, 0]);
    }

    #[test]
    fn intervals_hold_the_estimate_and_shrink_with_the_replicates() {
        let width = |n: usize| {
            // Replicate r is closed from a level on that is uniform over the grid.
            let words = |shift: usize| {
                Words::new((0..n).map(move |r| {
                    let from = (r * 31 % n) * LEVELS / n + shift;
                    (u64::MAX << from) & ((1 << LEVELS) - 1)
                }))
            };
            let arms = [words(3), words(0)];
            let found =
                [0, 1].map(|arm| required(&arms[arm].curve(std::iter::repeat_n(1, n)), n as u64, 0.5));
            let levels = &resampled(&[arms], n, 1, 0.5)[0];
            let with: Vec<Option<usize>> = levels.iter().map(|pair| pair[0]).collect();
            let ([lower, upper], reachable) = interval(&with);
            let (lower, upper) = (lower.expect("a level"), upper.expect("a level"));
            let estimate = level(found[0].expect("a level"));
            assert!(lower <= estimate && estimate <= upper && reachable == 1.0);
            // Both arms differ by three levels in every replicate.
            let more = more(found, levels).expect("levels in both");
            assert_eq!((more.points, more.at_least), (0.3, false));
            assert!(more.lower == Some(0.3) && more.upper == Some(0.3), "{more:?}");
            upper - lower
        };
        assert!(width(2000) < 0.6 * width(200), "{} {}", width(2000), width(200));
    }

    #[test]
    fn what_is_out_of_reach_is_above_every_level() {
        let levels = [vec![Some(40); 900], vec![None; 100]].concat();
        assert_eq!(interval(&levels), ([Some(6.0), None], 0.9));
        let pairs: Vec<[Option<usize>; 2]> = levels.iter().map(|&with| [with, Some(30)]).collect();
        let more = more([Some(40), Some(30)], &pairs).expect("levels in both");
        assert_eq!((more.lower, more.upper), (Some(1.0), None));
        assert_eq!(super::more([None, Some(30)], &pairs), None);
        assert_eq!(super::more([Some(0), Some(0)], &pairs), None);
        let bound = |found| super::more(found, &pairs).map(|more| (more.points, more.at_least, more.at_most));
        assert_eq!(bound([Some(4), Some(0)]), Some((0.4, true, false)));
        assert_eq!(bound([Some(0), Some(4)]), Some((-0.4, false, true)));
    }

    #[test]
    fn resamples_without_a_level_in_either_arm_have_no_difference() {
        let pairs = [vec![[Some(40), Some(38)]; 700], vec![[None, None]; 300]].concat();
        let found = more([Some(40), Some(38)], &pairs).expect("levels in both");
        assert_eq!((found.lower, found.upper, found.reachable), (Some(0.2), Some(0.2), 0.7));
        // One arm out of reach is a difference without an end.
        let pairs = [pairs, vec![[Some(40), None]; 100]].concat();
        let found = more([Some(40), Some(38)], &pairs).expect("levels in both");
        assert_eq!((found.lower, found.upper, found.reachable), (None, Some(0.2), 800.0 / 1100.0));
        let found = more([Some(40), Some(38)], &[[None, None]]).expect("levels in both");
        assert_eq!((found.lower, found.upper, found.reachable), (None, None, 0.0));
    }
}
