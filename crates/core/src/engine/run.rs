//! Runs compiled scenarios: chunks of replicates over threads, results merged in order of the chunks.

use std::{
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

use super::{
    accumulate::{Accumulated, Found, Known, Side},
    causes::Causes,
    cell_sums::Sums,
    checkpoint::{Checkpoint, CheckpointError},
    lock::lock,
    not_finite::NotFinite,
    pair_counts::PairCounts,
    pairs::Pairs,
    pass::failed,
    plan::Plan,
    pool::Pool,
    regret::Regret,
    tally::{ChunkSums, Memory, Shared},
};
use crate::in_order::InOrder;

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
    /// Whether what is done is kept now and then.
    pub keep: Option<Keep<'a>>,
}

/// How what is done is kept.
#[derive(Clone, Copy)]
pub struct Keep<'a> {
    /// Where.
    pub checkpoint: &'a Checkpoint,
    /// Whether to go on from what is there.
    pub resume: bool,
    /// Time between two checkpoints, if writing one takes a small part of it; else longer.
    pub every: Duration,
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
    pub scenarios: &'a [Known<'a>],
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
    /// Causes, where they were asked for.
    pub causes: Option<Causes>,
    /// Spread of the paired differences.
    pub pair_counts: PairCounts,
    /// How much worse scenarios are than the best.
    pub regret: Regret,
    /// Replicates done, failed ones included.
    pub replicates: u64,
    /// Replicates left out.
    pub failed: u64,
    /// Those of them with an outcome that is not finite.
    pub not_finite: NotFinite,
    /// Replicates that were done before the run went on.
    pub resumed: u64,
    /// Why what is done could not be kept, if so; the results do not suffer.
    pub not_kept: Option<std::io::Error>,
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

/// Chunks that are done, merged in their order.
struct Merged {
    total: ChunkSums,
    /// Chunks that wait for one before them.
    chunks: InOrder<ChunkSums>,
    /// Memory for sums, empty.
    spare: Vec<ChunkSums>,
}

impl Merged {
    fn add(&mut self, chunk: u64, sums: ChunkSums) {
        self.chunks.ready(chunk, sums);
        while let Some((chunk, mut sums)) = self.chunks.take() {
            self.total.merge(&sums, chunk);
            sums.clear();
            self.spare.push(sums);
        }
    }
}

/// Replicates in the first chunks of a run.
fn replicates_of(chunks: u64, replicates: u64) -> u64 {
    (chunks * CHUNK).min(replicates)
}

/// Runs the plan.
///
/// # Errors
/// When threads cannot be started, when it is stopped before anything is done, when more than 1 % of the replicates
/// draw values that the model does not allow or
/// have outcomes that are not finite, or when it cannot go on from what was kept.
pub fn run(plan: &Plan, options: &Options) -> Result<Results, RunError> {
    let pool = Pool::of(options.threads)?;
    let shocks = plan.shocks();
    let mut shared = Shared::new(plan, &shocks, options.replicates);
    let mut before = Merged { total: ChunkSums::of_run(plan), chunks: InOrder::from(0), spare: Vec::new() };
    if let Some(keep) = options.keep.filter(|keep| keep.resume)
        && let Some(state) = keep.checkpoint.read()?
        && state.chunks.saturating_mul(CHUNK) <= options.replicates
    {
        before.chunks = InOrder::from(state.chunks);
        (before.total, shared.histograms) = state
            .fitting((&before.total, &shared.histograms), plan.causes)
            .ok_or_else(|| keep.checkpoint.damaged())?;
    }
    let resumed = replicates_of(before.chunks.taken(), options.replicates);
    let chunks = options.replicates.div_ceil(CHUNK);
    let (next, pause) = (AtomicU64::new(before.chunks.taken()), AtomicBool::new(false));
    let merged = Mutex::new(before);
    let memories: Vec<Mutex<Option<Memory>>> = (0..pool.threads()).map(|_| Mutex::new(None)).collect();
    let (stop, progress, replicates) = (options.stop, options.progress, options.replicates);
    let mut every = options.keep.map(|keep| keep.every);
    let mut not_kept = None;
    let enough = |total: &ChunkSums, done: u64| {
        options.looks.is_some_and(|looks| {
            (looks.enough)(&Look {
                scenarios: &known(plan, &shared, total),
                pairs: &total.pairs,
                pair_shifts: &shared.shifts.pairs,
                replicates: done,
            })
        })
    };
    // What is kept at a look is kept before the look is judged, and outlives a run that is killed before its end: the
    // look that may have been the last is judged again.
    let at_look = resumed > 0 && options.looks.is_some_and(|looks| looks.at.contains(&resumed));
    let mut ended = at_look && enough(&lock(&merged).total, resumed);
    // A stretch ends at a look, at a checkpoint, at a stop or at the end. Chunks are handed out in order and those that
    // are begun are finished, so what is known between stretches is always that of the first replicates without a hole.
    while !ended && !options.stop.load(Ordering::Relaxed) {
        let done = replicates_of(lock(&merged).chunks.taken(), options.replicates);
        if done == options.replicates {
            break;
        }
        let look = options.looks.and_then(|looks| looks.next(done, options.replicates));
        let end = look.map_or(chunks, |look| look.div_ceil(CHUNK)).min(chunks);
        let started = Instant::now();
        pause.store(false, Ordering::Relaxed);
        pool.broadcast(|context| {
            let mut memory = lock(&memories[context.index()]);
            let memory = memory.get_or_insert_with(|| Memory::new(plan, &shocks));
            while !stop.load(Ordering::Relaxed) && !pause.load(Ordering::Relaxed) {
                let chunk = next.fetch_add(1, Ordering::Relaxed);
                if chunk >= end {
                    break;
                }
                let spare = lock(&merged).spare.pop();
                let mut sums = spare.unwrap_or_else(|| ChunkSums::new(plan));
                memory.chunk(chunk * CHUNK, replicates, &shared, &mut sums);
                let mut merged = lock(&merged);
                merged.add(chunk, sums);
                progress(replicates_of(merged.chunks.taken(), replicates));
                if every.is_some_and(|every| started.elapsed() >= every) {
                    pause.store(true, Ordering::Relaxed);
                }
            }
            memory.count(&shared);
        });
        let merged = lock(&merged);
        next.store(merged.chunks.taken(), Ordering::Relaxed);
        let done = replicates_of(merged.chunks.taken(), options.replicates);
        if let Some(keep) = options.keep
            && merged.chunks.taken() < chunks
            && merged.chunks.taken() > 0
        {
            let started = Instant::now();
            match keep.checkpoint.write(merged.chunks.taken(), &merged.total, &shared.histograms) {
                Ok(()) => every = Some(keep.every.max(20 * started.elapsed())),
                Err(error) => (every, not_kept) = (None, Some(error)),
            }
        }
        ended = look == Some(done) && enough(&merged.total, done);
    }
    let merged = merged.into_inner().unwrap_or_else(PoisonError::into_inner);
    let done = replicates_of(merged.chunks.taken(), options.replicates);
    if done == 0 {
        return Err(RunError::Nothing);
    }
    failed(done, merged.total.live, &merged.total.not_finite)?;
    Ok(results(plan, shared, merged.total, done, resumed, not_kept))
}

/// Runs the plan on the calling thread alone: the results of [`run`], or `None` if it was stopped.
///
/// # Errors
/// When more than 1 % of the replicates draw values that the model does not allow or
/// have outcomes that are not finite.
pub fn run_here(plan: &Plan, replicates: u64, stop: &AtomicBool) -> Option<Result<Results, RunError>> {
    let shocks = plan.shocks();
    let shared = Shared::new(plan, &shocks, replicates);
    let (mut total, mut sums) = (ChunkSums::of_run(plan), ChunkSums::new(plan));
    let mut memory = Memory::new(plan, &shocks);
    for chunk in 0..replicates.div_ceil(CHUNK) {
        if stop.load(Ordering::Relaxed) {
            return None;
        }
        memory.chunk(chunk * CHUNK, replicates, &shared, &mut sums);
        total.merge(&sums, chunk);
        sums.clear();
    }
    memory.count(&shared);
    if let Err(error) = failed(replicates, total.live, &total.not_finite) {
        return Some(Err(error));
    }
    Some(Ok(results(plan, shared, total, replicates, 0, None)))
}

/// What is known of the scenarios' means.
fn known<'a>(plan: &Plan, shared: &'a Shared, total: &'a ChunkSums) -> Vec<Known<'a>> {
    let scenario = |(s, sums): (usize, &'a Sums)| {
        let world = plan.scenarios[s].world;
        Known {
            own: Side { shifts: &shared.shifts.scenarios[s], sums },
            counterfactual: Side { shifts: &shared.shifts.worlds[world], sums: &total.worlds[world] },
        }
    };
    total.scenarios.iter().enumerate().map(scenario).collect()
}

fn results(
    plan: &Plan,
    shared: Shared,
    total: ChunkSums,
    replicates: u64,
    resumed: u64,
    not_kept: Option<std::io::Error>,
) -> Results {
    let found = |((shifts, sums), histograms)| Found { shifts, sums, histograms };
    let (shifts, histograms) = (shared.shifts, shared.histograms);
    let worlds = shifts.worlds.into_iter().zip(total.worlds).zip(histograms.worlds);
    let worlds: Vec<Arc<Found>> = worlds.map(|parts| Arc::new(found(parts))).collect();
    let own = shifts.scenarios.into_iter().zip(total.scenarios).zip(histograms.scenarios);
    let scenarios = own
        .zip(&plan.scenarios)
        .map(|(parts, compiled)| Accumulated {
            own: found(parts),
            counterfactual: Arc::clone(&worlds[compiled.world]),
        })
        .collect();
    let failed = replicates - total.live;
    Results {
        scenarios,
        pairs: total.pairs,
        pair_shifts: shifts.pairs,
        causes: Causes::new(plan, total.causes, shifts.causes, histograms.causes),
        pair_counts: histograms.pairs,
        regret: total.regret,
        replicates,
        failed,
        not_finite: total.not_finite,
        resumed,
        not_kept,
    }
}
