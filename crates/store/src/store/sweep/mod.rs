//! The store of a sweep (docs/formats.md): a folder of Parquet part files that only grows, its list of finished parts,
//! and a manifest.
//!
//! A part is written beside its place, synced, renamed and then listed, so whatever happens the list names whole files
//! only, and what is not listed is computed again.

mod audit;
pub mod frame;
pub mod journal;
pub mod kept;
pub mod manifest;
pub mod parquet_file;
pub mod parts;
pub mod reading;

pub use frame::{Column, Frame, Type, Values};
pub use journal::{Damage, PartLine};
pub use manifest::Manifest;
pub use parts::Store;
pub use reading::Reading;

use std::{io, path::PathBuf};

use crate::disk::asked_wrongly;

/// Version of the format of stores; raise it when a file, key, column or meaning changes.
pub const FORMAT: u32 = 2;

/// Name of the manifest.
pub const MANIFEST: &str = "manifest.json";
/// Name of the list of parts.
pub const PARTS: &str = "parts.jsonl";
/// Name of the report.
pub const REPORT: &str = "report.html";
/// Name of the file that a writing process locks.
pub const LOCK: &str = "lock";
/// The tables: folders of part files.
pub const TABLES: [&str; 2] = ["experiments", "outcomes"];

/// Why a store cannot be written or read.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// There is something else in the place.
    #[error("`{}` is not empty and no store of a sweep: it is left as it is; choose another `--output`", .0.display())]
    Foreign(PathBuf),
    /// There is something that is no folder in the place.
    #[error("`{}` is no folder, and no store of a sweep can be in its place", .0.display())]
    NoFolder(PathBuf),
    /// There can be no store in the place.
    #[error("cannot write to `{}`: {error}", path.display())]
    Place {
        /// Place.
        path: PathBuf,
        /// Reason.
        error: io::Error,
    },
    /// There is a store already.
    #[error(
        "`{}` holds a sweep already: `--resume` goes on with it, or choose another `--output`",
        .0.display()
    )]
    There(PathBuf),
    /// There is no store.
    #[error("`{}` is no store of a sweep: it has no {MANIFEST}", .0.display())]
    None(PathBuf),
    /// It is that of another sweep.
    #[error("`{}` belongs to another sweep: it differs in {what}; choose another `--output`", path.display())]
    Another {
        /// Store.
        path: PathBuf,
        /// In what it differs.
        what: String,
    },
    /// Another process writes to it.
    #[error("another process is writing to `{}`", .0.display())]
    Locked(PathBuf),
    /// Made by a version that writes another format.
    #[error("`{}` has format {found} of stores; this version reads and writes format {FORMAT}", path.display())]
    Format {
        /// Store.
        path: PathBuf,
        /// Its format.
        found: u32,
    },
    /// A file cannot be written.
    #[error("cannot write `{}`: {error}", path.display())]
    Write {
        /// File.
        path: PathBuf,
        /// Reason.
        error: io::Error,
    },
    /// A file cannot be read.
    #[error("cannot read `{}`: {error}", path.display())]
    Read {
        /// File.
        path: PathBuf,
        /// Reason.
        error: io::Error,
    },
    /// A file is not what was written.
    #[error("`{}` is damaged: {reason}; `drawdown sweep ... --resume` mends the store once this file is removed", path.display())]
    Damaged {
        /// File.
        path: PathBuf,
        /// What is wrong with it.
        reason: String,
    },
    /// The tables could not be encoded.
    #[error("cannot encode a part: {0}")]
    Encode(#[from] parquet::errors::ParquetError),
}

impl StoreError {
    /// Whether what the user asked for is wrong, rather than the disk or the files.
    #[must_use]
    pub fn is_input(&self) -> bool {
        if let StoreError::Place { error, .. } | StoreError::Read { error, .. } = self {
            return asked_wrongly(error);
        }
        matches!(
            self,
            StoreError::Foreign(_)
                | StoreError::NoFolder(_)
                | StoreError::There(_)
                | StoreError::None(_)
                | StoreError::Another { .. }
                | StoreError::Format { .. }
        )
    }
}
