//! A chunk of replicates: its groups of blocks, computed and added up by one thread.

use std::ops::Range;

use serde::{Deserialize, Serialize};

use super::{
    all_counts::AllHistograms,
    by_randomisation::{ByRandomisation, Summed},
    causes::{self, CauseCounts, CauseSums},
    cell_counts::Histograms,
    cell_shifts::Shifts,
    cell_sums::{Arms3, Owner, Sums},
    chunk::{CHUNK, TOGETHER},
    dispatch::kernel,
    live::Live,
    look_through::look_through,
    not_finite::{Failing, LeftOut, NotFinite},
    pair_counts::PairCounts,
    pairs::{Pairs, compared_cells},
    pending::Pending,
    plan::Plan,
    regret::Regret,
    shifts::AllShifts,
    sparse::all_fit,
    worker::{Sink, Worker},
};
use crate::{
    model::{
        cells::{Cells, Frame},
        lanes::F8,
        sheet::Sheet,
    },
    sampling::design,
};

/// Groups of a chunk.
const GROUPS: usize = (CHUNK / TOGETHER) as usize;

/// The sums of a range of replicates.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ChunkSums {
    /// By world.
    pub worlds: Vec<Sums>,
    /// By scenario.
    pub scenarios: Vec<Sums>,
    /// Scenarios compared.
    pub pairs: ByRandomisation<Pairs>,
    /// Causes.
    pub causes: ByRandomisation<CauseSums>,
    /// How much worse scenarios are than the best.
    pub regret: ByRandomisation<Regret>,
    /// Valid replicates.
    pub live: u64,
    /// Replicates left out because an outcome is not finite.
    pub not_finite: NotFinite,
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
            pairs: ByRandomisation::new(Pairs::new(plan.compared(), compared_cells(plan)), parts),
            causes: ByRandomisation::new(CauseSums::new(plan), parts),
            regret: ByRandomisation::new(Regret::new(plan, compared_cells(plan)), parts),
            live: 0,
            not_finite: NotFinite::default(),
        }
    }

    /// Forgets everything.
    pub fn clear(&mut self) {
        self.worlds.iter_mut().chain(&mut self.scenarios).for_each(Sums::clear);
        self.pairs.all.clear();
        self.causes.all.clear();
        self.regret.all.clear();
        self.live = 0;
        self.not_finite = NotFinite::default();
    }

    /// Whether all that is added up can be.
    fn are_finite(&self) -> bool {
        self.worlds.iter().chain(&self.scenarios).all(Sums::are_finite) && self.causes.all.are_finite()
    }

    /// Whether they are of the sizes of others, and all of the same among the first `done` replicates, of which the
    /// first `causes` have their causes computed.
    pub fn fits(&self, like: &Self, done: u64, causes: u64) -> bool {
        let of = |ours: &[Sums], theirs: &[Sums]| all_fit(ours, theirs, |a, b| a.fits(b, self.live));
        let Some(failed) = done.checked_sub(self.live) else { return false };
        // Those of whole chunks, of which as many may have failed as did in all.
        let causes = causes.min(done).next_multiple_of(CHUNK);
        of(&self.worlds, &like.worlds)
            && of(&self.scenarios, &like.scenarios)
            && self.pairs.all.live() == self.live
            && self.pairs.fits(&like.pairs, Pairs::fits)
            && (causes.saturating_sub(failed)..=causes.min(self.live)).contains(&self.causes.all.live())
            && self.causes.fits(&like.causes, CauseSums::fits)
            && self.regret.all.live() == if self.regret.options().is_empty() { 0 } else { self.live }
            && self.regret.fits(&like.regret, Regret::fits)
            && self.not_finite.fits(failed)
    }

    /// Adds the sums of a later chunk.
    pub fn merge(&mut self, later: &ChunkSums, chunk: u64) {
        let (randomisation, _) = design::place(chunk * CHUNK);
        let ours = self.worlds.iter_mut().chain(&mut self.scenarios);
        ours.zip(later.worlds.iter().chain(&later.scenarios)).for_each(|(a, b)| a.merge(b, randomisation));
        self.pairs.merge(&later.pairs.all, chunk);
        self.causes.merge(&later.causes.all, chunk);
        self.regret.merge(&later.regret.all, chunk);
        self.live += later.live;
        self.not_finite.merge(&later.not_finite);
    }

    /// Takes what is known of all replicates together from what is known by randomisation.
    pub fn join(&mut self) {
        self.worlds.iter_mut().chain(&mut self.scenarios).for_each(Sums::join);
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
    pub fn new(plan: &Plan, replicates: u64) -> Self {
        let cells = &plan.cells;
        let parts = if plan.quantile_errors { plan.design.randomisations().unwrap_or(0) as usize } else { 0 };
        let histograms = |owner| Histograms::in_parts(cells, owner, parts);
        Self {
            shifts: AllShifts::of(plan, replicates),
            histograms: AllHistograms {
                worlds: plan.worlds.iter().map(|_| histograms(Owner::Counterfactual)).collect(),
                scenarios: plan.scenarios.iter().map(|_| histograms(Owner::Scenario)).collect(),
                causes: CauseCounts::new(plan),
                pairs: PairCounts::new(plan, compared_cells(plan)),
            },
        }
    }
}

/// What a thread keeps between chunks.
pub struct Memory<'a> {
    worker: Worker<'a>,
    worlds: Vec<Pending>,
    scenarios: Vec<Pending>,
    causes: causes::Arms,
}

/// Bytes that groups may take while they wait.
const WAITING: usize = 24 << 20;

/// Groups that wait to be counted: many make counting fast, so many that all together stay small, but one of each scenario.
fn groups_to_wait(plan: &Plan) -> usize {
    let (worlds, scenarios) = (plan.worlds.len(), plan.scenarios.len());
    let bytes = worlds * Pending::bytes_of_group(&plan.cells, Owner::Counterfactual)
        + scenarios * Pending::bytes_of_group(&plan.cells, Owner::Scenario);
    (WAITING / bytes.max(1)).max(96 / (worlds + scenarios)).clamp(1, 16)
}

/// How far a chunk has got that may be begun anew, without the replicates that spoil it.
struct Progress {
    /// What does not wait is counted of the groups before this one.
    counted: u64,
    /// What waits is counted of the groups before this one.
    settled: u64,
    /// Groups of earlier chunks that wait.
    waiting: usize,
}

impl<'a> Memory<'a> {
    /// Memory for a plan.
    #[must_use]
    pub fn new(plan: &'a Plan) -> Self {
        let groups = groups_to_wait(plan);
        let pending = |owner| Pending::new(&plan.cells, owner, groups);
        Self {
            worker: Worker::new(plan),
            worlds: plan.worlds.iter().map(|_| pending(Owner::Counterfactual)).collect(),
            scenarios: plan.scenarios.iter().map(|_| pending(Owner::Scenario)).collect(),
            causes: causes::Arms::new(plan),
        }
    }

    /// What waits, of worlds and scenarios.
    fn pending(&mut self) -> impl Iterator<Item = &mut Pending> {
        self.worlds.iter_mut().chain(&mut self.scenarios)
    }

    /// Whether so many more groups can wait.
    fn has_room(&self, groups: usize) -> bool {
        self.scenarios.first().is_none_or(|pending| pending.has_room(groups))
    }

    /// Adds the chunk that starts at replicate `first` to `sums`.
    pub fn chunk(&mut self, first: u64, replicates: u64, shared: &Shared, sums: &mut ChunkSums) {
        let range = first..(first + CHUNK).min(replicates);
        if !self.has_room(GROUPS) {
            self.count(shared);
        }
        let waiting = self.scenarios.first().map_or(0, Pending::waiting);
        let mut progress = Progress { counted: first, settled: first, waiting };
        if self.groups(range.clone(), shared, sums, &mut progress, true) {
            return;
        }
        let mut failing = Failing::default();
        for group in range.clone().step_by(TOGETHER as usize) {
            look_through(&mut self.worker, group, range.end, &mut failing);
        }
        sums.clear();
        self.pending().for_each(|pending| pending.forget_after(progress.waiting));
        self.worker.left_out = failing.left_out;
        self.groups(range, shared, sums, &mut progress, false);
        self.worker.left_out = LeftOut::default();
        sums.not_finite = failing.not_finite;
    }

    /// Adds the groups of a chunk. If it is to `look`, it stops at the first group that makes a sum not finite and
    /// returns whether there was none. Each group is counted once, however often the chunk is begun.
    fn groups(
        &mut self,
        range: Range<u64>,
        shared: &Shared,
        sums: &mut ChunkSums,
        progress: &mut Progress,
        look: bool,
    ) -> bool {
        let plan = self.worker.plan;
        let (first, end) = (range.start, range.end);
        for group in range.step_by(TOGETHER as usize) {
            let (randomisation, _) = design::place(group);
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
            let live = &{ self.worker.live };
            add_compared(
                &mut sums.pairs.all,
                &mut sums.regret.all,
                &self.worker.compared,
                &shared.shifts.pairs,
                plan.reporting[0].tier,
                live,
            );
            if first < plan.causes {
                sums.causes.all.add(self.causes.group(&mut self.worker), &shared.shifts.causes, live);
            }
            if look && !sums.are_finite() {
                return false;
            }
            if group >= progress.counted {
                if first < plan.causes {
                    shared.histograms.causes.add(self.causes.values(), live);
                }
                shared.histograms.pairs.add(&self.worker.compared, live);
                progress.counted = group + TOGETHER;
            }
            let count: u64 = live.iter().map(|live| live.count()).sum();
            sums.live += count;
            sums.worlds.iter_mut().chain(&mut sums.scenarios).for_each(|sums| sums.live += count);
            if group >= progress.settled {
                self.pending().for_each(|pending| pending.close_group(randomisation));
                if !self.has_room(1) {
                    self.count(shared);
                    (progress.settled, progress.waiting) = (group + TOGETHER, 0);
                }
            }
        }
        true
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
    fn add_counterfactual(
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
}

kernel! {
    /// Adds a row of a scenario.
    fn add_scenario(
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
}

kernel! {
    /// Adds a group of the comparison.
    fn add_compared(
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
}
