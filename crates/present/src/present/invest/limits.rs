//! What limits money in words: the bounds that were set, what stays unspent and why, what slows the next billion.

use super::words::{average, bn, mean, name, named, shows};
use crate::{
    present::grammar::list,
    store::{
        invest::{InvestOption, InvestScenario, InvestSummary, Limit, Next, Slows, Step},
        required::MeanError,
    },
};

/// The most options that are named one by one.
const NAMED: usize = 4;

fn names(options: &[&InvestOption]) -> Vec<String> {
    options.iter().map(|option| name(option)).collect()
}

/// Which bounds were set on what may be bought, as words after a colon; `None` where none were.
#[must_use]
pub fn bounds(summary: &InvestSummary) -> Option<String> {
    let (may, not): (Vec<&InvestOption>, Vec<&InvestOption>) =
        summary.options.iter().chain(&summary.left_out).partition(|option| option.may_be_bought());
    let mut said = Vec::new();
    if !not.is_empty() {
        said.push(match (may.len(), not.len()) {
            (0, _) => "no money for any option".to_owned(),
            (1..=NAMED, _) => format!("money for {} alone", list(&names(&may))),
            (_, 1..=NAMED) => format!("no money for {}", list(&names(&not))),
            (of, out) => format!("money for {of} of {} options", of + out),
        });
    }
    let at_least = may.iter().filter(|option| option.at_least > 0.0);
    said.extend(at_least.map(|option| format!("at least ${} bn for {}", bn(option.at_least), name(option))));
    let at_most = may.iter().filter_map(|option| Some((name(option), option.at_most?)));
    said.extend(at_most.map(|(name, most)| format!("at most ${} bn for {name}", bn(most))));
    (!said.is_empty()).then(|| said.join(", "))
}

/// What must be bought, which what is counted comes on top of; `None` where nothing must.
#[must_use]
pub fn must(summary: &InvestSummary) -> Option<String> {
    let must = summary.options.iter().filter(|option| option.at_least > 0.0);
    let must: Vec<String> =
        must.map(|option| format!("{} ${} bn", name(option), bn(option.at_least))).collect();
    (!must.is_empty()).then(|| format!("on top of what must be bought: {}", list(&must)))
}

/// What of a budget stays unspent, bn, and why; `None` where all is spent.
#[must_use]
pub fn unspent(summary: &InvestSummary, step: &Step) -> Option<(f64, String)> {
    let left = step.budget - step.spent();
    if left < 1e-9 {
        return None;
    }
    let options = summary.options.iter().zip(&step.amounts);
    let full = options.filter(|(option, amount)| option.is_full(**amount)).map(|(option, _)| option);
    let full: Vec<&InvestOption> = full.collect();
    let why = match full.len() {
        0 if summary.left_out.is_empty() => "nothing more would help".to_owned(),
        0 => "nothing more would help of what was asked for".to_owned(),
        1 | 2 => format!("no more may go into {}", list(&names(&full)).replace(" and ", " or ")),
        n => format!("no more may go into {n} options"),
    };
    Some((left, why))
}

/// What the next step closes beyond the largest budget, and what slows kit that is bought; over several scenarios on average, and
/// what is so in all.
pub(super) fn beyond(summary: &InvestSummary, scenarios: &[InvestScenario]) -> Option<String> {
    let budget = summary.largest();
    let step = summary.path.last()?;
    let of = |option: &InvestOption| -> Vec<&Next> {
        let next = |next: &&Next| next.budget == budget && next.option == option.id;
        scenarios.iter().filter_map(|scenario| scenario.next.iter().find(next)).collect()
    };
    let next: Vec<(&InvestOption, f64, Vec<&Next>)> = summary
        .options
        .iter()
        .zip(&step.amounts)
        .map(|(option, &amount)| (option, amount, of(option)))
        .filter(|(_, _, next)| next.len() == scenarios.len())
        .collect();
    let closed = |next: &[&Next]| next.iter().map(|next| next.closed).collect::<Vec<MeanError>>();
    let all = next.iter().map(|(option, _, next)| (*option, average(&closed(next)), closed(next)));
    let best = all.max_by(|a, b| a.1.mean.total_cmp(&b.1.mean));
    let more = bn(summary.step);
    let more = match best {
        None => "no option may take more".to_owned(),
        Some((option, average, each)) if each.iter().all(|one| shows(one) && one.mean > 0.0) => {
            let (name, on) = (name(option), if each.len() > 1 { " on average" } else { "" });
            format!("the next ${more} bn closes {} points at best{on} ({name})", mean(&average))
        }
        Some((_, _, each)) if each.len() > 1 => {
            format!("the next ${more} bn closes nothing that shows in all of them")
        }
        Some(_) => format!("the next ${more} bn closes nothing that shows"),
    };
    // What slows the kit that is bought, by what it is.
    let mut held: Vec<(Limit, Vec<String>)> = Vec::new();
    for (option, _, next) in next.iter().filter(|(_, amount, _)| *amount > 0.0) {
        let named: Option<Vec<Limit>> =
            next.iter().map(|next| Slows::named(&next.slows).map(|slows| slows.limit)).collect();
        let Some(named) = named else { continue };
        let Some(&limit) = named.first().filter(|first| named.iter().all(|other| other == *first)) else {
            continue;
        };
        match held.iter_mut().find(|(other, _)| *other == limit) {
            _ if limit == Limit::Nothing => {}
            Some((_, names)) => names.push(name(option)),
            None => held.push((limit, vec![name(option)])),
        }
    }
    let held = held.iter().map(|(what, names)| match what {
        Limit::Closed => format!("; mostly closed: {}", list(names)),
        what => format!("; slowed by {}: {}", slowed_by(*what), list(names)),
    });
    let full = summary.options.iter().zip(&step.amounts);
    let full = full.filter(|(option, amount)| option.may_be_bought() && option.is_full(**amount));
    let full: Vec<String> = full.map(|(option, _)| name(option)).collect();
    let full = if full.is_empty() { String::new() } else { format!("; at its most: {}", list(&full)) };
    Some(format!("Beyond ${} bn {more}{}{full}.", bn(budget), held.collect::<String>()))
}

/// What slows, after "slowed by".
const fn slowed_by(limit: Limit) -> &'static str {
    match limit {
        Limit::Time => "time (building, training)",
        Limit::Reliance => "reliance on others",
        other => other.name(),
    }
}

/// Options bought alone that make the whole worse.
pub(super) fn harms(summary: &InvestSummary, scenarios: &[InvestScenario]) -> Option<String> {
    let harm = |i: usize| -> Vec<MeanError> {
        let all = scenarios.iter().filter_map(|scenario| scenario.marginal.get(i));
        all.filter(|marginal| super::takes_crews(marginal)).map(|marginal| marginal.first.middle()).collect()
    };
    let harms = (0..summary.options.len()).map(|i| (i, harm(i))).filter(|(_, harms)| !harms.is_empty());
    let all = harms.map(|(i, harms)| {
        let within = match (harms.len(), scenarios.len()) {
            (_, 1) => String::new(),
            (some, all) if some == all => " on average".to_owned(),
            (some, all) => format!(" on average in {some} of {all}"),
        };
        format!("{} ({}{within})", named(summary, &summary.options[i].id), mean(&average(&harms)))
    });
    let all: Vec<String> = all.collect();
    (!all.is_empty()).then(|| {
        let (makes, whose) = if all.len() == 1 { ("makes", "its") } else { ("make", "their") };
        format!("Bought alone, {} {makes} the whole worse: {whose} crews are missing elsewhere.", list(&all))
    })
}
