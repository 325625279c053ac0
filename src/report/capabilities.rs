//! Where and when it bites: figures, and the table of capabilities.

use maud::{Markup, html};

use super::{
    closing::mark,
    figure::{self, Section},
    table::{Cell, Column, Key, Kind, Row, Table, cell, column, optional},
    view::View,
    words,
};
use crate::{analysis::answer::stays_closed, plot::numbers};

/// The section.
pub(super) fn section(view: &View) -> Option<Markup> {
    let figures = figure::of(view, Section::Capabilities);
    let table = table(view);
    if figures.is_empty() && table.is_none() {
        return None;
    }
    Some(html! {
        section #capabilities aria-labelledby="h-capabilities" {
            h2 #h-capabilities { (if gains(view) { "Where and when does it help?" } else { "Where and when does it bite?" }) }
            @for f in figures { (figure::figure(view, f)) }
            @if figure::left_out(view) {
                p { "Nothing that can be seen changes, so figures of what changes are left out." }
            }
            @if let Some(table) = table { (table.markup()) }
        }
    })
}

/// Whether no capability loses and some gain.
fn gains(view: &View) -> bool {
    view.deepest().and_then(|s| view.worst(s)).is_some_and(|worst| worst.loss.mean < 0.0)
}

fn table(view: &View) -> Option<Table> {
    let scenario = view.deepest()?;
    let year = scenario.binding_year;
    let rows: Vec<Row> = scenario
        .changes(view.tier())
        .iter()
        .map(|worst| {
            let name = view.short(&worst.domain);
            let critical = view.domain(&worst.domain).is_some_and(|d| d.critical);
            let closure = scenario.closure.iter().find(|c| c.domain == worst.domain && c.year == year);
            let binding = scenario.binding.iter().find(|b| b.domain == worst.domain && !b.label.is_empty());
            let chance = |p: Option<f64>| optional(p, |p| numbers::probability_percent(p, view.replicates));
            let loss = worst.loss;
            let (low, high) = (100.0 * loss.p05, 100.0 * loss.p95);
            let small = loss.mean.abs() < 0.005;
            Row {
                cells: vec![
                    Cell {
                        key: Key::Words(name.clone()),
                        shown: html! { (name) @if critical { " " span.range { "critical" } } },
                    },
                    optional(view.covered(&scenario.id, &worst.domain), |v| numbers::number(100.0 * v, 0)),
                    cell(loss.mean, html! {
                        @if small { span.missing { "≈ 0" } } @else { b { (numbers::number(100.0 * loss.mean.abs(), 0)) } }
                        @if loss.mean <= -0.005 { " gained" }
                        " " span.range { (words::signed_range(low, high, 0, ("lost", "gained"))) }
                    }),
                    if small { Cell { key: Key::Missing, shown: words::missing() } }
                    else { cell(f64::from(worst.year), html! { (worst.year) }) },
                    chance(closure.map(|c| c.scenario.probability)),
                    chance(closure.map(|c| c.counterfactual.probability)),
                    match binding {
                        Some(b) => Cell {
                            key: Key::Words(b.label.clone()),
                            shown: html! {
                                (mark(&b.label)) " " (b.label) " "
                                span.range {
                                    (numbers::probability_percent(b.probability, view.replicates))
                                    @if !b.counterfactual.label.is_empty() {
                                        " (" (b.counterfactual.label) " "
                                        (numbers::probability_percent(b.counterfactual.probability, view.replicates)) ")"
                                    }
                                }
                            },
                        },
                        None => Cell { key: Key::Missing, shown: words::missing() },
                    },
                ],
                tied: false,
                rank: None,
            }
        })
        .collect();
    if rows.is_empty() {
        return None;
    }
    let (first, last) = view.early();
    Some(Table {
        id: "t-capabilities",
        title: format!("The {} capabilities", words::count(rows.len())),
        note: format!(
            "at D+{} under {}. Coverage without drawdown: mean of {}. Loss: {}, points (5\u{2060}–\u{2060}95\u{202f}% of replicates). Held \
             open: share of open cases, in brackets {}. No gap: {}.",
            view.tier(),
            scenario.title,
            words::joined(&numbers::years(first, last)),
            // Where nothing is lost, the year is that of the largest gain.
            if gains(view) { "year of the largest change" } else { "worst year" },
            crate::present::without(scenario),
            stays_closed(view.summary)
        ),
        columns: vec![
            column("Capability", Kind::Words),
            column("Covered without, %", Kind::Number),
            Column { sorted: true, ..column("Loss, points", Kind::Number) },
            column(if gains(view) { "Year" } else { "Worst year" }, Kind::Number),
            column(format!("No gap in {year}, with"), Kind::Number),
            column("without", Kind::Number),
            column(format!("Held open in {year} by"), Kind::Words),
        ],
        name: 0,
        rows,
        foot: Vec::new(),
    })
}
