//! An input together with the ids that select one value of it: `required[land_manoeuvre,30]`.

use super::names::{Index, Name};

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
