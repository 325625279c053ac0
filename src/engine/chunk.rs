//! A chunk of replicates: its groups of blocks, computed and added up by one thread.

use serde::{Deserialize, Serialize};

use super::{
    causes::{self, CauseCounts, CauseSums},
    counts::{Histograms, Pending},
    dispatch::kernel,
    pair_counts::PairCounts,
    pairs::{Pairs, compared_cells},
    plan::Plan,
    regret::Regret,
    run::CHUNK,
    sparse::all_fit,
    sums::{Arms3, Live, Owner, Shifts, Sums},
    worker::{Sink, Worker},
};
use crate::{
    model::{
        cells::{Cells, Frame},
        lanes::{F8, LANES},
        sheet::{GROUP, Sheet},
    },
    sampling::{design, shocks::Shocks},
};

/// Replicates of a group.
const TOGETHER: u64 = (GROUP * LANES) as u64;

/// The sums of a range of replicates.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ChunkSums {
    /// By world.
    pub worlds: Vec<Sums>,
    /// By scenario.
    pub scenarios: Vec<Sums>,
    /// Scenarios compared.
    pub pairs: Pairs,
    /// Causes.
    pub causes: CauseSums,
    /// How much worse scenarios are than the best.
    pub regret: Regret,
    /// Valid replicates.
    pub live: u64,
}

impl ChunkSums {
    /// Empty sums.
    #[must_use]
    pub fn new(plan: &Plan) -> Self {
        Self::in_parts(plan, 0)
    }

    /// Empty sums of a whole run, kept by randomisation of its design too.
    #[must_use]
    pub fn of_run(plan: &Plan) -> Self {
        Self::in_parts(plan, plan.design.randomisations().unwrap_or(0) as usize)
    }

    fn in_parts(plan: &Plan, parts: usize) -> Self {
        let cells = &plan.cells;
        let sums = |owner| Sums::in_parts(cells, owner, parts);
        Self {
            worlds: plan.worlds.iter().map(|_| sums(Owner::Counterfactual)).collect(),
            scenarios: plan.scenarios.iter().map(|_| sums(Owner::Scenario)).collect(),
            pairs: Pairs::in_parts(plan.scenarios.len(), compared_cells(plan), parts),
            causes: CauseSums::in_parts(plan, parts),
            regret: Regret::new(plan, compared_cells(plan), parts),
            live: 0,
        }
    }

    /// Forgets everything.
    pub fn clear(&mut self) {
        self.worlds.iter_mut().chain(&mut self.scenarios).for_each(Sums::clear);
        self.pairs.clear();
        self.causes.clear();
        self.regret.clear();
        self.live = 0;
    }

    /// Whether they are of the sizes of others, and of the same replicates in all parts.
    pub fn fits(&self, like: &Self) -> bool {
        let of =
            |ours: &[Sums], theirs: &[Sums]| all_fit(ours, theirs, |a, b| a.fits(b) && a.live == self.live);
        of(&self.worlds, &like.worlds)
            && of(&self.scenarios, &like.scenarios)
            && self.pairs.fits(&like.pairs)
            && self.causes.fits(&like.causes)
            && self.regret.fits(&like.regret)
    }

    /// Adds the sums of a later chunk.
    pub fn merge(&mut self, later: &ChunkSums, chunk: u64) {
        let (randomisation, _) = design::place(chunk * CHUNK);
        let ours = self.worlds.iter_mut().chain(&mut self.scenarios);
        ours.zip(later.worlds.iter().chain(&later.scenarios)).for_each(|(a, b)| a.merge(b, randomisation));
        self.pairs.merge(&later.pairs, randomisation);
        self.causes.merge(&later.causes, randomisation);
        self.regret.merge(&later.regret, randomisation);
        self.live += later.live;
    }
}

/// Shifts of all sums.
pub struct AllShifts {
    /// By world.
    pub worlds: Vec<Shifts>,
    /// By scenario.
    pub scenarios: Vec<Shifts>,
    /// Of the comparison.
    pub pairs: Vec<f64>,
    /// Of causes.
    pub causes: Vec<f64>,
}

/// All counts.
#[derive(Debug, Serialize, Deserialize)]
pub struct AllHistograms {
    /// By world.
    pub worlds: Vec<Histograms>,
    /// By scenario.
    pub scenarios: Vec<Histograms>,
    /// Causes.
    pub causes: CauseCounts,
    /// Scenarios compared.
    pub pairs: PairCounts,
}

impl AllHistograms {
    /// Whether they are of the sizes of others.
    pub fn fits(&self, like: &Self) -> bool {
        all_fit(&self.worlds, &like.worlds, Histograms::fits)
            && all_fit(&self.scenarios, &like.scenarios, Histograms::fits)
            && self.causes.fits(&like.causes)
            && self.pairs.fits(&like.pairs)
    }
}

/// What threads share.
pub struct Shared {
    /// Shifts, settled before the first chunk.
    pub shifts: AllShifts,
    /// Counts, which come in any order.
    pub histograms: AllHistograms,
}

impl Shared {
    /// Settles the shifts, from the first valid replicate of the run, and empties the counts.
    #[must_use]
    pub fn new(plan: &Plan, shocks: &Shocks, replicates: u64) -> Self {
        let cells = &plan.cells;
        let histograms = |owner| Histograms::new(cells, owner);
        Self {
            shifts: shifts(plan, shocks, replicates),
            histograms: AllHistograms {
                worlds: plan.worlds.iter().map(|_| histograms(Owner::Counterfactual)).collect(),
                scenarios: plan.scenarios.iter().map(|_| histograms(Owner::Scenario)).collect(),
                causes: CauseCounts::new(plan),
                pairs: PairCounts::new(plan, compared_cells(plan)),
            },
        }
    }
}

/// Finds the first valid replicate and takes its values as shifts.
fn shifts(plan: &Plan, shocks: &Shocks, replicates: u64) -> AllShifts {
    let mut worker = Worker::new(plan, shocks);
    let mut taker = TakeShifts {
        cells: &plan.cells,
        shifts: AllShifts {
            worlds: plan.worlds.iter().map(|_| Shifts::new(&plan.cells)).collect(),
            scenarios: plan.scenarios.iter().map(|_| Shifts::new(&plan.cells)).collect(),
            pairs: Vec::new(),
            causes: Vec::new(),
        },
    };
    let mut first = 0;
    loop {
        worker.group(first, replicates, &mut taker);
        first += TOGETHER;
        if place(&worker.live).is_some() || first >= replicates {
            break;
        }
    }
    for s in 0..plan.scenarios.len() {
        worker.scenario(s, &mut taker);
    }
    let pairs = Pairs::new(plan.scenarios.len(), compared_cells(plan));
    let (block, lane) = place(&worker.live).unwrap_or_default();
    taker.shifts.pairs = pairs.shifts(&worker.compared, (block, lane));
    if plan.causes > 0 {
        let mut arms = causes::Arms::new(plan);
        taker.shifts.causes = arms.group(&worker).iter().map(|value| finite(value[block][lane])).collect();
    }
    taker.shifts
}

/// A shift must be a number even where no draw is valid.
fn finite(value: f64) -> f64 {
    if value.is_finite() { value } else { 0.0 }
}

/// Block and lane of the first valid replicate of a group.
fn place(live: &Live) -> Option<(usize, usize)> {
    let lanes = (0..GROUP).flat_map(|block| (0..LANES).map(move |lane| (block, lane)));
    lanes.into_iter().find(|&(block, lane)| live[block].lane(lane))
}

struct TakeShifts<'a> {
    cells: &'a Cells,
    shifts: AllShifts,
}

impl Sink for TakeShifts<'_> {
    fn counterfactual(&mut self, world: usize, row: (Frame, usize), sheet: &Sheet, live: &Live) {
        self.shifts.worlds[world].take(self.cells, 0, row, sheet, place(live).unwrap_or_default());
    }

    fn scenario(&mut self, scenario: usize, row: (Frame, usize), arms: Arms3, live: &Live) {
        let place = place(live).unwrap_or_default();
        let shifts = &mut self.shifts.scenarios[scenario];
        shifts.take(self.cells, 0, row, arms.scenario, place);
        shifts.take(self.cells, 1, row, arms.direct, place);
    }
}

/// What a thread keeps between chunks.
pub struct Memory<'a> {
    worker: Worker<'a>,
    worlds: Vec<Pending>,
    scenarios: Vec<Pending>,
    causes: causes::Arms,
}

/// Groups that wait to be counted: many make counting fast, so many that all together stay small.
fn groups_to_wait(plan: &Plan) -> usize {
    (48 / (plan.worlds.len() + plan.scenarios.len())).clamp(2, 16)
}

impl<'a> Memory<'a> {
    /// Memory for a plan.
    #[must_use]
    pub fn new(plan: &'a Plan, shocks: &'a Shocks) -> Self {
        let groups = groups_to_wait(plan);
        let pending = |owner| Pending::new(&plan.cells, owner, groups);
        Self {
            worker: Worker::new(plan, shocks),
            worlds: plan.worlds.iter().map(|_| pending(Owner::Counterfactual)).collect(),
            scenarios: plan.scenarios.iter().map(|_| pending(Owner::Scenario)).collect(),
            causes: causes::Arms::new(plan),
        }
    }

    /// Adds the chunk that starts at replicate `first` to `sums`.
    pub fn chunk(&mut self, first: u64, replicates: u64, shared: &Shared, sums: &mut ChunkSums) {
        let plan = self.worker.plan;
        let end = (first + CHUNK).min(replicates);
        for group in (first..end).step_by(TOGETHER as usize) {
            let mut adder = Adder {
                cells: &plan.cells,
                worlds_of_scenarios: plan,
                shared,
                sums,
                worlds: &mut self.worlds,
                scenarios: &mut self.scenarios,
            };
            self.worker.group(group, end, &mut adder);
            for s in 0..plan.scenarios.len() {
                self.worker.scenario(s, &mut adder);
            }
            let live = &self.worker.live;
            add_compared(
                &mut sums.pairs,
                &mut sums.regret,
                &self.worker.compared,
                &shared.shifts.pairs,
                plan.reporting[0].tier,
                live,
            );
            if first < plan.causes {
                let values = self.causes.group(&self.worker);
                sums.causes.add(values, &shared.shifts.causes, live);
                shared.histograms.causes.add(values, live);
            }
            shared.histograms.pairs.add(&self.worker.compared, live);
            let count: u64 = live.iter().map(|live| live.count()).sum();
            sums.live += count;
            sums.worlds.iter_mut().chain(&mut sums.scenarios).for_each(|sums| sums.live += count);
            self.worlds.iter_mut().chain(&mut self.scenarios).for_each(Pending::close_group);
            if self.scenarios.first().is_some_and(Pending::is_full) {
                self.count(shared);
            }
        }
    }

    /// Counts what waits.
    pub fn count(&mut self, shared: &Shared) {
        let cells = &self.worker.plan.cells;
        for (pending, histograms) in self.worlds.iter_mut().zip(&shared.histograms.worlds) {
            pending.count(cells, histograms);
        }
        for (pending, histograms) in self.scenarios.iter_mut().zip(&shared.histograms.scenarios) {
            pending.count(cells, histograms);
        }
    }
}

/// Adds rows to sums, and puts them where they wait to be counted.
struct Adder<'a> {
    cells: &'a Cells,
    worlds_of_scenarios: &'a Plan,
    shared: &'a Shared,
    sums: &'a mut ChunkSums,
    worlds: &'a mut [Pending],
    scenarios: &'a mut [Pending],
}

impl Sink for Adder<'_> {
    fn counterfactual(&mut self, world: usize, row: (Frame, usize), sheet: &Sheet, live: &Live) {
        let (shifts, histograms) = (&self.shared.shifts.worlds[world], &self.shared.histograms.worlds[world]);
        let (sums, pending) = (&mut self.sums.worlds[world], &mut self.worlds[world]);
        add_counterfactual(self.cells, shifts, histograms, row, sheet, live, sums, pending);
    }

    fn scenario(&mut self, scenario: usize, row: (Frame, usize), arms: Arms3, live: &Live) {
        let world = self.worlds_of_scenarios.scenarios[scenario].world;
        let shifts = (&self.shared.shifts.scenarios[scenario], &self.shared.shifts.worlds[world]);
        let histograms = &self.shared.histograms.scenarios[scenario];
        let (sums, pending) = (&mut self.sums.scenarios[scenario], &mut self.scenarios[scenario]);
        add_scenario(self.cells, shifts, histograms, row, arms, live, sums, pending);
    }
}

kernel! {
    /// Adds a row of a counterfactual.
    fn add_counterfactual = add_counterfactual_body, (
        cells: &Cells,
        shifts: &Shifts,
        histograms: &Histograms,
        row: (Frame, usize),
        sheet: &Sheet,
        live: &Live,
        sums: &mut Sums,
        pending: &mut Pending,
    )
}

kernel! {
    /// Adds a row of a scenario.
    fn add_scenario = add_scenario_body, (
        cells: &Cells,
        shifts: (&Shifts, &Shifts),
        histograms: &Histograms,
        row: (Frame, usize),
        arms: Arms3,
        live: &Live,
        sums: &mut Sums,
        pending: &mut Pending,
    )
}

kernel! {
    /// Adds a group of the comparison.
    fn add_compared = add_compared_body, (
        pairs: &mut Pairs,
        regret: &mut Regret,
        compared: &[F8],
        shifts: &[f64],
        headline: usize,
        live: &Live,
    )
}

#[inline(always)]
#[allow(clippy::too_many_arguments)]
fn add_counterfactual_body(
    cells: &Cells,
    shifts: &Shifts,
    histograms: &Histograms,
    row: (Frame, usize),
    sheet: &Sheet,
    live: &Live,
    sums: &mut Sums,
    pending: &mut Pending,
) {
    sums.add_counterfactual(cells, shifts, row, sheet, live);
    pending.add_counterfactual(cells, histograms, row, sheet, live);
}

#[inline(always)]
#[allow(clippy::too_many_arguments)]
fn add_scenario_body(
    cells: &Cells,
    shifts: (&Shifts, &Shifts),
    histograms: &Histograms,
    row: (Frame, usize),
    arms: Arms3,
    live: &Live,
    sums: &mut Sums,
    pending: &mut Pending,
) {
    sums.add_scenario(cells, shifts, row, arms, live);
    pending.add_scenario(cells, histograms, row, arms, live);
}

#[inline(always)]
fn add_compared_body(
    pairs: &mut Pairs,
    regret: &mut Regret,
    compared: &[F8],
    shifts: &[f64],
    headline: usize,
    live: &Live,
) {
    pairs.add(compared, shifts, headline, live);
    regret.add(compared, live);
}
