//! `summary.json` of `drawdown hindcast`.

use serde::{Deserialize, Serialize};

use super::reference::ReferenceUse;

/// Scores of a group of forecasts.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ScoreRow {
    /// `model`, `persistence`, `drift` or `trend`.
    pub method: String,
    /// `allies` or `together`.
    pub scope: String,
    /// First of the origins ...
    pub first_origin: i32,
    /// ... and last.
    pub last_origin: i32,
    /// Years ahead; null for all.
    pub horizon: Option<i32>,
    /// Number of forecasts.
    pub forecasts: u32,
    /// Share of what was spent inside the central 50 % intervals.
    pub coverage_50: f64,
    /// 80 %.
    pub coverage_80: f64,
    /// 90 %.
    pub coverage_90: f64,
    /// Mean of the probability integral transform; one half is honest.
    pub mean_pit: f64,
    /// Mean continuous ranked probability score, points of GDP; lower is better.
    pub crps: f64,
    /// Mean logarithmic score; higher is better.
    pub log_score: f64,
}

/// A class of the histogram of where outcomes fell in the range.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct PitRow {
    /// Method.
    pub method: String,
    /// `allies` or `together`.
    pub scope: String,
    /// First of the origins ...
    pub first_origin: i32,
    /// ... and last.
    pub last_origin: i32,
    /// From this part of the replicates below what was spent ...
    pub low: f64,
    /// ... to this.
    pub high: f64,
    /// Forecasts.
    pub count: u32,
    /// Their share.
    pub share: f64,
}

/// A year of a fan.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct FanYear {
    /// Calendar year.
    pub year: i32,
    /// 5 % quantile over replicates, % of GDP.
    pub p05: f64,
    /// 25 % quantile.
    pub p25: f64,
    /// Median.
    pub p50: f64,
    /// 75 % quantile.
    pub p75: f64,
    /// 95 % quantile.
    pub p95: f64,
    /// What was spent.
    pub spent: f64,
    /// Part of the replicates below it.
    pub pit: f64,
}

impl FanYear {
    /// Whether what was spent lies in the 90 % interval.
    #[must_use]
    pub fn inside(&self) -> bool {
        (self.p05..=self.p95).contains(&self.spent)
    }
}

/// The model's forecasts of all allies together from an origin.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Fan {
    /// The last year that is known.
    pub origin: i32,
    /// Years after it.
    pub years: Vec<FanYear>,
}

/// Spending of all allies together in a year.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Spent {
    /// Calendar year.
    pub year: i32,
    /// % of GDP.
    pub share: f64,
}

/// How well the model did for an ally, over all origins and years.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct AllyScore {
    /// Id.
    pub ally: String,
    /// Name.
    pub title: String,
    /// Forecasts.
    pub forecasts: u32,
    /// Share of them whose 90 % interval holds what was spent.
    pub coverage_90: f64,
    /// Mean of the probability integral transform.
    pub mean_pit: f64,
    /// Mean continuous ranked probability score, points of GDP.
    pub crps: f64,
}

/// A year of a past departure.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Counted {
    /// Calendar year; the count is that of September.
    pub year: i32,
    /// US troops there.
    pub personnel: f64,
    /// Part of all that left in the end which had left.
    pub left: f64,
}

/// A timetable held against a past departure.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ProfileFit {
    /// `Linear`, `SCurve` or `FrontLoaded`.
    pub profile: String,
    /// `whole`: from the first to the last count; `fitted`: the dates within them that fit best.
    pub dates: String,
    /// First quarter of the departure, from the first count.
    pub start: f64,
    /// Quarters that it takes.
    pub duration: f64,
    /// `F` at each count.
    pub timetable: Vec<f64>,
    /// Largest difference between `F` and what had left ...
    pub largest_difference: f64,
    /// ... and the year of it.
    pub year: i32,
}

/// A past departure.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PastDeparture {
    /// `1990-1996` or `2012-2014`.
    pub id: String,
    /// `EUR` or the id of a host.
    pub host: String,
    /// Where, for people.
    pub title: String,
    /// Counts by year.
    pub counts: Vec<Counted>,
    /// Timetables.
    pub profiles: Vec<ProfileFit>,
}

impl PastDeparture {
    /// The timetable that fits best over given dates; the first of equals.
    #[must_use]
    pub fn best(&self, dates: &str) -> Option<&ProfileFit> {
        let of = self.profiles.iter().filter(|fit| fit.dates == dates);
        of.min_by(|a, b| a.largest_difference.total_cmp(&b.largest_difference))
    }
}

/// Origins from here on know the years in which spending began to rise, and not why.
pub const LATE: i32 = 2020;

/// A sentence of the answer under its heading.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Said {
    /// What it is about.
    pub about: String,
    /// The sentence.
    pub text: String,
}

/// `summary.json`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct HindcastSummary {
    /// Version of the format.
    pub format: u32,
    /// `hindcast`.
    pub command: String,
    /// Version of the program.
    pub version: String,
    /// Seed.
    pub seed: u64,
    /// Replicates done, failed ones included.
    pub replicates: u64,
    /// Replicates left out.
    pub failed_replicates: u64,
    /// Pledge of all allies, % of GDP ...
    pub pledge: f64,
    /// ... and by when.
    pub pledge_year: i32,
    /// Hash of the scenario whose inputs are drawn, hexadecimal.
    pub hash: String,
    /// On which reference data it rests.
    pub references: Vec<ReferenceUse>,
    /// Origins.
    pub origins: Vec<i32>,
    /// Number of allies.
    pub allies: usize,
    /// Names of allies without a published figure in the last year.
    pub unpublished: Vec<String>,
    /// Allies whose figure of the last year lies from the pledge to 0.06 points above it.
    pub just_above_pledge: usize,
    /// The answer.
    pub answer: Vec<Said>,
    /// Spending of all allies together.
    pub spent: Vec<Spent>,
    /// The model's forecasts of it.
    pub fans: Vec<Fan>,
    /// Scores of groups of forecasts.
    pub scores: Vec<ScoreRow>,
    /// Where outcomes fell.
    pub pit: Vec<PitRow>,
    /// The model's scores by ally, those that are covered least first.
    pub by_ally: Vec<AllyScore>,
    /// Past departures of US troops.
    pub departures: Vec<PastDeparture>,
}

impl HindcastSummary {
    /// Scores of a method over all horizons.
    #[must_use]
    pub fn score(&self, method: &str, scope: &str, origins: (i32, i32)) -> Option<&ScoreRow> {
        self.scores.iter().find(|row| {
            row.method == method
                && row.scope == scope
                && (row.first_origin, row.last_origin) == origins
                && row.horizon.is_none()
        })
    }

    /// Where outcomes fell, for a method over its widest group of origins.
    #[must_use]
    pub fn classes(&self, method: &str, scope: &str) -> Vec<&PitRow> {
        let of = || self.pit.iter().filter(|row| row.method == method && row.scope == scope);
        let first = of().map(|row| row.first_origin).min();
        of().filter(|row| Some(row.first_origin) == first).collect()
    }

    /// First and last origin.
    #[must_use]
    pub fn all_origins(&self) -> (i32, i32) {
        let ends = [self.origins.first(), self.origins.last()].map(|year| year.copied().unwrap_or_default());
        (ends[0], ends[1])
    }

    /// The origins at which all methods can be compared.
    #[must_use]
    pub fn compared(&self, scope: &str) -> Option<(i32, i32)> {
        let last = self.all_origins().1;
        let of = self.scores.iter().filter(|row| {
            row.scope == scope && row.method == "trend" && row.last_origin == last && row.horizon.is_none()
        });
        of.map(|row| (row.first_origin, last)).find(|&(first, last)| first < last)
    }

    /// The last year.
    #[must_use]
    pub fn last_year(&self) -> i32 {
        self.spent.last().map_or(0, |spent| spent.year)
    }
}
