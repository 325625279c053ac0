//! The widest finding that stands, in one sentence: the heading of the briefing and of the report.

use super::numbers::points;
pub use crate::present::{nothing, ranking::leaving};
use crate::{
    present::people,
    store::summary::{Estimate, ScenarioSummary, Summary},
};

/// The attributable index at the reporting tier.
#[must_use]
pub fn attributable(summary: &Summary, scenario: &ScenarioSummary) -> Estimate {
    scenario.index_of("attributable", summary.reporting_tier).copied().unwrap_or_default()
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

/// How many leave, at the start of a sentence.
fn subject(scenario: &ScenarioSummary) -> String {
    let text = people(&scenario.personnel_effective);
    text.strip_prefix("about").map_or_else(|| text.clone(), |rest| format!("About{rest}"))
}

/// What is missing anyway: a number, or from which to which where the scenarios are in different worlds.
fn shortfall(summary: &Summary) -> String {
    let missing =
        leaving(summary).into_iter().filter_map(|s| s.index_of("counterfactual", summary.reporting_tier));
    let (least, most) =
        missing.fold((f64::INFINITY, 0.0_f64), |(least, most), e| (least.min(e.mean), most.max(e.mean)));
    let (least, most) = (format!("{:.0}", 100.0 * least), format!("{:.0}", 100.0 * most));
    if least == most { format!("{most} %") } else { format!("{least} to {most} %") }
}

/// The widest finding that stands; a question where none does.
#[must_use]
pub fn headline(summary: &Summary) -> String {
    let scenarios = leaving(summary);
    let Some(&deepest) = scenarios.first() else { return "No scenario was compared".to_owned() };
    let shortfall = shortfall(summary);
    let added: Vec<Estimate> = scenarios.iter().map(|s| attributable(summary, s)).collect();
    if scenarios.iter().all(|s| nothing(summary, s)) {
        return match (&scenarios[..], deepest.personnel_effective.mean > 0.0) {
            (_, false) => format!("Nobody leaves: a shortfall of {shortfall} is there anyway"),
            ([one], _) => format!("{} leaving move no capability by as much as half a point", subject(one)),
            _ => "None of these drawdowns moves a capability by as much as half a point".to_owned(),
        };
    }
    if added.iter().all(|a| a.p95 < 0.0) {
        let most = round(added.iter().map(|a| a.mean.abs()).fold(0.0, f64::max));
        let up_to = if added.len() > 1 { "up to " } else { "" };
        return format!(
            "With the alarm it sets off, leaving takes {up_to}{most} {} off a shortfall of {shortfall}",
            unit(&most)
        );
    }
    if added.iter().all(|a| a.p05 > 0.0) {
        if let [only] = added[..] {
            let x = points(only.mean, only.se);
            return format!(
                "{} leaving add {x} {} to a shortfall of {shortfall} that is there anyway",
                subject(deepest),
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
