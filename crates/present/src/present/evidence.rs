//! How sure it is that one scenario is worse than another: the one rule that answer, figures, tables and report go by.
//!
//! Two doubts are different things. *Sampling*: the mean difference is within two standard errors, so more replicates may
//! turn it round. *Inputs*: in how many replicates the one is worse, which no number of replicates changes.

use std::{cmp::Ordering, ops::Range};

use super::WORTH_NAMING;
use crate::store::{
    required::MeanError,
    summary::{Difference, Estimate, ScenarioSummary, Summary},
};

/// From this share of replicates on, that one scenario is worse than another holds.
pub const HOLDS: f64 = 0.95;

/// From this share on it probably is; below it could be either.
pub const PROBABLY: f64 = 0.75;

/// What one less a share may be short of it by rounding.
const DUST: f64 = 1e-12;

/// What is known of a pair of scenarios of which the first has the larger mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Evidence {
    /// Equal in every replicate.
    Same,
    /// The mean difference is within two standard errors: more replicates may tell.
    Unsettled,
    /// The first is worse in fewer than 75 of 100 replicates: it could be either.
    Either,
    /// In 75 to 95 of 100: it probably is worse.
    Probably,
    /// In 95 of 100 or more: it holds.
    Holds,
}

impl Evidence {
    /// What the mean difference on the same replicates, its standard error and the share of replicates in which the
    /// first is worse (ties half) say. In whichever order the two are given, the answer is the same; a mean and a
    /// share that point in opposite directions (a few replicates far out) leave it open.
    #[must_use]
    pub fn of(difference: f64, se: f64, worse: f64) -> Self {
        let share = if difference < 0.0 { 1.0 - worse } else { worse };
        if same(difference, se) {
            Evidence::Same
        } else if !settled(difference, se) {
            Evidence::Unsettled
        } else {
            shown_as(share).unwrap_or(Evidence::Either)
        }
    }

    /// What a paired difference says.
    #[must_use]
    pub fn found(found: &Difference) -> Self {
        Self::of(found.difference, found.se, found.probability_worse)
    }

    /// Whether there is a difference that more runs would not take away.
    #[must_use]
    pub fn shows(self) -> bool {
        !matches!(self, Evidence::Same | Evidence::Unsettled)
    }

    /// Whether the two could change places.
    #[must_use]
    pub fn doubtful(self) -> bool {
        matches!(self, Evidence::Unsettled | Evidence::Either)
    }
}

/// What may be said of something that is so in a part of the runs: that it holds, or that it probably is so; `None` where it
/// could be either.
#[must_use]
pub fn shown_as(share: f64) -> Option<Evidence> {
    match share + DUST {
        share if share >= HOLDS => Some(Evidence::Holds),
        share if share >= PROBABLY => Some(Evidence::Probably),
        _ => None,
    }
}

/// Whether a mean is two standard errors or more away from nothing. One replicate has no error, and tells nothing.
#[must_use]
pub fn settled(difference: f64, se: f64) -> bool {
    difference.abs() >= 2.0 * se
}

/// On which side of nothing a mean surely is: on neither, [`Ordering::Equal`], where it is within two standard errors.
#[must_use]
pub fn side(value: &MeanError) -> Ordering {
    match settled(value.mean, value.error()) {
        true => value.mean.partial_cmp(&0.0).unwrap_or(Ordering::Equal),
        false => Ordering::Equal,
    }
}

/// Whether neither a mean difference nor its error is more than 0.
fn same(difference: f64, se: f64) -> bool {
    difference == 0.0 && (se == 0.0 || se.is_nan())
}

/// How much a difference of a capability tells: one that is worth naming by how sure it is, then by its size.
#[must_use]
pub fn telling(found: &Difference) -> (u8, f64) {
    let size = found.difference.abs();
    let sure = match Evidence::found(found) {
        _ if size < WORTH_NAMING => 0,
        Evidence::Holds => 3,
        Evidence::Probably => 2,
        Evidence::Either => 1,
        Evidence::Same | Evidence::Unsettled => 0,
    };
    (sure, size)
}

/// What it would take to tell two scenarios apart by their mean difference.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tell {
    /// Nothing: they are equal in every replicate.
    Same,
    /// About so many replicates: the difference would then be two standard errors.
    About(u64),
    /// More than anybody would run.
    TooMany,
    /// More than there were; how many is not known under a design whose error falls faster than the root of their number.
    More,
}

/// Replicates beyond which none are asked for.
const TOO_MANY: f64 = 1e7;

impl Tell {
    /// As the end of a sentence.
    #[must_use]
    pub fn words(self) -> String {
        match self {
            Tell::Same => "they are the same in every run".to_owned(),
            Tell::About(n) => format!("about {} runs would tell", super::grouped(n)),
            Tell::TooMany => "more than 10 million runs would be needed to tell".to_owned(),
            Tell::More => "more runs may tell".to_owned(),
        }
    }
}

/// How many replicates would make a mean difference two standard errors, up to the next number with one digit that
/// counts. Only independent replicates have a standard error that falls with the root of their number.
#[must_use]
pub fn to_tell(summary: &Summary, found: &Difference) -> Tell {
    replicates_to_tell(summary.replicates, summary.independent_replicates(), found.difference, found.se)
}

fn replicates_to_tell(replicates: u64, independent: bool, difference: f64, se: f64) -> Tell {
    if same(difference, se) {
        return Tell::Same;
    }
    if !independent || se.is_nan() {
        return Tell::More;
    }
    let needed = replicates as f64 * libm::pow(2.0 * se / difference, 2.0);
    if needed.is_nan() || needed > TOO_MANY {
        return Tell::TooMany;
    }
    let step = libm::pow(10.0, libm::floor(libm::log10(needed.max(1.0))));
    Tell::About((libm::ceil(needed / step) * step) as u64)
}

/// What may be said of a difference against nobody leaving, and with which adverb: "" where it holds, "probably ".
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// More is missing.
    Adds(&'static str),
    /// Less is missing.
    TakesOff(&'static str),
    /// Neither can be told: only a question stands.
    Open,
}

/// What may be said of a difference.
#[must_use]
pub fn verdict(found: &Difference) -> Verdict {
    let adverb = match Evidence::found(found) {
        Evidence::Holds => "",
        Evidence::Probably => "probably ",
        Evidence::Same | Evidence::Either | Evidence::Unsettled => return Verdict::Open,
    };
    if found.difference < 0.0 { Verdict::TakesOff(adverb) } else { Verdict::Adds(adverb) }
}

/// What a drawdown adds to what is missing if nobody leaves, over all capabilities at a tier: the same rule is for it as for
/// two scenarios.
#[must_use]
pub fn added(scenario: &ScenarioSummary, tier: u32) -> Difference {
    let entry = scenario.index.iter().find(|entry| entry.arm == "attributable" && entry.tier == tier);
    let Some(entry) = entry else { return Difference::default() };
    let found = bound(&entry.estimate);
    Difference { probability_worse: entry.probability_above_zero.unwrap_or(found.probability_worse), ..found }
}

/// A difference of which only quantiles are known: they tell between which bounds of the rule its probability lies.
#[must_use]
pub fn bound(e: &Estimate) -> Difference {
    let probability_worse = match e {
        e if e.p05 > 0.0 => HOLDS,
        e if e.p25 > 0.0 => PROBABLY,
        e if e.p95 < 0.0 => 1.0 - HOLDS,
        e if e.p75 < 0.0 => 1.0 - PROBABLY,
        _ => 0.5,
    };
    Difference { difference: e.mean, se: e.se, probability_worse }
}

/// The largest runs of neighbours in a ranking of `n` of which every pair is in doubt (or the same, as long as one is in
/// doubt): a chain of doubts alone is no tie. Runs may overlap; `pair(i, j)` is asked for i < j.
pub fn ties(n: usize, pair: impl Fn(usize, usize) -> Evidence) -> Vec<Range<usize>> {
    let mut runs: Vec<Range<usize>> = Vec::new();
    for start in 0..n {
        let joins = |end: usize| {
            (start..end).all(|i| matches!(pair(i, end), Evidence::Same) || pair(i, end).doubtful())
        };
        let end = (start + 1..n).find(|&end| !joins(end)).unwrap_or(n);
        // That all are the same is no doubt.
        let doubt = (start..end).any(|i| (i + 1..end).any(|j| pair(i, j).doubtful()));
        if doubt && runs.last().is_none_or(|run| run.end < end) {
            runs.push(start..end);
        }
    }
    runs
}

/// Ranks that a position may have: first and last, from 1, over all ties that hold it.
#[must_use]
pub fn ranks(position: usize, ties: &[Range<usize>]) -> (usize, usize) {
    let those = || ties.iter().filter(|run| run.contains(&position));
    let first = those().map(|run| run.start).min().unwrap_or(position);
    let end = those().map(|run| run.end).max().unwrap_or(position + 1);
    (first + 1, end)
}

#[cfg(test)]
mod tests {
    use super::*;
    use Evidence::{Either, Holds, Probably, Same, Unsettled};

    #[test]
    fn the_rule_has_its_bounds_at_75_and_95() {
        for (worse, expected) in [
            (0.5, Either),
            (0.7499, Either),
            (0.75, Probably),
            (0.9499, Probably),
            (0.95, Holds),
            (1.0, Holds),
        ] {
            assert_eq!(Evidence::of(0.01, 0.001, worse), expected, "{worse}");
            assert_eq!(Evidence::of(-0.01, 0.001, 1.0 - worse), expected, "turned, {worse}");
        }
        assert_eq!(Evidence::of(0.0, 0.0, 0.5), Same);
        assert_eq!(Evidence::of(0.0, f64::NAN, 0.5), Same);
        assert_eq!(Evidence::of(0.0019, 0.001, 1.0), Unsettled);
        assert_eq!(Evidence::of(0.01, f64::NAN, 1.0), Unsettled);
        // A mean that a few replicates far out make, against the share of them.
        assert_eq!(Evidence::of(0.01, 0.001, 0.02), Either);
    }

    #[test]
    fn a_mean_is_surely_on_a_side_from_two_standard_errors_on() {
        let of = |mean: f64, se: Option<f64>| side(&MeanError { mean, se });
        assert_eq!([of(0.2, Some(0.1)), of(-0.2, Some(0.1))], [Ordering::Greater, Ordering::Less]);
        for (mean, se) in
            [(0.19, Some(0.1)), (-0.19, Some(0.1)), (5.0, None), (0.0, Some(0.0)), (f64::NAN, Some(0.1))]
        {
            assert_eq!(of(mean, se), Ordering::Equal, "{mean} {se:?}");
        }
    }

    #[test]
    fn a_chain_of_doubts_is_no_tie_and_ranks_span_the_runs_that_overlap() {
        let pair = |i: usize, j: usize| if j == i + 1 { Either } else { Holds };
        let runs = ties(4, pair);
        assert_eq!(runs, [0..2, 1..3, 2..4]);
        assert_eq!((0..4).map(|i| ranks(i, &runs)).collect::<Vec<_>>(), [(1, 2), (1, 3), (2, 4), (3, 4)]);
        assert!(ties(3, |_, _| Same).is_empty());
        let all = ties(3, |i, j| if (i, j) == (1, 2) { Same } else { Unsettled });
        assert_eq!((all.len(), &all[0]), (1, &(0..3)));
        assert!(ties(3, |_, _| Probably).is_empty());
        assert_eq!(ranks(2, &[]), (3, 3));
    }

    #[test]
    fn replicates_that_tell_make_two_standard_errors() {
        let to_tell = |n, difference, se| replicates_to_tell(n, true, difference, se);
        // The standard error falls with the root: 0.0019 of 0.001 at 1,000 is 0.0005 at 14,440.
        assert_eq!(to_tell(1000, 0.001, 0.0019), Tell::About(20_000));
        assert_eq!(to_tell(1000, -0.001, 0.0019), Tell::About(20_000));
        assert_eq!(to_tell(1000, 1e-6, 0.001), Tell::TooMany);
        assert_eq!(to_tell(1000, 0.0, 0.001), Tell::TooMany);
        assert_eq!(to_tell(1000, 0.0, 0.0), Tell::Same);
        // One replicate has no error.
        assert_eq!(to_tell(1, 0.01, f64::NAN), Tell::More);
        // Of other designs nobody knows how fast the error falls.
        assert_eq!(replicates_to_tell(1024, false, 0.001, 0.0019), Tell::More);
        assert_eq!(replicates_to_tell(1024, false, 0.0, 0.0), Tell::Same);
    }
}
