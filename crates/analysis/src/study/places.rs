//! What each place holds and what it is worth: one scenario a host country, in which all of its people leave and nobody else; and
//! one a unit, of the hosts that are asked for.

use std::{collections::BTreeMap, sync::Arc};

use super::{Answered, Arm, Detail, Outcome, Planned, StudyError, finished::ScenarioRun};
use crate::{
    analysis::estimates::Run,
    engine::{
        drive::Pass,
        plan::Plan,
        run::{Options, run},
    },
    inputs::quantile::mean,
    scenario::{
        Scenario,
        address::Address,
        country,
        defaults::NOTICE,
        distribution::Distribution,
        names::Name,
        resolved::{Composition, Element, Origin, Selector, Value},
    },
    store::{
        places::{Capability, Place, Places, Unit},
        summary::Estimate,
    },
};

/// What is laid over the scenario, in words.
const ORDERLY: &str = "announced eight quarters ahead, allies fully informed; nothing stays behind, no floor holds, no pledge is taken back";

impl Planned {
    /// What each host country of a scenario holds, and what the orderly departure of all its US troops alone would add at a
    /// readiness tier (the scenario's reporting tier by default); of the hosts in `units` (codes) each unit's too. World, dates and destination are the scenario's; who leaves and in which manner is not. All
    /// places are computed on the same draws, against one counterfactual. Places come in the order of what they add.
    ///
    /// # Errors
    /// When no scenario is called so, and as [`Planned::run`].
    pub fn places(
        &self,
        scenario: &str,
        units: &[String],
        tier: Option<u32>,
    ) -> Result<Answered<Places>, StudyError> {
        let (base, tier) = self.of(scenario, tier)?;
        let mut hosts: Vec<&str> = Vec::new();
        for element in &base.elements {
            if !hosts.contains(&element.host.as_str()) {
                hosts.push(&element.host);
            }
        }
        let of_hosts = hosts.iter().map(|host| all_leave(base, host, |element| element.host == **host));
        let asked: Vec<&Element> = base.elements.iter().filter(|e| units.contains(&e.host)).collect();
        let of_units = asked.iter().map(|unit| all_leave(base, &unit.id, |element| element.id == unit.id));
        let leaving: Vec<Scenario> = of_hosts.chain(of_units).collect();
        let mut plan = Plan::with_design(&leaving, self.plan.seed, self.plan.design)?;
        plan.keep_detail(Detail::People);
        // Places are told apart by what each adds, and not held against each other.
        plan.compares = false;
        self.settings.within(|| {
            let replicates = self.settings.replicates;
            let progress = |done| self.settings.observer.replicates(done, replicates);
            let pass = self.settings.pass(replicates, &progress);
            let results = run(&plan, &Options { pass: Pass { ..pass }, looks: None, keep: None })?;
            let found = Run { scenarios: &leaving, plan: &plan, results: &results };
            let adds = |at: usize| {
                let of = ScenarioRun { run: found, at };
                of.estimate(Outcome::IndexHeadline).arm(Arm::Attributable).tier(tier).get()
            };
            let mut of_unit = BTreeMap::new();
            for (at, unit) in asked.iter().enumerate() {
                of_unit.insert(unit.id.as_str(), adds(hosts.len() + at)?);
            }
            let whole = held(base, |_| true);
            let mut places = Vec::new();
            for (at, host) in hosts.iter().enumerate() {
                places.push(Place {
                    host: (*host).to_owned(),
                    name: country(host).map_or(*host, |(_, name)| name).to_owned(),
                    people: people(base, |element| element.host == *host),
                    adds: adds(at)?,
                    capabilities: capabilities(base, &whole, |element| element.host == *host),
                    units: self::units(base, &whole, host, &of_unit),
                });
            }
            places.sort_by(|a, b| b.adds.mean.total_cmp(&a.adds.mean));
            Ok(Answered {
                found: Places {
                    scenario: base.id.clone(),
                    title: base.title.clone(),
                    hash: base.hash(),
                    tier,
                    seed: plan.seed,
                    replicates: found.replicates(),
                    orderly: ORDERLY.to_owned(),
                    places,
                },
                warnings: results.not_finite.left_out(results.failed, results.replicates),
                interrupted: results.replicates < replicates,
            })
        })
    }
}

/// The scenario in which some elements leave whole in an orderly way, and nobody else does.
fn all_leave(base: &Scenario, id: &str, leaves: impl Fn(&Element) -> bool) -> Scenario {
    let mut scenario = base.clone();
    id.clone_into(&mut scenario.id);
    let elements = base.elements.iter().filter(|element| leaves(element));
    scenario.composition = Composition::Explicit(elements.map(|element| (element.id.clone(), 1.0)).collect());
    for name in [Name::Personnel, Name::DownTo] {
        scenario.values.remove(&Address::plain(name));
    }
    let chosen = |distribution: Distribution, shift: f64| Value {
        distribution,
        scale: 1.0,
        shift,
        grade: None,
        source: Arc::default(),
        note: Arc::default(),
        origin: Origin::Default("orderly departure".to_owned()),
        trigger: None,
    };
    let mut set = |address: Address, value: f64| {
        scenario.values.insert(address, chosen(Distribution::Constant(value), 0.0));
    };
    set(Address::plain(Name::Information), 1.0);
    set(Address::plain(Name::TroopFloor), 0.0);
    for domain in &base.domains {
        set(Address::one(Name::Stay, &domain.id), 0.0);
        set(Address::one(Name::PledgeCut, &domain.id), 0.0);
    }
    // A start that is drawn takes its announcement along: a default is the same draw.
    if let Some(start) = base.values.get(&Address::plain(Name::Start)) {
        let announced = chosen(start.distribution.clone(), start.shift - NOTICE);
        scenario.values.insert(Address::plain(Name::Announced), Value { scale: start.scale, ..announced });
    }
    scenario
}

/// The mean of a value, 0 where there is none.
pub(super) fn expected(scenario: &Scenario, address: &Address) -> f64 {
    scenario.values.get(address).map_or(0.0, |value| mean(&value.distribution) * value.scale + value.shift)
}

fn people(scenario: &Scenario, of: impl Fn(&Element) -> bool) -> f64 {
    let elements = scenario.elements.iter().filter(|element| of(element));
    elements.map(|element| expected(scenario, &Address::one(Name::UsPersonnel, &element.id))).sum()
}

/// Units by domain that some elements hold.
fn held(scenario: &Scenario, of: impl Fn(&Element) -> bool) -> BTreeMap<String, f64> {
    let mut units = BTreeMap::new();
    for element in scenario.elements.iter().filter(|element| of(element)) {
        for domain in &scenario.domains {
            let address = Address::two(Name::UsUnits, &element.id, &domain.id);
            if scenario.chooses(&Selector::Domain(domain.id.clone()), element) {
                *units.entry(domain.id.clone()).or_insert(0.0) += expected(scenario, &address);
            }
        }
    }
    units
}

fn capabilities(
    scenario: &Scenario,
    whole: &BTreeMap<String, f64>,
    of: impl Fn(&Element) -> bool,
) -> Vec<Capability> {
    let own = held(scenario, of);
    let domains = scenario.domains.iter().filter_map(|domain| Some((domain, *own.get(&domain.id)?)));
    domains
        .filter(|(_, units)| *units > 0.0)
        .map(|(domain, units)| Capability {
            domain: domain.id.clone(),
            title: domain.title.clone(),
            unit: domain.unit.clone(),
            units,
            share: whole.get(&domain.id).map_or(0.0, |all| units / all),
        })
        .collect()
}

/// The units of a host, those that add most first where it is known, else the largest.
fn units(
    scenario: &Scenario,
    whole: &BTreeMap<String, f64>,
    host: &str,
    adds: &BTreeMap<&str, Estimate>,
) -> Vec<Unit> {
    let mut units: Vec<Unit> = scenario
        .elements
        .iter()
        .filter(|element| element.host == host)
        .map(|element| Unit {
            id: element.id.clone(),
            title: element.title.clone(),
            service: element.service.clone(),
            posture: element.posture.clone(),
            people: people(scenario, |other| other.id == element.id),
            adds: adds.get(element.id.as_str()).copied(),
            capabilities: capabilities(scenario, whole, |other| other.id == element.id),
        })
        .collect();
    let worth = |unit: &Unit| unit.adds.map_or(f64::NEG_INFINITY, |adds| adds.mean);
    units.sort_by(|a, b| worth(b).total_cmp(&worth(a)).then_with(|| b.people.total_cmp(&a.people)));
    units
}
