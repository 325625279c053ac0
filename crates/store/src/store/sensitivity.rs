//! What drives the gap: `tables/sensitivity.csv`, and what of it is in `summary.json`.

use serde::{Deserialize, Serialize};

use super::estimate::perhaps;
use crate::text::{Numbers, write_csv};

/// A row of `sensitivity.csv`, an uncertain input: the headline index with it held at its 5 % or 95 % quantile, all
/// others drawn. Indices are fractions of the requirement; those of inputs that were not varied are empty.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct SensitivityRow {
    /// Scenario id.
    #[serde(default)]
    pub scenario: String,
    /// Readiness tier of the index.
    #[serde(default)]
    pub tier: Option<u32>,
    /// Address of the input's coordinate: `commitment`, `required[isr]`; of a group its name.
    #[serde(default)]
    pub address: String,
    /// What is varied, as people call it.
    pub input: String,
    /// Grade of its value: A, B or C; empty for a choice of the scenario.
    pub grade: String,
    /// Its 5 % quantile, for people.
    pub low: String,
    /// Its 95 % quantile, for people.
    pub high: String,
    /// Unit of the next two.
    #[serde(default)]
    pub unit: String,
    /// Its 5 % quantile: of an input with several tiers or enablers that of the one named, of a group the mean over
    /// allies of what the common factor makes of a member whose own part is in the middle.
    #[serde(default)]
    pub low_value: Option<f64>,
    /// Its 95 % quantile.
    #[serde(default)]
    pub high_value: Option<f64>,
    /// Mean attributable index with the input low.
    pub low_attributable: Option<f64>,
    /// The same with the input high.
    pub high_attributable: Option<f64>,
    /// Standard error of the difference of both, which is taken replicate by replicate.
    pub se: Option<f64>,
    /// Mean index without drawdown with the input low.
    pub low_counterfactual: Option<f64>,
    /// The same with the input high.
    pub high_counterfactual: Option<f64>,
    /// Standard error of the difference of both.
    #[serde(default)]
    pub counterfactual_se: Option<f64>,
    /// Replicates of which the indices are means: those with valid draws as drawn and at both ends. Where they are fewer
    /// than 99 % of those valid as drawn, the input was tried and the indices are empty.
    #[serde(default)]
    pub replicates: Option<u64>,
    /// Spearman's correlation of the input with the attributable index, all inputs drawn.
    #[serde(default)]
    pub rank_correlation: Option<f64>,
    /// The same with the index without drawdown.
    #[serde(default)]
    pub counterfactual_rank_correlation: Option<f64>,
}

impl SensitivityRow {
    /// High less low of the attributable index, with its sign; `None` if the input was not varied.
    #[must_use]
    pub fn swing(&self) -> Option<f64> {
        Some(self.high_attributable? - self.low_attributable?).filter(|swing| swing.is_finite())
    }

    /// The same of the index without drawdown.
    #[must_use]
    pub fn counterfactual_swing(&self) -> Option<f64> {
        Some(self.high_counterfactual? - self.low_counterfactual?).filter(|swing| swing.is_finite())
    }

    /// The input as it stands inside a sentence: with a small first letter, unless that belongs to a name or an acronym.
    #[must_use]
    pub fn inside(&self) -> String {
        // Ids of allies are capitals, those of domains are not.
        let ally = self.address.split_once('[').is_some_and(|(_, id)| id.starts_with(char::is_uppercase));
        let mut letters = self.input.chars();
        match letters.next() {
            Some(first) if !ally && letters.clone().next().is_some_and(char::is_lowercase) => {
                first.to_lowercase().chain(letters).collect()
            }
            _ => self.input.clone(),
        }
    }

    /// Whether the swing is more than chance: not 0 and at least two standard errors.
    #[must_use]
    pub fn moves(&self) -> bool {
        let error = self.se.unwrap_or(f64::INFINITY);
        self.swing().is_some_and(|swing| swing != 0.0 && swing.abs() >= 2.0 * error)
    }
}

/// Rows in the order of figures: the largest swing first, then those that were not varied by their rank correlation;
/// equal ones by input.
pub fn sort(rows: &mut [SensitivityRow]) {
    let swing = |row: &SensitivityRow| row.swing().map_or(-1.0, f64::abs);
    let correlation = |row: &SensitivityRow| row.rank_correlation.map_or(0.0, f64::abs);
    rows.sort_by(|a, b| {
        let by_swing = swing(b).total_cmp(&swing(a));
        by_swing.then_with(|| correlation(b).total_cmp(&correlation(a))).then_with(|| a.input.cmp(&b.input))
    });
}

/// `sensitivity` in `summary.json`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Sensitivity {
    /// Scenario id.
    pub scenario: String,
    /// Readiness tier of the index.
    pub tier: u32,
    /// Replicates of which the indices are means, failed ones left out: the first of the run.
    pub replicates: u64,
    /// Replicates of which the rank correlations are.
    pub screened: u64,
    /// Uncertain inputs.
    pub inputs: usize,
    /// How many of them were varied.
    pub varied: usize,
    /// How many are shown at most.
    pub top: usize,
    /// Mean attributable index with all inputs drawn, fraction of the requirement.
    pub attributable: f64,
    /// Its standard error.
    #[serde(deserialize_with = "perhaps")]
    pub se: f64,
    /// Mean index without drawdown with all inputs drawn.
    pub counterfactual: f64,
    /// Standard deviation of the rank correlation of an input that does nothing.
    #[serde(deserialize_with = "perhaps")]
    pub noise: f64,
    /// The inputs that move the attributable index by two standard errors or more, the largest swing first, at most
    /// `top`.
    pub rows: Vec<SensitivityRow>,
}

/// Writes the table as CSV.
///
/// # Errors
/// When it cannot be written.
pub fn write_to(target: impl std::io::Write, rows: &[SensitivityRow]) -> Result<(), csv::Error> {
    write_csv::<SensitivityRow>(target, Numbers::Plain, rows)
}
