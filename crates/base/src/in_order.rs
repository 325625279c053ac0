//! Things that are numbered and become ready in any order, taken in the order of their numbers.

use std::collections::BTreeMap;

/// What waits for those before it.
#[derive(Debug)]
pub struct InOrder<T> {
    taken: u64,
    early: BTreeMap<u64, T>,
}

impl<T> InOrder<T> {
    /// Nothing waits, and number `first` is the next to be taken.
    #[must_use]
    pub fn from(first: u64) -> Self {
        Self { taken: first, early: BTreeMap::new() }
    }

    /// Number of things taken, those before the first included: all of the first ones.
    #[must_use]
    pub fn taken(&self) -> u64 {
        self.taken
    }

    /// A thing is ready.
    pub fn ready(&mut self, number: u64, thing: T) {
        self.early.insert(number, thing);
    }

    /// Takes the next thing and its number, if it is ready.
    pub fn take(&mut self) -> Option<(u64, T)> {
        let thing = self.early.remove(&self.taken)?;
        self.taken += 1;
        Some((self.taken - 1, thing))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn things_are_taken_by_number() {
        let mut things = InOrder::from(3);
        things.ready(4, "d");
        assert_eq!((things.take(), things.taken()), (None, 3));
        things.ready(3, "c");
        things.ready(6, "f");
        assert_eq!(things.take(), Some((3, "c")));
        assert_eq!(things.take(), Some((4, "d")));
        assert_eq!((things.take(), things.taken()), (None, 5));
    }
}
