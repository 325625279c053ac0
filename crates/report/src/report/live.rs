//! What a page that lives shows of a run: the same words, numbers and pictures as the report, each by itself.

use serde::Serialize;

use super::{Material, alt, answer, figure, key_numbers, sentence::set, sides, view::View, warnings, words};
use crate::{plot::registry::Section, present::answer::page_lead};

/// A run as a page shows it that lives.
#[derive(Debug, Serialize)]
pub struct Live {
    /// The sentences that the report begins with, as HTML.
    pub lead: String,
    /// The six key numbers, as HTML.
    pub keys: String,
    /// What is to be known before them, as HTML; empty where there is nothing.
    pub warnings: String,
    /// The rest of the answer, head by head, as HTML.
    pub answer: String,
    /// Scenarios side by side, as HTML; nothing of one alone.
    pub sides: Option<String>,
    /// The figures, in the order of the report.
    pub figures: Vec<Shown>,
}

/// A figure: its words, and its picture.
#[derive(Debug, Serialize)]
pub struct Shown {
    /// Stem of its files: `1-coverage`.
    pub stem: String,
    /// The finding or the question.
    pub title: String,
    /// Quantity, unit, readiness, years, scenario, marks.
    pub subtitle: String,
    /// Source, runs, seed, caveat, version and hash.
    pub caption: String,
    /// What someone is told who cannot see it.
    pub alt: String,
    /// The picture without these words, an SVG file.
    pub svg: String,
    /// Width in pixels of the page of a figure.
    pub width: u32,
    /// Height in the same.
    pub height: u32,
}

/// The sections of figures as the page has them, from what leaves to what it rests on.
const SECTIONS: [Section; 7] = [
    Section::Capabilities,
    Section::Closing,
    Section::Pays,
    Section::Causes,
    Section::Ranking,
    Section::Scenarios,
    Section::Judgement,
];

/// What a page shows of a run. `order` are the ids of its scenarios, the first of them the one that the others are held against,
/// each with the letter or word by which the page knows it.
#[must_use]
pub fn live(material: &Material, order: &[(String, String)]) -> Live {
    let view = View::new(material);
    let lead = page_lead(view.summary);
    let lead = lead.iter().map(|sentence| set(&view, sentence, true).into_string());
    let shown = |drawn: &crate::plot::Drawn| {
        let figure = &drawn.figure;
        let (svg, width, height) = figure.drawing();
        Shown {
            stem: figure.stem.to_string(),
            title: words::joined(figure.title()),
            subtitle: words::joined(figure.subtitle()),
            caption: words::joined(figure.caption()),
            alt: alt::text(&view, drawn),
            svg,
            width,
            height,
        }
    };
    Live {
        lead: lead.collect::<Vec<_>>().join(" "),
        keys: key_numbers::key_numbers(&view).into_string(),
        warnings: warnings::warnings(&view).into_string(),
        answer: answer::run_in(&view).into_string(),
        sides: sides::table(&view, order).map(maud::Markup::into_string),
        figures: SECTIONS.into_iter().flat_map(|section| figure::of(&view, section)).map(shown).collect(),
    }
}
