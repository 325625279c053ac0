//! A pass over replicates that keeps what its caller wants of each chunk: chunks over threads, parts merged in order.
//!
//! [`run`](super::run) keeps every outcome of all scenarios; a pass is for questions of their own, which simulate other
//! inputs or other arms of the same replicates and keep little.

use std::{
    ops::Range,
    sync::{
        Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
};

use super::run::{CHUNK, RunError};

/// How to pass over replicates.
#[derive(Clone, Copy)]
pub struct PassOptions<'a> {
    /// Replicates.
    pub replicates: u64,
    /// Threads; 0 for one a core.
    pub threads: usize,
    /// Set to stop after the chunks under way.
    pub stop: &'a AtomicBool,
    /// Called with the number of replicates done.
    pub progress: &'a (dyn Fn(u64) + Sync),
}

/// Parts that wait for those before them.
struct Merging<P, F> {
    chunks: u64,
    early: Vec<(u64, P)>,
    merge: F,
}

impl<P, F: FnMut(P)> Merging<P, F> {
    fn add(&mut self, chunk: u64, part: P) {
        self.early.push((chunk, part));
        while let Some(position) = self.early.iter().position(|(chunk, _)| *chunk == self.chunks) {
            let (_, part) = self.early.swap_remove(position);
            (self.merge)(part);
            self.chunks += 1;
        }
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Computes the part of each chunk of replicates (a range of at most [`CHUNK`], which begins at a multiple of it), each
/// thread with a `memory` of its own, and gives the parts to `merge` in order. Returns how many replicates were done:
/// the first ones without a hole, fewer than asked for if it was stopped.
///
/// # Errors
/// When threads cannot be started.
pub fn pass<M, P: Send>(
    options: &PassOptions,
    memory: impl Fn() -> M + Sync,
    part: impl Fn(&mut M, Range<u64>) -> P + Sync,
    merge: impl FnMut(P) + Send,
) -> Result<u64, RunError> {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(options.threads).build()?;
    let replicates = options.replicates;
    let chunks = replicates.div_ceil(CHUNK);
    let done = |chunks: u64| (chunks * CHUNK).min(replicates);
    let next = AtomicU64::new(0);
    let merging = Mutex::new(Merging { chunks: 0, early: Vec::new(), merge });
    pool.broadcast(|_| {
        let mut memory = memory();
        // Chunks are handed out in order and those that are begun are finished: no hole is left.
        while !options.stop.load(Ordering::Relaxed) {
            let chunk = next.fetch_add(1, Ordering::Relaxed);
            if chunk >= chunks {
                break;
            }
            let part = part(&mut memory, chunk * CHUNK..done(chunk + 1));
            let mut merging = lock(&merging);
            merging.add(chunk, part);
            (options.progress)(done(merging.chunks));
        }
    });
    let chunks = lock(&merging).chunks;
    Ok(done(chunks))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_come_in_order_whatever_the_threads() {
        let stop = AtomicBool::new(false);
        for threads in [1, 2, 5] {
            let options = PassOptions { replicates: 1000, threads, stop: &stop, progress: &|_| {} };
            let mut seen = Vec::new();
            let part = |_: &mut (), range: Range<u64>| range.collect::<Vec<u64>>();
            let done = pass(&options, || (), part, |part| seen.extend(part)).expect("threads");
            assert_eq!((done, seen), (1000, (0..1000).collect()));
        }
    }

    #[test]
    fn what_is_done_before_a_stop_has_no_hole() {
        let stop = AtomicBool::new(false);
        let options = PassOptions { replicates: 100_000, threads: 3, stop: &stop, progress: &|_| {} };
        let mut seen = Vec::new();
        let part = |_: &mut (), range: Range<u64>| {
            if range.start >= 640 {
                stop.store(true, Ordering::Relaxed);
            }
            range.start
        };
        let done = pass(&options, || (), part, |start| seen.push(start)).expect("threads");
        assert!((704..100_000).contains(&done), "{done}");
        assert_eq!(seen, (0..done).step_by(CHUNK as usize).collect::<Vec<u64>>());
    }
}
