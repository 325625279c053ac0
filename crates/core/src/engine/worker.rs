//! Computes groups of blocks: draws, arms year by year, and what scenarios share.

use super::{
    blocks::{Drawer, Drawn},
    cell_sums::Arms3,
    dispatch::kernel,
    draw::Given,
    live::Live,
    not_finite::LeftOut,
    pairs::compared,
    plan::{Compiled, DirectArm, Plan},
};
use crate::{
    model::{
        arm::Arm,
        cells::{Cells, Frame as Rows, Outcome},
        costs::{bill, headline_bill_quarter},
        drawdown::leaving_troops,
        economy::Economy,
        frame::Frame,
        lanes::{F8, LANES, M8},
        layout::{Inputs, K},
        outcomes::{Outcomes, Reporting},
        pledges::pledges_taken_back,
        sheet::{GROUP, Page, Sheet},
        simulate::{Quarter, State},
        world::World,
    },
    scenario::names::Name,
};

/// Takes the rows of cells as they become known.
pub trait Sink {
    /// A row of the counterfactual of a world.
    fn counterfactual(&mut self, world: usize, row: (Rows, usize), sheet: &Sheet, live: &Live);
    /// A row of a scenario.
    fn scenario(&mut self, scenario: usize, row: (Rows, usize), arms: Arms3, live: &Live);
}

/// One thread's memory: nothing is allocated for a group.
pub struct Worker<'a> {
    /// What is run.
    pub plan: &'a Plan,
    /// By block.
    drawers: [Drawer<'a>; GROUP],
    /// By block: what worlds are given, and one scenario.
    drawn: [Drawn; GROUP],
    /// Which scenario that is.
    filled: Option<usize>,
    worlds: Vec<WorldMemory>,
    arms: [[ArmMemory; GROUP]; 2],
    frames: [Frame; GROUP],
    now: Quarter,
    direct_arm: DirectArm,
    scenario: Sheet,
    direct: Sheet,
    /// The compared cells of the scenarios computed so far in the group.
    pub compared: Vec<F8>,
    /// Lanes whose draws are valid in all scenarios, but for those that are left out.
    pub live: Live,
    /// Replicates of the chunk that are left out.
    pub left_out: LeftOut,
    /// Whether nothing is looked at but the first block of a group that has a lane that counts.
    pub first_alone: bool,
}

/// What scenarios in the same world share in a group.
struct WorldMemory {
    counterfactual: [ArmMemory; GROUP],
    sheet: Sheet,
}

/// An arm of a block.
#[derive(Default)]
struct ArmMemory {
    state: State,
    outcomes: Outcomes,
}

/// The rows that are known at the end of a year.
fn rows_of_year(plan: &Cells, year: usize) -> impl Iterator<Item = (Rows, usize)> {
    let quarters = 4 * year..(4 * (year + 1)).min(plan.quarters);
    let base = (year == 0).then_some((Rows::YearFromBase, 0));
    quarters
        .flat_map(|q| [(Rows::PairedQuarter, q), (Rows::Quarter, q)])
        .chain([(Rows::PairedYear, year), (Rows::Year, year)])
        .chain(base)
        .chain([(Rows::YearFromBase, year + 1)])
}

/// The rows that are known at the end of the run.
const ROWS_OF_RUN: [(Rows, usize); 2] = [(Rows::PairedRun, 0), (Rows::Run, 0)];

impl<'a> Worker<'a> {
    /// Memory for a plan.
    pub fn new(plan: &'a Plan) -> Self {
        let world =
            |_| WorldMemory { counterfactual: Default::default(), sheet: Sheet::of_all_years(&plan.cells) };
        Self {
            plan,
            drawers: std::array::from_fn(|_| Drawer::new(plan)),
            drawn: std::array::from_fn(|_| Drawn::in_turn(plan)),
            filled: None,
            worlds: plan.worlds.iter().map(world).collect(),
            arms: Default::default(),
            frames: Default::default(),
            now: Quarter::default(),
            direct_arm: plan.direct_arm(),
            scenario: Sheet::of_a_year(&plan.cells),
            direct: Sheet::of_a_year(&plan.cells),
            compared: Vec::new(),
            live: [M8::first(0); GROUP],
            left_out: LeftOut::default(),
            first_alone: false,
        }
    }

    /// Draws the group that starts at replicate `first` and computes what its scenarios share.
    pub fn group(&mut self, first: u64, end: u64, sink: &mut impl Sink) {
        for block in 0..GROUP {
            let start = first + (block * LANES) as u64;
            let valid = self.drawers[block].draw(start, end, &mut self.drawn[block]);
            self.live[block] = valid & self.left_out.others(start);
            if self.first_alone && self.live[..block].iter().any(|earlier| earlier.any()) {
                self.live[block] = M8::first(0);
            }
        }
        self.filled = self.plan.scenarios.len().checked_sub(1);
        self.shared(sink);
    }

    /// The same of a group of a plan of one scenario that is drawn elsewhere: `draw` says of a block what it is given, and
    /// which of its lanes count.
    pub fn group_of(&mut self, mut draw: impl FnMut(usize, &mut Drawn) -> M8, sink: &mut impl Sink) {
        for (block, (live, drawn)) in self.live.iter_mut().zip(&mut self.drawn).enumerate() {
            *live = draw(block, drawn);
        }
        self.filled = Some(0);
        self.shared(sink);
    }

    /// Computes what the scenarios of a group that is drawn share.
    fn shared(&mut self, sink: &mut impl Sink) {
        for number in 0..self.plan.worlds.len() {
            self.counterfactual(number, sink);
        }
        self.compared.clear();
    }

    /// Makes what a scenario is given in the group stand in the memory for it.
    fn fill(&mut self, s: usize) {
        if self.filled == Some(s) {
            return;
        }
        for (drawer, drawn) in self.drawers.iter().zip(&mut self.drawn) {
            drawer.scenario(s, &mut drawn.scenarios[0]);
        }
        self.filled = Some(s);
    }

    /// What the blocks of a scenario were given, and their economies.
    pub fn given(&mut self, s: usize) -> [(&Given, &Economy); GROUP] {
        self.fill(s);
        let world = self.plan.scenarios[s].world;
        self.drawn.each_ref().map(|drawn| (&drawn.scenarios[0], &drawn.worlds[world].1))
    }

    /// What a block of a world was given, and its economy.
    pub fn world(&self, world: usize, block: usize) -> &(Given, Economy) {
        &self.drawn[block].worlds[world]
    }

    fn counterfactual(&mut self, number: usize, sink: &mut impl Sink) {
        let plan = self.plan;
        let reporting = &plan.reporting[plan.worlds[number].reporting];
        let world = &mut self.worlds[number];
        let live = self.live;
        let counting = || (0..GROUP).filter(|&block| live[block].any());
        for block in counting() {
            let (given, arm) = (&self.drawn[block].worlds[number].0, &mut world.counterfactual[block]);
            prepare(plan, given, &mut self.frames[block]);
            start(plan, given, Arm::COUNTERFACTUAL, arm, Some(world.sheet.page(&plan.cells, block)));
        }
        for year in 0..plan.layout.years() {
            for block in counting() {
                let (given, economy) = &self.drawn[block].worlds[number];
                let inputs = Inputs { layout: &plan.layout, values: &given.inputs };
                let lived = World { inputs: &inputs, economy, events: &given.events };
                let page = world.sheet.page(&plan.cells, block);
                let arm = &mut world.counterfactual[block];
                let frame = &mut self.frames[block];
                a_year(lived, reporting, frame, arm, page, None, &mut self.now, year);
            }
            for row in rows_of_year(&plan.cells, year) {
                sink.counterfactual(number, row, &world.sheet, &self.live);
            }
        }
        for row in ROWS_OF_RUN {
            sink.counterfactual(number, row, &world.sheet, &self.live);
        }
    }

    /// Computes the arms of a scenario in the group.
    pub fn scenario(&mut self, s: usize, sink: &mut impl Sink) {
        self.fill(s);
        let plan = self.plan;
        let compiled = &plan.scenarios[s];
        let reporting = &plan.reporting[s];
        let world = &self.worlds[compiled.world];
        let live = self.live;
        // What stands in the other blocks' cells is not looked at.
        let counting = || (0..GROUP).filter(|&block| live[block].any());
        for block in counting() {
            let given = &self.drawn[block].scenarios[0];
            let [scenario, direct] = &mut self.arms;
            prepare(plan, given, &mut self.frames[block]);
            if self.direct_arm != DirectArm::None {
                let page =
                    (self.direct_arm == DirectArm::Whole).then(|| self.direct.page(&plan.cells, block));
                start(plan, given, Arm::DIRECT, &mut direct[block], page);
            }
            let page = self.scenario.page(&plan.cells, block);
            start(plan, given, Arm::SCENARIO, &mut scenario[block], Some(page));
        }
        let without = &world.sheet;
        for year in 0..plan.layout.years() {
            for block in counting() {
                let drawn = &self.drawn[block];
                let (given, economy) = (&drawn.scenarios[0], &drawn.worlds[compiled.world].1);
                let inputs = Inputs { layout: &plan.layout, values: &given.inputs };
                let lived = World { inputs: &inputs, economy, events: &given.events };
                let [scenario, direct] = &mut self.arms;
                let page = self.scenario.page(&plan.cells, block);
                let beside = (self.direct_arm != DirectArm::None).then(|| Beside {
                    whole: self.direct_arm == DirectArm::Whole,
                    arm: &mut direct[block],
                    page: self.direct.page(&plan.cells, block),
                });
                let frame = &mut self.frames[block];
                a_year(lived, reporting, frame, &mut scenario[block], page, beside, &mut self.now, year);
            }
            let arms = Arms3 { scenario: &self.scenario, direct: &self.direct, counterfactual: without };
            for row in rows_of_year(&plan.cells, year) {
                sink.scenario(s, row, arms, &self.live);
            }
        }
        for block in counting() {
            let closes =
                [&self.arms[0][block].outcomes.closes[..], &world.counterfactual[block].outcomes.closes[..]];
            let page = self.scenario.page(&plan.cells, block);
            let recognised = self.arms[0][block].state.departure.recognised;
            once(plan, compiled, &self.drawn[block].scenarios[0], closes, recognised, page);
        }
        if let Some(untriggered) = compiled.untriggered {
            let untriggered = &self.worlds[untriggered].sheet;
            let index = plan.cells.section(Outcome::IndexHeadline);
            let (with, without) = (without.section(index, 0), untriggered.section(index, 0));
            for block in 0..GROUP {
                let mut page = self.scenario.page(&plan.cells, block);
                for k in 0..K {
                    *page.at(Outcome::TriggerEffect, k) = with[block][k] - without[block][k];
                }
            }
        }
        let arms = Arms3 { scenario: &self.scenario, direct: &self.direct, counterfactual: without };
        for row in ROWS_OF_RUN {
            sink.scenario(s, row, arms, &self.live);
        }
        compared(plan, arms, &mut self.compared);
    }
}

kernel! {
    /// Prepares what the arms of a block share.
    fn prepare(plan: &Plan, given: &Given, frame: &mut Frame) {
        frame.prepare(&Inputs { layout: &plan.layout, values: &given.inputs });
    }
}

kernel! {
    /// Starts an arm of a block, and its outcomes where they are looked at.
    fn start(plan: &Plan, given: &Given, arm: Arm, memory: &mut ArmMemory, page: Option<Page>) {
        let inputs = Inputs { layout: &plan.layout, values: &given.inputs };
        memory.state.start(&inputs, &given.cuts, arm);
        if let Some(mut page) = page {
            memory.outcomes.start(&inputs, &mut page);
        }
    }
}

/// The direct arm, which shares the frame of the scenario's.
struct Beside<'a> {
    /// Whether more than its bill is looked at.
    whole: bool,
    arm: &'a mut ArmMemory,
    page: Page<'a>,
}

kernel! {
    /// Computes a year of an arm of a block, and of the direct arm beside it.
    fn a_year<'a>(
        world: World,
        reporting: &Reporting,
        frame: &mut Frame,
        arm: &mut ArmMemory,
        page: Page<'a>,
        beside: Option<Beside<'a>>,
        now: &mut Quarter,
        year: usize,
    ) {
        let (mut page, mut beside) = (page, beside);
        let quarters = world.inputs.layout.quarters;
        let of_bill = headline_bill_quarter(quarters);
        for q in 4 * year..(4 * (year + 1)).min(quarters) {
            frame.advance(world.inputs, q);
            quarter(&world, reporting, frame, arm, now, &mut page);
            let Some(Beside { whole, arm, page }) = &mut beside else { continue };
            if *whole {
                quarter(&world, reporting, frame, arm, now, page);
            } else if q <= of_bill {
                arm.state.advance_orders(&world, frame, now);
                if q == of_bill {
                    *page.at(Outcome::BillHeadline, 0) = bill(world.inputs, now);
                }
            }
        }
    }
}

#[inline(always)]
fn quarter(
    world: &World,
    reporting: &Reporting,
    frame: &Frame,
    arm: &mut ArmMemory,
    now: &mut Quarter,
    page: &mut Page,
) {
    let (inputs, ArmMemory { state, outcomes }) = (world.inputs, arm);
    // What is needed together is done together: an arm is larger than the first-level cache.
    state.supply(world, frame, now, 0..K);
    outcomes.start_of_quarter(inputs, reporting, world.economy, frame, state, now, page);
    state.order_and_deliver(inputs, frame, now);
    outcomes.end_of_quarter(inputs, reporting, frame, state, now, page);
}

/// What a scenario has once, and not in every arm: pledges, hosts, dates, paired closure.
fn once(plan: &Plan, compiled: &Compiled, given: &Given, closes: [&[F8]; 2], recognised: F8, mut page: Page) {
    let inputs = Inputs { layout: &plan.layout, values: &given.inputs };
    let infinite = F8::splat(f64::INFINITY);
    let nan = F8::splat(f64::NAN);
    for (i, (&with, &without)) in closes[0].iter().zip(closes[1]).enumerate() {
        let (closes_with, closes_without) = (with.lt(infinite), without.lt(infinite));
        *page.at(Outcome::ClosesOnlyWithout, i) = (closes_without & !closes_with).indicator();
        *page.at(Outcome::Delay, i) = (closes_with & closes_without).select(with - without, nan);
    }
    for (a, (&pledge, &year)) in inputs.all(Name::Pledge).iter().zip(inputs.all(Name::PledgeYear)).enumerate()
    {
        *page.at(Outcome::Pledge, a) = pledge;
        *page.at(Outcome::PledgeYear, a) = year;
    }
    let people = inputs.all(Name::UsPersonnel);
    let mut effective = F8::ZERO;
    for (e, &host) in compiled.host_of_element.iter().enumerate() {
        *page.at(Outcome::Present, host) += people[e];
        *page.at(Outcome::Leaving, host) += people[e] * given.cuts[e];
        effective += people[e] * given.cuts[e];
    }
    *page.at(Outcome::PersonnelAsked, 0) = given.personnel;
    // The sum over hosts is N but for rounding; what is reported is N itself.
    let limit = leaving_troops(&inputs, given.personnel);
    *page.at(Outcome::PersonnelEffective, 0) = effective.gt(F8::ZERO).keep(limit);
    *page.at(Outcome::PledgesTaken, 0) = pledges_taken_back(&inputs);
    *page.at(Outcome::PledgesTakenFrom, 0) = inputs.one(Name::PledgeCutStart);
    for (d, &cut) in inputs.all(Name::PledgeCut).iter().enumerate() {
        *page.at(Outcome::PledgesTakenDomain, d) = cut;
    }
    let start = inputs.one(Name::Start) + inputs.one(Name::Slip);
    *page.at(Outcome::DepartureStart, 0) = start;
    *page.at(Outcome::DepartureEnd, 0) = start + inputs.one(Name::Duration);
    *page.at(Outcome::Announced, 0) = inputs.one(Name::Announced);
    *page.at(Outcome::Recognised, 0) = recognised;
    page.fill(Outcome::TriggerEffect, nan);
}
