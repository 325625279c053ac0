//! As many sentences as the lines hold.

use super::{LINES, Said, Sentence, WIDTH, Weight};
use crate::present::{grammar::wrap, text::line};

/// A paragraph as a terminal shows it.
#[must_use]
pub fn lines(paragraph: &[Sentence]) -> Vec<String> {
    let indent = if paragraph.first().is_some_and(|sentence| sentence.detail) { "  " } else { "" };
    let said: Vec<String> = paragraph.iter().map(|s| s.plain().trim_start().to_owned()).collect();
    match said.is_empty() {
        true => Vec::new(),
        // A hidden character that is made to be seen has no space within.
        false => wrap(&format!("{indent}{}", line(&said.join(" "))), WIDTH),
    }
}

/// Leaves out what would be missed least, the last of equals first, until the rest fits.
pub(super) fn fit(mut paragraphs: Vec<Vec<Said>>) -> Vec<Vec<Sentence>> {
    loop {
        let text: Vec<Vec<Sentence>> = paragraphs
            .iter()
            .filter(|paragraph| !paragraph.is_empty())
            .map(|paragraph| paragraph.iter().map(|(_, sentence)| sentence.clone()).collect())
            .collect();
        if text.iter().map(|paragraph| lines(paragraph).len()).sum::<usize>() <= LINES {
            return text;
        }
        let all = paragraphs.iter().enumerate().flat_map(|(p, paragraph)| {
            paragraph.iter().enumerate().map(move |(s, (weight, _))| (*weight, p, s))
        });
        // The first least of those from the last to the first.
        let least = all
            .filter(|(weight, ..)| *weight < Weight::Must)
            .min_by_key(|&(weight, p, s)| (weight, std::cmp::Reverse(p), std::cmp::Reverse(s)));
        let Some((_, p, s)) = least else { return text };
        paragraphs[p].remove(s);
    }
}
