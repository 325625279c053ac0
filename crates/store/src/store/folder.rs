//! Run folders: what is in them, and how they are read back. How they are written so that one is whole or not there is
//! [`durable`](super::durable)'s.

mod as_written;
mod manifest;

use std::{
    io,
    path::{Path, PathBuf},
};

use serde::{Deserialize, Serialize};

pub use self::{
    as_written::{Rewriting, not_as_written},
    manifest::{Manifest, command, read_manifest, typed},
};
pub use super::durable::PROGRAM;
use super::{
    assumptions::Assumptions,
    check_summary::ordinary,
    durable::{Draft, DraftError, Finished, Kind},
    summary::Summary,
};
use crate::disk::{self, read};

/// Why a run folder cannot be written or read.
#[derive(Debug, thiserror::Error)]
pub enum FolderError {
    /// It cannot be written.
    #[error(transparent)]
    Draft(#[from] DraftError),
    /// A file of it cannot be written.
    #[error("cannot write `{path}`: {source}")]
    Write {
        /// File.
        path: PathBuf,
        /// Reason.
        source: io::Error,
    },
    /// A file of a run folder cannot be read.
    #[error("cannot read `{path}`: {reason}")]
    Read {
        /// File.
        path: PathBuf,
        /// Reason.
        reason: String,
    },
    /// The folder answers another question, and has its own report.
    #[error(
        "`{path}` is a folder of `drawdown {command}`, not of a run: its answer is in `briefing.md`, its figures are in \
         `figures`; the same `drawdown {command} ...` makes them anew"
    )]
    Another {
        /// Folder.
        path: PathBuf,
        /// What made it.
        command: String,
    },
    /// There is no folder, or none that a run has left.
    #[error(
        "no folder of a run: `{path}` {why}; expected is a folder that `drawdown run`, `compare` or `sensitivity` has written, such \
         as `output/compare`"
    )]
    NoRun {
        /// What was named.
        path: PathBuf,
        /// What is the matter with it.
        why: &'static str,
    },
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

impl FolderError {
    /// Whether what the user asked for is wrong, rather than the disk.
    #[must_use]
    pub fn is_input(&self) -> bool {
        match self {
            FolderError::Draft(error) => error.is_input(),
            FolderError::Write { .. } => false,
            FolderError::Read { .. }
            | FolderError::Another { .. }
            | FolderError::NoRun { .. }
            | FolderError::Format { .. } => true,
        }
    }

    /// Whether the folder is finished all the same, where the message says.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        matches!(self, FolderError::Draft(DraftError::Move { .. }))
    }
}

/// Where in a folder the files stand that it was made from.
pub const INPUTS: &str = "inputs";

/// A run folder being written.
#[derive(Debug)]
pub struct NewFolder(Draft);

impl NewFolder {
    /// Starts a folder that will stand at `target`; checks at once that it may and can be written.
    ///
    /// # Errors
    /// When `target` holds anything but a run folder of ours, or cannot be written.
    pub fn start(target: &Path) -> Result<Self, FolderError> {
        let folder = Self(Draft::start(target, Kind::Run, "--output")?);
        folder.tables()?;
        Ok(folder)
    }

    /// What the user should know of what killed processes have left of it.
    pub fn take_remarks(&mut self) -> Vec<String> {
        self.0.take_remarks()
    }

    fn tables(&self) -> Result<(), FolderError> {
        std::fs::create_dir_all(self.0.path().join("tables"))
            .map_err(|source| self.unwritten("tables", source))
    }

    /// Begins anew where somebody has removed it, and the folders above it, before anything was written.
    ///
    /// # Errors
    /// When it cannot be made again.
    pub fn revive(&mut self) -> Result<(), FolderError> {
        self.0.revive()?;
        self.tables()
    }

    /// Where a run keeps what it has done until the folder is finished: beside the folder, because that is replaced.
    #[must_use]
    pub fn checkpoint(&self) -> PathBuf {
        disk::beside(self.0.target(), ".", ".checkpoint")
    }

    /// Where files are written until the folder is finished.
    #[must_use]
    pub fn path(&self) -> &Path {
        self.0.path()
    }

    /// Where it will stand.
    #[must_use]
    pub fn target(&self) -> &Path {
        self.0.target()
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
        self.bytes(name, text.as_bytes())
    }

    /// Writes a file, by its path in the folder; a folder of it is made if need be.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn bytes(&self, name: &str, bytes: &[u8]) -> Result<(), FolderError> {
        let path = self.0.path().join(name);
        std::fs::create_dir_all(disk::parent(&path))
            .and_then(|()| disk::file::create(&path, bytes))
            .map_err(|source| self.unwritten(name, source))
    }

    /// The failure of writing the tables.
    #[must_use]
    pub fn table_unwritten(&self, reason: &str) -> FolderError {
        self.unwritten("tables", io::Error::other(reason.to_owned()))
    }

    /// The failure of writing a file, by the place where it would have stood.
    fn unwritten(&self, name: &str, source: io::Error) -> FolderError {
        FolderError::Write { path: self.0.target().join(name), source }
    }

    /// Writes `manifest.json` and puts the folder in its place, unless something stands there now that did not when it
    /// was started: then it is kept beside.
    ///
    /// # Errors
    /// When it cannot be written or moved.
    pub fn finish(self, manifest: Manifest) -> Result<Finished, FolderError> {
        Ok(self.0.finish(|files| Manifest { files, ..manifest })?)
    }

    fn json(&self, name: &str, value: &impl Serialize) -> Result<(), FolderError> {
        let text = serde_json::to_string_pretty(value).map_err(|error| self.unwritten(name, error.into()))?;
        self.text(name, &(text + "\n"))
    }
}

/// Files that a folder has in place of a summary, and the commands that leave them.
const ANSWERS: [(&str, &str); 2] = [("required.json", "require"), ("invest.json", "invest")];

/// Reads `summary.json` of a run folder.
///
/// # Errors
/// When the folder is none, when it is not there (as in a folder of `drawdown require`), not readable, or of another format.
pub fn read_summary(folder: &Path, format: u32) -> Result<Summary, FolderError> {
    let path = folder.join("summary.json");
    if !path.exists()
        && let Some((_, command)) = ANSWERS.iter().find(|(file, _)| folder.join(file).exists())
    {
        return Err(FolderError::Another { path: folder.to_owned(), command: (*command).to_owned() });
    }
    let why = match std::fs::metadata(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Some("is not there"),
        Ok(found) if !found.is_dir() => Some("is no folder"),
        Ok(_) if !path.exists() => Some("has no `summary.json`"),
        // Whatever else is wrong is said as it is read.
        _ => None,
    };
    if let Some(why) = why {
        return Err(FolderError::NoRun { path: folder.to_owned(), why });
    }
    let read = |reason: String| FolderError::Read { path: path.clone(), reason };
    let (bytes, Head { format: found, command }) = head(&path)?;
    if let Some(command) = command {
        return Err(FolderError::Another { path: folder.to_owned(), command });
    }
    if found != format {
        return Err(FolderError::Format { path: folder.to_owned(), found, expected: format });
    }
    let summary: Summary = serde_json::from_slice(&bytes).map_err(|error| read(error.to_string()))?;
    ordinary(&bytes).map_err(read)?;
    summary.check().map_err(read)?;
    Ok(summary)
}

/// Reads `scenarios.json` of a run folder.
///
/// # Errors
/// When it is not there, not readable, or of another format.
pub fn read_assumptions(folder: &Path, format: u32) -> Result<Assumptions, FolderError> {
    let path = folder.join("scenarios.json");
    let wrong = |reason: String| FolderError::Read { path: path.clone(), reason };
    let bytes = read::bytes(&path, read::JSON).map_err(|error| wrong(error.to_string()))?;
    let found: Assumptions = serde_json::from_slice(&bytes).map_err(|error| wrong(error.to_string()))?;
    if found.format != format {
        return Err(FolderError::Format { path: folder.to_owned(), found: found.format, expected: format });
    }
    Ok(found)
}

/// What of a file of JSON says whether the rest can be read.
#[derive(Deserialize)]
pub(super) struct Head {
    #[serde(default)]
    pub format: u32,
    /// What made it, where that is no run.
    #[serde(default)]
    pub command: Option<String>,
}

/// The bytes of a file of JSON, and its head.
pub(super) fn head(path: &Path) -> Result<(Vec<u8>, Head), FolderError> {
    let read = |reason: String| FolderError::Read { path: path.to_owned(), reason };
    let bytes = read::bytes(path, read::JSON).map_err(|error| read(error.to_string()))?;
    let head = serde_json::from_slice(&bytes).map_err(|error| read(error.to_string()))?;
    Ok((bytes, head))
}
