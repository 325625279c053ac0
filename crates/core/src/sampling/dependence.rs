//! Which uniform number an input gets: the design's own, or one correlated with others (model.md section 1).
//!
//! *Groups*: the values of one input by ally (`Name::is_group`) share a factor, `v_a = Phi(sqrt(r) z_name +
//! sqrt(1 - r) z_a)`. *Pairs*: a Gaussian copula over all addresses that occur in a pair. In both,
//! `r = 2 sin(pi rho_S / 6)` turns the rank correlation asked for into that of the normals.
//!
//! The underlying uniform of an input is keyed by the text of its coordinate's address (`Address::to_string`, for
//! instance `growth[DEU]`), the common factor of a group by the plain name (`growth`). These texts are part of the
//! contract of the bytes: another spelling is another draw.

use std::collections::BTreeMap;

use super::design::{Design, Source};
use crate::inputs::{
    address::Address,
    correlation::{factor, normal_correlation},
    elementary::{normal_cdf, normal_quantile8},
    names::Name,
};

/// Smallest and largest uniform, those that [`Stream::uniform`](super::keyed::Stream::uniform) can give.
const LEAST: f64 = f64::EPSILON / 2.0;
const MOST: f64 = 1.0 - f64::EPSILON / 2.0;

/// A rank correlation between two inputs that are in no group.
#[derive(Clone, Debug, PartialEq)]
pub struct Pair {
    /// One input.
    pub first: Address,
    /// The other.
    pub second: Address,
    /// Spearman's rank correlation, in (-1, 1).
    pub rho: f64,
}

/// The correlations of a scenario.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Dependence {
    /// Rank correlation between allies, in [0, 1], of each group; a group that is not listed is independent.
    pub groups: Vec<(Name, f64)>,
    /// Rank correlations between other inputs.
    pub pairs: Vec<Pair>,
}

/// Why correlations cannot be had.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum DependenceError {
    /// The name has no allies to correlate.
    #[error(
        "{0} is not an input by ally with a common factor (attainment, growth, participation, shock_rise are)"
    )]
    NoGroup(&'static str),
    /// The rank correlation of a group is outside [0, 1].
    #[error("the rank correlation of {name} between allies is {rho}; it must lie between 0 and 1")]
    GroupRange {
        /// The group.
        name: &'static str,
        /// What was asked for.
        rho: f64,
    },
    /// The rank correlation of a pair is outside [-1, 1].
    #[error("the rank correlation of {first} and {second} is {rho}; it must lie between -1 and 1")]
    PairRange {
        /// One member.
        first: Address,
        /// The other.
        second: Address,
        /// What was asked for.
        rho: f64,
    },
    /// A member of a pair belongs to a group.
    #[error("{0} is correlated between allies already and cannot be in a pair")]
    InGroup(Address),
    /// Both members of a pair use the same draw.
    #[error("{0} and {1} use one and the same draw and cannot be a pair")]
    SameDraw(Address, Address),
    /// A pair is listed twice.
    #[error("{0} and {1} are listed twice")]
    Twice(Address, Address),
    /// No inputs have these correlations together.
    #[error(
        "no inputs can have all these correlations together: look at that of {first} and {second} ({rho}), which conflicts with those before it"
    )]
    NotPositiveDefinite {
        /// One member of the pair to look at.
        first: Address,
        /// The other.
        second: Address,
        /// What was asked for.
        rho: f64,
    },
}

/// How one coordinate comes out of underlying uniforms.
#[derive(Clone, Debug, PartialEq)]
enum Rule {
    /// The uniform itself.
    Own(Source),
    /// Member of a group: number of the group in `factors`, own source, sqrt(r), sqrt(1 - r).
    Group { factor: usize, own: Source, common: f64, rest: f64 },
    /// Member of the pairs: row of the Cholesky factor as (number of the normal in `members`, weight).
    Mixed(Vec<(usize, f64)>),
}

/// The coordinates of all inputs of a run, ready to be drawn.
#[derive(Clone, Debug)]
pub struct Coordinates {
    addresses: Vec<Address>,
    rules: Vec<Rule>,
    /// Common factors of the groups.
    factors: Vec<Source>,
    /// Underlying sources of the members of pairs, sorted by text.
    members: Vec<Source>,
}

impl Coordinates {
    /// Coordinates for `addresses` (each is reduced by [`Address::coordinate`]; their order decides only the order of
    /// the output).
    ///
    /// # Errors
    /// If the correlations are out of range, contradict each other or name a group where none is.
    pub fn new(
        seed: u64,
        addresses: &[Address],
        dependence: &Dependence,
        design: Design,
    ) -> Result<Self, DependenceError> {
        let source = |address: &Address| design.source(seed, &address.to_string());
        let groups = check_groups(&dependence.groups)?;
        let pairs = check_pairs(&dependence.pairs)?;
        let copula = Copula::new(&pairs)?;
        let factors = groups.iter().map(|&(name, _)| source(&Address::plain(name))).collect();
        let members: Vec<Source> = copula.members.values().map(source).collect();
        let addresses: Vec<Address> = addresses.iter().map(Address::coordinate).collect();
        let rules = addresses
            .iter()
            .map(|address| {
                let own = source(address);
                if let Some(factor) = groups.iter().position(|&(name, _)| name == address.name) {
                    let r = groups[factor].1;
                    return Rule::Group { factor, own, common: r.sqrt(), rest: (1.0 - r).sqrt() };
                }
                match copula.row(address) {
                    Some(row) if row.len() > 1 => Rule::Mixed(row),
                    _ => Rule::Own(own),
                }
            })
            .collect();
        Ok(Self { addresses, rules, factors, members })
    }

    /// The reduced addresses, in the order of the output.
    #[must_use]
    pub fn addresses(&self) -> &[Address] {
        &self.addresses
    }

    /// Number of coordinates.
    #[must_use]
    pub fn len(&self) -> usize {
        self.addresses.len()
    }

    /// The group with a common factor that a coordinate is a member of, if it is: its number and name.
    #[must_use]
    pub fn group_of(&self, coordinate: usize) -> Option<(usize, Name)> {
        match self.rules[coordinate] {
            Rule::Group { factor, .. } => Some((factor, self.addresses[coordinate].name)),
            _ => None,
        }
    }

    /// The uniforms behind the common factor of a group in the eight replicates from `first_replicate`.
    #[must_use]
    pub fn factor8(&self, factor: usize, first_replicate: u64) -> [f64; 8] {
        self.factors[factor].uniform8(first_replicate)
    }

    /// Sets the coordinates of a group's members to those that they have when the uniform behind their common factor
    /// is `u`, each with its own part as drawn; the others stay as they are in `out`.
    ///
    /// # Panics
    /// If `out` does not have [`Coordinates::len`] elements.
    pub fn fill_group(&self, factor: usize, u: [f64; 8], first_replicate: u64, out: &mut [[f64; 8]]) {
        assert_eq!(out.len(), self.rules.len(), "one array of lanes a coordinate");
        let shared = normal_quantile8(&u);
        for (out, rule) in out.iter_mut().zip(&self.rules) {
            if let Rule::Group { factor: mine, own, common, rest } = rule
                && *mine == factor
            {
                *out = member(own, *common, *rest, &shared, first_replicate);
            }
        }
    }

    /// The uniform of a group's member whose own part is in the middle, where that behind the common factor is `u`; of
    /// any other coordinate, `u` itself.
    #[must_use]
    pub fn middle_of_group(&self, coordinate: usize, u: f64) -> f64 {
        match self.rules[coordinate] {
            Rule::Group { common, .. } => uniform_of(common * normal_quantile8(&[u; 8])[0]),
            _ => u,
        }
    }

    /// Whether there is no coordinate.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.addresses.is_empty()
    }

    /// Working memory for [`Coordinates::fill_with`], of use for one thread at a time.
    #[must_use]
    pub fn scratch(&self) -> Scratch {
        Scratch { factors: vec![[0.0; 8]; self.factors.len()], members: vec![[0.0; 8]; self.members.len()] }
    }

    /// Draws every coordinate of the eight replicates from `first_replicate`, a multiple of 8, into `out`, one array of
    /// lanes a coordinate; all lie in (0, 1).
    ///
    /// # Panics
    /// If `out` does not have [`Coordinates::len`] elements.
    pub fn fill(&self, first_replicate: u64, out: &mut [[f64; 8]]) {
        self.fill_with(first_replicate, &mut self.scratch(), out);
    }

    /// [`Coordinates::fill`] without allocation.
    ///
    /// # Panics
    /// If `out` does not have [`Coordinates::len`] elements.
    #[inline(always)]
    pub fn fill_with(&self, first_replicate: u64, scratch: &mut Scratch, out: &mut [[f64; 8]]) {
        assert_eq!(out.len(), self.rules.len(), "one array of lanes a coordinate");
        for (z, source) in scratch.factors.iter_mut().zip(&self.factors) {
            *z = normal_quantile8(&source.uniform8(first_replicate));
        }
        for (z, source) in scratch.members.iter_mut().zip(&self.members) {
            *z = normal_quantile8(&source.uniform8(first_replicate));
        }
        for (out, rule) in out.iter_mut().zip(&self.rules) {
            match rule {
                Rule::Own(source) => *out = source.uniform8(first_replicate),
                Rule::Group { factor, own, common, rest } => {
                    *out = member(own, *common, *rest, &scratch.factors[*factor], first_replicate);
                }
                Rule::Mixed(row) => {
                    let mut sum = [0.0; 8];
                    for &(member, weight) in row {
                        for lane in 0..8 {
                            sum[lane] += weight * scratch.members[member][lane];
                        }
                    }
                    for lane in 0..8 {
                        out[lane] = uniform_of(sum[lane]);
                    }
                }
            }
        }
    }
}

/// Working memory of [`Coordinates::fill_with`].
#[derive(Clone, Debug)]
pub struct Scratch {
    factors: Vec<[f64; 8]>,
    members: Vec<[f64; 8]>,
}

/// The uniforms of a member of a group: its own part `own`, the common factor `shared` as normals.
#[inline(always)]
fn member(own: &Source, common: f64, rest: f64, shared: &[f64; 8], first_replicate: u64) -> [f64; 8] {
    let z = normal_quantile8(&own.uniform8(first_replicate));
    let mut out = [0.0; 8];
    for lane in 0..8 {
        out[lane] = uniform_of(common * shared[lane] + rest * z[lane]);
    }
    out
}

/// The uniform of a standard normal, kept off the ends.
#[inline(always)]
fn uniform_of(z: f64) -> f64 {
    let v = normal_cdf(z);
    let v = if v < LEAST { LEAST } else { v };
    if v > MOST { MOST } else { v }
}

/// Groups with a common factor, each with its correlation of normals. Those of correlation 0 are left out: their
/// members get exactly the draws of independent inputs.
fn check_groups(groups: &[(Name, f64)]) -> Result<Vec<(Name, f64)>, DependenceError> {
    let mut out: Vec<(Name, f64)> = Vec::new();
    for &(name, rho) in groups {
        let text = name.spec().name;
        if !name.is_group() {
            return Err(DependenceError::NoGroup(text));
        }
        if !(0.0..=1.0).contains(&rho) {
            return Err(DependenceError::GroupRange { name: text, rho });
        }
        out.retain(|&(listed, _)| listed != name);
        if rho > 0.0 {
            // Exactly 1 where ranks are equal, which the sine misses by rounding.
            out.push((name, if rho == 1.0 { 1.0 } else { normal_correlation(rho) }));
        }
    }
    Ok(out)
}

/// The pairs with reduced addresses, each in the order of its texts.
fn check_pairs(pairs: &[Pair]) -> Result<Vec<Pair>, DependenceError> {
    let mut seen = BTreeMap::new();
    let mut out = Vec::with_capacity(pairs.len());
    for pair in pairs {
        for member in [&pair.first, &pair.second] {
            if member.name.is_group() {
                return Err(DependenceError::InGroup(member.clone()));
            }
        }
        if !(-1.0..=1.0).contains(&pair.rho) {
            return Err(DependenceError::PairRange {
                first: pair.first.clone(),
                second: pair.second.clone(),
                rho: pair.rho,
            });
        }
        let (mut first, mut second) = (pair.first.coordinate(), pair.second.coordinate());
        if first == second {
            return Err(DependenceError::SameDraw(pair.first.clone(), pair.second.clone()));
        }
        if first.to_string() > second.to_string() {
            std::mem::swap(&mut first, &mut second);
        }
        if seen.insert((first.to_string(), second.to_string()), ()).is_some() {
            return Err(DependenceError::Twice(pair.first.clone(), pair.second.clone()));
        }
        out.push(Pair { first, second, rho: pair.rho });
    }
    Ok(out)
}

/// The Gaussian copula of the pairs.
struct Copula {
    /// All addresses that occur in a pair, by their text.
    members: BTreeMap<String, Address>,
    /// Rows of the lower Cholesky factor, in the order of `members`.
    factor: Vec<Vec<f64>>,
}

impl Copula {
    fn new(pairs: &[Pair]) -> Result<Self, DependenceError> {
        let mut members = BTreeMap::new();
        for member in pairs.iter().flat_map(|pair| [&pair.first, &pair.second]) {
            members.insert(member.to_string(), member.clone());
        }
        let number: BTreeMap<&str, usize> =
            members.keys().enumerate().map(|(i, text)| (text.as_str(), i)).collect();
        let size = members.len();
        let of = |address: &Address| number[address.to_string().as_str()];
        let entries: Vec<(usize, usize, f64)> =
            pairs.iter().map(|pair| (of(&pair.first), of(&pair.second), pair.rho)).collect();
        let factor = factor(size, &entries).map_err(|at| {
            let Pair { first, second, rho } = pairs[at].clone();
            DependenceError::NotPositiveDefinite { first, second, rho }
        })?;
        Ok(Self { members, factor })
    }

    /// The weights other than 0 of a member's row; a member that depends on none before it has the single weight 1.
    fn row(&self, address: &Address) -> Option<Vec<(usize, f64)>> {
        let text = address.to_string();
        let row = self.members.keys().position(|member| *member == text)?;
        Some(self.factor[row].iter().copied().enumerate().filter(|&(_, weight)| weight != 0.0).collect())
    }
}
