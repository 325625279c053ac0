//! What `summary.json` says of pairs: two scenarios, two that differ in one aspect, two worlds.

use serde::{Deserialize, Serialize};

use super::estimate::{Estimate, perhaps};

/// What two scenarios differ in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Aspect {
    /// How many leave.
    Size,
    /// Several of timetable, notice and information.
    Manner,
    /// When and how fast they leave.
    Timetable,
    /// How long before the departure it is announced.
    Notice,
    /// How fully allies are informed.
    Information,
    /// Which enablers stay behind.
    Enablers,
    /// Which other capabilities stay behind.
    Kept,
    /// Which force elements leave.
    Composition,
    /// Whether what left may return.
    Destination,
}

/// The paired difference of two scenarios that differ in one aspect only.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Contrast {
    /// What it is about.
    pub aspect: Aspect,
    /// What the two differ in: more than one only for the manner.
    pub differs: Vec<Aspect>,
    /// The one from which one expects more harm; the deeper one where nothing is to be expected.
    pub scenario: String,
    /// The other.
    pub other: String,
    /// Attributable index at the reporting tier of the first less that of the other, mean over replicates, fraction.
    pub difference: f64,
    /// Its standard error.
    #[serde(deserialize_with = "perhaps")]
    pub se: f64,
    /// 95 % interval of the mean difference, lower end.
    #[serde(deserialize_with = "perhaps")]
    pub lower: f64,
    /// Upper end.
    #[serde(deserialize_with = "perhaps")]
    pub upper: f64,
    /// P(the first is worse), ties half.
    pub probability_worse: f64,
    /// The same at other tiers and of single capabilities: what may cancel in the difference above.
    #[serde(default)]
    pub elsewhere: Vec<Elsewhere>,
}

/// A paired difference: mean of the first less the second, and how often the first is worse.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Difference {
    /// Mean over replicates, fraction.
    pub difference: f64,
    /// Its standard error.
    #[serde(deserialize_with = "perhaps")]
    pub se: f64,
    /// P(the first is worse), ties half.
    pub probability_worse: f64,
}

/// A paired difference of what is attributable, over all capabilities at a tier or of one capability.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Elsewhere {
    /// Domain id; `None` over all.
    pub domain: Option<String>,
    /// Readiness tier.
    pub tier: u32,
    /// The difference of the index or of the domain's shortfall.
    #[serde(flatten)]
    pub found: Difference,
}

/// Where the middle nine of ten replicates of a pair's differences lie: the 5 and the 95 % quantile of each, where counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct PairRanges {
    /// Of the attributable index.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub found: Option<[f64; 2]>,
    /// Of the index with the drawdown, where the two are in different worlds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scenario_arm: Option<[f64; 2]>,
    /// Of the index without any drawdown, likewise.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub counterfactual: Option<[f64; 2]>,
}

impl PairRanges {
    /// Of the second less the first.
    fn turned(self) -> Self {
        let turned = |[low, high]: [f64; 2]| [0.0 - high, 0.0 - low];
        Self {
            found: self.found.map(turned),
            scenario_arm: self.scenario_arm.map(turned),
            counterfactual: self.counterfactual.map(turned),
        }
    }
}

/// Two scenarios on the same replicates.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PairEntry {
    /// The one that ranks first.
    pub scenario: String,
    /// The other.
    pub other: String,
    /// Attributable index at the reporting tier of the first less that of the other.
    #[serde(flatten)]
    pub found: Difference,
    /// The same of the index with the drawdown, where the two are in different worlds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scenario_arm: Option<Difference>,
    /// The same without any drawdown, where the two are in different worlds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub counterfactual: Option<Difference>,
    /// How far they spread over replicates; nothing in folders of earlier versions.
    #[serde(default)]
    pub ranges: PairRanges,
    /// At other tiers and of single capabilities, where the two are not told apart above.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub elsewhere: Vec<Elsewhere>,
}

/// Scenarios with the same counterfactual.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct WorldEntry {
    /// Their ids, in the order given.
    pub scenarios: Vec<String>,
    /// What it has otherwise than the first, in words: a trigger, inputs.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub otherwise: Vec<String>,
    /// By tier: index without any drawdown less that of the first world; empty for the first.
    pub differences: Vec<WorldDifference>,
}

/// How much more is missing in one world than in another without any drawdown.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct WorldDifference {
    /// Readiness tier.
    pub tier: u32,
    /// Paired difference, fraction.
    #[serde(flatten)]
    pub estimate: Estimate,
    /// P(more is missing than in the first), ties half.
    pub probability_worse: f64,
}

impl Difference {
    /// In which share of the replicates the difference has the sign of its mean.
    #[must_use]
    pub fn share(&self) -> f64 {
        if self.difference < 0.0 { 1.0 - self.probability_worse } else { self.probability_worse }
    }

    /// The second less the first.
    #[must_use]
    pub fn turned(self) -> Self {
        Self {
            difference: 0.0 - self.difference,
            se: self.se,
            probability_worse: 1.0 - self.probability_worse,
        }
    }
}

impl PairEntry {
    pub(super) fn turned(&self) -> Self {
        let turned = |e: &Elsewhere| Elsewhere { found: e.found.turned(), ..e.clone() };
        Self {
            scenario: self.other.clone(),
            other: self.scenario.clone(),
            found: self.found.turned(),
            scenario_arm: self.scenario_arm.map(Difference::turned),
            counterfactual: self.counterfactual.map(Difference::turned),
            ranges: self.ranges.turned(),
            elsewhere: self.elsewhere.iter().map(turned).collect(),
        }
    }
}
