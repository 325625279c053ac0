//! The headline index of a block with and without the drawdown, as drawn or with something held.

use crate::{
    engine::{
        blocks::{Drawer, Drawn},
        draw::Held,
        finite::{economies, numbers},
        headlines::headlines,
        not_finite::NotFinite,
        plan::Plan,
    },
    model::{
        arm::Arm,
        headline::{Extent, Headline, Headlines},
        lanes::{F8, LANES, M8},
    },
};

/// The headline index of eight replicates at the tier that is looked at.
pub struct Index {
    /// With the drawdown.
    pub scenario: F8,
    /// Without.
    pub counterfactual: F8,
    /// Replicates that count: asked for, with draws that the model allows and an index that is finite.
    pub live: M8,
    /// Those that would count but for an index that is not finite.
    pub not_finite: M8,
}

impl Index {
    /// That of what is drawn, of lanes whose draws are valid.
    pub fn drawn(plan: &Plan, tier: usize, drawn: &Drawn, memory: &mut Headlines, valid: M8) -> Self {
        let (given, (_, economy)) = (&drawn.scenarios[0], &drawn.worlds[plan.scenarios[0].world]);
        let mut found = [Headline::default(); 2];
        let arms = [Arm::SCENARIO, Arm::COUNTERFACTUAL];
        headlines(plan, given, economy, &arms, Extent::Tier(tier), memory, &mut found);
        let [scenario, counterfactual] = found.map(|arm| arm.index[tier]);
        let sound = valid & economies(economy);
        let live = sound & numbers(scenario) & numbers(counterfactual);
        Self { scenario, counterfactual, live, not_finite: valid & !live }
    }

    /// What the drawdown adds, and the index without it.
    pub fn of(&self, lane: usize) -> [f64; 2] {
        let without = self.counterfactual[lane];
        [self.scenario[lane] - without, without]
    }
}

/// Notes the replicates of the block that starts at `first` whose index is not finite.
pub fn note(bad: M8, first: u64, plan: &Plan, into: &mut NotFinite) {
    for lane in (0..LANES).filter(|&lane| bad.lane(lane)) {
        into.add(first + lane as u64, &plan.scenarios[0].id, || "the index".to_owned());
    }
}

/// One thread's memory.
pub struct Block<'a> {
    plan: &'a Plan,
    tier: usize,
    /// Draws of the block.
    pub drawer: Drawer<'a>,
    drawn: Drawn,
    headlines: Headlines,
}

impl<'a> Block<'a> {
    /// Memory for a plan's only scenario, looked at at the tier at position `tier`.
    pub fn new(plan: &'a Plan, tier: usize) -> Self {
        Self {
            plan,
            tier,
            drawer: Drawer::new(plan),
            drawn: Drawn::of(plan),
            headlines: Headlines::default(),
        }
    }

    /// Draws the block that starts at replicate `first` and simulates it; replicates before `end` count.
    pub fn drawn(&mut self, first: u64, end: u64) -> Index {
        let valid = self.drawer.draw(first, end, &mut self.drawn);
        self.index(valid)
    }

    /// Simulates the block drawn last with one thing held at its quantile `u`.
    pub fn held(&mut self, held: Held, u: f64, first: u64, end: u64) -> Index {
        let valid = self.drawer.hold(held, u, first, end, &mut self.drawn);
        self.index(valid)
    }

    fn index(&mut self, valid: M8) -> Index {
        Index::drawn(self.plan, self.tier, &self.drawn, &mut self.headlines, valid)
    }
}
