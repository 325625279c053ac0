//! Counters in a checkpoint: most bins are empty, so what is written are the others, each with the number of empty ones
//! before it.

use std::sync::Mutex;

use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error};

use super::{counters::Counters, lock::lock};

/// Counters of a cell, number of all, replicates counted; of each that is not 0 the zeros since the one before, and its
/// count.
#[derive(Serialize, Deserialize)]
struct Sparse {
    of_cell: usize,
    len: usize,
    seen: u64,
    counts: Vec<(usize, u32)>,
}

/// Whether things that were read are as many as those of a run, and each fits its own.
pub(super) fn all_fit<T>(read: &[T], like: &[T], fits: impl Fn(&T, &T) -> bool) -> bool {
    read.len() == like.len() && read.iter().zip(like).all(|(read, like)| fits(read, like))
}

/// Whether replicates of the parts of a design, where there are any, are those of the whole.
pub(super) fn add_up(parts: impl ExactSizeIterator<Item = u64>, whole: u64) -> bool {
    parts.len() == 0 || parts.fold(0, u64::saturating_add) == whole
}

/// Writes counters.
pub(super) fn serialize<S: Serializer>(counters: &Mutex<Counters>, to: S) -> Result<S::Ok, S::Error> {
    let counters = lock(counters);
    let (of_cell, cells) = (counters.of_cell(), counters.cells());
    let mut sparse = Sparse { of_cell, len: of_cell * cells, seen: counters.seen(), counts: Vec::new() };
    let mut next = 0;
    for cell in 0..cells {
        for (i, count) in counters.filled(cell) {
            let i = cell * of_cell + i;
            sparse.counts.push((i - next, count));
            next = i + 1;
        }
    }
    sparse.serialize(to)
}

/// Reads counters.
pub(super) fn deserialize<'d, D: Deserializer<'d>>(from: D) -> Result<Mutex<Counters>, D::Error> {
    let sparse = Sparse::deserialize(from)?;
    let (mut counts, mut next) = (Vec::with_capacity(sparse.counts.len()), 0_usize);
    for (zeros, count) in sparse.counts {
        let place = next.checked_add(zeros).filter(|&place| place < sparse.len);
        let place = place.ok_or_else(|| D::Error::custom("more counters than there are"))?;
        counts.push((u32::try_from(place).map_err(D::Error::custom)?, count));
        next = place + 1;
    }
    let cells = sparse.len.checked_div(sparse.of_cell).filter(|cells| cells * sparse.of_cell == sparse.len);
    let counters =
        cells.and_then(|cells| Counters::from_counts((sparse.of_cell, cells), sparse.seen, counts));
    counters.map(Mutex::new).ok_or_else(|| D::Error::custom("counters that do not fit their cells"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Serialize, Deserialize)]
    struct Kept(#[serde(with = "super")] Mutex<Counters>);

    #[test]
    fn counters_come_back_and_empty_ones_take_no_room() {
        for counts in [vec![], vec![0; 1000], vec![7], vec![0, 0, 3, 1, 0, 4_000_000_000, 0]] {
            let shape = (counts.len().max(1), usize::from(!counts.is_empty()));
            let kept = (0..).zip(counts.iter().copied()).filter(|&(_, count)| count != 0).collect();
            let kept = Counters::from_counts(shape, 5_000_000_000, kept).expect("they fit");
            let bytes = postcard::to_stdvec(&Kept(Mutex::new(kept.clone()))).expect("written");
            assert!(bytes.len() < 30, "{} bytes", bytes.len());
            let Kept(back) = postcard::from_bytes(&bytes).expect("read");
            assert_eq!(*lock(&back), kept);
        }
    }

    #[test]
    fn counters_that_cannot_be_are_refused() {
        let refused = |of_cell, len, seen, counts| {
            let bytes = postcard::to_stdvec(&Sparse { of_cell, len, seen, counts }).expect("written");
            assert!(postcard::from_bytes::<Kept>(&bytes).is_err());
        };
        refused(2, 2, 9, vec![(2, 1)]);
        refused(2, usize::MAX, 9, vec![]);
        refused(2, 4, 9, vec![(1, 1), (usize::MAX, 1)]);
        refused(2, 3, 9, vec![]);
        refused(0, 3, 9, vec![]);
        refused(2, 2, 9, vec![(0, 10)]);
        // Sizes that only a run can tell to be wrong take no room before it does.
        let large = Sparse { of_cell: 1 << 20, len: 1 << 31, seen: 9, counts: vec![(3, 1)] };
        let bytes = postcard::to_stdvec(&large).expect("written");
        let Kept(read) = postcard::from_bytes(&bytes).expect("it may be");
        assert_eq!(lock(&read).shape(), (1 << 20, 1 << 11));
    }
}
