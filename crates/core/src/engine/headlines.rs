//! The headline index of arms of a block that has been drawn, for questions that need nothing else of them.

use super::{dispatch::kernel, draw::Given, plan::Plan};
use crate::model::{
    arm::Arm,
    economy::Economy,
    headline::{Extent, Headline, Headlines},
    layout::Inputs,
    world::World,
};

kernel! {
    /// Computes the headline index of several arms from what is given and the economy prepared of it.
    pub fn headlines(
        plan: &Plan,
        given: &Given,
        economy: &Economy,
        arms: &[Arm],
        extent: Extent,
        memory: &mut Headlines,
        found: &mut [Headline],
    ) {
        let inputs = Inputs { layout: &plan.layout, values: &given.inputs };
        let world = World { inputs: &inputs, economy, events: &given.events };
        memory.of(&world, &given.cuts, arms, extent, found);
    }
}
