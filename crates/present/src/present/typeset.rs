//! How text that a terminal shows is set on a page: minus signs, dashes, spaces that do not break.

/// Word joiners around a dash, so that no range breaks.
#[must_use]
pub fn joined(range: &str) -> String {
    range.replace('–', "\u{2060}–\u{2060}")
}

/// Text of a terminal as a page sets it: minus signs, dashes in ranges, narrow spaces before units.
#[must_use]
pub fn typeset(text: &str) -> String {
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
}
