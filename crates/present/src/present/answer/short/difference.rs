//! Of two drawdowns the difference itself: two numbers that look alike when they are rounded may differ in most runs, and two
//! that do not may be either way round.

use super::{Part, Sentence, named};
use crate::{
    present::{
        SEEN, View,
        evidence::{Evidence, settled},
        numbers::{fixed, points, signed},
        unless,
    },
    store::summary::{Difference, ScenarioSummary},
};

/// What the first of two drawdowns has more than the second: added, and where they are in different worlds also if nobody
/// leaves and in all; nothing of more or fewer than two. What it opens and ends with is for a line or a sentence.
pub(in crate::present::answer) fn of_two(view: &View, [opening, end]: [&'static str; 2]) -> Option<Sentence> {
    let [first, second] = view.scenarios() else { return None };
    let pair = view.summary.pair(&first.id, &second.id)?;
    if view.ranking.evidence(0, 1) == Evidence::Same && pair.scenario_arm.is_none() {
        return None;
    }
    let told = |found: &Difference, range: Option<[f64; 2]>, unit: &str, runs: &str| {
        let size = signed(&amount(found));
        let range = range.filter(|_| view.replicates > 1).map(|[low, high]| {
            let [low, high] = [low, high].map(|end| signed(&fixed(100.0 * end, decimals(found))));
            format!(" ({low} to {high}{runs})")
        });
        format!("{size}{unit}{}", range.unwrap_or_default())
    };
    let added = told(&pair.found, pair.ranges.found, " points", " in 9 of 10 runs");
    let mut parts: Vec<Part> = vec![opening.into()];
    match (&pair.counterfactual, &pair.scenario_arm) {
        (Some(anyway), Some(in_all)) => {
            parts.extend([(*first).into(), " less ".into(), (*second).into()]);
            parts.push(
                format!(
                    ": {added} added, {} {}, {} in all",
                    told(anyway, pair.ranges.counterfactual, "", ""),
                    unless(view.summary),
                    told(in_all, pair.ranges.scenario_arm, "", "")
                )
                .into(),
            );
        }
        _ => {
            parts.push(format!("{added}; ").into());
            parts.push((*first).into());
            parts.push(match settled(pair.found.difference, pair.found.se) {
                true => format!(" adds more in {}", view.of_replicates(pair.found.probability_worse)).into(),
                false => " could add more or less: too few runs to tell".into(),
            });
            parts.extend(by_year([first, second]).map(Part::from));
        }
    }
    parts.push(end.into());
    Some(named(Sentence::new(parts)))
}

/// Between which years' means the difference lies, where it is far from the same in all: a mean over years may be of an early
/// loss and a late gain.
fn by_year([first, second]: [&ScenarioSummary; 2]) -> Option<String> {
    /// How far apart the years have to be, fraction of what is needed.
    const APART: f64 = 0.005;
    let each = || {
        let two = first.years.iter().zip(&second.years).filter(|(a, b)| a.year == b.year);
        two.map(|(a, b)| (a.attributable - b.attributable, a.year))
    };
    let most = each().reduce(|most, year| if year.0 > most.0 { year } else { most })?;
    let least = each().reduce(|least, year| if year.0 < least.0 { year } else { least })?;
    let told = |(size, year): (f64, i32)| format!("{} in {year}", signed(&fixed(100.0 * size, 1)));
    (most.0 - least.0 >= APART).then(|| match least.0 <= -SEEN {
        true => format!("; by year from {} to {}", told(least), told(most)),
        false => format!("; at most {}", told(most)),
    })
}

/// Decimals that show a difference: one, or two where one shows none.
fn decimals(found: &Difference) -> usize {
    let shown = points(found.difference, found.se);
    let none = shown.chars().all(|c| !matches!(c, '1'..='9'));
    if none && found.difference != 0.0 { 2 } else { usize::from(shown.contains('.')) }
}

fn amount(found: &Difference) -> String {
    fixed(100.0 * found.difference, decimals(found))
}
