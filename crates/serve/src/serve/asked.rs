//! What a page asks for, within bounds.

use serde::Deserialize;

use super::Given;
use crate::scenario::{Source, names::TIERS};

/// The most bytes of a request.
pub const MOST_BYTES: usize = 1 << 19;
/// The most scenarios that are run side by side.
const MOST_SCENARIOS: usize = 7;
/// The most texts that they may have as bases.
const MOST_BASES: usize = 8;
/// How many runs may be asked for.
pub const STAGES: [u64; 3] = [1_024, 4_096, 16_384];

/// A scenario as RON, and what it is called.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Text {
    /// Its id.
    pub id: String,
    /// What a file of it would hold.
    pub text: String,
}

/// Scenarios, the first of them in focus.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Scenarios {
    /// What is run.
    pub scenarios: Vec<Text>,
    /// What they may name as their bases, beside what ships.
    #[serde(default)]
    pub bases: Vec<Text>,
}

/// A run.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Run {
    /// Of what.
    pub of: Scenarios,
    /// The letter or word by which the page knows each of them.
    pub names: Vec<String>,
    /// How many runs.
    pub runs: u64,
    /// The readiness at which it is told, days after an alert.
    pub tier: u32,
    /// Stems of the figures that are wanted; none for all.
    #[serde(default)]
    pub figures: Option<Vec<String>>,
}

/// Why nothing is done.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum Beyond {
    /// Too many scenarios, or none.
    #[error("from one to {MOST_SCENARIOS} scenarios, with at most {MOST_BASES} bases, are run side by side")]
    Scenarios,
    /// Not one of the numbers of runs.
    #[error("1,024, 4,096 or 16,384 runs")]
    Runs,
    /// A scenario without a name, or with a long one.
    #[error("each scenario has a name of at most eight characters")]
    Names,
    /// No such readiness.
    #[error("10, 30 or 180 days after an alert")]
    Tier,
}

impl Scenarios {
    /// As the facade takes them, on the bases that were named when the server was started.
    ///
    /// # Errors
    /// When there are too many.
    pub fn sources(&self, given: &[Given]) -> Result<Vec<Source>, Beyond> {
        let Self { scenarios, bases } = self;
        if scenarios.is_empty() || scenarios.len() > MOST_SCENARIOS || bases.len() > MOST_BASES {
            return Err(Beyond::Scenarios);
        }
        let own =
            scenarios.iter().map(|Text { id, text }| Source::Text { id: id.clone(), text: text.clone() });
        let brought =
            bases.iter().map(|Text { id, text }| Source::Base { id: id.clone(), text: text.clone() });
        let named =
            given.iter().map(|Given { id, text, .. }| Source::Base { id: id.clone(), text: text.clone() });
        Ok(own.chain(brought).chain(named).collect())
    }
}

impl Run {
    /// That runs and readiness are among those that can be asked for.
    ///
    /// # Errors
    /// When they are not.
    pub fn within(&self) -> Result<(), Beyond> {
        if !STAGES.contains(&self.runs) {
            return Err(Beyond::Runs);
        }
        let named = self.names.len() == self.of.scenarios.len();
        if !named || self.names.iter().any(|name| name.chars().count() > 8) {
            return Err(Beyond::Names);
        }
        if !TIERS.contains(&self.tier) { Err(Beyond::Tier) } else { Ok(()) }
    }
}
