//! Runs compiled scenarios: chunks of replicates over threads, results merged in order of the chunks.

use std::sync::{
    Arc, Mutex, MutexGuard, PoisonError,
    atomic::{AtomicBool, AtomicU64, Ordering},
};

use super::{
    accumulate::{Accumulated, Found},
    chunk::{ChunkSums, Memory, Shared},
    pairs::Pairs,
    plan::Plan,
};

/// Replicates in a chunk: what one task of a thread computes. Part of the contract of the bytes.
pub const CHUNK: u64 = 64;

/// Share of failed replicates above which a run fails.
pub const MOST_FAILED: f64 = 0.01;

/// How to run.
#[derive(Clone, Copy)]
pub struct Options<'a> {
    /// Replicates.
    pub replicates: u64,
    /// Threads; 0 for one a core.
    pub threads: usize,
    /// Set to stop after the replicates under way.
    pub stop: &'a AtomicBool,
    /// Called with the number of replicates done.
    pub progress: &'a (dyn Fn(u64) + Sync),
}

/// What a run has found.
pub struct Results {
    /// By scenario.
    pub scenarios: Vec<Accumulated>,
    /// Paired comparison of the scenarios.
    pub pairs: Pairs,
    /// Shifts of the comparison.
    pub pair_shifts: Vec<f64>,
    /// Replicates done, failed ones included.
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
    /// Too many draws outside of what the model allows.
    #[error(
        "{failed} of {replicates} replicates drew a value that the model does not allow (more than 1 %): \
         bound the distributions that have no bounds"
    )]
    Failed {
        /// Failed replicates.
        failed: u64,
        /// Replicates done.
        replicates: u64,
    },
    /// No replicate was finished.
    #[error("interrupted before the first replicates were done")]
    Nothing,
}

/// Chunks that are done, merged in their order.
struct Merged {
    /// Number of chunks merged: all of the first ones.
    chunks: u64,
    total: ChunkSums,
    /// Chunks that wait for one before them.
    early: Vec<(u64, ChunkSums)>,
    /// Memory for sums, empty.
    spare: Vec<ChunkSums>,
}

impl Merged {
    fn add(&mut self, chunk: u64, sums: ChunkSums) {
        self.early.push((chunk, sums));
        while let Some(position) = self.early.iter().position(|(chunk, _)| *chunk == self.chunks) {
            let (_, mut sums) = self.early.swap_remove(position);
            self.total.merge(&sums);
            sums.clear();
            self.spare.push(sums);
            self.chunks += 1;
        }
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Runs the plan.
///
/// # Errors
/// When threads cannot be started, when it is stopped before anything is done, or when more than 1 % of the replicates
/// draw values that the model does not allow.
pub fn run(plan: &Plan, options: &Options) -> Result<Results, RunError> {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(options.threads).build()?;
    let shocks = plan.shocks();
    let shared = Shared::new(plan, &shocks, options.replicates);
    let chunks = options.replicates.div_ceil(CHUNK);
    let next = AtomicU64::new(0);
    let merged = Mutex::new(Merged {
        chunks: 0,
        total: ChunkSums::new(plan),
        early: Vec::new(),
        spare: Vec::new(),
    });
    // Chunks are handed out in order and those that are begun are finished, so what is kept when a stop is heeded is
    // always the first replicates without a hole.
    pool.broadcast(|_| {
        let mut memory = Memory::new(plan, &shocks);
        while !options.stop.load(Ordering::Relaxed) {
            let chunk = next.fetch_add(1, Ordering::Relaxed);
            if chunk >= chunks {
                break;
            }
            let spare = lock(&merged).spare.pop();
            let mut sums = spare.unwrap_or_else(|| ChunkSums::new(plan));
            memory.chunk(chunk * CHUNK, options.replicates, &shared, &mut sums);
            let mut merged = lock(&merged);
            merged.add(chunk, sums);
            (options.progress)((merged.chunks * CHUNK).min(options.replicates));
        }
        memory.count(&shared);
    });
    let merged = merged.into_inner().unwrap_or_else(PoisonError::into_inner);
    let done = (merged.chunks * CHUNK).min(options.replicates);
    let total = merged.total;
    let failed = done - total.live;
    if done == 0 {
        return Err(RunError::Nothing);
    }
    if failed as f64 > MOST_FAILED * done as f64 {
        return Err(RunError::Failed { failed, replicates: done });
    }
    let found = |((shifts, sums), histograms)| Found { shifts, sums, histograms };
    let worlds: Vec<Arc<Found>> = shared
        .shifts
        .worlds
        .into_iter()
        .zip(total.worlds)
        .zip(shared.histograms.worlds)
        .map(|parts| Arc::new(found(parts)))
        .collect();
    let own = shared.shifts.scenarios.into_iter().zip(total.scenarios).zip(shared.histograms.scenarios);
    let scenarios = own
        .zip(&plan.scenarios)
        .map(|(parts, compiled)| Accumulated {
            own: found(parts),
            counterfactual: Arc::clone(&worlds[compiled.world]),
        })
        .collect();
    Ok(Results { scenarios, pairs: total.pairs, pair_shifts: shared.shifts.pairs, replicates: done, failed })
}
