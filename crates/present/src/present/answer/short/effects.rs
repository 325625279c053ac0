//! Which capabilities the scenario in focus changes, and when.

use super::{Part, Said, Sentence, Weight, named, with_unit};
use crate::{
    present::{
        SEEN, View, WORTH_NAMING,
        grammar::{capital, inside, list},
        numbers::{chance, fixed, points, signed_range, whole, years},
        without,
    },
    store::summary::{Probability, ScenarioSummary},
};

/// Capabilities named.
const NAMED: usize = 3;

/// The sentences.
pub(super) fn sentences(view: &View, focus: &ScenarioSummary) -> Vec<Said> {
    let mut said = Vec::new();
    let changes = focus.changes(view.tier);
    let lost: Vec<(&str, f64, i32)> = changes
        .iter()
        .filter(|d| d.loss.mean >= WORTH_NAMING)
        .map(|d| (d.domain.as_str(), d.loss.mean, d.year))
        .collect();
    let gained: Vec<(&str, f64, i32)> = changes
        .iter()
        .rev()
        .filter(|d| d.loss.mean <= -WORTH_NAMING)
        .map(|d| (d.domain.as_str(), -d.loss.mean, d.year))
        .collect();
    let of = |whose: Part, verb: &str, off: &str, those: &[(&str, f64, i32)]| {
        let parts = vec![whose, format!(" {verb} {}.", told(view, those, off)).into()];
        named(Sentence::new(parts))
    };
    match (lost.is_empty(), gained.is_empty()) {
        (false, none) => {
            said.push((Weight::Must, of(focus.into(), "takes", "off", &lost)));
            let gain = (!none).then(|| (Weight::May, of("It".into(), "adds", "to", &gained)));
            said.extend(gain);
        }
        (true, false) => said.push((Weight::Must, of(focus.into(), "adds", "to", &gained))),
        (true, true) => return said,
    }
    said.extend(over_all(focus).map(|text| (Weight::Should, Sentence::text(text))));
    said
}

/// What the scenario in focus does to the capabilities that were named: of each the year in which it changes most.
pub(super) fn named_capabilities(view: &View, focus: &ScenarioSummary) -> Vec<Said> {
    let changes = focus.changes(view.tier);
    let of = |domain: &String| -> Option<Said> {
        let change = changes.iter().find(|change| change.domain == *domain)?;
        let year = focus.binding_year;
        let closed = focus.closure.iter().find(|entry| entry.domain == *domain && entry.year == year)?;
        let e = &change.loss;
        let size = match e.mean.abs() < SEEN {
            true if e.mean == 0.0 && e.p05 == 0.0 && e.p95 == 0.0 => "does not change".to_owned(),
            true => format!("changes by less than {} points on average", fixed(100.0 * SEEN, 2)),
            false => {
                let verb = if e.mean > 0.0 { "loses" } else { "gains" };
                let spread = match view.replicates {
                    0 | 1 => " in the one run".to_owned(),
                    _ if e.mean > 0.0 => format!(" ({} in 9 of 10 runs)", signed_range(e, 1)),
                    _ => String::new(),
                };
                format!("{verb} most in {}, {}{spread}", change.year, with_unit(&points(e.mean.abs(), e.se)))
            }
        };
        let chance = |p: &Probability| chance(p.probability, view.replicates);
        let parts = vec![
            format!("{} {size} under ", capital(&inside(view.title(domain)))).into(),
            focus.into(),
            format!(
                "; its gap is closed by the end of {} in {} ({} {}) of the runs.",
                closed.year,
                chance(&closed.scenario),
                chance(&closed.counterfactual),
                without(focus)
            )
            .into(),
        ];
        Some((Weight::Must, named(Sentence::new(parts))))
    };
    view.summary.turned_to.domains.iter().take(NAMED).filter_map(of).collect()
}

/// "18 points off suppression of air defences, 17 off air-to-air refuelling and 13 off airlift in 2031".
fn told(view: &View, those: &[(&str, f64, i32)], off: &str) -> String {
    let those = &those[..those.len().min(NAMED)];
    let when = || those.iter().map(|one| one.2);
    let when = years(when().min().unwrap_or_default(), when().max().unwrap_or_default());
    let one = |(i, (domain, size, _)): (usize, &(&str, f64, i32))| {
        let size = if i == 0 { with_unit(&whole(*size)) } else { whole(*size) };
        format!("{size} {off} {}", inside(view.title(domain)))
    };
    let all: Vec<String> = those.iter().enumerate().map(one).collect();
    format!("{} in {when}", list(&all))
}

/// Over all capabilities: the worst year and the last, or where nothing that can be seen is added the best.
fn over_all(focus: &ScenarioSummary) -> Option<String> {
    // The first of equal years.
    let most = |sign: f64| {
        focus.years.iter().rev().max_by(|a, b| (sign * a.attributable).total_cmp(&(sign * b.attributable)))
    };
    let (worst, best, last) = (most(1.0)?, most(-1.0)?, focus.years.last()?);
    let size = |value: f64| with_unit(&points(value.abs(), f64::NAN));
    let (year, added) = (worst.year, worst.attributable);
    if added < SEEN {
        let gain = best.attributable;
        return (gain <= -SEEN)
            .then(|| format!("Over all it takes off {} in {}, its best year.", size(gain), best.year));
    }
    let end = last.year;
    let then = match last.attributable {
        _ if end == year => ", the last of the run".to_owned(),
        v if v <= -SEEN => format!("; it takes {} off in {end}", points(-v, f64::NAN)),
        v => format!(" ({end}: {})", points(v, f64::NAN)),
    };
    Some(format!("Over all it adds most in {year}, {}{then}.", size(added)))
}
