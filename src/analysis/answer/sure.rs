//! How sure the order of the scenarios is, and what is lost by choosing another than the best of each replicate.

use super::{
    Part, Sentence,
    numbers::{Tell, count, grouped, points, to_tell},
    view::View,
};
use crate::store::summary::RankEntry;

/// A step of the ranking, by what is known of it.
pub(super) enum Step {
    /// Equal in every replicate.
    Same,
    /// Sampling leaves it open.
    Unsettled(Tell),
    /// Inputs leave it open.
    Either,
    /// It holds in this part of the replicates.
    Holds(f64),
}

pub(super) fn step(view: &View, entry: &RankEntry) -> Option<Step> {
    let worse = entry.probability_worse_than_next?;
    let (difference, se) = (entry.difference_to_next?, entry.difference_to_next_se.unwrap_or(f64::NAN));
    Some(match to_tell(view.summary.replicates, &view.summary.design, difference, se) {
        Tell::Same => Step::Same,
        tell @ (Tell::About(_) | Tell::TooMany | Tell::More) if entry.settled != Some(true) => {
            Step::Unsettled(tell)
        }
        _ if worse < 0.9 => Step::Either,
        _ => Step::Holds(worse),
    })
}

/// How sure the order of the scenarios is: two different doubts are two different sentences.
pub(super) fn order(view: &View, ranked: &[&RankEntry]) -> Vec<Sentence> {
    let steps: Vec<Step> = ranked.iter().filter_map(|entry| step(view, entry)).collect();
    let (Some(first), Some(next)) = (steps.first(), ranked.get(1)) else { return Vec::new() };
    let named = view.scenario(&next.scenario).map_or_else(|| Part::from(&*next.scenario), Part::from);
    let mut text = Vec::new();
    text.push(match first {
        Step::Same => Sentence::new(vec!["It is the same as ".into(), named, " in every replicate.".into()]),
        _ => Sentence::new(vec![
            "It is deeper than ".into(),
            named,
            format!(
                " ({} points) in {}.",
                points(next.index, next.se),
                view.of_replicates(ranked[0].probability_worse_than_next.unwrap_or(f64::NAN))
            )
            .into(),
        ]),
    });
    if let [only] = &steps[..] {
        match only {
            Step::Unsettled(tell) => text.push(Sentence::text(format!(
                "That is not settled: the difference is within two standard errors; {}.",
                tell.words()
            ))),
            Step::Either => text.push(Sentence::text(
                "It could go either way, which depends on inputs nobody knows, not on more replicates."
                    .to_owned(),
            )),
            Step::Same | Step::Holds(_) => {}
        }
        return text;
    }
    text.push(Sentence::text(ranking(view, &steps)));
    text
}

/// All steps of a longer ranking in a sentence.
fn ranking(view: &View, steps: &[Step]) -> String {
    let named = |test: fn(&Step) -> bool| -> Vec<String> {
        let those = steps.iter().enumerate().filter(|(_, step)| test(step));
        those.map(|(i, _)| format!("{}-{}", i + 1, i + 2)).collect()
    };
    let either = named(|step| matches!(step, Step::Either));
    let same = named(|step| matches!(step, Step::Same));
    let few = named(|step| matches!(step, Step::Unsettled(Tell::About(_))));
    let many = named(|step| matches!(step, Step::Unsettled(Tell::TooMany)));
    let more = named(|step| matches!(step, Step::Unsettled(Tell::More)));
    let held: Vec<f64> =
        steps.iter().filter_map(|step| if let Step::Holds(p) = step { Some(*p) } else { None }).collect();
    let least = held.iter().copied().fold(1.0, f64::min);
    // "Over 99 %" and "all" are bounds already.
    let or_more = if least > 0.99 { "" } else { " or more" };
    if held.len() == steps.len() {
        return format!("Ranking: every step holds in {}{or_more}.", view.of_replicates(least));
    }
    let mut parts = Vec::new();
    if !either.is_empty() {
        parts.push(format!(
            "{} could go either way, which depends on inputs nobody knows, not on more replicates",
            either.join(", ")
        ));
    }
    if !few.is_empty() {
        let most = steps.iter().fold(0, |most, step| match step {
            Step::Unsettled(Tell::About(n)) => most.max(*n),
            _ => most,
        });
        parts.push(format!(
            "{} not settled: the difference is within two standard errors, about {} replicates would tell",
            few.join(", "),
            grouped(most)
        ));
    }
    if !many.is_empty() {
        parts.push(format!("{} not settled: {}", many.join(", "), Tell::TooMany.words()));
    }
    if !more.is_empty() {
        parts.push(format!("{} not settled: {}", more.join(", "), Tell::More.words()));
    }
    if !same.is_empty() {
        parts.push(format!("{} the same in every replicate", same.join(", ")));
    }
    parts.extend(match held.len() {
        // Where all are the same there is nothing to be sure of.
        0 if same.len() == steps.len() => None,
        0 => Some("no step is sure".to_owned()),
        n => Some(format!(
            "{} in {}{or_more}",
            count(n, "step holds", "steps hold"),
            view.of_replicates(least)
        )),
    });
    format!("Ranking: {}.", parts.join("; "))
}

/// Expected regret: what is lost by a drawdown beyond the best one of the same replicate.
pub(super) fn regret(view: &View, ranked: &[&RankEntry]) -> Option<Sentence> {
    let known = |entry: &&RankEntry| {
        let se = entry.expected_regret_se.unwrap_or(f64::NAN);
        Some((entry.expected_regret?, se, view.scenario(&entry.scenario)?))
    };
    let mut regrets: Vec<_> = ranked.iter().filter_map(known).collect();
    regrets.sort_by(|a, b| a.0.total_cmp(&b.0).then_with(|| a.2.title.cmp(&b.2.title)));
    let (&(least, least_se, best), &(most, most_se, worst)) = (regrets.first()?, regrets.last()?);
    if regrets.len() < 2 {
        return None;
    }
    if most < 0.0005 {
        return Some(Sentence::text(
            "Expected regret: no drawdown adds a tenth of a point more than the best of the same replicate."
                .to_owned(),
        ));
    }
    Some(Sentence::new(vec![
        "Expected regret, what is added beyond the best drawdown of the same replicate: least ".into(),
        format!("{} points, ", points(least, least_se)).into(),
        best.into(),
        format!("; most {}, ", points(most, most_se)).into(),
        worst.into(),
        ".".into(),
    ]))
}
