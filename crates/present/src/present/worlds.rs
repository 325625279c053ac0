//! Scenarios whose counterfactuals differ: what is missing without any drawdown is then a number of each world.

use super::evidence::Evidence;
use crate::store::summary::{Difference, Estimate, ScenarioSummary, Summary, WorldDifference};

/// Scenarios that share what is missing without any drawdown.
pub struct World<'a> {
    /// They, in the order given.
    pub scenarios: Vec<&'a ScenarioSummary>,
    /// What it has otherwise than the first, in words.
    pub otherwise: Vec<String>,
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

/// The worlds of a run in which something else is missing: the first is that of the deepest drawdown. Worlds in which the
/// same is missing (they only count otherwise, or differ in what makes no difference) are told as one.
#[must_use]
pub fn worlds(summary: &Summary) -> Vec<World<'_>> {
    let mut worlds: Vec<World> = Vec::new();
    for entry in &summary.worlds {
        // Named by its deepest wherever it is named.
        let place = |id: &str| summary.ranking.iter().position(|ranked| ranked.scenario == id);
        let mut scenarios: Vec<&ScenarioSummary> =
            entry.scenarios.iter().filter_map(|id| summary.scenario(id)).collect();
        scenarios.sort_by_key(|s| place(&s.id));
        let moved = |d: &WorldDifference| {
            let found = Difference {
                difference: d.estimate.mean,
                se: d.estimate.se,
                probability_worse: d.probability_worse,
            };
            Evidence::found(&found) != Evidence::Same
        };
        let like = |(at, world): (usize, &World)| match at {
            0 => !entry.differences.iter().any(moved),
            _ => world.differences == entry.differences,
        };
        match worlds.iter().enumerate().position(like) {
            Some(at) => {
                worlds[at].scenarios.extend(scenarios);
                // Of one that differs only in what makes no difference nothing is to be said.
                let both = |words: &String| entry.otherwise.contains(words);
                worlds[at].otherwise.retain(both);
            }
            None => worlds.push(World {
                scenarios,
                otherwise: entry.otherwise.clone(),
                differences: entry.differences.clone(),
            }),
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

/// The world that others are told against where one is: the one that most scenarios are in, of equal ones the first.
#[must_use]
pub fn usual<'a, 'b>(worlds: &'b [World<'a>]) -> Option<&'b World<'a>> {
    worlds.iter().rev().max_by_key(|world| world.scenarios.len())
}
