//! How a table is laid out on a terminal: natural widths where they fit, else heads and words that break between words, else
//! parts that stand one under the other, each with the columns that name its rows.

use std::ops::Range;

use super::{Column, Kind, Table};
use crate::present::{grammar::fill, text};

pub use crate::present::text::broken::WIDTH;

/// The least characters to which a column of words is narrowed before a table is taken apart, unless a word is longer.
const LEAST: usize = 14;

/// A column as it is set: its head, its cells, and how wide it may be.
struct Set {
    kind: Kind,
    head: String,
    cells: Vec<String>,
    /// As it was written.
    natural: usize,
    /// Without breaking a word, nor a number from what stands beside it.
    least: usize,
}

fn chars(text: &str) -> usize {
    text.chars().count()
}

impl Set {
    fn new(kind: Kind, head: String, cells: Vec<String>) -> Self {
        let cell = cells.iter().map(|cell| chars(cell)).max().unwrap_or(0);
        let line = head.split('\n').map(chars).max().unwrap_or(0);
        let word = |text: &str| fill(text, 1).iter().map(|word| chars(word)).max().unwrap_or(0);
        let natural = cell.max(line);
        let words = match kind {
            Kind::Words => cells.iter().map(|cell| word(cell)).max().unwrap_or(0).max(LEAST.min(cell)),
            Kind::Number | Kind::Rank => cell,
        };
        let least = words.max(head.split('\n').map(word).max().unwrap_or(0)).min(natural);
        Self { kind, head, cells, natural, least }
    }

    /// Lines of the head in so many characters.
    fn head(&self, width: usize) -> Vec<String> {
        self.head.split('\n').flat_map(|line| within(line, width)).collect()
    }

    /// Lines of a cell.
    fn cell(&self, row: usize, width: usize) -> Vec<String> {
        match self.kind {
            Kind::Words => within(&self.cells[row], width),
            Kind::Number | Kind::Rank => vec![self.cells[row].clone()],
        }
    }
}

/// A text as it stands where it fits, else in lines.
fn within(text: &str, width: usize) -> Vec<String> {
    if chars(text) <= width { vec![text.to_owned()] } else { fill(text, width) }
}

/// Characters of a line of columns of these widths, with what stands before each.
fn line(widths: impl IntoIterator<Item = usize>) -> usize {
    1 + widths.into_iter().map(|width| 1 + width).sum::<usize>()
}

/// The widths of columns so that a line fits: the widest give way first, as far as they can.
fn widths(columns: &[&Set]) -> Vec<usize> {
    let mut widths: Vec<usize> = columns.iter().map(|column| column.natural).collect();
    while line(widths.iter().copied()) > WIDTH {
        let wide = (0..columns.len()).filter(|&c| widths[c] > columns[c].least).max_by_key(|&c| widths[c]);
        let Some(wide) = wide else { break };
        widths[wide] -= 1;
    }
    widths
}

/// Which columns stand together, beside those that name the rows.
fn parts(columns: &[Set], names: usize) -> Vec<Range<usize>> {
    let mut parts = Vec::new();
    let mut from = names;
    for to in names..columns.len() {
        let least = columns[..names].iter().chain(&columns[from..=to]).map(|column| column.least);
        if to > from && line(least) > WIDTH {
            parts.push(from..to);
            from = to;
        }
    }
    parts.push(from..columns.len());
    parts
}

impl Table {
    /// Its columns as a terminal shows them.
    fn set(&self) -> Vec<Set> {
        let safe = |text: &str| text::line(text).into_owned();
        let cells = self.lines(safe);
        let column = |(c, column): (usize, &Column)| {
            let head = column.head.split('\n').map(safe).collect::<Vec<_>>().join("\n");
            Set::new(column.kind, head, cells.iter().map(|row| row[c].clone()).collect())
        };
        self.columns.iter().enumerate().map(column).collect()
    }

    /// Characters of the longest line of heads and rows where nothing is broken.
    #[must_use]
    pub fn width(&self) -> usize {
        line(self.set().iter().map(|column| column.natural))
    }

    /// Heads and rows in lines of a terminal, part by part.
    pub(super) fn fitted(&self) -> Vec<Vec<String>> {
        let columns = self.set();
        // The name of a row, and its rank before it.
        let names = (self.name + 1).min(columns.len());
        let part = |part: Range<usize>| {
            let shown: Vec<&Set> = columns[..names].iter().chain(&columns[part]).collect();
            beside(&shown, self.rows.len())
        };
        parts(&columns, names).into_iter().map(part).collect()
    }
}

/// Columns beside each other: of words left, of numbers right; heads end on the same line, cells begin on it.
fn beside(columns: &[&Set], rows: usize) -> Vec<String> {
    let widths = widths(columns);
    let line = |cells: &[Vec<String>], at: &dyn Fn(&[String], usize) -> Option<usize>, line: usize| {
        let mut text = String::from(" ");
        for ((cell, column), &width) in cells.iter().zip(columns).zip(&widths) {
            let shown = at(cell, line).and_then(|at| cell.get(at)).map_or("", String::as_str);
            text += &match column.kind {
                Kind::Words => format!(" {shown:<width$}"),
                Kind::Number | Kind::Rank => format!(" {shown:>width$}"),
            };
        }
        text.trim_end().to_owned()
    };
    let heads: Vec<Vec<String>> = columns.iter().zip(&widths).map(|(c, &width)| c.head(width)).collect();
    let deepest = |cells: &[Vec<String>]| cells.iter().map(Vec::len).max().unwrap_or(1).max(1);
    let last = deepest(&heads);
    let bottom = |cell: &[String], line: usize| (line + cell.len()).checked_sub(last);
    let top = |_: &[String], line: usize| Some(line);
    let mut lines: Vec<String> = (0..last).map(|at| line(&heads, &bottom, at)).collect();
    for row in 0..rows {
        let cells: Vec<Vec<String>> =
            columns.iter().zip(&widths).map(|(column, &width)| column.cell(row, width)).collect();
        lines.extend((0..deepest(&cells)).map(|at| line(&cells, &top, at)));
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::super::{Kind::Number, Kind::Words, Table};
    use super::WIDTH;

    /// A table of so many columns of numbers under heads of four words, and a last one of many words.
    fn table(numbers: usize, words: &str) -> Table {
        let mut heads = vec![("capability".to_owned(), Words)];
        heads.extend((0..numbers).map(|n| (format!("what column{n} is about"), Number)));
        heads.push(("held open by".to_owned(), Words));
        let row = |name: &str| {
            let mut cells = vec![name.to_owned()];
            cells.extend((0..numbers).map(|n| format!("{n}.5")));
            cells.push(words.to_owned());
            cells
        };
        let rows = vec![row("Land manoeuvre"), row("Integrated air and missile defence")];
        Table::of_text("T".repeat(10) + &" title".repeat(30), heads, rows, vec!["a note ".repeat(30)])
    }

    #[test]
    fn whatever_a_table_holds_its_lines_fit_and_its_words_stay_whole() {
        for numbers in [0, 2, 5, 9, 14, 40] {
            for words in ["time", "people 89 %, industry 6 % (people 89 %, industry 6 %), and so on it goes"]
            {
                let table = table(numbers, words);
                let plain = table.plain();
                for line in plain.lines() {
                    assert!(line.chars().count() <= WIDTH, "{numbers}: {line}\n{plain}");
                }
                let said: Vec<&str> = plain.split_whitespace().collect();
                for n in 0..numbers {
                    let (head, cell) = (format!("column{n}"), format!("{n}.5"));
                    assert_eq!(said.iter().filter(|word| **word == head).count(), 1, "{plain}");
                    assert_eq!(said.iter().filter(|word| **word == cell).count(), 2, "{plain}");
                }
                // Every part names its rows.
                let (heads, names) = (plain.matches("capability").count(), plain.matches("  Land").count());
                assert_eq!(heads, names, "{plain}");
            }
        }
    }

    #[test]
    fn what_fits_stands_as_it_was_written() {
        let table = table(2, "people 89 %");
        let heads =
            "  capability                         what column0 is about what column1 is about held open by\n";
        assert!(table.plain().contains(heads), "{}", table.plain());
    }

    #[test]
    fn what_is_broken_stands_under_its_head() {
        let mut table = table(3, "people 89 %, industry 6 %, time 5 %");
        table.title = "T".to_owned();
        table.notes.clear();
        let plain = table.plain();
        assert!(plain.lines().count() < 12, "{plain}");
        assert!(plain.lines().any(|line| line.contains("column0 is") && !line.contains("about")), "{plain}");
    }
}
