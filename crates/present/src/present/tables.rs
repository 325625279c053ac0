//! Tables of the answer, of `hindcast` and of `validate`, built once for text and page, which name columns in their own way and
//! have some of their own: a column is a line here with what makes its cells.

pub mod below;
pub mod capabilities;
pub mod causes;
pub mod hindcast;
pub mod invest;
pub mod names;
pub mod places;
pub mod published;
pub mod ranking;
pub mod required;
pub mod short;
pub mod variance;
pub mod worlds;

use super::{
    numbers::{points, span},
    table::{Cell, Column, Key, Kind, Piece, Table, cell, column, optional},
};
use crate::store::summary::ScenarioSummary;

/// Where a table is shown: as text, narrow, a number a column; or on a page, where ranges stand behind their numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Medium {
    /// On a terminal or in a document.
    Text,
    /// On a page.
    Page,
}

/// What makes a cell of what a row is about.
type Make<'a, T> = Box<dyn Fn(&T) -> Cell + 'a>;

/// The columns of a table, each with what makes its cells.
struct Columns<'a, T> {
    heads: Vec<Column>,
    cells: Vec<Make<'a, T>>,
}

impl<'a, T> Columns<'a, T> {
    const fn new() -> Self {
        Self { heads: Vec::new(), cells: Vec::new() }
    }

    fn add(&mut self, head: impl Into<String>, kind: Kind, cell: impl Fn(&T) -> Cell + 'a) {
        self.heads.push(column(head, kind));
        self.cells.push(Box::new(cell));
    }

    /// Rows come sorted by the column added last.
    fn sorted(&mut self, sorted: bool) {
        self.heads.iter_mut().last().into_iter().for_each(|head| head.sorted = sorted);
    }

    /// One row per item.
    fn table(self, items: &[T]) -> Table {
        let row = |item: &T| self.cells.iter().map(|make| make(item)).collect::<Vec<_>>().into();
        Table { rows: items.iter().map(row).collect(), columns: self.heads, ..Table::default() }
    }
}

/// A scenario by its name, which leads to what a page says of it.
fn scenario(scenario: &ScenarioSummary) -> Cell {
    let name = &scenario.short_title;
    cell(Key::Words(name.clone()), Piece::Scenario { id: scenario.id.clone(), name: name.clone() })
}

/// Points of the index of an arm with as many decimals as their error allows.
fn index(scenario: &ScenarioSummary, arm: &str, tier: u32) -> Cell {
    let found = scenario.index_of(arm, tier);
    optional(found.map(|found| found.mean), |mean| points(mean, found.map_or(f64::NAN, |found| found.se)))
}

/// The middle 90 % of replicates, ends in points; a page has no words between ends that have none for their signs.
fn range(low: f64, high: f64, decimals: usize, signs: (&str, &str), on: Medium) -> Piece {
    let words = span(low, high, decimals, signs);
    match on {
        Medium::Page if !words.contains(signs.1) => Piece::Range(words.replace(" to ", "-")),
        _ => Piece::Range(words),
    }
}
