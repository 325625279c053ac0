//! The boundary where text goes out, by medium.
//!
//! Titles, notes, ids, file names and cells are words of others: they may hold escape sequences that steer a terminal,
//! characters that turn the direction of writing or cannot be seen, markup, formulas. Inside the program they are kept
//! as they are. Here they are made to be seen as what they are. Whatever prints or writes goes through the function of
//! its medium; nothing else escapes anything. This module uses no other, so that every other may use it.

use std::borrow::Cow;

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

/// Whether a spreadsheet would take a cell for a formula, whatever number of apostrophes stands before it.
fn is_formula(cell: &str) -> bool {
    let words = cell.trim_start_matches('\'');
    words.starts_with(['=', '+', '-', '@', '\t', '\r']) && words.parse::<f64>().is_err()
}

/// A cell of CSV, before it is quoted: an apostrophe stands before what a spreadsheet would take for a formula. Numbers
/// stay as they are. [`from_csv`] takes it away.
#[must_use]
pub fn csv(cell: &str) -> Cow<'_, str> {
    if is_formula(cell) { Cow::Owned(format!("'{cell}")) } else { Cow::Borrowed(cell) }
}

/// What a cell written by [`csv()`] held.
#[must_use]
pub fn from_csv(cell: &str) -> &str {
    cell.strip_prefix('\'').filter(|words| is_formula(words)).unwrap_or(cell)
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

/// A writer of CSV whose cells all go through [`csv()`].
#[derive(Debug)]
pub struct CsvWriter<W: std::io::Write>(::csv::Writer<W>);

impl<W: std::io::Write> CsvWriter<W> {
    /// Writes to `target`, which is not buffered further.
    pub fn new(target: W) -> Self {
        Self(::csv::Writer::from_writer(target))
    }

    /// Writes a record.
    ///
    /// # Errors
    /// When it cannot be written, or has another number of cells than the one before.
    pub fn write_record<C: AsRef<str>>(&mut self, cells: impl IntoIterator<Item = C>) -> ::csv::Result<()> {
        for cell in cells {
            self.0.write_field(csv(cell.as_ref()).as_bytes())?;
        }
        self.0.write_record(None::<&[u8]>)
    }

    /// Writes what is buffered and gives the target back.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn into_inner(self) -> std::io::Result<W> {
        self.0.into_inner().map_err(|error| error.into_error())
    }

    /// Writes what is buffered.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn flush(&mut self) -> std::io::Result<()> {
        self.0.flush()
    }
}

/// Writes rows as CSV, their fields' names first, every cell through [`csv()`].
///
/// # Errors
/// When it cannot be written.
pub fn write_csv<T: serde::Serialize>(target: impl std::io::Write, rows: &[T]) -> ::csv::Result<()> {
    let mut plain = ::csv::Writer::from_writer(Vec::new());
    for row in rows {
        plain.serialize(row)?;
    }
    let plain = plain.into_inner().map_err(|error| error.into_error())?;
    let mut writer = CsvWriter::new(target);
    let mut records = ::csv::ReaderBuilder::new().has_headers(false).from_reader(plain.as_slice());
    for record in records.records() {
        writer.write_record(&record?)?;
    }
    Ok(writer.flush()?)
}

/// Heads and records of CSV that a [`CsvWriter`] has written, as they were given to it.
pub fn csv_records<R: std::io::Read>(
    source: R,
) -> ::csv::Result<(::csv::StringRecord, impl Iterator<Item = ::csv::Result<::csv::StringRecord>>)> {
    let mut reader = ::csv::Reader::from_reader(source);
    let heads = reader.headers()?.clone();
    let records = reader.into_records().map(|record| {
        let mut record = record?;
        if record.as_slice().contains('\'') {
            let place = record.position().cloned();
            record = record.iter().map(from_csv).collect();
            record.set_position(place);
        }
        Ok(record)
    });
    Ok((heads, records))
}

/// The same, each record read as a `T`.
pub fn read_csv<T: serde::de::DeserializeOwned, R: std::io::Read>(
    source: R,
) -> ::csv::Result<impl Iterator<Item = ::csv::Result<T>>> {
    let (heads, records) = csv_records(source)?;
    Ok(records.map(move |record| record?.deserialize(Some(&heads))))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What attackers and spreadsheets have been seen to write.
    const HOSTILE: [&str; 12] = [
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
    fn cells_of_csv_are_no_formulas_and_come_back() {
        let mut writer = CsvWriter::new(Vec::new());
        writer.write_record(["text", "number"]).expect("written");
        for text in HOSTILE {
            writer.write_record([text, "-1.5e-3"]).expect("written");
        }
        let bytes = writer.into_inner().expect("written");
        let rows: Vec<(String, String)> =
            read_csv(bytes.as_slice()).expect("a head").map(|row| row.expect("a row")).collect();
        assert_eq!(rows.len(), HOSTILE.len());
        for ((text, number), expected) in rows.iter().zip(HOSTILE) {
            assert_eq!((text.as_str(), number.as_str()), (expected, "-1.5e-3"));
        }
        for record in ::csv::Reader::from_reader(bytes.as_slice()).records() {
            let record = record.expect("a record");
            assert!(!record[0].starts_with(['=', '+', '-', '@', '\t', '\r']), "{record:?}");
            assert_eq!(&record[1], "-1.5e-3");
        }
        for (cell, written) in
            [("-inf", "-inf"), ("+5", "+5"), ("-a", "'-a"), ("'-a", "''-a"), ("it's", "it's")]
        {
            assert_eq!(csv(cell), written);
            assert_eq!(from_csv(written), cell);
        }
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
