//! How text and numbers are set on the page.

use crate::present::numbers::page as numbers;
pub(super) use crate::present::{
    numbers::page::{points, span},
    typeset::{joined, typeset},
};

/// A range in a table: "4.6–11.3".
pub(super) fn range(low: f64, high: f64, decimals: usize) -> String {
    joined(&numbers::range(low, high, decimals))
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_of_cards_are_safe_and_different() {
        assert_eq!(card("orderly-20k"), "s-orderly-20k");
        assert_ne!(card("a b"), card("a-b"));
        assert!(card("\"><script>").chars().all(|c| c.is_ascii_alphanumeric() || c == '-'));
    }
}
