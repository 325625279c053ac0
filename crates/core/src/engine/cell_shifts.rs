//! The values about which the sums of a scenario or counterfactual are taken.

use super::finite::{can_be_added, is_number};
use crate::model::{
    cells::{Cells, Frame, Held, Section},
    sheet::Sheet,
};

/// Shift of every cell, by outcome and arm (scenario and direct, or counterfactual): the value in the first valid
/// replicate of the run, which is the same however the run is cut into chunks.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Shifts(pub Vec<[Vec<f64>; 2]>);

impl Shifts {
    /// Shifts of 0.
    #[must_use]
    pub fn new(plan: &Cells) -> Self {
        let shifts = |section: &Section| vec![0.0; if section.kept_len() > 0 { section.len } else { 0 }];
        Self(plan.sections.iter().map(|section| [shifts(section), shifts(section)]).collect())
    }

    /// Those of a cell in both arms.
    #[must_use]
    pub fn of(&self, outcome: usize, cell: usize) -> [f64; 2] {
        let [first, second] = &self.0[outcome];
        [first[cell], second[cell]]
    }

    /// Takes those of a row from a lane of a block; `arm` counts 0 or 1. Returns whether all of them can be added up.
    pub fn take(
        &mut self,
        plan: &Cells,
        arm: usize,
        (frame, number): (Frame, usize),
        sheet: &Sheet,
        (block, lane): (usize, usize),
    ) -> bool {
        let mut all = true;
        let asked = |section: &&Section| arm == 0 || section.needs_direct();
        for section in plan.in_row(frame, number).filter(asked) {
            let cells = sheet.section(section, number)[block];
            let to = &mut self.0[section.outcome as usize][arm][number * section.width..];
            for (shift, cell) in to.iter_mut().zip(cells) {
                let value = cell[lane];
                all &= can_be_added(section, value);
                *shift = if is_number(value) && section.held == Held::Number { value } else { 0.0 };
            }
        }
        all
    }
}
