//! What happens by chance to a block of eight replicates (model.md section 1).

use super::{
    lanes::{F8, M8},
    layout::Inputs,
};
use crate::sampling::shocks::ShockBlock;
use crate::scenario::names::Name;

/// The shocks of a block, as the equations take them.
#[derive(Clone, Copy, Debug)]
pub struct Shocks<'a> {
    /// Standard normal shocks to growth and spending.
    pub normals: &'a ShockBlock,
    /// Whether there is a crisis, by year.
    pub crisis: &'a [M8],
}

/// Crises by year: the uniform of the year is below `crisis_probability`.
#[inline(always)]
pub fn crises(inputs: &Inputs, normals: &ShockBlock, crisis: &mut Vec<M8>) {
    let probability = inputs.one(Name::CrisisProbability);
    crisis.clear();
    crisis.extend(normals.crisis_uniform.iter().map(|&uniform| F8(uniform).lt(probability)));
}
