//! Tables on a page, which sort.

use maud::{Markup, html};

use super::{Cell, Key, Kind, Piece, Table};
use crate::{present::typeset::typeset, store::summary::LABELS};

/// Columns from which on ranges stand on a line of their own and heads are broken, so that a table is no wider than the
/// page and leaves room for the names of its rows.
const DENSE: usize = 8;

/// Where a page says more of a scenario, by its id.
pub type Leads<'a> = &'a dyn Fn(&str) -> Option<String>;

/// Where the colour of what holds a gap open comes from.
#[must_use]
pub fn colour(label: &str) -> String {
    let known = LABELS.iter().any(|(name, _)| *name == label);
    format!("m-{}", if known { label } else { "reliance" })
}

/// A square in the colour of what holds a gap open; its word always stands beside it.
#[must_use]
pub fn mark(label: &str) -> Markup {
    html! { i class={ "mark " (colour(label)) } aria-hidden="true" {} }
}

/// A value that does not exist.
#[must_use]
pub fn missing() -> Markup {
    html! { span.missing { "–" } }
}

impl Piece {
    fn markup(&self, leads: Leads) -> Markup {
        html! {
            @match self {
                Piece::Text(text) => (typeset(text)),
                Piece::Strong(text) => b { (typeset(text)) },
                Piece::Range(text) => span.range { (typeset(text)) },
                Piece::Words(words) => (words),
                Piece::Quiet(words) => span.quiet { (words) },
                Piece::Code(id) => code { (id) },
                Piece::Scenario { id, name } => {
                    @if let Some(address) = leads(id) { a href=(address) { (name) } } @else { b { (name) } }
                },
                Piece::Link(address, words) => a href=(address) { (words) },
                Piece::Mark(label) => (mark(label)),
                Piece::Nothing(text) => span.missing { (text) },
                Piece::Missing => (missing()),
            }
        }
    }
}

impl Cell {
    fn markup(&self, leads: Leads) -> Markup {
        html! { @for piece in &self.pieces { (piece.markup(leads)) } }
    }
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
    #[must_use]
    pub fn markup(&self, leads: Leads) -> Markup {
        self.markup_at(self.id, leads)
    }

    /// The same at another place of the page.
    #[must_use]
    pub fn markup_at(&self, id: &str, leads: Leads) -> Markup {
        let caption = format!("{id}-caption");
        html! {
            div.scroll id=(id) role="region" tabindex="0" aria-labelledby=(caption) {
                table.sort.dense[self.columns.len() > DENSE] {
                    caption {
                        span.cap id=(caption) {
                            b { (self.title) } " " span.quiet { (self.notes.join(" ")) span.howto { " Select a heading to sort." } }
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
                                            @if let Some(rank) = &row.rank { span.inline-rank { (typeset(rank)) " " } }
                                            (cell.markup(leads))
                                        }
                                    } @else {
                                        td class=(self.class(c)) data-v=(data(&cell.key)) { (cell.markup(leads)) }
                                    }
                                }
                            }
                        }
                    }
                    @if !self.foot.is_empty() {
                        tfoot {
                            @for row in &self.foot {
                                tr {
                                    @for (c, cell) in row.iter().enumerate() {
                                        @if c == self.name {
                                            th scope="row" class="name" { (cell.markup(leads)) }
                                        } @else {
                                            td class=(self.class(c)) { (cell.markup(leads)) }
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
