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
    /// Heads and rows as text that goes through the function of a medium.
    fn lines(&self, safe: impl Fn(&str) -> String) -> Vec<Vec<String>> {
        let heads = self.columns.iter().map(|column| safe(&column.head)).collect();
        let rows = self.rows.iter().map(|row| row.cells.iter().map(|cell| safe(&cell.text())).collect());
        std::iter::once(heads).chain(rows).collect()
    }

    /// For a terminal: columns of words stand left, of numbers right.
    #[must_use]
    pub fn plain(&self) -> String {
        let lines = self.lines(|cell| text::line(cell).into_owned());
        let width = |c: usize| lines.iter().map(|line| line[c].chars().count()).max().unwrap_or(0);
        let widths: Vec<usize> = (0..self.columns.len()).map(width).collect();
        let mut plain = format!("\n{}\n", text::line(&self.title));
        for line in &lines {
            let mut set = String::from(" ");
            for ((cell, &width), column) in line.iter().zip(&widths).zip(&self.columns) {
                set += &match column.kind {
                    Kind::Words => format!(" {cell:<width$}"),
                    Kind::Number | Kind::Rank => format!(" {cell:>width$}"),
                };
            }
            plain += set.trim_end();
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
        let mut lines = self.lines(|cell| text::markdown(cell).into_owned());
        let side = |kind| if kind == Kind::Words { "---" } else { "--:" };
        lines.insert(1, self.columns.iter().map(|column| side(column.kind).to_owned()).collect());
        let mut markdown = format!("**{}**\n\n", text::markdown(&self.title));
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
