//! Rows of the tables of `drawdown require`.

use serde::{Deserialize, Serialize};

/// A row of `required.csv`: what is required in an arm, or the paired difference of both.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct RequiredRow {
    /// Scenario id.
    pub scenario: String,
    /// `scenario`, `counterfactual` or `attributable`.
    pub arm: String,
    /// `domain`, or `together` for all of them.
    pub target: String,
    /// Domain id.
    pub domain: Option<String>,
    /// Readiness tier.
    pub tier: u32,
    /// Closed by the end of this calendar year ...
    pub year: i32,
    /// ... with this probability.
    pub probability: f64,
    /// `level`, `at_most`, `unreachable`; of a difference `at_least` as well.
    pub state: String,
    /// Unit of the level and its interval.
    pub unit: String,
    /// The level, or the difference of both.
    pub level: Option<f64>,
    /// Lower end of its 95 % interval.
    pub lower: Option<f64>,
    /// Upper end.
    pub upper: Option<f64>,
    /// Share of the resamples in which there is one.
    pub reachable: f64,
    /// P(closed) at the highest level; as all that follows of an arm only.
    pub at_highest: Option<f64>,
    /// Lower end of its interval.
    pub at_highest_lower: Option<f64>,
    /// Upper end.
    pub at_highest_upper: Option<f64>,
    /// Largest fall of P(closed) from one level to the next.
    pub largest_fall: Option<f64>,
    /// The level at which it has fallen so.
    pub falls_at: Option<f64>,
    /// What most often holds open what is not closed at the highest level.
    pub binding: Option<String>,
    /// How often money does.
    pub money: Option<f64>,
    /// How often industry does.
    pub industry: Option<f64>,
    /// How often people do.
    pub people: Option<f64>,
    /// How often time does.
    pub time: Option<f64>,
    /// How often enablers do.
    pub enablers: Option<f64>,
    /// How often reliance does.
    pub reliance: Option<f64>,
}

/// A row of `required_curve.csv`: P(closed) at a level of spending.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct CurveRow {
    /// Scenario id.
    pub scenario: String,
    /// `scenario` or `counterfactual`.
    pub arm: String,
    /// `domain`, or `together` for all of them.
    pub target: String,
    /// Domain id.
    pub domain: Option<String>,
    /// Readiness tier.
    pub tier: u32,
    /// By the end of this calendar year.
    pub year: i32,
    /// Spending, % of GDP.
    pub level: f64,
    /// P(closed).
    pub probability: f64,
    /// Lower end of its 95 % interval.
    pub lower: f64,
    /// Upper end.
    pub upper: f64,
}

/// A row of `required_allies.csv`: what the required level means for an ally; money in bn USD a year.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct RequiredAllyRow {
    /// Scenario id.
    pub scenario: String,
    /// `domain`, or `together` for all of them.
    pub target: String,
    /// Domain id.
    pub domain: Option<String>,
    /// Readiness tier.
    pub tier: u32,
    /// By the end of this calendar year.
    pub year: i32,
    /// The required level, % of GDP.
    pub level: Option<f64>,
    /// Ally id; empty for all together.
    pub ally: String,
    /// Share of GDP in the base year, %.
    pub share_now: f64,
    /// Pledge, % of GDP.
    pub pledge: f64,
    /// Required share, % of GDP.
    pub share_required: f64,
    /// Spending of the base year.
    pub now_usd_bn: f64,
    /// Its standard error.
    pub now_se: Option<f64>,
    /// At the pledge.
    pub pledged_usd_bn: f64,
    /// Its standard error.
    pub pledged_se: Option<f64>,
    /// At the required share.
    pub required_usd_bn: f64,
    /// Its standard error.
    pub required_se: Option<f64>,
    /// Required less spending of the base year.
    pub above_now_usd_bn: f64,
    /// Its standard error.
    pub above_now_se: Option<f64>,
    /// Required less pledged.
    pub above_pledged_usd_bn: f64,
    /// Its standard error.
    pub above_pledged_se: Option<f64>,
}
