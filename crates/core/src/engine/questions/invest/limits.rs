//! What slows the next billion: the binding constraints of every domain (model.md section 9) under a trial, and what is
//! missing in it, priced.

use std::ops::Range;

use super::Question;
use crate::{
    engine::{
        blocks::{Drawer, Drawn},
        dispatch::kernel,
        drive::{self, Pass, RunError},
        finite::{economies, is_number},
        plan::Plan,
    },
    model::{
        arm::Arm,
        binding::Standing,
        frame::Frame,
        index::HEADLINE_FROM,
        lanes::{F8, LANES, M8},
        layout::Inputs,
        simulate::{Quarter, State},
        world::World,
    },
    scenario::names::Name,
};

/// A domain under a trial, over quarters from the second year on.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Held {
    /// In how many of `quarters` there is no gap above the tolerance.
    pub closed: u64,
    /// In how many each constraint binds: money, industry, people, time, enablers, reliance.
    pub labels: [u64; 6],
    /// Quarters and replicates looked at.
    pub quarters: u64,
    /// Sum over them of what is missing, priced by what it costs and by the domain's weight: `weight gap unit_cost`, bn.
    pub missing: f64,
}

impl Held {
    fn merge(&mut self, later: &Held) {
        self.closed += later.closed;
        self.labels.iter_mut().zip(later.labels).for_each(|(ours, theirs)| *ours += theirs);
        self.quarters += later.quarters;
        self.missing += later.missing;
    }
}

/// By trial, then scenario asked for, then domain: what holds gaps open. Replicates with draws that are not allowed are left
/// out.
///
/// # Errors
/// When threads cannot be started, or when it is stopped before anything is done.
pub fn held(plan: &Plan, question: Question, pass: &Pass) -> Result<Vec<Vec<Vec<Held>>>, RunError> {
    Ok(pass.ask(&Asked { plan, question })?.found)
}

struct Asked<'a> {
    plan: &'a Plan,
    question: Question<'a>,
}

struct Memory<'a> {
    drawer: Drawer<'a>,
    drawn: Drawn,
    state: State,
    frame: Frame,
    now: Quarter,
    sums: Vec<Lanes>,
}

/// The sums of a block by lane.
#[derive(Clone, Copy, Default)]
struct Lanes {
    closed: F8,
    labels: [F8; 6],
    missing: F8,
}

impl<'a> drive::Question for Asked<'a> {
    type Memory = Memory<'a>;
    type Part = Vec<Vec<Vec<Held>>>;
    type Total = Vec<Vec<Vec<Held>>>;

    fn memory(&self) -> Memory<'a> {
        Memory {
            drawer: Drawer::new(self.plan),
            drawn: Drawn::of(self.plan),
            state: State::default(),
            frame: Frame::default(),
            now: Quarter::default(),
            sums: Vec::new(),
        }
    }

    fn nothing(&self) -> Self::Total {
        let domains = vec![Held::default(); self.plan.layout.domains.len()];
        vec![vec![domains; self.question.scenarios.len()]; self.question.trials.len()]
    }

    fn chunk(&self, memory: &mut Memory<'a>, replicates: Range<u64>) -> Self::Part {
        let mut found = self.nothing();
        let end = replicates.end;
        for first in replicates.step_by(LANES) {
            self.block(memory, first, end, &mut found);
        }
        found
    }

    fn merge(&self, total: &mut Self::Total, part: Self::Part, _: u64) {
        let ours = total.iter_mut().flatten().flatten();
        ours.zip(part.iter().flatten().flatten()).for_each(|(ours, theirs)| ours.merge(theirs));
    }
}

impl Asked<'_> {
    fn block(&self, memory: &mut Memory, first: u64, end: u64, found: &mut [Vec<Vec<Held>>]) {
        let Self { plan, question: Question { trials, scenarios, tier } } = *self;
        let Memory { drawer, drawn, state, frame, now, sums } = memory;
        let valid = drawer.draw(first, end, drawn);
        let tolerance = |s: usize| F8::splat(plan.reporting[s].closure_tolerance);
        for (trial, found) in trials.iter().zip(found) {
            for (&s, found) in scenarios.iter().zip(found) {
                let given = &mut drawn.scenarios[s];
                let economy = &drawn.worlds[plan.scenarios[s].world].1;
                let before = trial.write(&mut given.inputs);
                let inputs = Inputs { layout: &plan.layout, values: &given.inputs };
                let world = World { inputs: &inputs, economy, events: &given.events };
                arm(world, &given.cuts, trial.arm, tier, tolerance(s), state, frame, now, sums);
                trial.restore(&before, &mut given.inputs);
                let live = valid & economies(economy);
                let quarters = plan.layout.quarters - HEADLINE_FROM;
                found.iter_mut().zip(&*sums).for_each(|(held, lanes)| add(held, lanes, live, quarters));
            }
        }
    }
}

/// Adds the lanes that count.
fn add(held: &mut Held, lanes: &Lanes, live: M8, quarters: usize) {
    for lane in (0..LANES).filter(|&lane| live.lane(lane) && is_number(lanes.missing[lane])) {
        held.closed += lanes.closed[lane] as u64;
        held.labels.iter_mut().zip(lanes.labels).for_each(|(sum, label)| *sum += label[lane] as u64);
        held.quarters += quarters as u64;
        held.missing += lanes.missing[lane];
    }
}

kernel! {
    /// Computes an arm and adds up what holds its gaps open.
    fn arm(
        world: World,
        cuts: &[F8],
        switches: Arm,
        tier: usize,
        tolerance: F8,
        state: &mut State,
        frame: &mut Frame,
        now: &mut Quarter,
        sums: &mut Vec<Lanes>,
    ) {
        let inputs = world.inputs;
        let (domains, prices) = (inputs.layout.domains.len(), inputs.all(Name::UnitCost));
        sums.clear();
        sums.resize(domains, Lanes::default());
        frame.prepare(inputs);
        state.start(inputs, cuts, switches);
        for q in 0..inputs.layout.quarters {
            frame.advance(inputs, q);
            state.advance(&world, frame, now, tier..tier + 1);
            if q < HEADLINE_FROM {
                continue;
            }
            let standing = Standing::new(tolerance, tier, frame, state, now);
            for (d, sum) in sums.iter_mut().enumerate() {
                let binding = standing.binding(d);
                sum.closed += F8::ONE - binding.open.indicator();
                for (sum, label) in sum.labels.iter_mut().zip(binding.labels) {
                    *sum += label.indicator();
                }
                let (here, supply) = (&frame.domains[d], &now.supply.domains[d]);
                let gap = (here.required()[tier] - supply.effective[tier]).max(F8::ZERO);
                sum.missing += gap * prices[d] * here.weight;
            }
        }
    }
}
