//! Years by which a gap is closed with a given probability, from `closure.csv`.

use crate::plot::{closed_by::Closure, data::Context};
use crate::store::summary::{DomainInfo, ScenarioSummary};
use crate::store::table::Row;

/// Probabilities of closure, and the years that are drawn of them.
pub struct Years<'a> {
    closed: Closure<'a>,
    /// The first year.
    pub first: i32,
    /// The last year that can be judged.
    pub last: i32,
    /// The last year drawn: in a long run soon after the last mark.
    pub until: i32,
}

/// When a gap is closed in an arm.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Cell {
    /// The first year by whose end it is closed with 50 %.
    pub even: Option<i32>,
    /// With 80 %.
    pub likely: Option<i32>,
    /// Probability by the end of the last year.
    pub last: f64,
}

impl Cell {
    /// Whether it is not closed in time with 80 %: what rounds to 80 would contradict the head of the column.
    pub fn stays_open(&self) -> bool {
        self.likely.is_none() && (100.0 * self.last).round() < 80.0
    }
}

impl<'a> Years<'a> {
    /// Reads the table.
    pub fn read(ctx: &Context<'a>) -> Self {
        let closed = Closure::read(ctx);
        let (first, last) = (closed.first, closed.last);
        Self { closed, first, last, until: last }
    }

    /// Leaves out the years after the last mark of these cells.
    pub fn until_marked(&mut self, cells: &[Vec<(&ScenarioSummary, &DomainInfo)>]) {
        let both = cells.iter().flatten().filter_map(|(s, d)| self.cell(s, d));
        let marks = both.flat_map(|(a, b)| [a.even, a.likely, b.even, b.likely]).flatten();
        let marked = marks.max().unwrap_or(self.first);
        self.until = (marked + 2).max(self.first + 14).min(self.last);
    }

    /// The row of a year.
    pub fn row(&self, s: &ScenarioSummary, scenario: bool, d: &DomainInfo, year: i32) -> Option<&'a Row> {
        self.closed.row(s, scenario, &d.id, year)
    }

    fn arm(&self, s: &ScenarioSummary, scenario: bool, d: &DomainInfo) -> Option<Cell> {
        let p = |year| self.row(s, scenario, d, year).and_then(|r| r.probability);
        let by = |share: f64| (self.first..=self.last).find(|y| p(*y).is_some_and(|p| p >= share));
        Some(Cell { even: by(0.5), likely: by(0.8), last: p(self.last)? })
    }

    /// Without and with the drawdown; nothing where the table has no such rows.
    pub fn cell(&self, s: &ScenarioSummary, d: &DomainInfo) -> Option<(Cell, Cell)> {
        Some((self.arm(s, false, d)?, self.arm(s, true, d)?))
    }
}
