//! What a scenario leaves behind of its replicates: sums and counts of every cell, arm by arm.

use super::counts::Histograms;
use crate::{
    model::{
        cells::{Arms, Bins, Cells, Outcome, Section},
        lanes::{F8, M8},
    },
    stats::moments::{MeanError, Moments},
};

/// An arm, or a paired difference of two.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Slot {
    /// The scenario.
    Scenario,
    /// Before allies react.
    Direct,
    /// Nobody leaves.
    Counterfactual,
    /// Scenario less counterfactual.
    Attributable,
    /// Direct less counterfactual.
    DirectEffect,
    /// Scenario less direct: what the alarm makes allies do.
    Induced,
}

impl Slot {
    /// All six, in the order of the tables.
    pub const ALL: [Slot; 6] = [
        Slot::Scenario,
        Slot::Direct,
        Slot::Counterfactual,
        Slot::Attributable,
        Slot::DirectEffect,
        Slot::Induced,
    ];

    /// Name in the column `arm`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Slot::Scenario => "scenario",
            Slot::Direct => "direct",
            Slot::Counterfactual => "counterfactual",
            Slot::Attributable => "attributable",
            Slot::DirectEffect => "direct_effect",
            Slot::Induced => "induced",
        }
    }

    /// Whether it is a difference.
    #[must_use]
    pub const fn is_difference(self) -> bool {
        matches!(self, Slot::Attributable | Slot::DirectEffect | Slot::Induced)
    }
}

/// The slots in which a section exists.
#[must_use]
pub fn slots(section: &Section) -> &'static [Slot] {
    match section.arms {
        Arms::All => &Slot::ALL,
        Arms::Each => &[Slot::Scenario, Slot::Direct, Slot::Counterfactual],
        Arms::TwoArms => &[Slot::Scenario, Slot::Counterfactual],
        Arms::Paired => &[Slot::Attributable],
        Arms::NoArm => &[Slot::Scenario],
    }
}

/// The slots whose quantiles are counted. Those by domain, tier and more have none in the direct
/// arm and its differences.
pub fn counted(section: &Section) -> &'static [Slot] {
    match (section.bins, section.arms) {
        (Bins::None, _) => &[],
        _ if matches!(
            section.outcome,
            Outcome::Gap | Outcome::Margin | Outcome::Shortfall | Outcome::Area
        ) =>
        {
            &[Slot::Scenario, Slot::Counterfactual, Slot::Attributable]
        }
        (Bins::Linear { .. }, Arms::All) => &[Slot::Scenario, Slot::Counterfactual, Slot::Attributable],
        _ => slots(section),
    }
}

/// The cells of the three arms of a block.
#[derive(Clone, Copy)]
pub struct ArmCells<'a> {
    /// Scenario.
    pub scenario: &'a [F8],
    /// Direct.
    pub direct: &'a [F8],
    /// Counterfactual.
    pub counterfactual: &'a [F8],
}

impl ArmCells<'_> {
    /// The cells of a section.
    #[inline(always)]
    #[must_use]
    pub fn section(&self, section: &Section) -> Self {
        let range = section.first..section.first + section.len;
        Self {
            scenario: &self.scenario[range.clone()],
            direct: &self.direct[range.clone()],
            counterfactual: &self.counterfactual[range],
        }
    }

    /// The eight numbers of a cell in a slot.
    #[inline(always)]
    #[must_use]
    pub fn value(&self, slot: Slot, arms: Arms, cell: usize) -> F8 {
        match slot {
            // What is a difference already lies in the scenario's array.
            _ if arms == Arms::Paired => self.scenario[cell],
            Slot::Scenario => self.scenario[cell],
            Slot::Direct => self.direct[cell],
            Slot::Counterfactual => self.counterfactual[cell],
            Slot::Attributable => self.scenario[cell] - self.counterfactual[cell],
            Slot::DirectEffect => self.direct[cell] - self.counterfactual[cell],
            Slot::Induced => self.scenario[cell] - self.direct[cell],
        }
    }
}

/// Runs `$body` with `$values`, the cells of a section in a slot: the choice of the slot stands outside the loop over
/// the cells.
macro_rules! with_values {
    ($slot:expr, $section:expr, $cells:expr, $values:ident => $body:expr) => {{
        let (s, d, c) = ($cells.scenario, $cells.direct, $cells.counterfactual);
        macro_rules! run {
            ($numbers:expr) => {{
                let $values = $numbers;
                $body
            }};
        }
        match $slot {
            // What is a difference already lies in the scenario's array.
            _ if $section.arms == Arms::Paired => run!(s.iter().copied()),
            Slot::Scenario => run!(s.iter().copied()),
            Slot::Direct => run!(d.iter().copied()),
            Slot::Counterfactual => run!(c.iter().copied()),
            Slot::Attributable => run!(difference(s, c)),
            Slot::DirectEffect => run!(difference(d, c)),
            Slot::Induced => run!(difference(s, d)),
        }
    }};
}

pub(crate) use with_values;

/// Cell by cell, one arm less another.
#[inline(always)]
pub fn difference<'a>(a: &'a [F8], b: &'a [F8]) -> impl Iterator<Item = F8> + 'a {
    a.iter().zip(b).map(|(&a, &b)| a - b)
}

/// Shift of every cell and slot: the value in the first valid replicate of the run, which is the same however the run
/// is cut into chunks.
#[derive(Clone, Debug, Default)]
pub struct Shifts(Vec<Vec<Vec<f64>>>);

impl Shifts {
    /// Takes the shifts from a lane of a block.
    #[must_use]
    pub fn from_lane(plan: &Cells, cells: ArmCells, lane: usize) -> Self {
        let row = |section: &Section, slot: Slot| {
            (section.first..section.first + section.len)
                .map(|cell| {
                    let value = cells.value(slot, section.arms, cell)[lane];
                    if value.is_finite() { value } else { 0.0 }
                })
                .collect()
        };
        Self(
            plan.sections
                .iter()
                .map(|section| slots(section).iter().map(|&slot| row(section, slot)).collect())
                .collect(),
        )
    }
}

/// Sums of every section and slot over a range of replicates.
#[derive(Clone, Debug)]
pub struct Sums(Vec<Vec<Moments>>);

impl Sums {
    /// Empty sums.
    #[must_use]
    pub fn new(plan: &Cells) -> Self {
        let empty = |section: &Section| {
            slots(section).iter().map(|_| Moments::new(section.len, section.conditional)).collect()
        };
        Self(plan.sections.iter().map(empty).collect())
    }

    /// Adds a block.
    #[inline(always)]
    pub fn add(&mut self, plan: &Cells, shifts: &Shifts, cells: ArmCells, live: M8) {
        for ((section, sums), shifts) in plan.sections.iter().zip(&mut self.0).zip(&shifts.0) {
            let cells = cells.section(section);
            for ((&slot, sums), shift) in slots(section).iter().zip(sums).zip(shifts) {
                with_values!(slot, section, cells, values => sums.add(shift, live, values));
            }
        }
    }

    /// Adds the sums of later replicates.
    pub fn merge(&mut self, later: &Sums) {
        for (a, b) in self.0.iter_mut().flatten().zip(later.0.iter().flatten()) {
            a.merge(b);
        }
    }
}

/// Everything known of a scenario's outcomes.
#[derive(Debug)]
pub struct Accumulated {
    /// Shifts of the sums.
    pub shifts: Shifts,
    /// Sums.
    pub sums: Sums,
    /// Counts.
    pub histograms: Histograms,
}

impl Accumulated {
    /// Mean and standard error of a cell (its position in the section) in a slot; `None` if the section lacks the slot.
    #[must_use]
    pub fn estimate(&self, section: &Section, slot: Slot, cell: usize) -> Option<MeanError> {
        let position = slots(section).iter().position(|&other| other == slot)?;
        let number = section.outcome as usize;
        Some(self.sums.0[number][position].estimate(cell, self.shifts.0[number][position][cell]))
    }

    /// Quantiles of a cell in a slot, where they are counted.
    #[must_use]
    pub fn quantiles(&self, section: &Section, slot: Slot, cell: usize) -> Option<[f64; 5]> {
        let quantiles = self.histograms.quantiles(section, slot, cell)?;
        // What is the same in every replicate is known exactly, not only to the width of a bin.
        match self.estimate(section, slot, cell) {
            Some(same) if same.n == 1 || same.se == 0.0 => Some([same.mean; 5]),
            _ => Some(quantiles),
        }
    }
}
