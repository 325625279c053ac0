//! How much of the spread goes with inputs, or with groups of them: `tables/groups.csv`, and what of it is in `summary.json`.

use serde::{Deserialize, Serialize};

use crate::text::{Numbers, write_csv};

/// A row of `groups.csv`: Sobol' indices of a group of inputs, fractions of the variance of an outcome, with intervals of 95 %.
/// An index that is not settled, which noise may make negative, is absent; how many replicates it needs is there in its place.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct GroupRow {
    /// Scenario id.
    pub scenario: String,
    /// The outcome by its name, `index_headline[30]` of the headline index.
    #[serde(default)]
    pub outcome: String,
    /// Readiness tier that was asked for.
    pub tier: u32,
    /// `attributable`: what the drawdown adds; `counterfactual`: without it; or another arm.
    pub arm: String,
    /// Unit of the outcome.
    #[serde(default)]
    pub unit: String,
    /// Standard deviation of the outcome over the replicates.
    #[serde(default)]
    pub sd: Option<f64>,
    /// What the groups are made by: `input`, `grade`, `kind` or `named`.
    pub by: String,
    /// The group.
    pub group: String,
    /// Of one input, the address that its draw has; of several that are correlated, theirs.
    #[serde(default)]
    pub address: String,
    /// Uncertain inputs in it; 0 for chance and the dummy.
    pub inputs: usize,
    /// Closed first-order index: what knowing the group would take away.
    pub first: Option<f64>,
    /// Lower end.
    pub first_lower: Option<f64>,
    /// Upper end.
    pub first_upper: Option<f64>,
    /// Replicates that would settle it, about; absent where it is settled.
    #[serde(default)]
    pub first_needs: Option<u64>,
    /// Total index: what would be left if all but the group were known.
    pub total: Option<f64>,
    /// Lower end.
    pub total_lower: Option<f64>,
    /// Upper end.
    pub total_upper: Option<f64>,
    /// Replicates that would settle it, about; absent where it is settled.
    #[serde(default)]
    pub total_needs: Option<u64>,
    /// Replicates of each sample.
    pub replicates: u64,
}

impl GroupRow {
    /// Whether it is of the headline index at the tier that was asked for; older folders know no other outcome.
    #[must_use]
    pub fn is_headline(&self) -> bool {
        self.outcome.is_empty() || self.outcome == format!("index_headline[{}]", self.tier)
    }

    /// Whether the group is one input, or some that are correlated.
    #[must_use]
    pub fn is_input(&self) -> bool {
        !self.address.is_empty()
    }
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
