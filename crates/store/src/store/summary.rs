//! `summary.json`: what was run and its headline results (docs/run-folder.md lists every key).

use serde::{Deserialize, Serialize};

pub use super::summary_index::{IndexEntry, QuantileErrors};
pub use super::summary_pairs::{
    Aspect, Contrast, Difference, Elsewhere, PairEntry, WorldDifference, WorldEntry,
};
use super::{
    reference::ReferenceUse,
    sensitivity::Sensitivity,
    sobol::{GroupRow, JudgementShare},
    stopping::Stopping,
};
use crate::{model::cells::Outcome, sampling::design::Design};

/// Mean over replicates with its error and the spread over replicates.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Estimate {
    /// Mean over replicates.
    pub mean: f64,
    /// Standard error of the mean.
    #[serde(deserialize_with = "perhaps")]
    pub se: f64,
    /// 95 % interval of the mean, lower end.
    #[serde(deserialize_with = "perhaps")]
    pub lower: f64,
    /// 95 % interval of the mean, upper end.
    #[serde(deserialize_with = "perhaps")]
    pub upper: f64,
    /// 5 % quantile over replicates.
    pub p05: f64,
    /// 25 % quantile over replicates.
    pub p25: f64,
    /// Median over replicates.
    pub p50: f64,
    /// 75 % quantile over replicates.
    pub p75: f64,
    /// 95 % quantile over replicates.
    pub p95: f64,
}

/// A number that may not exist, such as a standard error of one replicate: JSON has no NaN, it is written as null.
pub(super) fn perhaps<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<f64, D::Error> {
    Ok(Option::<f64>::deserialize(deserializer)?.unwrap_or(f64::NAN))
}

/// A probability with Wilson's 95 % interval.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Probability {
    /// Estimate.
    pub probability: f64,
    /// Lower end.
    pub lower: f64,
    /// Upper end.
    pub upper: f64,
}

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

impl Estimate {
    /// The same with the other sign: the quantiles change places.
    #[must_use]
    pub fn turned(&self) -> Self {
        Self {
            mean: 0.0 - self.mean,
            se: self.se,
            lower: 0.0 - self.upper,
            upper: 0.0 - self.lower,
            p05: 0.0 - self.p95,
            p25: 0.0 - self.p75,
            p50: 0.0 - self.p50,
            p75: 0.0 - self.p25,
            p95: 0.0 - self.p05,
        }
    }
}

/// Pledges of a capability that are taken back.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PledgesTaken {
    /// The capability.
    pub domain: String,
    /// Part of its pledged US reinforcement; fraction.
    pub part: Estimate,
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
    /// Mean over replicates of its index less the least of all scenarios in which somebody may leave; `None` for a
    /// scenario in which nobody leaves, and where there is only one in which somebody does.
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
}
