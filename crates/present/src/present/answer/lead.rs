//! The lead: what is missing anyway, world by world, and what the deepest scenario adds.

use super::{
    Part, Sentence,
    elsewhere::{Missing, list},
};
use crate::{
    present::{
        SEEN, View, capital,
        evidence::{Evidence, added},
        numbers::{points, range, years},
        unless,
        worlds::World,
    },
    store::summary::ScenarioSummary,
};

/// The scenarios of the world of one, by name.
pub(super) fn those(worlds: &[World], of: &ScenarioSummary) -> Vec<Part> {
    let here = |world: &&World| world.scenarios.iter().any(|s| s.id == of.id);
    worlds.iter().find(here).map_or_else(|| vec![of.into()], named)
}

/// The scenarios of a world, by name.
pub(super) fn named(world: &World) -> Vec<Part> {
    let mut parts: Vec<Part> = Vec::new();
    if let Some(&first) = world.scenarios.first() {
        parts.push(first.into());
    }
    match world.scenarios.len().saturating_sub(1) {
        0 => {}
        n => parts.push(format!(" and {n} more").into()),
    }
    parts
}

/// What is missing without any drawdown: in the world of the deepest scenario, then in the others.
pub(super) fn missing(view: &View, focus: &ScenarioSummary) -> Vec<Sentence> {
    let worlds = &view.worlds;
    // Others are told against the first world, whichever scenario is in focus.
    let deepest = worlds.first().and_then(|world| world.scenarios.first().copied()).unwrap_or(focus);
    let mut parts: Vec<Part> = Vec::new();
    if worlds.is_empty() {
        parts.push(format!("{} ", capital(unless(view.summary))).into());
    } else {
        parts.extend(["In the world of ".into(), deepest.into()]);
        let more = worlds[0].scenarios.len().saturating_sub(1);
        parts.extend((more > 0).then(|| format!(" and {more} more").into()));
        parts.push(format!(", {} ", unless(view.summary)).into());
    }
    let without = view.index(deepest, "counterfactual", view.tier);
    parts.push(Part::Without(format!("{} %", points(without.mean, without.se))));
    parts.push(
        format!(
            " of what is needed {} days after an alert (D+{}) is missing (counterfactual; mean of {}; {}).",
            view.tier,
            view.tier,
            headline_years(view),
            match view.replicates {
                0 | 1 => "one run".to_owned(),
                _ => format!("{} in 9 of 10 runs", range(&without, 0, ("", ""))),
            }
        )
        .into(),
    );
    let mut told = vec![Sentence::new(parts)];
    told.extend(worlds.iter().skip(1).map(|world| other_world(view, world)));
    told.extend(in_all(view));
    told
}

/// Years that count for the headline index.
pub(super) fn headline_years(view: &View) -> String {
    let first = view.summary.start_year + 1;
    years(first, view.last_year().max(first))
}

/// Inputs that are named where they make another world.
const INPUTS: usize = 3;

/// Another world: what is otherwise there, and how much more or less is missing there without any drawdown.
fn other_world(view: &View, world: &World) -> Sentence {
    let missing = world.missing(view.tier);
    let mut parts: Vec<Part> = vec!["In the world of ".into()];
    parts.extend(named(world));
    if !world.otherwise.is_empty() {
        let names: Vec<&str> = world.otherwise.iter().map(String::as_str).collect();
        parts.push(format!(" (otherwise: {})", crate::scenario::reference::named(&names, INPUTS)).into());
    }
    parts.push(" it is ".into());
    parts.push(Part::Without(format!("{} %", points(missing.mean, missing.se))));
    parts.push(
        match world.difference(view.tier) {
            Some(found) => {
                let e = found.estimate;
                let (more, worse, e) = if e.mean < 0.0 {
                    ("less", 1.0 - found.probability_worse, e.turned())
                } else {
                    ("more", found.probability_worse, e)
                };
                let how_sure = match Evidence::of(e.mean, e.se, worse) {
                    Evidence::Probably => "probably ",
                    Evidence::Either | Evidence::Unsettled => "on average, and it could be either, ",
                    Evidence::Same | Evidence::Holds => "",
                };
                let signs = if more == "more" { ("more", "less") } else { ("less", "more") };
                format!(": {how_sure}{} points {more} ({}).", points(e.mean, e.se), range(&e, 1, signs))
            }
            None => ".".to_owned(),
        }
        .into(),
    );
    Sentence::new(parts)
}

/// Of several worlds the two scenarios under which most is missing in all, and how sure their order is.
pub(super) fn most_in_all<'a>(
    view: &View<'a>,
) -> Option<(&'a ScenarioSummary, &'a ScenarioSummary, Evidence)> {
    let total = |s: &ScenarioSummary| view.index(s, "scenario", view.tier).mean;
    let mut all: Vec<&ScenarioSummary> = view.summary.scenarios.iter().collect();
    all.sort_by(|a, b| total(b).total_cmp(&total(a)).then_with(|| a.title.cmp(&b.title)));
    let (first, second) = (*all.first()?, *all.get(1)?);
    // In one world the index with the drawdown differs by what is attributable.
    let found = view.summary.pair(&first.id, &second.id).map(|pair| pair.scenario_arm.unwrap_or(pair.found));
    Some((first, second, found.map_or(Evidence::Holds, |found| Evidence::found(&found))))
}

/// Where most is missing in all, world and drawdown together; nothing in one world, where that is what adds most.
fn in_all(view: &View) -> Option<Sentence> {
    if view.worlds.is_empty() {
        return None;
    }
    let total = |s: &ScenarioSummary| view.index(s, "scenario", view.tier);
    let (first, second, evidence) = most_in_all(view)?;
    let (e, without) = (total(first), view.index(first, "counterfactual", view.tier));
    let (ahead, but): (&str, Vec<Part>) = match evidence {
        Evidence::Holds => ("most is missing under ", Vec::new()),
        Evidence::Probably => ("most is probably missing under ", Vec::new()),
        _ => (
            "most is missing, on average, under ",
            vec![
                "; ".into(),
                second.into(),
                format!(" could be either, {} %", points(total(second).mean, 0.0)).into(),
            ],
        ),
    };
    let mut parts = vec![Part::from(format!("In all, world and drawdown together, {ahead}")), first.into()];
    parts.push(
        // Where nothing is taken away both are the same.
        match first.draws_down() {
            true => format!(
                ": {} % ({} % {})",
                points(e.mean, e.se),
                points(without.mean, 0.0),
                crate::present::without(first)
            ),
            false => format!(": {} %, and nobody leaves", points(e.mean, e.se)),
        }
        .into(),
    );
    parts.extend(but);
    parts.push(".".into());
    Some(Sentence::new(parts))
}

/// What the drawdowns do: the deepest, or that none does anything that can be seen.
pub(super) fn what(view: &View) -> Vec<Sentence> {
    let all = view.scenarios();
    let deepest = all[0];
    if !all.iter().any(|s| s.draws_down()) {
        return vec![match all {
            [_] => Sentence::new(vec!["In ".into(), deepest.into(), " nobody leaves.".into()]),
            _ => Sentence::text("Nobody leaves in any of the scenarios.".to_owned()),
        }];
    }
    if all.iter().all(|s| view.nothing(s)) {
        let looked = "over all capabilities at any readiness, nor in any capability in any year";
        return vec![match all {
            [_] => Sentence::new(vec![
                deepest.into(),
                format!(" changes nothing that can be seen, {looked}.").into(),
            ]),
            _ => {
                Sentence::text(format!("None of the scenarios changes anything that can be seen, {looked}."))
            }
        }];
    }
    let mean = view.added(deepest).mean;
    if mean.abs() >= SEEN {
        // What follows is about the deepest: it comes last. Where it adds, gains are told with the order.
        let mut told: Vec<Sentence> = gains(view).filter(|_| mean < 0.0).into_iter().collect();
        told.push(adds(view));
        return told;
    }
    // What cancels over all capabilities is told.
    let mut told = vec![if all.len() > 1 {
        Sentence::text(format!(
            "No scenario adds anything that can be seen over all capabilities at D+{}.",
            view.tier
        ))
    } else {
        Sentence::new(vec![
            deepest.into(),
            format!(" changes nothing that can be seen over all capabilities at D+{}.", view.tier).into(),
        ])
    }];
    told.extend(at_other_tiers(view, deepest));
    let last = all[all.len() - 1];
    if all.len() > 1 && view.added(last).mean <= -SEEN {
        told.push(takes_off(view, last, "takes off"));
    }
    told
}

/// How sure it is that a scenario adds or takes off: what stands before the number, and in the brackets behind it.
pub(super) fn doubt(view: &View, scenario: &ScenarioSummary) -> (&'static str, String) {
    let found = added(scenario, view.tier);
    let share = || view.of_replicates(found.share());
    match Evidence::found(&found) {
        Evidence::Same | Evidence::Holds => ("", String::new()),
        Evidence::Probably => ("probably ", format!("in {}; ", share())),
        Evidence::Either => ("on average ", format!("it could be either: in {}; ", share())),
        Evidence::Unsettled if view.replicates < 2 => ("", String::new()),
        Evidence::Unsettled => {
            ("on average ", "not settled, within two standard errors of nothing; ".to_owned())
        }
    }
}

/// A scenario and the points that it adds or takes off; the verb of several ends with a colon.
fn changes(view: &View, scenario: &ScenarioSummary, verb: &str, why: &str) -> Sentence {
    let found = view.added(scenario);
    let (size, signs) =
        if found.mean < 0.0 { (found.turned(), ("less", "more")) } else { (found, ("more", "less")) };
    let (adverb, share) = doubt(view, scenario);
    let verb = if verb.ends_with(':') { format!(" {verb} {adverb}") } else { format!(" {adverb}{verb} ") };
    let spread = match view.replicates {
        0 | 1 => "in the one run".to_owned(),
        _ => format!("{share}9 of 10 runs: {}", range(&size, 1, signs)),
    };
    Sentence::new(vec![
        scenario.into(),
        verb.into(),
        Part::Added(format!("{} points", points(size.mean, size.se))),
        format!("{why} ({spread}).").into(),
    ])
}

/// What the deepest scenario adds.
fn adds(view: &View) -> Sentence {
    let deepest = view.scenarios()[0];
    let many = view.scenarios().len() > 1;
    let first = if many { view.ranking.evidence(0, 1) } else { Evidence::Holds };
    let same = many && (1..view.scenarios().len()).all(|i| view.ranking.evidence(0, i) == Evidence::Same);
    if view.added(deepest).mean < 0.0 {
        return takes_off(view, deepest, if many && !same { "takes off least:" } else { "takes off" });
    }
    let verb = match first {
        _ if !many || same => "adds",
        Evidence::Unsettled => "adds most (first two not settled: take more runs):",
        Evidence::Either => "adds most on average (it could be either of the first two):",
        Evidence::Probably => "probably adds most:",
        Evidence::Same | Evidence::Holds => "adds most:",
    };
    let on_top = if view.worlds.is_empty() {
        " on top of that".to_owned()
    } else {
        let anyway = view.index(deepest, "counterfactual", view.tier);
        format!(" on top of the {} % that is missing in its world anyway", points(anyway.mean, anyway.se))
    };
    changes(view, deepest, verb, &on_top)
}

/// The scenario that takes off most, of several.
pub(super) fn gains(view: &View) -> Option<Sentence> {
    let last = view.scenarios().last().filter(|_| view.scenarios().len() > 1)?;
    (view.added(last).mean <= -SEEN).then(|| takes_off(view, last, "takes off most:"))
}

/// What a scenario takes off.
fn takes_off(view: &View, scenario: &ScenarioSummary, verb: &str) -> Sentence {
    let direct = view.index(scenario, "direct_effect", view.tier);
    // The alarm outweighs a loss; there may be none.
    let why = match direct.mean >= SEEN {
        true if scenario.pledges_taken.mean > 0.0 => ", because the alarm outweighs what is taken away",
        true => ", because the alarm outweighs what leaves",
        false => "",
    };
    changes(view, scenario, verb, why)
}

/// What the index does at the tiers that are not reported.
fn at_other_tiers(view: &View, scenario: &ScenarioSummary) -> Option<Sentence> {
    let others = view.summary.tiers.iter().filter(|&&tier| tier != view.tier);
    let others: Vec<Missing> = others
        .map(|&tier| (tier, added(scenario, tier)))
        .filter(|(_, found)| found.difference.abs() >= SEEN)
        .map(|(tier, found)| Missing {
            size: points(found.difference.abs(), found.se),
            place: format!("at D+{tier}"),
            found,
        })
        .collect();
    (!others.is_empty()).then(|| Sentence::text(format!("But {}.", list(view, &others))))
}
