//! What heads of all sheets call the same things, so that they are true of every scenario of the run.

use crate::{
    present::{act, gone},
    store::summary::{ScenarioSummary, Summary},
};

/// Words of a run.
pub(super) struct Words {
    /// `if nobody leaves`, or `without the drawdown` where some scenario takes pledges back.
    pub without: &'static str,
    /// `leaving`, `taking pledges back` or `the drawdown`.
    pub act: &'static str,
    /// `what left` and the like.
    pub gone: &'static str,
}

impl Words {
    /// Of a run.
    pub fn of(summary: &Summary) -> Self {
        let pledged = summary.scenarios.iter().any(|s| s.pledges_taken.mean > 0.0);
        let people = summary.scenarios.iter().any(|s| s.personnel_effective.mean > 0.0);
        // Of several that take away different things, what holds of both.
        let most = |s: &&ScenarioSummary| {
            (s.pledges_taken.mean > 0.0) == pledged && (s.personnel_effective.mean > 0.0) == people
        };
        Self {
            without: if pledged { "without the drawdown" } else { "if nobody leaves" },
            act: act(summary),
            gone: summary.scenarios.iter().find(most).map_or("what left or is no longer pledged", gone),
        }
    }
}
