//! What is missing if nobody leaves, what leaving adds from most to least, and where most is missing in all.

use super::{Said, Weight, named, of_two};
use crate::{
    present::{
        SEEN, View, act,
        answer::{Part, Sentence, lead},
        capital,
        evidence::Evidence,
        numbers::{points, signed_points, signed_range},
        unless,
        worlds::{World, usual},
    },
    store::summary::{Estimate, ScenarioSummary},
};

/// The paragraphs.
pub(super) fn paragraphs(view: &View, focus: &ScenarioSummary) -> Vec<Vec<Said>> {
    let all = view.scenarios();
    let mut paragraphs = vec![vec![(Weight::Must, missing(view, focus))]];
    let seen = all.iter().any(|s| view.added(s).mean.abs() >= SEEN);
    let told = if !seen || all.iter().all(|s| view.nothing(s)) {
        // Nothing, or what cancels over all capabilities.
        let told = lead::what(view).into_iter();
        vec![told.map(|sentence| (Weight::Must, named(sentence))).collect()]
    } else if let [only] = all {
        vec![vec![(Weight::Must, one(view, only))]]
    } else {
        let two = of_two(view, ["difference: ", ""]).map(Sentence::detail);
        let lines = ends(view).into_iter().chain(two).map(|sentence| vec![(Weight::Must, sentence)]);
        std::iter::once(vec![(Weight::Must, from_to(view))]).chain(lines).collect()
    };
    // What is added runs on behind what is missing.
    let mut told = told.into_iter();
    paragraphs[0].extend(told.next().unwrap_or_default());
    paragraphs.extend(told);
    paragraphs
}

/// What is missing if nobody leaves: in the world that most scenarios are in, then in the others.
fn missing(view: &View, focus: &ScenarioSummary) -> Sentence {
    let here = usual(&view.worlds);
    let scenario = here.and_then(|world| world.scenarios.first().copied()).unwrap_or(focus);
    let e = view.index(scenario, "counterfactual", view.tier);
    let spread = match view.replicates {
        0 | 1 => "one run".to_owned(),
        _ => format!("{} in 9 of 10 runs", signed_range(&e, 0)),
    };
    let anyway = |e: &Estimate| Part::Without(format!("{} %", points(e.mean, e.se)));
    let mut parts: Vec<Part> = vec![
        format!("Of what is needed {} days after an alert (D+{}), ", view.tier, view.tier).into(),
        anyway(&e),
        format!(" is missing {} (mean of {}; {spread})", unless(view.summary), lead::headline_years(view))
            .into(),
    ];
    let others: Vec<&World> =
        view.worlds.iter().filter(|world| here.is_none_or(|here| !std::ptr::eq(*world, here))).collect();
    match others[..] {
        [] => {}
        [other] => {
            parts.push(" in the world of ".into());
            parts.extend(lead::those(&view.worlds, scenario));
            parts.push(", ".into());
            parts.push(anyway(&other.missing(view.tier)));
            parts.push(" in that of ".into());
            parts.extend(lead::named(other));
        }
        _ => {
            let mut missing: Vec<Estimate> = others.iter().map(|world| world.missing(view.tier)).collect();
            missing.sort_by(|a, b| a.mean.total_cmp(&b.mean));
            let [least, most] = [&missing[0], &missing[missing.len() - 1]].map(|e| points(e.mean, e.se));
            let span = if least == most { format!("{least} %") } else { format!("{least} to {most} %") };
            parts.extend([", ".into(), Part::Without(span), " in the other worlds".into()]);
        }
    }
    parts.push(".".into());
    named(Sentence::new(parts))
}

/// Where most is missing in all, of several worlds; in one that is what adds most.
pub(super) fn in_all(view: &View) -> Option<Said> {
    if view.worlds.is_empty() {
        return None;
    }
    let (first, second, evidence) = lead::most_in_all(view)?;
    let total = |s: &ScenarioSummary| points(view.index(s, "scenario", view.tier).mean, 0.0);
    let without = points(view.index(first, "counterfactual", view.tier).mean, 0.0);
    let probably = if evidence == Evidence::Probably { "probably " } else { "" };
    let mut parts: Vec<Part> = vec![format!("In all, most is {probably}missing under ").into(), first.into()];
    if evidence.doubtful() {
        parts.extend([format!(", {} %, or ", total(first)).into(), second.into()]);
        parts.push(format!(", {} %.", total(second)).into());
    } else {
        parts.push(format!(": {} %, {without} % {}.", total(first), unless(view.summary)).into());
    }
    Some((Weight::Should, named(Sentence::new(parts))))
}

/// "9.3 (1.2 to 4.5)" with its sign, as in the table.
fn change(view: &View, e: &Estimate) -> String {
    match view.replicates {
        0 | 1 => " in the one run".to_owned(),
        _ => format!(" ({})", signed_range(e, 1)),
    }
}

/// What is missing in all under a scenario.
fn missing_in_all(view: &View, scenario: &ScenarioSummary) -> String {
    let e = view.index(scenario, "scenario", view.tier);
    format!("{} % is missing", points(e.mean, e.se))
}

/// What a scenario alone does.
pub(in crate::present::answer) fn one(view: &View, scenario: &ScenarioSummary) -> Sentence {
    let e = view.added(scenario);
    let (adverb, doubt) = lead::doubt(view, scenario);
    let outweighed = e.mean < 0.0 && view.index(scenario, "direct_effect", view.tier).mean >= SEEN;
    let why = if outweighed { ", because the alarm outweighs what is taken away" } else { "" };
    let (verb, size) = match e.mean < 0.0 {
        true => ("changes that by", signed_points(e.mean, e.se)),
        false => ("adds", points(e.mean, e.se)),
    };
    let spread = match view.replicates {
        0 | 1 => "in the one run".to_owned(),
        _ => format!("{doubt}{} in 9 of 10 runs", signed_range(&e, 1)),
    };
    let parts = vec![
        scenario.into(),
        format!(" {adverb}{verb} ").into(),
        Part::Added(format!("{size} points")),
        format!(" ({spread}){why}, so that {}.", missing_in_all(view, scenario)).into(),
    ];
    named(Sentence::new(parts))
}

/// From which to which points several add.
fn from_to(view: &View) -> Sentence {
    let all = view.scenarios();
    let (most, least) = (view.added(all[0]), view.added(all[all.len() - 1]));
    let what = capital(act(view.summary));
    let on = if what == "Leaving" { "who leaves and how" } else { "what is taken away and how" };
    let size = |e: &Estimate| points(e.mean.abs(), e.se);
    let same = size(&least) == size(&most);
    // Where there are other worlds, the lines that follow have room for less.
    let depends = if view.worlds.is_empty() { format!(", depending on {on}:") } else { ":".to_owned() };
    // What cannot be seen is neither added nor taken off.
    Sentence::text(match (most.mean >= SEEN, least.mean <= -SEEN) {
        (true, false) if same => format!("{what} adds {} points:", size(&most)),
        (true, false) if least.mean < SEEN => format!("{what} adds up to {} points{depends}", size(&most)),
        (true, false) => format!("{what} adds {} to {} points{depends}", size(&least), size(&most)),
        (false, _) if same => format!("{what} takes {} points off:", size(&least)),
        (false, _) if most.mean > -SEEN => {
            format!("{what} takes up to {} points off{depends}", size(&least))
        }
        (false, _) => format!("{what} takes {} to {} points off{depends}", size(&most), size(&least)),
        (true, true) => format!(
            "{what} changes that by {} to {} points{depends}",
            signed_points(least.mean, least.se),
            signed_points(most.mean, most.se)
        ),
    })
}

/// The first of the ranking, the one that was named if that is another, and the last.
fn ends(view: &View) -> Vec<Sentence> {
    let all = view.scenarios();
    let last = all.len() - 1;
    let (first, end) =
        if view.added(all[0]).mean < SEEN { ("least off", "most off") } else { ("most", "least") };
    let adverb = |evidence: Evidence| match evidence {
        Evidence::Same | Evidence::Holds => "",
        Evidence::Probably => "probably ",
        Evidence::Either => "on average ",
        Evidence::Unsettled => "in these runs ",
    };
    let line = |scenario: &ScenarioSummary, opening: String, end: String| {
        let e = view.added(scenario);
        let parts = vec![
            format!("{opening}: ").into(),
            scenario.into(),
            ": ".into(),
            Part::Added(signed_points(e.mean, e.se)),
            format!("{}, {}{end}", change(view, &e), missing_in_all(view, scenario)).into(),
        ];
        named(Sentence::new(parts)).detail()
    };
    let of_end = |at: usize, word: &str, evidence: Evidence| {
        line(all[at], format!("{}{word}", adverb(evidence)), String::new())
    };
    let place = view.named().and_then(|named| all.iter().position(|s| s.id == named.id));
    let between = place.filter(|at| (1..last).contains(at)).map(|at| {
        let (best, worst) = view.ranking.ranks(at);
        let ranks = if best == worst { best.to_string() } else { format!("{best}-{worst}") };
        line(all[at], "in focus".to_owned(), format!(", rank {ranks} of {}", all.len()))
    });
    let first = of_end(0, first, view.ranking.evidence(0, 1));
    let last = of_end(last, end, view.ranking.evidence(last - 1, last));
    [Some(first), between, Some(last)].into_iter().flatten().collect()
}
