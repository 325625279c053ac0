//! What differs between two resolved scenarios.

use std::fmt::Write as _;

use super::{
    names::Name,
    resolved::Scenario,
    show::{composition, disposition, ordered, trigger, value},
};
use crate::text::broken::fill;

/// What differs between two scenarios, which go by these names: a line for each value, composition, disposition or
/// trigger.
#[must_use]
pub fn diff((a, left): (&Scenario, &str), (b, right): (&Scenario, &str)) -> String {
    let mut out = String::new();
    let mut line = |what: &str, left: String, right: String| {
        if left != right {
            out += &beside(what, &left, &right);
        }
    };
    if a.reference.sha256 != b.reference.sha256 {
        line("reference", a.reference.line(), b.reference.line());
    }
    line("composition", composition(&a.composition), composition(&b.composition));
    line("disposition", disposition(&a.disposition).into(), disposition(&b.disposition).into());
    line("trigger", trigger(a.trigger.as_ref()), trigger(b.trigger.as_ref()));
    line("reporting_tier", a.reporting_tier.to_string(), b.reporting_tier.to_string());
    line("closure_tolerance", a.closure_tolerance.to_string(), b.closure_tolerance.to_string());
    for (i, (_, setting)) in Name::GROUPS.into_iter().enumerate() {
        line(setting, a.group_correlations[i].to_string(), b.group_correlations[i].to_string());
    }
    let pairs = |s: &Scenario| {
        s.correlations.iter().map(|(x, y, r)| format!("{x} with {y}: {r}")).collect::<Vec<_>>().join("; ")
    };
    line("correlations", pairs(a), pairs(b));
    let [of_a, of_b] = [a, b].map(items);
    for id in of_a.iter().chain(of_b.iter().filter(|(id, _)| !of_a.iter().any(|(other, _)| other == id))) {
        let of = |items: &[(String, String)]| {
            items
                .iter()
                .find(|(other, _)| *other == id.0)
                .map_or("not there".to_string(), |(_, text)| text.clone())
        };
        line(&id.0, of(&of_a), of(&of_b));
    }
    let mut addresses = ordered(a);
    addresses.extend(ordered(b).into_iter().filter(|address| !a.values.contains_key(*address)));
    for address in addresses {
        let of = |s: &Scenario| s.values.get(address).map_or("none".to_string(), |v| value(s, address, v));
        line(&address.to_string(), of(a), of(b));
    }
    if out.is_empty() {
        return format!("{left} and {right} do not differ in anything that changes results\n");
    }
    beside("", left, right) + &out
}

/// What differs, and what it is in each, beside each other in lines that fit.
fn beside(what: &str, left: &str, right: &str) -> String {
    /// Characters of what differs, and of each of the two.
    const WIDTHS: [usize; 2] = [32, 32];
    let [name, side] = WIDTHS;
    let (left, right) = (fill(left, side), fill(right, side));
    let mut out = String::new();
    // A long name has a line of its own.
    let alone = what.chars().count() > name;
    if alone {
        let _ = writeln!(out, "  {what}");
    }
    let at = |lines: &[String], line: usize| lines.get(line).cloned().unwrap_or_default();
    for line in 0..left.len().max(right.len()) {
        let what = if line == 0 && !alone { what } else { "" };
        let shown = format!("  {what:<name$} {:<side$} {}", at(&left, line), at(&right, line));
        let _ = writeln!(out, "{}", shown.trim_end());
    }
    out
}

/// Domains, allies and force elements by id, with what of them changes results.
fn items(scenario: &Scenario) -> Vec<(String, String)> {
    let domains = scenario.domains.iter().map(|d| {
        let enabler = if d.enabler { ", enabler" } else { "" };
        (d.id.clone(), format!("critical {}, threshold {}{enabler}", d.critical, d.coverage_threshold))
    });
    let allies = scenario.allies.iter().map(|a| (a.id.clone(), "ally".to_owned()));
    let elements =
        scenario.elements.iter().map(|e| (e.id.clone(), format!("{}, {}, {}", e.host, e.service, e.posture)));
    domains.chain(allies).chain(elements).collect()
}
