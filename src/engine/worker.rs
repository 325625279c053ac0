//! Computes blocks of eight replicates: draws, arms, and what scenarios share.

use super::{
    accumulate::{ArmCells, Shifts, Sums},
    counts::{Histograms, Pending},
    dispatch::kernel,
    draw::{Draws, Given},
    pairs::compared,
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

/// One thread's memory: nothing is allocated for a block.
pub struct Worker<'a> {
    /// What is run.
    pub plan: &'a Plan,
    shocks: &'a shocks::Shocks,
    draws: Draws,
    given: Vec<Given>,
    state: State,
    worlds: Vec<WorldMemory<'a>>,
    scenario: Outcomes<'a>,
    direct: Outcomes<'a>,
    /// The compared cells of the scenarios computed so far in the block.
    pub compared: Vec<F8>,
    /// Lanes whose draws are valid in all scenarios.
    pub live: M8,
}

/// What scenarios in the same world share in a block.
struct WorldMemory<'a> {
    given: Given,
    frame: Frame,
    counterfactual: Outcomes<'a>,
}

impl<'a> Worker<'a> {
    /// Memory for a plan.
    pub fn new(plan: &'a Plan, shocks: &'a shocks::Shocks) -> Self {
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
    pub fn block(&mut self, first: u64, end: u64) {
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
    pub fn scenario(&mut self, s: usize) -> ArmCells<'_> {
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
    pub fn accumulate = accumulate_body, (
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
