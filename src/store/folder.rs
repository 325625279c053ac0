//! Run folders: written beside their place and then put there whole, so that a folder is complete or not there.

use std::{
    fs,
    path::{Path, PathBuf},
};

use serde::{Deserialize, Serialize};

use super::{assumptions::Assumptions, reference::ReferenceUse, stopping::StoppingWords, summary::Summary};

/// Name of the program in a manifest: how a run folder of ours is known.
pub const PROGRAM: &str = "drawdown";

/// `manifest.json`: how a run was made. The only file that may differ between two equal runs.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Manifest {
    /// `drawdown`.
    pub program: String,
    /// Version of the program.
    pub version: String,
    /// Version of the format of the folder.
    pub format: u32,
    /// Command line.
    pub command: Vec<String>,
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
            version: summary.version.clone(),
            format: summary.format,
            command: std::env::args().collect(),
            seed: summary.seed,
            replicates_asked,
            replicates: summary.replicates,
            interrupted,
            scenarios: summary.scenarios.iter().map(|s| (s.id.clone(), s.hash.clone())).collect(),
            references: summary.references.clone(),
            threads,
            wall_seconds,
            stopping: None,
        }
    }

    /// Says what the run waited for.
    #[must_use]
    pub fn with_stopping(self, stopping: Option<StoppingWords>) -> Self {
        Self { stopping, ..self }
    }
}

/// Why a run folder cannot be written or read.
#[derive(Debug, thiserror::Error)]
pub enum FolderError {
    /// There is something else in the place.
    #[error(
        "`{0}` is not empty and not a run folder of drawdown: it is left as it is; choose another `--output`"
    )]
    Foreign(PathBuf),
    /// The place has no name.
    #[error("`{0}` cannot be replaced as a whole: give `--output` the name of a folder")]
    Nameless(PathBuf),
    /// The place cannot be written to.
    #[error("cannot write to `{path}`: {source}")]
    Write {
        /// Place.
        path: PathBuf,
        /// Reason.
        source: std::io::Error,
    },
    /// A file of a run folder cannot be read.
    #[error("cannot read `{path}`: {reason}")]
    Read {
        /// File.
        path: PathBuf,
        /// Reason.
        reason: String,
    },
    /// The folder answers another question.
    #[error(
        "`{0}` is a folder of `drawdown require`, not of a run: its answer is in `briefing.md`, its figures are in \
         `figures`; the same `drawdown require ... --output` draws them anew"
    )]
    Required(PathBuf),
    /// A table cannot be written.
    #[error("cannot write the tables: {0}")]
    Table(#[from] csv::Error),
    /// Made by a version that writes another format.
    #[error("`{path}` has format {found}; this version reads format {expected}")]
    Format {
        /// Folder.
        path: PathBuf,
        /// Its format.
        found: u32,
        /// Ours.
        expected: u32,
    },
}

/// A run folder being written.
#[derive(Debug)]
pub struct NewFolder {
    target: PathBuf,
    draft: PathBuf,
    finished: bool,
}

fn ours(path: &Path) -> bool {
    fs::read_to_string(path.join("manifest.json"))
        .ok()
        .and_then(|text| serde_json::from_str::<Manifest>(&text).ok())
        .is_some_and(|manifest| manifest.program == PROGRAM)
}

impl NewFolder {
    /// Starts a folder that will stand at `target`; checks at once that it may and can be written.
    ///
    /// # Errors
    /// When `target` holds anything but a run folder of ours, or cannot be written.
    pub fn start(target: &Path) -> Result<Self, FolderError> {
        let write = |path: &Path| {
            let path = path.to_owned();
            move |source| FolderError::Write { path, source }
        };
        if target.exists() {
            let mut entries = fs::read_dir(target).map_err(write(target))?;
            if entries.next().is_some() && !ours(target) {
                return Err(FolderError::Foreign(target.to_owned()));
            }
        }
        // A folder without a name of its own (`.`, `..`, `/`) cannot be put in its place as a whole.
        let Some(name) = target.file_name().map(|name| name.to_string_lossy().into_owned()) else {
            return Err(FolderError::Nameless(target.to_owned()));
        };
        let parent = match target.parent() {
            Some(parent) if !parent.as_os_str().is_empty() => parent.to_owned(),
            _ => PathBuf::from("."),
        };
        fs::create_dir_all(&parent).map_err(write(&parent))?;
        remove_drafts(&parent, &name);
        let draft = parent.join(format!(".{}.{}.part", name, std::process::id()));
        if draft.exists() {
            fs::remove_dir_all(&draft).map_err(write(&draft))?;
        }
        fs::create_dir_all(draft.join("tables")).map_err(write(target))?;
        Ok(Self { target: target.to_owned(), draft, finished: false })
    }

    /// Where a run keeps what it has done until the folder is finished: beside the folder, because that is replaced.
    #[must_use]
    pub fn checkpoint(&self) -> PathBuf {
        let name = self.target.file_name().unwrap_or_default().to_string_lossy();
        self.target.with_file_name(format!(".{name}.checkpoint"))
    }

    /// Where files are written until the folder is finished.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.draft
    }

    /// Writes `summary.json`.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn summary(&self, summary: &Summary) -> Result<(), FolderError> {
        self.json("summary.json", summary)
    }

    /// Writes `scenarios.json`.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn assumptions(&self, assumptions: &Assumptions) -> Result<(), FolderError> {
        self.json("scenarios.json", assumptions)
    }

    /// Writes a file of text.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn text(&self, name: &str, text: &str) -> Result<(), FolderError> {
        let path = self.draft.join(name);
        fs::write(&path, text).map_err(|source| FolderError::Write { path, source })
    }

    /// Writes `manifest.json` and puts the folder in its place.
    ///
    /// # Errors
    /// When it cannot be written or moved.
    pub fn finish(mut self, manifest: &Manifest) -> Result<PathBuf, FolderError> {
        self.json("manifest.json", manifest)?;
        let write = |source| FolderError::Write { path: self.target.clone(), source };
        // The old folder steps aside first and goes last, so that at every moment one of the two is whole.
        let aside = self.draft.with_extension("old");
        if self.target.exists() {
            fs::rename(&self.target, &aside).map_err(write)?;
        }
        if let Err(source) = fs::rename(&self.draft, &self.target) {
            // The old folder comes back; if that fails too, it is still there under its other name.
            let _ = fs::rename(&aside, &self.target);
            return Err(write(source));
        }
        self.finished = true;
        if aside.exists() {
            fs::remove_dir_all(&aside).map_err(write)?;
        }
        Ok(self.target.clone())
    }

    fn json(&self, name: &str, value: &impl Serialize) -> Result<(), FolderError> {
        let path = self.draft.join(name);
        let text = serde_json::to_string_pretty(value)
            .map_err(|error| FolderError::Write { path: path.clone(), source: error.into() })?;
        fs::write(&path, text + "\n").map_err(|source| FolderError::Write { path, source })
    }
}

impl Drop for NewFolder {
    fn drop(&mut self) {
        if !self.finished {
            // What is left of a run that failed is of no use to anybody; the failure itself has been reported.
            let _ = fs::remove_dir_all(&self.draft);
        }
    }
}

/// Reads `summary.json` of a run folder.
///
/// # Errors
/// When it is not there (as in a folder of `drawdown require`), not readable, or of another format.
pub fn read_summary(folder: &Path, format: u32) -> Result<Summary, FolderError> {
    let path = folder.join("summary.json");
    if !path.exists() && folder.join("required.json").exists() {
        return Err(FolderError::Required(folder.to_owned()));
    }
    let read = |reason: String| FolderError::Read { path: path.clone(), reason };
    let text = fs::read_to_string(&path).map_err(|error| read(error.to_string()))?;
    let value: serde_json::Value = serde_json::from_str(&text).map_err(|error| read(error.to_string()))?;
    let found = value.get("format").and_then(serde_json::Value::as_u64).unwrap_or(0) as u32;
    if found != format {
        return Err(FolderError::Format { path: folder.to_owned(), found, expected: format });
    }
    serde_json::from_value(value).map_err(|error| read(error.to_string()))
}
/// Removes what processes that were killed have left of a folder; where they cannot be told from living ones, nothing.
fn remove_drafts(parent: &Path, name: &str) {
    let processes = Path::new("/proc");
    if !processes.join("self").exists() {
        return;
    }
    for entry in fs::read_dir(parent).into_iter().flatten().flatten() {
        let file = entry.file_name().to_string_lossy().into_owned();
        let process = file
            .strip_prefix(&format!(".{name}."))
            .and_then(|rest| rest.strip_suffix(".part"))
            .filter(|process| process.parse::<u32>().is_ok());
        if process.is_some_and(|process| !processes.join(process).exists()) {
            // What cannot be removed does no harm.
            let _ = fs::remove_dir_all(entry.path());
        }
    }
}
