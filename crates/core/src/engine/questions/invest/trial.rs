//! What is tried: an arm in which some inputs are other than drawn.

use crate::model::{arm::Arm, lanes::F8};

/// What an input becomes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum To {
    /// This.
    Be(f64),
    /// At least this.
    AtLeast(f64),
    /// More by `by`, but not above `most` (of what was drawn above it already, that).
    More {
        /// By how much.
        by: f64,
        /// The most.
        most: f64,
    },
    /// At most what the slot `of` holds less what the slot `by` does, and no less than 0.
    Ahead {
        /// Of which.
        of: usize,
        /// By which.
        by: usize,
    },
}

/// An input that is written over.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Change {
    /// Its slot in the layout.
    pub slot: usize,
    /// What it becomes.
    pub to: To,
}

/// An arm in which some inputs are other than drawn.
#[derive(Clone, Debug, PartialEq)]
pub struct Trial {
    /// The arm.
    pub arm: Arm,
    /// What is written over, each slot once.
    pub changes: Vec<Change>,
}

impl Trial {
    /// Writes over; returns what stood there.
    pub(super) fn write(&self, inputs: &mut [F8]) -> Vec<F8> {
        let before: Vec<F8> = self.changes.iter().map(|change| inputs[change.slot]).collect();
        let after = self.changes.iter().map(|change| {
            let drawn = inputs[change.slot];
            match change.to {
                To::Be(value) => F8::splat(value),
                To::AtLeast(value) => drawn.max(F8::splat(value)),
                To::More { by, most } => drawn.max((drawn + F8::splat(by)).min(F8::splat(most))),
                To::Ahead { of, by } => drawn.min((inputs[of] - inputs[by]).max(F8::ZERO)),
            }
        });
        let after: Vec<F8> = after.collect();
        self.changes.iter().zip(after).for_each(|(change, after)| inputs[change.slot] = after);
        before
    }

    /// Puts back what stood there.
    pub(super) fn restore(&self, before: &[F8], inputs: &mut [F8]) {
        self.changes.iter().zip(before).for_each(|(change, &before)| inputs[change.slot] = before);
    }
}
