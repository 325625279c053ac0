//! The tables of `drawdown hindcast`: forecasts.csv, scores.csv, pit.csv, allies.csv, departures.csv.

use std::io::Write;

use super::{forecasts::Forecast, series::Series};
use crate::{
    present::text::{Numbers, write_csv},
    store::{
        hindcast::{AllyScore, HindcastSummary, PitRow, ScoreRow},
        hindcast_rows::{DepartureRow, ForecastRow},
    },
};

/// One row per forecast: method, origin, year and ally (empty for all together).
///
/// # Errors
/// When it cannot be written.
pub fn forecasts(series: &Series, forecasts: &[Forecast], to: &mut dyn Write) -> Result<(), csv::Error> {
    let rows = forecasts.iter().map(|forecast| {
        let [p05, p10, p25, p50, p75, p90, p95] = forecast.quantiles;
        let score = forecast.score.as_ref();
        let [inside_50, inside_80, inside_90] =
            score.map_or([None; 3], |score| score.inside.map(|inside| Some(u8::from(inside))));
        ForecastRow {
            method: forecast.method.name().to_owned(),
            origin: forecast.origin,
            horizon: forecast.horizon(),
            year: forecast.year,
            ally: forecast.ally.map(|ally| series.allies[ally].clone()),
            unit: "% of GDP".to_owned(),
            spent: forecast.spent,
            mean: forecast.mean,
            p05,
            p10,
            p25,
            p50,
            p75,
            p90,
            p95,
            inside_50,
            inside_80,
            inside_90,
            pit: score.map(|score| score.pit),
            crps: score.map(|score| score.crps),
            log_score: score.map(|score| score.log_score),
        }
    });
    write_csv::<ForecastRow>(to, Numbers::Tidy, rows)
}

/// One row per group of forecasts.
///
/// # Errors
/// When it cannot be written.
pub fn scores(summary: &HindcastSummary, to: &mut dyn Write) -> Result<(), csv::Error> {
    write_csv::<ScoreRow>(to, Numbers::Plain, &summary.scores)
}

/// One row per class of a histogram.
///
/// # Errors
/// When it cannot be written.
pub fn pit(summary: &HindcastSummary, to: &mut dyn Write) -> Result<(), csv::Error> {
    write_csv::<PitRow>(to, Numbers::Plain, &summary.pit)
}

/// The model's scores by ally.
///
/// # Errors
/// When it cannot be written.
pub fn allies(summary: &HindcastSummary, to: &mut dyn Write) -> Result<(), csv::Error> {
    write_csv::<AllyScore>(to, Numbers::Plain, &summary.by_ally)
}

/// One row per count of a past departure and timetable.
///
/// # Errors
/// When it cannot be written.
pub fn departures(summary: &HindcastSummary, to: &mut dyn Write) -> Result<(), csv::Error> {
    let fits = summary.departures.iter().flat_map(|of| of.profiles.iter().map(move |fit| (of, fit)));
    let rows = fits.flat_map(|(of, fit)| {
        of.counts.iter().zip(&fit.timetable).map(move |(count, &timetable)| DepartureRow {
            departure: of.id.clone(),
            host: of.host.clone(),
            profile: fit.profile.clone(),
            dates: fit.dates.clone(),
            start_quarter: fit.start,
            duration_quarters: fit.duration,
            largest_difference: fit.largest_difference,
            year: count.year,
            personnel: count.personnel,
            left: count.left,
            timetable,
            difference: timetable - count.left,
        })
    });
    write_csv::<DepartureRow>(to, Numbers::Tidy, rows)
}
