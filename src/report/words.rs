//! How text and numbers are set on the page.

use maud::{Markup, html};

use super::view::View;
use crate::{
    analysis::answer::{self, Part, Sentence},
    plot::numbers,
    present,
};

/// Word joiners around a dash, so that no range breaks.
pub(super) fn joined(range: &str) -> String {
    range.replace('–', "\u{2060}–\u{2060}")
}

/// A range in a table: "4.6–11.3".
pub(super) fn range(low: f64, high: f64, decimals: usize) -> String {
    joined(&numbers::range(low, high, decimals))
}

/// A range of a quantity with a sign in a table: "4.6–11.3", or "1 gained to 3 lost" where an end is below 0.
pub(super) fn signed_range(low: f64, high: f64, decimals: usize, signs: (&str, &str)) -> String {
    let words = present::numbers::span(low, high, decimals, signs);
    if words.contains(signs.1) { words } else { range(low, high, decimals) }
}

/// A range in running text: "4.6 to 11.3".
pub(super) fn span(low: f64, high: f64, decimals: usize) -> String {
    let (a, b) = (numbers::number(low, decimals), numbers::number(high, decimals));
    if a == b { a } else { format!("{a} to {b}") }
}

/// Points of the index with as many decimals as their error allows.
pub(super) fn points(value: f64, se: f64) -> String {
    // The rule of the answer's sentences, so that a number reads the same in both.
    answer::points(value, se).replace('-', "−")
}

/// The same with its sign.
pub(super) fn signed(value: f64, se: f64) -> String {
    let text = points(value, se);
    if value > 0.0 && text.chars().any(|c| c.is_ascii_digit() && c != '0') {
        format!("+{text}")
    } else {
        text
    }
}

/// Money: "$86 bn", one decimal below ten.
pub(super) fn money(value: f64) -> String {
    if value.abs() < 9.95 && value.abs() >= 0.05 {
        format!("${}\u{202f}bn", numbers::number(value, 1))
    } else {
        format!("${}\u{202f}bn", numbers::thousands(value))
    }
}

/// Small numbers as words, as they stand in captions.
pub(super) fn count(n: usize) -> String {
    const WORDS: [&str; 13] = [
        "no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
        "twelve",
    ];
    match n {
        13 => "thirteen".to_owned(),
        n => WORDS.get(n).map_or_else(|| n.to_string(), |word| (*word).to_owned()),
    }
}

/// Text of a terminal as a page sets it: minus signs, dashes in ranges, narrow spaces before units.
pub(super) fn typeset(text: &str) -> String {
    let letters: Vec<char> = text.chars().collect();
    let digit = |i: Option<usize>| i.and_then(|i| letters.get(i)).is_some_and(char::is_ascii_digit);
    let mut set = String::with_capacity(text.len() + 8);
    for (i, &letter) in letters.iter().enumerate() {
        let (before, after) = (i.checked_sub(1), Some(i + 1));
        let opens = before.and_then(|b| letters.get(b)).is_none_or(|c| c.is_whitespace() || *c == '(');
        match letter {
            '-' if digit(after) && digit(before) => set.push_str("\u{2060}–\u{2060}"),
            '-' if digit(after) && opens => set.push('−'),
            ' ' if letters.get(i + 1) == Some(&'%') => set.push('\u{202f}'),
            ' ' if letters[i + 1..].starts_with(&['b', 'n']) && digit(before) => set.push('\u{202f}'),
            other => set.push(other),
        }
    }
    set
}

/// The id of a scenario's card: that of the scenario as far as it can stand in an address.
pub(super) fn card(id: &str) -> String {
    let fine = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
    if id.chars().all(fine) && !id.is_empty() {
        return format!("s-{id}");
    }
    // Two ids that differ only in what cannot stand there keep different addresses.
    let safe: String =
        id.chars().map(|c| if fine(c) { c.to_string() } else { format!("-{:x}-", c as u32) }).collect();
    format!("s-{safe}")
}

/// A sentence of the answer on the page, without the word that its head says already.
pub(super) fn sentence(view: &View, sentence: &Sentence, capital: bool) -> Markup {
    let mut first = capital;
    html! {
        @for part in &sentence.parts {
            @match part {
                Part::Text(text) => {
                    @let text = typeset(text);
                    (if std::mem::take(&mut first) { crate::plot::words::capital(&text) } else { text })
                }
                Part::Scenario { id, title } => {
                    @let _ = std::mem::take(&mut first);
                    (view.link(id, title))
                }
                Part::Without(text) => span.without { (typeset(text)) },
                Part::Added(text) => span.added { (typeset(text)) },
                Part::Code(text) => code { (text) },
            }
        }
    }
}

/// A share of replicates, as the answer writes it.
pub(super) fn chance(view: &View, probability: f64) -> String {
    typeset(&answer::chance(probability, view.replicates))
}

/// A value that does not exist.
pub(super) fn missing() -> Markup {
    html! { span.missing { "–" } }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn terminal_text_is_set_for_a_page() {
        assert_eq!(
            typeset("19.8 % of (mean of 2027-40; -9 to 34)"),
            "19.8\u{202f}% of (mean of 2027\u{2060}–\u{2060}40; −9 to 34)"
        );
        assert_eq!(typeset("refuelling -14."), "refuelling −14.");
        assert_eq!(typeset("air-to-air, $86 bn"), "air-to-air, $86\u{202f}bn");
    }

    #[test]
    fn addresses_of_cards_are_safe_and_different() {
        assert_eq!(card("orderly-20k"), "s-orderly-20k");
        assert_ne!(card("a b"), card("a-b"));
        assert!(card("\"><script>").chars().all(|c| c.is_ascii_alphanumeric() || c == '-'));
    }
}
