//! A sheet before it is a file: heads with their units, rows of words and numbers.

use crate::text::line;

/// The most rows that a sheet has below its head.
pub const MOST_ROWS: usize = 19_999;

/// How a column is shown. What it holds keeps its digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Look {
    /// Words on one line.
    Words,
    /// Words that are broken into lines.
    Text,
    /// Whole numbers without separators: years, ranks, days.
    Plain,
    /// One decimal without separators: a mean of years.
    Year,
    /// Whole numbers with separators: people.
    Whole,
    /// One decimal: points, per cent, billions.
    One,
    /// Two decimals: shares of GDP.
    Two,
    /// As many digits as it has.
    Any,
}

/// The head of a column.
#[derive(Clone, Debug, PartialEq)]
pub struct Head {
    /// What it holds, with its unit.
    pub text: String,
    /// How it is shown.
    pub look: Look,
    /// Its width, in letters.
    pub width: u16,
}

/// A cell.
#[derive(Clone, Debug, PartialEq)]
pub enum Cell {
    /// Words, of others too.
    Words(String),
    /// A number.
    Number(f64),
    /// A value that does not exist.
    Empty,
}

/// A sheet.
#[derive(Clone, Debug, PartialEq)]
pub struct Sheet {
    /// Its name, at most 31 letters.
    pub name: &'static str,
    /// Columns.
    pub heads: Vec<Head>,
    /// Rows below the heads.
    pub rows: Vec<Vec<Cell>>,
    /// How many columns stay in sight when one scrolls to the right.
    pub held: u16,
}

impl Cell {
    /// Words on one line: what is hidden in them can be seen.
    pub fn words(words: impl AsRef<str>) -> Self {
        let words = words.as_ref();
        if words.is_empty() { Cell::Empty } else { Cell::Words(line(words).into_owned()) }
    }
}

impl From<f64> for Cell {
    fn from(value: f64) -> Self {
        if value.is_finite() { Cell::Number(tidy(value)) } else { Cell::Empty }
    }
}

impl From<Option<f64>> for Cell {
    fn from(value: Option<f64>) -> Self {
        value.map_or(Cell::Empty, Cell::from)
    }
}

/// A number without the dust of changing its unit, such as 19.812345000000002 for 0.19812345: twelve digits.
#[must_use]
pub fn tidy(value: f64) -> f64 {
    let near = format!("{value:.11e}").parse().unwrap_or(value);
    // No sheet says that -0 is missing.
    if near == 0.0 { 0.0 } else { near }
}

/// What makes a cell of what a row is about.
type Make<'a, T> = Box<dyn Fn(&T) -> Cell + 'a>;

/// The columns of a sheet, each with what makes its cells.
pub(super) struct Columns<'a, T> {
    heads: Vec<Head>,
    cells: Vec<Make<'a, T>>,
}

impl<'a, T> Columns<'a, T> {
    pub const fn new() -> Self {
        Self { heads: Vec::new(), cells: Vec::new() }
    }

    /// A column as wide as its look needs.
    pub fn add(&mut self, head: impl Into<String>, look: Look, cell: impl Fn(&T) -> Cell + 'a) {
        let width = match look {
            Look::Words | Look::Text => 24,
            Look::Plain | Look::Year => 9,
            _ => 13,
        };
        self.wide(head, look, width, cell);
    }

    /// A column of a width, in letters.
    pub fn wide(&mut self, head: impl Into<String>, look: Look, width: u16, cell: impl Fn(&T) -> Cell + 'a) {
        self.heads.push(Head { text: head.into(), look, width });
        self.cells.push(Box::new(cell));
    }

    /// One row per item; the first `held` columns stay in sight.
    pub fn sheet(self, name: &'static str, held: u16, items: &[T]) -> Sheet {
        let row = |item: &T| self.cells.iter().map(|make| make(item)).collect();
        Sheet { name, rows: items.iter().map(row).collect(), heads: self.heads, held }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_lose_the_dust_of_a_change_of_unit_and_nothing_else() {
        for value in [0.198_123_45, 0.07, 1.1, 0.29] {
            let shown = tidy(100.0 * value);
            assert!((shown - 100.0 * value).abs() <= 1e-11 * shown.abs(), "{value}");
            assert!(shown.to_string().len() <= 10, "{shown}");
        }
        assert!(tidy(-0.0).is_sign_positive());
        assert_eq!(Cell::from(f64::NAN), Cell::Empty);
        assert_eq!(Cell::words("a\nb"), Cell::Words("a\\u{a}b".to_owned()));
    }
}
