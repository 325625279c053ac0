//! `summary.json`: what was run and its headline results (docs/run-folder.md lists every key).

use serde::{Deserialize, Serialize};

pub use super::estimate::{Estimate, Probability};
pub use super::summary_index::{IndexEntry, QuantileErrors};
pub use super::summary_pairs::{
    Aspect, Contrast, Difference, Elsewhere, PairEntry, PairRanges, WorldDifference, WorldEntry,
};
pub use super::summary_scenario::{
    Binding, BindingEntry, ClosureEntry, Deepest, Departure, Gained, Induced, LABELS, Label, PledgeEntry,
    Pledged, PledgesTaken, ScenarioSummary, YearEntry,
};
use super::{
    estimate::perhaps,
    reference::ReferenceUse,
    sensitivity::Sensitivity,
    sobol::{GroupRow, JudgementShare},
    stopping::Stopping,
    turned_to::TurnedTo,
};
pub use crate::model::drawdown::SIZE;
use crate::sampling::design::Design;

/// A capability domain, as figures and reports need it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DomainInfo {
    /// Id.
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
}

/// An ally or a host country.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CountryInfo {
    /// ISO 3166 alpha-3 (or XKX).
    pub id: String,
    /// Title for people.
    pub title: String,
    /// Whether it is a European ally of the model.
    pub ally: bool,
}

impl Summary {
    /// A scenario by its id.
    #[must_use]
    pub fn scenario(&self, id: &str) -> Option<&ScenarioSummary> {
        self.scenarios.iter().find(|scenario| scenario.id == id)
    }

    /// Whether each replicate was drawn by itself, so that errors fall with the root of their number.
    #[must_use]
    pub fn independent_replicates(&self) -> bool {
        self.design == Design::MonteCarlo.name()
    }

    /// The pair of two scenarios with the first less the second, whichever ranks first.
    #[must_use]
    pub fn pair(&self, a: &str, b: &str) -> Option<PairEntry> {
        let between = |x: &str, y: &str| self.pairs.iter().find(|p| p.scenario == x && p.other == y);
        between(a, b).cloned().or_else(|| between(b, a).map(PairEntry::turned))
    }
}

/// A step of the ranking: a scenario and how surely it is worse than the next.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RankEntry {
    /// Scenario id.
    pub scenario: String,
    /// Attributable index at the reporting tier.
    pub index: f64,
    /// Its standard error.
    #[serde(deserialize_with = "perhaps")]
    pub se: f64,
    /// P(attributable index larger than the next scenario's); `None` for the last.
    pub probability_worse_than_next: Option<f64>,
    /// Whether the mean difference to the next exceeds two standard errors; `None` for the last.
    pub settled: Option<bool>,
    /// Mean of its index less the next scenario's, on the same replicates; `None` for the last.
    pub difference_to_next: Option<f64>,
    /// Standard error of that.
    pub difference_to_next_se: Option<f64>,
    /// Probability that this scenario has the largest attributable index (ties shared).
    pub probability_worst: f64,
    /// Mean over replicates of its index less the least of the drawdowns of its size; `None` for one that no other matches in
    /// size.
    pub expected_regret: Option<f64>,
    /// Standard error of that.
    pub expected_regret_se: Option<f64>,
}

/// `summary.json`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Summary {
    /// Version of the format.
    pub format: u32,
    /// Version of the program.
    pub version: String,
    /// Seed.
    pub seed: u64,
    /// Sampling design.
    pub design: String,
    /// Replicates done, failed ones included.
    pub replicates: u64,
    /// Replicates left out of every estimate.
    pub failed_replicates: u64,
    /// First calendar year.
    pub start_year: i32,
    /// Quarters.
    pub quarters: usize,
    /// Readiness tiers, days.
    pub tiers: Vec<u32>,
    /// Tier of headlines.
    pub reporting_tier: u32,
    /// Gap that counts as closed, fraction of the requirement.
    pub closure_tolerance: f64,
    /// Domains, in order of the reference data.
    pub domains: Vec<DomainInfo>,
    /// Allies, then hosts that are no ally.
    pub countries: Vec<CountryInfo>,
    /// Scenarios in the order given.
    pub scenarios: Vec<ScenarioSummary>,
    /// Largest attributable index first.
    pub ranking: Vec<RankEntry>,
    /// Every two scenarios, in the order of the ranking.
    #[serde(default)]
    pub pairs: Vec<PairEntry>,
    /// Ids of the drawdowns of one size, of which there are two or more, by size: in the same world, people and pledges taken
    /// away differ by at most [`SIZE`].
    #[serde(default)]
    pub sizes: Vec<Vec<String>>,
    /// Worlds: the first is that of the scenario that ranks first.
    #[serde(default)]
    pub worlds: Vec<WorldEntry>,
    /// Pairs of scenarios that differ in one aspect only.
    #[serde(default)]
    pub contrasts: Vec<Contrast>,
    /// On which reference data the scenarios rest.
    #[serde(default)]
    pub references: Vec<ReferenceUse>,
    /// Warnings of the comparison.
    pub warnings: Vec<String>,
    /// What a run with `--precision` waited for; absent in others.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stopping: Option<Stopping>,
    /// What drives the gap; absent where nobody asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sensitivity: Option<Sensitivity>,
    /// How much of the spread rests on judgement; none unless asked for, and from too few replicates.
    #[serde(default)]
    pub judgement_share: Option<JudgementShare>,
    /// Sobol' indices of groups of inputs; empty unless asked for.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub groups: Vec<GroupRow>,
    /// What answer, figures and report are turned to; absent where nothing was named.
    #[serde(default, skip_serializing_if = "TurnedTo::is_nothing")]
    pub turned_to: TurnedTo,
}
