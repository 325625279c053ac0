//! Where cells of outcomes lie along their axes, and which cell lies at a place.

use super::plan::Plan;
use crate::model::cells::{Axis, Outcome, Section};

impl Plan {
    /// Where a cell of a section lies along its axes, in their order.
    #[must_use]
    pub fn places(&self, section: &Section, cell: usize) -> Vec<(Axis, usize)> {
        let mut rest = cell;
        let place = |&axis: &Axis| {
            let extent = self.cells.extent(&self.layout, axis).max(1);
            let at = rest % extent;
            rest /= extent;
            (axis, at)
        };
        let mut places: Vec<_> = section.axes.iter().rev().map(place).collect();
        places.reverse();
        places
    }

    /// The cell of an outcome at a place along each of its axes, in their order.
    #[must_use]
    pub fn cell(&self, outcome: Outcome, at: &[usize]) -> usize {
        let axes = self.cells.section(outcome).axes;
        debug_assert_eq!(axes.len(), at.len(), "{outcome:?} lies along {axes:?}");
        axes.iter().zip(at).fold(0, |cell, (&axis, at)| cell * self.cells.extent(&self.layout, axis) + at)
    }
}
