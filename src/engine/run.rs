//! Runs compiled scenarios: chunks of replicates over threads, results merged in order of the chunks.

use std::sync::{
    Mutex, PoisonError,
    atomic::{AtomicBool, Ordering},
};

use rayon::prelude::*;

use super::{
    accumulate::{Accumulated, ArmCells, Histograms, Pending, Shifts, Sums},
    dispatch::kernel,
    draw::{Draws, Given},
    pairs::{Pairs, compared, compared_cells},
    plan::{Compiled, Plan},
};
use crate::{
    model::{
        arm::Arm,
        cells::{Cells, Outcome},
        drawdown::leaving_troops,
        frame::Frame,
        lanes::{F8, LANES, M8},
        layout::{Inputs, K},
        outcomes::{Outcomes, Reporting},
        shocks::Shocks,
        simulate::{State, simulate},
    },
    sampling::shocks::{self, ShockBlock},
    scenario::names::Name,
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

/// One thread's memory: nothing is allocated for a block.
struct Worker<'a> {
    plan: &'a Plan,
    shocks: &'a shocks::Shocks,
    draws: Draws,
    given: Vec<Given>,
    state: State,
    worlds: Vec<WorldMemory<'a>>,
    scenario: Outcomes<'a>,
    direct: Outcomes<'a>,
    compared: Vec<F8>,
    live: M8,
}

/// What scenarios in the same world share in a block.
struct WorldMemory<'a> {
    given: Given,
    frame: Frame,
    counterfactual: Outcomes<'a>,
}

impl<'a> Worker<'a> {
    fn new(plan: &'a Plan, shocks: &'a shocks::Shocks) -> Self {
        let outcomes = || Outcomes::new(&plan.cells, &plan.reporting[0]);
        let world =
            |_| WorldMemory { given: Given::default(), frame: Frame::default(), counterfactual: outcomes() };
        Self {
            plan,
            shocks,
            draws: Draws::new(plan, shocks),
            given: vec![Given::default(); plan.scenarios.len()],
            state: State::default(),
            worlds: plan.worlds.iter().map(world).collect(),
            scenario: outcomes(),
            direct: outcomes(),
            compared: Vec::new(),
            live: M8::first(0),
        }
    }

    /// Draws the block that starts at replicate `first` and computes what its scenarios share.
    fn block(&mut self, first: u64, end: u64) {
        let plan = self.plan;
        let valid = draw(plan, self.shocks, first, &mut self.draws, &mut self.given, &mut self.worlds);
        self.live = valid & M8::first((end - first).min(LANES as u64) as usize);
        for (world, memory) in plan.worlds.iter().zip(&mut self.worlds) {
            let reporting = &plan.reporting[world.reporting];
            let (given, frame) = (&memory.given, &memory.frame);
            let normals = &self.draws.normals;
            let outcomes = &mut memory.counterfactual;
            arm(plan, reporting, given, frame, normals, Arm::COUNTERFACTUAL, &mut self.state, outcomes);
        }
        self.compared.clear();
    }

    /// Computes the arms of a scenario in the block.
    fn scenario(&mut self, s: usize) -> ArmCells<'_> {
        let plan = self.plan;
        let compiled = &plan.scenarios[s];
        let (given, reporting) = (&self.given[s], &plan.reporting[s]);
        let world = &self.worlds[compiled.world];
        let normals = &self.draws.normals;
        let state = &mut self.state;
        arm(plan, reporting, given, &world.frame, normals, Arm::DIRECT, state, &mut self.direct);
        arm(plan, reporting, given, &world.frame, normals, Arm::SCENARIO, state, &mut self.scenario);
        let untriggered = compiled.untriggered.map(|world| &self.worlds[world].counterfactual);
        once(plan, compiled, given, &mut self.scenario, &world.counterfactual, untriggered);
        let cells = ArmCells {
            scenario: &self.scenario.cells,
            direct: &self.direct.cells,
            counterfactual: &world.counterfactual.cells,
        };
        compared(&plan.cells, cells, &mut self.compared);
        cells
    }
}

kernel! {
    /// Runs one arm and fills its outcomes.
    fn arm<'a> = arm_body, (
        plan: &Plan,
        reporting: &'a Reporting,
        given: &Given,
        frame: &Frame,
        normals: &ShockBlock,
        arm: Arm,
        state: &mut State,
        outcomes: &mut Outcomes<'a>,
    )
}

kernel! {
    /// Draws a block for all scenarios; returns the lanes whose draws are valid in all of them.
    fn draw = draw_body, (
        plan: &Plan,
        shocks: &shocks::Shocks,
        first: u64,
        draws: &mut Draws,
        given: &mut [Given],
        worlds: &mut [WorldMemory],
    ) -> M8
}

kernel! {
    /// Adds the arms of a scenario to sums and counts.
    fn accumulate = accumulate_body, (
        cells: &Cells,
        shifts: &Shifts,
        histograms: &Histograms,
        arms: ArmCells,
        live: M8,
        sums: &mut Sums,
        pending: &mut Pending,
    )
}

#[inline(always)]
fn draw_body(
    plan: &Plan,
    shocks: &shocks::Shocks,
    first: u64,
    draws: &mut Draws,
    given: &mut [Given],
    worlds: &mut [WorldMemory],
) -> M8 {
    let mut valid = M8::first(LANES);
    draws.draw(plan, shocks, first);
    for (compiled, given) in plan.scenarios.iter().zip(given) {
        valid = valid & draws.scenario(plan, compiled, given);
    }
    for (world, memory) in plan.worlds.iter().zip(worlds) {
        draws.world(plan, &world.sources, &mut memory.given);
        memory.frame.prepare(&Inputs { layout: &plan.layout, values: &memory.given.inputs });
    }
    valid
}

#[inline(always)]
fn accumulate_body(
    cells: &Cells,
    shifts: &Shifts,
    histograms: &Histograms,
    arms: ArmCells,
    live: M8,
    sums: &mut Sums,
    pending: &mut Pending,
) {
    sums.add(cells, shifts, arms, live);
    pending.add(cells, histograms, arms, live);
}

#[inline(always)]
#[allow(clippy::too_many_arguments)]
fn arm_body<'a>(
    plan: &Plan,
    reporting: &'a Reporting,
    given: &Given,
    frame: &Frame,
    normals: &ShockBlock,
    arm: Arm,
    state: &mut State,
    outcomes: &mut Outcomes<'a>,
) {
    let inputs = Inputs { layout: &plan.layout, values: &given.inputs };
    let shocks = Shocks { normals, crisis: &given.crisis };
    outcomes.start(&inputs, reporting);
    simulate(&inputs, frame, &shocks, &given.cuts, arm, state, outcomes);
    outcomes.finish(&inputs, state);
}

/// What a scenario has once, and not in every arm: pledges, hosts, paired closure, the trigger's effect.
#[inline(always)]
fn once(
    plan: &Plan,
    compiled: &Compiled,
    given: &Given,
    scenario: &mut Outcomes,
    counterfactual: &Outcomes,
    untriggered: Option<&Outcomes>,
) {
    let inputs = Inputs { layout: &plan.layout, values: &given.inputs };
    let first = |outcome| plan.cells.first(outcome);
    let infinite = F8::splat(f64::INFINITY);
    let nan = F8::splat(f64::NAN);
    for i in 0..plan.layout.domains.len() * K {
        let (with, without) = (scenario.closes[i], counterfactual.closes[i]);
        let (closes_with, closes_without) = (with.lt(infinite), without.lt(infinite));
        scenario.cells[first(Outcome::ClosesOnlyWithout) + i] = (closes_without & !closes_with).indicator();
        scenario.cells[first(Outcome::Delay) + i] =
            (closes_with & closes_without).select(with - without, nan);
    }
    for (a, (&pledge, &year)) in inputs.all(Name::Pledge).iter().zip(inputs.all(Name::PledgeYear)).enumerate()
    {
        scenario.cells[first(Outcome::Pledge) + a] = pledge;
        scenario.cells[first(Outcome::PledgeYear) + a] = year;
    }
    let people = inputs.all(Name::UsPersonnel);
    let mut effective = F8::ZERO;
    for (e, &host) in compiled.host_of_element.iter().enumerate() {
        scenario.cells[first(Outcome::Present) + host] += people[e];
        scenario.cells[first(Outcome::Leaving) + host] += people[e] * given.cuts[e];
        effective += people[e] * given.cuts[e];
    }
    scenario.cells[first(Outcome::PersonnelAsked)] = given.personnel;
    // The sum over hosts is N but for rounding; what is reported is N itself.
    let limit = leaving_troops(&inputs, given.personnel);
    scenario.cells[first(Outcome::PersonnelEffective)] = effective.gt(F8::ZERO).keep(limit);
    scenario.cells[first(Outcome::DepartureStart)] = inputs.one(Name::Start) + inputs.one(Name::Slip);
    for k in 0..K {
        let cell = first(Outcome::IndexHeadline) + k;
        scenario.cells[first(Outcome::TriggerEffect) + k] =
            untriggered.map_or(nan, |without| counterfactual.cells[cell] - without.cells[cell]);
    }
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
        for (s, shifts) in scenarios.iter_mut().enumerate() {
            *shifts = Shifts::from_lane(&plan.cells, worker.scenario(s), lane.unwrap_or(0));
        }
        let last = first + LANES as u64 >= replicates;
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
        shifts: &AllShifts,
        histograms: &[Histograms],
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
            for (s, histograms) in histograms.iter().enumerate() {
                let arms = self.worker.scenario(s);
                let (into, pending) = (&mut sums.scenarios[s], &mut self.pending[s]);
                accumulate(cells, &shifts.scenarios[s], histograms, arms, live, into, pending);
            }
            sums.pairs.add(&self.worker.compared, &shifts.pairs, plan.reporting[0].tier, live);
            sums.live += live.count();
        }
        for (pending, histograms) in self.pending.iter_mut().zip(histograms) {
            pending.count(cells, histograms);
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
    let shifts = shifts(plan, &shocks, options.replicates);
    let histograms: Vec<Histograms> = (0..count).map(|_| Histograms::new(&plan.cells)).collect();
    let mut sums: Vec<Sums> = (0..count).map(|_| Sums::new(&plan.cells)).collect();
    let mut pairs = Pairs::new(count, compared_cells(&plan.cells));
    let (mut done, mut live) = (0_u64, 0_u64);

    // A wave is a few chunks a thread: between waves results are merged in order and a stop is heeded, so what is kept
    // is always the first replicates without a hole.
    let wave = CHUNK * 2 * pool.current_num_threads() as u64;
    let memories: Vec<Mutex<Memory>> =
        (0..pool.current_num_threads()).map(|_| Mutex::new(Memory::new(plan, &shocks))).collect();
    while done < options.replicates && !options.stop.load(Ordering::Relaxed) {
        let end = (done + wave).min(options.replicates);
        let firsts: Vec<u64> = (done..end).step_by(CHUNK as usize).collect();
        let results: Vec<ChunkSums> = pool.install(|| {
            firsts
                .par_iter()
                .map(|&first| {
                    // Each thread of the pool has its own memory, so the lock is never waited for.
                    let thread = rayon::current_thread_index().unwrap_or(0);
                    let mut memory = memories[thread].lock().unwrap_or_else(PoisonError::into_inner);
                    memory.chunk(first, options.replicates, &shifts, &histograms)
                })
                .collect()
        });
        for result in &results {
            for (total, part) in sums.iter_mut().zip(&result.scenarios) {
                total.merge(part);
            }
            pairs.merge(&result.pairs);
            live += result.live;
        }
        done = end;
        (options.progress)(done);
    }
    let failed = done - live;
    if done == 0 {
        return Err(RunError::Nothing);
    }
    if failed as f64 > MOST_FAILED * done as f64 {
        return Err(RunError::Failed { failed, replicates: done });
    }
    let scenarios = shifts
        .scenarios
        .into_iter()
        .zip(sums)
        .zip(histograms)
        .map(|((shifts, sums), histograms)| Accumulated { shifts, sums, histograms })
        .collect();
    Ok(Results { scenarios, pairs, pair_shifts: shifts.pairs, replicates: done, failed })
}
