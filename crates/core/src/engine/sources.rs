//! Where the values of a scenario's slots come from: the draws and quantile functions that scenarios share.

use std::{collections::BTreeMap, sync::Arc};

use super::plan::{Draw, PlanError, Source};
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

/// Quantile functions that are tabulated already, for plans that have many in common.
#[derive(Clone, Debug, Default)]
pub struct Tables {
    by_text: BTreeMap<String, Arc<Table>>,
    halves: Halves,
}

impl Tables {
    /// The table of a distribution.
    fn of(&mut self, distribution: &Distribution, text: &str) -> Arc<Table> {
        if let Some(table) = self.by_text.get(text) {
            return Arc::clone(table);
        }
        let table = Arc::new(Table::with(distribution, &mut self.halves));
        self.by_text.insert(text.to_owned(), Arc::clone(&table));
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
    /// Coordinates by set of correlations.
    pub dependence: Vec<(DependenceKey, BTreeMap<Address, usize>, Vec<Address>)>,
    pub tables: Vec<Arc<Table>>,
    /// Their positions.
    table_by_text: BTreeMap<String, usize>,
    known: &'a mut Tables,
    pub draws: Vec<Draw>,
    draw_by_key: BTreeMap<(usize, usize, usize, u64, u64), usize>,
}

impl<'a> Builder<'a> {
    /// Nothing yet, but for the tables that are known.
    pub fn new(layout: &'a Layout, known: &'a mut Tables) -> Self {
        Self {
            layout,
            dependence: Vec::new(),
            tables: Vec::new(),
            table_by_text: BTreeMap::new(),
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
        triggered: bool,
    ) -> Source {
        let (scale, shift) = if triggered { (value.scale, value.shift) } else { (1.0, 0.0) };
        if let Some(number) = value.distribution.constant() {
            return Source::Constant(number * scale + shift);
        }
        let (_, position, list) = &mut self.dependence[dependence];
        let own = scenario.coordinate(address);
        let coordinate = *position.entry(own.clone()).or_insert_with(|| {
            list.push(own);
            list.len() - 1
        });
        let text = format!("{:?}", value.distribution);
        let table = match self.table_by_text.get(&text) {
            Some(&table) => table,
            None => {
                self.tables.push(self.known.of(&value.distribution, &text));
                self.table_by_text.insert(text, self.tables.len() - 1);
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

    /// Where the value of every slot of a scenario comes from, with or without its trigger.
    pub fn sources(
        &mut self,
        scenario: &Scenario,
        dependence: usize,
        triggered: bool,
    ) -> Result<Vec<Source>, PlanError> {
        let addresses = self.layout.addresses();
        let mut sources = Vec::with_capacity(addresses.len());
        for address in &addresses {
            let value = scenario.values.get(address);
            sources.push(match (value, address.name) {
                (_, Name::Dependency) if !is_enabler(scenario, &address.second) => Source::Constant(0.0),
                (Some(value), _) => self.source(scenario, dependence, address, value, triggered),
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
            });
        }
        Ok(sources)
    }
}
