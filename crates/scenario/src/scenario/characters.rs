//! Which characters a text of a scenario may hold: those that can be seen where it is read.
//!
//! What a terminal, an SVG or a page obeys or hides instead of showing is an error where it is written: controls (C0,
//! C1, DEL, ESC among them), marks and overrides of direction, zero-width characters, tags, noncharacters and private
//! use. Letters of every language and their combining marks stay, as do the two joiners U+200C and U+200D between
//! letters, without which Persian and several scripts of India are spelt wrongly.

use crate::text::is_hidden;

/// Most marks that may stand on one letter: stacks beyond that run over the lines above.
const MARKS: usize = 4;

/// Marks that stand on the letter before them.
fn is_mark(c: char) -> bool {
    matches!(c as u32,
        0x0300..=0x036F | 0x0483..=0x0489 | 0x0591..=0x05BD | 0x064B..=0x065F | 0x1AB0..=0x1AFF
        | 0x1DC0..=0x1DFF | 0x20D0..=0x20FF | 0xFE20..=0xFE2F)
}

/// The first character of a text that may not stand there, with its byte, and why. With `lines`, line ends and tabs may.
#[must_use]
pub fn forbidden(text: &str, lines: bool) -> Option<(usize, char, &'static str)> {
    let mut before: Option<char> = None;
    let mut marks = 0;
    let mut characters = text.char_indices().peekable();
    while let Some((at, c)) = characters.next() {
        let script = |c: char| !c.is_ascii() && !c.is_whitespace() && !is_hidden(c);
        let joins = matches!(c, '\u{200C}' | '\u{200D}')
            && before.is_some_and(script)
            && characters.peek().is_some_and(|(_, next)| next.is_alphabetic() && script(*next));
        marks = if is_mark(c) { marks + 1 } else { 0 };
        if lines && matches!(c, '\n' | '\r' | '\t') || joins {
            // Seen as white space, or by how letters join.
        } else if matches!(c, '\n' | '\r') {
            return Some((at, c, "a line end"));
        } else if is_hidden(c) {
            return Some((
                at,
                c,
                if c.is_control() { "a control character" } else { "an invisible character" },
            ));
        } else if marks > MARKS {
            return Some((at, c, "a fifth mark on one letter"));
        }
        before = Some(c);
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_stay_and_what_cannot_be_seen_is_found() {
        for fine in [
            "Größe",
            "Сценарий",
            "e\u{301}tude",
            "می\u{200C}خواهم",
            "क्\u{200D}ष",
            "30,000 – “so” ½ €",
            "日本",
        ] {
            assert_eq!(forbidden(fine, false), None, "{fine}");
        }
        for (bad, at) in [
            ("a\u{1b}[31m", 1),
            ("a\nb", 1),
            ("\u{202E}abc", 0),
            ("ab\u{200B}c", 2),
            ("a\u{FEFF}", 1),
            ("a\u{E0041}", 1),
            ("a \u{200D} b", 2),
            ("\u{9b}1m", 0),
            ("a\u{7f}", 1),
            ("a\u{301}\u{301}\u{301}\u{301}\u{301}", 9),
        ] {
            assert_eq!(forbidden(bad, false).map(|f| f.0), Some(at), "{bad:?}");
        }
        assert_eq!(forbidden("two\nlines\tof text", true), None);
    }
}
