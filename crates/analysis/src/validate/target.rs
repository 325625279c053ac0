//! What a figure is compared with: a cell of an outcome, the time at which a gap is closed, the spending that closes it, or an
//! input.

use crate::{
    engine::{plan::Plan, slot::Slot},
    model::cells::{Axis, Outcome, Section, outcomes},
    scenario::{address::Address, names::TIERS},
    store::published::Measure,
};

/// The names that are none of the tables': see [`Target`].
pub const SPECIAL: [&str; 4] = ["closing_years", "required", "input", "domains_losing"];

/// Where a cell lies along the axes of its outcome.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Axes {
    /// Capability domain.
    pub domain: Option<String>,
    /// Readiness tier in days.
    pub tier: Option<u32>,
    /// Calendar year; of an outcome by quarter its first quarter.
    pub year: Option<i32>,
    /// Quarter from the start of the run.
    pub quarter: Option<usize>,
    /// European ally.
    pub ally: Option<String>,
    /// Host country.
    pub host: Option<String>,
}

/// With what a figure is compared.
#[derive(Clone, Debug, PartialEq)]
pub enum Target {
    /// A cell of an outcome of the tables.
    Cell {
        /// The outcome.
        outcome: Outcome,
        /// Arm or paired difference.
        slot: Slot,
        /// Where.
        axes: Axes,
    },
    /// Years from the start of the run until a gap is closed for good, or until so many are.
    Closing {
        /// The domain; `None` where they are counted.
        domain: Option<String>,
        /// How many domains are closed.
        count: usize,
        /// Tier in days.
        tier: u32,
        /// Arm.
        slot: Slot,
    },
    /// The spending of every ally, % of GDP, that closes a gap by a year.
    Required {
        /// The domain.
        domain: String,
        /// Tier in days.
        tier: u32,
        /// By the end of this year.
        year: i32,
        /// Without the drawdown.
        counterfactual: bool,
    },
    /// An input of the scenario.
    Input(Address),
    /// In how many domains the drawdown takes more than [`LOSS`] of the coverage in a year or quarter.
    Losing {
        /// Tier in days.
        tier: u32,
        /// When.
        when: When,
    },
}

/// A year or a quarter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum When {
    /// Calendar year.
    Year(i32),
    /// Quarter from the start of the run.
    Quarter(usize),
}

/// What counts as a loss: half a point of coverage.
pub const LOSS: f64 = 0.005;

impl Target {
    /// The name by which a file asks for it.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Target::Cell { outcome, .. } => outcomes()[*outcome as usize].name,
            Target::Closing { .. } => SPECIAL[0],
            Target::Required { .. } => SPECIAL[1],
            Target::Input(_) => SPECIAL[2],
            Target::Losing { .. } => SPECIAL[3],
        }
    }

    /// The arm, where there are several.
    #[must_use]
    pub fn arm(&self) -> Option<&'static str> {
        match self {
            Target::Cell { slot, .. } | Target::Closing { slot, .. } => Some(slot.name()),
            Target::Required { counterfactual: true, .. } => Some(Slot::Counterfactual.name()),
            Target::Required { .. } => Some(Slot::Scenario.name()),
            Target::Losing { .. } => Some(Slot::Attributable.name()),
            Target::Input(_) => None,
        }
    }

    /// Where it lies; of an input nowhere.
    #[must_use]
    pub fn axes(&self) -> Axes {
        match self {
            Target::Cell { axes, .. } => axes.clone(),
            Target::Closing { domain, tier, .. } => {
                Axes { domain: domain.clone(), tier: Some(*tier), ..Axes::default() }
            }
            Target::Required { domain, tier, year, .. } => {
                Axes { domain: Some(domain.clone()), tier: Some(*tier), year: Some(*year), ..Axes::default() }
            }
            Target::Losing { tier, when: When::Year(year) } => {
                Axes { tier: Some(*tier), year: Some(*year), ..Axes::default() }
            }
            Target::Losing { tier, when: When::Quarter(quarter) } => {
                Axes { tier: Some(*tier), quarter: Some(*quarter), ..Axes::default() }
            }
            Target::Input(_) => Axes::default(),
        }
    }

    /// The outcomes of the tables that it is taken from.
    #[must_use]
    pub fn outcome(&self) -> Option<Outcome> {
        match self {
            Target::Cell { outcome, .. } => Some(*outcome),
            Target::Closing { domain: Some(_), .. } => Some(Outcome::ClosedBy),
            Target::Closing { .. } => Some(Outcome::ClosedDomains),
            Target::Losing { when: When::Year(_), .. } => Some(Outcome::CoverageYear),
            Target::Losing { .. } => Some(Outcome::Coverage),
            Target::Required { .. } | Target::Input(_) => None,
        }
    }

    /// Usable or on paper, where that can be told.
    #[must_use]
    pub fn measure(&self) -> Option<Measure> {
        match self {
            Target::Cell { outcome, .. } => measure(*outcome),
            Target::Closing { .. } | Target::Required { .. } | Target::Losing { .. } => Some(Measure::Usable),
            Target::Input(_) => None,
        }
    }
}

/// What an outcome counts: usable forces, all kit, or (`None`) neither.
fn measure(outcome: Outcome) -> Option<Measure> {
    match outcomes()[outcome as usize].table {
        "paper" => Some(Measure::Paper),
        "coverage" | "gap" | "margin" | "index" | "vulnerability" | "closure" | "peak" => {
            Some(Measure::Usable)
        }
        "supply" if outcome != Outcome::Required => Some(Measure::Usable),
        _ => None,
    }
}

/// Position of a cell in its section; `None` if it is not in the run.
#[must_use]
pub fn cell(plan: &Plan, section: &Section, axes: &Axes) -> Option<usize> {
    let (layout, start) = (&plan.layout, plan.layout.start_year);
    let among = |ids: &[String], id: &Option<String>| ids.iter().position(|known| Some(known) == id.as_ref());
    section.axes.iter().try_fold(0, |cell, &axis| {
        let from = |first: i32| usize::try_from(axes.year? - first).ok();
        let at = match axis {
            Axis::Quarter => axes.quarter.or_else(|| Some(4 * from(start)?)),
            Axis::Year => from(start),
            Axis::YearFromBase => from(start - 1),
            Axis::Domain => among(&layout.domains, &axes.domain),
            Axis::Tier => TIERS.iter().position(|&tier| Some(tier) == axes.tier),
            Axis::Ally => among(&layout.allies, &axes.ally),
            Axis::Host => among(&plan.cells.hosts, &axes.host),
        }?;
        let extent = plan.cells.extent(layout, axis);
        (at < extent).then_some(cell * extent + at)
    })
}
