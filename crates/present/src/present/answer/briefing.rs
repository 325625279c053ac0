//! The answer as a page of Markdown: `briefing.md` of a run folder.

use super::{Head, Sentence, headline::headline, sections};
use crate::{
    present::{
        View,
        numbers::{grouped, runs},
        tables::names::names,
        text::markdown,
    },
    store::summary::Summary,
};

/// `briefing.md`: the widest finding as heading, then the answer, a paragraph a head.
#[must_use]
pub fn briefing(summary: &Summary) -> String {
    let mut text = format!("# {}\n", markdown(&headline(summary)));
    for section in sections(summary) {
        let sentences: Vec<String> = section.sentences.iter().map(|s| sentence(s, section.head)).collect();
        if sentences.is_empty() {
            continue;
        }
        text += &match section.head {
            Head::Lead => format!("\n{}\n", sentences.join(" ")),
            head => format!("\n**{}.** {}\n", head.title(), sentences.join(" ")),
        };
    }
    text += &names(&View::of(summary)).map(|names| format!("\n{}", names.markdown())).unwrap_or_default();
    let failed = match summary.failed_replicates {
        0 => String::new(),
        n => format!(", {} of them failed and left out", grouped(n)),
    };
    text += &format!(
        "\n{}{failed}, seed {}, drawdown {}.\n",
        runs(summary.replicates),
        summary.seed,
        summary.version
    );
    text
}

/// A sentence under its head: the opening word goes, the first letter is a capital.
fn sentence(sentence: &Sentence, head: Head) -> String {
    let text = sentence.markdown();
    let mut letters = text.chars();
    match letters.next() {
        Some(first) if head != Head::Lead => first.to_uppercase().chain(letters).collect(),
        _ => text,
    }
}
