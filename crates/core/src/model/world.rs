//! What the arms of a block have in common: inputs and what happens.

use super::{economy::Economy, layout::Inputs, shocks::Events};

/// The world that an arm lives in.
#[derive(Clone, Copy, Debug)]
pub struct World<'a> {
    /// Inputs of the block.
    pub inputs: &'a Inputs<'a>,
    /// Growth and chance of spending.
    pub economy: &'a Economy,
    /// Crises and security shocks.
    pub events: &'a Events,
}
