//! Counts of every cell whose quantiles are asked for.
//!
//! Threads keep the counters of many replicates, cell by cell, before they count them in one go: the bins of a cell are
//! then in the cache. Counts can be added in any order.

use std::{ops::Range, sync::Mutex};

use serde::{Deserialize, Serialize};

use super::{
    accumulate::Slot,
    cell_sums::{Arms3, Live, Owner, all_count},
    counters::{Counters, Group, TOGETHER},
    lock::lock,
    sparse::{self, all_fit},
};
use crate::{
    model::{
        cells::{Arms, Bins, Cells, Frame, Outcome, Section},
        lanes::{F8, LANES},
        sheet::{GROUP, Sheet},
    },
    stats::histogram::{Linear, Log, QUANTILES, whole_quantiles},
};

/// The slots of a section whose quantiles an owner counts. Those by domain, tier and more have none in the direct arm
/// and its differences.
fn counted(section: &Section, owner: Owner) -> &'static [Slot] {
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
enum Counts {
    /// By cell the counters of its bins, and one for lanes without a value.
    Linear(Linear, #[serde(with = "sparse")] Mutex<Counters>),
    Whole(usize, #[serde(with = "sparse")] Mutex<Counters>),
    Log(Mutex<Vec<Log>>),
}

/// What is counted by randomisation of a design too, for errors of quantiles. Coverage is not: its counts by domain, tier
/// and year would take sixteen times 7 MB a scenario.
const IN_PARTS: [Outcome; 2] = [Outcome::IndexHeadline, Outcome::IndexYear];

/// By outcome, the slots that are counted.
type Sections = Vec<Vec<(Slot, Counts)>>;

/// Counts of all sections and slots of an owner.
#[derive(Debug, Serialize, Deserialize)]
pub struct Histograms {
    sections: Sections,
    /// Those of [`IN_PARTS`] by independent randomisation of the design; none under plain Monte Carlo.
    parts: Vec<Sections>,
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
    Some(match counts {
        Counts::Linear(bins, counts) => bins.quantiles(&lock(counts).counts(cell)[..bins.counters()], levels),
        Counts::Whole(n, counts) => whole_quantiles(&lock(counts).counts(cell)[..*n], levels),
        Counts::Log(logs) => lock(logs)[cell].quantiles(levels),
    })
}

/// Values of many replicates that wait to be counted.
pub struct Pending {
    /// By section and slot: group by group, the counters or values of the replicates cell by cell.
    sections: Vec<Vec<Waiting>>,
    capacity: usize,
    /// By group that waits: the randomisation that it is of.
    groups: Vec<usize>,
}

enum Waiting {
    Counters(Vec<Group>),
    Values(Vec<[f64; TOGETHER]>),
}

impl Pending {
    /// Room for `groups` groups of blocks.
    #[must_use]
    pub fn new(plan: &Cells, owner: Owner, groups: usize) -> Self {
        let capacity = groups.max(1);
        let row = |section: &Section| match section.bins {
            Bins::Linear { .. } | Bins::Whole { .. } => {
                Waiting::Counters(vec![[0; TOGETHER]; section.counted_len() * capacity])
            }
            Bins::Log | Bins::None => {
                Waiting::Values(vec![[f64::NAN; TOGETHER]; section.counted_len() * capacity])
            }
        };
        let sections = plan
            .sections
            .iter()
            .map(|section| counted(section, owner).iter().map(|_| row(section)).collect())
            .collect();
        Self { sections, capacity, groups: Vec::with_capacity(capacity) }
    }

    /// Whether there is room for so many groups.
    #[must_use]
    pub fn has_room(&self, groups: usize) -> bool {
        self.groups.len() + groups <= self.capacity
    }

    /// Number of groups that wait.
    #[must_use]
    pub fn waiting(&self) -> usize {
        self.groups.len()
    }

    /// Forgets all groups but the first `groups`.
    pub fn forget_after(&mut self, groups: usize) {
        self.groups.truncate(groups);
    }

    /// Closes a group of a randomisation, all rows of which have been added.
    pub fn close_group(&mut self, randomisation: usize) {
        self.groups.push(randomisation);
    }

    /// Adds a row of a counterfactual.
    #[inline(always)]
    pub fn add_counterfactual(
        &mut self,
        plan: &Cells,
        histograms: &Histograms,
        (frame, number): (Frame, usize),
        sheet: &Sheet,
        live: &Live,
    ) {
        let (all_live, groups) = (all_count(live), self.groups.len());
        for section in plan.sections.iter().filter(|section| section.frame == frame) {
            if !section.kept.contains(number) {
                continue;
            }
            let before = section.counted.before(section.kept, number, section.width);
            let (first, step, taken) = section.counted.cells(number, section.width);
            let outcome = section.outcome as usize;
            for (waiting, (_, counts)) in self.sections[outcome].iter_mut().zip(&histograms.sections[outcome])
            {
                let mut row = waiting.row(groups * section.counted_len() + before, counts);
                let cells = sheet.section(section, number);
                for cell in (first..).step_by(step).take(taken) {
                    let mut values = [F8::ZERO; GROUP];
                    for w in 0..GROUP {
                        values[w] = cells[w][cell];
                    }
                    row.push(&values, live, all_live);
                }
            }
        }
    }

    /// Adds a row of a scenario.
    #[inline(always)]
    pub fn add_scenario(
        &mut self,
        plan: &Cells,
        histograms: &Histograms,
        (frame, number): (Frame, usize),
        arms: Arms3,
        live: &Live,
    ) {
        let (all_live, groups) = (all_count(live), self.groups.len());
        for section in plan.sections.iter().filter(|section| section.frame == frame) {
            if !section.kept.contains(number) {
                continue;
            }
            let before = section.counted.before(section.kept, number, section.width);
            let (first, step, taken) = section.counted.cells(number, section.width);
            let outcome = section.outcome as usize;
            for (waiting, (slot, counts)) in
                self.sections[outcome].iter_mut().zip(&histograms.sections[outcome])
            {
                let mut row = waiting.row(groups * section.counted_len() + before, counts);
                let s = arms.scenario.section(section, number);
                let d = arms.direct.section(section, number);
                let (a, b) = match slot {
                    // What is a difference already lies in the scenario's sheet.
                    _ if section.arms == Arms::Paired => (s, None),
                    Slot::Direct => (d, None),
                    Slot::Attributable => (s, Some(arms.counterfactual.section(section, number))),
                    Slot::DirectEffect => (d, Some(arms.counterfactual.section(section, number))),
                    Slot::Induced => (s, Some(d)),
                    Slot::Scenario | Slot::Counterfactual => (s, None),
                };
                match b {
                    None => {
                        for cell in (first..).step_by(step).take(taken) {
                            let mut values = [F8::ZERO; GROUP];
                            for w in 0..GROUP {
                                values[w] = a[w][cell];
                            }
                            row.push(&values, live, all_live);
                        }
                    }
                    Some(b) => {
                        for cell in (first..).step_by(step).take(taken) {
                            let mut values = [F8::ZERO; GROUP];
                            for w in 0..GROUP {
                                values[w] = a[w][cell] - b[w][cell];
                            }
                            row.push(&values, live, all_live);
                        }
                    }
                }
            }
        }
    }

    /// Counts what has been added and forgets it.
    pub fn count(&mut self, plan: &Cells, histograms: &Histograms) {
        if self.groups.is_empty() {
            return;
        }
        let groups = std::mem::take(&mut self.groups);
        self.count_groups(plan, &histograms.sections, 0..groups.len());
        if !histograms.parts.is_empty() {
            for (group, &randomisation) in groups.iter().enumerate() {
                self.count_groups(plan, &histograms.parts[randomisation], group..group + 1);
            }
        }
    }

    /// Counts some of the groups, as far as they are counted there.
    fn count_groups(&self, plan: &Cells, counted: &Sections, groups: Range<usize>) {
        for (section, waiting) in plan.sections.iter().zip(&self.sections) {
            let len = section.counted_len();
            let groups = groups.start * len..groups.end * len;
            for (waiting, (_, counts)) in waiting.iter().zip(&counted[section.outcome as usize]) {
                match (waiting, counts) {
                    (Waiting::Counters(row), Counts::Linear(_, counts) | Counts::Whole(_, counts)) => {
                        lock(counts).add(&row[groups.clone()]);
                    }
                    (Waiting::Values(row), Counts::Log(logs)) => {
                        for (cell, log) in lock(logs).iter_mut().enumerate() {
                            for values in row[groups.clone()].iter().skip(cell).step_by(len) {
                                values.iter().filter(|v| !v.is_nan()).for_each(|&v| log.add(v));
                            }
                        }
                    }
                    _ => {}
                }
            }
        }
    }
}

/// The places in a row that wait for a group: one a cell.
enum Places<'a> {
    Linear(Linear, std::slice::IterMut<'a, Group>),
    Whole(usize, std::slice::IterMut<'a, Group>),
    Values(std::slice::IterMut<'a, [f64; TOGETHER]>),
    Nothing,
}

impl Waiting {
    #[inline(always)]
    fn row(&mut self, from: usize, counts: &Counts) -> Places<'_> {
        match (self, counts) {
            (Waiting::Counters(row), Counts::Linear(bins, _)) => {
                Places::Linear(*bins, row[from..].iter_mut())
            }
            (Waiting::Counters(row), Counts::Whole(n, _)) => Places::Whole(*n, row[from..].iter_mut()),
            (Waiting::Values(row), Counts::Log(_)) => Places::Values(row[from..].iter_mut()),
            _ => Places::Nothing,
        }
    }
}

impl Places<'_> {
    /// Puts the numbers of the next cell into their place.
    #[inline(always)]
    fn push(&mut self, values: &[F8; GROUP], live: &Live, all_live: bool) {
        match self {
            Places::Linear(bins, places) => {
                let Some(place) = places.next() else { return };
                let absent = bins.counters() as u16;
                for (w, place) in place.as_chunks_mut::<LANES>().0.iter_mut().enumerate() {
                    let counters = bins.counters_of(values[w]);
                    *place = counters;
                    if !all_live {
                        for lane in 0..LANES {
                            let there = live[w].0[lane] as u16;
                            place[lane] = (counters[lane] & there) | (absent & !there);
                        }
                    }
                }
            }
            Places::Whole(n, places) => {
                let Some(place) = places.next() else { return };
                for w in 0..GROUP {
                    for lane in 0..LANES {
                        let value = values[w].0[lane];
                        let counter = (value as usize).min(*n - 1) as u16;
                        let there = live[w].0[lane] != 0 && value >= 0.0;
                        place[w * LANES + lane] = if there { counter } else { *n as u16 };
                    }
                }
            }
            Places::Values(places) => {
                let Some(place) = places.next() else { return };
                for w in 0..GROUP {
                    for lane in 0..LANES {
                        let there = live[w].0[lane] != 0;
                        place[w * LANES + lane] = if there { values[w].0[lane] } else { f64::NAN };
                    }
                }
            }
            Places::Nothing => {}
        }
    }
}
