//! Draws single blocks for all scenarios of a plan, for passes that compute arms of their own.

use super::{
    dispatch::kernel,
    draw::{Draws, Given},
    plan::Plan,
};
use crate::{
    model::{
        economy::Economy,
        lanes::{LANES, M8},
        layout::Inputs,
    },
    sampling::shocks::Shocks,
};

/// The draws of a block: what scenarios and their worlds are given.
pub struct Blocks<'a> {
    plan: &'a Plan,
    shocks: &'a Shocks,
    draws: Draws,
    /// By scenario.
    pub scenarios: Vec<Given>,
    /// By world: what is given, without cuts, and growth and chance of spending.
    pub worlds: Vec<(Given, Economy)>,
    /// Lanes whose draws are valid in all scenarios.
    pub live: M8,
}

impl<'a> Blocks<'a> {
    /// Memory for a plan.
    #[must_use]
    pub fn new(plan: &'a Plan, shocks: &'a Shocks) -> Self {
        Self {
            plan,
            shocks,
            draws: Draws::new(plan, shocks),
            scenarios: vec![Given::default(); plan.scenarios.len()],
            worlds: vec![Default::default(); plan.worlds.len()],
            live: M8::first(0),
        }
    }

    /// Draws the block that starts at replicate `first` (a multiple of eight); lanes from `end` on are not live.
    pub fn draw(&mut self, first: u64, end: u64) {
        let Self { plan, shocks, draws, scenarios, worlds, live } = self;
        *live = draw(plan, shocks, first, draws, scenarios, worlds);
        *live = *live & M8::first(end.saturating_sub(first).min(LANES as u64) as usize);
    }
}

kernel! {
    /// Draws a block; returns the lanes whose draws are valid in all scenarios.
    fn draw(
        plan: &Plan,
        shocks: &Shocks,
        first: u64,
        draws: &mut Draws,
        scenarios: &mut [Given],
        worlds: &mut [(Given, Economy)],
    ) -> M8 {
        let mut valid = M8::first(LANES);
        draws.draw(plan, shocks, first);
        for (compiled, given) in plan.scenarios.iter().zip(scenarios) {
            valid = valid & draws.scenario(plan, compiled, given);
        }
        for (world, (given, economy)) in plan.worlds.iter().zip(worlds) {
            draws.world(plan, &world.sources, given);
            let inputs = Inputs { layout: &plan.layout, values: &given.inputs };
            economy.prepare(&inputs, &draws.normals);
        }
        valid
    }
}
