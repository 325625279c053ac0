//! What an interrupted run needs to go on: the sums and counts of its first chunks, written to one file now and then.

use std::{
    io::{self, BufReader, Read, Seek, SeekFrom, Write},
    path::{Path, PathBuf},
};

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::{all_counts::AllHistograms, chunk::CHUNK, tally::ChunkSums};
use crate::{digest::sha256, disk};

/// First line of the file; the number is that of the format.
const MAGIC: &str = "drawdown checkpoint 5";

/// Where a run keeps what it has done, and which run it is.
#[derive(Clone, Debug)]
pub struct Checkpoint {
    path: PathBuf,
    identity: String,
}

/// The first chunks of a run, as they were kept.
#[derive(Debug, Deserialize)]
pub struct State {
    /// Number of chunks.
    pub chunks: u64,
    total: ChunkSums,
    histograms: AllHistograms,
}

impl State {
    /// Sums and counts, if they are of the sizes of those of a run, and of as many replicates as they say; `causes` of
    /// them have their causes computed.
    pub(super) fn fitting(
        self,
        like: (&ChunkSums, &AllHistograms),
        causes: u64,
    ) -> Option<(ChunkSums, AllHistograms)> {
        let done = self.chunks.checked_mul(CHUNK)?;
        (self.total.fits(like.0, done, causes) && self.histograms.fits(like.1, done))
            .then_some((self.total, self.histograms))
    }
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

/// Writes, hashes what it writes, and remembers why it could not: what encodes for it forgets.
struct Hashed<'a> {
    to: &'a mut dyn Write,
    hash: Sha256,
    error: Option<io::Error>,
}

impl Write for Hashed<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.to.write(bytes).inspect_err(|error| {
            self.error = Some(io::Error::new(error.kind(), error.to_string()));
        })?;
        self.hash.update(&bytes[..written]);
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.to.flush()
    }
}

/// Largest file that is read.
const LARGEST: u64 = 1 << 32;

/// Bytes of the hash at the end.
const HASH: u64 = 32;

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

    /// Writes what is done: to a file beside it first, which then takes its place, so that there is a whole one at any
    /// moment.
    pub(super) fn write(&self, chunks: u64, total: &ChunkSums, histograms: &AllHistograms) -> io::Result<()> {
        let content = |to: &mut dyn Write| {
            let mut to = Hashed { to, hash: Sha256::new(), error: None };
            write!(to, "{MAGIC}\n{}\n", self.identity)?;
            let encoded = postcard::to_io(&Borrowed { chunks, total, histograms }, &mut to).map(|_| ());
            let Hashed { to, hash, error } = to;
            encoded.map_err(|encoding| error.unwrap_or_else(|| io::Error::other(encoding)))?;
            to.write_all(&hash.finalize())
        };
        // Somebody may have removed the folder while the run was under way.
        std::fs::create_dir_all(disk::parent(&self.path))
            .and_then(|()| disk::file::replace(&self.path, content))
            .map_err(|error| {
                io::Error::new(error.kind(), format!("cannot write `{}`: {error}", self.path.display()))
            })
    }

    /// Reads what was done; `None` if nothing was kept.
    ///
    /// # Errors
    /// When the file is damaged, or belongs to another run.
    pub fn read(&self) -> Result<Option<State>, CheckpointError> {
        let path = || self.path.clone();
        let damaged = || CheckpointError::Damaged { path: path() };
        let failed = |error: io::Error| match error.kind() {
            io::ErrorKind::UnexpectedEof => damaged(),
            _ => CheckpointError::Read { path: path(), error },
        };
        let open = || disk::read::open(&self.path, LARGEST).map_err(io::Error::from);
        let mut file = match open() {
            Ok(file) => BufReader::new(file),
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(failed(error)),
        };
        // Whether it is one at all, before more of it is read.
        let mut head = vec![0; MAGIC.len() + 1];
        file.read_exact(&mut head).map_err(failed)?;
        if head != format!("{MAGIC}\n").as_bytes() {
            return Err(damaged());
        }
        let mut owner = vec![0; self.identity.len() + 1];
        file.read_exact(&mut owner).map_err(failed)?;
        // Whether it is whole, in a first pass; a second takes what it says.
        let size = file.get_ref().get_ref().metadata().map_err(failed)?.len();
        let start = (head.len() + owner.len()) as u64;
        let length = size.checked_sub(start + HASH).ok_or_else(damaged)?;
        let hash = Sha256::new_with_prefix([&head[..], &owner].concat());
        let mut hashed = Hashed { to: &mut io::sink(), hash, error: None };
        io::copy(&mut file.by_ref().take(length), &mut hashed).map_err(failed)?;
        let mut expected = [0; HASH as usize];
        file.read_exact(&mut expected).map_err(failed)?;
        if *hashed.hash.finalize() != expected {
            return Err(damaged());
        }
        if owner != format!("{}\n", self.identity).as_bytes() {
            return Err(CheckpointError::Foreign { path: path() });
        }
        let mut file = open().map_err(failed)?.into_inner();
        file.seek(SeekFrom::Start(start)).map_err(failed)?;
        let mut content = Vec::new();
        file.take(length).read_to_end(&mut content).map_err(failed)?;
        postcard::from_bytes(&content).map(Some).map_err(|_| damaged())
    }

    /// The error that says that what was read is not what a run of this description keeps.
    pub(super) fn damaged(&self) -> CheckpointError {
        CheckpointError::Damaged { path: self.path.clone() }
    }

    /// Removes the file, if there is one, and what runs that were killed while they wrote one have left beside it.
    ///
    /// # Errors
    /// When it cannot be removed, or something else stands in its place.
    pub fn remove(&self) -> io::Result<()> {
        disk::file::remove(&self.path)
    }
}
