//! Required spending (model.md section 9): in which replicates a domain is closed by a year, level by level of spending.
//!
//! Every block is drawn once and goes through all levels, in the direct arm of each scenario and in the counterfactual of
//! each world. Of a replicate and domain a word is kept, with one bit a level.

use std::ops::Range;

use super::spending::{LEVELS, Spending, level};
use crate::{
    engine::{
        blocks::{Drawer, Drawn},
        dispatch::kernel,
        draw::Given,
        drive::{self, Pass, RunError},
        finite::{economies, numbers},
        not_finite::{Failing, LeftOut, NotFinite},
        plan::Plan,
    },
    model::{
        arm::Arm,
        binding::Standing,
        closure::{NEVER, by_end_of, closes, gap, is_open},
        frame::Frame,
        lanes::{F8, LANES, M8},
        layout::Inputs,
        simulate::{Quarter, State},
        world::World,
    },
    scenario::names::Name,
};

/// The most replicates: 8 bytes of each are kept for every domain and arm, since the bootstrap draws them again.
pub const MOST: u64 = 1_000_000;

/// What is asked.
#[derive(Clone, Debug)]
pub struct Question {
    /// Domains, as positions in the layout.
    pub domains: Vec<usize>,
    /// Position of the readiness tier.
    pub tier: usize,
    /// By the end of which year a gap is to be closed, counted from the first of the run.
    pub year: usize,
}

/// What is found in one arm, domain by domain as asked.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Closed {
    /// By domain and valid replicate: bit `l` says whether it is closed at level `l`.
    pub by_level: Vec<Vec<u64>>,
    /// By domain: how often each constraint (money, industry, people, time, enablers, reliance) binds at the highest
    /// level, over the quarters from the year's end on with a gap, in the replicates not closed by then.
    pub binding: Vec<[u64; 6]>,
}

/// What a pass has found.
#[derive(Clone, Debug, PartialEq)]
pub struct Found {
    /// By scenario: its arm before allies react.
    pub scenarios: Vec<Closed>,
    /// By world of the plan: without the drawdown. Empty for worlds that are no scenario's own.
    pub worlds: Vec<Closed>,
    /// By scenario: what allies spend at each level.
    pub spending: Vec<Spending>,
    /// Replicates done, failed ones included.
    pub replicates: u64,
    /// Replicates left out.
    pub failed: u64,
    /// Those of them with an outcome that is not finite.
    pub not_finite: NotFinite,
}

/// What of a chunk is found.
struct ChunkFound {
    scenarios: Vec<Closed>,
    worlds: Vec<Closed>,
    spending: Vec<Spending>,
    live: u64,
    not_finite: NotFinite,
}

impl Closed {
    fn new(domains: usize) -> Self {
        Self { by_level: vec![Vec::new(); domains], binding: vec![[0; 6]; domains] }
    }

    fn merge(&mut self, later: Closed) {
        for (ours, theirs) in self.by_level.iter_mut().zip(later.by_level) {
            ours.extend(theirs);
        }
        for (ours, theirs) in self.binding.iter_mut().flatten().zip(later.binding.iter().flatten()) {
            *ours += theirs;
        }
    }
}

/// Answers a question for all scenarios of a plan. Memory grows with the replicates: callers ask for [`MOST`] at most.
///
/// # Errors
/// When threads cannot be started, when it is stopped before anything is done, or when more than 1 % of the replicates
/// draw values that the model does not allow or have outcomes that are not finite.
pub fn required(plan: &Plan, question: &Question, pass: &Pass) -> Result<Found, RunError> {
    let drive::Answer { found, replicates, failed } = pass.ask(&Levels { plan, question })?;
    let ChunkFound { scenarios, worlds, spending, not_finite, .. } = found;
    Ok(Found { scenarios, worlds, spending, replicates, failed, not_finite })
}

/// The question at every level.
struct Levels<'a> {
    plan: &'a Plan,
    question: &'a Question,
}

impl<'a> drive::Question for Levels<'a> {
    type Memory = Memory<'a>;
    type Part = ChunkFound;
    type Total = ChunkFound;

    fn memory(&self) -> Memory<'a> {
        Memory::new(self.plan)
    }

    fn nothing(&self) -> ChunkFound {
        ChunkFound::new(self.plan, self.question)
    }

    fn chunk(&self, memory: &mut Memory<'a>, range: Range<u64>) -> ChunkFound {
        let mut failing = Failing::default();
        let found = memory.chunk(self, range.clone(), LeftOut::default(), &mut failing);
        if failing.not_finite.replicates == 0 {
            return found;
        }
        let found = memory.chunk(self, range, failing.left_out, &mut Failing::default());
        ChunkFound { not_finite: failing.not_finite, ..found }
    }

    fn merge(&self, total: &mut ChunkFound, part: ChunkFound, _: u64) {
        total.merge(part);
    }

    fn valid<'t>(&self, total: &'t ChunkFound) -> Option<(u64, &'t NotFinite)> {
        Some((total.live, &total.not_finite))
    }
}

impl ChunkFound {
    fn new(plan: &Plan, question: &Question) -> Self {
        let closed = |_| Closed::new(question.domains.len());
        Self {
            scenarios: (0..plan.scenarios.len()).map(closed).collect(),
            worlds: (0..plan.worlds.len()).map(closed).collect(),
            spending: plan.scenarios.iter().map(|_| Spending::new(plan.layout.allies.len())).collect(),
            live: 0,
            not_finite: NotFinite::default(),
        }
    }

    fn merge(&mut self, later: ChunkFound) {
        self.scenarios.iter_mut().zip(later.scenarios).for_each(|(ours, theirs)| ours.merge(theirs));
        self.worlds.iter_mut().zip(later.worlds).for_each(|(ours, theirs)| ours.merge(theirs));
        self.spending.iter_mut().zip(&later.spending).for_each(|(ours, theirs)| ours.merge(theirs));
        self.live += later.live;
        self.not_finite.merge(&later.not_finite);
    }
}

/// What a thread keeps between chunks.
struct Memory<'a> {
    drawer: Drawer<'a>,
    drawn: Drawn,
    /// By quarter: what levels and arms share.
    frames: Vec<Frame>,
    arm: ArmMemory,
}

/// What an arm of a block needs.
#[derive(Default)]
struct ArmMemory {
    state: State,
    now: Quarter,
    last_open: Vec<F8>,
    /// By domain: in how many quarters each constraint binds.
    binding: Vec<[F8; 6]>,
    /// Sum of what is compared, without signs: not finite if any of it is not.
    size: F8,
    /// By domain: one word a lane.
    words: Vec<[u64; LANES]>,
}

impl<'a> Memory<'a> {
    fn new(plan: &'a Plan) -> Self {
        Self {
            drawer: Drawer::new(plan),
            drawn: Drawn::of(plan),
            frames: vec![Frame::default(); plan.layout.quarters],
            arm: ArmMemory::default(),
        }
    }

    /// A chunk without the replicates that are left out; those that are to be are found.
    fn chunk(
        &mut self,
        asked: &Levels,
        range: Range<u64>,
        left_out: LeftOut,
        failing: &mut Failing,
    ) -> ChunkFound {
        let mut found = ChunkFound::new(asked.plan, asked.question);
        for first in range.clone().step_by(LANES) {
            let whose = self.block(asked, first, range.end, left_out, &mut found);
            for (replicate, whose) in (first..).zip(whose) {
                let Some(s) = whose else { continue };
                failing.left_out.add(replicate);
                let outcome = || "supply or spending at a level from 2 to 6 % of GDP".to_owned();
                failing.not_finite.add(replicate, &asked.plan.scenarios[s].id, outcome);
            }
        }
        found
    }

    /// Adds a block; returns by lane the scenario of which something is not finite.
    fn block(
        &mut self,
        &Levels { plan, question }: &Levels,
        first: u64,
        end: u64,
        left_out: LeftOut,
        found: &mut ChunkFound,
    ) -> [Option<usize>; LANES] {
        let Self { drawer, drawn, frames, arm } = self;
        let live = drawer.draw(first, end, drawn) & left_out.others(first);
        let mut whose = [None; LANES];
        let mut look = |s: usize, finite: M8| {
            let lanes = whose.iter_mut().enumerate().filter(|&(lane, _)| (live & !finite).lane(lane));
            lanes.for_each(|(_, whose)| *whose = whose.or(Some(s)));
        };
        found.live += live.count();
        for (w, (world, economy)) in drawn.worlds.iter_mut().enumerate() {
            if plan.scenarios.iter().all(|scenario| scenario.world != w) {
                continue;
            }
            prepare(plan, world, frames);
            let tolerance = F8::splat(plan.reporting[plan.worlds[w].reporting].closure_tolerance);
            let mut arms = |given: &mut Given, switches: Arm, closed: &mut Closed| {
                full_attainment(plan, given);
                for number in 0..LEVELS {
                    pledge(plan, given, level(number));
                    let inputs = Inputs { layout: &plan.layout, values: &given.inputs };
                    let world = World { inputs: &inputs, economy, events: &given.events };
                    one_level(world, &given.cuts, switches, question, tolerance, frames, number, arm);
                }
                closed.add(arm, live);
                numbers(arm.size)
            };
            let reporting = plan.worlds[w].reporting;
            look(reporting, economies(economy));
            look(reporting, arms(world, Arm::COUNTERFACTUAL, &mut found.worlds[w]));
            for (s, given) in drawn.scenarios.iter_mut().enumerate() {
                if plan.scenarios[s].world == w {
                    let inputs = Inputs { layout: &plan.layout, values: &given.inputs };
                    look(s, found.spending[s].add(&inputs, economy, question.year, live));
                    look(s, arms(given, Arm::DIRECT, &mut found.scenarios[s]));
                }
            }
        }
        whose
    }
}

impl Closed {
    /// Adds a block.
    fn add(&mut self, arm: &ArmMemory, live: M8) {
        let lanes = (0..LANES).filter(|&lane| live.lane(lane));
        for (i, words) in arm.words.iter().enumerate() {
            self.by_level[i].extend(lanes.clone().map(|lane| words[lane]));
            for lane in lanes.clone().filter(|&lane| words[lane] >> (LEVELS - 1) & 1 == 0) {
                for (sum, quarters) in self.binding[i].iter_mut().zip(&arm.binding[i]) {
                    *sum += quarters[lane] as u64;
                }
            }
        }
    }
}

/// Attainment 1 for every ally, and no security shock moves its aim.
fn full_attainment(plan: &Plan, given: &mut Given) {
    for (name, value) in [(Name::Attainment, F8::ONE), (Name::ShockRise, F8::ZERO)] {
        let first = plan.layout.first(name);
        given.inputs[first..first + plan.layout.allies.len()].fill(value);
    }
}

/// `pledge_a = max(level, s_a(-1))` for every ally.
fn pledge(plan: &Plan, given: &mut Given, level: f64) {
    let (pledge, share) = (plan.layout.first(Name::Pledge), plan.layout.first(Name::ShareNow));
    for a in 0..plan.layout.allies.len() {
        given.inputs[pledge + a] = F8::splat(level).max(given.inputs[share + a]);
    }
}

kernel! {
    /// Computes what all levels and arms of a world share, by quarter.
    fn prepare(plan: &Plan, world: &Given, frames: &mut [Frame]) {
        let inputs = Inputs { layout: &plan.layout, values: &world.inputs };
        for q in 0..frames.len() {
            let (before, rest) = frames.split_at_mut(q);
            match before.last() {
                None => rest[0].prepare(&inputs),
                Some(before) => rest[0].clone_from(before),
            }
            rest[0].advance(&inputs, q);
        }
    }
}

kernel! {
    /// Computes an arm at one level.
    fn one_level(
        world: World,
        cuts: &[F8],
        switches: Arm,
        question: &Question,
        tolerance: F8,
        frames: &[Frame],
        number: usize,
        arm: &mut ArmMemory,
    ) {
        let ArmMemory { state, now, last_open, binding, size, words } = arm;
        let (count, quarters, tier) = (question.domains.len(), frames.len(), question.tier);
        let highest = number + 1 == LEVELS;
        // Gaps that keep a domain from being closed by the year are found from here on, or in the last four quarters.
        let from = (4 * (question.year + 1)).min(quarters - 4);
        last_open.clear();
        last_open.resize(count, NEVER);
        if number == 0 {
            words.clear();
            words.resize(count, [0; LANES]);
            binding.clear();
            binding.resize(count, [F8::ZERO; 6]);
            *size = F8::ZERO;
        }
        state.start(world.inputs, cuts, switches);
        for (q, frame) in frames.iter().enumerate() {
            state.advance(&world, frame, now, tier..tier + 1);
            let when = F8::splat(q as f64);
            for (last, &d) in last_open.iter_mut().zip(&question.domains) {
                let required = frame.domains[d].required()[tier];
                let effective = now.supply.domains[d].effective[tier];
                *size += required.abs() + effective.abs();
                let open = is_open(gap(required, effective), required, tolerance);
                *last = last.max(open.select(when, NEVER));
            }
            if highest && q >= from {
                let standing = Standing::new(tolerance, tier, frame, state, now);
                for (quarters, &d) in binding.iter_mut().zip(&question.domains) {
                    for (sum, label) in quarters.iter_mut().zip(standing.binding(d).labels) {
                        *sum += label.indicator();
                    }
                }
            }
        }
        for (words, &last) in words.iter_mut().zip(last_open.iter()) {
            let closed = closes(last, quarters).le(by_end_of(question.year));
            for (lane, word) in words.iter_mut().enumerate() {
                *word |= u64::from(closed.lane(lane)) << number;
            }
        }
    }
}
