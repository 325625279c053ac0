//! Runs compiled scenarios: every outcome of every replicate, with looks at what is known and what is kept of it on the way.

use std::{
    ops::Range,
    sync::{Arc, Mutex, atomic::Ordering},
    time::{Duration, Instant},
};

use crate::engine::{
    accumulate::{Accumulated, Found, Known, Side},
    by_randomisation::ByRandomisation,
    causes::Causes,
    cell_sums::Sums,
    checkpoint::Checkpoint,
    chunk::CHUNK,
    drive::{Answer, Drive, Pass, Question, RunError},
    lock::lock,
    not_finite::NotFinite,
    pair_counts::PairCounts,
    pairs::Pairs,
    plan::Plan,
    regret::Regret,
    tally::{ChunkSums, Memory, Shared},
};

/// How to run.
#[derive(Clone, Copy)]
pub struct Options<'a> {
    /// How to go over replicates.
    pub pass: Pass<'a>,
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
    pub pairs: &'a ByRandomisation<Pairs>,
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
    pub pairs: ByRandomisation<Pairs>,
    /// Shifts of the comparison.
    pub pair_shifts: Vec<f64>,
    /// Causes, where they were asked for.
    pub causes: Option<Causes>,
    /// Spread of the paired differences.
    pub pair_counts: PairCounts,
    /// How much worse scenarios are than the best.
    pub regret: ByRandomisation<Regret>,
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

/// The question of a run: sums and counts of every outcome.
struct Everything<'a> {
    plan: &'a Plan,
    shared: Shared,
    /// Memory for sums, empty.
    spare: Mutex<Vec<ChunkSums>>,
}

impl<'a> Question for Everything<'a> {
    type Memory = Memory<'a>;
    type Part = ChunkSums;
    type Total = ChunkSums;

    fn memory(&self) -> Memory<'a> {
        Memory::new(self.plan)
    }

    fn nothing(&self) -> ChunkSums {
        ChunkSums::of_run(self.plan)
    }

    fn chunk(&self, memory: &mut Memory<'a>, replicates: Range<u64>) -> ChunkSums {
        let spare = lock(&self.spare).pop();
        let mut sums = spare.unwrap_or_else(|| ChunkSums::new(self.plan));
        memory.chunk(replicates.start, replicates.end, &self.shared, &mut sums);
        sums
    }

    fn merge(&self, total: &mut ChunkSums, mut part: ChunkSums, chunk: u64) {
        total.merge(&part, chunk);
        part.clear();
        lock(&self.spare).push(part);
    }

    fn valid<'t>(&self, total: &'t ChunkSums) -> Option<(u64, &'t NotFinite)> {
        Some((total.live, &total.not_finite))
    }

    fn settle(&self, memory: &mut Memory<'a>) {
        memory.count(&self.shared);
    }
}

/// Runs the plan.
///
/// # Errors
/// When threads cannot be started, when it is stopped before anything is done, when more than 1 % of the replicates
/// draw values that the model does not allow or
/// have outcomes that are not finite, or when it cannot go on from what was kept.
pub fn run(plan: &Plan, options: &Options) -> Result<Results, RunError> {
    let Options { pass, looks, keep } = *options;
    let Pass { replicates, stop, .. } = pass;
    let mut question = Everything { plan, shared: Shared::new(plan, replicates), spare: Mutex::default() };
    let (mut total, mut chunks) = (question.nothing(), 0);
    if let Some(keep) = keep.filter(|keep| keep.resume)
        && let Some(state) = keep.checkpoint.read()?
        && state.chunks.saturating_mul(CHUNK) <= replicates
    {
        chunks = state.chunks;
        (total, question.shared.histograms) = state
            .fitting((&total, &question.shared.histograms), plan.causes)
            .ok_or_else(|| keep.checkpoint.damaged())?;
    }
    let mut drive = Drive::new(&question, &pass, chunks, total)?;
    let resumed = drive.replicates();
    let shared = &question.shared;
    let enough = |drive: &mut Drive<Everything>| {
        looks.is_some_and(|looks| {
            drive.total_mut().join();
            (looks.enough)(&Look {
                scenarios: &known(plan, shared, drive.total()),
                pairs: &drive.total().pairs,
                pair_shifts: &shared.shifts.pairs,
                replicates: drive.replicates(),
            })
        })
    };
    let mut every = keep.map(|keep| keep.every);
    let mut not_kept = None;
    // What is kept at a look is kept before the look is judged, and outlives a run that is killed before its end: the
    // look that may have been the last is judged again.
    let at_look = resumed > 0 && looks.is_some_and(|looks| looks.at.contains(&resumed));
    let mut ended = at_look && enough(&mut drive);
    // A stretch ends at a look, at a checkpoint, at a stop or at the end.
    while !ended && !stop.load(Ordering::Relaxed) && drive.replicates() < replicates {
        let look = looks.and_then(|looks| looks.next(drive.replicates(), replicates));
        let started = Instant::now();
        let left = (replicates - drive.replicates()).div_ceil(CHUNK);
        drive.go(look.unwrap_or(replicates), |begun| {
            every.is_none_or(|every| {
                let elapsed = started.elapsed();
                let to_come = elapsed.mul_f64((left - begun) as f64 / begun as f64);
                // What little is left is sooner computed again than kept.
                elapsed < every || 2 * to_come < every
            })
        });
        if let Some(keep) = keep
            && (1..replicates).contains(&drive.replicates())
        {
            let started = Instant::now();
            match keep.checkpoint.write(drive.chunks(), drive.total(), &shared.histograms) {
                Ok(()) => every = Some(keep.every.max(20 * started.elapsed())),
                Err(error) => (every, not_kept) = (None, Some(error)),
            }
        }
        ended = look == Some(drive.replicates()) && enough(&mut drive);
    }
    let mut answer = drive.answer()?;
    answer.found.join();
    Ok(results(plan, question.shared, answer, resumed, not_kept))
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
    answer: Answer<ChunkSums>,
    resumed: u64,
    not_kept: Option<std::io::Error>,
) -> Results {
    let Answer { found: total, replicates, failed } = answer;
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
