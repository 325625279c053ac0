//! The widest finding that stands, in one sentence: the heading of the briefing and of the report.

use super::numbers::{grouped, points};
use crate::store::summary::{Estimate, ScenarioSummary, Summary};

/// The scenarios in which somebody leaves, deepest first; all of them where nobody leaves in any.
#[must_use]
pub fn leaving(summary: &Summary) -> Vec<&ScenarioSummary> {
    let by_id = |id: &str| summary.scenarios.iter().find(|s| s.id == id);
    let all: Vec<&ScenarioSummary> = summary.ranking.iter().filter_map(|r| by_id(&r.scenario)).collect();
    let some: Vec<&ScenarioSummary> =
        all.iter().copied().filter(|s| s.personnel_effective.mean > 0.0).collect();
    if some.is_empty() { all } else { some }
}

/// The attributable index at the reporting tier.
#[must_use]
pub fn attributable(summary: &Summary, scenario: &ScenarioSummary) -> Estimate {
    scenario.index_of("attributable", summary.reporting_tier).copied().unwrap_or_default()
}

/// Whether a scenario changes nothing that can be seen: neither the index nor any capability.
#[must_use]
pub fn nothing(summary: &Summary, scenario: &ScenarioSummary) -> bool {
    let moves =
        |d: &crate::store::summary::Deepest| d.tier == summary.reporting_tier && d.loss.mean.abs() >= 0.005;
    attributable(summary, scenario).mean.abs() < 0.0005 && !scenario.deepest.iter().any(moves)
}

/// Points as a heading names them: whole from 1 on.
fn round(value: f64) -> String {
    let shown = 100.0 * value.abs();
    if shown >= 0.95 { format!("{shown:.0}") } else { format!("{shown:.1}") }
}

/// "1 point", "3.2 points".
fn unit(number: &str) -> &'static str {
    if number == "1" { "point" } else { "points" }
}

/// How many leave, as one would say it.
fn people(scenario: &ScenarioSummary) -> String {
    let leave = scenario.personnel_effective;
    let step = if leave.mean >= 1000.0 { 100.0 } else { 10.0 };
    let text = grouped((step * libm::round(leave.mean.max(0.0) / step)) as u64);
    if leave.p95 - leave.p05 > 0.02 * leave.mean { format!("About {text}") } else { text }
}

/// The widest finding that stands; a question where none does.
#[must_use]
pub fn headline(summary: &Summary) -> String {
    let scenarios = leaving(summary);
    let Some(&deepest) = scenarios.first() else { return "No scenario was compared".to_owned() };
    let without = deepest.index_of("counterfactual", summary.reporting_tier).copied().unwrap_or_default();
    let shortfall = format!("{:.0} %", 100.0 * without.mean);
    let added: Vec<Estimate> = scenarios.iter().map(|s| attributable(summary, s)).collect();
    if scenarios.iter().all(|s| nothing(summary, s)) {
        return match (&scenarios[..], deepest.personnel_effective.mean > 0.0) {
            (_, false) => format!("Nobody leaves: a shortfall of {shortfall} is there anyway"),
            ([one], _) => format!("{} leaving move no capability by as much as half a point", people(one)),
            _ => "None of these drawdowns moves a capability by as much as half a point".to_owned(),
        };
    }
    if added.iter().all(|a| a.p95 < 0.0) {
        let most = round(added.iter().map(|a| a.mean.abs()).fold(0.0, f64::max));
        return format!(
            "With the alarm it sets off, leaving takes {most} {} off what is missing",
            unit(&most)
        );
    }
    if added.iter().all(|a| a.p05 > 0.0) {
        if let [only] = added[..] {
            let x = points(only.mean, only.se);
            return format!(
                "{} leaving add {x} {} to a shortfall of {shortfall} that is there anyway",
                people(deepest),
                unit(&x)
            );
        }
        let least = added.iter().map(|a| a.mean).fold(f64::INFINITY, f64::min);
        let most = added.iter().map(|a| a.mean).fold(0.0, f64::max);
        if round(least) == round(most) {
            let most = round(most);
            return format!(
                "Leaving adds {most} {} to a shortfall of {shortfall} that is there anyway",
                unit(&most)
            );
        }
        // As many decimals at one end as at the other.
        let decimals = usize::from(round(least).contains('.'));
        return format!(
            "Leaving adds {:.decimals$} to {:.decimals$} points to a shortfall of {shortfall} that is there anyway",
            100.0 * least,
            100.0 * most
        );
    }
    if added.first().is_some_and(|deepest| deepest.p05 > 0.0) {
        let most = round(added.iter().map(|a| a.mean).fold(0.0, f64::max));
        return format!(
            "Leaving adds up to {most} {} to a shortfall of {shortfall} that is there anyway",
            unit(&most)
        );
    }
    format!("Does leaving deepen a shortfall of {shortfall} that is there anyway?")
}
