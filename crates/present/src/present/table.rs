//! A table for people: built once, set for a terminal, as Markdown (`text`) or as a part of a page ([`html`]).

mod fit;
pub mod html;
mod text;

pub use fit::WIDTH;

/// What a column holds, which decides its side and, on a page, the first direction of sorting.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Words: left, ascending first.
    Words,
    /// Numbers: right, descending first.
    Number,
    /// A rank: right, ascending first.
    Rank,
}

/// A column.
#[derive(Clone, Debug, PartialEq)]
pub struct Column {
    /// Its head.
    pub head: String,
    /// What it holds.
    pub kind: Kind,
    /// Whether the rows come sorted by it, largest first.
    pub sorted: bool,
}

/// A column with its head.
pub fn column(head: impl Into<String>, kind: Kind) -> Column {
    Column { head: head.into(), kind, sorted: false }
}

/// What a cell is sorted by.
#[derive(Clone, Debug, PartialEq)]
pub enum Key {
    /// A number.
    Number(f64),
    /// Words.
    Words(String),
    /// Nothing: it stands last.
    Missing,
}

impl From<Option<f64>> for Key {
    fn from(value: Option<f64>) -> Self {
        value.filter(|v| v.is_finite()).map_or(Key::Missing, Key::Number)
    }
}

impl From<f64> for Key {
    fn from(value: f64) -> Self {
        Some(value).into()
    }
}

/// A part of a cell. Each medium sets the minus signs, dashes and narrow spaces of numbers in its own way; words stay as they
/// are.
#[derive(Clone, Debug, PartialEq)]
pub enum Piece {
    /// A number with what belongs to it.
    Text(String),
    /// The same where it is what the table is about.
    Strong(String),
    /// The same where it stands behind: a range, a number for comparison.
    Range(String),
    /// Words, of others too.
    Words(String),
    /// Words that stand behind.
    Quiet(String),
    /// An id.
    Code(String),
    /// The name of a scenario, which leads to what a page says of it.
    Scenario {
        /// Its id.
        id: String,
        /// Its name.
        name: String,
    },
    /// An address on the web and its words.
    Link(String, String),
    /// The mark of what holds a gap open.
    Mark(String),
    /// Nothing of note.
    Nothing(String),
    /// A value that does not exist.
    Missing,
}

/// A cell.
#[derive(Clone, Debug, PartialEq)]
pub struct Cell {
    /// What it is sorted by.
    pub key: Key,
    /// What it shows.
    pub pieces: Vec<Piece>,
}

/// A cell that shows a piece, sorted by its raw value.
pub fn cell(key: impl Into<Key>, piece: Piece) -> Cell {
    Cell { key: key.into(), pieces: vec![piece] }
}

/// A cell of words.
pub fn words(words: impl Into<String>) -> Cell {
    let words = words.into();
    cell(Key::Words(words.clone()), Piece::Words(words))
}

/// A cell of a value that does not exist.
#[must_use]
pub fn missing() -> Cell {
    cell(Key::Missing, Piece::Missing)
}

/// A cell of a number that may not be there.
pub fn optional(value: Option<f64>, shown: impl Fn(f64) -> String) -> Cell {
    value.filter(|v| v.is_finite()).map_or_else(missing, |v| cell(v, Piece::Text(shown(v))))
}

impl Cell {
    /// With a piece behind a space.
    #[must_use]
    pub fn and(self, piece: Piece) -> Self {
        self.joined(Piece::Words(" ".to_owned())).joined(piece)
    }

    /// With a piece right behind.
    #[must_use]
    pub fn joined(mut self, piece: Piece) -> Self {
        self.pieces.push(piece);
        self
    }
}

/// A row: its cells, the name of the row at [`Table::name`].
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// Cells by column.
    pub cells: Vec<Cell>,
    /// Whether its rank is not settled.
    pub tied: bool,
    /// Its rank, which moves into the name where a page has no room for a column.
    pub rank: Option<String>,
}

impl From<Vec<Cell>> for Row {
    fn from(cells: Vec<Cell>) -> Self {
        Self { cells, tied: false, rank: None }
    }
}

/// A table.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Table {
    /// Where it is on a page.
    pub id: &'static str,
    /// What it shows.
    pub title: String,
    /// Units, ranges, which scenario.
    pub notes: Vec<String>,
    /// Columns.
    pub columns: Vec<Column>,
    /// Column that names the rows.
    pub name: usize,
    /// Rows.
    pub rows: Vec<Row>,
    /// Last rows of a page, which are never sorted; text has notes instead.
    pub foot: Vec<Vec<Cell>>,
}

impl Table {
    /// A table of ready text.
    #[must_use]
    pub fn of_text(
        title: String,
        heads: impl IntoIterator<Item = (impl Into<String>, Kind)>,
        rows: Vec<Vec<String>>,
        notes: Vec<String>,
    ) -> Self {
        let columns: Vec<Column> = heads.into_iter().map(|(head, kind)| column(head, kind)).collect();
        let ready = |(text, column): (String, &Column)| match column.kind {
            Kind::Words => words(text),
            Kind::Number | Kind::Rank => cell(leading(&text), Piece::Words(text)),
        };
        let row = |cells: Vec<String>| cells.into_iter().zip(&columns).map(ready).collect::<Vec<_>>().into();
        let rows = rows.into_iter().map(row).collect();
        Self { title, notes, columns, rows, ..Self::default() }
    }
}

/// The number that a text begins with, by which a column of them is sorted.
fn leading(text: &str) -> Key {
    let number = text.strip_prefix("at most ").or(text.strip_prefix("at least ")).unwrap_or(text);
    let end = number.find(|c: char| !matches!(c, '0'..='9' | '+' | '-' | '.' | ','));
    let digits = number[..end.unwrap_or(number.len())].replace(',', "");
    digits.parse().map_or(Key::Missing, Key::Number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_says_the_same_in_every_medium() {
        let lost = cell(-3.2, Piece::Strong("-3.2".to_owned())).and(Piece::Range("2-5 %".to_owned()));
        let scenario = Piece::Scenario { id: "a".to_owned(), name: "F-16s <leave>".to_owned() };
        let table = Table {
            id: "t",
            title: "What | is lost".to_owned(),
            notes: vec!["One.".to_owned(), "Two.".to_owned()],
            columns: vec![column("who", Kind::Words), column("lost", Kind::Number)],
            rows: vec![
                vec![cell(Key::Words("a".to_owned()), scenario), lost].into(),
                vec![words("b"), optional(Some(f64::NAN), |v| v.to_string())].into(),
            ],
            ..Table::default()
        };
        let plain = "\nWhat | is lost\n  who                 lost\n  F-16s <leave> -3.2 2-5 %\n  b                      -\n  \
                     One.\n  Two.\n";
        assert_eq!(table.plain(), plain);
        let markdown = "**What \\| is lost**\n\n| who | lost |\n| --- | --: |\n| F-16s \\<leave\\> | -3.2 2-5 % |\n| b | - |\n\n\
                        One.\n\nTwo.\n\n";
        assert_eq!(table.markdown(), markdown);
        let page = table.markup(&|id| (id == "a").then(|| "#s-a".to_owned())).into_string();
        for part in [
            "<a href=\"#s-a\">F-16s &lt;leave&gt;</a>",
            "data-v=\"-3.2\"><b>−3.2</b> <span class=\"range\">2\u{2060}–\u{2060}5\u{202f}%</span>",
            "<td class=\"n\" data-v=\"\"><span class=\"missing\">–</span></td>",
            "One. Two.",
        ] {
            assert!(page.contains(part), "{part}\n{page}");
        }
    }
}
