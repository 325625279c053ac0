//! What a run with `--precision` waited for and what stayed open: a part of `summary.json`.

use serde::{Deserialize, Serialize};

/// Why a run ended where it did.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Stopping {
    /// Least number of replicates.
    pub least: u64,
    /// Most.
    pub cap: u64,
    /// The numbers of replicates at which the run may end; all share the allowed error.
    pub looks: Vec<u64>,
    /// The look at which the following was found; 0 if the run was interrupted before the first.
    pub replicates: u64,
    /// Whether all was reached.
    pub reached: bool,
    /// Means that were to be known to a tolerance, by target and scenario.
    pub widths: Vec<WidthEntry>,
    /// Rankings that were to be settled.
    pub rankings: Vec<RankingEntry>,
}

/// A mean that was to be known to a tolerance.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct WidthEntry {
    /// Target, as it can be asked for.
    pub target: String,
    /// Scenario id.
    pub scenario: String,
    /// Unit of the numbers.
    pub unit: String,
    /// Largest half-width allowed.
    pub tolerance: f64,
    /// Confidence with which the intervals of all targets and scenarios hold together, at all looks.
    pub confidence: f64,
    /// Mean; NaN if there is no value.
    #[serde(deserialize_with = "super::estimate::perhaps")]
    pub mean: f64,
    /// Half-width of its interval at that confidence; NaN if there is none yet.
    #[serde(deserialize_with = "super::estimate::perhaps")]
    pub half_width: f64,
    /// Whether it is below the tolerance.
    pub reached: bool,
    /// Replicates that it would take, about; none if reached or if no number is known to suffice.
    pub needs: Option<u64>,
}

/// A ranking that was to be settled.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RankingEntry {
    /// Outcome, as it can be asked for.
    pub target: String,
    /// Arm or paired difference that is compared.
    pub arm: String,
    /// Unit of the numbers.
    pub unit: String,
    /// Confidence with which all decisions of this ranking hold together, at all looks.
    pub confidence: f64,
    /// Whether every pair is settled.
    pub reached: bool,
    /// All pairs, in the order of the comparison.
    pub pairs: Vec<PairEntry>,
}

/// Two scenarios of a ranking.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PairEntry {
    /// First scenario.
    pub scenario_a: String,
    /// Second scenario.
    pub scenario_b: String,
    /// Mean difference a - b.
    #[serde(deserialize_with = "super::estimate::perhaps")]
    pub difference: f64,
    /// Half-width of its interval.
    #[serde(deserialize_with = "super::estimate::perhaps")]
    pub half_width: f64,
    /// What is known.
    pub state: PairState,
    /// Replicates that it would take, about; none if settled or if no number is known to suffice.
    pub needs: Option<u64>,
}

/// What is known of a pair.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PairState {
    /// The first has the larger value.
    ALarger,
    /// The second has.
    BLarger,
    /// Equal in every replicate.
    Equal,
    /// Not settled.
    Open,
}

/// The same in words, for `manifest.json`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct StoppingWords {
    /// Most replicates.
    pub cap: u64,
    /// Whether all was reached.
    pub reached: bool,
    /// What the run waited for.
    pub waited_for: Vec<String>,
    /// What stayed open.
    pub open: Vec<String>,
}
