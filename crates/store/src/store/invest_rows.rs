//! Rows of the tables of `drawdown invest`.

use serde::{Deserialize, Serialize};

/// A row of `marginal.csv`: what an amount in one option alone closes.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct MarginalRow {
    /// Scenario id.
    pub scenario: String,
    /// Option id.
    pub option: String,
    /// Readiness tier of the index.
    pub tier: u32,
    /// Bn in all.
    pub amount_usd_bn: f64,
    /// Mean index closed, fraction of the requirement.
    pub closed: f64,
    /// Its standard error.
    pub se: Option<f64>,
    /// 5 % quantile over replicates; of 10 bn only, as all that follows.
    pub p05: Option<f64>,
    /// 95 % quantile.
    pub p95: Option<f64>,
    /// Closed by the tenth billion, x 10.
    pub tenth: Option<f64>,
    /// Its standard error.
    pub tenth_se: Option<f64>,
    /// What slows the next billion.
    pub slowed_by: Option<String>,
    /// How often it does.
    pub slowed: Option<f64>,
    /// Mean index closed where people are no limit; of kit only.
    pub with_people: Option<f64>,
    /// Its standard error.
    pub with_people_se: Option<f64>,
}

/// A row of `path.csv`: what a best programme puts into an option, or scenario's own best programme does.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct PathRow {
    /// `all` for the programme of the objective, else the scenario whose own best it is.
    pub chosen_for: String,
    /// Budget, bn.
    pub budget_usd_bn: f64,
    /// Option id.
    pub option: String,
    /// Bn in all.
    pub amount_usd_bn: f64,
    /// Option that the last step would go to next; of own best programmes with some of the option.
    pub instead: Option<String>,
    /// Index lost by that on the replicates of the choice.
    pub exchange_cost: Option<f64>,
    /// Its standard error.
    pub exchange_se: Option<f64>,
}

/// A row of `budgets.csv`: what the best programme of a budget leaves and closes in a scenario.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct BudgetRow {
    /// Scenario id.
    pub scenario: String,
    /// Readiness tier of the index.
    pub tier: u32,
    /// Budget, bn.
    pub budget_usd_bn: f64,
    /// What of it is spent.
    pub spent_usd_bn: f64,
    /// Mean index left, fraction of the requirement.
    pub left: f64,
    /// Its standard error.
    pub left_se: Option<f64>,
    /// 5 % quantile over replicates.
    pub left_p05: f64,
    /// 25 % quantile.
    pub left_p25: f64,
    /// Median.
    pub left_p50: f64,
    /// 75 % quantile.
    pub left_p75: f64,
    /// 95 % quantile.
    pub left_p95: f64,
    /// Mean index if nobody leaves, without a programme.
    pub without: f64,
    /// Mean index closed.
    pub closed: f64,
    /// Its standard error.
    pub closed_se: Option<f64>,
    /// 5 % quantile over replicates.
    pub closed_p05: f64,
    /// 95 % quantile.
    pub closed_p95: f64,
    /// Closed by planners' rule.
    pub planners: f64,
    /// Its standard error.
    pub planners_se: Option<f64>,
    /// Closed in proportion to need.
    pub need: f64,
    /// Its standard error.
    pub need_se: Option<f64>,
    /// Closed less closed by planners' rule, paired.
    pub above_planners: f64,
    /// Its standard error.
    pub above_planners_se: Option<f64>,
    /// Closed less closed in proportion to need, paired.
    pub above_need: f64,
    /// Its standard error.
    pub above_need_se: Option<f64>,
    /// Closed on the replicates of the choice, less `closed`.
    pub optimism: f64,
    /// Its standard error.
    pub optimism_se: Option<f64>,
}

/// A row of `objective.csv`: what the objective comes to with the best programme of a budget, fraction of the requirement.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ObjectiveRow {
    /// `mean`, `cvar` or `regret`.
    pub objective: String,
    /// Readiness tier of the index.
    pub tier: u32,
    /// Budget, bn.
    pub budget_usd_bn: f64,
    /// On the replicates of the choice.
    pub chosen: f64,
    /// Its standard error.
    pub chosen_se: Option<f64>,
    /// On those of the second seed, as all that follow.
    pub best: f64,
    /// Its standard error.
    pub best_se: Option<f64>,
    /// Under planners' rule.
    pub planners: f64,
    /// Its standard error.
    pub planners_se: Option<f64>,
    /// In proportion to need.
    pub need: f64,
    /// Its standard error.
    pub need_se: Option<f64>,
    /// Without the drawdown and without a programme; empty of regret.
    pub without: Option<f64>,
    /// Its standard error.
    pub without_se: Option<f64>,
    /// How much less it seemed to be than without a programme where it was chosen, beyond what it is.
    pub optimism: Option<f64>,
    /// Its standard error.
    pub optimism_se: Option<f64>,
}

/// A row of `no_regret.csv`: an option over the scenarios' own best programmes.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct NoRegretRow {
    /// Budget, bn.
    pub budget_usd_bn: f64,
    /// Option id.
    pub option: String,
    /// In how many best programmes more of it is than must be.
    pub within: usize,
    /// Of how many.
    pub scenarios: usize,
    /// The least beyond what must be, bn.
    pub least_usd_bn: f64,
    /// The most, bn.
    pub most_usd_bn: f64,
}

/// A row of `regret.csv`: what the programme of the objective costs a scenario against its own best.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct RegretRow {
    /// Scenario id.
    pub scenario: String,
    /// Budget, bn.
    pub budget_usd_bn: f64,
    /// Mean index closed by its own best programme, fraction of the requirement.
    pub own_closed: f64,
    /// Its standard error.
    pub own_closed_se: Option<f64>,
    /// Its own less the programme of the objective, paired.
    pub regret: f64,
    /// Its standard error.
    pub regret_se: Option<f64>,
}

/// A row of `next.csv`: what the next step of an option would close, with the best programme of a budget in place.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct NextRow {
    /// Scenario id.
    pub scenario: String,
    /// Budget of the programme, bn.
    pub budget_usd_bn: f64,
    /// Option id.
    pub option: String,
    /// The step, bn.
    pub step_usd_bn: f64,
    /// Mean index closed by it, fraction of the requirement.
    pub closed: f64,
    /// Its standard error.
    pub se: Option<f64>,
    /// What slows it most often; of kit only.
    pub slowed_by: Option<String>,
    /// How often it does.
    pub slowed: Option<f64>,
}

/// A row of `timing.csv`: the same programme later, or an item of it alone.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct TimingRow {
    /// Scenario id.
    pub scenario: String,
    /// Budget, bn.
    pub budget_usd_bn: f64,
    /// Years later.
    pub years_later: u32,
    /// Option id of an item alone; empty: the whole programme.
    pub option: Option<String>,
    /// Mean index closed, fraction of the requirement.
    pub closed: f64,
    /// Its standard error.
    pub se: Option<f64>,
    /// Index lost by waiting, paired.
    pub lost: f64,
    /// Its standard error.
    pub lost_se: Option<f64>,
}

/// A row of `policies.csv`: what a policy that costs little closes.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct PolicyRow {
    /// Scenario id.
    pub scenario: String,
    /// Policy id.
    pub policy: String,
    /// What it changes.
    pub changes: String,
    /// Mean index closed, fraction of the requirement.
    pub closed: f64,
    /// Its standard error.
    pub se: Option<f64>,
    /// 5 % quantile over replicates.
    pub p05: f64,
    /// 95 % quantile.
    pub p95: f64,
    /// The least budget of the path that closes as much, bn.
    pub worth_usd_bn: Option<f64>,
}
