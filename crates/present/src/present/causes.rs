//! A scenario's way from the index without drawdown to that with it, as figures and reports show it.
//!
//! What the summary knows (both totals, their difference, the allies' reaction) is taken from there: it is of all
//! replicates, and so a number is the same wherever it stands. How the rest is split comes from `causes.csv`, which may be
//! of the first replicates alone.

use crate::store::extra::CauseRow;
use crate::store::summary::ScenarioSummary;

/// Steps in their order.
pub const STEPS: [&str; 7] =
    ["pledges", "presence", "return", "handover", "disruption", "linkage", "reaction"];

/// The way of a scenario at a tier.
#[derive(Clone, Debug, PartialEq)]
pub struct Way {
    /// The index without drawdown.
    pub without: CauseRow,
    /// What each of [`STEPS`] adds; `None` where the table lacks it.
    pub steps: [Option<CauseRow>; STEPS.len()],
    /// What all of them add.
    pub added: CauseRow,
    /// The index with the drawdown.
    pub with: CauseRow,
}

impl Way {
    /// Finds it; `None` where the run has no causes.
    #[must_use]
    pub fn find(rows: &[CauseRow], scenario: &ScenarioSummary, tier: u32) -> Option<Self> {
        let row = |step: &str, arm: Option<&str>| {
            let fits = |r: &&CauseRow| r.scenario == scenario.id && r.tier == tier && r.step == step;
            let mut row = rows.iter().find(fits).filter(|r| r.mean.is_some())?.clone();
            if let Some(known) = arm.and_then(|arm| scenario.index_of(arm, tier)) {
                (row.mean, row.se) = (Some(known.mean), Some(known.se));
                (row.p05, row.p95) = (Some(known.p05), Some(known.p95));
            }
            Some(row)
        };
        Some(Self {
            without: row("counterfactual", Some("counterfactual"))?,
            steps: STEPS.map(|step| row(step, (step == "reaction").then_some("induced"))),
            added: row("attributable", Some("attributable"))?,
            with: row("scenario", Some("scenario"))?,
        })
    }

    /// Positions in [`STEPS`] of those to be shown for some ways: pledges only where one of them takes pledges back.
    #[must_use]
    pub fn shown<'a>(ways: impl IntoIterator<Item = &'a Self>) -> Vec<usize> {
        let zero = |row: &CauseRow| [row.mean, row.p05, row.p95].iter().all(|&v| v == Some(0.0));
        let pledges = ways.into_iter().any(|way| way.steps[0].as_ref().is_some_and(|row| !zero(row)));
        (usize::from(!pledges)..STEPS.len()).collect()
    }

    /// Replicates that the steps were computed in.
    #[must_use]
    pub fn replicates(&self) -> u64 {
        self.with.replicates
    }
}
