//! Archives: a run or a sweep in one zip file, with all that it takes to compute it again.
//!
//! The same files give the same bytes: no times, one set of permissions, one way of packing. Whoever reads one trusts
//! nothing in it: names lead nowhere but below the place where they are laid, sizes are bounded.

mod names;
mod pack;
mod unpack;

use std::{io, path::PathBuf};

use serde::{Deserialize, Serialize};

pub use pack::Packing;
pub use unpack::Unpacking;

use crate::text::line;

/// Most files of an archive.
const MOST_FILES: usize = 200_000;

/// Version of the format of archives; raise it when a path, key or meaning changes.
pub const FORMAT: u32 = 1;
/// The file that says what an archive is.
pub const HEAD: &str = "archive.json";
/// Where the folder that was packed stands in it.
pub const RESULTS: &str = "results/";

/// What an archive holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Head {
    /// `drawdown`.
    pub program: String,
    /// `archive`.
    pub kind: String,
    /// Version of the format.
    pub format: u32,
    /// Version of the program that computed what is in it.
    pub version: String,
    /// Commit of that program's source, if it is known.
    pub commit: Option<String>,
    /// What was packed.
    pub of: Of,
    /// Its name.
    pub name: String,
}

/// What was packed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Of {
    /// The folder of `run`, `compare` or `sensitivity`.
    Run,
    /// The store of a sweep.
    Sweep,
}

/// Why an archive cannot be written or read.
#[derive(Debug, thiserror::Error)]
pub enum ArchiveError {
    /// Something is there.
    #[error("`{}` is there already: nothing is replaced; choose another `--output`", .0.display())]
    Exists(PathBuf),
    /// A file cannot be packed under its name.
    #[error("`{}` cannot be packed: its name is none that every machine can lay out; rename it, and compute anew", line(.0))]
    Name(String),
    /// More files than are read back.
    #[error("{0} files cannot be packed: an archive has at most {MOST_FILES}")]
    TooMany(usize),
    /// Two files cannot be packed beside each other.
    #[error("`{}` and `{}` cannot be packed: on some machines both are one file; rename one, and compute anew", line(.0), line(.1))]
    OneName(String, String),
    /// The file system refused.
    #[error("cannot write `{}`: {error}; nothing was left behind", path.display())]
    Write {
        /// What was to be written.
        path: PathBuf,
        /// Reason.
        error: io::Error,
    },
    /// The file system refused.
    #[error("cannot read `{}`: {error}", path.display())]
    Read {
        /// What was to be read.
        path: PathBuf,
        /// Reason.
        error: io::Error,
    },
    /// No archive of ours.
    #[error("`{}` is no archive of drawdown: {reason}", path.display())]
    Foreign {
        /// File.
        path: PathBuf,
        /// Why not.
        reason: String,
    },
    /// An archive that nobody should unpack.
    #[error("`{}` is not unpacked: {reason}", path.display())]
    Unsafe {
        /// File.
        path: PathBuf,
        /// Why not.
        reason: String,
    },
    /// Made by a version that writes another format.
    #[error("`{}` has format {found} of archives; this version reads format {FORMAT}", path.display())]
    Format {
        /// File.
        path: PathBuf,
        /// Its format.
        found: u32,
    },
}

impl ArchiveError {
    /// Whether what the user asked for is wrong, rather than the disk.
    #[must_use]
    pub fn is_input(&self) -> bool {
        match self {
            ArchiveError::Write { error, .. } | ArchiveError::Read { error, .. } => {
                crate::disk::asked_wrongly(error)
            }
            _ => true,
        }
    }
}
