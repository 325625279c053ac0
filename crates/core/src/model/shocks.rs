//! What happens by chance to a block of eight replicates (model.md section 1).

use super::{
    lanes::{F8, M8},
    layout::{Inputs, set_column},
};
use crate::sampling::shocks::ShockBlock;
use crate::scenario::names::Name;

/// What happens in a year or does not, by year of the run.
#[derive(Clone, Debug, Default)]
pub struct Events {
    /// Whether there is a crisis in the Indo-Pacific.
    pub crisis: Vec<M8>,
    /// Whether there is a security shock in Europe.
    pub security: Vec<M8>,
}

/// The shocks of a block, as the equations take them.
#[derive(Clone, Copy, Debug)]
pub struct Shocks<'a> {
    /// Standard normal shocks to growth and spending.
    pub normals: &'a ShockBlock,
    /// Crises and security shocks.
    pub events: &'a Events,
}

impl Events {
    /// Settles them: an event happens where the uniform of its year is below its probability.
    #[inline(always)]
    pub fn happen(&mut self, inputs: &Inputs, drawn: &ShockBlock) {
        for (events, uniforms, name) in [
            (&mut self.crisis, &drawn.crisis_uniform, Name::CrisisProbability),
            (&mut self.security, &drawn.security_uniform, Name::ShockProbability),
        ] {
            let probability = inputs.one(name);
            set_column(events, uniforms.iter().map(|&uniform| F8(uniform).lt(probability)), M8::first(0));
        }
    }
}
