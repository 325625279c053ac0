//! How much is new, and why: the waterfall of the deepest scenario, then every scenario's causes as a table. A scenario
//! alone has its own table here too.

use maud::{Markup, html};

use super::{
    figure::{self, Place},
    ranking,
    table::{Cell, Column, Key, Kind, Row, Table, cell, column, optional},
    view::View,
    words,
};
use crate::{
    plot::{
        causes::{STEPS, Way},
        numbers,
    },
    store::{extra::CauseRow, summary::ScenarioSummary},
};

/// The section; nothing without causes in a comparison.
pub(super) fn section(view: &View) -> Option<Markup> {
    let figures = figure::of(view, Place::Causes);
    let alone = view.scenarios.len() < 2;
    let table = table(view);
    if figures.is_empty() && table.is_none() && !alone {
        return None;
    }
    Some(html! {
        section #causes aria-labelledby="h-causes" {
            h2 #h-causes { "How much is new, and why?" }
            @for f in figures { (figure::figure(view, f)) }
            @if let Some(table) = &table { (table.markup()) }
            @if alone { (ranking::table(view).markup()) }
        }
    })
}

/// Heads of the steps' columns.
pub(super) const HEADS: [&str; STEPS.len()] = [
    "Pledges taken back",
    "Units leave",
    "Some come back",
    "Kit handed over",
    "Disruption",
    "Weaker link",
    "Alarm",
];

/// What every scenario adds, step by step; `None` where the run has no causes.
fn table(view: &View) -> Option<Table> {
    let ways: Vec<(&ScenarioSummary, Way)> = view
        .scenarios
        .iter()
        .filter_map(|&s| Some((s, Way::find(&view.material.tables.extra.causes, s, view.tier())?)))
        .collect();
    let computed = ways.first()?.1.replicates();
    let shown = Way::shown(ways.iter().map(|(_, way)| way));
    let rows: Vec<Row> = ways
        .iter()
        .map(|(scenario, way)| {
            let title = view.link(&scenario.id, &scenario.title);
            let mut cells = vec![Cell { key: Key::Words(scenario.title.clone()), shown: title }];
            cells.push(step_cell(Some(&way.added), false));
            cells.extend(shown.iter().map(|&step| step_cell(way.steps[step].as_ref(), true)));
            let se = way.added.enablers_se.unwrap_or(f64::NAN);
            cells.push(optional(way.added.enablers_mean, |part| words::signed(part, se)));
            Row { cells, tied: false, rank: None }
        })
        .collect();
    let mut columns = vec![column("Scenario", Kind::Words)];
    columns.push(Column { sorted: rows.len() > 1, ..column("Adds in all", Kind::Number) });
    columns.extend(shown.iter().map(|&step| column(HEADS[step], Kind::Number)));
    columns.push(column("Through enablers", Kind::Number));
    let first = if computed < view.replicates {
        format!(
            " How the parts before the alarm are split is computed in the first {} replicates.",
            numbers::thousands(computed as f64)
        )
    } else {
        String::new()
    };
    Some(Table {
        id: "t-causes",
        title: "What adds to the gap.".to_owned(),
        note: format!(
            "Points of the D+{} requirement, all capabilities weighted, mean of {} (5\u{2060}–\u{2060}95\u{202f}% of \
             replicates). Mechanisms are switched on from left to right, and each has the part that it adds to those \
             before it; another order would move what they do together. Enablers: the part that is not there when no \
             capability depends on another, of each step from {LEAST_PART} points on and of the whole.{first}",
            view.tier(),
            view.headline_years()
        ),
        columns,
        name: 0,
        rows,
        foot: Vec::new(),
    })
}

/// The least part through enablers that a cell says, points.
const LEAST_PART: f64 = 0.05;

/// A step: its mean, where 90 % of replicates lie, and with `part` how much of it acts through enablers.
fn step_cell(row: Option<&CauseRow>, part: bool) -> Cell {
    let Some((row, mean)) = row.and_then(|r| Some((r, r.mean?))) else {
        return Cell { key: Key::Missing, shown: words::missing() };
    };
    let (low, high) = (100.0 * row.p05.unwrap_or(mean), 100.0 * row.p95.unwrap_or(mean));
    // A range that rounds to one number says no more than the mean.
    let wide = numbers::number(low, 1) != numbers::number(high, 1);
    let part = row.enablers_mean.filter(|mean| part && (100.0 * mean).abs() >= LEAST_PART);
    let shown = html! {
        (words::signed(mean, row.se.unwrap_or(f64::NAN)))
        @if wide { " " span.range { (words::range(low, high, 1)) } }
        @if let Some(part) = part {
            " " span.range { "enablers " (words::signed(part, row.enablers_se.unwrap_or(f64::NAN))) }
        }
    };
    cell(mean, shown)
}
