//! Runs compiled scenarios: chunks of replicates over threads, results merged in order of the chunks.

use std::sync::{
    Mutex, PoisonError,
    atomic::{AtomicBool, Ordering},
};

use rayon::prelude::*;

use super::{
    accumulate::{Accumulated, Shifts, Sums},
    counts::{Histograms, Pending},
    pairs::{Pairs, compared_cells},
    plan::Plan,
    worker::{Worker, accumulate},
};
use crate::sampling::{lanes::LANES, shocks};

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
    /// Whether the run may end before all replicates are done.
    pub looks: Option<Looks<'a>>,
}

/// Looks at a run under way. A run that one of them ends is the run of that many replicates.
#[derive(Clone, Copy)]
pub struct Looks<'a> {
    /// The numbers of replicates done at which to look, ascending: multiples of [`CHUNK`], or the end; others are
    /// passed over.
    pub at: &'a [u64],
    /// Says whether what is known is enough.
    pub enough: &'a dyn Fn(&Look) -> bool,
}

impl Looks<'_> {
    /// The next look after `done` of `replicates`.
    fn next(&self, done: u64, replicates: u64) -> Option<u64> {
        let due = |look: u64| look > done && (look.is_multiple_of(CHUNK) || look == replicates);
        self.at.iter().copied().find(|&look| due(look))
    }
}

/// What is known at a look.
pub struct Look<'a> {
    /// By scenario.
    pub scenarios: &'a [Accumulated],
    /// Paired comparison of the scenarios.
    pub pairs: &'a Pairs,
    /// Shifts of the comparison.
    pub pair_shifts: &'a [f64],
    /// Replicates done, failed ones included.
    pub replicates: u64,
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

/// Shifts of all sums: the values of the first valid replicate, so that they do not depend on how a run is cut up.
struct AllShifts {
    scenarios: Vec<Shifts>,
    pairs: Vec<f64>,
}

fn shifts(plan: &Plan, shocks: &shocks::Shocks, replicates: u64) -> AllShifts {
    let mut worker = Worker::new(plan, shocks);
    let mut first = 0;
    loop {
        let mut scenarios = vec![Shifts::default(); plan.scenarios.len()];
        let end = (first + CHUNK).min(replicates);
        worker.block(first, end);
        let lane = (0..LANES).find(|&lane| worker.live.lane(lane));
        let last = first + LANES as u64 >= replicates;
        if lane.is_none() && !last {
            first += LANES as u64;
            continue;
        }
        for (s, shifts) in scenarios.iter_mut().enumerate() {
            *shifts = Shifts::from_lane(&plan.cells, worker.scenario(s), lane.unwrap_or(0));
        }
        if lane.is_some() || last {
            let pairs = Pairs::new(plan.scenarios.len(), compared_cells(&plan.cells))
                .shifts(&worker.compared, lane.unwrap_or(0));
            return AllShifts { scenarios, pairs };
        }
        first += LANES as u64;
    }
}

/// The sums of a chunk.
struct ChunkSums {
    scenarios: Vec<Sums>,
    pairs: Pairs,
    live: u64,
}

/// What a thread keeps between chunks.
struct Memory<'a> {
    worker: Worker<'a>,
    pending: Vec<Pending>,
}

impl<'a> Memory<'a> {
    fn new(plan: &'a Plan, shocks: &'a shocks::Shocks) -> Self {
        let pending = plan.scenarios.iter().map(|_| Pending::new(&plan.cells, CHUNK as usize)).collect();
        Self { worker: Worker::new(plan, shocks), pending }
    }

    /// Computes the chunk that starts at replicate `first`.
    fn chunk(
        &mut self,
        first: u64,
        replicates: u64,
        known: &[Accumulated],
        pair_shifts: &[f64],
    ) -> ChunkSums {
        let plan = self.worker.plan;
        let cells = &plan.cells;
        let end = (first + CHUNK).min(replicates);
        let mut sums = ChunkSums {
            scenarios: plan.scenarios.iter().map(|_| Sums::new(cells)).collect(),
            pairs: Pairs::new(plan.scenarios.len(), compared_cells(cells)),
            live: 0,
        };
        for block in (first..end).step_by(LANES) {
            self.worker.block(block, end);
            let live = self.worker.live;
            for (s, known) in known.iter().enumerate() {
                let arms = self.worker.scenario(s);
                let (into, pending) = (&mut sums.scenarios[s], &mut self.pending[s]);
                accumulate(cells, &known.shifts, &known.histograms, arms, live, into, pending);
            }
            sums.pairs.add(&self.worker.compared, pair_shifts, plan.reporting[0].tier, live);
            sums.live += live.count();
        }
        for (pending, known) in self.pending.iter_mut().zip(known) {
            pending.count(cells, &known.histograms);
        }
        sums
    }
}

/// Runs the plan.
///
/// # Errors
/// When threads cannot be started, when it is stopped before anything is done, or when more than 1 % of the replicates
/// draw values that the model does not allow.
pub fn run(plan: &Plan, options: &Options) -> Result<Results, RunError> {
    let pool = rayon::ThreadPoolBuilder::new().num_threads(options.threads).build()?;
    let shocks = plan.shocks();
    let count = plan.scenarios.len();
    let AllShifts { scenarios: shifts, pairs: pair_shifts } = shifts(plan, &shocks, options.replicates);
    let empty = |shifts| Accumulated {
        shifts,
        sums: Sums::new(&plan.cells),
        histograms: Histograms::new(&plan.cells),
    };
    let mut known: Vec<Accumulated> = shifts.into_iter().map(empty).collect();
    let mut pairs = Pairs::new(count, compared_cells(&plan.cells));
    let (mut done, mut live) = (0_u64, 0_u64);

    // A wave is a few chunks a thread: between waves results are merged in order and a stop is heeded, so what is kept
    // is always the first replicates without a hole. A wave ends where a look is due.
    let wave = CHUNK * 2 * pool.current_num_threads() as u64;
    let memories: Vec<Mutex<Memory>> =
        (0..pool.current_num_threads()).map(|_| Mutex::new(Memory::new(plan, &shocks))).collect();
    while done < options.replicates && !options.stop.load(Ordering::Relaxed) {
        let look = options.looks.and_then(|looks| looks.next(done, options.replicates)).unwrap_or(u64::MAX);
        let end = (done + wave).min(options.replicates).min(look);
        let firsts: Vec<u64> = (done..end).step_by(CHUNK as usize).collect();
        let results: Vec<ChunkSums> = pool.install(|| {
            firsts
                .par_iter()
                .map(|&first| {
                    // Each thread of the pool has its own memory, so the lock is never waited for.
                    let thread = rayon::current_thread_index().unwrap_or(0);
                    let mut memory = memories[thread].lock().unwrap_or_else(PoisonError::into_inner);
                    memory.chunk(first, end, &known, &pair_shifts)
                })
                .collect()
        });
        for result in &results {
            for (total, part) in known.iter_mut().zip(&result.scenarios) {
                total.sums.merge(part);
            }
            pairs.merge(&result.pairs);
            live += result.live;
        }
        done = end;
        (options.progress)(done);
        if let Some(looks) = options.looks.filter(|_| done == look) {
            let scenarios = &known;
            if (looks.enough)(&Look { scenarios, pairs: &pairs, pair_shifts: &pair_shifts, replicates: done })
            {
                break;
            }
        }
    }
    let failed = done - live;
    if done == 0 {
        return Err(RunError::Nothing);
    }
    if failed as f64 > MOST_FAILED * done as f64 {
        return Err(RunError::Failed { failed, replicates: done });
    }
    Ok(Results { scenarios: known, pairs, pair_shifts, replicates: done, failed })
}
