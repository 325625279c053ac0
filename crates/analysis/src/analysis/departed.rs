//! How much of a departure is done at a time: what has left by then of all that leaves.

use crate::{
    model::{drawdown::part_done, lanes::F8},
    scenario::{address::Address, defaults::START_YEAR, names::Name, resolved::Scenario},
};

/// Quantiles at which each of its inputs is looked at.
const POINTS: usize = 24;

/// The mean part of a departure that is done at a quarter from the start of the run, fraction; its inputs are taken as
/// independent.
fn departed(scenario: &Scenario, quarter: f64) -> f64 {
    let values = |name: Name| -> Vec<f64> {
        let Some(value) = scenario.values.get(&Address::plain(name)) else { return vec![0.0] };
        match value.distribution.constant() {
            Some(_) => vec![value.at(0.5)],
            None => (0..POINTS).map(|i| value.at((i as f64 + 0.5) / POINTS as f64)).collect(),
        }
    };
    let (starts, slips) = (values(Name::Start), values(Name::Slip));
    let (durations, profiles) = (values(Name::Duration), values(Name::Profile));
    let (mut sum, mut n) = (0.0, 0.0);
    for start in starts.iter().flat_map(|start| slips.iter().map(move |slip| start + slip)) {
        for &duration in &durations {
            for &profile in &profiles {
                sum += part_done(F8::splat(quarter - start), F8::splat(duration), F8::splat(profile))[0];
                n += 1.0;
            }
        }
    }
    sum / n
}

/// The mean part of a departure that is done at the start of a calendar year, fraction.
#[must_use]
pub fn departed_by(scenario: &Scenario, year: i32) -> f64 {
    let first = scenario.constant(&Address::plain(Name::StartYear)).unwrap_or(START_YEAR);
    departed(scenario, 4.0 * (f64::from(year) - first))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::load;

    fn at(sets: &[&str], year: i32) -> f64 {
        let sets: Vec<String> = sets.iter().map(|&set| set.to_owned()).collect();
        let scenarios = load(&["orderly-20k".into()], &sets).expect("shipped");
        departed_by(&scenarios[0], year)
    }

    #[test]
    fn the_part_that_is_done_is_that_of_the_timetable() {
        let linear = ["start=8", "duration=16", "slip=0", "profile=Linear"];
        for (year, part) in [(2027, 0.0), (2028, 0.0), (2029, 0.25), (2031, 0.75), (2032, 1.0), (2040, 1.0)] {
            assert!((at(&linear, year) - part).abs() < 1e-12, "{year}");
        }
        let set = |profile| ["start=8", "duration=16", "slip=0", profile];
        assert!((at(&set("profile=SCurve"), 2029) - 0.15625).abs() < 1e-12);
        assert!((at(&set("profile=FrontLoaded"), 2029) - 0.4375).abs() < 1e-12);
        assert_eq!(
            (at(&["start=8", "duration=0", "slip=0"], 2027), at(&["start=8", "duration=0", "slip=0"], 2028)),
            (0.0, 1.0)
        );
        // A slip that may be either way, by a straight line, changes the mean by nothing.
        let slip = ["start=8", "duration=16", "slip=Uniform(low: -2, high: 2)", "profile=Linear"];
        assert!((at(&slip, 2030) - 0.5).abs() < 1e-12);
    }
}
