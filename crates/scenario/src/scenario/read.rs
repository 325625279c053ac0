//! Helpers that read pieces of a tree, reporting what does not fit and going on.

use std::ops::Range;

use super::{
    characters,
    diagnostic::{Code, Diagnostic, Diagnostics, Meant, Span, meant, quote},
    layer::Spanned,
    tree::{Kind, Node, Word},
};

/// Reads the nodes of one text.
pub struct Reader<'a> {
    /// Where findings go.
    pub found: &'a mut Diagnostics,
    /// Index of the text.
    pub text: usize,
    /// Bytes before the tree in the text (a `--set` has its address there).
    pub offset: usize,
}

/// Most characters of a text of one line, of a text of several, of an id.
pub const LINE: usize = 250;
/// See [`LINE`].
pub const PROSE: usize = 5_000;
/// See [`LINE`].
pub const ID: usize = 100;

/// What an id is, for a message.
pub(super) const ID_IS: &str = "an id is not empty and has no spaces, commas, brackets or quotes";

/// Whether a text can be an id: without the characters that addresses use.
pub(super) fn is_id(text: &str) -> bool {
    !text.is_empty() && !text.contains(|c: char| c.is_whitespace() || c.is_control() || ",[]=\"'".contains(c))
}

/// The range of a part of a text within the quotation marks; the whole where escapes or raw text shift it.
pub(super) fn inside(quoted: &Range<usize>, text: &str, part: &Range<usize>) -> Range<usize> {
    if quoted.len() == text.len() + 2 && !part.is_empty() {
        quoted.start + 1 + part.start..(quoted.start + 1 + part.end).min(quoted.end)
    } else {
        quoted.clone()
    }
}

/// Fields of a struct, in order of writing.
pub type Fields<'n> = Vec<(&'n Word, &'n Node)>;

/// The value of a field, if it is given.
#[must_use]
pub fn get<'n>(fields: &[(&'n Word, &'n Node)], name: &str) -> Option<(&'n Word, &'n Node)> {
    fields.iter().find(|(word, _)| word.text == name).copied()
}

impl Reader<'_> {
    /// Place of a range of the tree.
    #[must_use]
    pub fn span(&self, range: &Range<usize>) -> Span {
        Span { text: self.text, start: range.start + self.offset, end: range.end + self.offset }
    }

    /// Reports an error.
    pub fn error(
        &mut self,
        code: Code,
        range: &Range<usize>,
        message: impl Into<String>,
        hint: impl Into<String>,
    ) {
        let span = self.span(range);
        self.found.push(Diagnostic::error(code, span, message, hint));
    }

    /// Reports a name that is not known.
    pub fn unknown(&mut self, range: &Range<usize>, message: impl Into<String>, meant: Meant) {
        let span = self.span(range);
        self.found.push(Diagnostic::unknown(span, message, meant));
    }

    /// Reports a value of the wrong type.
    pub fn wrong(&mut self, node: &Node, what: &str, expected: &str) {
        // Of a long value only its beginning is worth a caret.
        let range = node.range.start..node.range.end.min(node.range.start + 60).max(node.range.start + 1);
        let range = if matches!(node.kind, Kind::Number(_) | Kind::Text(_) | Kind::Name(_) | Kind::Bool(_)) {
            node.range.clone()
        } else {
            range
        };
        let message = format!("{what}: found {}", node.kind.describe());
        self.error(Code::WrongType, &range, message, format!("expected {expected}"));
    }

    /// A finite number.
    pub fn number(&mut self, node: &Node, what: &str) -> Option<f64> {
        match &node.kind {
            Kind::Number(value) if value.is_finite() => Some(*value),
            Kind::Number(value) => {
                let message = if value.is_nan() {
                    format!("{what} is not a number")
                } else {
                    format!("{what} is infinite or too large")
                };
                self.error(Code::OutOfRange, &node.range, message, "expected a finite number");
                None
            }
            _ => {
                self.wrong(node, what, "a number");
                None
            }
        }
    }

    /// A fraction.
    pub fn fraction(&mut self, node: &Node, what: &str) -> Option<f64> {
        let value = self.number(node, what)?;
        if !(0.0..=1.0).contains(&value) {
            self.error(
                Code::OutOfRange,
                &node.range,
                format!("{what} is {value}"),
                "allowed: between 0 and 1",
            );
            return None;
        }
        Some(value)
    }

    /// A text of one line, of at most [`LINE`] characters, all of which can be seen.
    pub fn text(&mut self, node: &Node, what: &str) -> Option<Spanned<String>> {
        self.text_within(node, what, LINE, false)
    }

    /// A text of any number of lines, of at most [`PROSE`] characters.
    pub fn prose(&mut self, node: &Node, what: &str) -> Option<Spanned<String>> {
        self.text_within(node, what, PROSE, true)
    }

    /// A text of at most `most` characters, with `lines` of more than one line. What may not stand in it is an error at
    /// its place ([`characters`]).
    pub fn text_within(
        &mut self,
        node: &Node,
        what: &str,
        most: usize,
        lines: bool,
    ) -> Option<Spanned<String>> {
        let Kind::Text(text) = &node.kind else {
            self.wrong(node, what, "a text in quotation marks");
            return None;
        };
        if let Some((at, c, why)) = characters::forbidden(text, lines) {
            let range = inside(&node.range, text, &(at..at + c.len_utf8()));
            let message = format!("{what} with {why} (U+{:04X})", c as u32);
            self.error(Code::Characters, &range, message, "take it out: a text has only what can be seen");
            return None;
        }
        let length = text.chars().count();
        if length > most {
            let range = node.range.start..node.range.start + 1;
            self.error(
                Code::TooMuch,
                &range,
                format!("{what} of {length} characters"),
                format!("allowed: at most {most}"),
            );
            return None;
        }
        Some(Spanned { it: text.clone(), span: self.span(&node.range) })
    }

    /// An id: a text of at most [`ID`] characters without those that addresses use.
    pub fn id(&mut self, node: &Node, what: &str) -> Option<Spanned<String>> {
        let id = self.text_within(node, what, ID, false)?;
        if !is_id(&id.it) {
            self.error(Code::Form, &node.range, format!("{what} `{}`", quote(&id.it)), ID_IS);
            return None;
        }
        Some(id)
    }

    /// `true` or `false`.
    pub fn flag(&mut self, node: &Node, what: &str) -> Option<bool> {
        match &node.kind {
            Kind::Bool(flag) => Some(*flag),
            _ => {
                self.wrong(node, what, "`true` or `false`");
                None
            }
        }
    }

    /// The items of a list.
    pub fn list<'n>(&mut self, node: &'n Node, what: &str) -> Option<&'n [Node]> {
        match &node.kind {
            Kind::List(items) => Some(items),
            _ => {
                self.wrong(node, what, "a list `[...]`");
                None
            }
        }
    }

    /// The pairs of a map with ids as keys, each key once.
    pub fn map<'n>(&mut self, node: &'n Node, what: &str, key_is: &str) -> Vec<(Spanned<String>, &'n Node)> {
        let Kind::Map(pairs) = &node.kind else {
            self.wrong(node, what, &format!("a map `{{\"{key_is}\": ...}}`"));
            return Vec::new();
        };
        let mut out: Vec<(Spanned<String>, &Node)> = Vec::new();
        let mut seen = std::collections::BTreeSet::new();
        for (key, value) in pairs {
            let key_node = key;
            let Some(key) = self.text(key, &format!("a key of {what}")) else { continue };
            if seen.insert(key.it.clone()) {
                out.push((key, value));
            } else {
                self.error(
                    Code::Twice,
                    &key_node.range,
                    format!("`{}` is given twice", quote(&key.it)),
                    "each key may stand once",
                );
            }
        }
        out
    }

    /// The fields of a struct: each known, each once.
    pub fn fields<'n>(&mut self, what: &str, fields: &'n [(Word, Node)], known: &[&str]) -> Fields<'n> {
        let mut out: Fields<'n> = Vec::new();
        let mut seen = std::collections::BTreeSet::new();
        for (word, value) in fields {
            if !known.contains(&word.text.as_str()) {
                let message = format!("unknown field `{}`", quote(&word.text));
                self.unknown(&word.range, message, meant(&word.text, known));
            } else if !seen.insert(word.text.as_str()) {
                self.error(
                    Code::Twice,
                    &word.range,
                    format!("field `{}` is given twice", word.text),
                    format!("{what} has each field once"),
                );
            } else {
                out.push((word, value));
            }
        }
        out
    }

    /// The fields of an anonymous struct.
    pub fn plain_struct<'n>(&mut self, node: &'n Node, what: &str, known: &[&str]) -> Fields<'n> {
        match &node.kind {
            Kind::Struct(None, fields) => self.fields(what, fields, known),
            Kind::Tuple(None, items) if items.is_empty() => Vec::new(),
            _ => {
                self.wrong(node, what, "a struct `(field: value, ...)`");
                Vec::new()
            }
        }
    }
}
