//! Causes (model.md section 9): the headline index of the arms in which mechanisms are switched on one after another, of
//! the first replicates of a run, beside its other arms and from the same draws.

use std::sync::Mutex;

use serde::{Deserialize, Serialize};

use super::{
    by_randomisation::{ByRandomisation, Summed},
    draw::Given,
    finite::are_finite,
    headlines::headlines,
    live::Live,
    lock::lock,
    pending::keys,
    plan::Plan,
    slot::Slot,
    sparse::all_fit,
    worker::Worker,
};
use crate::{
    model::{
        arm::Arm,
        headline::{Extent, Headline, Headlines},
        lanes::F8,
        layout::{Inputs, K},
        sheet::GROUP,
    },
    sampling::design::Design,
    scenario::names::Name,
    stats::{
        histogram::QUANTILES,
        log_bins::Log,
        moments::{MeanError, estimate},
    },
};

/// Number of steps from the index without drawdown to that with it.
const STEPS: usize = Arm::CAUSES.len();

/// Rows of a scenario: the index without drawdown, what each step adds, what all add, the index with it.
pub const ROWS: usize = STEPS + 3;

/// Rows besides: the direct arm, and what is added before allies react.
const DIRECT: usize = ROWS;
const DIRECT_EFFECT: usize = ROWS + 1;

/// Name of a row in tables.
#[must_use]
pub fn row_name(row: usize) -> &'static str {
    match row {
        0 => "counterfactual",
        row if row <= STEPS => Arm::CAUSES[row - 1].0,
        row if row == STEPS + 1 => "attributable",
        _ => "scenario",
    }
}

/// How many of the first replicates have their causes computed unless more are asked for: what they cost is then a small
/// part of a run of the default length and nearly nothing of a longer one. Whole turns of a design's randomisations, of
/// which fewer are enough.
#[must_use]
pub const fn first(design: Design) -> u64 {
    match design {
        Design::MonteCarlo => 2048,
        Design::Sobol | Design::LatinHypercube { .. } => 1024,
    }
}

/// Cells of a scenario: by row and tier the number itself and the part of it that acts through enablers. Behind those of
/// all scenarios stands what the reaction adds to the shortfall, by scenario, domain and tier.
const CELLS: usize = (ROWS + 2) * K * 2;

/// Where a number of a scenario lies.
fn cell(scenario: usize, row: usize, tier: usize) -> usize {
    scenario * CELLS + (row * K + tier) * 2
}

/// Number of values of a group.
fn values(plan: &Plan) -> usize {
    plan.scenarios.len() * (CELLS + plan.layout.domains.len() * K)
}

/// A thread's memory.
pub struct Arms {
    memory: Headlines,
    /// By world the index without drawdown.
    worlds: Vec<[Headline; GROUP]>,
    /// By scenario and cell.
    values: Vec<[F8; GROUP]>,
}

impl Arms {
    /// Memory for a plan.
    #[must_use]
    pub fn new(plan: &Plan) -> Self {
        Self {
            memory: Headlines::default(),
            worlds: vec![Default::default(); plan.worlds.len()],
            values: vec![[F8::ZERO; GROUP]; values(plan)],
        }
    }

    /// Computes the group that the worker has drawn; returns its values by scenario and cell.
    pub fn group(&mut self, worker: &mut Worker) -> &[[F8; GROUP]] {
        let plan = worker.plan;
        for (w, without) in self.worlds.iter_mut().enumerate() {
            for (block, without) in without.iter_mut().enumerate() {
                let (given, economy) = worker.world(w, block);
                let arms = [Arm::COUNTERFACTUAL];
                let found = std::slice::from_mut(without);
                headlines(
                    plan,
                    given,
                    economy,
                    &arms,
                    Extent::All { shortfalls: false },
                    &mut self.memory,
                    found,
                );
            }
        }
        let arms = Arm::CAUSES.map(|(_, arm)| arm);
        for (s, compiled) in plan.scenarios.iter().enumerate() {
            for (block, (given, economy)) in worker.given(s).into_iter().enumerate() {
                let without = self.worlds[compiled.world][block];
                let mut found = [without; STEPS];
                // The first arm is the counterfactual where no pledge is taken back.
                let from = usize::from(keeps_pledges(plan, given));
                let extent = Extent::All { shortfalls: true };
                headlines(plan, given, economy, &arms[from..], extent, &mut self.memory, &mut found[from..]);
                self.set(s, 0, block, without);
                let mut before = without;
                for (step, now) in found.into_iter().enumerate() {
                    self.set(s, step + 1, block, now.less(&before));
                    before = now;
                }
                let [.., direct, scenario] = found;
                self.set(s, STEPS + 1, block, scenario.less(&without));
                self.set(s, STEPS + 2, block, scenario);
                self.set(s, DIRECT, block, direct);
                self.set(s, DIRECT_EFFECT, block, direct.less(&without));
                let [direct, scenario] = &self.memory.shortfalls;
                let first = plan.scenarios.len() * CELLS + s * scenario.len();
                for (value, (&with, &before)) in
                    self.values[first..].iter_mut().zip(scenario.iter().zip(direct))
                {
                    value[block] = with - before;
                }
            }
        }
        &self.values
    }

    /// The values of the group computed last.
    #[must_use]
    pub fn values(&self) -> &[[F8; GROUP]] {
        &self.values
    }

    /// Sets the numbers of a row.
    fn set(&mut self, scenario: usize, row: usize, block: usize, found: Headline) {
        for k in 0..K {
            let at = cell(scenario, row, k);
            self.values[at][block] = found.index[k];
            self.values[at + 1][block] = found.index[k] - found.independent[k];
        }
    }
}

/// Whether no pledge is taken back in any lane of a block.
fn keeps_pledges(plan: &Plan, given: &Given) -> bool {
    let inputs = Inputs { layout: &plan.layout, values: &given.inputs };
    inputs.all(Name::PledgeCut).iter().all(|cuts| cuts.0.iter().all(|&cut| cut == 0.0))
}

/// Sums over replicates of every cell, about its shift.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CauseSums {
    /// By scenario and cell: sum and sum of squares. Empty where no causes are computed.
    sums: Vec<[f64; 2]>,
    /// Valid replicates.
    live: u64,
}

impl CauseSums {
    /// Empty sums.
    #[must_use]
    pub fn new(plan: &Plan) -> Self {
        let cells = if plan.causes > 0 { values(plan) } else { 0 };
        Self { sums: vec![[0.0; 2]; cells], live: 0 }
    }

    /// Forgets everything.
    pub fn clear(&mut self) {
        self.sums.fill([0.0; 2]);
        self.live = 0;
    }

    /// Whether all that is added up can be.
    #[must_use]
    pub fn are_finite(&self) -> bool {
        are_finite(self.sums.as_flattened())
    }

    /// Adds a group of blocks.
    pub fn add(&mut self, values: &[[F8; GROUP]], shifts: &[f64], live: &Live) {
        for ((sums, values), &shift) in self.sums.iter_mut().zip(values).zip(shifts) {
            let mut t = [F8::ZERO; 2];
            for w in 0..GROUP {
                let x = live[w].keep(values[w] - F8::splat(shift));
                t[0] += x;
                t[1] += x * x;
            }
            sums[0] += t[0].sum();
            sums[1] += t[1].sum();
        }
        self.live += live.iter().map(|live| live.count()).sum::<u64>();
    }

    /// Whether they are of the sizes of others.
    pub fn fits(&self, like: &Self) -> bool {
        self.sums.len() == like.sums.len()
    }

    /// Mean and standard error as of independent replicates.
    fn of_replicates(&self, cell: usize, shifts: &[f64]) -> MeanError {
        let [sum, square] = self.sums[cell];
        estimate(sum, square, self.live, shifts[cell])
    }
}

impl Summed for CauseSums {
    fn merge(&mut self, later: &CauseSums) {
        for (ours, theirs) in self.sums.iter_mut().zip(&later.sums) {
            ours[0] += theirs[0];
            ours[1] += theirs[1];
        }
        self.live += later.live;
    }

    fn live(&self) -> u64 {
        self.live
    }
}

/// Counts of the numbers of every row, in any order.
#[derive(Debug, Serialize, Deserialize)]
pub struct CauseCounts(Mutex<Vec<Log>>);

impl CauseCounts {
    /// Empty counts.
    #[must_use]
    pub fn new(plan: &Plan) -> Self {
        let rows = if plan.causes > 0 { plan.scenarios.len() * CELLS / 2 } else { 0 };
        Self(Mutex::new(vec![Log::default(); rows]))
    }

    /// Whether they are of the sizes of others, and of at most so many replicates.
    pub fn fits(&self, like: &Self, most: u64) -> bool {
        all_fit(&lock(&self.0), &lock(&like.0), |log, _| log.is_sound(most))
    }

    /// Counts a group.
    pub fn add(&self, values: &[[F8; GROUP]], live: &Live) {
        for (log, values) in lock(&self.0).iter_mut().zip(values.iter().step_by(2)) {
            log.add(&keys(values, live));
        }
    }
}

/// What a run has found of causes.
#[derive(Debug)]
pub struct Causes {
    sums: ByRandomisation<CauseSums>,
    shifts: Vec<f64>,
    counts: CauseCounts,
    scenarios: usize,
    domains: usize,
}

/// A row of a scenario at a tier.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Cause {
    /// The index (first and last row), or what is added to it; fraction.
    pub all: MeanError,
    /// The part that acts through enablers: less the same with every dependency 0.
    pub enablers: MeanError,
    /// 5 % and 95 % quantile of the first over replicates.
    pub p05_p95: (f64, f64),
}

/// What is known of the headline index in the direct arm, or of a difference.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Direct {
    /// Mean and standard error.
    pub mean: MeanError,
    /// 95 % interval of the mean.
    pub interval: (f64, f64),
    /// 5, 25, 50, 75 and 95 % quantile over replicates.
    pub quantiles: [f64; 5],
    /// Share of replicates in which it is above 0, ties half.
    pub above_zero: f64,
}

impl Causes {
    /// Takes what was found; `None` where no causes were computed.
    #[must_use]
    pub fn new(
        plan: &Plan,
        sums: ByRandomisation<CauseSums>,
        shifts: Vec<f64>,
        counts: CauseCounts,
    ) -> Option<Self> {
        let (scenarios, domains) = (plan.scenarios.len(), plan.layout.domains.len());
        (plan.causes > 0).then_some(Self { sums, shifts, counts, scenarios, domains })
    }

    /// Valid replicates.
    #[must_use]
    pub fn replicates(&self) -> u64 {
        self.sums.all.live
    }

    /// What the reaction adds to the shortfall of a domain at a tier.
    #[must_use]
    pub fn induced(&self, scenario: usize, domain: usize, tier: usize) -> MeanError {
        let cell = self.scenarios * CELLS + (scenario * self.domains + domain) * K + tier;
        self.mean(cell)
    }

    /// The headline index of the direct arm, or a difference that it is part of: mean, spread, and the share of replicates
    /// in which it is above 0. `None` of what needs no direct arm.
    #[must_use]
    pub fn direct(&self, scenario: usize, slot: Slot, tier: usize) -> Option<Direct> {
        let row = match slot {
            Slot::Direct => DIRECT,
            Slot::DirectEffect => DIRECT_EFFECT,
            Slot::Induced => STEPS,
            Slot::Scenario | Slot::Counterfactual | Slot::Attributable => return None,
        };
        let at = cell(scenario, row, tier);
        let mean = self.mean(at);
        let above_zero = lock(&self.counts.0)[at / 2].above_zero();
        let interval = self.sums.interval(|sums| sums.of_replicates(at, &self.shifts));
        Some(Direct { mean, interval, quantiles: self.quantiles(at, mean.mean), above_zero })
    }

    fn mean(&self, cell: usize) -> MeanError {
        self.sums.mean(|sums| sums.of_replicates(cell, &self.shifts))
    }

    /// Quantiles of a cell with a mean. What is the same in every replicate is known exactly, not only to the width of a bin.
    fn quantiles(&self, at: usize, mean: f64) -> [f64; 5] {
        match self.sums.all.sums[at] == [0.0; 2] {
            true => [mean; 5],
            false => lock(&self.counts.0)[at / 2].quantiles(QUANTILES),
        }
    }

    /// A row of a scenario at a tier.
    #[must_use]
    pub fn of(&self, scenario: usize, row: usize, tier: usize) -> Cause {
        let at = cell(scenario, row, tier);
        let all = self.mean(at);
        let enablers = self.mean(at + 1);
        let [p05, .., p95] = self.quantiles(at, all.mean);
        Cause { all, enablers, p05_p95: (p05, p95) }
    }
}
