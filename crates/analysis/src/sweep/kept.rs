//! Every replicate of an experiment, in a file of its own.

use std::{
    io::{self, BufWriter, Write},
    path::Path,
    sync::atomic::AtomicBool,
};

use sha2::{Digest, Sha256};

use crate::{
    analysis::replicates::{Asked, AskedError, Keeping, ReplicatesError, write},
    digest::hex,
    disk::file::Put,
    engine::{
        drive::{Pass, RunError},
        plan::Plan,
    },
    scenario::Scenario,
    store::{
        replicates::is_ours,
        sweep::{
            StoreError,
            journal::FileLine,
            kept::{begin, kept_path},
        },
    },
};

/// Where replicates go.
#[derive(Clone, Copy, Debug)]
pub enum To<'a> {
    /// Into the store with this root.
    Store(&'a Path),
    /// Nowhere: how large the files would be is all that is wanted.
    Nowhere,
}

/// Why there is no file.
#[derive(Debug, thiserror::Error)]
pub enum KeptError {
    /// The experiment has no such input or outcome.
    #[error(transparent)]
    Asked(#[from] AskedError),
    /// Threads could not be started.
    #[error(transparent)]
    Run(#[from] RunError),
    /// It cannot be written.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Counts and hashes what is written.
struct Counting<W> {
    to: W,
    hash: Sha256,
    bytes: u64,
}

impl<W: Write> Write for Counting<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.to.write(bytes)?;
        self.hash.update(&bytes[..written]);
        self.bytes += written as u64;
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.to.flush()
    }
}

/// Computes the replicates of an experiment again and writes what is asked for of them: the rows of `run --keep-replicates`.
/// Returns the file as the list of parts has it; `None` if it was stopped, and nothing is left then.
///
/// `failing`: whether some of its replicates had an outcome that was not finite, and are left out.
///
/// # Errors
/// When the experiment has not what is asked for, or the file cannot be written.
pub fn keep(
    to: To,
    experiment: u64,
    asked: &Asked,
    (plan, scenario, replicates, failing): (&Plan, &Scenario, u64, bool),
    stop: &AtomicBool,
) -> Result<Option<FileLine>, KeptError> {
    let scenarios = std::slice::from_ref(scenario);
    let alone = Plan::with_design(scenarios, plan.seed, plan.design).map_err(AskedError::from)?;
    let keeping = Keeping::new(plan, scenarios, &asked.of_drawn(&alone))?;
    let pass = Pass { replicates, threads: 1, stop, progress: &|_| {} };
    let failing = failing.then_some(plan);
    let path = kept_path(experiment);
    let unwritten = |root: &Path, error| StoreError::Write { path: root.join(&path), error };
    let write_to = |to: &mut (dyn Write + Send)| {
        let mut to = Counting { to, hash: Sha256::new(), bytes: 0 };
        let written = write(&mut to, &keeping, scenarios, failing, &pass)?;
        Ok(written.map(|written| (written.rows, to.bytes, hex(&to.hash.finalize()))))
    };
    let wrong = |root: &Path, error: ReplicatesError| match error {
        ReplicatesError::Run(error) => KeptError::Run(error),
        ReplicatesError::File(error) => unwritten(root, io::Error::other(error)).into(),
    };
    let found = match to {
        To::Nowhere => write_to(&mut io::sink()).map_err(|error| wrong(Path::new(""), error))?,
        To::Store(root) => {
            let waiting = begin(root, experiment).map_err(|error| unwritten(root, error))?;
            let mut file = BufWriter::with_capacity(1 << 16, waiting.file());
            let found = write_to(&mut file).map_err(|error| wrong(root, error))?;
            file.flush().map_err(|error| unwritten(root, error))?;
            drop(file);
            if found.is_some() {
                let put = waiting.put("kept", is_ours).map_err(|error| unwritten(root, error))?;
                if let Put::Beside(_) = put {
                    return Err(unwritten(root, io::ErrorKind::AlreadyExists.into()).into());
                }
            }
            found
        }
    };
    Ok(found.map(|(rows, bytes, sha256)| FileLine { path, bytes, rows, sha256 }))
}
