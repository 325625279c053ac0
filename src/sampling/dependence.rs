//! Which uniform number an input gets in a replicate, and how inputs depend on each other (model.md section 1).

use std::collections::BTreeMap;

use super::{
    elementary::{normal_cdf, normal_quantile},
    keyed::Stream,
};
use crate::scenario::{address::Address, names::Name};

/// Correlations that belong to no distribution.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[error(
    "the correlations do not fit together: no distribution has them all (look at `{a}` with `{b}`, {rho}, first)"
)]
pub struct DependenceError {
    /// First input of the pair to look at.
    pub a: Address,
    /// Second input.
    pub b: Address,
    /// Rank correlation asked for.
    pub rho: f64,
}

/// Correlation of the normals for a rank correlation: `r = 2 sin(pi rho_S / 6)`; exactly 1 at 1.
#[must_use]
pub fn normal_correlation(rank: f64) -> f64 {
    if rank.abs() == 1.0 {
        return rank;
    }
    2.0 * libm::sin(std::f64::consts::PI * rank / 6.0)
}

/// How a coordinate comes from uniforms.
#[derive(Clone, Debug)]
enum Rule {
    /// Its own uniform.
    Own,
    /// `Phi(sqrt(r) z_group + sqrt(1 - r) z_own)`: group, `sqrt(r)`, `sqrt(1 - r)`.
    Group(usize, f64, f64),
    /// Member of the copula.
    Member(usize),
}

/// The coordinates of the inputs that vary: each owns a stream by its address, so that adding one disturbs no other.
#[derive(Clone, Debug)]
pub struct Coordinates {
    own: Vec<Stream>,
    rules: Vec<Rule>,
    groups: Vec<Stream>,
    /// Streams of the copula's members in sorted order, and the rows of the lower Cholesky factor.
    members: Vec<Stream>,
    factor: Vec<Vec<f64>>,
}

impl Coordinates {
    /// Settles the coordinates at `addresses` (each reduced by [`Address::coordinate`]).
    ///
    /// `pairs` are rank correlations between inputs that are in no group; `attainment` and `growth` those between any
    /// two allies.
    ///
    /// # Errors
    /// When the pairs' correlation matrix is not positive definite.
    pub fn new(
        seed: u64,
        addresses: Vec<Address>,
        pairs: &[(Address, Address, f64)],
        attainment: f64,
        growth: f64,
    ) -> Result<Self, DependenceError> {
        let mut names: Vec<Address> =
            pairs.iter().flat_map(|(a, b, _)| [a.coordinate(), b.coordinate()]).collect();
        // By text, which stays the same when an input is added to the program.
        names.sort_by_cached_key(ToString::to_string);
        names.dedup();
        let position: BTreeMap<&Address, usize> = names.iter().zip(0..).collect();
        let factor = cholesky(&position, pairs)?;
        let rank = [(Name::Attainment, attainment), (Name::Growth, growth)];
        let rules = addresses
            .iter()
            .map(|address| {
                if let Some(&member) = position.get(address) {
                    return Rule::Member(member);
                }
                match rank.iter().position(|&(name, _)| name == address.name) {
                    Some(group) if rank[group].1 != 0.0 => {
                        let r = normal_correlation(rank[group].1).clamp(0.0, 1.0);
                        Rule::Group(group, r.sqrt(), (1.0 - r).sqrt())
                    }
                    _ => Rule::Own,
                }
            })
            .collect();
        let stream = |address: &Address| Stream::new(seed, &address.to_string());
        Ok(Self {
            own: addresses.iter().map(stream).collect(),
            rules,
            groups: rank.iter().map(|&(name, _)| stream(&Address::plain(name))).collect(),
            members: names.iter().map(stream).collect(),
            factor,
        })
    }

    /// Number of coordinates.
    #[must_use]
    pub fn len(&self) -> usize {
        self.own.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.own.is_empty()
    }

    /// The coordinates of the eight replicates from `first` on, each in (0, 1).
    pub fn fill(&self, first: u64, out: &mut [[f64; 8]]) {
        let normal = |stream: &Stream| stream.uniform8(first, 0).map(normal_quantile);
        let groups: Vec<[f64; 8]> = self.groups.iter().map(normal).collect();
        let members: Vec<[f64; 8]> = self.members.iter().map(normal).collect();
        for ((out, own), rule) in out.iter_mut().zip(&self.own).zip(&self.rules) {
            *out = match rule {
                Rule::Own => own.uniform8(first, 0),
                Rule::Group(group, common, alone) => {
                    let z = normal(own);
                    std::array::from_fn(|lane| inside(common * groups[*group][lane] + alone * z[lane]))
                }
                Rule::Member(member) => std::array::from_fn(|lane| {
                    let row = self.factor[*member].iter().zip(&members);
                    inside(row.fold(0.0, |sum, (l, z)| sum + l * z[lane]))
                }),
            };
        }
    }
}

/// Probability of a normal, kept off 0 and 1, where quantile functions may be infinite.
fn inside(z: f64) -> f64 {
    normal_cdf(z).clamp(1e-300, 1.0 - f64::EPSILON / 2.0)
}

/// Lower Cholesky factor of the normals' correlation matrix over the members, given with their rows.
fn cholesky(
    members: &BTreeMap<&Address, usize>,
    pairs: &[(Address, Address, f64)],
) -> Result<Vec<Vec<f64>>, DependenceError> {
    let n = members.len();
    let mut matrix = vec![vec![0.0; n]; n];
    let position = |address: &Address| members[&address.coordinate()];
    for (i, row) in matrix.iter_mut().enumerate() {
        row[i] = 1.0;
    }
    for (a, b, rank) in pairs {
        let (i, j) = (position(a), position(b));
        if i == j {
            // One coordinate: nothing is left to correlate.
            return Err(DependenceError { a: a.clone(), b: b.clone(), rho: *rank });
        }
        matrix[i][j] = normal_correlation(*rank);
        matrix[j][i] = matrix[i][j];
    }
    let mut factor: Vec<Vec<f64>> = Vec::with_capacity(n);
    for (i, wanted) in matrix.iter().enumerate() {
        let mut row: Vec<f64> = Vec::with_capacity(i + 1);
        for j in 0..=i {
            let above = if j < i { &factor[j][..j] } else { &row[..j] };
            let dot: f64 = row.iter().zip(above).map(|(x, y)| x * y).sum();
            let rest = wanted[j] - dot;
            if j < i {
                let diagonal: f64 = factor[j][j];
                row.push(rest / diagonal);
            } else if rest > 1e-12 {
                row.push(rest.sqrt());
            } else {
                // The pair that ties this input hardest to those before it; there is one, or the row would be zero.
                let hardest = pairs
                    .iter()
                    .filter(|(a, b, _)| position(a).max(position(b)) == i)
                    .max_by(|x, y| x.2.abs().total_cmp(&y.2.abs()));
                if let Some((a, b, rho)) = hardest.cloned() {
                    return Err(DependenceError { a, b, rho });
                }
                row.push(1.0);
            }
        }
        factor.push(row);
    }
    Ok(factor)
}
