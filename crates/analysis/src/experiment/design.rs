//! Designs: which settings of the parameters are run.
//!
//! Points of Latin hypercubes and Sobol points come from the streams of the parameters' names: another parameter, or
//! another order of them, leaves a Latin hypercube's other columns where they were; a Sobol point's dimension is the
//! parameter's position in the file.

use super::{parameter::Parameter, rows::Points};
use crate::sampling::{keyed::Stream, sobol::Sobol};

/// How settings are chosen.
#[derive(Clone, Debug, PartialEq)]
pub enum Design {
    /// Every level of every parameter with every other.
    FullFactorial,
    /// So many points: each parameter's range in as many equal strata, one point in each.
    LatinHypercube(u64),
    /// So many points of a scrambled Sobol sequence.
    Sobol(u64),
    /// The rows of a CSV file.
    Csv(String),
}

impl std::fmt::Display for Design {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Design::FullFactorial => f.write_str("FullFactorial"),
            Design::LatinHypercube(n) => write!(f, "LatinHypercube({n})"),
            Design::Sobol(n) => write!(f, "Sobol({n})"),
            Design::Csv(file) => write!(f, "Csv({file:?})"),
        }
    }
}

fn stream(seed: u64, parameter: &Parameter) -> Stream {
    Stream::new(seed, &format!("experiment {}", parameter.name))
}

/// Every combination of levels, the last parameter's changing fastest. All parameters have levels.
#[must_use]
pub fn full_factorial(parameters: &[&Parameter]) -> Points {
    let levels: Vec<u64> = parameters.iter().map(|p| p.levels().unwrap_or(1)).collect();
    let count: u64 = levels.iter().product();
    let mut numbers = Vec::with_capacity(count as usize * parameters.len());
    for row in 0..count {
        let mut block = count;
        let mut rest = row;
        for (parameter, &levels) in parameters.iter().zip(&levels) {
            block /= levels;
            numbers.push(parameter.at_level(rest / block));
            rest %= block;
        }
    }
    Points::new(parameters.len(), count, numbers)
}

/// A Latin hypercube sample of `count` points (McKay, Beckman and Conover 1979): in each column a random permutation of
/// the strata and a random place in each.
#[must_use]
pub fn latin_hypercube(parameters: &[&Parameter], count: u64, seed: u64) -> Points {
    let columns = parameters.iter().map(|parameter| {
        let stream = stream(seed, parameter);
        let mut order: Vec<u64> = (0..count).collect();
        order.sort_by_key(|&row| (stream.bits(row, 1), row));
        let mut column = vec![0.0; count as usize];
        for (stratum, &row) in order.iter().enumerate() {
            column[row as usize] = (stratum as f64 + stream.uniform(row, 0)) / count as f64;
        }
        column
    });
    points(parameters, count, columns.collect())
}

/// Sobol points with nested uniform scrambling (Owen 1995); `None` if there are more parameters than dimensions.
#[must_use]
pub fn sobol(parameters: &[&Parameter], count: u64, seed: u64) -> Option<Points> {
    let columns = parameters.iter().enumerate().map(|(dimension, parameter)| {
        let points = Sobol::of_dimension(&stream(seed, parameter), dimension)?;
        Some((0..count).map(|index| points.uniform(0, index)).collect())
    });
    Some(points(parameters, count, columns.collect::<Option<_>>()?))
}

/// Numbers of the parameters for points of the unit cube, given column by column.
fn points(parameters: &[&Parameter], count: u64, columns: Vec<Vec<f64>>) -> Points {
    let row = |row: u64| {
        parameters
            .iter()
            .zip(&columns)
            .map(move |(parameter, column)| parameter.at_point(column[row as usize]))
    };
    Points::new(parameters.len(), count, (0..count).flat_map(row).collect())
}
