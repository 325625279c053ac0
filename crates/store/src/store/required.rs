//! `required.json`: what it takes to close gaps by a year, as `drawdown require` leaves it.

use serde::{Deserialize, Serialize};

use super::turned_to::TurnedTo;
use super::{
    reference::ReferenceUse,
    summary::{Label, Probability},
};

/// Whether there is a level of spending that does it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// There is.
    Level,
    /// The first level of the grid does it already.
    AtMost,
    /// No level of the grid does it.
    Unreachable,
}

impl State {
    /// As it is written in tables.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            State::Level => "level",
            State::AtMost => "at_most",
            State::Unreachable => "unreachable",
        }
    }
}

/// What is required in one arm.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RequiredArm {
    /// Whether there is a level.
    pub state: State,
    /// The level, % of GDP; null where unreachable.
    pub level: Option<f64>,
    /// 95 % bootstrap interval, lower end; null where unreachable.
    pub lower: Option<f64>,
    /// Upper end; null where unreachable.
    pub upper: Option<f64>,
    /// Share of the resamples in which there is a level.
    pub reachable: f64,
    /// P(closed) at the highest level.
    pub at_highest: Probability,
    /// Largest fall of P(closed) from one level to the next; 0 where it only rises.
    pub largest_fall: f64,
    /// The level at which it has fallen so; null where it only rises.
    pub falls_at: Option<f64>,
    /// What holds open, at the highest level, what is not closed by then: most frequent first, those that occur.
    pub binding: Vec<Label>,
    /// P(closed) at every level.
    pub curve: Vec<Probability>,
}

/// How much more is required with the drawdown than without, in points of GDP.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RequiredMore {
    /// The difference of the two levels; at least that where without the drawdown the first level does it already, at
    /// most that where with it.
    pub points: f64,
    /// Whether it is a lower bound.
    pub at_least: bool,
    /// Whether it is an upper bound.
    pub at_most: bool,
    /// 95 % bootstrap interval of the paired difference, lower end; null where open-ended.
    pub lower: Option<f64>,
    /// Upper end; null where open-ended.
    pub upper: Option<f64>,
    /// Share of the resamples in which one arm or both have a level: only those have a difference.
    pub reachable: f64,
}

/// What the required level means for an ally, or for all together.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RequiredMoney {
    /// Ally id; empty for all together.
    pub ally: String,
    /// Title for people.
    pub title: String,
    /// Share of GDP in the base year, %.
    pub share_now: f64,
    /// Pledge, % of GDP; of all together, what pledges come to.
    pub pledge: f64,
    /// Required share, % of GDP: the level, or the share of the base year where that is higher.
    pub share_required: f64,
    /// Spending of the base year, bn a year.
    pub now: MeanError,
    /// At the pledge (at least the share of the base year) in the year, bn a year.
    pub pledged: MeanError,
    /// At the required share in the year, bn a year.
    pub required: MeanError,
    /// Required less spending of the base year, bn a year.
    pub above_now: MeanError,
    /// Required less pledged, bn a year.
    pub above_pledged: MeanError,
}

/// A mean over replicates with its error.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct MeanError {
    /// Mean.
    pub mean: f64,
    /// Standard error; null with one replicate.
    pub se: Option<f64>,
}

impl MeanError {
    /// The standard error, without limit where none is known.
    #[must_use]
    pub fn error(&self) -> f64 {
        self.se.unwrap_or(f64::INFINITY)
    }
}

/// What is required for one domain, or for all of them together.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RequiredTarget {
    /// Domain id; null for all of `domains` together.
    pub domain: Option<String>,
    /// Title for people.
    pub title: String,
    /// With the drawdown, before allies react.
    pub scenario: RequiredArm,
    /// Without it.
    pub counterfactual: RequiredArm,
    /// Their difference; null where there is no level in one of them.
    pub attributable: Option<RequiredMore>,
    /// What the level with the drawdown means, ally by ally and then for all together; empty where unreachable.
    pub money: Vec<RequiredMoney>,
    /// The same of the level without it.
    #[serde(default)]
    pub money_without: Vec<RequiredMoney>,
}

/// What is required in one scenario.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RequiredScenario {
    /// Stem of its file.
    pub id: String,
    /// Title for people.
    pub title: String,
    /// Hash of the resolved scenario, hexadecimal.
    pub hash: String,
    /// Defence spending of all allies together in the base year, % of their GDP.
    pub share_now: f64,
    /// What it would be in the year if pledges were met, % of their GDP.
    pub share_pledged: f64,
    /// Whether anybody may leave; where not, both arms are the same.
    pub leaves: bool,
    /// Whether pledges may be taken back.
    #[serde(default)]
    pub takes_back: bool,
    /// Mean part of those who leave that have left by the end of the year, fraction; absent in folders of earlier versions.
    #[serde(default)]
    pub departed: Option<f64>,
    /// Warnings of the scenario.
    pub warnings: Vec<String>,
    /// Domains in the order of the scenario, then all of them together if there are several.
    pub targets: Vec<RequiredTarget>,
}

/// `required.json`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RequiredSummary {
    /// Version of the format.
    pub format: u32,
    /// Version of the program.
    pub version: String,
    /// Seed.
    pub seed: u64,
    /// Replicates done, failed ones included.
    pub replicates: u64,
    /// Replicates left out.
    pub failed_replicates: u64,
    /// Resamples of the bootstrap.
    pub resamples: usize,
    /// Readiness tier, days after the alert.
    pub tier: u32,
    /// Closed by the end of this calendar year ...
    pub year: i32,
    /// ... with this probability.
    pub probability: f64,
    /// Base year of the spending data.
    pub base_year: i32,
    /// The grid, % of GDP.
    pub levels: Vec<f64>,
    /// On which reference data the scenarios rest.
    #[serde(default)]
    pub references: Vec<ReferenceUse>,
    /// What sentences and tables for people are turned to.
    #[serde(default, skip_serializing_if = "TurnedTo::is_nothing")]
    pub turned_to: TurnedTo,
    /// Scenarios in the order given.
    pub scenarios: Vec<RequiredScenario>,
}
