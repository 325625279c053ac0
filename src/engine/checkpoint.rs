//! What an interrupted run needs to go on: the sums and counts of its first chunks, written to one file now and then.

use std::{
    fs::{self, File},
    io::{self, BufWriter, Write},
    path::{Path, PathBuf},
};

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::chunk::{AllHistograms, ChunkSums};
use crate::digest::sha256;

/// First line of the file; the number is that of the format.
const MAGIC: &str = "drawdown checkpoint 4";

/// Where a run keeps what it has done, and which run it is.
#[derive(Clone, Debug)]
pub struct Checkpoint {
    path: PathBuf,
    identity: String,
}

/// The first chunks of a run.
#[derive(Debug, Deserialize)]
pub struct State {
    /// Number of chunks.
    pub chunks: u64,
    /// Their sums.
    pub total: ChunkSums,
    /// Their counts.
    pub histograms: AllHistograms,
}

/// [`State`] that is only written.
#[derive(Serialize)]
struct Borrowed<'a> {
    chunks: u64,
    total: &'a ChunkSums,
    histograms: &'a AllHistograms,
}

/// Why a run cannot go on from a file.
#[derive(Debug, thiserror::Error)]
pub enum CheckpointError {
    /// It cannot be read.
    #[error("cannot read `{}`: {error}", path.display())]
    Read {
        /// File.
        path: PathBuf,
        /// What went wrong.
        error: io::Error,
    },
    /// It is not what was written.
    #[error(
        "`{}` is damaged or no checkpoint of this version: run without `--resume` to start anew",
        path.display()
    )]
    Damaged {
        /// File.
        path: PathBuf,
    },
    /// It is of another run.
    #[error(
        "`{}` belongs to another run (other scenarios, settings, seed, design or version of drawdown): run without \
         `--resume` to start anew",
        path.display()
    )]
    Foreign {
        /// File.
        path: PathBuf,
    },
}

/// Writes, and hashes what it writes.
struct Hashed {
    file: File,
    hash: Sha256,
}

impl Write for Hashed {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.file.write(bytes)?;
        self.hash.update(&bytes[..written]);
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

impl Checkpoint {
    /// The file of the run that `what` describes completely: two runs with the same description have the same replicates.
    #[must_use]
    pub fn new(path: &Path, what: &str) -> Self {
        Self { path: path.to_owned(), identity: sha256(what) }
    }

    /// Where it lies.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Where it is written before it takes its place.
    fn beside(&self) -> PathBuf {
        let mut beside = self.path.clone().into_os_string();
        beside.push(".new");
        beside.into()
    }

    /// Writes what is done: to a file beside it first, which then takes its place, so that there is a whole one at any
    /// moment.
    pub(super) fn write(&self, chunks: u64, total: &ChunkSums, histograms: &AllHistograms) -> io::Result<()> {
        let beside = self.beside();
        let hashed = Hashed { file: File::create(&beside)?, hash: Sha256::new() };
        let mut file = BufWriter::with_capacity(1 << 16, hashed);
        write!(file, "{MAGIC}\n{}\n", self.identity)?;
        postcard::to_io(&Borrowed { chunks, total, histograms }, &mut file).map_err(io::Error::other)?;
        let Hashed { mut file, hash } = file.into_inner().map_err(io::IntoInnerError::into_error)?;
        file.write_all(&hash.finalize())?;
        file.sync_all()?;
        fs::rename(&beside, &self.path)?;
        // The new name itself must survive a power cut; where folders cannot be opened, there is nothing to do.
        if let Some(Ok(folder)) = self.path.parent().map(File::open) {
            let _ = folder.sync_all();
        }
        Ok(())
    }

    /// Reads what was done; `None` if nothing was kept.
    ///
    /// # Errors
    /// When the file is damaged, or belongs to another run.
    pub fn read(&self) -> Result<Option<State>, CheckpointError> {
        let path = || self.path.clone();
        let bytes = match fs::read(&self.path) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(CheckpointError::Read { path: path(), error }),
        };
        let damaged = || CheckpointError::Damaged { path: path() };
        let (content, sum) = bytes.split_at_checked(bytes.len().saturating_sub(32)).ok_or_else(damaged)?;
        if Sha256::digest(content).as_slice() != sum {
            return Err(damaged());
        }
        let mut lines = content.splitn(3, |&byte| byte == b'\n');
        let (Some(magic), Some(identity), Some(rest)) = (lines.next(), lines.next(), lines.next()) else {
            return Err(damaged());
        };
        if magic != MAGIC.as_bytes() {
            return Err(damaged());
        }
        if identity != self.identity.as_bytes() {
            return Err(CheckpointError::Foreign { path: path() });
        }
        postcard::from_bytes(rest).map(Some).map_err(|_| damaged())
    }

    /// Removes the file, if there is one, and what a run that was killed while it wrote one has left beside it.
    ///
    /// # Errors
    /// When it cannot be removed.
    pub fn remove(&self) -> io::Result<()> {
        for path in [&self.beside(), &self.path] {
            match fs::remove_file(path) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
                _ => {}
            }
        }
        Ok(())
    }
}
