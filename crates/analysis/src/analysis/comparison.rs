//! The paired comparison of scenarios as a table.

use std::path::Path;

use super::{digits::digits, estimates::Run};
use crate::{
    engine::{
        detail::Detail,
        pairs::{COMPARED, OF_WORLDS, all_compared, pair_positions},
        slot::Slot,
    },
    model::{
        cells::{Axis, Outcome, Section, Unit},
        layout::K,
    },
    present::evidence::telling,
    scenario::names::TIERS,
    store::{
        extra::{PairRow, write},
        summary::{Difference, Elsewhere, Estimate},
    },
};

/// Position among the compared cells of the index that ranks scenarios.
#[must_use]
pub fn headline(run: &Run) -> usize {
    debug_assert_eq!(COMPARED[0].0, Outcome::IndexHeadline);
    run.tier()
}

/// Looks paired differences up, in either order of the two scenarios.
pub(crate) struct Compared<'a> {
    run: &'a Run<'a>,
    positions: Vec<(usize, usize)>,
}

impl<'a> Compared<'a> {
    pub(crate) fn new(run: &'a Run) -> Self {
        Self { run, positions: pair_positions(run.scenarios.len()) }
    }

    /// The compared cell of an outcome and slot, `at` from its first; `None` where it is not compared.
    pub(crate) fn cell(&self, outcome: Outcome, slot: Slot, at: usize) -> Option<usize> {
        let mut first = 0;
        for (other, of) in all_compared(self.run.plan) {
            if (other, of) == (outcome, slot) {
                return Some(first + at);
            }
            first += self.run.section(other).len;
        }
        None
    }

    /// The pair's position, and whether its first is the second here.
    fn place(&self, a: usize, b: usize) -> (usize, bool) {
        let pair = self.positions.iter().position(|&p| p == (a.min(b), a.max(b)));
        (pair.unwrap_or_default(), a > b)
    }

    /// The first less the second in a cell.
    pub(super) fn difference(&self, a: usize, b: usize, cell: usize) -> Difference {
        /// Two orders of the same sums differ by less, and by no more than that in any replicate.
        const DUST: f64 = 1e-12;
        let (pair, turned) = self.place(a, b);
        let (found, worse) = self.run.results.pairs.estimate(pair, cell, &self.run.results.pair_shifts);
        if found.mean.abs() < DUST && (found.se.is_nan() || found.se < DUST) {
            return Difference { difference: 0.0, se: 0.0, probability_worse: 0.5 };
        }
        let found = Difference { difference: found.mean, se: found.se, probability_worse: worse };
        if turned { found.turned() } else { found }
    }

    /// The same with its interval and, where they are counted, its quantiles (the mean where not); and how often the
    /// first is worse.
    pub(crate) fn estimate(&self, a: usize, b: usize, cell: usize) -> (Estimate, f64) {
        let (pair, turned) = self.place(a, b);
        let (found, results) = (self.difference(a, b, cell), &self.run.results);
        let (low, high) = results.pairs.difference_interval(pair, cell, &results.pair_shifts);
        let (lower, upper) = if turned { (0.0 - high, 0.0 - low) } else { (low, high) };
        let mean = found.difference;
        let [p05, p25, p50, p75, p95] = self.quantiles(a, b, cell).unwrap_or([mean; 5]);
        let estimate = Estimate { mean, se: found.se, lower, upper, p05, p25, p50, p75, p95 };
        (estimate, found.probability_worse)
    }

    /// The quantiles of the first less the second; `None` where they are not counted.
    pub(super) fn quantiles(&self, a: usize, b: usize, cell: usize) -> Option<[f64; 5]> {
        let (pair, turned) = self.place(a, b);
        let found = self.difference(a, b, cell);
        let mut quantiles = self.run.results.pair_counts.quantiles(pair, cell)?;
        if turned {
            quantiles.reverse();
            quantiles = quantiles.map(|q| 0.0 - q);
        }
        // What is the same in every replicate is known exactly.
        Some(if found.se == 0.0 { [found.difference; 5] } else { quantiles })
    }

    /// The first less the second over all capabilities at the tiers that are not reported, and of each capability at the
    /// tier where they surely differ most.
    pub(super) fn elsewhere(&self, a: usize, b: usize) -> Vec<Elsewhere> {
        let tier = self.run.tier();
        let at = |outcome, cell| {
            let cell = self.cell(outcome, Slot::Attributable, cell)?;
            Some(self.difference(a, b, cell))
        };
        let others = (0..K).filter(|&k| k != tier).filter_map(|k| {
            Some(Elsewhere { domain: None, tier: TIERS[k], found: at(Outcome::IndexHeadline, k)? })
        });
        let domains = self.run.plan.layout.domains.iter().enumerate().filter_map(|(d, domain)| {
            let of = |k: usize| at(Outcome::Shortfall, d * K + k);
            let k = telling_tier(self.run, |k| of(k).map_or((0, 0.0), |found| telling(&found)));
            Some(Elsewhere { domain: Some(domain.clone()), tier: TIERS[k], found: of(k)? })
        });
        others.chain(domains).collect()
    }
}

/// The tier at which a change of a capability tells most, of equal ones the reporting tier.
pub(super) fn telling_tier(run: &Run, telling: impl Fn(usize) -> (u8, f64)) -> usize {
    (0..K).fold(run.tier(), |best, k| if telling(k) > telling(best) { k } else { best })
}

/// Domain and tier of a compared cell, as a table names them.
pub(super) fn labels(run: &Run, section: &Section, cell: usize) -> (Option<String>, Option<u32>) {
    let tier = Some(TIERS[cell % TIERS.len()]);
    match section.axes {
        [Axis::Tier] => (None, tier),
        [Axis::Domain, Axis::Tier] => (Some(run.plan.layout.domains[cell / TIERS.len()].clone()), tier),
        _ => (None, None),
    }
}

/// Unit of a compared outcome.
pub(super) const fn unit(section: &Section) -> &'static str {
    match section.unit {
        Unit::Text(unit) => unit,
        Unit::OfDomain => "units",
    }
}

/// Writes all pairs in the order given: difference = a - b, worse = larger.
///
/// # Errors
/// When the file cannot be written.
pub fn write_table(run: &Run, path: &Path) -> Result<(), csv::Error> {
    let pairs = pair_positions(run.scenarios.len()).into_iter().enumerate();
    let rows = pairs.flat_map(|(pair, (a, b))| pair_rows(run, pair, a, b));
    let whole = run.plan.detail == Detail::Full;
    write::<PairRow>(path, rows.map(|row| if whole { row } else { rounded(row) }))
}

/// A row with as many digits as a reader can use.
fn rounded(mut row: PairRow) -> PairRow {
    let [estimate, error, quantile] = digits();
    [&mut row.difference, &mut row.probability_a_worse].into_iter().for_each(estimate);
    error(&mut row.se);
    let PairRow { lower, upper, p05, p25, p50, p75, p95, .. } = &mut row;
    [lower, upper, p05, p25, p50, p75, p95].into_iter().for_each(quantile);
    row
}

/// The rows of the pair `a` and `b`.
fn pair_rows<'a>(run: &'a Run, pair: usize, a: usize, b: usize) -> impl Iterator<Item = PairRow> + 'a {
    let apart = run.plan.scenarios[a].world != run.plan.scenarios[b].world;
    let cells = all_compared(run.plan).flat_map(|(outcome, slot)| {
        let section = run.section(outcome);
        (0..section.len).map(move |cell| (outcome, slot, section, cell))
    });
    // In one world the arms differ by what is attributable.
    let told = move |outcome, slot| apart || !OF_WORLDS.contains(&(outcome, slot));
    let cells = cells.enumerate().filter(move |(_, (outcome, slot, ..))| told(*outcome, *slot));
    cells.map(move |(compared, (_, slot, section, cell))| {
        let (domain, tier) = labels(run, section, cell);
        let (found, worse) = run.results.pairs.estimate(pair, compared, &run.results.pair_shifts);
        let (lower, upper) = run.results.pairs.difference_interval(pair, compared, &run.results.pair_shifts);
        let quantiles = run.results.pair_counts.quantiles(pair, compared);
        let [p05, p25, p50, p75, p95] = quantiles.map_or([None; 5], |q| q.map(Some));
        PairRow {
            scenario_a: run.scenarios[a].id.clone(),
            scenario_b: run.scenarios[b].id.clone(),
            arm: slot.name().to_owned(),
            outcome: section.name.to_owned(),
            unit: unit(section).to_owned(),
            domain,
            tier,
            difference: Some(found.mean),
            se: Some(found.se),
            lower: Some(lower),
            upper: Some(upper),
            probability_a_worse: Some(worse),
            p05,
            p25,
            p50,
            p75,
            p95,
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_larger_difference_that_holds_tells_more_wherever_it_is() {
        let found =
            |difference: f64, worse: f64| Difference { difference, se: 1e-4, probability_worse: worse };
        let order = [
            found(0.05, 0.9975),
            found(-0.01, 0.02),
            // Larger, and only probably so.
            found(0.08, 0.8),
            found(0.09, 0.6),
            found(0.004, 1.0),
        ];
        assert!(order.windows(2).all(|pair| telling(&pair[0]) > telling(&pair[1])));
    }
}
