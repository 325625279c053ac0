//! What the figures of `drawdown invest` say: findings, longest first, or the question where none stands; captions.
//!
//! Of two options no error of their difference is kept: it is at most the sum of their errors, which is what has to be
//! exceeded twice.

use std::cmp::Ordering;

use super::{
    super::{
        numbers,
        words::{self as plot_words, count},
    },
    item,
};
use crate::{
    present::{
        SEEN,
        evidence::{settled, side},
        invest::{
            bounds,
            words::{average, bn, free, helps, mean, shows, to_be_bought},
        },
    },
    store::{
        invest::{InvestScenario, InvestSummary, Marginal, Objective, OptionKind, Valued},
        required::MeanError,
    },
};

/// The most options that a title names.
const NAMED: usize = 3;

/// Points as titles have them, with a true minus sign.
fn said(value: &MeanError) -> String {
    numbers::minus(&mean(value))
}

/// Whether the first is above the second by more than chance.
fn above(a: &MeanError, b: &MeanError) -> bool {
    a.mean > b.mean && settled(a.mean - b.mean, a.error() + b.error())
}

/// Whether a mean is seen in points and more than chance.
fn seen(value: &MeanError) -> bool {
    value.mean >= SEEN && helps(value)
}

/// What each option's first 10 bn close: which come first, and how far ahead of the others.
pub(super) fn value(summary: &InvestSummary, scenario: &InvestScenario) -> Vec<String> {
    let all = to_be_bought(summary, scenario);
    let name = |m: &Marginal| item(summary, &m.option);
    let Some(first) = all.first().filter(|m| seen(&m.first.middle())) else {
        return vec!["What do the first $10 bn close?".to_owned()];
    };
    if all.len() == 1 {
        return vec![format!(
            "The first $10 bn in {} close {} points",
            name(first),
            said(&first.first.middle())
        )];
    }
    // All that may be first, then what comes after it, if that is sure.
    let tied = all.iter().take_while(|m| !above(&first.first.middle(), &m.first.middle())).count();
    let names: Vec<String> = all[..tied].iter().map(|m| name(m)).collect();
    let next = all.get(1).filter(|m| tied == 1 && seen(&m.first.middle()));
    let next =
        next.filter(|m| all.get(2).is_none_or(|third| above(&m.first.middle(), &third.first.middle())));
    let (lead, of) = match (tied, next) {
        (1, Some(second)) => (format!("{} first, then {}", names[0], name(second)), 2),
        (2..=NAMED, _) => {
            let (last, before) = names.split_last().expect("some are tied");
            (format!("{} or {last} first", before.join(", ")), tied)
        }
        (1, None) => (format!("{} first", names[0]), 1),
        _ => (format!("{} of {} options come first alike", count(tied), all.len()), tied),
    };
    let lead = plot_words::capital(&lead);
    let mut titles = Vec::new();
    if of <= NAMED
        && let Some((times, other)) = ahead(summary, &all, of)
    {
        let times = if times == 2 { "twice".to_owned() } else { format!("{times} times") };
        titles.push(match of {
            1 => format!("{lead}: over {times} as much as {other}"),
            _ => format!("{lead}: each closes over {times} as much as {other}"),
        });
    }
    let closed: Vec<String> = all[..of.min(NAMED)].iter().map(|m| said(&m.first.middle())).collect();
    if of <= NAMED {
        let closed = plot_words::list(&closed);
        titles.push(format!("{lead}: the first $10 bn close {closed} points"));
        titles.push(format!("{lead}: {closed} points"));
    }
    titles.push(lead);
    titles
}

/// How many times as much as the least kit the last of the first `of` options closes, rounded down, and the kit. Kit whose
/// value is hardly known is passed over.
fn ahead(summary: &InvestSummary, all: &[&Marginal], of: usize) -> Option<(u64, String)> {
    let kit = |m: &&&Marginal| summary.option(&m.option).is_some_and(|o| o.kind == OptionKind::Kit);
    let last = all[of - 1].first.middle();
    all[of..].iter().rev().filter(kit).find_map(|m| {
        let other = m.first.middle();
        if !helps(&other) {
            return None;
        }
        let ratio = libm::floor(last.mean / other.mean);
        let ratio = if ratio < 10.0 { ratio } else { 10.0 * libm::floor(ratio / 10.0) };
        let least = (last.mean - 2.0 * last.error()) / (other.mean + 2.0 * other.error());
        (ratio >= 2.0 && least > 0.5 * ratio).then(|| (ratio as u64, item(summary, &m.option)))
    })
}

/// Whether a programme closes more than the same money left to planners, on average.
fn better(valued: &Valued) -> Ordering {
    side(&valued.above_planners.middle())
}

/// What the largest budget does. Where the same money left to planners does as much or more, no title goes without it.
pub(super) fn programme(summary: &InvestSummary) -> Vec<String> {
    let budget = bn(summary.largest());
    let question = || vec![format!("What does ${budget} bn close, and what does it buy first?")];
    let all: Vec<&Valued> = summary.scenarios.iter().filter_map(|scenario| scenario.path.last()).collect();
    if all.is_empty() || !all.iter().all(|valued| seen(&valued.closed.middle())) {
        return question();
    }
    let (finding, beside) = match &summary.scenarios[..] {
        [only] => {
            let valued = all[0];
            (closes(only, valued, &budget), beside(better(valued), &said(&valued.planners)))
        }
        several => match over(summary, several, &all, &budget) {
            Some(found) => found,
            None => return question(),
        },
    };
    let mut titles: Vec<String> = beside.forms.iter().map(|beside| format!("{finding}{beside}")).collect();
    titles.extend(if beside.may_go { vec![finding] } else { question() });
    titles
}

/// What stands beside a finding, longest first, and whether the finding may stand without.
struct Beside {
    forms: Vec<String>,
    may_go: bool,
}

/// What stands beside it of the same money left to planners.
fn beside(better: Ordering, planners: &str) -> Beside {
    let forms = match better {
        Ordering::Greater => vec![format!("; shared out, {planners}")],
        Ordering::Equal => vec![", no better than shared out".to_owned(), ", as shared out".to_owned()],
        Ordering::Less => vec![format!("; shared out more, {planners}"), "; shared out more".to_owned()],
    };
    Beside { forms, may_go: better == Ordering::Greater }
}

/// What the largest budget closes, beside what leaving adds.
fn closes(scenario: &InvestScenario, valued: &Valued, budget: &str) -> String {
    let (missing, without) = (scenario.missing.middle(), scenario.without.middle());
    let closed = valued.closed.middle();
    let added =
        MeanError { mean: missing.mean - without.mean, se: missing.se.zip(without.se).map(|(a, b)| a + b) };
    if !scenario.leaves || !seen(&added) {
        return format!("Chosen well, ${budget} bn closes {} points", said(&closed));
    }
    let adds = if scenario.takes_pledges { "the drawdown adds" } else { "leaving adds" };
    // What is closed is for the most part missing anyway: it undoes no part of what is added.
    format!("Chosen well, ${budget} bn closes {} points ({adds} {})", said(&closed), said(&added))
}

/// What the largest budget does for several scenarios, and what stands beside it, under each objective.
fn over(
    summary: &InvestSummary,
    several: &[InvestScenario],
    all: &[&Valued],
    budget: &str,
) -> Option<(String, Beside)> {
    let (none, last) = (summary.path.first()?, summary.path.last()?);
    let [left, planners, _] = last.comes_to();
    let nothing = || Beside { forms: Vec::new(), may_go: true };
    let sure: Vec<Ordering> = all.iter().map(|valued| better(valued)).collect();
    let on_average =
        |of: fn(&Valued) -> MeanError| said(&average(&all.iter().map(|v| of(v)).collect::<Vec<_>>()));
    let n = match several.len() {
        2 => "both".to_owned(),
        n => format!("all {}", count(n)),
    };
    Some(match summary.objective {
        Objective::Mean => (
            format!(
                "Chosen for {n}, ${budget} bn closes {} points on average",
                on_average(|valued| valued.closed.middle())
            ),
            // Where scenarios disagree only what is so on average is said.
            match sure.iter().all(|&one| one == sure[0]) {
                true => beside(sure[0], &on_average(|valued| valued.planners)),
                false => Beside {
                    forms: vec![format!("; shared out, {}", on_average(|valued| valued.planners))],
                    may_go: sure.iter().all(|&one| one == Ordering::Greater),
                },
            },
        ),
        Objective::Cvar if last.gained.as_ref().is_some_and(helps) => (
            format!(
                "In the worst tenth of runs ${budget} bn leaves {} of {} points missing",
                said(&left),
                said(&none.comes_to()[0])
            ),
            // What is sure of means says nothing of the worst runs.
            match last.above_planners {
                Some(above) if helps(&above) => beside(Ordering::Greater, &said(&planners)),
                Some(above) if shows(&above) => {
                    Beside { forms: vec![format!("; shared out less, {}", said(&planners))], may_go: false }
                }
                _ => beside(Ordering::Equal, &said(&planners)),
            },
        ),
        Objective::Regret if left.mean >= 0.0 => (
            format!(
                "${budget} bn for {n} falls at most {} points short of what each could close alone",
                said(&left)
            ),
            nothing(),
        ),
        _ => return None,
    })
}

/// Which money goes to the same items whatever comes.
pub(super) fn no_regret(summary: &InvestSummary, budget: f64) -> Vec<String> {
    let n = summary.scenarios.len();
    let items: Vec<_> = summary.items(budget).filter(|item| item.within == n).collect();
    let sum: f64 = items.iter().map(|item| item.least).sum();
    let leave = summary.scenarios.iter().all(|scenario| scenario.leaves && !scenario.takes_pledges);
    let whichever = if leave { "whichever way they leave" } else { "whichever of these comes" };
    let of = free(summary, budget);
    let sum = bn(sum);
    match &items[..] {
        [] if summary.must() > 0.0 => {
            vec!["No item beyond what must be bought is in every best programme".to_owned()]
        }
        [] => vec!["No item is in every best programme".to_owned()],
        [only] => vec![format!("${sum} bn of {of} go to {}, {whichever}", item(summary, &only.option))],
        several => {
            vec![format!("${sum} bn of {of} go to the same {} items, {whichever}", count(several.len()))]
        }
    }
}

/// Where the numbers come from, what a critic would say, what reproduces them.
pub(super) fn caption(summary: &InvestSummary, caveats: &[String]) -> Vec<String> {
    let mut said = Vec::new();
    said.extend(bounds(summary).map(|bounds| format!("Asked for: {bounds}.")));
    said.extend(plot_words::rough(summary.valid()));
    said.push(format!("Source: drawdown model and {}.", plot_words::data(&summary.references)));
    said.push(format!(
        "Chosen on {} runs, seed {}, valued on as many others.",
        numbers::thousands(summary.replicates as f64),
        summary.seed
    ));
    let failed = summary.failed_replicates + summary.fresh_failed_replicates;
    if failed > 0 {
        said.push(format!("{} of both failed and are left out.", numbers::thousands(failed as f64)));
    }
    said.extend(caveats.iter().cloned());
    said.push("Prices do not rise with orders.".to_owned());
    let hash = summary.scenarios.first().map_or("", |scenario| &scenario.hash);
    said.push(plot_words::reproduces(&summary.version, hash, summary.scenarios.len()));
    said
}
