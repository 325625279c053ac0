//! The headline index of arms of a block that has been drawn.

use super::{draw::Given, plan::Plan};
use crate::model::{
    arm::Arm,
    economy::Economy,
    headline::{Headline, Headlines},
    layout::Inputs,
    simulate::World,
};

/// Computes the headline index of several arms from what is given and the economy prepared of it; part of kernels.
#[inline(always)]
pub(super) fn of_given(
    plan: &Plan,
    given: &Given,
    economy: &Economy,
    arms: &[Arm],
    shortfalls: bool,
    memory: &mut Headlines,
    found: &mut [Headline],
) {
    let inputs = Inputs { layout: &plan.layout, values: &given.inputs };
    let world = World { inputs: &inputs, economy, events: &given.events };
    memory.of(&world, &given.cuts, arms, shortfalls, found);
}
