//! What it costs, and which allies stay below their pledges, with and without the drawdown.

use super::{Part, Sentence};
use crate::{
    present::{
        View,
        evidence::shown_as,
        grammar::{count, list},
        numbers::{percent, span},
        under_way,
    },
    store::summary::{Estimate, PledgeEntry, Pledged, ScenarioSummary},
};

/// Allies that are named.
const NAMED: usize = 3;

/// A sum in the currency that the run is turned to.
fn money(view: &View, dollars: f64) -> String {
    view.money().sum(dollars)
}

/// The range of one, without its unit.
fn between(view: &View, bill: &Estimate) -> String {
    let [low, high] = [bill.p05, bill.p95].map(|v| view.money().amount(v));
    span(low, high, 0, ("more", "less"))
}

/// The year at whose start planners would buy back, and whether anything is gone by then.
fn bought(view: &View, scenario: &ScenarioSummary) -> (i32, bool) {
    let year = view.summary.start_year + ((view.summary.quarters as i32 - 1) / 4).min(4);
    let leave = scenario.personnel_effective.mean > 0.0;
    // Quarters from the start of the run to then.
    (year, !leave || scenario.departure_start < 4.0 * f64::from(year - view.summary.start_year))
}

/// That nobody has left when planners would buy back.
fn too_early(view: &View, scenario: &ScenarioSummary, year: i32) -> String {
    format!(
        "Nobody has left by early {year}, when planners would buy back what left: troops leave from {}.",
        view.summary.start_year + (scenario.departure_start / 4.0) as i32
    )
}

/// What is bought back, as a noun: all that left, or where the departure is still under way then, what has left by then and
/// which part that is.
fn what(view: &View, scenario: &ScenarioSummary) -> (String, Option<String>) {
    let Some(part) = under_way(scenario) else { return (crate::present::gone(scenario).to_owned(), None) };
    let (year, _) = bought(view, scenario);
    let also = if scenario.pledges_taken.mean > 0.0 { " or is no longer pledged" } else { "" };
    (format!("what has left by early {year}{also}"), Some(format!("{part} of those who leave")))
}

/// What buying back what left takes, in a short sentence.
pub(super) fn price_alone(view: &View, scenario: &ScenarioSummary) -> Option<String> {
    let bill = &scenario.bill;
    if !bill.mean.is_finite() {
        return None;
    }
    let (year, gone) = bought(view, scenario);
    if !gone {
        return Some(too_early(view, scenario, year));
    }
    let spread = match view.replicates {
        0 | 1 => String::new(),
        _ => format!(" ({})", between(view, bill)),
    };
    let ((what, part), costs) = (what(view, scenario), money(view, bill.mean));
    Some(match part {
        Some(part) => format!("Buying back {what}, {part}, takes {costs}{spread}."),
        None => format!("Buying back {what} takes {costs}{spread} in {year}."),
    })
}

/// What buying back what left takes.
pub(super) fn price(view: &View, deepest: &ScenarioSummary) -> Option<Sentence> {
    let bill = &deepest.bill;
    if !bill.mean.is_finite() {
        return None;
    }
    let (year, gone) = bought(view, deepest);
    if !gone {
        return Some(Sentence::text(too_early(view, deepest, year)));
    }
    let season = format!("early {year}");
    let dearest = view
        .summary
        .scenarios
        .iter()
        .filter(|s| s.id != deepest.id)
        .max_by(|a, b| a.bill.mean.total_cmp(&b.bill.mean))
        .filter(|other| other.bill.mean > 1.1 * bill.mean)
        .map(|other| vec![format!("; {} for ", money(view, other.bill.mean)).into(), other.into()])
        .unwrap_or_default();
    let anyway = &deepest.bill_without;
    let anyway = if anyway.mean.is_finite() {
        format!(", beside {} that they lack {}", money(view, anyway.mean), crate::present::without(deepest))
    } else {
        String::new()
    };
    let (what, part) = what(view, deepest);
    let part = part.unwrap_or_else(|| format!("as planners would in {season}"));
    let mut parts = vec![Part::from(format!(
        "Buying back {what}, {part}: {} ({}){anyway}",
        money(view, bill.mean),
        between(view, bill)
    ))];
    parts.extend(dearest);
    parts.push(".".into());
    Some(Sentence::new(parts))
}

/// What buying back is, where something was bought back: without it a slow departure that costs more than a finished one
/// looks like an error.
pub(super) fn price_explained(view: &View, scenario: &ScenarioSummary) -> Option<Sentence> {
    let (year, gone) = bought(view, scenario);
    (scenario.bill.mean.is_finite() && gone && scenario.draws_down()).then(|| {
        let rest = under_way(scenario).map_or("", |_| "what leaves later is not in it, and ");
        Sentence::text(format!(
            "Buying back is the price of what planners lack early in {year} beyond what they hold and have on order: {rest}a \
             departure still under way can cost more than one that is over, for which more has been ordered by then."
        ))
        .detail()
    })
}

/// The allies that are probably or surely below a pledge that is due, most money first, with what is missing of it.
fn debtors(scenario: &ScenarioSummary, arm: impl Fn(&PledgeEntry) -> Pledged) -> Vec<(&PledgeEntry, f64)> {
    let year = f64::from(scenario.binding_year);
    let below = |p: &PledgeEntry| {
        let of = arm(p);
        p.pledge_year <= year && shown_as(1.0 - of.met.probability).is_some() && of.below > 0.0
    };
    let those = scenario.pledges.iter().filter(|p| below(p));
    let mut debtors: Vec<(&PledgeEntry, f64)> = those.map(|p| (p, arm(p).below)).collect();
    debtors.sort_by(|a, b| b.1.total_cmp(&a.1).then_with(|| a.0.ally.cmp(&b.0.ally)));
    debtors
}

/// What investment programmes cost, where there are some: the dearest.
pub(super) fn programme(view: &View) -> Option<Sentence> {
    let some = || view.summary.scenarios.iter().filter(|s| s.programme > 0.0);
    let dearest = some().max_by(|a, b| a.programme.total_cmp(&b.programme))?;
    let others = some().filter(|s| s.programme != dearest.programme).count();
    let most = if others > 0 { "up to " } else { "" };
    Some(Sentence::new(vec![
        "The investment programme of ".into(),
        dearest.into(),
        format!(
            " costs {most}{} over the run, on top of what allies spend, with and without the drawdown.",
            money(view, dearest.programme)
        )
        .into(),
    ]))
}

/// How many stay below their pledges, in a short sentence.
pub(super) fn below_pledge_alone(view: &View, scenario: &ScenarioSummary) -> Option<String> {
    let year = scenario.binding_year;
    let due = scenario.pledges.iter().filter(|p| p.pledge_year <= f64::from(year)).count();
    let with =
        debtors(scenario, |p| Pledged { share: p.share, met: p.met, below: p.below, below_se: p.below_se });
    let without = debtors(scenario, |p| p.counterfactual);
    let who = match with.len() {
        0 => format!("none of {due} allies is"),
        1 => format!("1 of {}", count(due, "ally is", "allies is")),
        n => format!("{n} of {}", count(due, "ally is", "allies are")),
    };
    let unless = crate::present::without(scenario);
    (due > 0).then(|| {
        format!(
            "In {year} {who} probably below the pledge ({} {unless}){}.",
            without.len(),
            either(view, scenario, 1)
        )
    })
}

/// How many of those whose pledge is due could be below it or not, with what that would be if nobody left, and of a few that
/// are likeliest below it in how many runs they are: just short of the rule is not the same as far from it.
fn either(view: &View, scenario: &ScenarioSummary, most: usize) -> String {
    let year = f64::from(scenario.binding_year);
    let doubtful = |met: f64| [met, 1.0 - met].iter().all(|&p| shown_as(p).is_none());
    let due = || scenario.pledges.iter().filter(|p| p.pledge_year <= year);
    let mut with: Vec<&PledgeEntry> = due().filter(|p| doubtful(p.met.probability)).collect();
    let without = due().filter(|p| doubtful(p.counterfactual.met.probability)).count();
    let number = match [with.len(), without] {
        [0, 0] => return String::new(),
        [n, m] if n == m => n.to_string(),
        [0, m] => format!("none ({m})"),
        [n, m] => format!("{n} ({m})"),
    };
    with.sort_by(|a, b| a.met.probability.total_cmp(&b.met.probability).then_with(|| a.ally.cmp(&b.ally)));
    let below = |met: f64| percent(1.0 - met);
    let named: Vec<String> = with
        .iter()
        .take(most)
        .map(|p| {
            let [with, without] = [p.met.probability, p.counterfactual.met.probability].map(below);
            format!("{} in {with} of runs ({without})", view.country(&p.ally))
        })
        .collect();
    let named = match named.is_empty() {
        true => String::new(),
        false => format!(", likeliest below {}", list(&named)),
    };
    format!("; {number} could be either{named}")
}

/// Who stays below its pledge, by name, and what that would be if nobody left.
pub(super) fn below_pledge(view: &View, scenario: &ScenarioSummary) -> Option<Sentence> {
    let year = scenario.binding_year;
    let due = scenario.pledges.iter().filter(|p| p.pledge_year <= f64::from(year)).count();
    if due == 0 {
        return None;
    }
    let with =
        debtors(scenario, |p| Pledged { share: p.share, met: p.met, below: p.below, below_se: p.below_se });
    let without = debtors(scenario, |p| p.counterfactual);
    let sum = |debtors: &[(&PledgeEntry, f64)]| money(view, debtors.iter().map(|(_, below)| below).sum());
    let unless = crate::present::without(scenario);
    let anyway = match without.len() {
        0 => format!("none {unless}"),
        n if n == with.len() => format!("{} {unless}", sum(&without)),
        n => format!("{n} of {due} and {} {unless}", sum(&without)),
    };
    if with.is_empty() {
        let anyway = match without.len() {
            0 => "with or without the drawdown".to_owned(),
            n => format!("{n} of {due} are {unless}, together by {}", sum(&without)),
        };
        return Some(Sentence::text(format!(
            "In {year} no ally whose pledge is due is probably below it ({anyway}){}.",
            either(view, scenario, NAMED)
        )));
    }
    let named: Vec<String> = with
        .iter()
        .take(NAMED)
        .map(|(p, below)| {
            format!(
                "{} {} ({})",
                view.country(&p.ally),
                money(view, *below),
                money(view, p.counterfactual.below)
            )
        })
        .collect();
    let rest = match with.len().saturating_sub(NAMED) {
        0 => String::new(),
        n => format!(" and {n} more"),
    };
    let who = match with.len() {
        n if n == due && n > 1 => format!("all {n} allies whose pledge is due"),
        n => format!("{n} of {}", count(due, "ally", "allies")),
    };
    Some(Sentence::text(format!(
        "Probably below the pledge in {year}, in 75 of 100 runs or more: {who}, together by {} a year ({anyway}): {}{rest}{}.",
        sum(&with),
        named.join(", "),
        either(view, scenario, NAMED)
    )))
}
