//! Replicates with an outcome that is no number that can be calculated with: they fail like those whose draws are not
//! valid, and are named.
//!
//! Nothing is looked at value by value while all is well. An outcome that is not finite spoils a sum of its chunk; only
//! then is the chunk looked through, and computed again without the replicates found.

use serde::{Deserialize, Serialize};

use super::chunk::CHUNK;
use crate::model::lanes::{LANES, M8};

/// Share of failed replicates above which a run fails.
pub const MOST_FAILED: f64 = 0.01;

/// Replicates that are named; the others are counted.
const NAMED: usize = 5;

/// A replicate that failed so.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Example {
    /// Its number.
    pub replicate: u64,
    /// Id of the scenario.
    pub scenario: String,
    /// The first outcome that is not finite, and where.
    pub outcome: String,
}

/// Replicates that failed because an outcome of theirs is not finite.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct NotFinite {
    /// How many.
    pub replicates: u64,
    /// The first of them.
    pub first: Vec<Example>,
}

impl NotFinite {
    /// Adds a replicate after all others.
    pub fn add(&mut self, replicate: u64, scenario: &str, outcome: impl FnOnce() -> String) {
        self.replicates += 1;
        if self.first.len() < NAMED {
            self.first.push(Example { replicate, scenario: scenario.to_owned(), outcome: outcome() });
        }
    }

    /// Adds those of later replicates.
    pub fn merge(&mut self, later: &NotFinite) {
        self.replicates += later.replicates;
        let room = NAMED - self.first.len();
        self.first.extend(later.first.iter().take(room).cloned());
    }

    /// Whether they can be among so many failed replicates.
    pub fn fits(&self, failed: u64) -> bool {
        self.first.len() == NAMED.min(usize::try_from(self.replicates).unwrap_or(NAMED))
            && self.replicates <= failed
    }

    /// Which replicates, of which scenario, and what is not finite; those in a row with the same fault together.
    fn examples(&self) -> String {
        let same = |a: &Example, b: &Example| (&a.scenario, &a.outcome) == (&b.scenario, &b.outcome);
        let together = |examples: &[Example]| {
            let numbers: Vec<String> = examples.iter().map(|example| example.replicate.to_string()).collect();
            let word = if numbers.len() == 1 { "replicate" } else { "replicates" };
            let Example { scenario, outcome, .. } = &examples[0];
            format!("{word} {} (`{scenario}`: {outcome})", numbers.join(", "))
        };
        let mut text = self.first.chunk_by(same).map(together).collect::<Vec<_>>().join(", ");
        if self.replicates > self.first.len() as u64 {
            text.push_str(&format!(" and {} more", self.replicates - self.first.len() as u64));
        }
        text
    }

    /// Why `failed` of `replicates` are left out, one sentence a reason.
    #[must_use]
    pub fn left_out(&self, failed: u64, replicates: u64) -> Vec<String> {
        let drawn = failed.saturating_sub(self.replicates);
        let mut sentences = Vec::new();
        if drawn > 0 {
            sentences.push(format!(
                "{drawn} of {replicates} replicates drew a value that the model does not allow and are left out"
            ));
        }
        if self.replicates > 0 {
            sentences.push(format!(
                "{} of {replicates} replicates have an outcome that is not finite and are left out: {}",
                self.replicates,
                self.examples()
            ));
        }
        sentences
    }

    /// Why a run in which `failed` of `replicates` failed gives no results.
    #[must_use]
    pub fn too_many(&self, failed: u64, replicates: u64) -> String {
        let drawn = failed.saturating_sub(self.replicates);
        let mut text = String::new();
        if drawn > 0 {
            text = format!(
                "{drawn} of {replicates} replicates drew a value that the model does not allow (more than 1 %): bound \
                 the distributions that have no bounds"
            );
            if self.replicates > 0 {
                text = format!(
                    "{failed} of {replicates} replicates failed (more than 1 %): {drawn} drew a value that the model \
                     does not allow (bound the distributions that have no bounds); "
                );
            }
        }
        if self.replicates > 0 {
            let share = if drawn > 0 { "" } else { " (more than 1 %)" };
            text.push_str(&format!(
                "{} of {replicates} replicates have an outcome that is not finite{share}: {}; look for an input far \
                 beyond any size that it can have",
                self.replicates,
                self.examples()
            ));
        }
        text
    }
}

/// Replicates of a chunk that are left out because an outcome is not finite.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LeftOut(u64);

impl LeftOut {
    /// Leaves a replicate out.
    pub fn add(&mut self, replicate: u64) {
        const { assert!(CHUNK <= 64, "one bit a replicate of a chunk") };
        self.0 |= 1 << (replicate % CHUNK);
    }

    /// Whether a replicate is left out.
    #[must_use]
    pub fn contains(self, replicate: u64) -> bool {
        self.0 >> (replicate % CHUNK) & 1 == 1
    }

    /// The lanes of the block that starts at replicate `first` that are not left out.
    #[must_use]
    pub fn others(self, first: u64) -> M8 {
        let mut lanes = M8::first(LANES);
        if self.0 == 0 {
            return lanes;
        }
        for (lane, word) in (first..).zip(&mut lanes.0) {
            if self.contains(lane) {
                *word = 0;
            }
        }
        lanes
    }
}

/// What is found in a chunk.
#[derive(Clone, Debug, Default)]
pub struct Failing {
    /// Which replicates.
    pub left_out: LeftOut,
    /// The same, named.
    pub not_finite: NotFinite,
}
