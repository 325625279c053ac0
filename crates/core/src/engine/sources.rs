//! Where the values of a scenario's slots come from: the draws and quantile functions that scenarios share.

use std::{collections::BTreeMap, sync::Arc};

use super::plan_error::PlanError;
use crate::{
    model::layout::Layout,
    sampling::table::{Halves, Table},
    scenario::{
        address::Address,
        distribution::Distribution,
        names::{Index, Name},
        resolved::{Scenario, Value},
    },
};

/// Where the value of a slot comes from.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Source {
    /// The same in every replicate.
    Constant(f64),
    /// A draw of the plan.
    Draw(usize),
}

/// A number drawn in every replicate: one coordinate of the design through one quantile function.
#[derive(Clone, Debug)]
pub struct Draw {
    /// Which set of coordinates (one a set of correlations).
    pub dependence: usize,
    /// Position among its coordinates.
    pub coordinate: usize,
    /// Position among the plan's quantile functions.
    pub table: usize,
    /// A trigger multiplies by this.
    pub scale: f64,
    /// A trigger adds this.
    pub shift: f64,
}

/// Quantile functions that are tabulated already, for plans that have many in common.
#[derive(Clone, Debug, Default)]
pub struct Tables {
    by_key: BTreeMap<Key, Arc<Table>>,
    halves: Halves,
}

/// What tells distributions apart: their parameters by their bits, or a text of those that have any number of them.
type Key = (u8, [u64; 4], String);

/// That of a distribution.
fn key(distribution: &Distribution) -> Key {
    use Distribution as D;
    let of = |kind: u8, numbers: &[f64]| {
        let mut bits = [0; 4];
        bits.iter_mut().zip(numbers).for_each(|(bits, number)| *bits = number.to_bits());
        (kind, bits, String::new())
    };
    match *distribution {
        D::Constant(value) => of(0, &[value]),
        D::Uniform { low, high } => of(1, &[low, high]),
        D::Triangular { low, mode, high } => of(2, &[low, mode, high]),
        D::Pert { low, mode, high } => of(3, &[low, mode, high]),
        D::Normal { mean, sd } => of(4, &[mean, sd]),
        D::TruncatedNormal { mean, sd, low, high } => of(5, &[mean, sd, low, high]),
        D::LogNormalQuantiles { p05, p95 } => of(6, &[p05, p95]),
        D::LogNormal { median, sigma } => of(7, &[median, sigma]),
        D::Beta { alpha, beta, low, high } => of(8, &[alpha, beta, low, high]),
        D::Empirical { .. } | D::Discrete { .. } => (9, [0; 4], format!("{distribution:?}")),
    }
}

impl Tables {
    /// The table of a distribution.
    fn of(&mut self, distribution: &Distribution, key: &Key) -> Arc<Table> {
        if let Some(table) = self.by_key.get(key) {
            return Arc::clone(table);
        }
        let table = Arc::new(Table::with(distribution, &mut self.halves));
        self.by_key.insert(key.clone(), Arc::clone(&table));
        table
    }
}

/// What makes draws of two scenarios share their coordinates: the same correlations.
pub(super) type DependenceKey = (Vec<(Address, Address, u64)>, [u64; Name::GROUPS.len()]);

/// That of a scenario.
pub(super) fn dependence_key(scenario: &Scenario) -> DependenceKey {
    let pairs =
        scenario.correlations.iter().map(|(a, b, rho)| (a.clone(), b.clone(), rho.to_bits())).collect();
    (pairs, scenario.group_correlations.map(f64::to_bits))
}

/// Whether a domain is an enabler in a scenario.
fn is_enabler(scenario: &Scenario, domain: &str) -> bool {
    scenario.domains.iter().any(|d| d.id == domain && d.enabler)
}

/// Collects draws and quantile functions that scenarios share.
pub(super) struct Builder<'a> {
    layout: &'a Layout,
    /// The address of every slot.
    addresses: &'a [Address],
    /// Coordinates by set of correlations.
    pub dependence: Vec<(DependenceKey, BTreeMap<Address, usize>, Vec<Address>)>,
    pub tables: Vec<Arc<Table>>,
    /// Their positions.
    table_by_key: BTreeMap<Key, usize>,
    known: &'a mut Tables,
    pub draws: Vec<Draw>,
    draw_by_key: BTreeMap<(usize, usize, usize, u64, u64), usize>,
}

impl<'a> Builder<'a> {
    /// Nothing yet, but for the tables that are known.
    pub fn new(layout: &'a Layout, addresses: &'a [Address], known: &'a mut Tables) -> Self {
        Self {
            layout,
            addresses,
            dependence: Vec::new(),
            tables: Vec::new(),
            table_by_key: BTreeMap::new(),
            known,
            draws: Vec::new(),
            draw_by_key: BTreeMap::new(),
        }
    }

    /// Whether the address speaks of an ally or element that the scenario does not have.
    fn absent(&self, scenario: &Scenario, address: &Address) -> bool {
        match address.name.spec().index {
            Index::Ally => scenario.allies.iter().all(|ally| ally.id != address.first),
            Index::Element => scenario.elements.iter().all(|element| element.id != address.first),
            _ => false,
        }
    }

    fn source(
        &mut self,
        scenario: &Scenario,
        dependence: usize,
        address: &Address,
        value: &Value,
        (scale, shift): (f64, f64),
    ) -> Source {
        if let Some(number) = value.distribution.constant() {
            return Source::Constant(number * scale + shift);
        }
        let (_, position, list) = &mut self.dependence[dependence];
        let own = scenario.coordinate(address);
        let coordinate = *position.entry(own.clone()).or_insert_with(|| {
            list.push(own);
            list.len() - 1
        });
        let key = key(&value.distribution);
        let table = match self.table_by_key.get(&key) {
            Some(&table) => table,
            None => {
                self.tables.push(self.known.of(&value.distribution, &key));
                self.table_by_key.insert(key, self.tables.len() - 1);
                self.tables.len() - 1
            }
        };
        let draws = &mut self.draws;
        let key = (dependence, coordinate, table, scale.to_bits(), shift.to_bits());
        Source::Draw(*self.draw_by_key.entry(key).or_insert_with(|| {
            draws.push(Draw { dependence, coordinate, table, scale, shift });
            draws.len() - 1
        }))
    }

    /// Where the value of every slot of a scenario comes from, with its trigger and without.
    pub fn sources(&mut self, scenario: &Scenario, dependence: usize) -> Result<[Vec<Source>; 2], PlanError> {
        let mut sources = [(); 2].map(|()| Vec::with_capacity(self.addresses.len()));
        for address in self.addresses {
            let value = scenario.values.get(address);
            let same = match (value, address.name) {
                (_, Name::Dependency) if !is_enabler(scenario, &address.second) => Source::Constant(0.0),
                (Some(value), _) => {
                    let with = self.source(scenario, dependence, address, value, (value.scale, value.shift));
                    if (value.scale, value.shift) != (1.0, 0.0) {
                        let without = self.source(scenario, dependence, address, value, (1.0, 0.0));
                        sources[0].push(with);
                        sources[1].push(without);
                        continue;
                    }
                    with
                }
                (None, name) if name.is_sparse() => Source::Constant(0.0),
                // Where neither is there, or one, the troops asked for follow from the shares or from the other.
                (None, Name::Personnel | Name::DownTo) => Source::Constant(0.0),
                (None, name) if self.absent(scenario, address) => Source::Constant(match name {
                    Name::PledgeYear => f64::from(self.layout.start_year),
                    _ => 0.0,
                }),
                (None, _) => {
                    return Err(PlanError::Missing {
                        scenario: scenario.id.clone(),
                        address: address.to_string(),
                    });
                }
            };
            sources.iter_mut().for_each(|sources| sources.push(same));
        }
        Ok(sources)
    }
}
