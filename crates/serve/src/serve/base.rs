//! What the levers of a page start from: the values of a scenario, how well they are known, and who is where.

use std::collections::BTreeMap;

use serde::Serialize;

use super::{Given, asked::Scenarios, told::Untold};
use crate::{
    inputs::{address::Address, names::Name, quantile::mean},
    scenario::{
        Scenario, country, load_sources,
        resolved::{Composition, Element, Selector, Value},
        show,
    },
};

/// The inputs that have a lever of their own.
const LEVERS: [Name; 11] = [
    Name::Personnel,
    Name::DownTo,
    Name::Start,
    Name::Duration,
    Name::Announced,
    Name::Information,
    Name::TroopFloor,
    Name::Commitment,
    Name::Reaction,
    Name::Efficiency,
    Name::PledgeCutStart,
];

/// The least of what a page needs to know of a scenario to offer levers.
#[derive(Debug, Serialize)]
pub struct Base {
    id: String,
    title: String,
    short_title: String,
    description: String,
    start_year: f64,
    /// US troops in Europe, people.
    present: f64,
    values: BTreeMap<&'static str, Lever>,
    /// Who leaves: in words, and where they are hosts in order, their codes.
    composition: (String, Option<Vec<String>>),
    disposition: &'static str,
    trigger: String,
    domains: Vec<(String, String)>,
    hosts: Vec<Host>,
}

/// A value as a lever shows it.
#[derive(Debug, Serialize)]
struct Lever {
    /// As `show` prints it.
    words: String,
    unit: String,
    /// 5 %, 50 % and 95 % quantile.
    range: [f64; 3],
    /// Whether it is the same in every run.
    fixed: bool,
    grade: &'static str,
    source: String,
    note: String,
    origin: String,
}

/// A host of US troops.
#[derive(Debug, Serialize)]
struct Host {
    id: String,
    title: String,
    people: f64,
    units: Vec<Unit>,
}

/// A unit.
#[derive(Debug, Serialize)]
struct Unit {
    id: String,
    title: String,
    people: f64,
    /// What it holds: "8 airlifters".
    holds: Vec<(f64, String)>,
}

/// What levers start from in the first of the scenarios.
///
/// # Errors
/// When there are too many or one is wrong.
pub fn base(of: &Scenarios, given: &[Given]) -> Result<Base, Untold> {
    let sources = of.sources(given)?;
    let (scenarios, _) = load_sources(&sources, &[]).map_err(Untold::Wrong)?;
    scenarios.first().map(described).ok_or_else(|| Untold::Other("no scenario".to_owned()))
}

fn described(scenario: &Scenario) -> Base {
    let values = LEVERS.into_iter().filter_map(|name| {
        let address = Address::plain(name);
        Some((name.spec().name, lever(scenario, &address, scenario.values.get(&address)?)))
    });
    let hosts = hosts(scenario);
    Base {
        id: scenario.id.clone(),
        title: scenario.title.clone(),
        short_title: scenario.short_title.clone(),
        description: scenario.description.clone(),
        start_year: expected(scenario, &Address::plain(Name::StartYear)),
        present: hosts.iter().map(|host| host.people).sum(),
        values: values.collect(),
        composition: (show::composition(&scenario.composition), in_order(&scenario.composition)),
        disposition: show::disposition(&scenario.disposition),
        trigger: show::trigger(scenario.trigger.as_ref()),
        domains: scenario.domains.iter().map(|domain| (domain.id.clone(), domain.title.clone())).collect(),
        hosts,
    }
}

fn lever(scenario: &Scenario, address: &Address, value: &Value) -> Lever {
    Lever {
        words: show::value(scenario, address, value),
        unit: show::unit(scenario, address),
        range: [0.05, 0.5, 0.95].map(|u| value.at(u)),
        fixed: value.distribution.constant().is_some(),
        grade: show::grade(value.grade),
        source: value.source.to_string(),
        note: value.note.to_string(),
        origin: show::origin(&value.origin),
    }
}

/// The hosts that a composition names in order, where it names nothing else.
fn in_order(composition: &Composition) -> Option<Vec<String>> {
    match composition {
        Composition::Proportional { spare } if spare.is_empty() => Some(Vec::new()),
        Composition::Priority { first, spare } if spare.is_empty() => {
            let host = |selector: &Selector| match selector {
                Selector::Host(host) => Some(host.clone()),
                _ => None,
            };
            first.iter().map(host).collect()
        }
        _ => None,
    }
}

fn expected(scenario: &Scenario, address: &Address) -> f64 {
    scenario.values.get(address).map_or(0.0, |value| mean(&value.distribution) * value.scale + value.shift)
}

/// Hosts by the number of troops, each with its units by theirs.
fn hosts(scenario: &Scenario) -> Vec<Host> {
    let people = |element: &Element| expected(scenario, &Address::one(Name::UsPersonnel, &element.id));
    let holds = |element: &Element| {
        let of = scenario.domains.iter().filter_map(|domain| {
            let units = expected(scenario, &Address::two(Name::UsUnits, &element.id, &domain.id));
            (units > 0.0).then(|| (units, domain.unit.clone()))
        });
        of.collect()
    };
    let mut hosts: Vec<Host> = Vec::new();
    for element in &scenario.elements {
        let unit = Unit {
            id: element.id.clone(),
            title: element.title.clone(),
            people: people(element),
            holds: holds(element),
        };
        match hosts.iter_mut().find(|host| host.id == element.host) {
            Some(host) => host.units.push(unit),
            None => hosts.push(Host {
                id: element.host.clone(),
                title: country(&element.host).map_or(element.host.as_str(), |(_, name)| name).to_owned(),
                people: 0.0,
                units: vec![unit],
            }),
        }
    }
    for host in &mut hosts {
        host.people = host.units.iter().map(|unit| unit.people).sum();
        host.units.sort_by(|a, b| b.people.total_cmp(&a.people));
    }
    hosts.sort_by(|a, b| b.people.total_cmp(&a.people));
    hosts
}
