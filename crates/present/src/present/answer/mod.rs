//! The answer in words, computed from the summary, in the order in which a planner asks.
//!
//! There is one text: the terminal, `briefing.md` and the report show the same sections with the same sentences, each in
//! its own typography. A new sentence goes into `sentences`, under the head that it belongs to.

mod alarm;
mod beware;
mod briefing;
mod certainty;
mod closing;
mod contrasts;
mod cost_and_pledges;
mod elsewhere;
pub mod headline;
mod lead;
mod sensitivity;
mod sentences;
mod short;
mod triggers;
mod when;
mod where_and_when;

pub use beware::judged;
pub use briefing::briefing;
pub use closing::{Held, held_open};
pub use sensitivity::what_would_change;
pub use sentences::sections;
pub use short::{LINES, WIDTH, lead as page_lead, lines, short};

#[cfg(test)]
mod evidence_tests;
#[cfg(test)]
pub(super) mod made_up;
#[cfg(test)]
mod tests;

use crate::{
    present::text::{line, markdown},
    store::summary::{ScenarioSummary, Summary},
};

/// What a section of the answer is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Head {
    /// What is missing anyway, and what the deepest scenario adds: it stands without a head.
    Lead,
    /// In which capabilities, in which year.
    WhereAndWhen,
    /// Whether the order of the scenarios could be another.
    HowSure,
    /// Size, manner, composition, destination.
    WhatMatters,
    /// By when gaps close, and what holds them open.
    Closing,
    /// What it costs, and whom.
    WhoPays,
    /// What allies do because troops leave.
    Alarm,
    /// Which of the unknown inputs would change the answer.
    WhatWouldChange,
    /// What triggers do by themselves.
    Trigger,
    /// What to keep in mind.
    Beware,
}

impl Head {
    /// The head as it is written; empty for the lead.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Head::Lead => "",
            Head::WhereAndWhen => "Where and when",
            Head::HowSure => "How sure",
            Head::WhatMatters => "What matters",
            Head::Closing => "Closing",
            Head::WhoPays => "Who pays",
            Head::Alarm => "The alarm",
            Head::WhatWouldChange => "What would change it",
            Head::Trigger => "Trigger",
            Head::Beware => "Beware",
        }
    }
}

/// A piece of a sentence, by what it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Part {
    /// Words of ours.
    Text(String),
    /// A scenario by its id and name, which are words of others: the same name wherever it is spoken of, its short title.
    Scenario {
        /// Stem of its file.
        id: String,
        /// Its name.
        name: String,
    },
    /// The number that is missing without any drawdown.
    Without(String),
    /// The number that a drawdown adds.
    Added(String),
    /// Something to type.
    Code(String),
}

impl From<String> for Part {
    fn from(text: String) -> Self {
        Part::Text(text)
    }
}

impl From<&str> for Part {
    fn from(text: &str) -> Self {
        Part::Text(text.to_owned())
    }
}

impl From<&ScenarioSummary> for Part {
    fn from(scenario: &ScenarioSummary) -> Self {
        Part::Scenario { id: scenario.id.clone(), name: scenario.short_title.clone() }
    }
}

/// A sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sentence {
    /// A word that stands before it where there are no heads (`Where`).
    pub opening: Option<&'static str>,
    /// Whether it explains the sentence before and stands indented under it where each has lines of its own.
    pub detail: bool,
    /// Its pieces.
    pub parts: Vec<Part>,
}

impl Sentence {
    fn new(parts: Vec<Part>) -> Self {
        Self { opening: None, detail: false, parts }
    }

    fn text(text: String) -> Self {
        Self::new(vec![Part::Text(text)])
    }

    fn detail(self) -> Self {
        Self { detail: true, ..self }
    }

    fn opening(self, word: &'static str) -> Self {
        Self { opening: Some(word), ..self }
    }

    /// The sentence as a terminal shows it.
    #[must_use]
    pub fn plain(&self) -> String {
        let mut text = if self.detail { "  ".to_owned() } else { String::new() };
        if let Some(word) = self.opening {
            text += &format!("{word}: ");
        }
        for part in &self.parts {
            match part {
                Part::Text(words) | Part::Without(words) | Part::Added(words) => text += &line(words),
                Part::Scenario { name, .. } => text += &format!("\"{}\"", line(name)),
                Part::Code(words) => text += &format!("`{}`", line(words)),
            }
        }
        text
    }

    /// The sentence as Markdown, without its opening word.
    #[must_use]
    pub fn markdown(&self) -> String {
        let mut text = String::new();
        for part in &self.parts {
            match part {
                Part::Text(words) => text += &markdown(words),
                Part::Scenario { name, .. } => text += &format!("\"{}\"", markdown(name)),
                Part::Without(words) | Part::Added(words) => text += &format!("**{}**", markdown(words)),
                // Within backquotes nothing can be escaped.
                Part::Code(words) => text += &format!("`{}`", line(words).replace('`', "'")),
            }
        }
        text
    }
}

/// Sentences under a head.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Section {
    /// What they are about.
    pub head: Head,
    /// The sentences.
    pub sentences: Vec<Sentence>,
}

/// All sentences in order, as a terminal shows them.
#[must_use]
pub fn sentences(summary: &Summary) -> Vec<String> {
    sections(summary).iter().flat_map(|section| section.sentences.iter().map(Sentence::plain)).collect()
}
