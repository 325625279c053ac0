//! The boundary where text goes out, by medium.
//!
//! Titles, notes, ids, file names and cells are words of others: they may hold escape sequences that steer a terminal,
//! characters that turn the direction of writing or cannot be seen, markup, formulas. Inside the program they are kept
//! as they are. Here they are made to be seen as what they are. Whatever prints or writes goes through the function of
//! its medium; nothing else escapes anything. This module uses no other, so that every other may use it.

use std::borrow::Cow;

pub mod broken;
pub mod grouped;
pub mod list;
mod rows;

pub use rows::{CsvWriter, Numbers, csv, csv_records, from_csv, read_csv, write_csv};

/// Whether a character steers something, turns the direction of writing, or cannot be seen, whatever stands around it:
/// controls, marks of direction, zero-width characters, tags, noncharacters and private use.
#[must_use]
pub fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(c as u32,
            0x00AD | 0x034F | 0x061C | 0x115F | 0x1160 | 0x17B4 | 0x17B5 | 0x180B..=0x180F
            | 0x200B..=0x200F | 0x2028..=0x202E | 0x2060..=0x206F
            | 0x3164 | 0xFE00..=0xFE0F | 0xFEFF | 0xFFA0 | 0xFFF0..=0xFFFB
            | 0x1BCA0..=0x1BCA3 | 0x1D173..=0x1D17A
            | 0xE000..=0xF8FF | 0xFDD0..=0xFDEF | 0xE0000..=0xE0FFF | 0xF0000..=0x10_FFFF)
        || c as u32 & 0xFFFE == 0xFFFE
}

/// A text with some of its characters written otherwise.
fn with(text: &str, is: impl Fn(char) -> bool, write: impl Fn(char, &mut String)) -> Cow<'_, str> {
    let Some(first) = text.find(&is) else { return Cow::Borrowed(text) };
    let mut safe = String::with_capacity(text.len() + 16);
    safe.push_str(&text[..first]);
    for c in text[first..].chars() {
        if is(c) { write(c, &mut safe) } else { safe.push(c) }
    }
    Cow::Owned(safe)
}

/// `\u{202e}`: a hidden character as it can be seen.
fn shown(c: char, out: &mut String) {
    out.extend(c.escape_unicode());
}

/// Text of one line: a title, an id, a file name. Nothing hidden is left, line ends included.
#[must_use]
pub fn line(text: &str) -> Cow<'_, str> {
    with(text, is_hidden, shown)
}

/// A hidden character of a line of text as it can be seen; `None` for any other.
pub fn hidden(c: char) -> Option<impl Iterator<Item = char>> {
    is_hidden(c).then(|| c.escape_unicode())
}

/// Text for a terminal, of any number of lines: nothing hidden is left but line ends.
#[must_use]
pub fn terminal(text: &str) -> Cow<'_, str> {
    with(text, |c| c != '\n' && is_hidden(c), shown)
}

/// Words within Markdown, in running text or a cell of a table: they show as they are written.
#[must_use]
pub fn markdown(text: &str) -> Cow<'_, str> {
    let is = |c: char| "\\`*_<>[]#|~&".contains(c) || is_hidden(c);
    let safe = with(text, is, |c, out| {
        out.push('\\');
        match hidden(c) {
            // The backslash of the escape is one that is shown.
            Some(escape) => out.extend(escape),
            None => out.push(c),
        }
    });
    // Addresses would become links.
    if safe.contains("://") { Cow::Owned(safe.replace("://", "\\://")) } else { safe }
}

/// Words as text or within an attribute's double quotes in XML, such as an SVG. A word joiner, which we use ourselves, stays.
#[must_use]
pub fn xml(text: &str) -> Cow<'_, str> {
    let is = |c: char| "&<>\"".contains(c) || c != '\u{2060}' && is_hidden(c);
    with(text, is, |c, out| match c {
        '&' => out.push_str("&amp;"),
        '<' => out.push_str("&lt;"),
        '>' => out.push_str("&gt;"),
        '"' => out.push_str("&quot;"),
        c => shown(c, out),
    })
}

/// A whole page of HTML whose markup is right already: nothing hidden is left but what sets our own text (line ends,
/// tabs, word joiners).
#[must_use]
pub fn html(page: &str) -> Cow<'_, str> {
    with(page, |c| !matches!(c, '\n' | '\t' | '\u{2060}') && is_hidden(c), shown)
}

/// JSON for programs that a terminal may show: what is hidden stands as JSON's own escapes, so that a reader of it finds
/// the text as it was.
///
/// # Errors
/// When the value cannot be written as JSON.
pub fn json(value: &impl serde::Serialize) -> serde_json::Result<String> {
    let text = serde_json::to_string_pretty(value)? + "\n";
    let safe = with(
        &text,
        |c| c != '\n' && is_hidden(c),
        |c, out| {
            for unit in c.encode_utf16(&mut [0; 2]) {
                out.push_str(&format!("\\u{unit:04x}"));
            }
        },
    );
    Ok(safe.into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What attackers and spreadsheets have been seen to write.
    pub(super) const HOSTILE: [&str; 12] = [
        "\u{1b}[2J\u{1b}]0;owned\u{7}",
        "\u{9b}31m",
        "a\u{202e}b\u{2066}c\u{200f}",
        "zero\u{200b}width\u{feff}\u{ad}",
        "line\nfeed\r\nreturn\ttab\0null\u{7f}",
        "<script>alert(1)</script>",
        "a | b \\| c",
        "=cmd|' /C calc'!A0",
        "'=1+1",
        "]]>&amp;\"'\u{ffff}\u{fffe}",
        "[x](http://e) **b** `c` # h $x$ ~~s~~",
        "\u{e0041}tag\u{2028}",
    ];

    fn clean(text: &str) -> bool {
        text.chars().all(|c| !is_hidden(c))
    }

    #[test]
    fn a_terminal_gets_nothing_that_steers_or_hides() {
        for text in HOSTILE {
            assert!(clean(&line(text)), "{text:?}");
            assert!(clean(&terminal(text).replace('\n', "")), "{text:?}");
        }
        assert_eq!(line("a\u{1b}[2Jb\u{202e}\n"), "a\\u{1b}[2Jb\\u{202e}\\u{a}");
        assert_eq!(
            terminal("Zürich “quoted” – 19.8\u{202f}%\n日本"),
            "Zürich “quoted” – 19.8\u{202f}%\n日本"
        );
    }

    #[test]
    fn markdown_shows_what_is_written_and_keeps_its_columns() {
        for text in HOSTILE {
            let safe = markdown(text);
            assert!(clean(&safe), "{text:?}");
            let letters: Vec<char> = safe.chars().collect();
            // An even number of backslashes escapes none of what follows.
            let mut escaped = false;
            for c in letters {
                assert!(escaped || !"|<>*_`[]#&~".contains(c), "{c} of {safe}");
                escaped = c == '\\' && !escaped;
            }
            assert!(!safe.contains("http://"));
        }
        assert_eq!(markdown("<b>*a*</b>\n# x"), "\\<b\\>\\*a\\*\\</b\\>\\\\u{a}\\# x");
    }

    #[test]
    fn xml_and_pages_hold_no_character_that_they_may_not() {
        for text in HOSTILE {
            let safe = xml(text);
            assert!(clean(&safe) && !safe.contains(['<', '>', '"']), "{safe}");
            let page = html(text);
            assert!(page.chars().all(|c| matches!(c, '\n' | '\t') || !is_hidden(c)), "{page}");
        }
        assert_eq!(xml("2027\u{2060}–\u{2060}40 <&>"), "2027\u{2060}–\u{2060}40 &lt;&amp;&gt;");
    }

    #[test]
    fn json_keeps_the_text_and_hides_nothing() {
        for text in HOSTILE {
            let json = json(&text).expect("written");
            assert!(clean(json.trim_end()), "{json}");
            assert_eq!(serde_json::from_str::<String>(&json).expect("JSON"), text);
        }
    }
}
