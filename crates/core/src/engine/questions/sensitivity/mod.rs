//! One uncertain input low or high, all others drawn: what it does to the headline index of a plan's only scenario
//! (docs/model.md section 9, Sensitivity).
//!
//! [`screen()`] asks which inputs go along with the index, over the replicates as drawn; [`vary()`] holds the few that do at
//! quantiles of theirs and simulates the same replicates again.

mod block;
pub mod freeze;
pub mod screen;
pub mod swing;

use std::collections::BTreeMap;

use crate::{
    engine::{
        draw::Held,
        plan::{Plan, Source},
    },
    scenario::address::Address,
};

pub use screen::{Screened, screen};
pub use swing::{Varied, vary};

/// Uniforms at which an input is low and high.
pub const LOW_HIGH: [f64; 2] = [0.05, 0.95];

/// An uncertain input: all values that one coordinate of the sampling design decides, or a group of allies' values with
/// a factor in common.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Uncertain {
    /// Address of its coordinate; of a group, the plain name.
    pub address: Address,
    /// What is held.
    pub held: Held,
    /// The slots of the layout that it decides.
    pub slots: Vec<usize>,
}

/// The uncertain inputs of a plan's only scenario, by address.
#[must_use]
pub fn uncertain(plan: &Plan) -> Vec<Uncertain> {
    let mut found: BTreeMap<Address, Uncertain> = BTreeMap::new();
    for (slot, source) in plan.scenarios[0].sources.iter().enumerate() {
        let Source::Draw(draw) = source else { continue };
        // A distribution whose ends meet is no doubt.
        if plan.tables[plan.draws[*draw].table].constant().is_some() {
            continue;
        }
        let (dependence, coordinate) = (plan.draws[*draw].dependence, plan.draws[*draw].coordinate);
        let coordinates = &plan.dependence[dependence];
        let (address, held) = match coordinates.group_of(coordinate) {
            Some((factor, name)) => (Address::plain(name), Held::Factor { dependence, factor }),
            None => {
                (coordinates.addresses()[coordinate].clone(), Held::Coordinate { dependence, coordinate })
            }
        };
        let new = || Uncertain { address: address.clone(), held, slots: Vec::new() };
        found.entry(address.clone()).or_insert_with(new).slots.push(slot);
    }
    found.into_values().collect()
}

/// The value of a slot that `held` decides when that is at its quantile `u`: of a member of a group, the one with its
/// own part in the middle. `None` for a slot that is not drawn.
#[must_use]
pub fn value_at(plan: &Plan, held: Held, slot: usize, u: f64) -> Option<f64> {
    let Source::Draw(draw) = plan.scenarios[0].sources[slot] else { return None };
    let draw = &plan.draws[draw];
    let u = match held {
        Held::Coordinate { .. } => u,
        Held::Factor { dependence, .. } => plan.dependence[dependence].middle_of_group(draw.coordinate, u),
    };
    Some(plan.tables[draw.table].quantile(u) * draw.scale + draw.shift)
}
