//! Problems in what a user wrote: where, what was found, what is allowed, and the nearest spelling.
//!
//! A check never stops at its first finding: it adds a [`Diagnostic`] to [`Diagnostics`] and goes on, so that all
//! problems of all files are reported in one go.

use std::{fmt::Write as _, ops::Range, path::PathBuf, sync::Arc};

pub use super::{
    code::Code,
    spelling::{Meant, meant, nearest, quote},
};
use crate::text::{hidden, line};

/// A text that was read: a RON file, or the text of one `--set`.
#[derive(Clone, Debug)]
pub struct Text {
    /// How the user or the binary names it.
    pub name: Arc<str>,
    /// Whether it is the text of a `--set`.
    pub is_set: bool,
    /// The file that it was read from, if it was.
    pub file: Option<PathBuf>,
    /// What it holds, without a byte order mark.
    pub text: String,
    /// Byte at which each line starts.
    pub lines: Vec<usize>,
}

impl Text {
    /// A text with its line starts found.
    #[must_use]
    pub fn new(name: impl Into<Arc<str>>, text: impl Into<String>) -> Self {
        let text = text.into();
        let ends = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n').map(|(at, _)| at + 1);
        let lines = std::iter::once(0).chain(ends).collect();
        Self { name: name.into(), is_set: false, file: None, text, lines }
    }

    /// Line number (from 1) of a byte, with the bytes where its line starts and ends (line ending excluded).
    pub(super) fn line_of(&self, at: usize) -> (usize, usize, usize) {
        let line = self.lines.partition_point(|start| *start <= at).max(1);
        let from = self.lines[line - 1];
        let to = self.lines.get(line).map_or(self.text.len(), |next| next - 1);
        let to = if to > from && to > at && self.text.as_bytes()[to - 1] == b'\r' { to - 1 } else { to };
        (line, from, to)
    }
}

/// A range of bytes in one of the texts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// Index of the text.
    pub text: usize,
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

/// Error or warning.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Severity {
    /// Nothing is run.
    Error,
    /// Said, and the run goes on.
    Warning,
}

/// One finding.
#[derive(Clone, Debug, PartialEq)]
pub struct Diagnostic {
    /// Error or warning.
    pub severity: Severity,
    /// Of what kind.
    pub code: Code,
    /// What was found.
    pub message: String,
    /// Where; `None` for what is not in a text (a file that is missing, named in the message).
    pub span: Option<Span>,
    /// What is allowed or probably meant: stands beside the caret.
    pub hint: String,
}

impl Diagnostic {
    /// An error at a place in a text.
    #[must_use]
    pub fn error(code: Code, span: Span, message: impl Into<String>, hint: impl Into<String>) -> Self {
        Self { span: Some(span), ..Self::nowhere(code, message, hint) }
    }

    /// A name that is not known, at a place in a text.
    #[must_use]
    pub fn unknown(span: Span, message: impl Into<String>, meant: Meant) -> Self {
        Self::error(if meant.near { Code::Misspelt } else { Code::Unknown }, span, message, meant)
    }

    /// A warning at a place in a text.
    #[must_use]
    pub fn warning(code: Code, span: Span, message: impl Into<String>, hint: impl Into<String>) -> Self {
        Self { severity: Severity::Warning, ..Self::error(code, span, message, hint) }
    }

    /// An error that has no place in a text.
    #[must_use]
    pub fn nowhere(code: Code, message: impl Into<String>, hint: impl Into<String>) -> Self {
        let (message, hint) = (message.into(), hint.into());
        Self { severity: Severity::Error, code, message, span: None, hint }
    }

    /// Whether nothing is run because of it.
    #[must_use]
    pub fn is_error(&self) -> bool {
        self.severity == Severity::Error
    }
}

/// What is wrong with a text before anybody knows which text it is: an error without its place.
#[derive(Clone, Debug, PartialEq)]
pub struct Fault {
    /// Of what kind.
    pub code: Code,
    /// Bytes of the text.
    pub range: Range<usize>,
    /// What was found.
    pub message: String,
    /// What is allowed.
    pub hint: String,
}

impl Fault {
    /// A fault.
    #[must_use]
    pub fn new(code: Code, range: Range<usize>, message: impl Into<String>, hint: impl Into<String>) -> Self {
        Self { code, range, message: message.into(), hint: hint.into() }
    }

    /// The error at a place.
    #[must_use]
    pub fn at(self, span: Span) -> Diagnostic {
        Diagnostic::error(self.code, span, self.message, self.hint)
    }
}

/// Where a finding is, as an editor counts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// Name of the text.
    pub file: String,
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
}

/// Every finding, with the texts they point into.
#[derive(Clone, Debug, Default)]
pub struct Diagnostics {
    /// The texts that were read.
    pub texts: Vec<Text>,
    /// The findings, in the order they were made.
    pub items: Vec<Diagnostic>,
}

/// Most findings that are kept: a text that is all wrong says so with fewer.
const MOST: usize = 1000;

/// Most findings that are shown: who mends these twenty sees the next ones then.
pub const SHOWN: usize = 20;

/// Longest line that is shown whole; of a longer one, a window around the finding.
const WIDEST: usize = 160;

impl Diagnostics {
    /// Adds a finding, unless the same is there already (a base that two scenarios share is checked twice).
    pub fn push(&mut self, diagnostic: Diagnostic) {
        if !self.is_full() && !self.items.contains(&diagnostic) {
            self.items.push(diagnostic);
        }
    }

    /// Whether no more findings are kept, so that none need be worded.
    #[must_use]
    pub fn is_full(&self) -> bool {
        self.items.len() >= MOST
    }

    /// Whether one of the findings is an error.
    #[must_use]
    pub fn has_errors(&self) -> bool {
        self.items.iter().any(Diagnostic::is_error)
    }

    /// The errors.
    pub fn errors(&self) -> impl Iterator<Item = &Diagnostic> {
        self.items.iter().filter(|item| item.is_error())
    }

    /// Number of errors.
    #[must_use]
    pub fn error_count(&self) -> usize {
        self.errors().count()
    }

    /// File, line and column of a span.
    #[must_use]
    pub fn place(&self, span: Span) -> Place {
        let text = &self.texts[span.text];
        let (line, from, _) = text.line_of(span.start);
        let column = text.text[from..span.start].chars().count() + 1;
        Place { file: text.name.to_string(), line, column }
    }

    /// Whether an error lies within a place.
    #[must_use]
    pub fn has_error_within(&self, place: Span) -> bool {
        let within =
            |span: Span| span.text == place.text && span.start >= place.start && span.end <= place.end;
        self.errors().any(|item| item.span.is_some_and(within))
    }

    /// The findings as people read them, in order of file and position (warnings after errors): the first
    /// [`SHOWN`], and how many more there are.
    #[must_use]
    pub fn render(&self, colour: bool) -> String {
        let mut order: Vec<&Diagnostic> = self.items.iter().collect();
        order.sort_by_key(|item| (item.severity == Severity::Warning, item.span));
        let mut out = String::new();
        let more = order.len().saturating_sub(SHOWN);
        for (index, item) in order.into_iter().take(SHOWN).enumerate() {
            if index > 0 {
                out.push('\n');
            }
            self.render_one(item, colour, &mut out);
        }
        if more > 0 {
            let least = if self.is_full() { "at least " } else { "" };
            let _ = writeln!(out, "\n... and {least}{more} more");
        }
        out
    }

    fn render_one(&self, item: &Diagnostic, colour: bool, out: &mut String) {
        let paint = |code: &str, text: &str| {
            if colour { format!("\x1b[{code}m{text}\x1b[0m") } else { text.to_string() }
        };
        let (word, code) = match item.severity {
            Severity::Error => ("error", "1;31"),
            Severity::Warning => ("warning", "1;33"),
        };
        let (message, hint) = (format!(": {}", line(&item.message)), line(&item.hint));
        let _ = writeln!(out, "{}{}", paint(code, word), paint("1", &message));
        let Some(span) = item.span else {
            if !hint.is_empty() {
                let _ = writeln!(out, "  {} {hint}", paint("1;34", "="));
            }
            return;
        };
        let place = self.place(span);
        let (_, from, to) = self.texts[span.text].line_of(span.start);
        let text = &self.texts[span.text].text;
        let number = place.line.to_string();
        let margin = " ".repeat(number.len());
        let bar = paint("1;34", "|");
        let _ = writeln!(
            out,
            "{margin}{} {}:{}:{}",
            paint("1;34", "-->"),
            line(&place.file),
            place.line,
            place.column
        );
        let (shown, before, marked) =
            excerpt(&text[from..to], span.start - from, span.end.min(to).max(span.start) - from);
        let carets = "^".repeat(marked.max(1));
        let hint = if hint.is_empty() { String::new() } else { format!(" {hint}") };
        let _ = writeln!(out, "{margin} {bar}");
        let _ = writeln!(out, "{} {bar} {shown}", paint("1;34", &number));
        let _ =
            writeln!(out, "{margin} {bar} {}{}", " ".repeat(before), paint(code, &format!("{carets}{hint}")));
    }
}

impl std::fmt::Display for Diagnostics {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.render(false))
    }
}

impl std::error::Error for Diagnostics {}

/// Columns a character takes on a terminal: two for East Asian wide ones and emoji, none for combining marks.
fn width(c: char) -> usize {
    match c as u32 {
        0x0300..=0x036F | 0x200B..=0x200F | 0xFE00..=0xFE0F => 0,
        0x1100..=0x115F | 0x2E80..=0xA4CF | 0xAC00..=0xD7A3 | 0xF900..=0xFAFF | 0xFE30..=0xFE6F => 2,
        0xFF00..=0xFF60 | 0xFFE0..=0xFFE6 | 0x1F300..=0x1FAFF | 0x20000..=0x3FFFD => 2,
        _ => 1,
    }
}

/// A line as it is printed (tabs become four spaces, hidden characters are escaped, long lines a window around the
/// finding), with the columns before the finding and those it covers.
fn excerpt(line: &str, start: usize, end: usize) -> (String, usize, usize) {
    let (mut shown, mut before, mut marked) = (String::new(), 0, 0);
    let first = line[..start].char_indices().rev().nth(WIDEST / 2).map_or(0, |(i, _)| i);
    if first > 0 {
        shown.push_str("...");
        before += 3;
    }
    for (count, (offset, c)) in line[first..].char_indices().enumerate() {
        if count > WIDEST {
            shown.push_str("...");
            break;
        }
        let at = first + offset;
        let columns = match c {
            '\t' => {
                shown.push_str("    ");
                4
            }
            c => match hidden(c) {
                Some(escape) => {
                    let before = shown.len();
                    shown.extend(escape);
                    shown.len() - before
                }
                None => {
                    shown.push(c);
                    width(c)
                }
            },
        };
        if at < start {
            before += columns;
        } else if at < end {
            marked += columns;
        }
    }
    (shown, before, marked)
}
