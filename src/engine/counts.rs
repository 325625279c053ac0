//! Counts of values for quantiles: gathered in a chunk, then counted in one go.

use std::sync::Mutex;

use super::accumulate::{ArmCells, Slot, counted, difference, with_values};
use crate::{
    model::{
        cells::{Arms, Bins, Cells, Section},
        lanes::{LANES, M8},
    },
    stats::histogram::{Linear, Log, whole_quantiles},
};

/// Counts of one section and slot, shared by threads: counts can be added in any order.
#[derive(Debug)]
enum Counts {
    Linear(Linear, Mutex<Vec<u32>>),
    Whole(usize, Mutex<Vec<u32>>),
    Log(Mutex<Vec<Log>>),
}

/// Counts of all sections and slots that have quantiles.
#[derive(Debug)]
pub struct Histograms(Vec<Vec<(Slot, Counts)>>);

impl Histograms {
    /// Empty counts.
    #[must_use]
    pub fn new(plan: &Cells) -> Self {
        let empty = |section: &Section, slot: Slot| match section.bins {
            Bins::Linear { low, high, count } => {
                let low = if slot.is_difference() { low - high } else { low };
                let bins = Linear::new(low, high, count);
                Counts::Linear(bins, Mutex::new(vec![0; bins.counters() * section.len]))
            }
            Bins::Whole { count } => Counts::Whole(count, Mutex::new(vec![0; count * section.len])),
            Bins::Log | Bins::None => Counts::Log(Mutex::new(vec![Log::default(); section.len])),
        };
        Self(
            plan.sections
                .iter()
                .map(|section| counted(section).iter().map(|&slot| (slot, empty(section, slot))).collect())
                .collect(),
        )
    }

    /// Quantiles of a cell (its position in the section); `None` if the section and slot have none.
    #[must_use]
    pub fn quantiles(&self, section: &Section, slot: Slot, cell: usize) -> Option<[f64; 5]> {
        let (_, counts) = self.0[section.outcome as usize].iter().find(|(counted, _)| *counted == slot)?;
        Some(match counts {
            Counts::Linear(bins, counts) => {
                let n = bins.counters();
                bins.quantiles(&lock(counts)[cell * n..(cell + 1) * n])
            }
            Counts::Whole(n, counts) => whole_quantiles(&lock(counts)[cell * n..(cell + 1) * n]),
            Counts::Log(logs) => lock(logs)[cell].quantiles(),
        })
    }
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    // Counting cannot leave a half-done state behind, so a poisoned lock is as good as any.
    mutex.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
}

/// Values of a chunk, kept until they are counted in one go: a row of counters then stays in the cache.
pub struct Pending {
    /// By section and slot: cell by cell, the counters or values of the chunk's replicates.
    sections: Vec<Vec<Row>>,
    capacity: usize,
    lanes: usize,
}

enum Row {
    Counters(Vec<u16>),
    Values(Vec<f64>),
}

/// Marks a lane without a value.
const ABSENT: u16 = u16::MAX;

impl Pending {
    /// Room for `capacity` replicates.
    #[must_use]
    pub fn new(plan: &Cells, capacity: usize) -> Self {
        let row = |section: &Section| match section.bins {
            Bins::Linear { .. } | Bins::Whole { .. } => Row::Counters(vec![ABSENT; section.len * capacity]),
            Bins::Log | Bins::None => Row::Values(vec![f64::NAN; section.len * capacity]),
        };
        let sections = plan
            .sections
            .iter()
            .map(|section| counted(section).iter().map(|_| row(section)).collect())
            .collect();
        Self { sections, capacity, lanes: 0 }
    }

    /// Adds a block.
    #[inline(always)]
    pub fn add(&mut self, plan: &Cells, histograms: &Histograms, cells: ArmCells, live: M8) {
        let (at, capacity) = (self.lanes, self.capacity);
        self.lanes += LANES;
        for (section, rows) in plan.sections.iter().zip(&mut self.sections) {
            let counted = &histograms.0[section.outcome as usize];
            let cells = cells.section(section);
            for (row, (slot, counts)) in rows.iter_mut().zip(counted) {
                match (row, counts) {
                    (Row::Counters(row), Counts::Linear(bins, _)) => {
                        let to = row.chunks_exact_mut(capacity).map(|row| &mut row[at..at + LANES]);
                        with_values!(*slot, section, cells, values => for (out, value) in to.zip(values) {
                            for lane in 0..LANES {
                                let counter = bins.counter(value.0[lane]);
                                out[lane] = if live.lane(lane) { counter } else { ABSENT };
                            }
                        });
                    }
                    (Row::Counters(row), Counts::Whole(n, _)) => {
                        let to = row.chunks_exact_mut(capacity).map(|row| &mut row[at..at + LANES]);
                        with_values!(*slot, section, cells, values => for (out, value) in to.zip(values) {
                            for lane in 0..LANES {
                                let there = live.lane(lane) && value.0[lane] >= 0.0;
                                out[lane] =
                                    if there { (value.0[lane] as usize).min(n - 1) as u16 } else { ABSENT };
                            }
                        });
                    }
                    (Row::Values(row), _) => {
                        let to = row.chunks_exact_mut(capacity).map(|row| &mut row[at..at + LANES]);
                        with_values!(*slot, section, cells, values => for (out, value) in to.zip(values) {
                            for lane in 0..LANES {
                                out[lane] = if live.lane(lane) { value.0[lane] } else { f64::NAN };
                            }
                        });
                    }
                    (Row::Counters(_), Counts::Log(_)) => {}
                }
            }
        }
    }

    /// Counts what has been added and forgets it.
    pub fn count(&mut self, plan: &Cells, histograms: &Histograms) {
        let lanes = std::mem::take(&mut self.lanes);
        for (section, rows) in plan.sections.iter().zip(&self.sections) {
            for (row, (_, counts)) in rows.iter().zip(&histograms.0[section.outcome as usize]) {
                match (row, counts) {
                    (Row::Counters(row), Counts::Linear(bins, counts)) => {
                        count(row, self.capacity, lanes, &mut lock(counts), bins.counters());
                    }
                    (Row::Counters(row), Counts::Whole(n, counts)) => {
                        count(row, self.capacity, lanes, &mut lock(counts), *n);
                    }
                    (Row::Values(row), Counts::Log(logs)) => {
                        let mut logs = lock(logs);
                        for (values, log) in row.chunks(self.capacity).zip(logs.iter_mut()) {
                            values[..lanes].iter().filter(|v| !v.is_nan()).for_each(|&v| log.add(v));
                        }
                    }
                    _ => {}
                }
            }
        }
    }
}

fn count(row: &[u16], capacity: usize, lanes: usize, counts: &mut [u32], counters: usize) {
    for (row, counts) in row.chunks(capacity).zip(counts.chunks_mut(counters)) {
        for &counter in &row[..lanes] {
            if counter != ABSENT {
                counts[counter as usize] += 1;
            }
        }
    }
}
