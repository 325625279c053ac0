//! What adds to the gap: every scenario's way, step by step.

use super::{Columns, Medium, scenario};
use crate::{
    present::{
        causes::{STEPS, Way},
        numbers::{fixed, points, signed_points},
        ranking::leaving,
        table::{Cell, Kind, Piece, Table, cell, missing},
    },
    store::{
        extra::CauseRow,
        summary::{ScenarioSummary, Summary},
    },
};

/// The least part through enablers that a cell of a page says, points.
pub const LEAST_PART: f64 = 0.05;

/// Heads of the steps' columns on a page.
pub const HEADS: [&str; STEPS.len()] = [
    "Pledges taken back",
    "Units leave",
    "Some come back",
    "Kit handed over",
    "Disruption",
    "Weaker link",
    "Alarm",
];

/// A scenario with its way.
type On<'a> = (&'a ScenarioSummary, Way);

/// One row per scenario, in the order of the ranking, on a page those in which somebody leaves; and in how many replicates its
/// steps were computed. `None` without causes.
#[must_use]
pub fn causes(summary: &Summary, rows: &[CauseRow], on: Medium) -> Option<(Table, u64)> {
    let page = on == Medium::Page;
    let scenarios: Vec<&ScenarioSummary> = match on {
        Medium::Page => leaving(summary),
        Medium::Text => summary.ranking.iter().filter_map(|e| summary.scenario(&e.scenario)).collect(),
    };
    let way = |s| Some((s, Way::find(rows, s, summary.reporting_tier)?));
    let ways: Vec<On> = scenarios.into_iter().filter_map(way).collect();
    let computed = ways.first()?.1.replicates();
    let mut columns = Columns::new();
    columns.add(if page { "Scenario" } else { "scenario" }, Kind::Words, |(s, _): &On| scenario(s));
    columns.add(if page { "Adds in all" } else { "adds" }, Kind::Number, move |(_, way)| {
        step(&way.added, false, on)
    });
    columns.sorted(ways.len() > 1);
    for at in Way::shown(ways.iter().map(|(_, way)| way)) {
        let head = if page { HEADS[at] } else { STEPS[at] };
        columns.add(head, Kind::Number, move |(_, way)| {
            way.steps[at].as_ref().map_or_else(missing, |row| step(row, true, on))
        });
    }
    columns.add(if page { "Through enablers" } else { "enablers" }, Kind::Number, move |(_, way)| {
        way.added
            .enablers_mean
            .map_or_else(missing, |part| cell(part, Piece::Text(moved(part, way.added.enablers_se, on))))
    });
    Some((columns.table(&ways), computed))
}

/// A mean in points, on a page with its sign.
fn moved(mean: f64, se: Option<f64>, on: Medium) -> String {
    let se = se.unwrap_or(f64::NAN);
    if on == Medium::Page { signed_points(mean, se) } else { points(mean, se) }
}

/// A step: its mean, with `part` how much of it acts through enablers, and on a page where 90 % of replicates lie.
fn step(row: &CauseRow, part: bool, on: Medium) -> Cell {
    let Some(mean) = row.mean else { return missing() };
    let shown = cell(mean, Piece::Text(moved(mean, row.se, on)));
    let enablers = |part: f64| moved(part, row.enablers_se, on);
    if on == Medium::Text {
        let part = part.then(|| Piece::Range(format!("({})", enablers(row.enablers_mean.unwrap_or(0.0)))));
        return part.into_iter().fold(shown, Cell::and);
    }
    let (low, high) = (100.0 * row.p05.unwrap_or(mean), 100.0 * row.p95.unwrap_or(mean));
    // A range that rounds to one number says no more than the mean.
    let wide = (fixed(low, 1) != fixed(high, 1)).then(|| between(low, high));
    let part = row.enablers_mean.filter(|mean| part && (100.0 * mean).abs() >= LEAST_PART);
    let part = part.map(|part| Piece::Range(format!("enablers {}", enablers(part))));
    wide.into_iter().chain(part).fold(shown, Cell::and)
}

/// From one number to another: 0.2-1.0, or -0.1 to 0.3 where an end is below 0.
fn between(low: f64, high: f64) -> Piece {
    let (from, to) = (fixed(low, 1), fixed(high, 1));
    let below = from.starts_with('-') || to.starts_with('-');
    Piece::Range(if below { format!("{from} to {to}") } else { format!("{from}-{to}") })
}
