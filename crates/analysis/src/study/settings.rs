//! How questions are put: draws, threads, who is told, what ends them.

use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};

use super::StudyError;
use crate::engine::{
    drive::{Pass, RunError},
    pool::within,
};

/// Ends a run from outside: clones end the same one.
#[derive(Clone, Debug, Default)]
pub struct CancelToken(Arc<AtomicBool>);

impl CancelToken {
    /// A token that nobody has used.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Ends the run after the replicates under way: what is done is a run of that many replicates.
    pub fn cancel(&self) {
        self.0.store(true, Ordering::Relaxed);
    }

    /// Whether it was cancelled.
    #[must_use]
    pub fn is_cancelled(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }

    /// The same as the lower level sees it.
    #[must_use]
    pub fn flag(&self) -> &AtomicBool {
        &self.0
    }
}

/// Is told how far a run is, from any of its threads. Closures of two numbers are observers.
pub trait Observer: Send + Sync {
    /// `done` of `all` replicates are done.
    fn replicates(&self, done: u64, all: u64);

    /// After a look at a run that waits to be precise: so many replicates are expected now.
    fn expects(&self, _replicates: u64) {}
}

impl<F: Fn(u64, u64) + Send + Sync> Observer for F {
    fn replicates(&self, done: u64, all: u64) {
        self(done, all);
    }
}

/// How a question is put that brings its own scenarios; a [`Study`](super::Study) has the same. At first 4,096 replicates,
/// seed 1, a thread per core.
pub struct Settings {
    pub(super) replicates: u64,
    pub(super) seed: u64,
    pub(super) threads: usize,
    pub(super) observer: Box<dyn Observer>,
    pub(super) cancel: CancelToken,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            replicates: 4096,
            seed: 1,
            threads: 0,
            observer: Box::new(|_, _| {}),
            cancel: CancelToken::new(),
        }
    }
}

impl Settings {
    /// As they are at first.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// How many replicates.
    #[must_use]
    pub fn replicates(mut self, replicates: u64) -> Self {
        self.replicates = replicates;
        self
    }

    /// Seed of all draws.
    #[must_use]
    pub fn seed(mut self, seed: u64) -> Self {
        self.seed = seed;
        self
    }

    /// Threads; 0 for one per core. Numbers do not depend on it.
    #[must_use]
    pub fn threads(mut self, threads: usize) -> Self {
        self.threads = threads;
        self
    }

    /// Who is told how far it is.
    #[must_use]
    pub fn observer(mut self, observer: impl Observer + 'static) -> Self {
        self.observer = Box::new(observer);
        self
    }

    /// What ends it early.
    #[must_use]
    pub fn cancel(mut self, token: &CancelToken) -> Self {
        self.cancel = token.clone();
        self
    }

    /// How many threads.
    pub(super) fn count(&self) -> usize {
        match self.threads {
            0 => std::thread::available_parallelism().map_or(1, std::num::NonZero::get),
            threads => threads,
        }
    }

    /// The same as the driver takes it.
    pub(super) fn pass<'a>(&'a self, replicates: u64, progress: &'a (dyn Fn(u64) + Sync)) -> Pass<'a> {
        Pass { replicates, threads: self.threads, stop: self.cancel.flag(), progress }
    }

    /// Does `work` within the threads that are asked for, whatever it shares out.
    pub(super) fn within<T: Send>(
        &self,
        work: impl FnOnce() -> Result<T, StudyError> + Send,
    ) -> Result<T, StudyError> {
        within(self.threads, work).map_err(RunError::from)?
    }
}

/// What was found, and what is to be said of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Answered<T> {
    /// What was found.
    pub found: T,
    /// What is to be said of replicates that were left out.
    pub warnings: Vec<String>,
    /// Whether it was cancelled: it is the answer of the first replicates, as many as it says.
    pub interrupted: bool,
}
