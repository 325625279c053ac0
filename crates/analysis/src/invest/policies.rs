//! Policies that cost little, on the same draws and in the same unit as money.

use super::{
    InvestError,
    statistics::spread,
    value::{ByScenario, Fresh},
};
use crate::{
    engine::invest::{Change, To, Trial},
    present::invest::{BUY_JOINTLY, COMMIT_MORE, KEEP_ENABLERS, ORDERLY},
    scenario::names::Name,
    store::invest::{Policy, Valued},
};

/// A policy: its id, its title, what it changes in words of scenario files, and in numbers.
struct Proposal {
    id: &'static str,
    title: &'static str,
    words: Vec<String>,
    changes: Vec<Change>,
}

impl Fresh<'_, '_> {
    /// By scenario, those that change something; `path` says what money closes.
    pub fn policies(&mut self, path: &ByScenario<Valued>) -> Result<ByScenario<Policy>, InvestError> {
        let design = self.design();
        let proposals = self.proposals();
        let trial = |proposal: &Proposal| {
            let mut trial = self.trials.of([]);
            trial.changes.extend(&proposal.changes);
            trial
        };
        let trials: Vec<Trial> = proposals.iter().map(trial).collect();
        let index = self.index(&trials)?;
        let mut found = vec![Vec::new(); self.all.len()];
        for (proposal, index) in proposals.iter().zip(&index) {
            for (s, policies) in found.iter_mut().enumerate() {
                let closed = self.closed(s, &index[s]);
                if closed.iter().all(|&closed| closed == 0.0 || closed.is_nan()) {
                    continue;
                }
                let closed = spread(&closed, design);
                let enough = |valued: &&Valued| valued.closed.mean >= closed.mean;
                policies.push(Policy {
                    id: proposal.id.to_owned(),
                    title: proposal.title.to_owned(),
                    changes: proposal.words.clone(),
                    closed,
                    worth: path[s]
                        .iter()
                        .find(enough)
                        .map(|valued| valued.budget)
                        .filter(|_| closed.mean > 0.0),
                });
            }
        }
        Ok(found)
    }

    fn proposals(&self) -> Vec<Proposal> {
        let layout = &self.draws.plan.layout;
        let one = |name: Name, to: To| Change { slot: layout.first(name), to };
        let ahead = To::Ahead { of: layout.first(Name::Start), by: layout.first(Name::FullNotice) };
        let stays = layout.enablers.iter();
        vec![
            Proposal {
                id: "buy_jointly",
                title: BUY_JOINTLY,
                words: vec!["efficiency at least 1.2".to_owned()],
                changes: vec![one(Name::Efficiency, To::AtLeast(1.2))],
            },
            Proposal {
                id: "orderly",
                title: ORDERLY,
                words: vec![
                    "information=1".to_owned(),
                    "announced at least full_notice before start, or at the start of the run".to_owned(),
                ],
                changes: vec![one(Name::Information, To::Be(1.0)), one(Name::Announced, ahead)],
            },
            Proposal {
                id: "keep_enablers",
                title: KEEP_ENABLERS,
                words: stays.clone().map(|&d| format!("stay[{}]=1", layout.domains[d])).collect(),
                changes: stays
                    .map(|&d| Change { slot: layout.first(Name::Stay) + d, to: To::Be(1.0) })
                    .collect(),
            },
            Proposal {
                id: "commit_more",
                title: COMMIT_MORE,
                words: vec!["commitment 0.05 more, at most 1".to_owned()],
                changes: vec![one(Name::Commitment, To::More { by: 0.05, most: 1.0 })],
            },
        ]
    }
}
