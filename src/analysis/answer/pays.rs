//! What it costs, and which allies stay below their pledges.

use super::{
    Part, Sentence,
    numbers::{count, money},
    view::View,
};
use crate::store::summary::{PledgeEntry, ScenarioSummary};

/// Allies that are named.
const NAMED: usize = 3;

/// What buying back what left takes.
pub(super) fn price(view: &View, deepest: &ScenarioSummary) -> Option<Sentence> {
    let bill = &deepest.bill;
    if !bill.mean.is_finite() {
        return None;
    }
    let year = view.summary.start_year + ((view.summary.quarters as i32 - 1) / 4).min(4);
    let dearest = view
        .summary
        .scenarios
        .iter()
        .filter(|s| s.id != deepest.id)
        .max_by(|a, b| a.bill.mean.total_cmp(&b.bill.mean))
        .filter(|other| other.bill.mean > 1.1 * bill.mean)
        .map(|other| vec![format!("; {} for ", money(other.bill.mean)).into(), other.into()])
        .unwrap_or_default();
    let mut parts = vec![Part::from(format!(
        "Buying back what left, as planners would in early {year}: {} ({:.0} to {:.0})",
        money(bill.mean),
        bill.p05,
        bill.p95
    ))];
    parts.extend(dearest);
    parts.push(".".into());
    Some(Sentence::new(parts))
}

/// The allies that are more likely than not below a pledge that is due, most money first.
fn debtors(scenario: &ScenarioSummary) -> Vec<&PledgeEntry> {
    let year = f64::from(scenario.binding_year);
    let below = |p: &&PledgeEntry| p.pledge_year <= year && p.met.probability < 0.5 && p.below > 0.0;
    let mut debtors: Vec<&PledgeEntry> = scenario.pledges.iter().filter(below).collect();
    debtors.sort_by(|a, b| b.below.total_cmp(&a.below).then_with(|| a.ally.cmp(&b.ally)));
    debtors
}

/// Who stays below its pledge, by name.
pub(super) fn below_pledge(view: &View, scenario: &ScenarioSummary) -> Option<Sentence> {
    let year = scenario.binding_year;
    let due = scenario.pledges.iter().filter(|p| p.pledge_year <= f64::from(year)).count();
    if due == 0 {
        return None;
    }
    let debtors = debtors(scenario);
    if debtors.is_empty() {
        return Some(Sentence::text(format!(
            "In {year} every ally whose pledge is due is more likely than not at it."
        )));
    }
    let named: Vec<String> =
        debtors.iter().take(NAMED).map(|p| format!("{} {}", view.country(&p.ally), money(p.below))).collect();
    let rest = match debtors.len().saturating_sub(NAMED) {
        0 => String::new(),
        n => format!(" and {n} more"),
    };
    let sum: f64 = debtors.iter().map(|p| p.below).sum();
    let who = match debtors.len() {
        n if n == due && n > 1 => format!("all {n} allies whose pledge is due"),
        n => format!("{n} of {}", count(due, "ally", "allies")),
    };
    Some(Sentence::text(format!(
        "More likely than not below the pledge in {year}: {who}, together by {} a year: {}{rest}.",
        money(sum),
        named.join(", ")
    )))
}
