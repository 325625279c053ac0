//! What of an arm somebody reads, beside the index: the rest is not computed.

use super::{
    cells::{Outcome, Section},
    row_selection::Kept,
};

/// Whether some row is accumulated of what is computed together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Asked {
    /// When gaps are open, and by when they are closed.
    pub closure: bool,
    /// What of coverage and gap runs over the quarters.
    pub over_run: bool,
    /// What allies spend.
    pub spending: bool,
    /// What gaps cost, what is spent on them, and who bears it.
    pub money: bool,
}

impl Asked {
    /// What is asked for of all outcomes.
    #[must_use]
    pub fn of(sections: &[Section]) -> Self {
        let asks = |of: &dyn Fn(&Section) -> bool| {
            sections.iter().any(|section| of(section) && section.kept != Kept::NONE)
        };
        Self {
            closure: asks(&|section| section.table == "closure"),
            over_run: asks(&|section| {
                section.outcome == Outcome::Shortfall || matches!(section.table, "vulnerability" | "peak")
            }),
            spending: asks(&|section| section.table == "spending"),
            money: asks(&|section| matches!(section.table, "cost" | "bill")),
        }
    }
}
