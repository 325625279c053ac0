//! How much of the spread goes with groups of inputs: `tables/groups.csv`, and what of it is in `summary.json`.

use serde::{Deserialize, Serialize};

use crate::text::{Numbers, write_csv};

/// A row of `groups.csv`: Sobol' indices of a group of inputs, fractions of the variance of the headline index, with
/// intervals of 95 %.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct GroupRow {
    /// Scenario id.
    pub scenario: String,
    /// Readiness tier of the index.
    pub tier: u32,
    /// `attributable`: what the drawdown adds; `counterfactual`: what is missing without it.
    pub arm: String,
    /// What the groups are made by: `grade` or `kind`.
    pub by: String,
    /// The group.
    pub group: String,
    /// Uncertain inputs in it; 0 for chance.
    pub inputs: usize,
    /// Closed first-order index: what knowing the group would take away.
    pub first: f64,
    /// Lower end.
    pub first_lower: f64,
    /// Upper end.
    pub first_upper: f64,
    /// Total index: what would be left if all but the group were known.
    pub total: f64,
    /// Lower end.
    pub total_lower: f64,
    /// Upper end.
    pub total_upper: f64,
    /// Replicates of each sample.
    pub replicates: u64,
}

/// How much of the spread of what a scenario adds rests on judgement: the closed first-order index of all inputs of grade C
/// together.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct JudgementShare {
    /// Scenario id.
    pub scenario: String,
    /// Readiness tier of the index.
    pub tier: u32,
    /// Fraction of the variance.
    pub share: f64,
    /// Lower end of the interval of 95 %.
    pub lower: f64,
    /// Upper end.
    pub upper: f64,
    /// Replicates of each sample.
    pub replicates: u64,
}

/// Writes rows as CSV.
///
/// # Errors
/// When they cannot be written.
pub fn write_to(target: impl std::io::Write, rows: &[GroupRow]) -> Result<(), csv::Error> {
    write_csv::<GroupRow>(target, Numbers::Plain, rows)
}
