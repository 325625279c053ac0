//! `invest.json`: what to buy first, as `drawdown invest` leaves it.
//!
//! Indices are the headline shortfall index at [`InvestSummary::tier`], fractions of the requirement: *left* is the index of the
//! scenario with a programme, *closed* how much lower that is than without one on the same draws (positive is good). Money is
//! in bn dollars in all, spread evenly over [`InvestSummary::years`]. Programmes are rows of amounts, one an option in the order of
//! [`InvestSummary::options`].

use serde::{Deserialize, Serialize};

pub use super::invest_scenario::{
    Amount, Exchange, InvestScenario, ItemLater, Limit, Marginal, Next, Own, Policy, Slows, Spread, Timing,
    Valued,
};
use super::{reference::ReferenceUse, required::MeanError};

/// What options are compared by: the first so many bn.
pub const FIRST: f64 = 10.0;

/// What is made as small as can be.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Objective {
    /// The mean index over replicates and scenarios, every scenario with the same weight.
    #[default]
    Mean,
    /// The mean of the worst tenth of the replicates of all scenarios together.
    Cvar,
    /// The largest regret: over scenarios, the mean index less that of the scenario's own best programme.
    Regret,
}

impl Objective {
    /// As it is asked for.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Objective::Mean => "mean",
            Objective::Cvar => "cvar",
            Objective::Regret => "regret",
        }
    }
}

/// What kind of thing an option buys.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OptionKind {
    /// Kit of a domain.
    Kit,
    /// Readiness of what is there.
    Readiness,
    /// Recruits and instructors.
    People,
    /// More money for planners, who share it out by their rule.
    Pool,
}

/// What money can be put into.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct InvestOption {
    /// Domain id, `readiness`, `people` or `pool`.
    pub id: String,
    /// Title for people.
    pub title: String,
    /// What it buys.
    pub kind: OptionKind,
    /// At least so much was to go into it, bn.
    pub at_least: f64,
    /// At most so much was, bn; null where only the budget limits it.
    pub at_most: Option<f64>,
}

impl InvestOption {
    /// Whether money may go into it at all.
    #[must_use]
    pub fn may_be_bought(&self) -> bool {
        self.at_most.is_none_or(|most| most > 0.0)
    }

    /// What goes into it beyond what must, bn: that is what is chosen.
    #[must_use]
    pub fn beyond(&self, amount: f64) -> f64 {
        // In cents, of which amounts are made.
        (100.0 * (amount - self.at_least)).round() / 100.0
    }

    /// Whether no more than `amount` may go into it.
    #[must_use]
    pub fn is_full(&self, amount: f64) -> bool {
        self.at_most.is_some_and(|most| amount >= most - 1e-9)
    }
}

/// A best programme under the objective, over all scenarios.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Step {
    /// Budget, bn: a multiple of the step.
    pub budget: f64,
    /// Whether this budget was asked for.
    pub asked: bool,
    /// Bn by option; their sum is at most the budget, since money may stay unspent.
    pub amounts: Vec<f64>,
    /// What the objective comes to on the replicates of the choice, fraction of the requirement: of mean and CVaR never
    /// larger than with a smaller budget (but for what had to be bought).
    pub chosen: f64,
    /// Its standard error, as all that follow; absent with one replicate, and in folders of earlier versions.
    #[serde(default)]
    pub chosen_se: Option<f64>,
    /// The same on the replicates of the second seed.
    pub fresh: f64,
    /// Its standard error.
    #[serde(default)]
    pub fresh_se: Option<f64>,
    /// The same of planners' rule, second seed.
    pub planners: f64,
    /// Its standard error.
    #[serde(default)]
    pub planners_se: Option<f64>,
    /// The same of spreading in proportion to need, second seed.
    pub need: f64,
    /// Its standard error.
    #[serde(default)]
    pub need_se: Option<f64>,
    /// How much less the objective comes to than without a programme, second seed, paired; of regret its fall below that of no
    /// programme is not known, and this is the regret below 0. Absent in folders of earlier versions, as what follows.
    #[serde(default)]
    pub gained: Option<MeanError>,
    /// How much less it comes to than under planners' rule, second seed, paired.
    #[serde(default)]
    pub above_planners: Option<MeanError>,
    /// What the objective seemed to gain where the programme was chosen, less what it gains on the second seed: its fall from
    /// no programme to this one on the one, less that on the other; of regret how much larger it is on the other.
    #[serde(default)]
    pub optimism: Option<MeanError>,
}

impl Step {
    /// What the objective comes to: on the second seed, under planners' rule, in proportion to need.
    #[must_use]
    pub const fn comes_to(&self) -> [MeanError; 3] {
        [
            MeanError { mean: self.fresh, se: self.fresh_se },
            MeanError { mean: self.planners, se: self.planners_se },
            MeanError { mean: self.need, se: self.need_se },
        ]
    }

    /// What is spent, bn.
    #[must_use]
    pub fn spent(&self) -> f64 {
        self.amounts.iter().sum()
    }
}

/// How an option fares over the scenarios' own best programmes of a budget; what must be bought ([`InvestOption::at_least`]) does
/// not count.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct NoRegret {
    /// Budget, bn.
    pub budget: f64,
    /// Option id.
    pub option: String,
    /// In how many of the scenarios' best programmes more of it is than must be.
    pub within: usize,
    /// Over all scenarios, the least that goes into it beyond what must be, bn.
    pub least: f64,
    /// The most, bn.
    pub most: f64,
}

/// `invest.json`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct InvestSummary {
    /// Version of the format.
    pub format: u32,
    /// Version of the program.
    pub version: String,
    /// Sampling design.
    pub design: String,
    /// Seed of the replicates that programmes are chosen on.
    pub seed: u64,
    /// Seed of the replicates that everything but [`Step::chosen`] is valued on.
    pub fresh_seed: u64,
    /// Replicates under each seed, failed ones included.
    pub replicates: u64,
    /// Replicates left out of the choice.
    pub failed_replicates: u64,
    /// Replicates left out of the values.
    pub fresh_failed_replicates: u64,
    /// Readiness tier, days after the alert.
    pub tier: u32,
    /// What is made small.
    pub objective: Objective,
    /// First calendar year of the run.
    pub start_year: i32,
    /// First and last calendar year of which the index is the mean.
    pub headline_years: [i32; 2],
    /// First and last calendar year of the money.
    pub years: [i32; 2],
    /// Step of the grid of amounts, bn.
    pub step: f64,
    /// Budgets asked for, ascending, bn.
    pub budgets: Vec<f64>,
    /// What money can be put into.
    pub options: Vec<InvestOption>,
    /// What it can be put into otherwise, but was not to be: options left out of the list that was asked for. The pool, which is
    /// an option only for who names it, is not among them.
    #[serde(default)]
    pub left_out: Vec<InvestOption>,
    /// On which reference data the scenarios rest.
    #[serde(default)]
    pub references: Vec<ReferenceUse>,
    /// Best programmes by budget: 0, then from what must be bought to the largest, a step apart.
    pub path: Vec<Step>,
    /// What the objective comes to if nobody leaves, on the replicates of the second seed; absent of regret, and in folders of
    /// earlier versions.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub without: Option<f64>,
    /// Its standard error.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub without_se: Option<f64>,
    /// By asked budget and option of which more than must be is in at least one scenario's own best programme: those in most
    /// scenarios first, then by the least amount.
    pub no_regret: Vec<NoRegret>,
    /// Scenarios in the order given.
    pub scenarios: Vec<InvestScenario>,
}

impl InvestSummary {
    /// Position of an asked budget in the path.
    #[must_use]
    pub fn step_of(&self, budget: f64) -> Option<usize> {
        self.path.iter().position(|step| step.budget == budget)
    }

    /// The largest budget asked for, bn.
    #[must_use]
    pub fn largest(&self) -> f64 {
        self.budgets.last().copied().unwrap_or_default()
    }

    /// Bn that must be bought, whatever the budget.
    #[must_use]
    pub fn must(&self) -> f64 {
        self.options.iter().map(|option| option.at_least).sum()
    }

    /// Bn of a budget that are free to choose.
    #[must_use]
    pub fn free(&self, budget: f64) -> f64 {
        budget - self.must()
    }

    /// The items of a budget in scenarios' own best programmes.
    pub fn items(&self, budget: f64) -> impl Iterator<Item = &NoRegret> {
        self.no_regret.iter().filter(move |item| item.budget == budget)
    }

    /// Replicates behind the values.
    #[must_use]
    pub const fn valid(&self) -> u64 {
        self.replicates - self.fresh_failed_replicates
    }

    /// The option that goes by an id.
    #[must_use]
    pub fn option(&self, id: &str) -> Option<&InvestOption> {
        self.options.iter().find(|option| option.id == id)
    }
}
