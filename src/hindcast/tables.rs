//! The tables of `drawdown hindcast`: forecasts.csv, scores.csv, pit.csv, allies.csv, departures.csv.

use std::io::Write;

use super::{forecasts::Forecast, score::INTERVALS, series::Series};
use crate::{
    present::text::{CsvWriter, write_csv},
    store::{hindcast::HindcastSummary, table::number},
};

/// One row a forecast: method, origin, year and ally (empty for all together).
///
/// # Errors
/// When it cannot be written.
pub fn forecasts(series: &Series, forecasts: &[Forecast], to: &mut dyn Write) -> Result<(), csv::Error> {
    let mut writer = CsvWriter::new(to);
    let mut head = vec!["method", "origin", "horizon", "year", "ally", "unit", "spent", "mean"];
    head.extend(["p05", "p10", "p25", "p50", "p75", "p90", "p95"]);
    head.extend(["inside_50", "inside_80", "inside_90", "pit", "crps", "log_score"]);
    writer.write_record(&head)?;
    for forecast in forecasts {
        let mut row = vec![forecast.method.name().to_owned()];
        row.extend([forecast.origin, forecast.horizon(), forecast.year].map(|year| year.to_string()));
        row.push(forecast.ally.map(|ally| series.allies[ally].clone()).unwrap_or_default());
        row.push("% of GDP".to_owned());
        row.extend([forecast.spent, Some(forecast.mean)].map(number));
        row.extend(forecast.quantiles.map(|value| number(Some(value))));
        match forecast.score {
            Some(score) => {
                row.extend(score.inside.map(|inside| u8::from(inside).to_string()));
                row.extend([score.pit, score.crps, score.log_score].map(|value| number(Some(value))));
            }
            None => row.extend(vec![String::new(); INTERVALS.len() + 3]),
        }
        writer.write_record(&row)?;
    }
    writer.flush()?;
    Ok(())
}

/// One row a group of forecasts.
///
/// # Errors
/// When it cannot be written.
pub fn scores(summary: &HindcastSummary, to: &mut dyn Write) -> Result<(), csv::Error> {
    write_csv(to, &summary.scores)
}

/// One row a class of a histogram.
///
/// # Errors
/// When it cannot be written.
pub fn pit(summary: &HindcastSummary, to: &mut dyn Write) -> Result<(), csv::Error> {
    write_csv(to, &summary.pit)
}

/// The model's scores by ally.
///
/// # Errors
/// When it cannot be written.
pub fn allies(summary: &HindcastSummary, to: &mut dyn Write) -> Result<(), csv::Error> {
    write_csv(to, &summary.by_ally)
}

/// One row a count of a past departure and timetable.
///
/// # Errors
/// When it cannot be written.
pub fn departures(summary: &HindcastSummary, to: &mut dyn Write) -> Result<(), csv::Error> {
    let mut writer = CsvWriter::new(to);
    writer.write_record([
        "departure",
        "host",
        "profile",
        "dates",
        "start_quarter",
        "duration_quarters",
        "largest_difference",
        "year",
        "personnel",
        "left",
        "timetable",
        "difference",
    ])?;
    for departure in &summary.departures {
        for fit in &departure.profiles {
            for (count, &timetable) in departure.counts.iter().zip(&fit.timetable) {
                let mut row =
                    [&departure.id, &departure.host, &fit.profile, &fit.dates].map(String::clone).to_vec();
                row.extend([fit.start, fit.duration, fit.largest_difference].map(|v| number(Some(v))));
                row.push(count.year.to_string());
                row.extend(
                    [count.personnel, count.left, timetable, timetable - count.left].map(|v| number(Some(v))),
                );
                writer.write_record(&row)?;
            }
        }
    }
    writer.flush()?;
    Ok(())
}
