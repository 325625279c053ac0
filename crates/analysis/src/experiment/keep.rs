//! Which outcomes of an experiment are kept: names, arms, years and quarters.

use crate::{
    engine::slot::{Slot, slots},
    model::{
        cells::{Arms, Axis, Frame, Outcome, Section, outcomes},
        row_selection::Kept,
    },
};

/// What is kept.
#[derive(Clone, Debug, PartialEq)]
pub struct Wanted {
    /// Outcomes, in the order of the model's list.
    pub outcomes: Vec<Outcome>,
    /// Arms and paired differences, in the order of the tables; `None` where a file names none.
    pub arms: Option<Vec<Slot>>,
    /// Calendar years of what is by year.
    pub years: Vec<i32>,
    /// Quarters, counted from the start of the run, of what is by quarter.
    pub quarters: Vec<usize>,
}

/// Outcomes that are kept unless a file names others.
pub const DEFAULT: [Outcome; 10] = [
    Outcome::CoverageYear,
    Outcome::IndexYear,
    Outcome::IndexHeadline,
    Outcome::ClosedBy,
    Outcome::ClosedDomains,
    Outcome::Together,
    Outcome::Uplift,
    Outcome::Spending,
    Outcome::BillHeadline,
    Outcome::PersonnelEffective,
];

/// Arms that are kept unless a file names others.
pub const DEFAULT_ARMS: [Slot; 3] = [Slot::Scenario, Slot::Counterfactual, Slot::Attributable];

/// Those of the bill: the answer's is what planners lack before allies react.
const BILL_ARMS: [Slot; 3] = [Slot::Scenario, Slot::Counterfactual, Slot::DirectEffect];

/// Years after the start that are kept unless a file names others.
pub const DEFAULT_YEARS: [i32; 5] = [2, 4, 6, 9, 14];

/// The name by which an outcome is asked for: as in the tables, with its axes in brackets where that is not enough
/// (`uplift`, `uplift[year]`, `uplift[year,ally]`).
#[must_use]
pub fn name(section: &Section) -> String {
    let unique = outcomes().iter().filter(|other| other.name == section.name).count() == 1;
    if unique || section.axes.is_empty() {
        return section.name.to_owned();
    }
    let axis = |axis: &Axis| match axis {
        Axis::Quarter => "quarter",
        Axis::Year | Axis::YearFromBase => "year",
        Axis::Domain => "domain",
        Axis::Tier => "tier",
        Axis::Ally => "ally",
        Axis::Host => "host",
    };
    format!("{}[{}]", section.name, section.axes.iter().map(axis).collect::<Vec<_>>().join(","))
}

impl Wanted {
    /// The slots of a section that are kept; what is the same in every arm always is.
    #[must_use]
    pub fn slots(&self, section: &Section) -> Vec<Slot> {
        let all = slots(section);
        let wanted = match (&self.arms, section.outcome) {
            (Some(arms), _) => arms,
            (None, Outcome::Bill | Outcome::BillHeadline) => &BILL_ARMS[..],
            (None, _) => &DEFAULT_ARMS,
        };
        match section.arms {
            Arms::NoArm => all.to_vec(),
            _ => all.iter().copied().filter(|slot| wanted.contains(slot)).collect(),
        }
    }

    /// Every arm and difference that is kept of some outcome, in the order of the tables.
    #[must_use]
    pub fn arms(&self) -> Vec<Slot> {
        let kept = outcomes().iter().filter(|section| self.outcomes.contains(&section.outcome));
        let kept: Vec<Slot> = kept
            .filter(|section| section.arms != Arms::NoArm)
            .flat_map(|section| self.slots(section))
            .collect();
        Slot::ALL.into_iter().filter(|slot| kept.contains(slot)).collect()
    }

    /// Whether the direct arm of a section or one of its differences is kept.
    #[must_use]
    pub fn direct(&self, section: &Section) -> bool {
        let direct = [Slot::Direct, Slot::DirectEffect, Slot::Induced];
        self.slots(section).iter().any(|slot| direct.contains(slot))
    }

    /// The rows of a section's frame that must be accumulated.
    #[must_use]
    pub fn kept(&self, section: &Section, start_year: i32, quarters: usize) -> Kept {
        let rows = self.rows(section, start_year, quarters);
        match section.frame {
            // All its cells are in one row.
            Frame::Run | Frame::PairedRun if rows.is_empty() => Kept::NONE,
            Frame::Run | Frame::PairedRun => Kept::of([0]),
            _ => Kept::of(rows),
        }
    }

    /// The rows of a section that are kept: positions along its first axis if that is one of time, else the only row.
    /// `start_year` is the first year of the run.
    #[must_use]
    pub fn rows(&self, section: &Section, start_year: i32, quarters: usize) -> Vec<usize> {
        if !self.outcomes.contains(&section.outcome) {
            return Vec::new();
        }
        let year = |from: i32| {
            let last = start_year + (quarters.div_ceil(4) as i32) - 1;
            let within = self.years.iter().filter(move |&&year| year >= from && year <= last);
            within.map(move |year| (year - from) as usize).collect()
        };
        match section.axes.first() {
            Some(Axis::Quarter) => self.quarters.iter().copied().filter(|&q| q < quarters).collect(),
            Some(Axis::Year) => year(start_year),
            Some(Axis::YearFromBase) => year(start_year - 1),
            _ => vec![0],
        }
    }
}
