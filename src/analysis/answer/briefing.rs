//! The answer as a page of Markdown: `briefing.md` of a run folder.

use super::{Head, Part, Sentence, headline::headline, numbers::grouped, replicates, sections};
use crate::store::summary::Summary;

/// `briefing.md`: the widest finding as heading, then the answer, a paragraph a head.
#[must_use]
pub fn briefing(summary: &Summary) -> String {
    let mut text = format!("# {}\n", escaped(&headline(summary)));
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
    let failed = match summary.failed_replicates {
        0 => String::new(),
        n => format!(", {} of them failed and left out", grouped(n)),
    };
    text += &format!(
        "\n{}{failed}, seed {}, drawdown {}.\n",
        replicates(summary.replicates),
        summary.seed,
        summary.version
    );
    text
}

/// A sentence under its head: the opening word goes, the first letter is a capital.
fn sentence(sentence: &Sentence, head: Head) -> String {
    let mut text = String::new();
    for part in &sentence.parts {
        match part {
            Part::Text(words) => text += words,
            Part::Scenario { title, .. } => text += &format!("\"{}\"", escaped(title)),
            Part::Without(words) | Part::Added(words) => text += &format!("**{words}**"),
            Part::Code(words) => text += &format!("`{words}`"),
        }
    }
    let mut letters = text.chars();
    match letters.next() {
        Some(first) if head != Head::Lead => first.to_uppercase().chain(letters).collect(),
        _ => text,
    }
}

/// Words of others, so that Markdown shows them as they are.
fn escaped(text: &str) -> String {
    let mut safe = String::new();
    for letter in text.chars() {
        if matches!(letter, '\\' | '`' | '*' | '_' | '<' | '>' | '[' | ']' | '#' | '|') {
            safe.push('\\');
        }
        safe.push(if letter.is_control() { ' ' } else { letter });
    }
    safe
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_stay_what_they_are_in_markdown() {
        assert_eq!(escaped("<b>*a*</b>\n# x"), "\\<b\\>\\*a\\*\\</b\\> \\# x");
    }
}
