//! Until when gaps are open, and what holds them open.

use maud::{Markup, html};

use super::{
    figure::{self, Section},
    view::View,
};
use crate::{
    plot::words as plain,
    present::{
        answer::{Held, held_open},
        numbers::page as numbers,
        table::html::{colour, mark},
    },
    store::summary::ScenarioSummary,
};

/// What each binding constraint means, for the line under the bar.
const MEANINGS: [(&str, &str); 6] = [
    ("money", "Money: the funds for gaps are spent."),
    ("time", "Time: ordered, not yet delivered or trained."),
    (
        "enablers",
        "Enablers: the forces are there but cannot be used without tankers, command or suppression.",
    ),
    ("industry", "Industry: it delivers no faster."),
    ("people", "People: nobody to man it."),
    ("reliance", "Reliance: planners count on US forces that are not there in time."),
];

/// The section.
pub(super) fn section(view: &View) -> Option<Markup> {
    let figures = figure::of(view, Section::Closing);
    let bars = view.of_each("f-binding", |scenario| bar(view, scenario));
    if figures.is_empty() && bars.is_empty() {
        return None;
    }
    Some(html! {
        section #closing aria-labelledby="h-closing" {
            h2 #h-closing { "When does it close, and what holds it open?" }
            p { (plain::capital(&view.stays_closed())) "." }
            @for (id, bar) in &bars { figure id=(id) { (bar) } }
            @for f in figures { (figure::figure(view, f)) }
            @if figure::left_out(view) {
                p { "Nothing that can be seen changes, so gaps close as they do without a drawdown; the figure of closing dates is left out." }
            }
        }
    })
}

fn bar(view: &View, scenario: &ScenarioSummary) -> Option<Markup> {
    let shares = held_open(scenario);
    let first = shares.first()?;
    let named: Vec<&Held> = shares.iter().filter(|held| held.with > 0.0 || held.without > 0.0).collect();
    let title = format!(
        "{} holds {} of the gaps open that are there in {} ({} {})",
        plain::capital(&first.label),
        numbers::percent(first.with),
        scenario.binding_year,
        numbers::percent(first.without),
        crate::present::without(scenario)
    );
    let share = |p: f64| numbers::probability_percent(p, view.replicates);
    Some(html! {
        figcaption {
            h3 { (title) }
            p.sub {
                "Binding constraint of the capabilities with a gap at D+" (view.tier) " in "
                (scenario.binding_year) ", % of open cases, " (scenario.short_title) "; in brackets " (crate::present::without(scenario)) "."
            }
        }
        div.binding aria-hidden="true" {
            @for held in named.iter().filter(|held| held.with >= 0.005) {
                i class=(colour(&held.label)) style=(format!("flex-grow:{:.1}", 1000.0 * held.with)) {}
            }
        }
        ul.legend {
            @for held in &named {
                li {
                    (mark(&held.label)) " " b { (held.label) } " " (share(held.with)) " "
                    span.range { "(" (share(held.without)) ")" }
                }
            }
        }
        p.source {
            @for (known, meaning) in MEANINGS {
                @if named.iter().any(|held| held.label == known && held.with >= 0.005) { (meaning) " " }
            }
            "Source: tables/binding.csv."
        }
    })
}
