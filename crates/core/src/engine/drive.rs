//! The driver: puts a question to replicates, a chunk at a time, over threads. What chunks say is merged in their order, so
//! that the answer does not depend on the threads.

use std::{
    convert::Infallible,
    ops::Range,
    sync::{Mutex, atomic::AtomicBool},
};

use super::{
    checkpoint::CheckpointError,
    chunk::CHUNK,
    lock::lock,
    not_finite::{MOST_FAILED, NotFinite},
    pool::Pool,
};

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

/// What is asked of replicates.
pub trait Question: Sync {
    /// What a thread keeps between chunks; it says nothing about the chunks before.
    type Memory: Send;
    /// What is found in a chunk.
    type Part: Send;
    /// What is known of the first chunks, or of all.
    type Total: Send;

    /// Memory of a thread.
    fn memory(&self) -> Self::Memory;

    /// What is known before the first chunk.
    fn nothing(&self) -> Self::Total;

    /// Computes the replicates of a chunk.
    fn chunk(&self, memory: &mut Self::Memory, replicates: Range<u64>) -> Self::Part;

    /// Adds what was found in the next chunk.
    fn merge(&self, total: &mut Self::Total, part: Self::Part, chunk: u64);

    /// Replicates that count, and those left out because an outcome is not finite; `None` of a question that is answered
    /// however many fail.
    fn valid<'t>(&self, _total: &'t Self::Total) -> Option<(u64, &'t NotFinite)> {
        None
    }

    /// Called of every memory when a stretch of chunks is done.
    fn settle(&self, _memory: &mut Self::Memory) {}
}

/// What replicates have said.
pub struct Answer<Total> {
    /// What was found.
    pub found: Total,
    /// Replicates done, failed ones included: when it was stopped, the first ones without a hole.
    pub replicates: u64,
    /// Replicates left out.
    pub failed: u64,
}

/// Why a run gives no results.
#[derive(Debug, thiserror::Error)]
pub enum RunError {
    /// The threads could not be started.
    #[error("cannot start the threads: {0}")]
    Threads(#[from] rayon::ThreadPoolBuildError),
    /// Too many draws outside of what the model allows, or outcomes that are not finite.
    #[error("{}", not_finite.too_many(*failed, *replicates))]
    Failed {
        /// Failed replicates.
        failed: u64,
        /// Replicates done.
        replicates: u64,
        /// Those of them with an outcome that is not finite.
        not_finite: NotFinite,
    },
    /// It cannot go on from what was kept.
    #[error(transparent)]
    Checkpoint(#[from] CheckpointError),
    /// No replicate was finished.
    #[error("interrupted before the first replicates were done")]
    Nothing,
}

impl Pass<'_> {
    /// Puts a question to all replicates.
    ///
    /// # Errors
    /// When threads cannot be started, when it is stopped before anything is done, or when more than 1 % of the replicates
    /// fail.
    pub fn ask<Q: Question>(&self, question: &Q) -> Result<Answer<Q::Total>, RunError> {
        let mut drive = Drive::new(question, self, 0, question.nothing())?;
        drive.go(self.replicates, |_| true);
        drive.answer()
    }
}

/// A question on its way through the replicates. Chunks are handed out in order and those that are begun are finished, so
/// what is known between stretches is always that of the first replicates without a hole.
pub struct Drive<'a, Q: Question> {
    question: &'a Q,
    pass: &'a Pass<'a>,
    pool: Pool,
    memories: Vec<Mutex<Option<Q::Memory>>>,
    /// Chunks done.
    chunks: u64,
    /// What is known of them.
    total: Q::Total,
}

impl<'a, Q: Question> Drive<'a, Q> {
    /// Starts, or goes on after the first `chunks`, of which `total` is known.
    ///
    /// # Errors
    /// When threads cannot be started.
    pub fn new(question: &'a Q, pass: &'a Pass<'a>, chunks: u64, total: Q::Total) -> Result<Self, RunError> {
        let pool = Pool::of(pass.threads)?;
        let memories = (0..pool.threads()).map(|_| Mutex::new(None)).collect();
        Ok(Self { question, pass, pool, memories, chunks, total })
    }

    /// Chunks done.
    #[must_use]
    pub fn chunks(&self) -> u64 {
        self.chunks
    }

    /// Replicates done.
    #[must_use]
    pub fn replicates(&self) -> u64 {
        of_chunks(self.chunks, self.pass.replicates)
    }

    /// What is known of them.
    #[must_use]
    pub fn total(&self) -> &Q::Total {
        &self.total
    }

    /// The same, to be put in order.
    pub fn total_mut(&mut self) -> &mut Q::Total {
        &mut self.total
    }

    /// Goes on until so many replicates are done, to a stop, or as long as there is to be `more` in this stretch, which has
    /// a chunk for every thread; `more` is told how many chunks the stretch has begun.
    pub fn go(&mut self, until: u64, mut more: impl FnMut(u64) -> bool + Send) {
        let Self { question, pass, pool, memories, chunks, total } = self;
        let (all, first) = (pass.replicates, *chunks);
        let each = first + pool.threads() as u64;
        let stretch = (first..until.min(all).div_ceil(CHUNK))
            .take_while(move |&chunk| chunk < each || more(chunk - first));
        let Ok(()): Result<(), Infallible> = pool.in_order(
            pass.stop,
            u64::MAX,
            stretch,
            |thread| lock(&memories[thread]),
            |memory, chunk| {
                let memory = memory.get_or_insert_with(|| question.memory());
                Some(question.chunk(memory, chunk * CHUNK..of_chunks(chunk + 1, all)))
            },
            |part| {
                question.merge(total, part, *chunks);
                *chunks += 1;
                (pass.progress)(of_chunks(*chunks, all));
                Ok(())
            },
        );
        pool.broadcast(|thread| {
            if let Some(memory) = &mut *lock(&memories[thread]) {
                question.settle(memory);
            }
        });
    }

    /// The answer of the replicates done.
    ///
    /// # Errors
    /// When there are none, or more than 1 % of them failed.
    pub fn answer(self) -> Result<Answer<Q::Total>, RunError> {
        let replicates = self.replicates();
        if replicates == 0 {
            return Err(RunError::Nothing);
        }
        let failed = match self.question.valid(&self.total) {
            Some((live, not_finite)) => failed(replicates, live, not_finite)?,
            None => 0,
        };
        Ok(Answer { found: self.total, replicates, failed })
    }
}

/// Replicates in the first chunks of a run.
fn of_chunks(chunks: u64, replicates: u64) -> u64 {
    (chunks * CHUNK).min(replicates)
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
    use std::sync::atomic::Ordering;

    use super::*;

    /// Which replicates there are; who asks is stopped at one of them.
    struct Which<'a>(u64, &'a AtomicBool);

    impl Question for Which<'_> {
        type Memory = ();
        type Part = Vec<u64>;
        type Total = Vec<u64>;

        fn memory(&self) {}

        fn nothing(&self) -> Vec<u64> {
            Vec::new()
        }

        fn chunk(&self, (): &mut (), replicates: Range<u64>) -> Vec<u64> {
            if replicates.start >= self.0 {
                self.1.store(true, Ordering::Relaxed);
            }
            replicates.collect()
        }

        fn merge(&self, total: &mut Vec<u64>, part: Vec<u64>, chunk: u64) {
            assert_eq!(part[0], chunk * CHUNK);
            total.extend(part);
        }
    }

    #[test]
    fn parts_come_in_order_whatever_the_threads() {
        let stop = AtomicBool::new(false);
        for threads in [1, 2, 5] {
            let pass = Pass { replicates: 1000, threads, stop: &stop, progress: &|_| {} };
            let answer = pass.ask(&Which(u64::MAX, &stop)).expect("threads");
            assert_eq!((answer.replicates, answer.found), (1000, (0..1000).collect()));
        }
    }

    #[test]
    fn stretches_go_on_where_the_last_one_ended() {
        let stop = AtomicBool::new(false);
        let pass = Pass { replicates: 1000, threads: 2, stop: &stop, progress: &|_| {} };
        let which = Which(u64::MAX, &stop);
        let mut drive = Drive::new(&which, &pass, 0, Vec::new()).expect("threads");
        drive.go(128, |_| true);
        assert_eq!((drive.replicates(), drive.total().len()), (128, 128));
        drive.go(1000, |_| false);
        assert_eq!(drive.chunks(), 4, "one a thread");
        drive.go(u64::MAX, |_| true);
        assert_eq!(*drive.total(), (0..1000).collect::<Vec<u64>>());
    }

    #[test]
    fn what_is_done_before_a_stop_has_no_hole() {
        let stop = AtomicBool::new(false);
        let pass = Pass { replicates: 100_000, threads: 3, stop: &stop, progress: &|_| {} };
        let answer = pass.ask(&Which(640, &stop)).expect("threads");
        assert!((704..100_000).contains(&answer.replicates), "{}", answer.replicates);
        assert_eq!(answer.found, (0..answer.replicates).collect::<Vec<u64>>());
    }
}
