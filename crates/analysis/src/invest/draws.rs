//! The values of trials on the replicates of one seed, pass by pass, with what is told of how far it is.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use super::InvestError;
use crate::engine::{
    drive::Pass,
    invest::{
        Question, Trial,
        limits::{Held, held},
        tried,
    },
    plan::Plan,
};

/// Numbers that a pass keeps at most: with more, trials take several.
const AT_ONCE: u64 = 1 << 24;

/// How to go over replicates.
#[derive(Clone, Copy)]
pub struct How<'a> {
    /// Replicates under each seed.
    pub replicates: u64,
    /// Threads; 0 for one a core.
    pub threads: usize,
    /// Set to stop.
    pub stop: &'a AtomicBool,
    /// Called with how many replicates are simulated, each as often as it is.
    pub progress: &'a (dyn Fn(u64) + Sync),
    /// What was simulated before.
    pub done: &'a AtomicU64,
}

/// By trial, scenario and replicate: the headline index; NaN where a replicate is left out.
pub type Index = Vec<Vec<Vec<f64>>>;

/// The replicates of one seed.
pub struct Draws<'a> {
    /// What is drawn.
    pub plan: &'a Plan,
    tier: usize,
    how: How<'a>,
    /// Replicates left out of the first trials.
    pub failed: u64,
    /// What is to be said of them.
    pub warnings: Vec<String>,
}

impl<'a> Draws<'a> {
    /// Of a plan, at the tier at a position.
    pub fn new(plan: &'a Plan, tier: usize, how: How<'a>) -> Self {
        Self { plan, tier, how, failed: 0, warnings: Vec::new() }
    }

    /// The index under trials in scenarios, on the first replicates, so many at most.
    pub fn first(&mut self, most: u64, trials: &[Trial], scenarios: &[usize]) -> Result<Index, InvestError> {
        let replicates = most.min(self.how.replicates);
        let together = (AT_ONCE / replicates.max(1) / scenarios.len().max(1) as u64).max(1) as usize;
        let mut index = Vec::with_capacity(trials.len());
        for trials in trials.chunks(together) {
            let question = Question { trials, scenarios, tier: self.tier };
            let found = self.pass(replicates, question, |pass| tried(self.plan, question, pass))?;
            if found.replicates < replicates {
                return Err(InvestError::Stopped);
            }
            if found.failed > self.failed {
                self.failed = found.failed;
                self.warnings = found.not_finite.left_out(found.failed, found.replicates);
            }
            index.extend(found.index);
        }
        Ok(index)
    }

    /// The index under trials in scenarios.
    pub fn index(&mut self, trials: &[Trial], scenarios: &[usize]) -> Result<Index, InvestError> {
        self.first(self.how.replicates, trials, scenarios)
    }

    /// What holds gaps open under trials in scenarios, by domain.
    pub fn held(&self, trials: &[Trial], scenarios: &[usize]) -> Result<Vec<Vec<Vec<Held>>>, InvestError> {
        let question = Question { trials, scenarios, tier: self.tier };
        let found = self.pass(self.how.replicates, question, |pass| held(self.plan, question, pass))?;
        if self.how.stop.load(Ordering::Relaxed) { Err(InvestError::Stopped) } else { Ok(found) }
    }

    fn pass<T>(
        &self,
        replicates: u64,
        question: Question,
        ask: impl FnOnce(&Pass) -> Result<T, crate::engine::drive::RunError>,
    ) -> Result<T, InvestError> {
        let How { threads, stop, progress, done, .. } = self.how;
        let times = (question.trials.len() * question.scenarios.len()) as u64;
        let before = done.load(Ordering::Relaxed);
        let progress = |replicates| progress(before + replicates * times);
        let found = ask(&Pass { replicates, threads, stop, progress: &progress });
        done.store(before + replicates * times, Ordering::Relaxed);
        found.map_err(|error| match error {
            crate::engine::drive::RunError::Nothing => InvestError::Stopped,
            error => error.into(),
        })
    }
}
