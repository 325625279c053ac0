//! What `summary.json` says of one scenario.

use serde::{Deserialize, Serialize};

use super::{
    estimate::{Estimate, Probability, perhaps},
    summary_index::IndexEntry,
};
use crate::model::cells::Outcome;

/// A domain's attributable loss of coverage in the worst year or quarter of a tier; 0 in the first year where nothing is
/// lost in any.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Deepest {
    /// Domain id.
    pub domain: String,
    /// Readiness tier.
    pub tier: u32,
    /// Calendar year in which the mean loss (of its four quarters) is largest.
    pub year: i32,
    /// Mean loss in that year, fraction of the requirement, never below 0.
    #[serde(flatten)]
    pub loss: Estimate,
    /// Quarter in which the mean loss is largest.
    pub quarter: usize,
    /// Mean loss in that quarter.
    pub quarter_loss: f64,
}

/// A domain's attributable gain of coverage in the best year of a tier.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Gained {
    /// Domain id.
    pub domain: String,
    /// Readiness tier.
    pub tier: u32,
    /// Calendar year in which the mean gain (of its four quarters) is largest.
    pub year: i32,
    /// Mean gain in that year, fraction of the requirement, above 0.
    #[serde(flatten)]
    pub gain: Estimate,
}

/// What the alarm adds to a domain's shortfall (mean over q >= 4), at the tier where it adds or takes off most.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Induced {
    /// Domain id.
    pub domain: String,
    /// Readiness tier.
    pub tier: u32,
    /// Mean, fraction of the requirement.
    pub mean: f64,
    /// Its standard error.
    #[serde(deserialize_with = "perhaps")]
    pub se: f64,
}

/// What holds gaps open in a domain at the binding year.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct BindingEntry {
    /// Domain id.
    pub domain: String,
    /// Probability of a gap in the first quarter of the year.
    pub open: f64,
    /// Most frequent label, empty if there is no gap in any replicate.
    pub label: String,
    /// Its probability given a gap.
    pub probability: f64,
    /// Probability given a gap of every label: money, industry, people, time, enablers, reliance.
    pub labels: Vec<Label>,
    /// The same without the drawdown.
    #[serde(default)]
    pub counterfactual: Binding,
}

/// What holds gaps open in one arm.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Binding {
    /// Probability of a gap in the first quarter of the year.
    pub open: f64,
    /// Most frequent label, empty if there is no gap in any replicate.
    pub label: String,
    /// Its probability given a gap.
    pub probability: f64,
    /// Probability given a gap of every label.
    pub labels: Vec<Label>,
}

/// Binding labels with their outcomes.
pub const LABELS: [(&str, Outcome); 6] = [
    ("money", Outcome::Money),
    ("industry", Outcome::Industry),
    ("people", Outcome::People),
    ("time", Outcome::Time),
    ("enablers", Outcome::Enablers),
    ("reliance", Outcome::Reliance),
];

/// A binding constraint and how often it is the one.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Label {
    /// Its name.
    pub label: String,
    /// Probability given a gap.
    pub probability: f64,
}

/// The index of a calendar year at the reporting tier.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct YearEntry {
    /// Calendar year.
    pub year: i32,
    /// Mean shortfall index without drawdown.
    pub counterfactual: f64,
    /// Mean of what the drawdown adds.
    pub attributable: f64,
    /// Mean number of domains that are closed by the end of the year, with the drawdown.
    pub domains_closed: f64,
    /// The same without.
    pub domains_closed_without: f64,
}

/// Closure of a domain at the reporting tier.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ClosureEntry {
    /// Domain id.
    pub domain: String,
    /// Calendar year.
    pub year: i32,
    /// P(closed by the end of the year) with the drawdown.
    pub scenario: Probability,
    /// The same without.
    pub counterfactual: Probability,
}

/// An ally and its pledge in the binding year, with and without the drawdown.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PledgeEntry {
    /// Ally id.
    pub ally: String,
    /// Defence spending, % of GDP.
    pub share: Estimate,
    /// Mean of what it pledged, % of GDP.
    pub pledge: f64,
    /// Mean of the year for which it did, calendar year.
    pub pledge_year: f64,
    /// P(spending is at the pledge or above).
    pub met: Probability,
    /// Mean of the money below the pledge in that year (0 where it is met), bn USD 2025.
    pub below: f64,
    /// Its standard error.
    #[serde(deserialize_with = "perhaps")]
    pub below_se: f64,
    /// The same without the drawdown, which the alarm of one may lower.
    #[serde(default)]
    pub counterfactual: Pledged,
}

/// How an ally stands to its pledge in one arm.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Pledged {
    /// Defence spending, % of GDP.
    pub share: Estimate,
    /// P(spending is at the pledge or above).
    pub met: Probability,
    /// Mean of the money below the pledge, bn USD 2025.
    pub below: f64,
    /// Its standard error.
    #[serde(deserialize_with = "perhaps")]
    pub below_se: f64,
}
/// Pledges of a capability that are taken back.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PledgesTaken {
    /// The capability.
    pub domain: String,
    /// Part of its pledged US reinforcement; fraction.
    pub part: Estimate,
}

/// When a departure starts and ends, slips included; quarters from the start of the run.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Departure {
    /// start + slip.
    pub start: Estimate,
    /// That and the duration: from then on nobody leaves.
    pub end: Estimate,
}

/// One compared scenario.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ScenarioSummary {
    /// Stem of its file.
    pub id: String,
    /// Title for people.
    pub title: String,
    /// Title for narrow columns.
    pub short_title: String,
    /// What it is.
    pub description: String,
    /// Hash of the resolved scenario, hexadecimal.
    pub hash: String,
    /// US troops asked to leave.
    pub personnel_asked: Estimate,
    /// US troops that leave, after the floor.
    pub personnel_effective: Estimate,
    /// Part of all pledged US reinforcement that is taken back, by the weights of the capabilities; fraction.
    #[serde(default)]
    pub pledges_taken: Estimate,
    /// The same by capability, where any is.
    #[serde(default)]
    pub pledges_taken_by_domain: Vec<PledgesTaken>,
    /// What an investment programme costs over the run, mean, bn USD 2025; 0 without one.
    #[serde(default)]
    pub programme: f64,
    /// Mean effective start (start + slip), quarters from the start of the run.
    pub departure_start: f64,
    /// When the first and the last leave; absent in folders of earlier versions.
    #[serde(default)]
    pub departure: Option<Departure>,
    /// Mean part of those who leave that have left when planners would buy back, at the start of start_year + 4, fraction;
    /// absent in folders of earlier versions.
    #[serde(default)]
    pub departed: Option<f64>,
    /// Parameters of the world that are judgement (grade C).
    pub judgement: usize,
    /// Parameters of the world in all.
    pub parameters: usize,
    /// Warnings.
    pub warnings: Vec<String>,
    /// Replicates left out because a draw was not valid (the same in every scenario compared).
    pub failed_replicates: u64,
    /// Shortfall index by arm and tier.
    pub index: Vec<IndexEntry>,
    /// Index and closed domains by year, at the reporting tier.
    pub years: Vec<YearEntry>,
    /// Attributable loss by domain and tier in its worst year, deepest first.
    pub deepest: Vec<Deepest>,
    /// Attributable gain by domain and tier in its best year, largest first; of those that gain in some year.
    #[serde(default)]
    pub gained: Vec<Gained>,
    /// What the alarm changes in single capabilities.
    #[serde(default)]
    pub induced: Vec<Induced>,
    /// Closure at the reporting tier in every year.
    pub closure: Vec<ClosureEntry>,
    /// Binding constraints at the reporting tier in `binding_year`.
    pub binding_year: i32,
    /// By domain.
    pub binding: Vec<BindingEntry>,
    /// Allies and their pledges in that year.
    #[serde(default)]
    pub pledges: Vec<PledgeEntry>,
    /// Bill headline: direct effect at start_year + 4, bn USD 2025.
    pub bill: Estimate,
    /// What planners lack then without any drawdown, bn USD 2025.
    #[serde(default)]
    pub bill_without: Estimate,
    /// Uplift in spending over the run, attributable, bn USD 2025.
    pub uplift: Estimate,
    /// Effect of the trigger alone on the index at the reporting tier: counterfactual with it less without it.
    pub trigger_effect: Option<Estimate>,
}

impl ScenarioSummary {
    /// Whether it takes anything away: people leave, or pledges are taken back.
    #[must_use]
    pub fn draws_down(&self) -> bool {
        self.personnel_effective.mean > 0.0 || self.pledges_taken.mean > 0.0
    }

    /// Every capability's change at a tier as tables and figures show it, the largest loss first: its loss in the worst
    /// year, or where more is gained in the best year, that gain as a negative loss.
    #[must_use]
    pub fn changes(&self, tier: u32) -> Vec<Deepest> {
        let gain = |d: &Deepest| {
            let found = self.gained.iter().find(|g| g.tier == tier && g.domain == d.domain)?;
            (found.gain.mean > d.loss.mean).then_some(found)
        };
        let change = |d: &Deepest| match gain(d) {
            Some(found) => Deepest { year: found.year, loss: found.gain.turned(), ..d.clone() },
            None => d.clone(),
        };
        let mut all: Vec<Deepest> = self.deepest.iter().filter(|d| d.tier == tier).map(change).collect();
        all.sort_by(|a, b| b.loss.mean.total_cmp(&a.loss.mean));
        all
    }

    /// The shortfall index of an arm or paired difference at a tier, if there is one.
    #[must_use]
    pub fn index_of(&self, arm: &str, tier: u32) -> Option<&Estimate> {
        self.index.iter().find(|entry| entry.arm == arm && entry.tier == tier).map(|entry| &entry.estimate)
    }
}
