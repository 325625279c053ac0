//! `manifest.json` of a store: what was swept, how, and how far it got.

use std::{collections::BTreeMap, path::Path};

use serde::{Deserialize, Serialize};

use super::{FORMAT, MANIFEST, StoreError};
use crate::{
    digest::sha256,
    disk::{file, read},
    scenario::Reference,
    store::durable::PROGRAM,
};

/// What each option of a parameter sets: option, address or field, the value as written.
pub type Options = BTreeMap<String, BTreeMap<String, String>>;

/// What a store holds. Two stores of the same sweep differ in `shard`, `first`, `end` and what is done at most, and in
/// `timings`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Manifest {
    /// `drawdown`.
    pub program: String,
    /// `sweep`.
    pub kind: String,
    /// Version of the format.
    pub format: u32,
    /// Version of the program.
    pub version: String,
    /// Name of the experiment file.
    pub name: String,
    /// Title for people.
    pub title: String,
    /// A sentence or two.
    pub description: String,
    /// What makes two sweeps the same: a hash of everything that can change a byte of the data files.
    pub identity: String,
    /// Hash of the text of the experiment file.
    pub experiment_sha256: String,
    /// Base scenario.
    pub base: String,
    /// Hash of the base scenario.
    pub base_sha256: String,
    /// The reference data under it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reference: Option<Reference>,
    /// Seed.
    pub seed: u64,
    /// Seed of the design, where it is not that of the replicates.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub design_seed: Option<u64>,
    /// How replicates cover the inputs that are drawn: `mc`, `sobol` or `lhs`.
    pub sampling: String,
    /// Replicates of an experiment.
    pub replicates: u64,
    /// How experiments were chosen.
    pub design: serde_json::Value,
    /// Number of experiments of the whole sweep.
    pub experiments: u64,
    /// Number of policies.
    pub policies: u64,
    /// Number of scenarios (settings of the uncertainties).
    pub scenarios: u64,
    /// Experiments of a part.
    pub part_experiments: u64,
    /// Values that are the same in all experiments: address or field, and the value as written.
    pub constants: BTreeMap<String, String>,
    /// Levers and uncertainties.
    pub parameters: Vec<ParameterInfo>,
    /// What the options of parameters set: column of the parameter, option, address or field, the value as written.
    pub options: BTreeMap<String, Options>,
    /// Columns of the table of experiments that hold headlines.
    pub headlines: Vec<HeadlineInfo>,
    /// Outcomes kept.
    pub outcomes: Vec<String>,
    /// Arms and differences kept.
    pub arms: Vec<String>,
    /// Calendar years kept of what is by year.
    pub years: Vec<i32>,
    /// Quarters from the start of the run kept of what is by quarter.
    pub quarters: Vec<usize>,
    /// What is kept of every replicate of an experiment, where that is asked for: names of `inputs` and `outcomes`, null for
    /// those by default.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub keep_replicates: Option<serde_json::Value>,
    /// The shard that this store holds, if it is one.
    pub shard: Option<Shard>,
    /// First experiment that belongs in this store.
    pub first: u64,
    /// One past the last.
    pub end: u64,
    /// Whether all of them are there.
    pub complete: bool,
    /// Experiments in the store (as of when the manifest was written; `parts.jsonl` knows at any time).
    pub done: u64,
    /// How many of them failed.
    pub failed: u64,
    /// How long each stretch of work took.
    pub timings: Vec<Timing>,
}

/// A part of a sweep that runs by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shard {
    /// Number, from 1.
    pub index: u64,
    /// Of so many.
    pub of: u64,
}

impl Shard {
    /// The experiments of the shard, of `experiments` in all.
    #[must_use]
    pub fn range(self, experiments: u64) -> std::ops::Range<u64> {
        let bound = |i: u64| (u128::from(i) * u128::from(experiments) / u128::from(self.of)) as u64;
        bound(self.index - 1)..bound(self.index)
    }
}

impl std::fmt::Display for Shard {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}/{}", self.index, self.of)
    }
}

/// A lever or uncertainty.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ParameterInfo {
    /// Column of the table of experiments.
    pub column: String,
    /// `lever` or `uncertainty`.
    pub role: String,
    /// Name in the experiment file.
    pub name: String,
    /// Unit, or empty.
    pub unit: String,
    /// `real`, `integer` or `category`.
    pub kind: String,
    /// Lowest and highest value of numbers.
    pub low: Option<f64>,
    /// Highest value.
    pub high: Option<f64>,
    /// Levels, as the column shows them.
    pub levels: Option<Vec<serde_json::Value>>,
}

impl ParameterInfo {
    /// Levels as text, if it has levels.
    #[must_use]
    pub fn level_texts(&self) -> Option<Vec<String>> {
        let text =
            |level: &serde_json::Value| level.as_str().map_or_else(|| level.to_string(), str::to_owned);
        self.levels.as_ref().map(|levels| levels.iter().map(text).collect())
    }
}

/// A headline in the table of experiments: five columns, `..._mean`, `_se`, `_p05`, `_p50`, `_p95`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct HeadlineInfo {
    /// What their names begin with.
    pub column: String,
    /// Arm, where the outcome has any.
    pub arm: Option<String>,
    /// Outcome.
    pub outcome: String,
    /// Unit.
    pub unit: String,
    /// Tier in days, where the outcome has tiers.
    pub tier_days: Option<u32>,
}

/// A stretch of work.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Timing {
    /// Experiments computed.
    pub experiments: u64,
    /// Wall time in seconds.
    pub seconds: f64,
    /// Threads.
    pub threads: usize,
}

/// Keys of the manifest that are the state of a store, not the settings of its sweep.
const STATE: [&str; 7] = ["shard", "first", "end", "complete", "done", "failed", "timings"];

/// SHA-256, in hexadecimal, of the settings of a manifest: of its compact JSON in alphabetic order of the keys, without
/// this hash and the keys that change while a store grows.
fn settings_hash(manifest: &serde_json::Value) -> String {
    let mut settings = manifest.clone();
    if let Some(keys) = settings.as_object_mut() {
        keys.retain(|key, _| key != "settings_sha256" && !STATE.contains(&key.as_str()));
    }
    sha256(settings.to_string())
}

impl Manifest {
    /// What stands in the fields by which a store is known: program, kind.
    #[must_use]
    pub fn of_us() -> (String, String) {
        (PROGRAM.to_owned(), "sweep".to_owned())
    }

    /// The manifest in a folder; `None` if there is none.
    ///
    /// # Errors
    /// When it is no manifest of a sweep, or of another format.
    pub fn read(root: &Path) -> Result<Option<Self>, StoreError> {
        let path = root.join(MANIFEST);
        if std::fs::metadata(root).is_ok_and(|found| !found.is_dir()) {
            return Err(StoreError::NoFolder(root.to_owned()));
        }
        let bytes = match read::bytes(&path, read::JSON).map_err(std::io::Error::from) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(StoreError::Read { path, error }),
        };
        let damaged = |error: serde_json::Error| StoreError::Damaged {
            path: path.clone(),
            reason: format!("it is no manifest: {error}"),
        };
        let value: serde_json::Value = serde_json::from_slice(&bytes).map_err(damaged)?;
        if value["program"] != PROGRAM || value["kind"] != "sweep" {
            return Err(StoreError::Foreign(root.to_owned()));
        }
        let found = value["format"].as_u64().unwrap_or(0);
        if found != u64::from(FORMAT) {
            let found = u32::try_from(found).unwrap_or(u32::MAX);
            return Err(StoreError::Format { path: root.to_owned(), found });
        }
        if value["settings_sha256"] != settings_hash(&value) {
            let reason = "its settings are not those that were written (SHA-256 differs)".to_owned();
            return Err(StoreError::Damaged { path, reason });
        }
        let manifest: Self = serde_json::from_value(value).map_err(damaged)?;
        match manifest.contradiction() {
            Some(reason) => Err(StoreError::Damaged { path, reason: reason.to_owned() }),
            None => Ok(Some(manifest)),
        }
    }

    /// What in it cannot be, if something cannot.
    fn contradiction(&self) -> Option<&'static str> {
        let range = match self.shard {
            Some(shard) if !(1..=shard.of).contains(&shard.index) => return Some("there is no such shard"),
            Some(shard) => shard.range(self.experiments),
            None => 0..self.experiments,
        };
        if self.part_experiments == 0 {
            Some("its parts have no experiments")
        } else if range != (self.first..self.end) {
            Some("its experiments are not those of the sweep or shard")
        } else {
            None
        }
    }

    /// The experiments of a part that belong in this store.
    #[must_use]
    pub fn range_of(&self, part: u64) -> std::ops::Range<u64> {
        let start = part.saturating_mul(self.part_experiments);
        let end = start.saturating_add(self.part_experiments);
        start.clamp(self.first, self.end)..end.clamp(self.first, self.end)
    }

    /// Writes it.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn write(&self, root: &Path) -> Result<(), StoreError> {
        let path = root.join(MANIFEST);
        let write = || {
            let mut value = serde_json::to_value(self)?;
            value["settings_sha256"] = settings_hash(&value).into();
            let mut text = serde_json::to_string_pretty(&value)?;
            text.push('\n');
            file::replace(&path, |to| to.write_all(text.as_bytes()))
        };
        write().map_err(|error| StoreError::Write { path: path.clone(), error })
    }

    /// In what another sweep differs, if it does.
    #[must_use]
    pub fn differs(&self, other: &Manifest) -> Option<String> {
        if self.identity == other.identity {
            return None;
        }
        let pairs = [
            ("the version of drawdown", self.version != other.version),
            ("the base scenario", self.base_sha256 != other.base_sha256),
            ("the seed", self.seed != other.seed),
            ("the number of replicates", self.replicates != other.replicates),
            ("the sampling", self.sampling != other.sampling),
            ("the constants", self.constants != other.constants),
            ("the levers or uncertainties", self.parameters != other.parameters),
            ("what the options set", self.options != other.options),
            ("the design", self.design != other.design || self.experiments != other.experiments),
            (
                "what is kept",
                self.outcomes != other.outcomes
                    || self.arms != other.arms
                    || self.years != other.years
                    || self.quarters != other.quarters
                    || self.keep_replicates != other.keep_replicates,
            ),
            ("the size of parts", self.part_experiments != other.part_experiments),
        ];
        let named: Vec<&str> = pairs.iter().filter(|(_, differ)| *differ).map(|(name, _)| *name).collect();
        Some(if named.is_empty() { "its settings".to_owned() } else { named.join(", ") })
    }
}
