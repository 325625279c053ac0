//! Text in lines that fit, words whole.

/// The most characters of a line of what is printed for people.
pub const WIDTH: usize = 100;

/// A text broken into lines of at most `width` characters between words; lines after the first stand two further in. A word
/// that is longer has a line of its own.
#[must_use]
pub fn wrap(text: &str, width: usize) -> Vec<String> {
    let indent = text.len() - text.trim_start().len();
    broken(text, width, indent, indent + 2)
}

/// The same without anything before a line, as in a cell of a table.
#[must_use]
pub fn fill(text: &str, width: usize) -> Vec<String> {
    broken(text, width, 0, 0)
}

/// A text in lines, the first and the others after so many spaces.
fn broken(text: &str, width: usize, first: usize, others: usize) -> Vec<String> {
    let mut lines = Vec::new();
    let mut line = " ".repeat(first);
    let mut empty = true;
    for word in unbroken(text) {
        if !empty && line.chars().count() + 1 + word.chars().count() > width {
            lines.push(std::mem::replace(&mut line, " ".repeat(others)));
            empty = true;
        }
        if !empty {
            line.push(' ');
        }
        line += &word;
        empty = false;
    }
    lines.push(line);
    lines
}

/// The words of a text, a number with its unit as one.
fn unbroken(text: &str) -> Vec<String> {
    let unit = |word: &str| word.starts_with('%') || word == "bn" || word.starts_with("bn ");
    let mut words: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        match words.last_mut() {
            Some(last) if unit(word) && last.ends_with(|c: char| c.is_ascii_digit()) => {
                *last += &format!(" {word}");
            }
            _ => words.push(word.to_owned()),
        }
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_break_between_words_and_hang() {
        assert_eq!(wrap("one two three", 9), ["one two", "  three"]);
        assert_eq!(wrap("  one two three", 9), ["  one two", "    three"]);
        assert_eq!(wrap("about 12 % of it", 8), ["about", "  12 %", "  of it"]);
        assert_eq!(wrap("extraordinarily long", 9), ["extraordinarily", "  long"]);
        assert_eq!(fill("one two three", 9), ["one two", "three"]);
    }
}
