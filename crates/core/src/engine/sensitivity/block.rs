//! The headline index of a block with and without the drawdown, as drawn or with something held.

use super::groups::Group;
use crate::{
    engine::{
        dispatch::kernel,
        draw::{Draws, Given, Held},
        headlines::of_given,
        not_finite::{economies, numbers},
        plan::Plan,
    },
    model::{
        arm::Arm,
        economy::Economy,
        headline::{Headline, Headlines},
        lanes::{F8, M8},
        layout::{Inputs, K},
    },
    sampling::shocks::Shocks,
};

/// The headline index by tier of eight replicates.
pub struct Index {
    /// With the drawdown.
    pub scenario: [F8; K],
    /// Without.
    pub counterfactual: [F8; K],
    /// Replicates that count: asked for, with draws that the model allows and indices that are finite.
    pub live: M8,
    /// Those that would count but for an index that is not finite.
    pub not_finite: M8,
}

/// One thread's memory.
pub struct Block<'a> {
    plan: &'a Plan,
    shocks: &'a Shocks,
    /// Draws of the block.
    pub draws: Draws,
    given: Given,
    economy: Economy,
    headlines: Headlines,
}

impl<'a> Block<'a> {
    /// Memory for a plan's only scenario.
    pub fn new(plan: &'a Plan, shocks: &'a Shocks) -> Self {
        Self {
            plan,
            shocks,
            draws: Draws::new(plan, shocks),
            given: Given::default(),
            economy: Economy::default(),
            headlines: Headlines::default(),
        }
    }

    /// Draws the block that starts at replicate `first` and simulates it; its first `alive` replicates count.
    pub fn drawn(&mut self, first: u64, alive: usize) -> Index {
        self.index(first, alive, How::Drawn)
    }

    /// Simulates the block drawn last with a group of inputs from other draws of it.
    pub fn mixed(&mut self, other: &Draws, group: &Group, first: u64, alive: usize) -> Index {
        self.draws.mix(other, &group.draws, group.chance);
        self.index(first, alive, How::AsTheyStand)
    }

    /// Simulates the block drawn last with one thing held at its quantile `u`.
    pub fn held(&mut self, first: u64, alive: usize, held: Held, u: f64) -> Index {
        self.index(first, alive, How::Held(held, u))
    }

    fn index(&mut self, first: u64, alive: usize, how: How) -> Index {
        let Self { plan, shocks, draws, given, economy, headlines } = self;
        let (valid, [scenario, counterfactual]) =
            simulate(plan, shocks, first, how, draws, given, economy, headlines);
        let asked = valid & M8::first(alive);
        let sound = asked & economies(economy);
        let finite =
            scenario.iter().chain(&counterfactual).fold(sound, |lanes, &index| lanes & numbers(index));
        Index { scenario, counterfactual, live: finite, not_finite: asked & !finite }
    }
}

/// What is done to the draws before they are simulated.
#[derive(Clone, Copy)]
enum How {
    /// They are drawn.
    Drawn,
    /// One thing is held at its quantile in the block drawn last.
    Held(Held, f64),
    /// Nothing.
    AsTheyStand,
}

kernel! {
    /// Draws a block, or holds something in the one drawn last, or leaves it as it stands, and simulates it with and without the drawdown; returns
    /// the lanes whose draws are valid.
    fn simulate(
        plan: &Plan,
        shocks: &Shocks,
        first: u64,
        how: How,
        draws: &mut Draws,
        given: &mut Given,
        economy: &mut Economy,
        headlines: &mut Headlines,
    ) -> (M8, [[F8; K]; 2]) {
        match how {
            How::Drawn => draws.draw(plan, shocks, first),
            How::Held(held, u) => draws.hold(plan, held, u, first),
            How::AsTheyStand => {}
        }
        let valid = draws.scenario(plan, &plan.scenarios[0], given);
        let inputs = Inputs { layout: &plan.layout, values: &given.inputs };
        economy.prepare(&inputs, &draws.normals);
        let mut found = [Headline::default(); 2];
        of_given(plan, given, economy, &[Arm::SCENARIO, Arm::COUNTERFACTUAL], false, headlines, &mut found);
        (valid, found.map(|arm| arm.index))
    }
}
