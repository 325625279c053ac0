//! The first sentences of a page: what is missing anyway, and what the scenario in focus makes of it.

use super::{Sentence, named};
use crate::{
    present::{
        SEEN, View, act,
        answer::{Part, lead},
        capital,
        evidence::Evidence,
        numbers::{points, signed_points, signed_range},
        unless,
    },
    store::summary::Summary,
};

/// The sentences; the whole answer says more.
#[must_use]
pub fn lead(summary: &Summary) -> Vec<Sentence> {
    let view = View::of(summary);
    let Some(focus) = view.focus() else { return Vec::new() };
    let missing = view.index(focus, "counterfactual", view.tier);
    let number = Part::Without(format!("{} %", points(missing.mean, missing.se)));
    let needed = format!(" of what is needed {} days after an alert is missing", view.tier);
    let mut told = Vec::new();
    let mut parts: Vec<Part> = match view.worlds.is_empty() {
        true => vec![format!("{}, ", capital(unless(summary))).into(), number, (needed + ".").into()],
        false => {
            vec![
                "In the world of ".into(),
                focus.into(),
                ", ".into(),
                number,
                (needed + " ").into(),
                unless(summary).into(),
            ]
        }
    };
    let several = !view.worlds.is_empty();
    if !several {
        told.push(Sentence::new(std::mem::take(&mut parts)));
    }
    let added = view.added(focus);
    if view.nothing(focus) || added.mean.abs() < SEEN {
        if several {
            parts.push(".".into());
            told.push(named(Sentence::new(parts)));
        }
        told.extend(lead::what(&view).into_iter().map(named));
        return told;
    }
    let total = view.index(focus, "scenario", view.tier);
    let (adverb, doubt) = lead::doubt(&view, focus);
    let (verb, size) = match added.mean < 0.0 {
        true => ("changes that by", signed_points(added.mean, added.se)),
        false => ("adds", points(added.mean, added.se)),
    };
    let spread = match view.replicates {
        0 | 1 => " (in the one run)".to_owned(),
        _ => format!(" ({doubt}{} in 9 of 10 runs)", signed_range(&added, 1)),
    };
    match several {
        true => parts.push(format!(", {} % in all: ", points(total.mean, total.se)).into()),
        false => {
            let then = format!(" it is {} %: ", points(total.mean, total.se));
            parts.extend(["Under ".into(), focus.into(), then.into()]);
        }
    }
    parts.push(format!("{} {adverb}{verb} ", act(summary)).into());
    parts.extend([Part::Added(format!("{size} points")), spread.into()]);
    // Only of the first of several that add can it be said that it adds most.
    let first = view.deepest().is_some_and(|first| first.id == focus.id) && added.mean > 0.0;
    if let (true, [_, next, ..]) = (first, view.scenarios()) {
        match view.ranking.evidence(0, 1) {
            Evidence::Holds => parts.push(", most of all".into()),
            Evidence::Probably => parts.push(", probably most of all".into()),
            Evidence::Either | Evidence::Unsettled => {
                parts.extend([", most of all unless ".into(), Part::from(*next), " does".into()]);
            }
            Evidence::Same => parts.extend([", as much as ".into(), Part::from(*next)]),
        }
    }
    parts.push(".".into());
    told.push(named(Sentence::new(parts)));
    told
}
