//! How sure the order of the scenarios is, and what is lost by choosing another than the best of each replicate.

use std::ops::Range;

use super::{Part, Sentence, elsewhere::elsewhere};
use crate::{
    present::{
        View,
        evidence::{Evidence, Tell, to_tell},
        grammar::count,
        numbers::{grouped, points},
        ranking::evidence,
    },
    store::summary::{RankEntry, ScenarioSummary},
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

/// Expected regret: what is lost by a drawdown beyond the best one of the same replicate.
pub(super) fn regret(view: &View) -> Option<Sentence> {
    let known = |entry: &RankEntry| {
        let se = entry.expected_regret_se.unwrap_or(f64::NAN);
        Some((entry.expected_regret?, se, view.scenario(&entry.scenario)?))
    };
    let mut regrets: Vec<_> = view.summary.ranking.iter().filter_map(known).collect();
    regrets.sort_by(|a, b| a.0.total_cmp(&b.0).then_with(|| a.2.title.cmp(&b.2.title)));
    let (&(least, least_se, best), &(most, most_se, worst)) = (regrets.first()?, regrets.last()?);
    if regrets.len() < 2 {
        return None;
    }
    if most < 0.0005 {
        return Some(Sentence::text(format!(
            "Expected regret: over all capabilities at D+{} no drawdown adds as much as 0.1 points more than the best of \
             the same run.",
            view.tier
        )));
    }
    // Of those that are the same in every replicate none is named without the others.
    let twins = |of: &ScenarioSummary| -> Vec<Part> {
        let same = |s: &ScenarioSummary| s.id == of.id || evidence(view.summary, of, s) == Evidence::Same;
        let all: Vec<&ScenarioSummary> = regrets.iter().map(|r| r.2).filter(|s| same(s)).collect();
        let mut parts = Vec::new();
        for (i, one) in all.iter().enumerate() {
            parts.extend((i > 0).then(|| if i + 1 == all.len() { " and " } else { ", " }.into()));
            parts.push((*one).into());
        }
        parts
    };
    let mut parts: Vec<Part> = vec![
        "Expected regret, what is added beyond the best drawdown of the same run: least ".into(),
        format!("{} points, ", points(least, least_se)).into(),
    ];
    parts.extend(twins(best));
    parts.push(format!("; most {}, ", points(most, most_se)).into());
    parts.extend(twins(worst));
    parts.push(".".into());
    Some(Sentence::new(parts))
}
