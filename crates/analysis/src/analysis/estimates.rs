//! Reads single estimates out of what a run has accumulated.

use crate::{
    engine::{accumulate::Accumulated, plan::Plan, run::Results, slot::Slot},
    model::cells::{Outcome, Section},
    scenario::resolved::Scenario,
    store::summary::Estimate,
};

/// A run with the scenarios it was made of.
#[derive(Clone, Copy)]
pub struct Run<'a> {
    /// Scenarios, in the order given.
    pub scenarios: &'a [Scenario],
    /// The plan that was run.
    pub plan: &'a Plan,
    /// What was found.
    pub results: &'a Results,
}

impl Run<'_> {
    /// The section of an outcome.
    #[must_use]
    pub fn section(&self, outcome: Outcome) -> &Section {
        self.plan.cells.section(outcome)
    }

    /// What is known of a scenario.
    #[must_use]
    pub fn accumulated(&self, scenario: usize) -> &Accumulated {
        &self.results.scenarios[scenario]
    }

    /// Mean of a cell; NaN where there is none.
    #[must_use]
    pub fn mean(&self, scenario: usize, outcome: Outcome, slot: Slot, cell: usize) -> f64 {
        self.accumulated(scenario).estimate(self.section(outcome), slot, cell).map_or(f64::NAN, |e| e.mean)
    }

    /// Mean, error and spread of a cell; quantiles repeat the mean where none are counted.
    #[must_use]
    pub fn estimate(&self, scenario: usize, outcome: Outcome, slot: Slot, cell: usize) -> Estimate {
        let section = self.section(outcome);
        let known = self.accumulated(scenario);
        let (mean, se) = known.estimate(section, slot, cell).map_or((f64::NAN, f64::NAN), |e| (e.mean, e.se));
        let (lower, upper) = known.known().interval(section, slot, cell).unwrap_or((f64::NAN, f64::NAN));
        let [p05, p25, p50, p75, p95] = known.quantiles(section, slot, cell).unwrap_or([mean; 5]);
        Estimate { mean, se, lower, upper, p05, p25, p50, p75, p95 }
    }

    /// Number of valid replicates.
    #[must_use]
    pub fn replicates(&self) -> u64 {
        self.results.replicates - self.results.failed
    }

    /// Position of the reporting tier.
    #[must_use]
    pub fn tier(&self) -> usize {
        self.plan.reporting[0].tier
    }
}
