//! `manifest.json`: how a run was made, and which files it has written.

use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::{
    disk::read,
    store::{
        durable::{Kind, Listing, MANIFEST, PROGRAM},
        reference::ReferenceUse,
        stopping::StoppingWords,
        summary::Summary,
    },
};

/// `manifest.json`: how a run was made. The only file that may differ between two equal runs.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Manifest {
    /// `drawdown`.
    pub program: String,
    /// `run`, or `trace` of a trace folder.
    pub kind: String,
    /// Version of the program.
    pub version: String,
    /// Version of the format of the folder.
    pub format: u32,
    /// Commit of the program's source; absent where it was built outside a repository.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub commit: Option<String>,
    /// Command line.
    pub command: Vec<String>,
    /// What the run was made from, in the order of the command: files of this folder, names of scenarios that ship.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub inputs: Vec<String>,
    /// Seed.
    pub seed: u64,
    /// Replicates asked for, with `--precision` the most.
    pub replicates_asked: u64,
    /// Replicates done.
    pub replicates: u64,
    /// Whether the run was interrupted.
    pub interrupted: bool,
    /// Scenario ids with the hash of each.
    pub scenarios: Vec<(String, String)>,
    /// On which reference data the scenarios rest.
    #[serde(default)]
    pub references: Vec<ReferenceUse>,
    /// Threads.
    pub threads: usize,
    /// Wall time of the run in seconds.
    pub wall_seconds: f64,
    /// What a run with `--precision` waited for; absent in others.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stopping: Option<StoppingWords>,
    /// All other files of the folder, as they were written: those, and no others, are replaced by another run.
    pub files: Listing,
}

impl Manifest {
    /// A manifest for a summary.
    #[must_use]
    pub fn new(
        summary: &Summary,
        replicates_asked: u64,
        interrupted: bool,
        threads: usize,
        wall_seconds: f64,
    ) -> Self {
        Self {
            program: PROGRAM.to_owned(),
            kind: Kind::Run.name().to_owned(),
            version: summary.version.clone(),
            format: summary.format,
            commit: None,
            command: command(),
            inputs: Vec::new(),
            seed: summary.seed,
            replicates_asked,
            replicates: summary.replicates,
            interrupted,
            scenarios: summary.scenarios.iter().map(|s| (s.id.clone(), s.hash.clone())).collect(),
            references: summary.references.clone(),
            threads,
            wall_seconds,
            stopping: None,
            files: Listing::new(),
        }
    }

    /// Says what it was made from, and by which commit of the program.
    #[must_use]
    pub fn made_from(self, inputs: Vec<String>, commit: Option<&str>) -> Self {
        Self { inputs, commit: commit.map(str::to_owned), ..self }
    }

    /// Says what the run waited for.
    #[must_use]
    pub fn with_stopping(self, stopping: Option<StoppingWords>) -> Self {
        Self { stopping, ..self }
    }
}

/// The command line as text, whatever the bytes of its words.
#[must_use]
pub fn command() -> Vec<String> {
    std::env::args_os().map(|word| word.to_string_lossy().into_owned()).collect()
}

/// The manifest of a run folder; `None` where there is none that can be read.
#[must_use]
pub fn read_manifest(folder: &Path) -> Option<Manifest> {
    let bytes = read::bytes(&folder.join(MANIFEST), read::JSON).ok()?;
    serde_json::from_slice::<Manifest>(&bytes).ok().filter(|manifest| manifest.program == PROGRAM)
}

/// The words that were typed for a run folder; none where its manifest cannot be read.
#[must_use]
pub fn typed(folder: &Path) -> Vec<String> {
    read_manifest(folder).map(|manifest| manifest.command).unwrap_or_default()
}
