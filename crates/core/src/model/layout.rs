//! The sets of a run (model.md section 2) and the numbering of its inputs: every value of section 10 has one slot in a
//! flat array of eight-lane numbers.

use std::collections::BTreeMap;

use super::lanes::F8;
use crate::scenario::{
    address::Address,
    names::{Index, Name, TIERS},
};

/// Number of readiness tiers.
pub const K: usize = TIERS.len();

/// Index sets and slots. `d` counts domains, `k` tiers, `a` allies, `e` force elements, all in the order given.
#[derive(Clone, Debug, PartialEq)]
pub struct Layout {
    /// Domain ids.
    pub domains: Vec<String>,
    /// Domains that are enablers, as positions in `domains`.
    pub enablers: Vec<usize>,
    /// Ally ids.
    pub allies: Vec<String>,
    /// Force element ids.
    pub elements: Vec<String>,
    /// First calendar year.
    pub start_year: i32,
    /// Number of quarters T.
    pub quarters: usize,
    /// `us_units` that are not 0: element and domain of each slot.
    pub us_units: Vec<(usize, usize)>,
    /// `dependency` that is not 0: domain and position in `enablers` of each slot.
    pub dependency: Vec<(usize, usize)>,
    /// `national_units` that are not 0: ally and domain of each slot.
    pub national_units: Vec<(usize, usize)>,
    /// Where the dependencies of each domain begin in `dependency`; one more than there are domains.
    dependency_start: Vec<usize>,
    /// By name, in order, its first slot; one more than there are names.
    first_slot: Vec<usize>,
    slots: usize,
}

impl Layout {
    /// Numbers the inputs of the given sets.
    ///
    /// `us_units` holds (element, domain), `dependency` (domain, enabler) and `national_units` (ally, domain), ascending,
    /// as positions in `elements`, `domains`, `enablers` and `allies`.
    #[must_use]
    #[allow(clippy::too_many_arguments)]
    pub fn new(
        domains: Vec<String>,
        enablers: Vec<usize>,
        allies: Vec<String>,
        elements: Vec<String>,
        start_year: i32,
        quarters: usize,
        us_units: Vec<(usize, usize)>,
        dependency: Vec<(usize, usize)>,
        national_units: Vec<(usize, usize)>,
    ) -> Self {
        let dependency_start =
            (0..=domains.len()).map(|d| dependency.partition_point(|&(domain, _)| domain < d)).collect();
        let mut layout = Self {
            domains,
            enablers,
            allies,
            elements,
            start_year,
            quarters,
            us_units,
            dependency,
            national_units,
            dependency_start,
            first_slot: Vec::new(),
            slots: 0,
        };
        for &name in Name::ALL {
            layout.first_slot.push(layout.slots);
            layout.slots += layout.len(name);
        }
        layout.first_slot.push(layout.slots);
        layout
    }

    /// Number of values of an input.
    #[must_use]
    pub fn len(&self, name: Name) -> usize {
        match name.spec().index {
            Index::None => 1,
            Index::Domain => self.domains.len(),
            Index::Tier => K,
            Index::Ally => self.allies.len(),
            Index::Element => self.elements.len(),
            Index::DomainTier => self.domains.len() * K,
            Index::DomainEnabler => self.dependency.len(),
            Index::ElementDomain => self.us_units.len(),
            Index::AllyDomain => self.national_units.len(),
        }
    }

    /// Positions in `dependency` of the enablers that a domain depends on.
    #[inline(always)]
    #[must_use]
    pub fn dependency_slots(&self, domain: usize) -> std::ops::Range<usize> {
        self.dependency_start[domain]..self.dependency_start[domain + 1]
    }

    /// Number of slots in all.
    #[must_use]
    pub fn slots(&self) -> usize {
        self.slots
    }

    /// First slot of an input; its values follow each other (domain by domain, within a domain tier by tier).
    #[must_use]
    pub fn first(&self, name: Name) -> usize {
        self.first_slot[name as usize]
    }

    /// Number of calendar years that the run touches.
    #[must_use]
    pub fn years(&self) -> usize {
        self.quarters.div_ceil(4)
    }

    /// The address of every slot, in order of the slots.
    #[must_use]
    pub fn addresses(&self) -> Vec<Address> {
        let mut addresses = Vec::with_capacity(self.slots);
        for &name in Name::ALL {
            match name.spec().index {
                Index::None => addresses.push(Address::plain(name)),
                Index::Domain => addresses.extend(self.domains.iter().map(|d| Address::one(name, d))),
                Index::Tier => addresses.extend(TIERS.iter().map(|k| Address::one(name, k))),
                Index::Ally => addresses.extend(self.allies.iter().map(|a| Address::one(name, a))),
                Index::Element => addresses.extend(self.elements.iter().map(|e| Address::one(name, e))),
                Index::DomainTier => addresses.extend(
                    self.domains.iter().flat_map(|d| TIERS.iter().map(move |k| Address::two(name, d, k))),
                ),
                Index::DomainEnabler => addresses.extend(
                    self.dependency
                        .iter()
                        .map(|&(d, j)| Address::two(name, &self.domains[d], &self.domains[self.enablers[j]])),
                ),
                Index::ElementDomain => addresses.extend(
                    self.us_units
                        .iter()
                        .map(|&(e, d)| Address::two(name, &self.elements[e], &self.domains[d])),
                ),
                Index::AllyDomain => addresses.extend(
                    self.national_units
                        .iter()
                        .map(|&(a, d)| Address::two(name, &self.allies[a], &self.domains[d])),
                ),
            }
        }
        addresses
    }

    /// The slot of every address.
    #[must_use]
    pub fn slot_by_address(&self) -> BTreeMap<Address, usize> {
        self.addresses().into_iter().enumerate().map(|(slot, address)| (address, slot)).collect()
    }
}

/// Values by domain and tier, as one array of tiers a domain.
///
/// Slices of a common length let compilers drop the checks of every index in the loops over domains.
#[inline(always)]
#[must_use]
pub fn by_tier(values: &[F8], domains: usize) -> &[[F8; K]] {
    &values.as_chunks().0[..domains]
}

/// [`by_tier`] of values to be set.
#[inline(always)]
#[must_use]
pub fn by_tier_mut(values: &mut [F8], domains: usize) -> &mut [[F8; K]] {
    &mut values.as_chunks_mut().0[..domains]
}

/// Sets a column to some values. `Vec::extend` would do, but has a loop of its own, which is not compiled for the vector
/// instructions of the kernel that it is called from.
#[inline(always)]
pub fn set_column<T: Copy>(column: &mut Vec<T>, values: impl ExactSizeIterator<Item = T>, empty: T) {
    column.resize(values.len(), empty);
    for (place, value) in column.iter_mut().zip(values) {
        *place = value;
    }
}

/// The inputs of a block of eight replicates.
#[derive(Clone, Debug)]
pub struct Inputs<'a> {
    /// Numbering of the values.
    pub layout: &'a Layout,
    /// One number a slot.
    pub values: &'a [F8],
}

impl<'a> Inputs<'a> {
    /// All values of an input, in the order of its ids.
    #[inline(always)]
    #[must_use]
    pub fn all(&self, name: Name) -> &'a [F8] {
        let next = self.layout.first_slot[name as usize + 1];
        &self.values[self.layout.first(name)..next]
    }

    /// The value of an input without index.
    #[inline(always)]
    #[must_use]
    pub fn one(&self, name: Name) -> F8 {
        self.values[self.layout.first(name)]
    }
}
