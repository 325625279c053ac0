//! Compiles scenarios into flat tables: where each slot of the inputs comes from, which draws scenarios share, which
//! of them have the same counterfactual.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{Arc, OnceLock},
};

use super::{
    compile::{Check, Cuts, checks, cuts, host_of_element, may_leave},
    detail::Detail,
    sources::{Builder, dependence_key},
};
pub use super::{
    plan_error::PlanError,
    sources::{Draw, Source, Tables},
};
use crate::{
    model::{
        cells::{Cells, Outcome},
        layout::Layout,
        outcomes::Reporting,
    },
    sampling::{
        dependence::{Coordinates, Dependence, Pair},
        design::Design,
        shocks::Shocks,
        table::Table,
    },
    scenario::{
        address::Address,
        names::{Name, TIERS},
        resolved::Scenario,
    },
};

/// The inputs that the counterfactual depends on.
#[derive(Clone, Debug)]
pub struct World {
    /// Source of every slot; of the drawdown's own slots, those of the first scenario in this world.
    pub sources: Vec<Source>,
    /// The first scenario in it: one whose outcomes are counted in the same way.
    pub reporting: usize,
}

/// How much of the direct arm is simulated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DirectArm {
    /// Nothing.
    None,
    /// Up to the quarter of the headline bill.
    Bill,
    /// All of it.
    Whole,
}

/// A scenario ready to run.
#[derive(Clone, Debug)]
pub struct Compiled {
    /// Its id.
    pub id: String,
    /// Source of every slot.
    pub sources: Vec<Source>,
    /// Cut shares.
    pub cuts: Cuts,
    /// Its world, and that without its trigger if the trigger changes anything.
    pub world: usize,
    /// The world without its trigger, where the trigger changes something.
    pub untriggered: Option<usize>,
    /// Conditions on draws.
    pub checks: Vec<Check>,
    /// Whether somebody may leave: in some replicate, not necessarily in all.
    pub may_leave: bool,
    /// Host position of every element.
    pub host_of_element: Vec<usize>,
}

/// Scenarios that are run together, on the same draws.
pub struct Plan {
    /// Sets and numbering, the same for all.
    pub layout: Layout,
    /// Outcomes.
    pub cells: Cells,
    /// How they are counted.
    pub reporting: Vec<Reporting>,
    /// Coordinates, one a set of correlations.
    pub dependence: Vec<Coordinates>,
    /// Quantile functions.
    pub tables: Vec<Arc<Table>>,
    /// Draws.
    pub draws: Vec<Draw>,
    /// Streams of the shocks.
    pub shocks: Shocks,
    /// Worlds: one counterfactual each.
    pub worlds: Vec<World>,
    /// Scenarios.
    pub scenarios: Vec<Compiled>,
    /// Whether scenarios are held against each other: differences of pairs, which is the worst, regret.
    pub compares: bool,
    /// What [`sizes`](super::sizes::sizes) gives, once somebody has asked.
    pub(super) sizes: OnceLock<Vec<Vec<usize>>>,
    /// Seed.
    pub seed: u64,
    /// Where the inputs' uniforms come from.
    pub design: Design,
    /// How many of the first replicates have their causes computed: a multiple of [`CHUNK`](super::chunk::CHUNK), or all;
    /// 0 at first.
    pub causes: u64,
    /// Whether the errors of quantiles are asked for.
    pub quantile_errors: bool,
    /// How much of the outcomes is kept.
    pub detail: Detail,
}

fn correlations(scenario: &Scenario) -> Dependence {
    let pair = |(first, second, rho): &(Address, Address, f64)| Pair {
        first: first.clone(),
        second: second.clone(),
        rho: *rho,
    };
    Dependence {
        groups: Name::GROUPS.into_iter().map(|(name, _)| name).zip(scenario.group_correlations).collect(),
        pairs: scenario.correlations.iter().map(pair).collect(),
    }
}

/// Sets of a scenario. `us_units`, `dependency` and `national_units` are those of all scenarios run together.
fn layout(scenarios: &[Scenario]) -> Result<Layout, PlanError> {
    let first = scenarios.first().ok_or(PlanError::Empty)?;
    let structure = |scenario: &Scenario, name: Name| {
        scenario.constant(&Address::plain(name)).ok_or_else(|| PlanError::Missing {
            scenario: scenario.id.clone(),
            address: name.spec().name.to_owned(),
        })
    };
    let domains: Vec<String> = first.domains.iter().map(|d| d.id.clone()).collect();
    let (mut allies, mut elements): (Vec<String>, Vec<String>) = (Vec::new(), Vec::new());
    let start_year = structure(first, Name::StartYear)?;
    let quarters = structure(first, Name::Quarters)?;
    for other in scenarios {
        let differ = |what| PlanError::Differ { a: first.id.clone(), b: other.id.clone(), what };
        if !other.domains.iter().map(|d| &d.id).eq(&domains) {
            return Err(differ("their domains"));
        }
        if structure(other, Name::StartYear)? != start_year || structure(other, Name::Quarters)? != quarters {
            return Err(differ("their horizon"));
        }
        if other.reporting_tier != first.reporting_tier {
            return Err(differ("their reporting tier"));
        }
        // An ally or element that another scenario does not have takes part in that one with nothing.
        for ally in &other.allies {
            if !allies.contains(&ally.id) {
                allies.push(ally.id.clone());
            }
        }
        for element in &other.elements {
            if !elements.contains(&element.id) {
                elements.push(element.id.clone());
            }
        }
    }
    // A domain that is an enabler in some of the scenarios has dependencies of 0 in the others.
    let enablers: Vec<usize> = (0..domains.len())
        .filter(|&d| scenarios.iter().any(|scenario| scenario.domains[d].enabler))
        .collect();
    let (mut us_units, mut dependency, mut national_units) =
        (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
    for address in scenarios.iter().flat_map(|scenario| scenario.values.keys()) {
        let domain = |id: &str| domains.iter().position(|d| d == id);
        match address.name {
            Name::UsUnits => {
                let element = elements.iter().position(|e| *e == address.first);
                us_units.extend(element.zip(domain(&address.second)));
            }
            Name::Dependency => {
                let enabler = domain(&address.second).and_then(|j| enablers.iter().position(|&e| e == j));
                dependency.extend(domain(&address.first).zip(enabler));
            }
            Name::NationalUnits => {
                let ally = allies.iter().position(|a| *a == address.first);
                national_units.extend(ally.zip(domain(&address.second)));
            }
            _ => {}
        }
    }
    Ok(Layout::new(
        domains.clone(),
        enablers,
        allies,
        elements,
        start_year as i32,
        quarters as usize,
        us_units.into_iter().collect(),
        dependency.into_iter().collect(),
        national_units.into_iter().collect(),
    ))
}

impl Plan {
    /// Whether all scenarios have the same counterfactual.
    #[must_use]
    pub fn in_one_world(&self) -> bool {
        self.scenarios.windows(2).all(|two| two[0].world == two[1].world)
    }

    /// Compiles scenarios that are to run on the same draws, by plain Monte Carlo.
    ///
    /// # Errors
    /// Those of [`Plan::with_design`].
    pub fn new(scenarios: &[Scenario], seed: u64) -> Result<Self, PlanError> {
        Self::with_design(scenarios, seed, Design::MonteCarlo)
    }

    /// Compiles scenarios that are to run on the same draws, those of a design.
    ///
    /// # Errors
    /// When they differ in horizon, domains or reporting tier, when a value is missing, or when
    /// correlations are not those of any distribution.
    pub fn with_design(scenarios: &[Scenario], seed: u64, design: Design) -> Result<Self, PlanError> {
        Self::with_tables(scenarios, seed, design, &mut Tables::default())
    }

    /// As [`Plan::with_design`], taking quantile functions from `tables` and leaving there those that are new.
    ///
    /// # Errors
    /// Those of [`Plan::with_design`].
    pub fn with_tables(
        scenarios: &[Scenario],
        seed: u64,
        design: Design,
        tables: &mut Tables,
    ) -> Result<Self, PlanError> {
        let layout = layout(scenarios)?;
        let mut hosts: Vec<String> = Vec::new();
        for element in scenarios.iter().flat_map(|scenario| &scenario.elements) {
            if !hosts.contains(&element.host) {
                hosts.push(element.host.clone());
            }
        }

        let addresses = layout.addresses();
        let slots = layout.slot_by_address();
        let mut builder = Builder::new(&layout, &addresses, tables);
        let mut worlds: Vec<World> = Vec::new();
        let mut compiled = Vec::new();
        let mut first_with = Vec::new();
        let drawdown_slot: Vec<bool> = addresses.iter().map(|address| address.name.spec().drawdown).collect();
        let reporting: Vec<Reporting> = scenarios
            .iter()
            .map(|scenario| Reporting {
                tier: TIERS.iter().position(|&tier| tier == scenario.reporting_tier).unwrap_or(1),
                thresholds: scenario.domains.iter().map(|d| d.coverage_threshold).collect(),
                closure_tolerance: scenario.closure_tolerance,
            })
            .collect();
        let mut world = |sources: &[Source], s: usize| {
            let same = |other: &World| {
                let pairs = other.sources.iter().zip(sources).zip(&drawdown_slot);
                reporting[other.reporting] == reporting[s]
                    && pairs.into_iter().all(|((a, b), &drawdown)| drawdown || a == b)
            };
            worlds.iter().position(same).unwrap_or_else(|| {
                worlds.push(World { sources: sources.to_vec(), reporting: s });
                worlds.len() - 1
            })
        };
        for (s, scenario) in scenarios.iter().enumerate() {
            let key = dependence_key(scenario);
            let dependence =
                builder.dependence.iter().position(|(known, ..)| *known == key).unwrap_or_else(|| {
                    builder.dependence.push((key, BTreeMap::new(), Vec::new()));
                    first_with.push(scenario);
                    builder.dependence.len() - 1
                });
            let [sources, untriggered] = builder.sources(scenario, dependence)?;
            let in_world = world(&sources, s);
            let without = if untriggered == sources { in_world } else { world(&untriggered, s) };
            compiled.push(Compiled {
                cuts: cuts(scenario, &layout),
                world: in_world,
                untriggered: (without != in_world).then_some(without),
                checks: checks(scenario, &layout, &slots, &sources),
                id: scenario.id.clone(),
                may_leave: may_leave(scenario),
                host_of_element: host_of_element(scenario, &layout, &hosts),
                sources,
            });
        }
        let Builder { dependence, tables, draws, .. } = builder;
        let coordinates = dependence
            .into_iter()
            .zip(first_with)
            .map(|((_, _, list), scenario)| {
                Coordinates::new(seed, &list, &correlations(scenario), design).map_err(|error| {
                    PlanError::Dependence { scenario: scenario.id.clone(), source: Box::new(error) }
                })
            })
            .collect::<Result<_, _>>()?;
        Ok(Self {
            cells: Cells::new(&layout, hosts),
            reporting,
            dependence: coordinates,
            tables,
            draws,
            // Start years are between 1900 and 2200.
            shocks: Shocks::new(seed, &layout.allies, layout.start_year as u32, layout.years()),
            worlds,
            scenarios: compiled,
            compares: true,
            sizes: OnceLock::new(),
            seed,
            design,
            causes: 0,
            quantile_errors: true,
            detail: Detail::Full,
            layout,
        })
    }

    /// How many scenarios are held against each other.
    #[must_use]
    pub fn compared(&self) -> usize {
        if self.compares { self.scenarios.len() } else { 0 }
    }

    /// How much of the direct arm is asked for.
    #[must_use]
    pub fn direct_arm(&self) -> DirectArm {
        let needed = || self.cells.sections.iter().filter(|section| section.needs_direct());
        match needed().any(|section| section.outcome != Outcome::BillHeadline) {
            true => DirectArm::Whole,
            false if needed().count() == 0 => DirectArm::None,
            false => DirectArm::Bill,
        }
    }
}
