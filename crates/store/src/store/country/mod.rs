//! What a run means for one country: what is kept of it in `countries/ID.json` (what no table holds), and all of it gathered.

mod gather;
mod kept;

use serde::{Deserialize, Serialize};

pub use gather::{Tables, gather};
pub use kept::{path, read_kept, to_bytes};

use super::estimate::{Estimate, perhaps};

/// Part of a capability that a country holds.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Force {
    /// The capability, by its id.
    pub domain: String,
    /// Its title.
    pub title: String,
    /// Its unit of account.
    pub unit: String,
    /// Units that the country holds today (`national_units`), mean over their draws.
    pub units: f64,
    /// The part of what all allies hold together, a fraction.
    pub part: f64,
}

/// A US unit in the country.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct UsUnit {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Its people, mean over runs.
    pub people: f64,
    /// Those of them who leave, mean over runs.
    pub leaving: f64,
}

/// What is missing with and without the forces of a country, on the same draws.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Aside {
    /// Readiness tier, days after the alert.
    pub tier: u32,
    /// What is missing with the drawdown while the country takes part, mean over runs, a fraction of what is needed.
    pub with: f64,
    /// The same where it stands aside.
    pub aside: f64,
    /// The second less the first, in the same run.
    pub more: Estimate,
    /// Share of runs in which more is missing where it stands aside, ties half.
    pub probability_more: f64,
    /// What more is missing where nobody leaves and no pledge is taken back.
    pub more_without: Estimate,
}

/// A capability with and without the forces of a country.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AsideDomain {
    /// The capability, by its id.
    pub domain: String,
    /// Its title.
    pub title: String,
    /// Part of what is needed that more is missing with the drawdown, mean over runs and years, at the reporting tier.
    pub more: f64,
}

/// Whether a scenario can be compared with one in which the country stands aside.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TakesPart {
    /// It takes part, and has forces in the model.
    Yes,
    /// The scenario already has it stand aside (`participation` 0).
    AsideAlready,
    /// It has no forces in the model.
    NoForces,
}

/// What of one scenario no table holds.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct KeptScenario {
    /// Its id.
    pub scenario: String,
    /// Its hash, which tells whether it is that of the run.
    pub hash: String,
    /// GDP of the base year, mean over its draws, bn USD 2025.
    pub gdp: f64,
    /// The same of all allies together.
    pub gdp_of_all: f64,
    /// What the country holds today.
    pub forces: Vec<Force>,
    /// US units in the country and how many of their people leave.
    pub us_units: Vec<UsUnit>,
    /// Whether it can stand aside.
    pub takes_part: TakesPart,
    /// What is lost if it stands aside, by tier; empty where that was not asked for or cannot be.
    pub aside: Vec<Aside>,
    /// The same by capability, the largest loss first.
    pub aside_domains: Vec<AsideDomain>,
}

/// `countries/ID.json`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Kept {
    /// Version of the format of the folder.
    pub format: u32,
    /// The country, ISO 3166 alpha-3.
    pub ally: String,
    /// Seed of the draws.
    pub seed: u64,
    /// Sampling design.
    pub design: String,
    /// Whether worlds were compared.
    pub compared: bool,
    /// Runs asked for of each comparison; 0 where none was.
    pub replicates: u64,
    /// By scenario, in the order of the run.
    pub scenarios: Vec<KeptScenario>,
}

/// Spending of a year with and without the drawdown.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Spending {
    /// Calendar year.
    pub year: i32,
    /// % of GDP with the drawdown.
    pub share: Spread,
    /// The same without it.
    pub share_without: Spread,
    /// Share of runs at the pledge or above, whether it is due or not; a fraction.
    pub met: f64,
    /// The same without the drawdown.
    pub met_without: f64,
    /// Money below the pledge, mean over runs (0 where it is met), bn USD 2025 a year.
    pub below: f64,
    /// The same without the drawdown.
    pub below_without: f64,
}

/// A mean with the middle nine of ten runs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Spread {
    /// Mean over runs.
    pub mean: f64,
    /// 5 % quantile over runs.
    #[serde(deserialize_with = "perhaps")]
    pub p05: f64,
    /// 95 % quantile over runs.
    #[serde(deserialize_with = "perhaps")]
    pub p95: f64,
}

impl Spread {
    /// So many times as much, of a part that is not below 0.
    #[must_use]
    pub fn times(self, part: f64) -> Self {
        Self { mean: part * self.mean, p05: part * self.p05, p95: part * self.p95 }
    }
}

impl From<&Estimate> for Spread {
    fn from(estimate: &Estimate) -> Self {
        Self { mean: estimate.mean, p05: estimate.p05, p95: estimate.p95 }
    }
}

/// What of a bill would be the country's.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Bill {
    /// What buying back what left takes in all, bn USD 2025.
    pub in_all: Spread,
    /// Its part of the GDP of all allies, a fraction; none where that is not known.
    pub part_by_gdp: Option<f64>,
    /// Its part of what allies that spend more spend more over the run, a fraction; none where nobody spends more.
    pub part_by_rise: Option<f64>,
}

/// A country under one scenario.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct UnderScenario {
    /// Its id.
    pub scenario: String,
    /// Title for people.
    pub title: String,
    /// Title for narrow columns.
    pub short_title: String,
    /// US troops in the country, mean over runs; none where it hosts none.
    pub present: Option<Spread>,
    /// Those of them who leave.
    pub leaving: Option<Spread>,
    /// What it has pledged, mean over runs, % of GDP.
    pub pledge: f64,
    /// For which calendar year, mean over runs.
    pub pledge_year: f64,
    /// By year from the base year.
    pub years: Vec<Spending>,
    /// First year from which on it is at its pledge in more than half of the runs of every year; none if there is none.
    pub met_from: Option<i32>,
    /// The same without the drawdown.
    pub met_from_without: Option<i32>,
    /// What of the bill would be its.
    pub bill: Bill,
    /// What no table holds; none where the scenario could not be read again.
    pub kept: Option<KeptScenario>,
}

/// How well the inputs that are about the country are known.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Known {
    /// Measured, grade A.
    pub measured: usize,
    /// Published estimates, grade B.
    pub published: usize,
    /// Judgement, grade C.
    pub judgement: usize,
}

/// What a run means for a country.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Country {
    /// Version of the program that made the run.
    pub version: String,
    /// ISO 3166 alpha-3 code.
    pub ally: String,
    /// Name.
    pub title: String,
    /// Seed.
    pub seed: u64,
    /// Runs that count.
    pub replicates: u64,
    /// Runs asked for where the country stands aside; 0 where that was not computed.
    pub replicates_aside: u64,
    /// Readiness tier of headlines.
    pub tier: u32,
    /// First calendar year; spending begins a year before.
    pub start_year: i32,
    /// Year at whose start the bill is drawn up.
    pub bill_year: i32,
    /// Grades of the inputs about the country, those that all scenarios share.
    pub known: Known,
    /// By scenario, what adds most first.
    pub scenarios: Vec<UnderScenario>,
}
