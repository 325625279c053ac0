//! Tables as text: for a terminal and as Markdown.

use super::{Cell, Kind, Piece, Table, fit::WIDTH};
use crate::present::{grammar::wrap, text};

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
            Piece::Scenario { name, .. } => name,
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
    /// Rows as text that goes through the function of a medium.
    pub(super) fn lines(&self, safe: impl Fn(&str) -> String) -> Vec<Vec<String>> {
        let row = |cells: &[Cell]| cells.iter().map(|cell| safe(&cell.text())).collect();
        self.rows.iter().map(|one| row(&one.cells)).collect()
    }

    /// For a terminal, in lines of at most [`WIDTH`] characters.
    #[must_use]
    pub fn plain(&self) -> String {
        let mut plain = "\n".to_owned();
        if !self.title.is_empty() {
            wrap(&text::line(&self.title), WIDTH).iter().for_each(|line| plain += &format!("{line}\n"));
        }
        for (at, part) in self.fitted().iter().enumerate() {
            // A blank line tells one part from the next.
            plain += if at > 0 { "\n" } else { "" };
            part.iter().for_each(|line| plain += &format!("{line}\n"));
        }
        for note in &self.notes {
            let note = format!("  {}", text::line(note));
            wrap(&note, WIDTH).iter().for_each(|line| plain += &format!("{line}\n"));
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
