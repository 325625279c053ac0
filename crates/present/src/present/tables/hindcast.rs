//! How well intervals of the past have held what was spent: by origin, and against yardsticks.

use super::{Columns, Medium};
use crate::{
    present::{
        capital,
        numbers::page,
        table::{Cell, Kind, Piece, Table, cell, optional, words},
        typeset::typeset,
    },
    store::hindcast::{HindcastSummary, ScoreRow},
};

/// A row's name and its scores.
type Scored<'a> = (String, &'a ScoreRow);

/// Methods by their ids, and as a page names them.
const METHODS: [(&str, &str); 4] = [
    ("model", "Model"),
    ("persistence", "Persistence"),
    ("drift", "Random walk with drift"),
    ("trend", "Linear trend"),
];

/// The model, ally by ally, one row per origin.
#[must_use]
pub fn by_origin(summary: &HindcastSummary, on: Medium) -> Table {
    let of = |origin: &i32| Some((origin.to_string(), summary.score("model", "allies", (*origin, *origin))?));
    Table {
        title: "The model ally by ally, by the last year it knows".to_owned(),
        ..scores("origin", &summary.origins.iter().filter_map(of).collect::<Vec<_>>(), on)
    }
}

/// All methods over the origins given, one row each.
#[must_use]
pub fn methods(summary: &HindcastSummary, scope: &str, origins: (i32, i32), on: Medium) -> Table {
    let of = |(method, name): &(&str, &str)| {
        let name = if on == Medium::Page { name } else { method };
        Some(((*name).to_owned(), summary.score(method, scope, origins)?))
    };
    scores("method", &METHODS.iter().filter_map(of).collect::<Vec<_>>(), on)
}

/// Scores; `first` is the head of the names.
fn scores(first: &str, rows: &[Scored], on: Medium) -> Table {
    let head = |text: &str| match on {
        Medium::Text => text.to_owned(),
        Medium::Page => typeset(&capital(text)),
    };
    let number = move |value: f64, text: String, page: String| -> Cell {
        match on {
            Medium::Text => words(text),
            Medium::Page => optional(Some(value), |_| page.clone()),
        }
    };
    let share = move |v: f64| number(v, format!("{:.0} %", 100.0 * v), page::percent(v));
    let mut columns = Columns::new();
    columns.add(head(first), Kind::Words, |(name, _): &Scored| words(name));
    columns.add(head("forecasts"), Kind::Number, |(_, row)| {
        cell(f64::from(row.forecasts), Piece::Text(row.forecasts.to_string()))
    });
    columns.add(head("in 50 %"), Kind::Number, move |(_, row)| share(row.coverage_50));
    columns.add(head("in 80 %"), Kind::Number, move |(_, row)| share(row.coverage_80));
    columns.add(head("in 90 %"), Kind::Number, move |(_, row)| share(row.coverage_90));
    columns.add(head("mean PIT"), Kind::Number, move |(_, row)| {
        number(row.mean_pit, format!("{:.2}", row.mean_pit), page::number(row.mean_pit, 2))
    });
    columns.add(head("CRPS"), Kind::Number, move |(_, row)| {
        number(row.crps, format!("{:.3}", row.crps), page::number(row.crps, 3))
    });
    columns.add(head("log score"), Kind::Number, move |(_, row)| {
        number(row.log_score, format!("{:+.2}", row.log_score), page::signed(row.log_score, 2))
    });
    columns.table(rows)
}
