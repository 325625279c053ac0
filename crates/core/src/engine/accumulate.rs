//! What a scenario leaves behind of its replicates: sums and counts of every cell, arm by arm.
//!
//! The counterfactual's are kept once for all scenarios that share it. Of paired differences only squares are summed:
//! the sum of a difference is the difference of two sums.

use std::sync::Arc;

use super::{
    cell_counts::Histograms,
    cell_numbers::{all, alone, arms, without},
    cell_shifts::Shifts,
    cell_sums::Sums,
    slot::{Slot, slots},
};
use crate::{
    model::cells::{Arms, Held, Section},
    stats::{
        histogram::QUANTILES,
        interval::{self, wilson},
        moments::{MeanError, clean, estimate},
        randomised,
    },
};

/// Sums of one scenario without its counterfactual, or of a counterfactual, and their shifts.
#[derive(Clone, Copy, Debug)]
pub struct Side<'a> {
    /// Shifts of the sums.
    pub shifts: &'a Shifts,
    /// Sums.
    pub sums: &'a Sums,
}

/// What is known of the means of a scenario's outcomes.
#[derive(Clone, Copy, Debug)]
pub struct Known<'a> {
    /// Its own arms and their differences.
    pub own: Side<'a>,
    /// The counterfactual.
    pub counterfactual: Side<'a>,
}

impl Known<'_> {
    /// Mean and standard error of a cell (its position in the section) in a slot; `None` if the section lacks the slot.
    ///
    /// Under a design the standard error is that of independent randomisations; it is NaN where it would say nothing
    /// ([`MeanError::rests_on_few`]).
    #[must_use]
    pub fn estimate(&self, section: &Section, slot: Slot, cell: usize) -> Option<MeanError> {
        let found = self.of_replicates(section, slot, cell)?;
        if self.rests_on_few(section, slot, cell, found) {
            return Some(MeanError { se: f64::NAN, ..found });
        }
        Some(randomised::mean(found, &self.parts(section, slot, cell)))
    }

    /// 95 % interval of the mean, or of the probability, of a cell; NaN where there is no standard error.
    #[must_use]
    pub fn interval(&self, section: &Section, slot: Slot, cell: usize) -> Option<(f64, f64)> {
        let found = self.of_replicates(section, slot, cell)?;
        let n = found.n as f64;
        let parts = self.parts(section, slot, cell);
        // The mean of an indicator is a count over n, up to rounding.
        let count = libm::round(found.mean * n);
        Some(match (section.probability, parts.is_empty()) {
            (true, true) => wilson(count, n),
            (true, false) => {
                let interval = randomised::probability(count, n, &parts);
                (interval.lower, interval.upper)
            }
            (false, _) if self.rests_on_few(section, slot, cell, found) => (f64::NAN, f64::NAN),
            (false, _) => randomised::mean_interval(found, &parts),
        })
    }

    /// Whether the mean of an amount, or of the difference of two, rests on too few replicates. Of a difference that is 0
    /// in every replicate that is not said: where nobody leaves it can be nothing else.
    fn rests_on_few(&self, section: &Section, slot: Slot, cell: usize, found: MeanError) -> bool {
        let few = |arm| self.of_replicates(section, arm, cell).is_some_and(|found| found.rests_on_few());
        section.outcome.is_amount()
            && match slot {
                _ if slot.is_difference() && found.mean == 0.0 && found.se == 0.0 => false,
                Slot::Attributable => few(Slot::Scenario) && few(Slot::Counterfactual),
                Slot::DirectEffect => few(Slot::Direct) && few(Slot::Counterfactual),
                Slot::Induced => few(Slot::Scenario) && few(Slot::Direct),
                Slot::Scenario | Slot::Direct | Slot::Counterfactual => found.rests_on_few(),
            }
    }

    /// Means by randomisation; none under plain Monte Carlo.
    fn parts(&self, section: &Section, slot: Slot, cell: usize) -> Vec<f64> {
        let parts = self.own.sums.parts.iter().zip(&self.counterfactual.sums.parts);
        parts
            .filter_map(|(own, counterfactual)| {
                let part = Known {
                    own: Side { sums: own, ..self.own },
                    counterfactual: Side { sums: counterfactual, ..self.counterfactual },
                };
                part.of_replicates(section, slot, cell).map(|found| found.mean)
            })
            .collect()
    }

    /// Mean and standard error as of independent replicates.
    fn of_replicates(&self, section: &Section, slot: Slot, cell: usize) -> Option<MeanError> {
        if !slots(section).contains(&slot) || section.kept_cell(cell).is_none() {
            return None;
        }
        let (own, theirs) = (&self.own, &self.counterfactual);
        if let Held::Label(field) = section.held {
            return Some(match slot {
                Slot::Counterfactual => theirs.sums.label(field, 0, cell),
                Slot::Direct => own.sums.label(field, 1, cell),
                _ => own.sums.label(field, 0, cell),
            });
        }
        if section.held == Held::Part {
            let part = |sums: &Sums, arm: usize, [sum, square]: [usize; 2]| {
                let of = sums.of(section, cell);
                estimate(of[sum], of[square], sums.shared(arm, cell), 0.0)
            };
            return Some(match slot {
                Slot::Counterfactual => part(theirs.sums, 0, [alone::SUM, alone::SQUARE]),
                Slot::Direct => part(own.sums, 1, [arms::DIRECT, arms::DIRECT_SQUARE]),
                _ if section.direct => part(own.sums, 0, [arms::SCENARIO, arms::SCENARIO_SQUARE]),
                _ => part(own.sums, 0, [alone::SUM, alone::SQUARE]),
            });
        }
        let number = section.outcome as usize;
        let (sums, shift) = (own.sums.of(section, cell), own.shifts.of(number, cell));
        let of = |sum: usize, square: usize, count: Option<usize>, shift: f64| {
            let n = count.map_or(own.sums.live, |count| sums[count] as u64);
            estimate(sums[sum], sums[square], n, shift)
        };
        let conditional = section.conditional;
        if matches!(section.arms, Arms::Paired | Arms::NoArm) {
            return Some(of(alone::SUM, alone::SQUARE, conditional.then_some(alone::COUNT), shift[0]));
        }
        let (their, their_shift) = (theirs.sums.of(section, cell), theirs.shifts.of(number, cell)[0]);
        let counterfactual = || {
            let n = if conditional { their[alone::COUNT] as u64 } else { theirs.sums.live };
            estimate(their[alone::SUM], their[alone::SQUARE], n, their_shift)
        };
        let count = if section.has_direct() { all::COUNT } else { without::COUNT };
        let n = if conditional && section.arms == Arms::All { sums[count] as u64 } else { own.sums.live };
        // What an arm has beyond the counterfactual.
        let beyond = |sum: usize, square: usize, shift: f64| {
            estimate(sums[sum] - their[alone::SUM], sums[square], n, shift - their_shift)
        };
        let all_arms = section.arms == Arms::All;
        let count = |at: usize| conditional.then_some(at);
        Some(match (slot, !section.has_direct()) {
            (Slot::Counterfactual, _) | (Slot::Direct, true) => counterfactual(),
            (Slot::Scenario, true) if all_arms => {
                estimate(sums[without::SUM], sums[without::SQUARE], n, shift[0])
            }
            (Slot::Scenario, true) => of(alone::SUM, alone::SQUARE, count(alone::COUNT), shift[0]),
            (Slot::Attributable | Slot::Induced, true) => {
                beyond(without::SUM, without::ATTRIBUTABLE_SQUARE, shift[0])
            }
            (Slot::DirectEffect, true) => estimate(0.0, 0.0, n, 0.0),
            (Slot::Scenario, false) if section.arms == Arms::TwoArms => {
                of(alone::SUM, alone::SQUARE, None, shift[0])
            }
            (Slot::Scenario, false) if all_arms => {
                estimate(sums[all::SCENARIO], sums[all::SCENARIO_SQUARE], n, shift[0])
            }
            (Slot::Direct, false) if all_arms => {
                estimate(sums[all::DIRECT], sums[all::DIRECT_SQUARE], n, shift[1])
            }
            (Slot::Scenario, false) => {
                of(arms::SCENARIO, arms::SCENARIO_SQUARE, count(arms::SCENARIO_COUNT), shift[0])
            }
            (Slot::Direct, false) => {
                of(arms::DIRECT, arms::DIRECT_SQUARE, count(arms::DIRECT_COUNT), shift[1])
            }
            (Slot::Attributable, false) => beyond(all::SCENARIO, all::ATTRIBUTABLE_SQUARE, shift[0]),
            (Slot::DirectEffect, false) => beyond(all::DIRECT, all::DIRECT_EFFECT_SQUARE, shift[1]),
            (Slot::Induced, false) => estimate(
                sums[all::SCENARIO] - sums[all::DIRECT],
                sums[all::INDUCED_SQUARE],
                n,
                shift[0] - shift[1],
            ),
        })
    }
}

/// Sums and counts of one scenario without its counterfactual, or of a counterfactual.
#[derive(Debug)]
pub struct Found {
    /// Shifts of the sums.
    pub shifts: Shifts,
    /// Sums.
    pub sums: Sums,
    /// Counts.
    pub histograms: Histograms,
}

impl Found {
    fn side(&self) -> Side<'_> {
        Side { shifts: &self.shifts, sums: &self.sums }
    }
}

/// Everything known of a scenario's outcomes.
#[derive(Debug)]
pub struct Accumulated {
    /// Its own arms and their differences.
    pub own: Found,
    /// The counterfactual.
    pub counterfactual: Arc<Found>,
}

impl Accumulated {
    /// What is known of means.
    #[must_use]
    pub fn known(&self) -> Known<'_> {
        Known { own: self.own.side(), counterfactual: self.counterfactual.side() }
    }

    /// [`Known::estimate`].
    #[must_use]
    pub fn estimate(&self, section: &Section, slot: Slot, cell: usize) -> Option<MeanError> {
        self.known().estimate(section, slot, cell)
    }

    /// Whose counts of a cell are those of a slot, and of which slot of theirs.
    fn counted(&self, section: &Section, slot: Slot) -> (&Histograms, Slot) {
        let (found, slot) = match (slot, section.alarm) {
            (Slot::Counterfactual, _) | (Slot::Direct, true) => (&*self.counterfactual, Slot::Counterfactual),
            (Slot::Induced, true) => (&self.own, Slot::Attributable),
            // It is 0 in every replicate.
            (Slot::DirectEffect, true) => (&self.own, Slot::Attributable),
            _ => (&self.own, slot),
        };
        (&found.histograms, slot)
    }

    /// Quantiles of a cell in a slot, where they are counted.
    #[must_use]
    pub fn quantiles(&self, section: &Section, slot: Slot, cell: usize) -> Option<[f64; 5]> {
        let (counts, counted) = self.counted(section, slot);
        let quantiles = counts.quantiles(section, counted, cell, QUANTILES)?;
        // What is the same in every replicate is known exactly, not only to the width of a bin.
        match self.known().of_replicates(section, slot, cell) {
            Some(same) if same.n == 1 || same.se == 0.0 => Some([same.mean; 5]),
            _ => Some(quantiles.map(clean)),
        }
    }

    /// The share of replicates in which a cell is above 0 (ties half) and its standard error; `None` where that is not
    /// counted.
    #[must_use]
    pub fn above_zero(&self, section: &Section, slot: Slot, cell: usize) -> Option<(f64, f64)> {
        let (counts, counted) = self.counted(section, slot);
        let n = self.known().of_replicates(section, slot, cell)?.n;
        let (share, parts) = counts.above_zero(section, counted, cell)?;
        Some((share, randomised::share_error(share, n, &parts)))
    }

    /// Standard errors of [`Self::quantiles`] (docs/model.md section 9, Errors): NaN where replicates are too few for
    /// one, `None` where there are no quantiles, or no counts by randomisation under a design that needs them.
    #[must_use]
    pub fn quantile_errors(&self, section: &Section, slot: Slot, cell: usize) -> Option<[f64; 5]> {
        let (counts, counted) = self.counted(section, slot);
        let found = self.known().of_replicates(section, slot, cell)?;
        let quantiles = counts.quantiles(section, counted, cell, QUANTILES)?;
        if found.se == 0.0 {
            return Some([0.0; 5]);
        }
        if self.own.sums.parts.is_empty() {
            let at = |levels| counts.quantiles(section, counted, cell, levels).unwrap_or([f64::NAN; 5]);
            return Some(interval::quantile_errors(found.n, at));
        }
        let parts = counts.by_randomisation(section, counted, cell);
        (!parts.is_empty()).then(|| randomised::quantile_errors(quantiles, &parts))
    }
}
