//! A table that sorts.

use maud::{Markup, html};

/// What a column holds, which decides its side and the first direction of sorting.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Words: left, ascending first.
    Words,
    /// Numbers: right, descending first.
    Number,
    /// A rank: right, ascending first.
    Rank,
}

/// A column.
pub(super) struct Column {
    pub head: String,
    pub kind: Kind,
    /// Whether the rows come sorted by it, largest first.
    pub sorted: bool,
}

/// A column with its head.
pub(super) fn column(head: impl Into<String>, kind: Kind) -> Column {
    Column { head: head.into(), kind, sorted: false }
}

/// What a cell is sorted by.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Key {
    Number(f64),
    Words(String),
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

/// A cell.
pub(super) struct Cell {
    pub key: Key,
    pub shown: Markup,
}

/// A cell of what is shown, sorted by its raw value.
pub(super) fn cell(key: impl Into<Key>, shown: Markup) -> Cell {
    Cell { key: key.into(), shown }
}

/// A cell of a number that may not be there.
pub(super) fn optional(value: Option<f64>, shown: impl Fn(f64) -> String) -> Cell {
    match value.filter(|v| v.is_finite()) {
        Some(v) => cell(v, html! { (shown(v)) }),
        None => Cell { key: Key::Missing, shown: super::words::missing() },
    }
}

/// A row: its cells, the name of the row at [`Table::name`].
pub(super) struct Row {
    pub cells: Vec<Cell>,
    /// Whether its rank is not settled.
    pub tied: bool,
    /// Its rank, which moves into the name where there is no room for a column.
    pub rank: Option<String>,
}

/// A table.
pub(super) struct Table {
    pub id: &'static str,
    /// Name of the table.
    pub title: String,
    /// Unit, ranges, which scenario.
    pub note: String,
    pub columns: Vec<Column>,
    /// Column that names the rows.
    pub name: usize,
    pub rows: Vec<Row>,
    /// Last rows, which are never sorted.
    pub foot: Vec<Vec<Markup>>,
}

fn data(key: &Key) -> String {
    match key {
        Key::Number(v) => format!("{v:?}"),
        Key::Words(text) => text.clone(),
        Key::Missing => String::new(),
    }
}

impl Table {
    fn class(&self, column: usize) -> &'static str {
        match (column == self.name, self.columns[column].kind) {
            (true, _) => "name",
            (_, Kind::Words) => "w",
            (_, Kind::Number) => "n",
            (_, Kind::Rank) => "n rank",
        }
    }

    /// The table in a region of its own, which scrolls sideways where it must.
    pub fn markup(&self) -> Markup {
        let caption = format!("{}-caption", self.id);
        html! {
            div.scroll id=(self.id) role="region" tabindex="0" aria-labelledby=(caption) {
                table.sort {
                    caption {
                        span.cap id=(caption) {
                            b { (self.title) } " " span.quiet { (self.note) span.howto { " Select a heading to sort." } }
                        }
                    }
                    thead {
                        tr {
                            @for (c, column) in self.columns.iter().enumerate() {
                                th scope="col" class=(self.class(c)) data-t=(match column.kind {
                                    Kind::Words => "w", Kind::Number => "n", Kind::Rank => "r",
                                }) aria-sort=[column.sorted.then_some("descending")] { (column.head) }
                            }
                        }
                    }
                    tbody {
                        @for row in &self.rows {
                            tr.tied[row.tied] {
                                @for (c, cell) in row.cells.iter().enumerate() {
                                    @if c == self.name {
                                        th scope="row" class="name" data-v=(data(&cell.key)) {
                                            @if let Some(rank) = &row.rank { span.inline-rank { (rank) " " } }
                                            (cell.shown)
                                        }
                                    } @else {
                                        td class=(self.class(c)) data-v=(data(&cell.key)) { (cell.shown) }
                                    }
                                }
                            }
                        }
                    }
                    @if !self.foot.is_empty() {
                        tfoot {
                            @for row in &self.foot {
                                tr {
                                    @for (c, shown) in row.iter().enumerate() {
                                        @if c == self.name {
                                            th scope="row" class="name" { (shown) }
                                        } @else {
                                            td class=(self.class(c)) { (shown) }
                                        }
                                    }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}
