//! The resolved scenario as it is printed: lines that fit a terminal, words whole.

use std::fmt::Write as _;

use super::{
    address::Address,
    names::Name,
    resolved::{Grade, Scenario},
    show::{SECTIONS, composition, disposition, grade, ordered, origin, parameters, trigger, unit, value},
};
use crate::text::broken::{WIDTH, fill, wrap};

/// A text behind what stands before it, in lines that stand under each other there.
fn hanging(before: &str, text: &str, out: &mut String) {
    let room = before.chars().count();
    for (at, line) in fill(text, WIDTH.saturating_sub(room)).iter().enumerate() {
        let before = if at == 0 { before } else { "" };
        let _ = writeln!(out, "{}", format!("{before:<room$}{line}").trim_end());
    }
}

/// A text in lines that hang.
fn wrapped(text: &str, out: &mut String) {
    wrap(text, WIDTH).iter().for_each(|line| {
        let _ = writeln!(out, "{line}");
    });
}

/// The whole scenario as a text.
#[must_use]
pub fn table(scenario: &Scenario) -> String {
    let mut out = String::new();
    head(scenario, &mut out);
    items(scenario, &mut out);
    let all = ordered(scenario);
    for (section, title) in SECTIONS {
        let rows: Vec<&&Address> = all.iter().filter(|a| a.name.spec().section == section).collect();
        if rows.is_empty() {
            continue;
        }
        let _ = writeln!(out, "\n{section}. {title}\n");
        let mut last = None;
        for address in rows {
            if last != Some(address.name) {
                let spec = address.name.spec();
                wrapped(&format!("  # {}: {}", spec.name, spec.meaning), &mut out);
                last = Some(address.name);
            }
            row(scenario, address, &mut out);
        }
    }
    out
}

/// A value: on one line where it fits, else with grade and place under it.
fn row(scenario: &Scenario, address: &Address, out: &mut String) {
    let Some(given) = scenario.values.get(address) else { return };
    let unit = unit(scenario, address);
    let amount =
        value(scenario, address, given) + &if unit == "-" { String::new() } else { format!(" {unit}") };
    let name = format!("  {address:<38} ", address = address.to_string());
    let known = format!("{}  {}", grade(given.grade), origin(&given.origin));
    let one = format!("{name}{amount:<30} {known}");
    if one.chars().count() <= WIDTH {
        let _ = writeln!(out, "{one}");
    } else {
        hanging(&name, &amount, out);
        wrapped(&format!("      {known}"), out);
    }
    if let Some(trigger) = &given.trigger {
        wrapped(&format!("      trigger: {trigger}"), out);
    }
    for (what, text) in [("source", &given.source), ("note", &given.note)] {
        // The units of an element rest on the evidence of its people, printed there.
        if !text.is_empty() && address.name != Name::UsUnits {
            wrapped(&format!("      {what}: {text}"), out);
        }
    }
}

fn head(scenario: &Scenario, out: &mut String) {
    wrapped(&format!("{}: {}", scenario.id, scenario.title), out);
    if !scenario.description.is_empty() {
        wrapped(&format!("  {}", scenario.description), out);
    }
    let bases = if scenario.bases.is_empty() { "none".to_string() } else { scenario.bases.join(" <- ") };
    let count = |wanted: Option<Grade>| scenario.values.values().filter(|v| v.grade == wanted).count();
    let critical: Vec<&str> = scenario.domains.iter().filter(|d| d.critical).map(|d| d.id.as_str()).collect();
    let rows = [
        ("base", bases),
        ("reference", scenario.reference.line()),
        ("hash", scenario.hash()),
        ("composition", composition(&scenario.composition)),
        ("disposition", disposition(&scenario.disposition).to_string()),
        ("trigger", trigger(scenario.trigger.as_ref())),
        ("reporting_tier", format!("D+{}", scenario.reporting_tier)),
        ("closure_tolerance", format!("{} of the requirement", scenario.closure_tolerance)),
        ("critical", critical.join(", ")),
        (
            "values",
            format!(
                "{}: {} measured (A), {} published estimates (B), {} judgement (C), {} choices and defaults (-)",
                scenario.values.len(),
                count(Some(Grade::A)),
                count(Some(Grade::B)),
                count(Some(Grade::C)),
                count(None)
            ),
        ),
        ("parameters", {
            let [a, b, c] = [Grade::A, Grade::B, Grade::C].map(|grade| parameters(scenario, grade));
            format!(
                "{} of these are graded parameters of the world, data by ally and by US unit not counted: {a} measured, {b} \
                 published estimates, {c} judgement",
                a + b + c
            )
        }),
    ];
    let groups = Name::GROUPS.into_iter().zip(scenario.group_correlations);
    let groups = groups.map(|((_, setting), rho)| (setting, format!("{rho} (rank, any two allies)")));
    let _ = writeln!(out);
    let named = |name: &str| format!("  {name:<25} ");
    let written = |name: &str| scenario.written.get(name).map_or_else(|| "default".to_owned(), origin);
    for (name, text) in rows.into_iter().chain(groups) {
        let at = match name {
            "base" | "reference" | "hash" | "values" | "parameters" => String::new(),
            _ => format!("  ({})", written(name)),
        };
        hanging(&named(name), &format!("{text}{at}"), out);
    }
    for (a, b, rho) in &scenario.correlations {
        let at = written(&format!("correlation[{a},{b}]"));
        hanging(&named("correlation"), &format!("{a} with {b}: {rho}  ({at})"), out);
    }
    for warning in &scenario.warnings {
        hanging(&named("warning"), warning, out);
    }
}

/// Domains, allies and force elements.
fn items(scenario: &Scenario, out: &mut String) {
    let written = |name: &str| scenario.written.get(name).map_or_else(|| "default".to_owned(), origin);
    let _ = writeln!(out, "\nDomains\n");
    for d in &scenario.domains {
        let enabler = if d.enabler { ", enabler" } else { "" };
        hanging(&format!("  {:<22} ", d.id), &format!("{}{enabler}", d.title), out);
        let (threshold, at) = (d.coverage_threshold, written(&format!("threshold[{}]", d.id)));
        hanging(&" ".repeat(25), &format!("threshold {threshold} ({at}); unit: {}", d.unit), out);
    }
    let _ = writeln!(out, "\nAllies\n");
    for a in &scenario.allies {
        let debt = a.public_debt_pct_gdp.map_or(String::new(), |debt| format!("debt {debt} % of GDP"));
        let before = format!("  {:<5} {:<18} {:<12} {debt:<22} ", a.id, a.title, a.fiscal_class);
        hanging(&before, &a.note, out);
    }
    let _ = writeln!(out, "\nUS force elements\n");
    for e in &scenario.elements {
        let before = format!("  {:<18} {:<4} {:<10} {:<11} ", e.id, e.host, e.service, e.posture);
        hanging(&before, &e.title, out);
    }
}
