//! From probabilities and counts by year to the time at which a gap is closed.

use super::verdict::Band;

/// The time by which each share of the replicates has closed: years from the start of the run to the end of the first year by
/// which at least that share has, infinite where none of the run's years has. `by_year` holds P(closed by the end of the year),
/// `most` is the length of the run.
#[must_use]
pub fn years(by_year: &[f64], most: f64) -> Band {
    let at = |share: f64| {
        // A probability is a count over n, up to rounding.
        let first = by_year.iter().position(|&p| p >= share - 1e-9);
        first.map_or(f64::INFINITY, |year| (year + 1) as f64)
    };
    Band { middle: at(0.5), low: at(0.05), high: at(0.95), most }
}

/// The time at which so many domains are closed, from the 5, 50 and 95 % quantiles of how many are by the end of each year:
/// they never become fewer, so 5 % of the replicates are there when the 95 % quantile is.
#[must_use]
pub fn years_of_count(quantiles: &[[f64; 3]], count: f64, most: f64) -> Band {
    let at = |which: usize| {
        // Counted to 0.4 % of themselves.
        let first = quantiles.iter().position(|of_year| libm::round(of_year[which]) >= count);
        first.map_or(f64::INFINITY, |year| (year + 1) as f64)
    };
    Band { middle: at(1), low: at(2), high: at(0), most }
}
