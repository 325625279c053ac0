//! What `invest.json` holds of a scenario; [`super::invest`] says what indices, money and programmes are.

use serde::{Deserialize, Serialize};

use super::required::MeanError;

/// How an index is spread over replicates.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Spread {
    /// Mean.
    pub mean: f64,
    /// Standard error of the mean; null with one replicate.
    pub se: Option<f64>,
    /// 5 % quantile over replicates.
    pub p05: f64,
    /// 25 % quantile.
    pub p25: f64,
    /// Median.
    pub p50: f64,
    /// 75 % quantile.
    pub p75: f64,
    /// 95 % quantile.
    pub p95: f64,
}

impl Spread {
    /// The mean with its error.
    #[must_use]
    pub const fn middle(&self) -> MeanError {
        MeanError { mean: self.mean, se: self.se }
    }
}

/// What slows the next billion in kit of a domain, once the first are in place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Limit {
    /// Nothing yet: where there is a gap, money is what is missing.
    Nothing,
    /// There is no gap in the domain.
    Closed,
    /// Industry cannot deliver faster.
    Industry,
    /// Kit waits for people.
    People,
    /// It is being built, or crews train.
    Time,
    /// Other domains that it depends on.
    Enablers,
    /// What is left is a matter of crises and of how reliable reinforcement is.
    Reliance,
}

impl Limit {
    /// As it is written in tables.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Limit::Nothing => "nothing",
            Limit::Closed => "closed",
            Limit::Industry => "industry",
            Limit::People => "people",
            Limit::Time => "time",
            Limit::Enablers => "enablers",
            Limit::Reliance => "reliance",
        }
    }
}

/// How often something slows.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Slows {
    /// What.
    pub limit: Limit,
    /// Share of quarters and replicates, from the second year on.
    pub share: f64,
}

impl Slows {
    /// What is to be named of a list: that it is mostly closed where it is so in half of the quarters, else what most often
    /// slows in those with a gap.
    #[must_use]
    pub fn named(list: &[Slows]) -> Option<&Slows> {
        let closed = list.iter().find(|slows| slows.limit == Limit::Closed && slows.share >= 0.5);
        closed.or_else(|| list.iter().find(|slows| slows.limit != Limit::Closed))
    }
}

/// What an amount closes.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Amount {
    /// Bn in all.
    pub amount: f64,
    /// Index closed by it.
    pub closed: MeanError,
}

/// What money in one option alone closes in a scenario: replicates of the second seed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Marginal {
    /// Option id.
    pub option: String,
    /// Closed by the first 10 bn, how it is spread over replicates.
    pub first: Spread,
    /// Closed by the tenth billion, at the rate of 10 bn: (index after 9 less after 10) x 10.
    pub tenth: MeanError,
    /// Index closed by several amounts, 10 bn among them, in ascending order.
    pub amounts: Vec<Amount>,
    /// What slows the next billion with 10 bn in place, most frequent first, those that occur; empty of options other than
    /// kit, of which `first` and `tenth` say how the value falls.
    pub slows: Vec<Slows>,
    /// Closed by the first 10 bn where people are no limit (100 bn of recruits beside it, in both); null of other options
    /// than kit.
    pub with_people: Option<MeanError>,
    /// Whether it makes the whole worse, by two standard errors, for its crews are missing elsewhere: it does not where people
    /// are no limit.
    pub takes_crews: bool,
}

/// A programme and what it closes in one scenario; values are of the second seed, unless said.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Valued {
    /// Budget, bn.
    pub budget: f64,
    /// Index left.
    pub left: Spread,
    /// Index closed.
    pub closed: Spread,
    /// Index closed by the same money left to planners' rule.
    pub planners: MeanError,
    /// Index closed by the same money spread in proportion to need.
    pub need: MeanError,
    /// Closed by the programme less closed by planners' rule, paired.
    pub above_planners: Spread,
    /// Closed by the programme less closed in proportion to need, paired.
    pub above_need: MeanError,
    /// Closed on the replicates that the programme was chosen on, less `closed`: optimism and chance of both.
    pub optimism: MeanError,
}

/// A step of an option in a best programme, and what giving it up costs.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Exchange {
    /// Option id.
    pub option: String,
    /// The option to which one step of it would go next; null where it would stay unspent.
    pub instead: Option<String>,
    /// Index lost by that, on the replicates of the choice.
    pub cost: MeanError,
    /// Whether it is less than two standard errors: it may as well not be there.
    pub as_good: bool,
}

/// What a scenario alone would have chosen.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Own {
    /// Budget, bn.
    pub budget: f64,
    /// Its best programme, bn by option.
    pub amounts: Vec<f64>,
    /// Index left with it, second seed.
    pub left: MeanError,
    /// Index closed, second seed.
    pub closed: MeanError,
    /// Closed by it less closed by the programme of the path with this budget, second seed: the regret.
    pub regret: MeanError,
    /// Options in it and what giving up their last step costs.
    pub exchanges: Vec<Exchange>,
}

/// What the next step of money in an option would close, with a programme in place.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Next {
    /// Budget of the programme, bn.
    pub budget: f64,
    /// Option id.
    pub option: String,
    /// Index closed by one step more of it on top of the programme.
    pub closed: MeanError,
    /// What slows it, as [`Marginal::slows`].
    pub slows: Vec<Slows>,
}

/// An item of a programme, bought alone, later.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ItemLater {
    /// Option id.
    pub option: String,
    /// Index closed by the amount that the programme puts into it, so much later.
    pub closed: MeanError,
    /// Index lost by waiting, paired.
    pub lost: MeanError,
}

/// The same programme later.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Timing {
    /// Budget, bn.
    pub budget: f64,
    /// Years later.
    pub years: u32,
    /// Index closed.
    pub closed: MeanError,
    /// Index lost by waiting, paired.
    pub lost: MeanError,
    /// Of the largest budget: its items alone. Empty of others, and in folders of earlier versions.
    #[serde(default)]
    pub items: Vec<ItemLater>,
}

/// A policy that costs little, without any programme.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Policy {
    /// `buy_jointly`, `orderly`, `keep_enablers` or `commit_more`.
    pub id: String,
    /// Title for people.
    pub title: String,
    /// What of the scenario it changes, as `--set` and scenario files write it.
    pub changes: Vec<String>,
    /// Index closed, paired.
    pub closed: Spread,
    /// The least budget of the path whose programme closes as much, bn; null where none does, or where the policy closes
    /// nothing.
    pub worth: Option<f64>,
}

/// What was found in one scenario.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct InvestScenario {
    /// Stem of its file.
    pub id: String,
    /// Title for people.
    pub title: String,
    /// The same in a narrow column.
    pub short_title: String,
    /// Hash of the resolved scenario, hexadecimal.
    pub hash: String,
    /// Whether anybody may leave or take pledges back; where not, `without` is `missing`.
    pub leaves: bool,
    /// Whether pledges are taken back: "if nobody leaves" is "without the drawdown" then.
    pub takes_pledges: bool,
    /// Warnings of the scenario.
    pub warnings: Vec<String>,
    /// Index with the departure and no programme.
    pub missing: Spread,
    /// Index if nobody leaves, and no programme.
    pub without: Spread,
    /// By option, one at a time.
    pub marginal: Vec<Marginal>,
    /// The programmes of [`super::invest::InvestSummary::path`] in this scenario, in the same order.
    pub path: Vec<Valued>,
    /// By asked budget: what this scenario alone would have chosen. With one scenario and the objective `mean` that is the
    /// programme of the path.
    pub own: Vec<Own>,
    /// By asked budget and option that may take a step more: what that would close, and what slows it.
    pub next: Vec<Next>,
    /// By asked budget, and one and two years later where that is within the run.
    pub timing: Vec<Timing>,
    /// Policies that cost little; those that would change nothing in this scenario are left out.
    pub policies: Vec<Policy>,
}

impl InvestScenario {
    /// What it alone would have chosen with a budget that was asked for.
    #[must_use]
    pub fn own_of(&self, budget: f64) -> Option<&Own> {
        self.own.iter().find(|own| own.budget == budget)
    }
}
