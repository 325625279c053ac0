//! The threads that share the work: those of the pool that the caller is in, if it has as many as are asked for, else
//! ones of its own.

use rayon::{BroadcastContext, ThreadPool, ThreadPoolBuildError, ThreadPoolBuilder};

/// Stack of a thread: what the system gives a program's first one, since commands run within a pool.
const STACK: usize = 8 << 20;

/// A pool of `threads` threads, or of one a core for 0.
///
/// # Errors
/// When the threads cannot be started.
pub fn start(threads: usize) -> Result<ThreadPool, ThreadPoolBuildError> {
    let name = |number| format!("worker {number}");
    ThreadPoolBuilder::new().num_threads(threads).stack_size(STACK).thread_name(name).build()
}

/// Threads to share work over.
pub(super) enum Pool {
    /// Those that the caller is one of.
    Around,
    /// Started for this work.
    Own(ThreadPool),
}

impl Pool {
    /// `threads` threads; 0 for one a core, or all of those that the caller is one of.
    pub(super) fn of(threads: usize) -> Result<Self, ThreadPoolBuildError> {
        let around = rayon::current_thread_index().map(|_| rayon::current_num_threads());
        match around {
            Some(there) if threads == 0 || threads == there => Ok(Pool::Around),
            _ => start(threads).map(Pool::Own),
        }
    }

    /// How many there are.
    pub(super) fn threads(&self) -> usize {
        match self {
            Pool::Around => rayon::current_num_threads(),
            Pool::Own(pool) => pool.current_num_threads(),
        }
    }

    /// Has every thread do some work.
    pub(super) fn broadcast(&self, work: impl Fn(BroadcastContext) + Sync) {
        match self {
            Pool::Around => drop(rayon::broadcast(work)),
            Pool::Own(pool) => drop(pool.broadcast(work)),
        }
    }

    /// Does work that is shared out within.
    pub(super) fn install<R: Send>(&self, work: impl FnOnce() -> R + Send) -> R {
        match self {
            Pool::Around => work(),
            Pool::Own(pool) => pool.install(work),
        }
    }
}
