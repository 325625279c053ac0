//! The headline shortfall index alone (section 9), of several arms of a block: for questions that simulate the same
//! replicates many times over and keep nothing else.

use super::{
    arm::Arm,
    frame::Frame,
    lanes::F8,
    layout::{K, by_tier},
    outcomes::{headline, lost},
    simulate::{Quarter, State, World},
};
use crate::scenario::names::Name;

/// Memory of `N` arms, kept between blocks.
#[derive(Clone, Debug)]
pub struct Headline<const N: usize> {
    states: [State; N],
    frame: Frame,
    now: Quarter,
}

impl<const N: usize> Default for Headline<N> {
    fn default() -> Self {
        Self {
            states: std::array::from_fn(|_| State::default()),
            frame: Frame::default(),
            now: Quarter::default(),
        }
    }
}

impl<const N: usize> Headline<N> {
    /// The headline index by arm and tier, fraction of the requirement; the same bytes as
    /// [`IndexHeadline`](super::cells::Outcome::IndexHeadline) of a whole run. `cuts` are those of the scenario.
    #[inline(always)]
    pub fn index(&mut self, world: &World, cuts: &[F8], arms: [Arm; N]) -> [[F8; K]; N] {
        let inputs = world.inputs;
        let (domains, quarters) = (inputs.layout.domains.len(), inputs.layout.quarters);
        let weight = &inputs.all(Name::Weight)[..domains];
        let inverse_weight = F8::ONE / weight.iter().fold(F8::ZERO, |sum, &w| sum + w);
        self.frame.prepare(inputs);
        for (state, arm) in self.states.iter_mut().zip(arms) {
            state.start(inputs, cuts, arm);
        }
        let mut found = [[F8::ZERO; K]; N];
        for q in 0..quarters {
            self.frame.advance(inputs, q);
            let part = headline(quarters, q);
            let required = by_tier(&self.frame.required, domains);
            let per_required = by_tier(&self.frame.per_required, domains);
            for (state, found) in self.states.iter_mut().zip(&mut found) {
                state.advance(world, &self.frame, &mut self.now);
                let effective = by_tier(&self.now.supply.effective, domains);
                let mut sums = [F8::ZERO; K];
                for d in 0..domains {
                    for k in 0..K {
                        let met = effective[d][k] * per_required[d][k];
                        sums[k] += weight[d] * lost(required[d][k].gt(F8::ZERO), met);
                    }
                }
                for k in 0..K {
                    found[k] += sums[k] * inverse_weight * part;
                }
            }
        }
        found
    }
}
