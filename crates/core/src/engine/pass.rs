//! A pass over replicates that keeps its own kind of results: threads take chunks in turn, what they find is put
//! together in order of the chunks, so that it does not depend on the threads.

use std::{
    ops::Range,
    sync::{
        Mutex,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
};

use super::{
    lock::lock,
    not_finite::NotFinite,
    pool::Pool,
    run::{CHUNK, MOST_FAILED, RunError},
};
use crate::in_order::InOrder;

/// How to go over replicates.
#[derive(Clone, Copy)]
pub struct Pass<'a> {
    /// Replicates.
    pub replicates: u64,
    /// Threads; 0 for one a core.
    pub threads: usize,
    /// Set to stop after the replicates under way.
    pub stop: &'a AtomicBool,
    /// Called with the number of replicates done.
    pub progress: &'a (dyn Fn(u64) + Sync),
}

impl Pass<'_> {
    /// Goes over the replicates, [`CHUNK`] at a time. Every thread has a memory of its own from `memory`, which says
    /// nothing about the chunks before; `chunk` computes the replicates of a range, `merge` takes what was found chunk
    /// by chunk in their order. Returns the number of replicates done: when it is stopped, the first ones without a
    /// hole, since chunks are handed out in order and those begun are finished.
    ///
    /// # Errors
    /// When threads cannot be started, or it is stopped before anything is done.
    pub fn run<Memory, Found: Send>(
        &self,
        memory: impl Fn() -> Memory + Sync,
        chunk: impl Fn(&mut Memory, Range<u64>) -> Found + Sync,
        merge: impl FnMut(Found) + Send,
    ) -> Result<u64, RunError> {
        let pool = Pool::of(self.threads)?;
        let chunks = self.replicates.div_ceil(CHUNK);
        let replicates_of = |chunks: u64| (chunks * CHUNK).min(self.replicates);
        let next = AtomicU64::new(0);
        let done = Mutex::new((InOrder::from(0), merge));
        pool.broadcast(|_| {
            let mut memory = memory();
            while !self.stop.load(Ordering::Relaxed) {
                let number = next.fetch_add(1, Ordering::Relaxed);
                if number >= chunks {
                    break;
                }
                let found = chunk(&mut memory, number * CHUNK..replicates_of(number + 1));
                let mut done = lock(&done);
                let (found_in_order, merge) = &mut *done;
                found_in_order.ready(number, found);
                while let Some((_, found)) = found_in_order.take() {
                    merge(found);
                }
                (self.progress)(replicates_of(found_in_order.taken()));
            }
        });
        match replicates_of(lock(&done).0.taken()) {
            0 => Err(RunError::Nothing),
            replicates => Ok(replicates),
        }
    }
}

/// Says how many of the replicates failed, `live` being valid.
///
/// # Errors
/// When more than 1 % of them drew values that the model does not allow or have outcomes that are not finite.
pub fn failed(replicates: u64, live: u64, not_finite: &NotFinite) -> Result<u64, RunError> {
    let failed = replicates - live;
    if failed as f64 > MOST_FAILED * replicates as f64 {
        return Err(RunError::Failed { failed, replicates, not_finite: not_finite.clone() });
    }
    Ok(failed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_come_in_order_whatever_the_threads() {
        let stop = AtomicBool::new(false);
        for threads in [1, 2, 5] {
            let pass = Pass { replicates: 1000, threads, stop: &stop, progress: &|_| {} };
            let mut seen = Vec::new();
            let part = |_: &mut (), range: Range<u64>| range.collect::<Vec<u64>>();
            let done = pass.run(|| (), part, |part| seen.extend(part)).expect("threads");
            assert_eq!((done, seen), (1000, (0..1000).collect()));
        }
    }

    #[test]
    fn what_is_done_before_a_stop_has_no_hole() {
        let stop = AtomicBool::new(false);
        let pass = Pass { replicates: 100_000, threads: 3, stop: &stop, progress: &|_| {} };
        let mut seen = Vec::new();
        let part = |_: &mut (), range: Range<u64>| {
            if range.start >= 640 {
                stop.store(true, Ordering::Relaxed);
            }
            range.start
        };
        let done = pass.run(|| (), part, |start| seen.push(start)).expect("threads");
        assert!((704..100_000).contains(&done), "{done}");
        assert_eq!(seen, (0..done).step_by(CHUNK as usize).collect::<Vec<u64>>());
    }
}
