//! What changes how to read every number, above the lead.

use maud::{Markup, html};

use super::view::View;
use crate::present::{
    grouped,
    numbers::{page as numbers, runs},
};

/// The most warnings of a comparison that are told in full.
const MOST: usize = 3;

/// How many boxes there are.
pub(super) fn count(view: &View) -> usize {
    let run = view.summary;
    let others = !run.warnings.is_empty() || run.scenarios.iter().any(|s| !s.warnings.is_empty());
    usize::from(run.failed_replicates > 0) + usize::from(view.replicates < 1000) + usize::from(others)
}

/// Warnings, or nothing.
pub(super) fn warnings(view: &View) -> Markup {
    let run = view.summary;
    let count = |n: u64| numbers::thousands(n as f64);
    let mut others: Vec<String> = run.warnings.clone();
    for scenario in &run.scenarios {
        others.extend(scenario.warnings.iter().map(|w| format!("{}: {w}", scenario.short_title)));
    }
    let more = others.len().saturating_sub(MOST);
    html! {
        @if run.failed_replicates > 0 {
            div.warning role="note" {
                b {
                    (count(run.failed_replicates)) " of " (count(run.replicates)) " runs failed ("
                    (numbers::in_percent(100.0 * run.failed_replicates as f64 / run.replicates as f64, 1))
                    ") and are left out of every number."
                }
                " They drew a value that the model does not allow. Narrow that distribution, then run again; "
                code { "drawdown check" } " names ranges that go too far."
            }
        }
        @if view.replicates < 1000 {
            div.warning role="note" {
                b { "Only " (runs(view.replicates)) ": ranges and small probabilities are rough." }
                " Run again with more " code { "--replicates" } "; the same seed begins with the same runs."
            }
        }
        @if !others.is_empty() {
            div.warning role="note" {
                @if others.len() == 1 {
                    b { "Beware. " } (ticks(&crate::plot::words::capital(&others[0]))) "."
                } @else {
                    b { "Beware:" }
                    ul {
                        @for warning in others.iter().take(MOST) { li { (ticks(warning)) } }
                        @if more > 0 { li { "and " (more) " more in " code { "summary.json" } } }
                    }
                }
            }
        }
    }
}

/// A warning of a page that is no run's, or nothing.
pub(super) fn beware(warning: Option<&str>) -> Markup {
    html! {
        @if let Some(warning) = warning {
            div.warning role="note" { b { "Beware. " } (ticks(&crate::plot::words::capital(warning))) "." }
        }
    }
}

/// What is to be known before the answer of several scenarios is: what was changed by hand, their own warnings by title, and how
/// many of `runs` are left out.
pub(super) fn before_all<'a>(
    changed: Option<&str>,
    warnings: impl Iterator<Item = (&'a str, &'a [String])>,
    (failed, runs): (u64, u64),
) -> Markup {
    html! {
        (beware(changed))
        @for (title, warnings) in warnings {
            @for warning in warnings { (beware(Some(&format!("{title}: {warning}")))) }
        }
        @if failed > 0 {
            (beware(Some(&format!(
                "{} of {} runs failed and are left out of every number",
                grouped(failed),
                grouped(runs)
            ))))
        }
    }
}

/// Text of a terminal: what stands in backticks is code.
fn ticks(text: &str) -> Markup {
    html! {
        @for (i, piece) in text.trim_end_matches('.').split('`').enumerate() {
            @if i % 2 == 1 { code { (piece) } } @else { (super::words::typeset(piece)) }
        }
    }
}
