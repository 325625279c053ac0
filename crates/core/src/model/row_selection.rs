//! Which rows of cells are accumulated.

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

#[cfg(test)]
mod tests {
    use super::*;

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
