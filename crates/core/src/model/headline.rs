//! The headline index of arms of a block (section 9) and nothing else of them, as it is and as if no domain depended on
//! enablers: for questions that simulate the same replicates many times over.

use std::ops::Range;

use super::{
    arm::Arm,
    frame::Frame,
    index::{inverse_weight, lost, part_of_headline, weighted},
    lanes::F8,
    layout::{Inputs, K, by_tier_mut},
    simulate::{Quarter, State},
    supply::Supply,
    world::World,
};

/// What of the headline indices is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Extent {
    /// That at one tier; others stay 0, and what it is without dependencies too.
    Tier(usize),
    /// Those at every tier, as they are and without dependencies.
    All {
        /// The shortfalls of the last two arms too.
        shortfalls: bool,
    },
}

impl Extent {
    #[inline(always)]
    fn tiers(self) -> Range<usize> {
        match self {
            Self::Tier(tier) => tier..tier + 1,
            Self::All { .. } => 0..K,
        }
    }
}

/// Headline index of an arm by tier, growing quarter by quarter.
#[derive(Clone, Copy, Debug, Default)]
pub struct Headline {
    /// The index.
    pub index: [F8; K],
    /// The index of the same arm with every dependency 0. Planners do not know what enablers let be used (section 6):
    /// nothing in such an arm would differ but that supply is `raw` and not `effective`.
    pub independent: [F8; K],
    inverse_weight: F8,
}

impl Headline {
    /// Starts an arm.
    #[inline(always)]
    #[must_use]
    pub fn start(inputs: &Inputs) -> Self {
        Self { inverse_weight: inverse_weight(inputs), ..Self::default() }
    }

    /// What is added to another arm's.
    #[must_use]
    pub fn less(self, other: &Self) -> Self {
        let less = |a: [F8; K], b: [F8; K]| std::array::from_fn(|k| a[k] - b[k]);
        Self {
            index: less(self.index, other.index),
            independent: less(self.independent, other.independent),
            ..self
        }
    }

    /// Adds the quarter that `frame` stands at.
    #[inline(always)]
    pub fn add(&mut self, inputs: &Inputs, frame: &Frame, supply: &Supply, extent: Extent) {
        let part = part_of_headline(inputs.layout.quarters, frame.q);
        let enabled = weighted::<true>(frame, supply, extent.tiers());
        for k in extent.tiers() {
            self.index[k] += enabled[k] * self.inverse_weight * part;
        }
        if let Extent::All { .. } = extent {
            let independent = weighted::<false>(frame, supply, 0..K);
            for k in 0..K {
                self.independent[k] += independent[k] * self.inverse_weight * part;
            }
        }
    }
}

/// Adds the shortfall (section 9) of the quarter that `frame` stands at, by domain and tier.
#[inline(always)]
fn add_shortfall(inputs: &Inputs, frame: &Frame, supply: &Supply, shortfall: &mut [F8]) {
    let part = part_of_headline(inputs.layout.quarters, frame.q);
    let shortfall = by_tier_mut(shortfall, frame.domains.len());
    for ((frame, supply), shortfall) in frame.domains.iter().zip(&supply.domains).zip(shortfall) {
        let (required, per_required) = (frame.required(), frame.per_required());
        for k in 0..K {
            let met = supply.effective[k] * per_required[k];
            shortfall[k] += lost(required[k].gt(F8::ZERO), met) * part;
        }
    }
}

/// Memory of the arms of a block, which share the frame.
#[derive(Clone, Debug, Default)]
pub struct Headlines {
    states: Vec<State>,
    frame: Frame,
    now: Quarter,
    /// Shortfall of the last two arms, by domain and tier, where that was asked for.
    pub shortfalls: [Vec<F8>; 2],
}

impl Headlines {
    /// The headline indices of `arms`, in `found`; the same bytes as
    /// [`IndexHeadline`](super::cells::Outcome::IndexHeadline) of a whole run. `cuts` are those of the scenario.
    #[inline(always)]
    pub fn of(&mut self, world: &World, cuts: &[F8], arms: &[Arm], extent: Extent, found: &mut [Headline]) {
        let Self { states, frame, now, shortfalls: by_domain } = self;
        let inputs = world.inputs;
        let last = arms.len().saturating_sub(by_domain.len());
        let shortfalls = extent == Extent::All { shortfalls: true };
        if shortfalls {
            for shortfall in &mut *by_domain {
                shortfall.clear();
                shortfall.resize(inputs.layout.domains.len() * K, F8::ZERO);
            }
        }
        states.resize_with(states.len().max(arms.len()), State::default);
        frame.prepare(inputs);
        for ((state, found), &arm) in states.iter_mut().zip(&mut *found).zip(arms) {
            state.start(inputs, cuts, arm);
            *found = Headline::start(inputs);
        }
        for q in 0..inputs.layout.quarters {
            frame.advance(inputs, q);
            for (number, (state, found)) in states.iter_mut().zip(&mut *found).enumerate() {
                state.advance(world, frame, now, extent.tiers());
                found.add(inputs, frame, &now.supply, extent);
                if shortfalls && number >= last {
                    add_shortfall(inputs, frame, &now.supply, &mut by_domain[number - last]);
                }
            }
        }
    }
}
