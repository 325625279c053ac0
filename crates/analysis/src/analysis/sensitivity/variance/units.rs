//! What is drawn together, and so can only be of one group: an input with a coordinate of its own, allies' values with a factor
//! in common, inputs that are correlated with each other.

use std::collections::BTreeSet;

use super::super::called;
use crate::{
    engine::{
        draw::Held,
        plan::{Plan, Source},
        sensitivity::{Uncertain, uncertain},
    },
    scenario::{Scenario, address::Address},
};

/// Inputs that are drawn together.
pub struct Unit {
    /// The uncertain inputs, by address: one, or all that are correlated with each other.
    pub inputs: Vec<Uncertain>,
}

/// The units of a plan's only scenario, by address.
pub fn units(scenario: &Scenario, plan: &Plan) -> Vec<Unit> {
    let sets = correlated(scenario);
    let mut units: Vec<(Option<usize>, Unit)> = Vec::new();
    for input in uncertain(plan) {
        let set = sets.iter().position(|set| set.contains(&input.address));
        match units.iter_mut().find(|(known, _)| set.is_some() && *known == set) {
            Some((_, unit)) => unit.inputs.push(input),
            None => units.push((set, Unit { inputs: vec![input] })),
        }
    }
    units.into_iter().map(|(_, unit)| unit).collect()
}

/// Sets of coordinates that depend on each other through pairs, directly or through others.
fn correlated(scenario: &Scenario) -> Vec<BTreeSet<Address>> {
    let mut sets: Vec<BTreeSet<Address>> = Vec::new();
    for (a, b, rho) in &scenario.correlations {
        if *rho == 0.0 {
            continue;
        }
        let mut set = BTreeSet::from([a.coordinate(), b.coordinate()]);
        sets.retain(|other| {
            let apart = other.is_disjoint(&set);
            if !apart {
                set.extend(other.iter().cloned());
            }
            apart
        });
        sets.push(set);
    }
    sets
}

impl Unit {
    /// Whether it is one of the coordinates.
    fn has(&self, plan: &Plan, dependence: usize, coordinate: usize) -> bool {
        self.inputs.iter().any(|input| match input.held {
            Held::Coordinate { dependence: own, coordinate: at } => (own, at) == (dependence, coordinate),
            Held::Factor { dependence: own, factor } => {
                own == dependence
                    && plan.dependence[dependence]
                        .group_of(coordinate)
                        .is_some_and(|(number, _)| number == factor)
            }
        })
    }

    /// Which draws of the plan it decides.
    pub fn draws(&self, plan: &Plan) -> Vec<bool> {
        plan.draws.iter().map(|draw| self.has(plan, draw.dependence, draw.coordinate)).collect()
    }

    /// The slots of the layout whose values it decides.
    pub fn slots(&self) -> impl Iterator<Item = usize> {
        self.inputs.iter().flat_map(|input| input.slots.iter().copied())
    }

    /// The slots with the name under which each was drawn: an input that another follows (a priority its weight) is drawn as that.
    pub fn drawn<'p>(&'p self, plan: &'p Plan) -> impl Iterator<Item = (usize, &'p Address)> {
        self.slots().filter_map(|slot| {
            let Source::Draw(draw) = plan.scenarios[0].sources[slot] else { return None };
            let draw = &plan.draws[draw];
            Some((slot, &plan.dependence[draw.dependence].addresses()[draw.coordinate]))
        })
    }

    /// Its addresses, as groups and coordinates are drawn.
    pub fn address(&self) -> String {
        let addresses: Vec<String> = self.inputs.iter().map(|input| input.address.to_string()).collect();
        addresses.join(" + ")
    }

    /// What it is called.
    pub fn name(&self, scenario: &Scenario, plan: &Plan, tier: u32) -> String {
        let names: Vec<String> =
            self.inputs.iter().map(|input| called(scenario, plan, input, tier)).collect();
        match &names[..] {
            [name] => name.clone(),
            [first, second, _, rest @ ..] if !rest.is_empty() => {
                format!("{first}, {second} and {} more, correlated", rest.len() + 1)
            }
            [rest @ .., last] => format!("{} and {last}, correlated", rest.join(", ")),
            [] => String::new(),
        }
    }
}
