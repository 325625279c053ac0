//! What words, tables and figures share before they say or draw anything: how sure a difference is, which drawdowns could
//! change places, which worlds there are, and how text goes out.

use crate::store::summary::{Estimate, ScenarioSummary, Summary};

pub mod evidence;
pub mod ranking;
pub mod text;
pub mod worlds;

/// A mean below this is not seen in points with one decimal, fraction.
pub const SEEN: f64 = 0.0005;

/// A change of a capability's coverage below this is not named in words, fraction.
pub const WORTH_NAMING: f64 = 0.005;

/// Whether a scenario changes nothing that can be seen: neither the index at any tier (by half a point in one of
/// ten replicates) nor any capability at any tier in any year.
#[must_use]
pub fn nothing(summary: &Summary, scenario: &ScenarioSummary) -> bool {
    let still =
        |e: &Estimate| e.mean.abs() < SEEN && [e.p05, e.p95].iter().all(|end| end.abs() < WORTH_NAMING);
    let index = |tier: &u32| scenario.index_of("attributable", *tier).is_none_or(still);
    summary.tiers.iter().all(index)
        && scenario.deepest.iter().all(|d| d.loss.mean < WORTH_NAMING)
        && scenario.gained.iter().all(|g| g.gain.mean < WORTH_NAMING)
}

/// How many people leave: exactly where it is the same in every replicate, else to three digits and "about".
#[must_use]
pub fn people(people: &Estimate) -> String {
    let mean = people.mean.max(0.0);
    if known(people) {
        return grouped(libm::round(mean) as u64);
    }
    let digits = libm::floor(libm::log10(mean.max(1.0)));
    let step = libm::pow(10.0, (digits - 2.0).max(0.0));
    format!("about {}", grouped((step * libm::round(mean / step)) as u64))
}

/// Whether a number is the same in every replicate.
#[must_use]
pub fn known(estimate: &Estimate) -> bool {
    estimate.p95 - estimate.p05 < 0.5 && (estimate.se.is_nan() || estimate.se < 0.5)
}

/// A whole number with thousands separated.
#[must_use]
pub fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn people_are_right_to_the_digits_that_are_shown() {
        let certain = |mean| Estimate { mean, p05: mean, p95: mean, ..Estimate::default() };
        assert_eq!(people(&certain(82_179.0)), "82,179");
        assert_eq!(people(&certain(14_000.000000000002)), "14,000");
        assert_eq!(people(&certain(500.0)), "500");
        assert_eq!(people(&certain(0.0)), "0");
        let spread =
            |mean| Estimate { mean, se: 10.0, p05: 0.5 * mean, p95: 1.5 * mean, ..Estimate::default() };
        assert_eq!(people(&spread(34_951.0)), "about 35,000");
        assert_eq!(people(&spread(6_179.0)), "about 6,180");
        assert_eq!(people(&spread(99_960.0)), "about 100,000");
    }
}
