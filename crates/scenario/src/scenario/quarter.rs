//! A quarter of a run as people write it.

/// A quarter as a date: 8 is 2028 Q1 in a run that starts in 2026.
#[must_use]
pub fn date(start_year: f64, quarter: f64) -> String {
    let whole = quarter.floor();
    let year = start_year + (whole / 4.0).floor();
    format!("{year} Q{}", whole.rem_euclid(4.0) + 1.0)
}
