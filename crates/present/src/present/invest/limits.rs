//! What limits money in words: the bounds that were set, what stays unspent and why, what slows the next billion.

use super::words::{self, average, bn, helps, mean, name, named};
use crate::{
    present::grammar::{list, one_of},
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
    let may = summary.options.iter().filter(|option| option.may_be_bought()).count();
    let all = may == summary.options.len() && summary.left_out.is_empty();
    let of = if all { "" } else { " of what was asked for" };
    let full = full(summary, step);
    let others = if full.len() < may { format!(", and nothing else{of} would help") } else { String::new() };
    let why = match full.len() {
        _ if may == 0 => "no option may be bought".to_owned(),
        0 => format!("nothing more{of} would help"),
        1 | 2 => format!("no more may go into {}{others}", one_of(&names(&full))),
        n => format!("no more may go into {n} options{others}"),
    };
    Some((left, why))
}

/// The options that may be bought and of which a programme holds all that may be.
fn full<'s>(summary: &'s InvestSummary, step: &Step) -> Vec<&'s InvestOption> {
    let options = summary.options.iter().zip(&step.amounts);
    let full = options.filter(|(option, amount)| option.may_be_bought() && option.is_full(**amount));
    full.map(|(option, _)| option).collect()
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
    let helps = |next: &[&Next]| next.iter().all(|next| helps(&next.closed));
    let all = next.iter().map(|(option, _, next)| (*option, average(&closed(next)), helps(next)));
    let all: Vec<(&InvestOption, MeanError, bool)> = all.collect();
    let best = all.iter().filter(|(_, _, helps)| *helps).max_by(|a, b| a.1.mean.total_cmp(&b.1.mean));
    let more = bn(summary.step);
    let (in_all, on) = if scenarios.len() > 1 { (" in all of them", " on average") } else { ("", "") };
    let more = match best {
        _ if all.is_empty() => "no option may take more".to_owned(),
        None => format!("the next ${more} bn closes nothing that shows{in_all}"),
        Some((option, best, _)) => {
            let (closed, name) = (mean(best), name(option));
            // What another closes may be more on average without being known to be anything.
            match all.iter().any(|(_, other, _)| other.mean > best.mean) {
                false => format!("the next ${more} bn closes {closed} points at best{on} ({name})"),
                true => format!(
                    "the next ${more} bn closes {closed} points{on} ({name}), the most that shows{in_all}"
                ),
            }
        }
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
        what => format!("; slowed by {}: {}", words::limit(*what), list(names)),
    });
    let full = names(&full(summary, step));
    let full = if full.is_empty() { String::new() } else { format!("; at its most: {}", list(&full)) };
    Some(format!("Beyond ${} bn {more}{}{full}.", bn(budget), held.collect::<String>()))
}

/// Options bought alone that make the whole worse.
pub(super) fn harms(summary: &InvestSummary, scenarios: &[InvestScenario]) -> Option<String> {
    let harm = |i: usize| -> Vec<MeanError> {
        let all = scenarios.iter().filter_map(|scenario| scenario.marginal.get(i));
        all.filter(|marginal| words::takes_crews(marginal)).map(|marginal| marginal.first.middle()).collect()
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
