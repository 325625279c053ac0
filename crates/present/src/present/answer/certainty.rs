//! How sure the order of the scenarios is, and what is lost by choosing another than the best of each replicate.

use std::ops::Range;

use super::{Part, Sentence, elsewhere::elsewhere};
use crate::{
    present::{
        SEEN, View,
        evidence::{Evidence, Tell, to_tell},
        grammar::count,
        hindsight,
        numbers::{grouped, points},
        ranking::evidence,
    },
    store::summary::ScenarioSummary,
};

/// How sure the order of the scenarios is: two different doubts are two different sentences.
pub(super) fn order(view: &View) -> Vec<Sentence> {
    let all = view.scenarios();
    let [deepest, next, ..] = all else { return Vec::new() };
    let (next, found) = (*next, view.ranking.pair(0, 1).unwrap_or_default());
    let added = view.added(next);
    let mut text = Vec::new();
    // Where all take off, the first takes off least.
    let takes_off = view.added(deepest).mean < 0.0;
    // What was told before is of the one in focus.
    let it: Part = match view.focus().is_some_and(|focus| focus.id == deepest.id) {
        true => "It".into(),
        false => (*deepest).into(),
    };
    let deeper = |adverb: &str, end: &str| {
        let how = if takes_off {
            format!(" {adverb}takes off less than ")
        } else {
            format!(" is {adverb}deeper than ")
        };
        Sentence::new(vec![
            it.clone(),
            how.into(),
            next.into(),
            format!(
                " ({} points{}){end} in {}.",
                points(added.mean.abs(), added.se),
                match added.mean < 0.0 {
                    true if !takes_off => format!(" less than {}", crate::present::without(next)),
                    _ => String::new(),
                },
                view.of_replicates(found.probability_worse)
            )
            .into(),
        ])
    };
    let evidence = view.ranking.evidence(0, 1);
    match evidence {
        Evidence::Same => {
            let pair = view.summary.pair(&deepest.id, &next.id);
            let but = pair.map(|pair| elsewhere(view, &pair.elsewhere)).unwrap_or_default();
            let mut parts: Vec<Part> = vec![it.clone(), " is the same as ".into(), next.into()];
            parts.push(if but.is_empty() {
                " in every run.".into()
            } else {
                format!(" over all capabilities at D+{} in every run; but {but}.", view.tier).into()
            });
            text.push(Sentence::new(parts));
        }
        Evidence::Probably => text.push(deeper("probably ", ":")),
        Evidence::Unsettled | Evidence::Either | Evidence::Holds => text.push(deeper("", "")),
    }
    if all.len() == 2 {
        match evidence {
            Evidence::Unsettled => text.push(Sentence::text(format!(
                "That is not settled: the difference is within two standard errors; {}.",
                tell(view, 0, 1).words()
            ))),
            Evidence::Either => text.push(Sentence::text(
                "It could be either, which depends on inputs nobody knows, not on more runs.".to_owned(),
            )),
            Evidence::Same | Evidence::Probably | Evidence::Holds => {}
        }
        return text;
    }
    text.push(Sentence::text(steps(view)));
    text
}

/// What it would take to tell two apart.
fn tell(view: &View, i: usize, j: usize) -> Tell {
    to_tell(view.summary, &view.ranking.pair(i, j).unwrap_or_default())
}

/// Ranks as a reader counts them: "2-4".
fn ranks(run: &Range<usize>) -> String {
    format!("{}-{}", run.start + 1, run.end)
}

/// All of a longer ranking in a sentence: who could change places, and how sure the other steps are.
fn steps(view: &View) -> String {
    let n = view.ranking.scenarios.len();
    let kinds = |run: &Range<usize>| -> (bool, bool) {
        let pairs = || run.clone().flat_map(|i| (i + 1..run.end).map(move |j| (i, j)));
        let any = |kind| pairs().any(|(i, j)| view.ranking.evidence(i, j) == kind);
        (any(Evidence::Either), any(Evidence::Unsettled))
    };
    let named = |either: bool, unsettled: bool| -> Vec<String> {
        view.ranking.ties.iter().filter(|run| kinds(run) == (either, unsettled)).map(ranks).collect()
    };
    let mut parts = Vec::new();
    let either = named(true, false);
    if !either.is_empty() {
        parts.push(format!(
            "{} could be either, which depends on inputs nobody knows, not on more runs",
            either.join(", ")
        ));
    }
    let both = named(true, true);
    if !both.is_empty() {
        parts.push(format!(
            "{} could be either, which depends on inputs nobody knows and in part on too few runs",
            both.join(", ")
        ));
    }
    parts.extend(unsettled(view, &named(false, true)));
    let tied = |i: usize| view.ranking.ties.iter().any(|run| run.contains(&i) && run.contains(&(i + 1)));
    let of = |kind: Evidence| -> Vec<usize> {
        (0..n - 1).filter(|&i| !tied(i) && view.ranking.evidence(i, i + 1) == kind).collect()
    };
    let same = of(Evidence::Same);
    if !same.is_empty() {
        let those: Vec<String> = same.iter().map(|i| ranks(&(*i..i + 2))).collect();
        parts.push(format!("{} the same over all capabilities in every run", those.join(", ")));
    }
    let least = |steps: &[usize]| {
        let worse =
            steps.iter().filter_map(|&i| view.ranking.pair(i, i + 1)).map(|found| found.probability_worse);
        worse.fold(1.0, f64::min)
    };
    let at_least = |p: f64| {
        // "Over 99 %" and "all" are bounds already.
        let or_more = if p > 0.99 { "" } else { " or more" };
        format!("{}{or_more}", view.of_replicates(p))
    };
    let (probably, holds) = (of(Evidence::Probably), of(Evidence::Holds));
    if holds.len() == n - 1 {
        return format!("Ranking: every step holds in {}.", at_least(least(&holds)));
    }
    if !probably.is_empty() {
        let those: Vec<String> = probably.iter().map(|i| ranks(&(*i..i + 2))).collect();
        parts.push(format!("{} probably, in {}", those.join(", "), at_least(least(&probably))));
    }
    parts.extend(match holds.len() {
        // Where all are the same there is nothing to be sure of.
        0 if same.len() == n - 1 => None,
        0 => Some("no step is sure".to_owned()),
        held => Some(format!("{} in {}", count(held, "step holds", "steps hold"), at_least(least(&holds)))),
    });
    format!("Ranking: {}.", parts.join("; "))
}

/// The ties that more replicates may break.
fn unsettled(view: &View, named: &[String]) -> Option<String> {
    if named.is_empty() {
        return None;
    }
    let those = view.ranking.ties.iter().filter(|run| named.contains(&ranks(run)));
    let tells: Vec<Tell> = those
        .flat_map(|run| run.clone().flat_map(|i| (i + 1..run.end).map(move |j| (i, j))))
        .filter(|&(i, j)| view.ranking.evidence(i, j) == Evidence::Unsettled)
        .map(|(i, j)| tell(view, i, j))
        .collect();
    let most = tells.iter().filter_map(|tell| if let Tell::About(n) = tell { Some(*n) } else { None }).max();
    let what = match most {
        _ if tells.contains(&Tell::TooMany) => Tell::TooMany.words(),
        Some(most) => format!("about {} runs would tell", grouped(most)),
        None => Tell::More.words(),
    };
    Some(format!("{} not settled: the difference is within two standard errors, {what}", named.join(", ")))
}

/// How much worse than the best choice in hindsight: of drawdowns of one size, of which there are most.
pub(super) fn in_hindsight(view: &View) -> Option<Sentence> {
    let group = hindsight::of_a_size(view.summary, view.scenarios()).into_iter().next()?;
    let leave = match crate::present::act_of(group[0]) {
        "leaving" => format!("where {} leave", crate::present::size(group[0])),
        _ => "of drawdowns of one size".to_owned(),
    };
    // Of two in all the order has said it.
    let several = view.scenarios().len() > 2;
    if let Some(best) = hindsight::best_in_every_run(view.summary, &group) {
        if !several {
            return None;
        }
        let start = format!("{}, ", crate::present::capital(&leave));
        return Some(Sentence::new(vec![
            start.into(),
            best.into(),
            " is the best choice in every run.".into(),
        ]));
    }
    let ranked = hindsight::ranked(view.summary, &group)?;
    let (least, most) = (*ranked.first()?, *ranked.last()?);
    let opening = "In hindsight the best choice of a run is the drawdown of a size that adds least.";
    if most.mean < SEEN {
        return Some(Sentence::text(format!(
            "{opening} On average none adds as much as 0.1 points more (its regret), {leave}."
        )));
    }
    // Of those that are the same in every replicate none is named without the others.
    let twins: Vec<&ScenarioSummary> = ranked
        .iter()
        .map(|one| one.scenario)
        .filter(|s| s.id == most.scenario.id || evidence(view.summary, most.scenario, s) == Evidence::Same)
        .collect();
    let near = hindsight::nearest(&ranked);
    if near.len() == ranked.len() {
        return None;
    }
    let mut parts: Vec<Part> = vec![format!("{opening} On average ").into()];
    parts.extend(named(&near.iter().map(|one| one.scenario).collect::<Vec<_>>()));
    parts.push(
        format!(
            " {} {} points more than that ({} regret), the least {leave}; ",
            if near.len() > 1 { "add about" } else { "adds" },
            points(least.mean, least.se),
            if near.len() > 1 { "their" } else { "its" }
        )
        .into(),
    );
    parts.extend(named(&twins));
    parts.push(format!(" {}, the most.", points(most.mean, most.se)).into());
    Some(Sentence::new(parts))
}

/// Scenarios as a list in a sentence.
fn named(all: &[&ScenarioSummary]) -> Vec<Part> {
    let mut parts = Vec::new();
    for (i, one) in all.iter().enumerate() {
        parts.extend((i > 0).then(|| if i + 1 == all.len() { " and " } else { ", " }.into()));
        parts.push((*one).into());
    }
    parts
}
