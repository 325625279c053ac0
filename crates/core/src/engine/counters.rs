//! Counters of the bins of many cells, as narrow as the number of replicates allows: a comparison of many scenarios has
//! hundreds of thousands of cells with a thousand bins each.
//!
//! The first groups are kept as they come. Once they would take as much memory as counters do, they are counted: in 16
//! bits up to 65,535 replicates, in 32 bits beyond.

use std::ops::BitOr;

use super::dispatch::kernel;
use crate::model::{lanes::LANES, sheet::GROUP};

/// Replicates of a group.
pub(super) const TOGETHER: usize = GROUP * LANES;

/// Which counter each replicate of a group goes to, in a cell.
pub(super) type Group = [u16; TOGETHER];

/// Groups that are kept as they come.
const FEW: usize = 16;

/// Counters of cells, each of which has equally many.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Counters {
    /// Of a cell.
    of_cell: usize,
    cells: usize,
    /// Replicates that are there.
    seen: u64,
    held: Held,
}

#[derive(Clone, Debug, PartialEq)]
enum Held {
    /// Groups of all cells, one after the other.
    Few(Vec<Group>),
    /// As they come from a file: those that are not 0, in their order. Room for all is taken once more are counted.
    Kept(Vec<(u32, u32)>),
    /// By cell its counters.
    Narrow(Vec<u16>),
    Wide(Vec<u32>),
}

impl Counters {
    /// Empty counters.
    #[must_use]
    pub fn new(of_cell: usize, cells: usize) -> Self {
        Self { of_cell, cells, seen: 0, held: Held::Few(Vec::new()) }
    }

    /// Counters from what [`Counters::filled`] gave of all cells: place among all, ascending, and
    /// count. `None` where these cannot be. Nothing takes more room than what is given, whatever sizes that claims.
    #[must_use]
    pub fn from_counts((of_cell, cells): (usize, usize), seen: u64, counts: Vec<(u32, u32)>) -> Option<Self> {
        let len = u32::try_from(of_cell.checked_mul(cells)?).ok()?;
        let fits = counts.last().is_none_or(|&(last, _)| last < len)
            && counts.is_sorted_by(|a, b| a.0 < b.0)
            && counts.iter().all(|&(_, count)| u64::from(count) <= seen);
        fits.then_some(Self { of_cell, cells, seen, held: Held::Kept(counts) })
    }

    /// Counters of a cell.
    #[must_use]
    pub fn of_cell(&self) -> usize {
        self.of_cell
    }

    /// Number of cells.
    #[must_use]
    pub fn cells(&self) -> usize {
        self.cells
    }

    /// Counters of a cell, and number of cells.
    #[must_use]
    pub fn shape(&self) -> (usize, usize) {
        (self.of_cell, self.cells)
    }

    /// Replicates counted, those that are left out with a counter of their own included.
    #[must_use]
    pub fn seen(&self) -> u64 {
        self.seen
    }

    /// The counters of a cell that are not 0, ascending, with their counts.
    #[must_use]
    pub fn filled(&self, cell: usize) -> Vec<(usize, u32)> {
        let own = cell * self.of_cell..(cell + 1) * self.of_cell;
        match &self.held {
            Held::Few(groups) => {
                let mut all: Vec<u16> =
                    groups.iter().skip(cell).step_by(self.cells).flatten().copied().collect();
                all.sort_unstable();
                all.chunk_by(|a, b| a == b).map(|same| (same[0].into(), same.len() as u32)).collect()
            }
            Held::Kept(kept) => {
                let from = kept.partition_point(|&(i, _)| (i as usize) < own.start);
                let here = kept[from..].iter().take_while(|&&(i, _)| (i as usize) < own.end);
                here.map(|&(i, count)| (i as usize - own.start, count)).collect()
            }
            Held::Narrow(counts) => above_zero(&counts[own]),
            Held::Wide(counts) => above_zero(&counts[own]),
        }
    }

    /// Adds groups of all cells, one after the other.
    pub fn add(&mut self, groups: &[Group]) {
        if self.cells == 0 {
            return;
        }
        if let Held::Kept(kept) = &self.held {
            let mut counts = vec![0_u32; self.of_cell * self.cells];
            kept.iter().for_each(|&(i, count)| counts[i as usize] = count);
            self.held = match self.seen <= u64::from(u16::MAX) {
                true => Held::Narrow(counts.into_iter().map(|count| count as u16).collect()),
                false => Held::Wide(counts),
            };
        }
        self.seen += (groups.len() / self.cells * TOGETHER) as u64;
        if let Held::Few(few) = &mut self.held {
            if (few.len() + groups.len()) / self.cells <= FEW {
                few.extend_from_slice(groups);
                return;
            }
            let few = std::mem::take(few);
            let mut counts = vec![0_u16; self.of_cell * self.cells];
            count_narrow(&few, &mut counts, self.of_cell);
            self.held = Held::Narrow(counts);
        }
        if let Held::Narrow(counts) = &self.held
            && self.seen > u64::from(u16::MAX)
        {
            self.held = Held::Wide(counts.iter().map(|&count| count.into()).collect());
        }
        match &mut self.held {
            Held::Narrow(counts) => count_narrow(groups, counts, self.of_cell),
            Held::Wide(counts) => count_wide(groups, counts, self.of_cell),
            Held::Few(_) | Held::Kept(_) => {}
        }
    }
}

/// Cells that are counted side by side: increments of one counter wait for each other, those of several cells do not.
const BESIDE: usize = 4;

kernel! {
    /// Counts groups of rows of counters, all groups of a cell one after the other, so that its bins are fetched once.
    fn count_narrow = count_body::<u16>, (groups: &[Group], counts: &mut [u16], of_cell: usize)
}

kernel! {
    /// The same in wider counters.
    fn count_wide = count_body::<u32>, (groups: &[Group], counts: &mut [u32], of_cell: usize)
}

#[inline(always)]
fn count_body<C: Copy + From<u8> + std::ops::AddAssign>(groups: &[Group], counts: &mut [C], of_cell: usize) {
    const { assert!(TOGETHER < 256) };
    let (one, all) = (C::from(1), C::from(TOGETHER as u8));
    let cells = counts.len() / of_cell;
    for (first, counts) in counts.chunks_mut(BESIDE * of_cell).enumerate() {
        let first = first * BESIDE;
        let beside = counts.len() / of_cell;
        for group in groups.chunks_exact(cells) {
            let rows = &group[first..first + beside];
            // Often all replicates of a cell are in the same bin: nothing is lost, nobody has left yet.
            let (mut mixed, mut largest) = ([0_u16; TOGETHER], [0_u16; TOGETHER]);
            for row in rows {
                for i in 0..TOGETHER {
                    mixed[i] |= row[i] ^ row[0];
                    largest[i] = largest[i].max(row[i]);
                }
            }
            let mixed = mixed.iter().fold(0, |any, differs| any | differs);
            let largest = largest.iter().fold(0, |all: u16, &counter| all.max(counter));
            assert!(usize::from(largest) < of_cell, "counter {largest} of {of_cell}");
            if mixed == 0 {
                for (row, counts) in rows.iter().zip(counts.chunks_exact_mut(of_cell)) {
                    counts[row[0] as usize] += all;
                }
                continue;
            }
            let mut add = |cell: usize, counter: u16| {
                // SAFETY: the counter is at most `largest`, which is below `of_cell`, and there are counts for
                // `beside` cells.
                unsafe { *counts.get_unchecked_mut(cell * of_cell + usize::from(counter)) += one };
            };
            if let [a, b, c, d] = rows {
                for i in 0..TOGETHER {
                    add(0, a[i]);
                    add(1, b[i]);
                    add(2, c[i]);
                    add(3, d[i]);
                }
            } else {
                for (cell, row) in rows.iter().enumerate() {
                    row.iter().for_each(|&counter| add(cell, counter));
                }
            }
        }
    }
}

/// Counts that are not 0 with their places. Most are 0: rows of them are looked into only where there is something.
fn above_zero<T: Copy + Into<u32> + BitOr<Output = T> + From<u8>>(counts: &[T]) -> Vec<(usize, u32)> {
    const ROW: usize = 32;
    let mut filled = Vec::with_capacity(4 * ROW);
    for (r, row) in counts.chunks(ROW).enumerate() {
        if row.iter().fold(T::from(0), |or, &count| or | count).into() != 0 {
            let counted = row.iter().enumerate().map(|(i, &count)| (r * ROW + i, count.into()));
            filled.extend(counted.filter(|&(_, count)| count > 0));
        }
    }
    filled
}

#[cfg(test)]
mod tests {
    use super::*;

    /// All counts of a cell.
    fn counts(counters: &Counters, cell: usize) -> Vec<u32> {
        let mut counts = vec![0; counters.of_cell()];
        counters.filled(cell).into_iter().for_each(|(i, count)| counts[i] = count);
        counts
    }

    #[test]
    fn counts_do_not_depend_on_how_they_are_held() {
        const CELLS: usize = 5;
        const OF_CELL: usize = 1003;
        let mut state = 1_u32;
        let mut draw = |below: u32| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (state >> 8) % below
        };
        let mut counters = Counters::new(OF_CELL, CELLS);
        let mut expected = vec![vec![0_u32; OF_CELL]; CELLS];
        // Beyond 65,535 replicates, many of them in one bin.
        for round in 0..1100 {
            let mut groups = vec![[0; TOGETHER]; 2 * CELLS];
            for (i, group) in groups.iter_mut().enumerate() {
                let spread = draw(3) > 0;
                for counter in group.iter_mut() {
                    *counter = if spread { draw(OF_CELL as u32) as u16 } else { 7 };
                    expected[i % CELLS][usize::from(*counter)] += 1;
                }
            }
            counters.add(&groups);
            if [0, 7, 8, 500, 1022, 1023, 1099].contains(&round) {
                for (cell, expected) in expected.iter().enumerate() {
                    assert_eq!(counts(&counters, cell), *expected, "round {round}");
                }
                let all = (0..).zip((0..CELLS).flat_map(|cell| counts(&counters, cell)));
                let kept = all.filter(|&(_, count)| count != 0).collect();
                let mut back =
                    Counters::from_counts((OF_CELL, CELLS), counters.seen(), kept).expect("as many");
                assert_eq!(counts(&back, 3), expected[3]);
                back.add(&[[1; TOGETHER]; CELLS]);
                let mut more = counters.clone();
                more.add(&[[1; TOGETHER]; CELLS]);
                (0..CELLS).for_each(|cell| assert_eq!(counts(&back, cell), counts(&more, cell)));
            }
        }
        assert!(matches!(counters.held, Held::Wide(_)));
        assert!(expected[0][7] > u32::from(u16::MAX) / 4);
    }
}
