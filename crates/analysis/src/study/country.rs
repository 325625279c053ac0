//! What of a country no table holds: its forces, the US units in it and who of them leaves, and what the alliance loses if it
//! stands aside. The last is a comparison of worlds: each scenario with itself where the country's `participation` is 0.

use std::sync::Arc;

use super::{Answered, Arm, Detail, Outcome, Planned, StudyError, finished::ScenarioRun, places::expected};
use crate::{
    analysis::{comparison::Compared, estimates::Run, summary::FORMAT},
    engine::{
        blocks::{Drawer, Drawn},
        drive::Pass,
        plan::Plan,
        run::{Options, run},
    },
    model::{
        lanes::LANES,
        layout::{Inputs, K},
    },
    sampling::design::Design,
    scenario::{
        Scenario,
        address::Address,
        distribution::Distribution,
        names::{Name, TIERS},
        resolved::{Origin, Value},
    },
    store::country::{Aside, AsideDomain, Force, Kept, KeptScenario, TakesPart, UsUnit},
};

impl Planned {
    /// What `countries/ID.json` of a run folder holds of the ally `ally`. Units that leave are means over as many replicates as
    /// are planned, which are drawn and not simulated. With `aside` each scenario is also compared with itself where the ally
    /// stands aside, in so many replicates (the design may take more) of the same draws.
    ///
    /// # Errors
    /// When no scenario has such an ally, and as [`Planned::run`].
    pub fn country(&self, ally: &str, aside: Option<u64>) -> Result<Answered<Kept>, StudyError> {
        if !self.scenarios.iter().any(|s| s.allies.iter().any(|a| a.id == ally)) {
            let known = self.plan.layout.allies.clone();
            return Err(StudyError::Unknown { what: "ally", asked: ally.to_owned(), known });
        }
        let units = units(&self.plan, self.settings.replicates);
        let design = self.plan.design;
        let asked = aside.map_or(0, |replicates| design.replicates(replicates.max(1)));
        let design = match design {
            Design::LatinHypercube { .. } => Design::LatinHypercube { replicates: asked },
            other => other,
        };
        let mut kept = Kept {
            format: FORMAT,
            ally: ally.to_owned(),
            seed: self.plan.seed,
            design: design.name().to_owned(),
            compared: aside.is_some(),
            replicates: asked,
            scenarios: Vec::new(),
        };
        let (mut warnings, mut interrupted) = (Vec::new(), false);
        for (at, scenario) in self.scenarios.iter().enumerate() {
            let mut of =
                KeptScenario { us_units: there(scenario, ally, &units[at]), ..facts(scenario, ally) };
            if aside.is_some() && of.takes_part == TakesPart::Yes && !interrupted {
                let all = asked * self.scenarios.len() as u64;
                let told = |done| self.settings.observer.replicates(asked * at as u64 + done, all);
                let pass = self.settings.pass(asked, &told);
                let found =
                    self.settings.within(|| compared(scenario, ally, self.plan.seed, design, pass))?;
                interrupted = found.interrupted;
                warnings.extend(found.warnings);
                (of.aside, of.aside_domains) = found.found;
            }
            kept.scenarios.push(of);
        }
        Ok(Answered { found: kept, warnings, interrupted })
    }
}

/// By scenario and element of the plan: people, and people who leave, means over the first replicates.
fn units(plan: &Plan, replicates: u64) -> Vec<Vec<(String, [f64; 2])>> {
    let (mut drawer, mut drawn) = (Drawer::new(plan), Drawn::of(plan));
    let elements = plan.layout.elements.len();
    let mut sums = vec![vec![[0.0; 2]; elements]; plan.scenarios.len()];
    let mut live = 0;
    for first in (0..replicates).step_by(LANES) {
        let lanes = drawer.draw(first, replicates, &mut drawn);
        live += lanes.count();
        for (given, sums) in drawn.scenarios.iter().zip(&mut sums) {
            let inputs = Inputs { layout: &plan.layout, values: &given.inputs };
            let people = inputs.all(Name::UsPersonnel);
            for ((sums, &people), &cut) in sums.iter_mut().zip(people).zip(&given.cuts) {
                sums[0] += lanes.keep(people).sum();
                sums[1] += lanes.keep(people * cut).sum();
            }
        }
    }
    let mean = |sums: Vec<[f64; 2]>| {
        let means = sums.into_iter().map(|two| two.map(|sum| sum / (live.max(1) as f64)));
        plan.layout.elements.iter().cloned().zip(means).collect()
    };
    sums.into_iter().map(mean).collect()
}

/// The units of a scenario in a country, the largest first.
fn there(scenario: &Scenario, ally: &str, means: &[(String, [f64; 2])]) -> Vec<UsUnit> {
    let here = scenario.elements.iter().filter(|element| element.host == ally);
    let of = |element: &crate::scenario::resolved::Element| {
        let [people, leaving] = means.iter().find(|(id, _)| *id == element.id)?.1;
        Some(UsUnit { id: element.id.clone(), title: element.title.clone(), people, leaving })
    };
    let mut units: Vec<UsUnit> = here.filter_map(of).collect();
    units.sort_by(|a, b| b.people.total_cmp(&a.people));
    units
}

/// What the values of a scenario say of an ally.
fn facts(scenario: &Scenario, ally: &str) -> KeptScenario {
    let gdp = |id: &str| expected(scenario, &Address::one(Name::GdpNow, id));
    let held = |id: &str, domain: &str| expected(scenario, &Address::two(Name::NationalUnits, id, domain));
    let force = |domain: &crate::scenario::resolved::Domain| {
        let units = held(ally, &domain.id);
        let all: f64 = scenario.allies.iter().map(|other| held(&other.id, &domain.id)).sum();
        Force {
            domain: domain.id.clone(),
            title: domain.title.clone(),
            unit: domain.unit.clone(),
            units,
            part: if all > 0.0 { units / all } else { 0.0 },
        }
    };
    let forces: Vec<Force> = scenario.domains.iter().map(force).collect();
    let member = scenario.allies.iter().any(|other| other.id == ally);
    let part = scenario.constant(&Address::one(Name::Participation, ally));
    KeptScenario {
        scenario: scenario.id.clone(),
        hash: scenario.hash(),
        gdp: if member { gdp(ally) } else { 0.0 },
        gdp_of_all: scenario.allies.iter().map(|other| gdp(&other.id)).sum(),
        takes_part: match part {
            _ if !member || forces.iter().all(|force| force.units <= 0.0) => TakesPart::NoForces,
            Some(part) if part <= 0.0 => TakesPart::AsideAlready,
            _ => TakesPart::Yes,
        },
        forces,
        us_units: Vec::new(),
        aside: Vec::new(),
        aside_domains: Vec::new(),
    }
}

/// The scenario in which an ally stands aside and nothing else is otherwise.
fn stands_aside(scenario: &Scenario, ally: &str) -> Scenario {
    let mut aside = scenario.clone();
    aside.id = format!("{} without {ally}", scenario.id);
    let nothing = Value {
        distribution: Distribution::Constant(0.0),
        scale: 1.0,
        shift: 0.0,
        grade: None,
        source: Arc::default(),
        note: Arc::default(),
        origin: Origin::Default("stands aside".to_owned()),
        trigger: None,
    };
    aside.values.insert(Address::one(Name::Participation, ally), nothing);
    aside
}

/// What more is missing, over all capabilities by tier and in each at the reporting tier.
type Lost = (Vec<Aside>, Vec<AsideDomain>);

fn compared(
    scenario: &Scenario,
    ally: &str,
    seed: u64,
    design: Design,
    pass: Pass,
) -> Result<Answered<Lost>, StudyError> {
    let both = [stands_aside(scenario, ally), scenario.clone()];
    let mut plan = Plan::with_design(&both, seed, design)?;
    plan.keep_detail(Detail::People);
    let results = run(&plan, &Options { pass, looks: None, keep: None })?;
    let run = Run { scenarios: &both, plan: &plan, results: &results };
    let pairs = Compared::new(&run);
    // The first less the second: what more is missing.
    let more = |arm: Arm, tier: usize| {
        let cell = pairs.cell(Outcome::IndexHeadline, arm, tier);
        cell.map(|cell| pairs.estimate(0, 1, cell)).unwrap_or_default()
    };
    let index = |at: usize, tier: u32| {
        ScenarioRun { run, at }.estimate(Outcome::IndexHeadline).arm(Arm::Scenario).tier(tier).get()
    };
    let mut by_tier = Vec::new();
    for (k, &tier) in TIERS.iter().enumerate().take(K) {
        let (found, probability_more) = more(Arm::Scenario, k);
        by_tier.push(Aside {
            tier,
            with: index(1, tier)?.mean,
            aside: index(0, tier)?.mean,
            more: found,
            probability_more,
            more_without: more(Arm::Counterfactual, k).0,
        });
    }
    let tier = scenario.reporting_tier;
    let missing = |at: usize, domain: &str| {
        let query = ScenarioRun { run, at }.estimate(Outcome::Shortfall).arm(Arm::Scenario);
        query.domain(domain).tier(tier).get()
    };
    let mut domains = Vec::new();
    for domain in &scenario.domains {
        let more = missing(0, &domain.id)?.mean - missing(1, &domain.id)?.mean;
        domains.push(AsideDomain { domain: domain.id.clone(), title: domain.title.clone(), more });
    }
    domains.sort_by(|a, b| b.more.total_cmp(&a.more));
    Ok(Answered {
        found: (by_tier, domains),
        warnings: results.not_finite.left_out(results.failed, results.replicates),
        interrupted: results.replicates < pass.replicates,
    })
}
