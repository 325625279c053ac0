//! Tables as text: for a terminal and as Markdown.

use super::{Cell, Kind, Piece, Table};
use crate::present::text;

impl Piece {
    fn text(&self) -> &str {
        match self {
            Piece::Text(text)
            | Piece::Strong(text)
            | Piece::Range(text)
            | Piece::Words(text)
            | Piece::Quiet(text)
            | Piece::Code(text)
            | Piece::Nothing(text)
            | Piece::Link(_, text) => text,
            Piece::Scenario { title, .. } => title,
            Piece::Mark(_) => "",
            Piece::Missing => "-",
        }
    }
}

impl Cell {
    fn text(&self) -> String {
        self.pieces.iter().map(Piece::text).collect()
    }
}

impl Table {
    /// Heads as text that goes through the function of a medium, each in its lines, which end on the same one.
    fn heads(&self, safe: impl Fn(&str) -> String) -> Vec<Vec<String>> {
        let heads: Vec<Vec<&str>> =
            self.columns.iter().map(|column| column.head.split('\n').collect()).collect();
        let deepest = heads.iter().map(Vec::len).max().unwrap_or(1);
        let at = |head: &[&str], line: usize| {
            let first = deepest - head.len();
            line.checked_sub(first).map_or_else(String::new, |line| safe(head[line]))
        };
        (0..deepest).map(|line| heads.iter().map(|head| at(head, line)).collect()).collect()
    }

    /// Rows as such text.
    fn lines(&self, safe: impl Fn(&str) -> String) -> Vec<Vec<String>> {
        let row = |cells: &[Cell]| cells.iter().map(|cell| safe(&cell.text())).collect();
        self.rows.iter().map(|one| row(&one.cells)).collect()
    }

    /// Characters of the longest line of heads and rows on a terminal.
    #[must_use]
    pub fn width(&self) -> usize {
        let longest = |line: &str| line.chars().count();
        self.set().iter().map(|line| longest(line)).max().unwrap_or(0)
    }

    /// Heads and rows on a terminal: columns of words stand left, of numbers right.
    fn set(&self) -> Vec<String> {
        let safe = |cell: &str| text::line(cell).into_owned();
        let lines: Vec<Vec<String>> = self.heads(safe).into_iter().chain(self.lines(safe)).collect();
        let width = |c: usize| lines.iter().map(|line| line[c].chars().count()).max().unwrap_or(0);
        let widths: Vec<usize> = (0..self.columns.len()).map(width).collect();
        let set = |line: &Vec<String>| {
            let mut set = String::from(" ");
            for ((cell, &width), column) in line.iter().zip(&widths).zip(&self.columns) {
                set += &match column.kind {
                    Kind::Words => format!(" {cell:<width$}"),
                    Kind::Number | Kind::Rank => format!(" {cell:>width$}"),
                };
            }
            set.trim_end().to_owned()
        };
        lines.iter().map(set).collect()
    }

    /// For a terminal.
    #[must_use]
    pub fn plain(&self) -> String {
        let mut plain = match self.title.is_empty() {
            true => "\n".to_owned(),
            false => format!("\n{}\n", text::line(&self.title)),
        };
        for line in self.set() {
            plain += &line;
            plain.push('\n');
        }
        for note in &self.notes {
            plain += &format!("  {}\n", text::line(note));
        }
        plain
    }

    /// For a document.
    #[must_use]
    pub fn markdown(&self) -> String {
        let safe = |cell: &str| text::markdown(cell).into_owned();
        let heads = self.columns.iter().map(|column| safe(&column.head.replace('\n', " "))).collect();
        let mut lines: Vec<Vec<String>> = std::iter::once(heads).chain(self.lines(safe)).collect();
        let side = |kind| if kind == Kind::Words { "---" } else { "--:" };
        lines.insert(1, self.columns.iter().map(|column| side(column.kind).to_owned()).collect());
        let mut markdown = match self.title.is_empty() {
            true => String::new(),
            false => format!("**{}**\n\n", text::markdown(&self.title)),
        };
        for line in &lines {
            markdown += &format!("| {} |\n", line.join(" | "));
        }
        markdown.push('\n');
        for note in &self.notes {
            markdown += &format!("{}\n\n", text::markdown(note));
        }
        markdown
    }
}
