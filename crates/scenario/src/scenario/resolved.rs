//! A scenario after inheritance, triggers and overrides: every value, with where it came from.

use std::{collections::BTreeMap, sync::Arc};

use super::{
    address::Address, distribution::Distribution, names::Name, reference::Reference, validate::scaled_support,
};
use crate::inputs::quantile::quantile;

/// How well a value is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Grade {
    /// Measured.
    A,
    /// Published estimate.
    B,
    /// Judgement.
    C,
}

/// Where a value was written.
#[derive(Clone, Debug, PartialEq)]
pub enum Origin {
    /// A line of a RON file (named as the user or the binary names it).
    File {
        /// Its name.
        file: Arc<str>,
        /// Line, from 1.
        line: usize,
    },
    /// `--set` on the command line.
    CommandLine,
    /// The model's default.
    Default(String),
}

/// One input of a resolved scenario: the value and its evidence.
#[derive(Clone, Debug, PartialEq)]
pub struct Value {
    /// The number or distribution as written.
    pub distribution: Distribution,
    /// A trigger multiplies what is drawn by this (1 without) ...
    pub scale: f64,
    /// ... and adds this (0 without).
    pub shift: f64,
    /// How well it is known; `None` for a choice that a scenario makes and for defaults.
    pub grade: Option<Grade>,
    /// Source, or empty.
    pub source: Arc<str>,
    /// Note, or empty.
    pub note: Arc<str>,
    /// Where it was written.
    pub origin: Origin,
    /// What a trigger changed, in words (`Some("IndoPacificPriority: x 0.85")`).
    pub trigger: Option<String>,
}

impl Value {
    /// Whether it means the same to the model.
    #[must_use]
    pub fn means(&self, other: &Self) -> bool {
        (&self.distribution, self.scale, self.shift) == (&other.distribution, other.scale, other.shift)
    }

    /// The value at a quantile of its distribution, with what a trigger does to it.
    #[must_use]
    pub fn at(&self, u: f64) -> f64 {
        quantile(&self.distribution, u) * self.scale + self.shift
    }

    /// The least and the largest value that can be drawn, with what a trigger does to them; infinite where there is no end.
    #[must_use]
    pub fn support(&self) -> (f64, f64) {
        scaled_support(&self.distribution, self.scale, self.shift)
    }
}

/// A capability domain.
#[derive(Clone, Debug, PartialEq)]
pub struct Domain {
    /// Id, as in `required[land_manoeuvre,30]`.
    pub id: String,
    /// Title for people.
    pub title: String,
    /// Unit of account.
    pub unit: String,
    /// Whether other domains may depend on it.
    pub enabler: bool,
    /// Whether the headline lists it first.
    pub critical: bool,
    /// Coverage below which it counts as vulnerable.
    pub coverage_threshold: f64,
    /// Grade of the threshold and of the choice of critical domains.
    pub grade: Option<Grade>,
    /// Note, or empty.
    pub note: String,
}

/// A European ally with forces.
#[derive(Clone, Debug, PartialEq)]
pub struct Ally {
    /// ISO 3166 alpha-3 code.
    pub id: String,
    /// Title for people.
    pub title: String,
    /// Context: able, constrained, hard or own_pledge (chose the range of attainment), or empty.
    pub fiscal_class: String,
    /// Context: public debt in % of GDP.
    pub public_debt_pct_gdp: Option<f64>,
    /// Note, or empty.
    pub note: String,
}

/// A US force element in Europe.
#[derive(Clone, Debug, PartialEq)]
pub struct Element {
    /// Id.
    pub id: String,
    /// Title for people.
    pub title: String,
    /// Service: army, air_force, navy, joint ...
    pub service: String,
    /// Host country, ISO 3166 alpha-3 (or XKX).
    pub host: String,
    /// permanent or rotational.
    pub posture: String,
    /// Note, or empty.
    pub note: String,
}

/// Selects force elements.
#[derive(Clone, Debug, PartialEq)]
pub enum Selector {
    /// By element id.
    Element(String),
    /// By host country.
    Host(String),
    /// By service.
    Service(String),
    /// Elements that add to a domain.
    Domain(String),
    /// By posture.
    Posture(String),
    /// Whoever one of these chooses, all at once.
    Any(Vec<Selector>),
}

impl Selector {
    /// Whether it chooses an element, which `adds` units to a domain or does not.
    #[must_use]
    pub fn chooses(&self, element: &Element, adds: &dyn Fn(&str) -> bool) -> bool {
        match self {
            Self::Element(id) => element.id == *id,
            Self::Host(host) => element.host == *host,
            Self::Service(service) => element.service == *service,
            Self::Posture(posture) => element.posture == *posture,
            Self::Domain(domain) => adds(domain),
            Self::Any(all) => all.iter().any(|selector| selector.chooses(element, adds)),
        }
    }
}

/// How the number of troops becomes cut shares of elements (model.md section 3).
#[derive(Clone, Debug, PartialEq)]
pub enum Composition {
    /// The same share of every element but those spared.
    Proportional {
        /// Whose elements stay.
        spare: Vec<Selector>,
    },
    /// Selectors used up in order.
    Priority {
        /// Who goes first, then, ...
        first: Vec<Selector>,
        /// Whose elements stay.
        spare: Vec<Selector>,
    },
    /// Cut shares by element id; the number of troops follows.
    Explicit(Vec<(String, f64)>),
    /// So many people of each selector, whose elements are chosen by no other; the number of troops follows.
    Amounts(Vec<(Selector, f64)>),
}

/// Whether forces that left may come back (model.md section 3).
#[derive(Clone, Debug, PartialEq)]
pub enum Disposition {
    /// Kept for Europe.
    Earmarked,
    /// Sent to the Indo-Pacific.
    IndoPacific,
    /// Taken out of the force.
    Inactivated,
    /// The scenario's own return shares.
    Own,
}

/// Shorthand for overrides of the world (model.md section 3).
#[derive(Clone, Debug, PartialEq)]
pub enum Trigger {
    /// A deal with Russia: the threat comes earlier.
    NegotiatedSettlement {
        /// Years subtracted from threat_mid.
        threat_earlier_years: f64,
    },
    /// The Indo-Pacific comes first.
    IndoPacificPriority {
        /// Factor on the reliability drawn.
        reliability: f64,
        /// Factor on the crisis probability drawn.
        crisis_probability: f64,
    },
    /// The burden shifts to Europe: changes nothing.
    BurdenShifting,
}

/// A scenario with every value settled: what the engine compiles and `show` prints.
#[derive(Clone, Debug)]
pub struct Scenario {
    /// Stem of its file.
    pub id: String,
    /// Title for people.
    pub title: String,
    /// Title for narrow columns (defaults to the title).
    pub short_title: String,
    /// What it is, in a sentence or two.
    pub description: String,
    /// Ids of its bases, nearest first.
    pub bases: Vec<String>,
    /// The reference data at its root.
    pub reference: Arc<Reference>,
    /// Capability domains, in the order of the reference data.
    pub domains: Vec<Domain>,
    /// European allies.
    pub allies: Vec<Ally>,
    /// US force elements.
    pub elements: Vec<Element>,
    /// How the cut is composed.
    pub composition: Composition,
    /// What becomes of the forces that left.
    pub disposition: Disposition,
    /// Political trigger.
    pub trigger: Option<Trigger>,
    /// Every input of the table of names that applies, by address. `us_units`, `dependency` and `national_units`
    /// without their zeros.
    pub values: BTreeMap<Address, Value>,
    /// Rank correlations between pairs of inputs.
    pub correlations: Vec<(Address, Address, f64)>,
    /// Rank correlation between any two allies' values, by group as in [`Name::GROUPS`].
    pub group_correlations: [f64; Name::GROUPS.len()],
    /// Tier at which headlines and binding constraints are reported.
    pub reporting_tier: u32,
    /// Gap that counts as closed, as a fraction of the requirement.
    pub closure_tolerance: f64,
    /// Where settings that are no values were written, by field, `threshold[domain]` and `correlation[a,b]`; what is as
    /// the model has it by default is not there.
    pub written: BTreeMap<String, Origin>,
    /// Warnings found while the scenario was resolved.
    pub warnings: Vec<String>,
}

impl Scenario {
    /// Whether a selector chooses an element of it.
    #[must_use]
    pub fn chooses(&self, selector: &Selector, element: &Element) -> bool {
        let adds = |domain: &str| self.values.contains_key(&Address::two(Name::UsUnits, &element.id, domain));
        selector.chooses(element, &adds)
    }

    /// The constant at `address`; `None` if it is not there or a distribution.
    #[must_use]
    pub fn constant(&self, address: &Address) -> Option<f64> {
        let value = self.values.get(address)?;
        value.distribution.constant().map(|number| number * value.scale + value.shift)
    }

    /// The address whose coordinate of the sampling design the value at `address` uses: that of
    /// [`Address::coordinate`], except for defaults that follow another input and so are drawn with it: `priority`
    /// that defaults to a weight, `announced` that defaults to 8 quarters before `start`, `pledge_cut_start` that
    /// defaults to it.
    #[must_use]
    pub fn coordinate(&self, address: &Address) -> Address {
        let follows = self.values.get(address).is_some_and(|v| matches!(v.origin, Origin::Default(_)));
        match address.name {
            Name::Priority if follows => Address::one(Name::Weight, &address.first),
            Name::Announced | Name::PledgeCutStart if follows => Address::plain(Name::Start),
            _ => address.coordinate(),
        }
    }
}
