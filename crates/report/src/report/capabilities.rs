//! Where and when it bites: figures, and the table of capabilities.

use maud::{Markup, html};

use super::{
    figure::{self, Section},
    view::View,
    words,
};
use crate::{
    present::{
        numbers::page as numbers,
        table::Table,
        tables::{Medium, below::below, capabilities::capabilities},
    },
    store::summary::ScenarioSummary,
};

/// The section.
pub(super) fn section(view: &View) -> Option<Markup> {
    let figures = figure::of(view, Section::Capabilities);
    let changes = view.of_each("t-capabilities", |scenario| table(view, scenario));
    let years = view.of_each("t-below", |scenario| missing(view, scenario));
    if figures.is_empty() && changes.is_empty() {
        return None;
    }
    Some(html! {
        section #capabilities aria-labelledby="h-capabilities" {
            h2 #h-capabilities { (if view.focus().is_some_and(|focus| gains(view, focus)) { "Where and when does it help?" } else { "Where and when does it bite?" }) }
            @for f in figures { (figure::figure(view, f)) }
            @if figure::left_out(view) {
                p { "Nothing that can be seen changes, so figures of what changes are left out." }
            }
            @for (id, table) in changes.iter().chain(&years) { (table.markup_at(id, &|id| view.leads(id))) }
        }
    })
}

/// Whether no capability loses and some gain.
fn gains(view: &View, scenario: &ScenarioSummary) -> bool {
    view.worst(scenario).is_some_and(|worst| worst.loss.mean < 0.0)
}

/// What is missing in all, year by year, and how likely each capability is below its threshold.
fn missing(view: &View, scenario: &ScenarioSummary) -> Option<Table> {
    let tables = &view.material.tables;
    let rows = [&tables.coverage.rows[..], &tables.vulnerability.rows[..]];
    below(view, scenario, rows, Medium::Page, &|id| view.short(id))
}

fn table(view: &View, scenario: &ScenarioSummary) -> Option<Table> {
    let covered = |domain: &str| view.covered(&scenario.id, domain);
    let table = capabilities(view.summary, scenario, Medium::Page, &|id| view.short(id), &covered);
    if table.rows.is_empty() {
        return None;
    }
    let (first, last) = view.early();
    Some(Table {
        id: "t-capabilities",
        title: match table.rows.len() {
            1 => "The capability".to_owned(),
            n => format!("The {} capabilities", words::count(n)),
        },
        notes: vec![format!(
            "at D+{} under {}. Covered {}: mean of {}. Change of coverage: {}, points (9 of 10 runs); − is lost. Held \
             open: share of open cases, in brackets {}. No gap: {}.",
            view.tier,
            scenario.short_title,
            crate::present::without(scenario),
            words::joined(&numbers::years(first, last)),
            // Where nothing is lost, the year is that of the largest gain.
            if gains(view, scenario) { "year of the largest change" } else { "worst year" },
            crate::present::without(scenario),
            view.stays_closed()
        )],
        ..table
    })
}
