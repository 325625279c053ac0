//! Rows of those tables of `drawdown hindcast` that are not in its `summary.json`.

use serde::{Deserialize, Serialize};

/// A row of `forecasts.csv`: what a method said in a year of a later one, % of GDP.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ForecastRow {
    /// `model`, `persistence`, `drift` or `trend`.
    pub method: String,
    /// The last year that is known.
    pub origin: i32,
    /// Years ahead.
    pub horizon: i32,
    /// The year forecast.
    pub year: i32,
    /// Ally id; empty for all together.
    pub ally: Option<String>,
    /// Unit of the numbers.
    pub unit: String,
    /// What was spent, if it is known.
    pub spent: Option<f64>,
    /// Mean of the forecast.
    pub mean: f64,
    /// 5 % quantile.
    pub p05: f64,
    /// 10 % quantile.
    pub p10: f64,
    /// 25 % quantile.
    pub p25: f64,
    /// Median.
    pub p50: f64,
    /// 75 % quantile.
    pub p75: f64,
    /// 90 % quantile.
    pub p90: f64,
    /// 95 % quantile.
    pub p95: f64,
    /// 1 where the central 50 % interval holds what was spent, 0 where not.
    pub inside_50: Option<u8>,
    /// The same of 80 %.
    pub inside_80: Option<u8>,
    /// The same of 90 %.
    pub inside_90: Option<u8>,
    /// Part of the forecast below what was spent.
    pub pit: Option<f64>,
    /// Continuous ranked probability score.
    pub crps: Option<f64>,
    /// Logarithmic score.
    pub log_score: Option<f64>,
}

/// A row of `departures.csv`: a count of a past departure and what a timetable makes of it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct DepartureRow {
    /// Id of the departure.
    pub departure: String,
    /// Where from.
    pub host: String,
    /// Form of the timetable.
    pub profile: String,
    /// `whole` or `fitted`.
    pub dates: String,
    /// First quarter of the timetable, from the first count.
    pub start_quarter: f64,
    /// Quarters that it takes.
    pub duration_quarters: f64,
    /// Its largest difference from the counts.
    pub largest_difference: f64,
    /// Year of the count.
    pub year: i32,
    /// US troops there.
    pub personnel: f64,
    /// Part of all that left in the end which had left.
    pub left: f64,
    /// What the timetable says.
    pub timetable: f64,
    /// Timetable less count.
    pub difference: f64,
}
