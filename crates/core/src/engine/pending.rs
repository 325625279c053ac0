//! Replicates that wait to be counted: a thread keeps where those of many groups are to be counted, cell by cell, before
//! it counts them in one go; the bins of a cell are then in the cache.

use std::ops::Range;

use super::{
    cell_counts::{Counts, Histograms, Sections, counted},
    cell_sums::{Arms3, Owner},
    counters::{Group, TOGETHER},
    live::{Live, all_count},
    lock::lock,
    slot::Slot,
};
use crate::{
    model::{
        cells::{Arms, Bins, Cells, Frame, Section},
        lanes::{F8, LANES},
        sheet::{GROUP, Sheet},
    },
    stats::{
        histogram::Linear,
        log_bins::{self, Key},
    },
};

/// The logarithmic bins of the replicates of a group, of those that count.
#[inline(always)]
pub(super) fn keys(values: &[F8; GROUP], live: &Live) -> [Key; TOGETHER] {
    let mut keys = [log_bins::ABSENT; TOGETHER];
    for (w, keys) in keys.as_chunks_mut::<LANES>().0.iter_mut().enumerate() {
        let found = log_bins::keys(values[w]);
        for lane in 0..LANES {
            keys[lane] = if live[w].0[lane] != 0 { found[lane] } else { log_bins::ABSENT };
        }
    }
    keys
}

/// The cells of a section in a row, by block of the group.
type Blocks<'a> = [&'a [F8]; GROUP];

/// Replicates of many groups that wait to be counted.
pub struct Pending {
    /// By section and slot: group by group, the counters or bins of the replicates cell by cell.
    sections: Vec<Vec<Waiting>>,
    capacity: usize,
    /// By group that waits: the randomisation that it is of.
    groups: Vec<usize>,
}

enum Waiting {
    Counters(Vec<Group>),
    Keys(Vec<[Key; TOGETHER]>),
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
                Waiting::Keys(vec![[log_bins::ABSENT; TOGETHER]; section.counted_len() * capacity])
            }
        };
        let sections = plan
            .sections
            .iter()
            .map(|section| counted(section, owner).iter().map(|_| row(section)).collect())
            .collect();
        Self { sections, capacity, groups: Vec::with_capacity(capacity) }
    }

    /// What a group of an owner takes while it waits, in bytes.
    #[must_use]
    pub fn bytes_of_group(plan: &Cells, owner: Owner) -> usize {
        let row = |section: &Section| match section.bins {
            Bins::Linear { .. } | Bins::Whole { .. } => size_of::<Group>(),
            Bins::Log | Bins::None => size_of::<[Key; TOGETHER]>(),
        };
        let of = |section: &Section| counted(section, owner).len() * section.counted_len() * row(section);
        plan.sections.iter().map(of).sum()
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
        row: (Frame, usize),
        sheet: &Sheet,
        live: &Live,
    ) {
        self.add(plan, histograms, row, live, |section, _| (sheet.section(section, row.1), None));
    }

    /// Adds a row of a scenario.
    #[inline(always)]
    pub fn add_scenario<'s>(
        &mut self,
        plan: &Cells,
        histograms: &Histograms,
        row: (Frame, usize),
        arms: Arms3<'s>,
        live: &Live,
    ) {
        self.add(plan, histograms, row, live, |section, slot| {
            let of = |sheet: &'s Sheet| sheet.section(section, row.1);
            match slot {
                // What is a difference already lies in the scenario's sheet.
                _ if section.arms == Arms::Paired => (of(arms.scenario), None),
                Slot::Direct => (of(arms.direct), None),
                Slot::Attributable => (of(arms.scenario), Some(of(arms.counterfactual))),
                Slot::DirectEffect => (of(arms.direct), Some(of(arms.counterfactual))),
                Slot::Induced => (of(arms.scenario), Some(of(arms.direct))),
                Slot::Scenario | Slot::Counterfactual => (of(arms.scenario), None),
            }
        });
    }

    /// Adds a row; `cells` says which cells a slot of a section has, and which are taken off.
    #[inline(always)]
    fn add<'s>(
        &mut self,
        plan: &Cells,
        histograms: &Histograms,
        (frame, number): (Frame, usize),
        live: &Live,
        cells: impl Fn(&Section, Slot) -> (Blocks<'s>, Option<Blocks<'s>>),
    ) {
        let (all_live, groups) = (all_count(live), self.groups.len());
        for section in plan.in_row(frame, number) {
            let before = section.counted.before(section.kept, number, section.width);
            let (first, step, taken) = section.counted.cells(number, section.width);
            let outcome = section.outcome as usize;
            for (waiting, (slot, counts)) in
                self.sections[outcome].iter_mut().zip(&histograms.sections[outcome])
            {
                let mut row = waiting.row(groups * section.counted_len() + before, counts);
                let taken = (first..).step_by(step).take(taken);
                match cells(section, *slot) {
                    (a, None) => {
                        for cell in taken {
                            let mut values = [F8::ZERO; GROUP];
                            for w in 0..GROUP {
                                values[w] = a[w][cell];
                            }
                            row.push(&values, live, all_live);
                        }
                    }
                    (a, Some(b)) => {
                        for cell in taken {
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
                    (Waiting::Keys(row), Counts::Log(logs)) => {
                        for (cell, log) in lock(logs).iter_mut().enumerate() {
                            row[groups.clone()].iter().skip(cell).step_by(len).for_each(|keys| log.add(keys));
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
    Keys(std::slice::IterMut<'a, [Key; TOGETHER]>),
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
            (Waiting::Keys(row), Counts::Log(_)) => Places::Keys(row[from..].iter_mut()),
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
            Places::Keys(places) => {
                let Some(place) = places.next() else { return };
                *place = keys(values, live);
            }
            Places::Nothing => {}
        }
    }
}
