//! Which rows of cells are accumulated, and which cells of a row.

use super::layout::K;

/// Which rows of a section are accumulated over replicates: all, unless less is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Kept([u64; Kept::WORDS]);

impl Kept {
    /// Words of 64 rows: a run has at most 400 quarters.
    const WORDS: usize = 7;
    /// Every row.
    pub const ALL: Kept = Kept([u64::MAX; Kept::WORDS]);
    /// No row.
    pub const NONE: Kept = Kept([0; Kept::WORDS]);

    /// The first quarter of each year.
    pub const YEARS: Kept = Kept([0x1111_1111_1111_1111; Kept::WORDS]);

    /// Some rows.
    #[must_use]
    pub fn of(rows: impl IntoIterator<Item = usize>) -> Self {
        let mut kept = Self::NONE;
        rows.into_iter().for_each(|row| kept.0[row / 64] |= 1 << (row % 64));
        kept
    }

    /// Also the rows of another set.
    #[must_use]
    pub fn and(self, other: Kept) -> Self {
        let mut kept = self;
        kept.0.iter_mut().zip(other.0).for_each(|(a, b)| *a |= b);
        kept
    }

    /// The rows that another set has too.
    #[must_use]
    pub fn of_both(self, other: Kept) -> Self {
        let mut kept = self;
        kept.0.iter_mut().zip(other.0).for_each(|(a, b)| *a &= b);
        kept
    }

    /// Whether a row is kept.
    #[inline(always)]
    #[must_use]
    pub fn contains(&self, row: usize) -> bool {
        self.0[row / 64] >> (row % 64) & 1 == 1
    }

    /// Position of a row among those that are kept; `None` if it is not.
    #[inline(always)]
    #[must_use]
    pub fn place(&self, row: usize) -> Option<usize> {
        self.contains(row).then(|| self.below(row))
    }

    /// Number of rows kept of the first `rows`.
    #[inline(always)]
    #[must_use]
    pub fn below(&self, rows: usize) -> usize {
        let whole: u32 = self.0[..rows / 64].iter().map(|word| word.count_ones()).sum();
        let rest = match rows % 64 {
            0 => 0,
            bits => (self.0[rows / 64] & ((1 << bits) - 1)).count_ones(),
        };
        (whole + rest) as usize
    }
}

/// Which cells of a row are taken, where a row holds every tier of every domain.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tiers {
    /// All, of a row of any kind.
    All,
    /// Those of one tier.
    One(usize),
    /// Those of one tier, and all in the first quarter of each year.
    OneButYears(usize),
}

impl Tiers {
    /// The cells of a row of `width` that are taken: the first, the step to the next, how many.
    #[inline(always)]
    #[must_use]
    pub const fn cells(self, row: usize, width: usize) -> (usize, usize, usize) {
        match self {
            Tiers::All => (0, 1, width),
            Tiers::OneButYears(_) if row.is_multiple_of(4) => (0, 1, width),
            Tiers::One(tier) | Tiers::OneButYears(tier) => (tier, K, width / K),
        }
    }

    /// Number of cells taken in the rows that are kept of the first `rows`, each of `width`.
    #[inline(always)]
    #[must_use]
    pub fn before(self, kept: Kept, rows: usize, width: usize) -> usize {
        match self {
            Tiers::All => kept.below(rows) * width,
            Tiers::One(_) => kept.below(rows) * (width / K),
            Tiers::OneButYears(_) => {
                let whole = kept.of_both(Kept::YEARS).below(rows);
                whole * width + (kept.below(rows) - whole) * (width / K)
            }
        }
    }

    /// Position of a cell among those taken of the rows that are kept; `None` if it is not among them.
    #[must_use]
    pub fn place(self, kept: Kept, cell: usize, width: usize) -> Option<usize> {
        let (row, at) = (cell / width, cell % width);
        let (first, step, _) = self.cells(row, width);
        let taken = kept.contains(row) && at >= first && (at - first).is_multiple_of(step);
        taken.then(|| self.before(kept, row, width) + (at - first) / step)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_that_are_taken_are_numbered_one_after_the_other() {
        let (rows, width) = (11, 2 * K);
        for tiers in [Tiers::All, Tiers::One(1), Tiers::OneButYears(2)] {
            for kept in [Kept::ALL, Kept::NONE, Kept::YEARS, Kept::of([0, 1, 3, 4, 9])] {
                let places = (0..rows * width).filter_map(|cell| tiers.place(kept, cell, width));
                assert!(places.eq(0..tiers.before(kept, rows, width)), "{tiers:?} {kept:?}");
                let of_rows =
                    (0..rows).filter(|&row| kept.contains(row)).map(|row| tiers.cells(row, width).2);
                assert_eq!(of_rows.sum::<usize>(), tiers.before(kept, rows, width));
            }
        }
        assert_eq!(Tiers::OneButYears(2).place(Kept::ALL, 4 * width + 1, width), Some(width + 3 * 2 + 1));
        assert_eq!(Tiers::OneButYears(2).place(Kept::ALL, 5 * width + 1, width), None);
    }

    #[test]
    fn rows_are_found_across_words() {
        let kept = Kept::of([3, 63, 64, 128, 399]);
        assert_eq!([3, 63, 64, 128, 399].map(|row| kept.place(row)), [0, 1, 2, 3, 4].map(Some));
        assert_eq!([0, 62, 65, 129, 398].map(|row| kept.place(row)), [None; 5]);
        assert_eq!([0, 3, 4, 64, 65, 400].map(|rows| kept.below(rows)), [0, 0, 1, 2, 3, 5]);
        assert_eq!(Kept::ALL.below(400), 400);
        assert_eq!(Kept::NONE.and(kept), kept);
    }
}
