//! An input together with the ids that select one value of it: `required[land_manoeuvre,30]`.

use super::names::{Index, Name, TIERS};

/// The address of one value of an input. Draws are keyed by it, `show` and `--set` print and read it.
///
/// `first` holds the domain, ally, element or tier; `second` the tier, enabler or (for `us_units`) the domain.
/// An index that does not apply is empty.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Address {
    /// The input.
    pub name: Name,
    /// First id, or empty.
    pub first: String,
    /// Second id, or empty.
    pub second: String,
}

/// What the ids in an address name, tiers apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Axis {
    /// A capability domain.
    Domain,
    /// An enabler domain.
    Enabler,
    /// A European ally.
    Ally,
    /// A US force element.
    Element,
}

impl Address {
    /// Address of an input with one value.
    #[must_use]
    pub fn plain(name: Name) -> Self {
        Self { name, first: String::new(), second: String::new() }
    }

    /// Address of an input indexed by one id.
    #[must_use]
    pub fn one(name: Name, first: impl ToString) -> Self {
        Self { name, first: first.to_string(), second: String::new() }
    }

    /// Address of an input indexed by two ids.
    #[must_use]
    pub fn two(name: Name, first: impl ToString, second: impl ToString) -> Self {
        Self { name, first: first.to_string(), second: second.to_string() }
    }

    /// The addresses that it stands for with `*` in the place of an id: one for each of `ids` of that kind, or for each tier.
    /// No domain depends on itself.
    #[must_use]
    pub fn expanded<'a>(&self, ids: impl Fn(Axis) -> Vec<&'a str>) -> Vec<Self> {
        let axes: &[Option<Axis>] = match self.name.spec().index {
            Index::None => &[],
            Index::Domain => &[Some(Axis::Domain)],
            Index::Tier => &[None],
            Index::Ally => &[Some(Axis::Ally)],
            Index::Element => &[Some(Axis::Element)],
            Index::DomainTier => &[Some(Axis::Domain), None],
            Index::DomainEnabler => &[Some(Axis::Domain), Some(Axis::Enabler)],
            Index::ElementDomain => &[Some(Axis::Element), Some(Axis::Domain)],
            Index::AllyDomain => &[Some(Axis::Ally), Some(Axis::Domain)],
        };
        let mut all = vec![self.clone()];
        for (place, &axis) in axes.iter().enumerate() {
            let own = if place == 0 { &self.first } else { &self.second };
            if own != "*" {
                continue;
            }
            let known: Vec<String> = match axis {
                Some(axis) => ids(axis).into_iter().map(str::to_owned).collect(),
                None => TIERS.iter().map(ToString::to_string).collect(),
            };
            let one = |address: &Self, id: &String| {
                let mut address = address.clone();
                *(if place == 0 { &mut address.first } else { &mut address.second }) = id.clone();
                address
            };
            all = all.iter().flat_map(|address| known.iter().map(move |id| one(address, id))).collect();
        }
        all.retain(|address| address.name != Name::Dependency || address.first != address.second);
        all
    }

    /// The address whose coordinate of the sampling design this value uses: tiers and enablers that share one
    /// coordinate lose that index (model.md section 10).
    #[must_use]
    pub fn coordinate(&self) -> Self {
        if !self.name.shares_coordinate() {
            return self.clone();
        }
        match self.name.spec().index {
            Index::DomainTier | Index::DomainEnabler => Self::one(self.name, &self.first),
            _ => Self::plain(self.name),
        }
    }
}

impl std::fmt::Display for Address {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let name = self.name.spec().name;
        match (self.first.as_str(), self.second.as_str()) {
            ("", _) => write!(f, "{name}"),
            (first, "") => write!(f, "{name}[{first}]"),
            (first, second) => write!(f, "{name}[{first},{second}]"),
        }
    }
}
