//! Draws blocks for all scenarios and worlds of a plan: as they are, with something held, or with a part of other draws.

use super::{
    dispatch::kernel,
    draw::{Draws, Given, Held},
    plan::Plan,
};
use crate::model::{
    economy::Economy,
    lanes::{LANES, M8},
    layout::Inputs,
};

/// What scenarios and worlds are given in a block.
#[derive(Clone, Debug)]
pub struct Drawn {
    /// By scenario; or one after the other, of which the last is there.
    pub scenarios: Vec<Given>,
    /// By world: what is given, without cuts, and growth and chance of spending.
    pub worlds: Vec<(Given, Economy)>,
}

impl Drawn {
    /// Memory for a plan.
    #[must_use]
    pub fn of(plan: &Plan) -> Self {
        Self {
            scenarios: vec![Given::default(); plan.scenarios.len()],
            worlds: vec![Default::default(); plan.worlds.len()],
        }
    }

    /// Memory for one scenario of a plan after the other: that of a hundred does not fit the caches.
    #[must_use]
    pub fn in_turn(plan: &Plan) -> Self {
        Self { scenarios: vec![Given::default()], worlds: vec![Default::default(); plan.worlds.len()] }
    }
}

/// Draws one block after the other.
pub struct Drawer<'a> {
    plan: &'a Plan,
    /// The draws of the last block.
    pub draws: Draws,
}

impl<'a> Drawer<'a> {
    /// Memory for a plan.
    #[must_use]
    pub fn new(plan: &'a Plan) -> Self {
        Self { plan, draws: Draws::new(plan) }
    }

    /// Draws the block that starts at replicate `first` (a multiple of eight); returns the lanes before replicate `end` whose
    /// draws are valid in all scenarios.
    pub fn draw(&mut self, first: u64, end: u64, into: &mut Drawn) -> M8 {
        self.block(first, end, How::Anew, into)
    }

    /// The block drawn last with one thing held at its quantile `u` ([`Draws::hold`]).
    pub fn hold(&mut self, held: Held, u: f64, first: u64, end: u64, into: &mut Drawn) -> M8 {
        self.block(first, end, How::Held(held, u), into)
    }

    /// The block drawn last with the draws that `taken` names, and with `chance` the shocks, from other draws of it
    /// ([`Draws::mix`]).
    pub fn mix(
        &mut self,
        other: &Self,
        (taken, chance): (&[bool], bool),
        first: u64,
        end: u64,
        into: &mut Drawn,
    ) -> M8 {
        self.draws.mix(&other.draws, taken, chance);
        self.block(first, end, How::AsTheyStand, into)
    }

    /// What a scenario is given in the block drawn last.
    pub fn scenario(&self, s: usize, given: &mut Given) {
        fill(self.plan, s, &self.draws, given);
    }

    fn block(&mut self, first: u64, end: u64, how: How, into: &mut Drawn) -> M8 {
        let valid = draw(self.plan, first, how, &mut self.draws, into);
        valid & M8::first(end.saturating_sub(first).min(LANES as u64) as usize)
    }
}

/// What is done to the draws.
#[derive(Clone, Copy)]
enum How {
    /// They are drawn.
    Anew,
    /// One thing is held at its quantile in the block drawn last.
    Held(Held, f64),
    /// Nothing.
    AsTheyStand,
}

kernel! {
    /// Draws a block, or takes what was drawn last; returns the lanes whose draws are valid in all scenarios.
    fn draw(plan: &Plan, first: u64, how: How, draws: &mut Draws, into: &mut Drawn) -> M8 {
        match how {
            How::Anew => draws.draw(plan, first),
            How::Held(held, u) => draws.hold(plan, held, u, first),
            How::AsTheyStand => {}
        }
        let mut valid = M8::first(LANES);
        let last = into.scenarios.len() - 1;
        for (s, compiled) in plan.scenarios.iter().enumerate() {
            valid = valid & draws.scenario(plan, compiled, &mut into.scenarios[s.min(last)]);
        }
        for (world, (given, economy)) in plan.worlds.iter().zip(&mut into.worlds) {
            draws.world(plan, &world.sources, given);
            let inputs = Inputs { layout: &plan.layout, values: &given.inputs };
            economy.prepare(&inputs, &draws.normals);
        }
        valid
    }
}

kernel! {
    /// What a scenario is given in the block drawn last.
    fn fill(plan: &Plan, s: usize, draws: &Draws, given: &mut Given) {
        draws.scenario(plan, &plan.scenarios[s], given);
    }
}
