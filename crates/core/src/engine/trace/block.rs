//! What goes into a block of replicates: the given part of a trace.

use crate::{
    model::{
        lanes::F8,
        layout::{Inputs, Layout},
        shocks::{Events, Shocks},
    },
    sampling::shocks::ShockBlock,
};

/// Inputs, shocks and cuts of up to eight replicates, drawn by the engine or read from a trace folder.
#[derive(Clone, Debug)]
pub struct Block {
    /// Lanes in use with the number of the replicate in each.
    pub replicates: Vec<(usize, u64)>,
    /// One number a slot of the layout.
    pub inputs: Vec<F8>,
    /// Troops asked to leave (with `Explicit` they follow from the shares).
    pub personnel: F8,
    /// Normal shocks.
    pub normals: ShockBlock,
    /// Crises and security shocks by year.
    pub events: Events,
    /// Cut shares x_e of the scenario and the direct arm.
    pub cuts: Vec<F8>,
}

impl Block {
    /// The inputs as the model takes them.
    #[must_use]
    pub fn inputs<'a>(&'a self, layout: &'a Layout) -> Inputs<'a> {
        Inputs { layout, values: &self.inputs }
    }

    /// The shocks as the model takes them.
    #[must_use]
    pub fn shocks(&self) -> Shocks<'_> {
        Shocks { normals: &self.normals, events: &self.events }
    }
}
