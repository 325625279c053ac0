//! The drawdowns in the order of the ranking, and which of them could change places: the same for words, figures and tables.

use std::ops::Range;

use super::evidence::{self, Evidence};
use crate::store::summary::{Difference, ScenarioSummary, Summary};

/// The scenarios that take something away, deepest first; all of them where none does.
#[must_use]
pub fn leaving(summary: &Summary) -> Vec<&ScenarioSummary> {
    let all: Vec<&ScenarioSummary> =
        summary.ranking.iter().filter_map(|r| summary.scenario(&r.scenario)).collect();
    let some: Vec<&ScenarioSummary> = all.iter().copied().filter(|s| s.draws_down()).collect();
    if some.is_empty() { all } else { some }
}

/// The ranking of a run.
pub struct Ranking<'a> {
    summary: &'a Summary,
    /// The drawdowns, deepest first.
    pub scenarios: Vec<&'a ScenarioSummary>,
    /// Runs of neighbours that could change places; they may overlap.
    pub ties: Vec<Range<usize>>,
}

impl<'a> Ranking<'a> {
    /// Of all drawdowns.
    #[must_use]
    pub fn of(summary: &'a Summary) -> Self {
        let scenarios = leaving(summary);
        let ties = evidence::ties(scenarios.len(), |i, j| evidence(summary, scenarios[i], scenarios[j]));
        Self { summary, scenarios, ties }
    }

    /// What is known of two of them, by position; the first is the one with the larger mean.
    #[must_use]
    pub fn evidence(&self, i: usize, j: usize) -> Evidence {
        evidence(self.summary, self.scenarios[i], self.scenarios[j])
    }

    /// Their paired difference, if the run has it.
    #[must_use]
    pub fn pair(&self, i: usize, j: usize) -> Option<Difference> {
        self.summary.pair(&self.scenarios[i].id, &self.scenarios[j].id).map(|pair| pair.found)
    }

    /// First and last rank that a position may have, from 1. Those that are the same share the first one's rank.
    #[must_use]
    pub fn ranks(&self, position: usize) -> (usize, usize) {
        let (first, last) = evidence::ranks(position, &self.ties);
        if first < last {
            return (first, last);
        }
        let same = (0..position).rev().take_while(|&i| self.evidence(i, position) == Evidence::Same).count();
        (first - same, first - same)
    }
}

/// What is known of two scenarios; of a pair that the run does not have, nothing.
#[must_use]
pub fn evidence(summary: &Summary, a: &ScenarioSummary, b: &ScenarioSummary) -> Evidence {
    summary.pair(&a.id, &b.id).map_or(Evidence::Unsettled, |pair| Evidence::found(&pair.found))
}
