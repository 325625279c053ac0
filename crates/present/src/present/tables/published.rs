//! Published figures held against the model: those that are compared, and those that are not.

use super::{Columns, Medium};
use crate::{
    present::{
        published as said,
        table::{
            Cell, Key,
            Kind::{Number, Words},
            Piece, Table, cell, optional, words,
        },
    },
    store::published::{Compared, Figure, Findings, Reason, Verdict, Why},
};

/// A figure and what the comparison has found.
pub type Held<'a> = (&'a Figure, &'a Compared);

/// In which order they are shown: what does not reproduce comes first.
const ORDER: [(&str, &[Verdict]); 3] = [
    ("Not reproduced", &[Verdict::TooLow, Verdict::TooHigh]),
    ("Only the ranges overlap", &[Verdict::Touches]),
    ("Inside", &[Verdict::Inside]),
];

/// All that are compared, in groups with a heading each; groups without a figure are left out.
#[must_use]
pub fn groups(found: &Findings) -> Vec<(&'static str, Vec<Held<'_>>)> {
    let of = |verdicts: &[Verdict]| -> Vec<Held<'_>> {
        found.compared().filter(|(_, compared)| verdicts.contains(&compared.judged.verdict)).collect()
    };
    let groups = ORDER.iter().map(|&(heading, verdicts)| (heading, of(verdicts)));
    groups.filter(|(_, figures)| !figures.is_empty()).collect()
}

/// One row a figure. Text has short names and a column for every number; a page has room for what is published in full,
/// leads to its source and puts what belongs together into one cell.
#[must_use]
pub fn compared(figures: &[Held], on: Medium) -> Table {
    let mut columns = Columns::<Held>::new();
    match on {
        Medium::Text => columns.add("what", Words, |(figure, _)| words(&figure.name)),
        Medium::Page => columns.add("what is published", Words, |(figure, _)| {
            words(&figure.what).and(Piece::Quiet(format!("({})", figure.unit)))
        }),
    }
    columns.add("study", Words, |(figure, _)| match on {
        Medium::Text => words(&figure.by),
        Medium::Page => source(figure).and(Piece::Quiet(figure.grade.words().to_owned())),
    });
    columns.add("published", Number, |(figure, _)| {
        let published = said::published(&figure.published, &figure.unit);
        cell(figure.published.centre(), Piece::Text(published))
    });
    columns.add("drawdown", Number, |(figure, compared)| {
        let middle = cell(compared.band.middle, Piece::Text(said::middle(compared, &figure.unit)));
        match on {
            Medium::Text => middle,
            Medium::Page => middle.and(Piece::Range(format!("({})", said::band(compared, &figure.unit)))),
        }
    });
    if on == Medium::Text {
        columns.add("90 %", Number, |(figure, compared)| words(said::band(compared, &figure.unit)));
    }
    columns.add("verdict", Words, |held| match on {
        Medium::Text => words(said::verdict(held.0, held.1)),
        Medium::Page => verdict(held),
    });
    if on == Medium::Text {
        columns.add("measure", Words, |(_, compared)| {
            words(compared.measure.map_or("-", |measure| measure.words()))
        });
    }
    columns.add("held against", Words, |(_, compared)| match on {
        Medium::Text => words(said::against(compared)),
        Medium::Page => against(compared),
    });
    columns.table(figures)
}

/// The verdict on a page: what is outside stands out, and agreement that says little is marked.
fn verdict(&(figure, compared): &Held) -> Cell {
    let verdict = compared.judged.verdict;
    let text = said::verdict(figure, compared);
    let piece = if verdict.is_outside() { Piece::Strong(text) } else { Piece::Words(text) };
    let judged = cell(Key::Words(verdict.words().to_owned()), piece);
    if compared.also_input { judged.joined(Piece::Quiet(" also a source".to_owned())) } else { judged }
}

/// With what it is compared, on a page: the measure and how units were made the same belong to it.
fn against(compared: &Compared) -> Cell {
    let text = said::against(compared);
    let mut against = cell(Key::Words(text.clone()), Piece::Code(text));
    if let Some(measure) = compared.measure {
        against = against.joined(Piece::Words(format!(", {}", measure.words())));
    }
    if !compared.conversion.is_empty() {
        against = against.joined(Piece::Words(".".to_owned())).and(Piece::Quiet(compared.conversion.clone()));
    }
    against
}

/// Those that are not compared: how many for which kind of reason as text, each with its reason on a page.
#[must_use]
pub fn others(found: &Findings, on: Medium) -> Table {
    match on {
        Medium::Text => {
            let mut columns = Columns::new();
            columns.add("figures", Number, |(_, n): &(Why, usize)| words(n.to_string()));
            columns.add("why", Words, |(why, _): &(Why, usize)| words(why.words()));
            columns.table(&said::reasons(found))
        }
        Medium::Page => {
            let mut columns = Columns::<(&Figure, &Reason)>::new();
            columns.add("what is published", Words, |(figure, _)| words(&figure.what));
            columns.add("study", Words, |(figure, _)| source(figure));
            columns.add("published", Number, |(figure, _)| {
                optional(Some(figure.published.centre()), |_| {
                    said::published(&figure.published, &figure.unit)
                })
            });
            columns.add("unit", Words, |(figure, _)| words(&figure.unit));
            columns.add("why it is not compared", Words, |(_, reason)| words(&reason.reason));
            columns.table(&found.others().collect::<Vec<_>>())
        }
    }
}

/// Who has published it, which leads to where.
fn source(figure: &Figure) -> Cell {
    // Only what a browser opens as a page is a link.
    let opens = figure.source.starts_with("https://") || figure.source.starts_with("http://");
    let by = figure.by.clone();
    let piece = if opens { Piece::Link(figure.source.clone(), by.clone()) } else { Piece::Words(by.clone()) };
    cell(Key::Words(by), piece)
}
