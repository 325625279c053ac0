//! The rows of an experiment's outcomes without their numbers: which cells of which arms, and their labels.

use std::sync::Arc;

use crate::{
    analysis::rows::labels,
    engine::{accumulate::Accumulated, plan::Plan, slot::Slot},
    experiment::Wanted,
    model::cells::{Arms, Outcome, Section},
    scenario::Scenario,
    store::table::Row,
};

/// Numbers of a row: mean, standard error, ends of the interval, five quantiles. NaN where there is none.
pub type Numbers = [f64; NUMBERS.len()];

/// Columns of the numbers.
pub const NUMBERS: [&str; 9] = ["mean", "se", "lower", "upper", "p05", "p25", "p50", "p75", "p95"];

/// The labels of a row.
#[derive(Clone, Debug, PartialEq)]
pub struct Labels {
    /// Outcome.
    pub outcome: Outcome,
    /// Arm or difference.
    pub slot: Slot,
    /// Position in the section.
    pub cell: usize,
    /// Name of the arm; none where all arms are the same.
    pub arm: Option<Arc<str>>,
    /// Name of the outcome.
    pub name: Arc<str>,
    /// Unit.
    pub unit: Arc<str>,
    /// Domain, ally and host.
    pub ids: [Option<Arc<str>>; 3],
    /// Tier in days.
    pub tier: Option<u32>,
    /// Calendar year, and quarter from the start of the run.
    pub time: (Option<i32>, Option<usize>),
}

/// The rows of a scenario, in the order of outcome, cell and arm.
#[must_use]
pub fn template(wanted: &Wanted, plan: &Plan, scenario: &Scenario) -> Vec<Labels> {
    let mut template = Vec::new();
    for section in plan.cells.sections.iter().filter(|section| wanted.outcomes.contains(&section.outcome)) {
        let slots = wanted.slots(section);
        for row in wanted.rows(section, plan.layout.start_year, plan.layout.quarters) {
            for cell in row_of(section, plan, row) {
                let Some(row) = labels(plan, scenario, section, cell) else { continue };
                template.extend(slots.iter().map(|&slot| labelled(section, slot, cell, &row)));
            }
        }
    }
    template
}

/// Cells of a row along the first axis, or all cells where rows are no times.
fn row_of(section: &Section, plan: &Plan, row: usize) -> std::ops::Range<usize> {
    use crate::model::cells::Axis;
    match section.axes.first() {
        Some(axis @ (Axis::Quarter | Axis::Year | Axis::YearFromBase)) => {
            let width = section.len / plan.cells.extent(&plan.layout, *axis);
            row * width..(row + 1) * width
        }
        _ => 0..section.len,
    }
}

fn labelled(section: &Section, slot: Slot, cell: usize, row: &Row) -> Labels {
    let id = |id: &Option<String>| id.as_deref().map(Arc::from);
    Labels {
        outcome: section.outcome,
        slot,
        cell,
        arm: (section.arms != Arms::NoArm).then(|| slot.name().into()),
        name: section.name.into(),
        unit: row.unit.as_str().into(),
        ids: [id(&row.domain), id(&row.ally), id(&row.host)],
        tier: row.tier,
        time: (row.year, row.quarter),
    }
}

/// The numbers of a row.
#[must_use]
pub fn numbers(section: &Section, known: &Accumulated, slot: Slot, cell: usize) -> Numbers {
    let mut numbers = [f64::NAN; NUMBERS.len()];
    let Some(estimate) = known.estimate(section, slot, cell) else { return numbers };
    (numbers[0], numbers[1]) = (estimate.mean, estimate.se);
    if section.probability
        && estimate.n > 0
        && let Some((lower, upper)) = known.known().interval(section, slot, cell)
    {
        (numbers[2], numbers[3]) = (lower, upper);
    }
    if let Some(quantiles) = known.quantiles(section, slot, cell) {
        numbers[4..].copy_from_slice(&quantiles);
    }
    numbers
}
