//! An estimate by name: outcome, arm, and a name along every axis of the outcome.

use super::{Arm, Outcome, StudyError};
use crate::{
    analysis::estimates::Run,
    engine::{plan::Plan, slot::slots},
    model::cells::{Axis, Section},
    scenario::names::TIERS,
    store::summary::Estimate,
};

/// A scenario of a run, of which something is asked.
#[derive(Clone, Copy)]
pub struct OfRun<'a> {
    run: Run<'a>,
    /// Its position.
    at: usize,
}

/// A question of one estimate: of a run, as [`ScenarioRun::estimate`](super::ScenarioRun::estimate) makes it, or of whatever it
/// will be put to ([`Query::new`], [`ScenarioRun::ask`](super::ScenarioRun::ask)).
#[derive(Clone)]
#[must_use = "a question has no answer before `get`"]
pub struct Query<Of = ()> {
    of: Of,
    outcome: Outcome,
    /// The first that the outcome has where nothing is said.
    arm: Option<Arm>,
    /// What was given: axis as it is called, name along it.
    given: Vec<(&'static str, String)>,
}

impl Query {
    /// Asks for an outcome: say arm and place.
    pub fn new(outcome: Outcome) -> Self {
        Self { of: (), outcome, arm: None, given: Vec::new() }
    }

    /// The same question of a scenario of a run, by its position.
    pub(super) fn put_to<'a>(&self, run: Run<'a>, at: usize) -> Query<OfRun<'a>> {
        Query { of: OfRun { run, at }, outcome: self.outcome, arm: self.arm, given: self.given.clone() }
    }
}

impl<Of> Query<Of> {
    /// The arm or the paired difference; where nothing is said the scenario, or the difference of what is only one.
    pub fn arm(mut self, arm: Arm) -> Self {
        self.arm = Some(arm);
        self
    }

    /// The readiness tier, days after the alert.
    pub fn tier(self, days: u32) -> Self {
        self.along("tier", days.to_string())
    }

    /// The capability domain, by its id.
    pub fn domain(self, id: &str) -> Self {
        self.along("domain", id.to_owned())
    }

    /// The ally, by its id.
    pub fn ally(self, id: &str) -> Self {
        self.along("ally", id.to_owned())
    }

    /// The host country, by its id.
    pub fn host(self, id: &str) -> Self {
        self.along("host", id.to_owned())
    }

    /// The calendar year.
    pub fn year(self, year: i32) -> Self {
        self.along("year", year.to_string())
    }

    /// The quarter, from 0 at the start of the run.
    pub fn quarter(self, quarter: usize) -> Self {
        self.along("quarter", quarter.to_string())
    }

    fn along(mut self, axis: &'static str, name: String) -> Self {
        self.given.retain(|(other, _)| *other != axis);
        self.given.push((axis, name));
        self
    }

    /// The outcome, the arm and the position of the cell that are asked for, in a plan.
    ///
    /// # Errors
    /// When the outcome does not exist in the arm, has other axes, or when a name along one is not known.
    pub(super) fn place(&self, plan: &Plan) -> Result<(Outcome, Arm, usize), StudyError> {
        let section = plan.cells.section(self.outcome);
        let arms = slots(section);
        let arm = self.arm.unwrap_or(arms[0]);
        if !arms.contains(&arm) {
            return Err(StudyError::Arm {
                outcome: section.name,
                arm: arm.name(),
                has: arms.iter().map(|arm| arm.name()).collect(),
            });
        }
        Ok((self.outcome, arm, self.cell(section, plan)?))
    }

    /// The position of the cell that was asked for.
    fn cell(&self, section: &Section, plan: &Plan) -> Result<usize, StudyError> {
        let has: Vec<&'static str> = section.axes.iter().map(|&axis| called(axis)).collect();
        let given = |axis: &str| self.given.iter().find(|(name, _)| *name == axis);
        let missing: Vec<_> = has.iter().copied().filter(|axis| given(axis).is_none()).collect();
        let superfluous: Vec<_> =
            self.given.iter().map(|(axis, _)| *axis).filter(|axis| !has.contains(axis)).collect();
        if !missing.is_empty() || !superfluous.is_empty() {
            return Err(StudyError::Axes { outcome: section.name, has, missing, superfluous });
        }
        let mut cell = 0;
        for &axis in section.axes {
            let names = names(axis, plan);
            let asked = given(called(axis)).map_or("", |(_, name)| name.as_str());
            let Some(at) = names.iter().position(|name| name == asked) else {
                return Err(StudyError::Unknown {
                    what: called(axis),
                    asked: asked.to_owned(),
                    known: names,
                });
            };
            cell = cell * names.len() + at;
        }
        Ok(cell)
    }
}

impl Query<OfRun<'_>> {
    /// Mean (of an indicator: its probability), standard error, 95 % interval where one is computed, and quantiles over
    /// replicates where they are counted (else the mean in their place), in the unit of the outcome.
    ///
    /// # Errors
    /// When the outcome does not exist in the arm, has other axes, when a name along one is not known, when it was not asked
    /// for in that place, or when no replicate has a value.
    pub fn get(&self) -> Result<Estimate, StudyError> {
        let section = self.of.run.section(self.outcome);
        let (outcome, arm, cell) = self.place(self.of.run.plan)?;
        if section.kept_cell(cell).is_none() {
            return Err(StudyError::NotKept { outcome: section.name });
        }
        let found = self.of.run.estimate(self.of.at, outcome, arm, cell);
        if found.mean.is_nan() { Err(StudyError::NoValue { outcome: section.name }) } else { Ok(found) }
    }
}

/// The names along an axis, in their order.
fn names(axis: Axis, plan: &Plan) -> Vec<String> {
    let layout = &plan.layout;
    let years = |from: i32, count: usize| (from..).take(count).map(|year| year.to_string()).collect();
    match axis {
        Axis::Quarter => (0..layout.quarters).map(|quarter| quarter.to_string()).collect(),
        Axis::Year => years(layout.start_year, layout.years()),
        Axis::YearFromBase => years(layout.start_year - 1, layout.years() + 1),
        Axis::Domain => layout.domains.clone(),
        Axis::Tier => TIERS.iter().map(u32::to_string).collect(),
        Axis::Ally => layout.allies.clone(),
        Axis::Host => plan.cells.hosts.clone(),
    }
}

/// What an axis is called.
const fn called(axis: Axis) -> &'static str {
    match axis {
        Axis::Quarter => "quarter",
        Axis::Year | Axis::YearFromBase => "year",
        Axis::Domain => "domain",
        Axis::Tier => "tier",
        Axis::Ally => "ally",
        Axis::Host => "host",
    }
}
