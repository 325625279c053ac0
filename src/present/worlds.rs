//! Scenarios whose counterfactuals differ: what is missing without any drawdown is then a number of each world.

use super::evidence::Evidence;
use crate::store::summary::{Difference, Estimate, ScenarioSummary, Summary, WorldDifference};

/// Scenarios that share what is missing without any drawdown.
pub struct World<'a> {
    /// They, in the order given.
    pub scenarios: Vec<&'a ScenarioSummary>,
    /// By tier, what is missing in this world less what is in the first; empty for the first.
    pub differences: Vec<WorldDifference>,
}

impl World<'_> {
    /// What is missing without any drawdown at a tier.
    #[must_use]
    pub fn missing(&self, tier: u32) -> Estimate {
        let first = self.scenarios.first();
        first.and_then(|s| s.index_of("counterfactual", tier)).copied().unwrap_or_default()
    }

    /// The difference to the first world at a tier.
    #[must_use]
    pub fn difference(&self, tier: u32) -> Option<&WorldDifference> {
        self.differences.iter().find(|d| d.tier == tier)
    }
}

/// The worlds of a run in which something else is missing: the first is that of the deepest drawdown. Worlds that only
/// count otherwise (thresholds) are told as one.
#[must_use]
pub fn worlds(summary: &Summary) -> Vec<World<'_>> {
    let mut worlds: Vec<World> = Vec::new();
    for entry in &summary.worlds {
        let scenarios = entry.scenarios.iter().filter_map(|id| summary.scenario(id));
        let moved = |d: &WorldDifference| {
            let found = Difference {
                difference: d.estimate.mean,
                se: d.estimate.se,
                probability_worse: d.probability_worse,
            };
            Evidence::found(&found) != Evidence::Same
        };
        match worlds.first_mut() {
            Some(first) if !entry.differences.iter().any(moved) => first.scenarios.extend(scenarios),
            _ => {
                worlds.push(World { scenarios: scenarios.collect(), differences: entry.differences.clone() })
            }
        }
    }
    worlds
}

/// The worlds where there are several; none where all scenarios are in one.
#[must_use]
pub fn several(summary: &Summary) -> Vec<World<'_>> {
    let worlds = worlds(summary);
    if worlds.len() > 1 { worlds } else { Vec::new() }
}
