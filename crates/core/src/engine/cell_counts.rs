//! Counts of every cell whose quantiles are asked for, shared by threads: they can be added in any order.

use std::sync::Mutex;

use serde::{Deserialize, Serialize};

use super::{
    cell_sums::Owner,
    counters::Counters,
    lock::lock,
    slot::Slot,
    sparse::{self, all_fit},
};
use crate::{
    model::cells::{Arms, Bins, Cells, Outcome, Section},
    stats::{
        histogram::{Linear, QUANTILES, whole_quantiles},
        log_bins::Log,
    },
};

/// The slots of a section whose quantiles an owner counts. Those by domain, tier and more have none in the direct arm
/// and its differences.
pub(super) fn counted(section: &Section, owner: Owner) -> &'static [Slot] {
    if section.counted_len() == 0 {
        return &[];
    }
    if owner == Owner::Counterfactual {
        return match (section.bins, section.arms) {
            (Bins::None, _) | (_, Arms::Paired | Arms::NoArm) => &[],
            _ => &[Slot::Counterfactual],
        };
    }
    match (section.bins, section.arms, !section.has_direct()) {
        (Bins::None, ..) => &[],
        (_, Arms::Paired, _) => &[Slot::Attributable],
        (_, Arms::NoArm | Arms::TwoArms, _) | (_, Arms::Each, true) => &[Slot::Scenario],
        (_, Arms::Each, false) => &[Slot::Scenario, Slot::Direct],
        (Bins::Linear { .. }, Arms::All, _) | (_, Arms::All, true) => &[Slot::Scenario, Slot::Attributable],
        _ if matches!(
            section.outcome,
            Outcome::Gap | Outcome::Margin | Outcome::Shortfall | Outcome::Area
        ) =>
        {
            &[Slot::Scenario, Slot::Attributable]
        }
        _ => &[Slot::Scenario, Slot::Direct, Slot::Attributable, Slot::DirectEffect, Slot::Induced],
    }
}

/// Counts of one section and slot, shared by threads.
#[derive(Debug, Serialize, Deserialize)]
pub(super) enum Counts {
    /// By cell the counters of its bins, and one for lanes without a value.
    Linear(Linear, #[serde(with = "sparse")] Mutex<Counters>),
    Whole(usize, #[serde(with = "sparse")] Mutex<Counters>),
    Log(Mutex<Vec<Log>>),
}

/// What is counted by randomisation of a design too, for errors of quantiles. Coverage is not: its counts by domain, tier
/// and year would take sixteen times 7 MB a scenario.
const IN_PARTS: [Outcome; 2] = [Outcome::IndexHeadline, Outcome::IndexYear];

/// By outcome, the slots that are counted.
pub(super) type Sections = Vec<Vec<(Slot, Counts)>>;

/// Counts of all sections and slots of an owner.
#[derive(Debug, Serialize, Deserialize)]
pub struct Histograms {
    pub(super) sections: Sections,
    /// Those of [`IN_PARTS`] by independent randomisation of the design; none under plain Monte Carlo.
    pub(super) parts: Vec<Sections>,
}

impl Histograms {
    /// Empty counts.
    #[must_use]
    pub fn new(plan: &Cells, owner: Owner) -> Self {
        Self { sections: Self::of(plan, owner, |_| true), parts: Vec::new() }
    }

    /// Empty counts, of some outcomes by randomisation too.
    #[must_use]
    pub fn in_parts(plan: &Cells, owner: Owner, parts: usize) -> Self {
        let part = |_| Self::of(plan, owner, |outcome| IN_PARTS.contains(&outcome));
        Self { parts: (0..parts).map(part).collect(), ..Self::new(plan, owner) }
    }

    fn of(plan: &Cells, owner: Owner, wanted: impl Fn(Outcome) -> bool) -> Sections {
        let empty = |section: &Section, slot: Slot| match section.bins {
            Bins::Linear { low, high, count } => {
                let low = if slot.is_difference() { low - high } else { low };
                let bins = Linear::new(low, high, count);
                Counts::Linear(bins, Mutex::new(Counters::new(bins.counters() + 1, section.counted_len())))
            }
            Bins::Whole { count } => {
                Counts::Whole(count, Mutex::new(Counters::new(count + 1, section.counted_len())))
            }
            Bins::Log | Bins::None => Counts::Log(Mutex::new(vec![Log::default(); section.counted_len()])),
        };
        let row = |section: &Section| {
            let slots = if wanted(section.outcome) { counted(section, owner) } else { &[] };
            slots.iter().map(|&slot| (slot, empty(section, slot))).collect()
        };
        plan.sections.iter().map(row).collect()
    }

    /// Quantiles of a cell (its position in the section) by randomisation; empty where they are not counted so.
    #[must_use]
    pub fn by_randomisation(&self, section: &Section, slot: Slot, cell: usize) -> Vec<[f64; 5]> {
        self.parts.iter().filter_map(|part| quantiles(part, section, slot, cell, QUANTILES)).collect()
    }

    /// Whether they are of the sizes of others, and of at most so many replicates.
    pub fn fits(&self, like: &Self, most: u64) -> bool {
        let counters = |ours: &Mutex<Counters>, theirs: &Mutex<Counters>| {
            let ours = lock(ours);
            ours.shape() == lock(theirs).shape() && ours.seen() <= most
        };
        let counts = |a: &Counts, b: &Counts| match (a, b) {
            (Counts::Linear(a, ours), Counts::Linear(b, theirs)) => a == b && counters(ours, theirs),
            (Counts::Whole(a, ours), Counts::Whole(b, theirs)) => a == b && counters(ours, theirs),
            (Counts::Log(ours), Counts::Log(theirs)) => {
                all_fit(&lock(ours), &lock(theirs), |log, _| log.is_sound(most))
            }
            _ => false,
        };
        let sections = |a: &Sections, b: &Sections| {
            all_fit(a, b, |a, b| all_fit(a, b, |a, b| a.0 == b.0 && counts(&a.1, &b.1)))
        };
        sections(&self.sections, &like.sections) && all_fit(&self.parts, &like.parts, sections)
    }

    /// Quantiles of ascending `levels` of a cell (its position in the section); `None` if the section and slot have
    /// none.
    #[must_use]
    pub fn quantiles(
        &self,
        section: &Section,
        slot: Slot,
        cell: usize,
        levels: [f64; 5],
    ) -> Option<[f64; 5]> {
        quantiles(&self.sections, section, slot, cell, levels)
    }

    /// The share of replicates in which a cell is above 0, ties half, over all of them and by randomisation (none under
    /// plain Monte Carlo); `None` if its values are not counted in logarithmic bins.
    #[must_use]
    pub fn above_zero(&self, section: &Section, slot: Slot, cell: usize) -> Option<(f64, Vec<f64>)> {
        let share = |sections: &Sections| {
            let (_, counts) =
                sections[section.outcome as usize].iter().find(|(counted, _)| *counted == slot)?;
            match counts {
                Counts::Log(logs) => Some(lock(logs)[section.counted_cell(cell)?].above_zero()),
                Counts::Linear(..) | Counts::Whole(..) => None,
            }
        };
        Some((share(&self.sections)?, self.parts.iter().filter_map(share).collect()))
    }
}

fn quantiles(
    sections: &Sections,
    section: &Section,
    slot: Slot,
    cell: usize,
    levels: [f64; 5],
) -> Option<[f64; 5]> {
    let (_, counts) = sections[section.outcome as usize].iter().find(|(counted, _)| *counted == slot)?;
    let cell = section.counted_cell(cell)?;
    // Behind them is the counter of replicates that are left out.
    let filled = |counts: &Mutex<Counters>, n: usize| {
        let mut filled = lock(counts).filled(cell);
        filled.truncate(filled.partition_point(|&(i, _)| i < n));
        filled.into_iter()
    };
    Some(match counts {
        Counts::Linear(bins, counts) => bins.quantiles(filled(counts, bins.counters()), levels),
        Counts::Whole(n, counts) => whole_quantiles(filled(counts, *n), levels),
        Counts::Log(logs) => lock(logs)[cell].quantiles(levels),
    })
}
