//! What of one scenario is compiled for itself: its cuts, its hosts, the conditions on its draws.

use std::collections::BTreeMap;

use super::sources::Source;
use crate::{
    model::{drawdown::Group, layout::Layout},
    scenario::{
        address::Address,
        names::{Index, Name, Range, TIERS},
        resolved::{Composition, Element, Scenario, Selector},
    },
};

/// A condition that each draw must meet, because the distribution alone does not make sure of it.
#[derive(Clone, Debug)]
pub enum Check {
    /// The slot's value lies in the range of its name.
    Range(usize, Range),
    /// The first slot's value is not above the second's.
    Ordered(usize, usize),
    /// Not more troops are asked for than are in Europe.
    Personnel,
    /// Not more leave than are not spared.
    Spared,
    /// The values of a name do not all come out as 0.
    SomePositive(Name),
}

/// How many are asked to leave where it does not follow from the shares.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asked {
    /// `personnel`.
    Personnel,
    /// All that are there but `down_to`.
    DownTo,
}

/// How cut shares are computed.
#[derive(Clone, Debug)]
pub enum Cuts {
    /// Groups of elements used up in order.
    Groups(Vec<Group>, Asked),
    /// Given shares by element.
    Explicit(Vec<f64>),
    /// So many people of each group.
    Amounts(Vec<(Group, f64)>),
}

/// The groups of a composition: an element belongs to the first selector that matches it, the rest come last. Who is spared is in
/// none.
pub fn cuts(scenario: &Scenario, layout: &Layout) -> Cuts {
    let elements = 0..layout.elements.len();
    let asked = match scenario.values.contains_key(&Address::plain(Name::DownTo)) {
        true => Asked::DownTo,
        false => Asked::Personnel,
    };
    let spared = |spare: &[Selector], e: usize| spare.iter().any(|s| chooses(s, scenario, layout, e));
    match &scenario.composition {
        Composition::Proportional { spare } => {
            Cuts::Groups(vec![elements.filter(|&e| !spared(spare, e)).collect()], asked)
        }
        Composition::Explicit(shares) => Cuts::Explicit(
            layout
                .elements
                .iter()
                .map(|id| shares.iter().find(|(other, _)| other == id).map_or(0.0, |&(_, share)| share))
                .collect(),
        ),
        Composition::Amounts(amounts) => {
            let group =
                |selector| elements.clone().filter(|&e| chooses(selector, scenario, layout, e)).collect();
            Cuts::Amounts(amounts.iter().map(|(selector, amount)| (group(selector), *amount)).collect())
        }
        Composition::Priority { first, spare } => {
            let mut groups = vec![Vec::new(); first.len() + 1];
            for e in elements.filter(|&e| !spared(spare, e)) {
                let matching = first.iter().position(|selector| chooses(selector, scenario, layout, e));
                groups[matching.unwrap_or(first.len())].push(e);
            }
            Cuts::Groups(groups, asked)
        }
    }
}

fn chooses(selector: &Selector, scenario: &Scenario, layout: &Layout, e: usize) -> bool {
    let element = scenario.elements.iter().find(|element| element.id == layout.elements[e]);
    element.is_some_and(|element| scenario.chooses(selector, element))
}

/// The host position of every element; one that the scenario does not have has no people and may stand anywhere.
pub fn host_of_element(scenario: &Scenario, layout: &Layout, hosts: &[String]) -> Vec<usize> {
    let host = |id: &String| {
        let element = scenario.elements.iter().find(|element| element.id == *id)?;
        hosts.iter().position(|host| *host == element.host)
    };
    layout.elements.iter().map(|id| host(id).unwrap_or(0)).collect()
}

/// Conditions that a draw may break: those on unbounded distributions, and on pairs of values that vary.
pub fn checks(
    scenario: &Scenario,
    layout: &Layout,
    slots: &BTreeMap<Address, usize>,
    sources: &[Source],
) -> Vec<Check> {
    let mut checks = Vec::new();
    let unbounded = |slot: usize, address: &Address| {
        matches!(sources[slot], Source::Draw(_))
            && scenario.values.get(address).is_some_and(|value| {
                let (low, high) = value.distribution.support();
                !low.is_finite() || !high.is_finite()
            })
    };
    for (address, &slot) in slots {
        let name = address.name;
        if unbounded(slot, address) {
            checks.push(Check::Range(slot, name.spec().range));
            if name == Name::PledgeYear {
                checks.push(Check::Range(slot, Range::AtLeast(f64::from(layout.start_year))));
            }
        }
        if name.rises_over_tiers() {
            let next = |tier: &str| {
                let k = TIERS.iter().position(|t| t.to_string() == tier)?;
                let later = TIERS.get(k + 1)?;
                Some(match name.spec().index {
                    Index::Tier => Address::one(name, later),
                    _ => Address::two(name, &address.first, later),
                })
            };
            let tier = if name.spec().index == Index::Tier { &address.first } else { &address.second };
            if let Some(later) = next(tier) {
                let other = slots[&later];
                if unbounded(slot, address) || unbounded(other, &later) {
                    checks.push(Check::Ordered(slot, other));
                }
            }
        }
    }
    let varies = |name: Name| {
        let first = layout.first(name);
        sources[first..first + layout.len(name)].iter().any(|source| matches!(source, Source::Draw(_)))
    };
    checks.extend(
        [Name::Weight, Name::UsPersonnel].into_iter().filter(|&name| varies(name)).map(Check::SomePositive),
    );
    if varies(Name::Personnel) || varies(Name::UsPersonnel) {
        checks.push(Check::Personnel);
        if let Composition::Proportional { spare } | Composition::Priority { spare, .. } =
            &scenario.composition
            && !spare.is_empty()
        {
            checks.push(Check::Spared);
        }
    }
    checks
}

/// Whether pledges are taken back in some replicate.
#[must_use]
pub fn takes_pledges(scenario: &Scenario) -> bool {
    let most = |address: &Address| scenario.values.get(address).map_or(0.0, |v| v.distribution.support().1);
    scenario.values.keys().any(|address| address.name == Name::PledgeCut && most(address) > 0.0)
}

/// Whether there is a drawdown in some replicate: troops are asked to leave, and more are there than must stay, or pledges are
/// taken back.
pub fn may_leave(scenario: &Scenario) -> bool {
    if takes_pledges(scenario) {
        return true;
    }
    let ends = |address: &Address| {
        scenario.values.get(address).map_or((0.0, 0.0), |value| value.distribution.support())
    };
    let most = |id: &str| ends(&Address::one(Name::UsPersonnel, id)).1;
    let there: f64 = scenario.elements.iter().map(|element| most(&element.id)).sum();
    let asked = match &scenario.composition {
        Composition::Explicit(shares) => shares.iter().any(|(id, share)| *share > 0.0 && most(id) > 0.0),
        Composition::Amounts(amounts) => amounts.iter().any(|(selector, amount)| {
            let holds = |element: &&Element| scenario.chooses(selector, element) && most(&element.id) > 0.0;
            *amount > 0.0 && scenario.elements.iter().any(|element| holds(&element))
        }),
        // Of all that are there somebody leaves, where fewer may be left.
        _ if scenario.values.contains_key(&Address::plain(Name::DownTo)) => {
            there > ends(&Address::plain(Name::DownTo)).0
        }
        _ => ends(&Address::plain(Name::Personnel)).1 > 0.0,
    };
    asked && there > ends(&Address::plain(Name::TroopFloor)).0
}
