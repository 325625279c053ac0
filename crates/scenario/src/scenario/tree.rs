//! A RON text as a tree in which everything knows its place.
//!
//! The `ron` crate stops at its first error, loses the position of what is read later and lets a doubled key win
//! silently. This tree keeps the byte range of every value, name and key instead, so that each later check can point at
//! what it complains about. The grammar is RON's; a test holds the two against each other.

use super::diagnostic::{Code, Fault};
pub use super::node::{Kind, Node, Word};

/// Deepest nesting that is read: far more than any scenario needs, far less than a stack holds.
const DEEPEST: usize = 64;

/// Reads one RON value.
///
/// # Errors
/// The first place where the text is not RON.
pub fn parse(text: &str) -> Result<Node, Fault> {
    let mut parser = Parser { text, at: 0, depth: 0 };
    parser.space()?;
    parser.attributes()?;
    if parser.at == text.len() {
        let end = text.len();
        let hint = "a scenario is written as `( ... )`";
        return Err(Fault::new(Code::Empty, end..end, "the file is empty", hint));
    }
    let node = parser.value()?;
    parser.space()?;
    if parser.at < text.len() {
        let found = parser.found();
        let hint = parser.separator_hint(text[..parser.at].trim_end());
        return Err(parser.fault(
            format!("{found} after the end of the value"),
            hint.unwrap_or_else(|| "nothing may follow the closing bracket".to_owned()),
        ));
    }
    Ok(node)
}

/// The state of reading.
pub(super) struct Parser<'a> {
    pub(super) text: &'a str,
    pub(super) at: usize,
    depth: usize,
}

/// What reading gives.
pub(super) type Parsed<T> = Result<T, Fault>;

fn starts_name(c: char) -> bool {
    c == '_' || c.is_alphabetic()
}

fn in_name(c: char) -> bool {
    c == '_' || c.is_alphanumeric()
}

/// Characters that a number may hold, its mistakes included.
pub(super) fn in_number(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.' | '_')
}

impl<'a> Parser<'a> {
    pub(super) fn rest(&self) -> &'a str {
        &self.text[self.at..]
    }

    pub(super) fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    pub(super) fn found(&self) -> String {
        match self.peek() {
            None => "end of the file".into(),
            Some(c) if crate::text::is_hidden(c) => format!("character U+{:04X}", c as u32),
            Some(c) => format!("`{c}`"),
        }
    }

    pub(super) fn fault(&self, message: impl Into<String>, hint: impl Into<String>) -> Fault {
        let end = self.at + self.peek().map_or(0, char::len_utf8);
        Fault::new(Code::Syntax, self.at..end, message, hint)
    }

    pub(super) fn eat(&mut self, word: &str) -> bool {
        let there = self.rest().starts_with(word);
        if there {
            self.at += word.len();
        }
        there
    }

    /// Skips white space and comments.
    fn space(&mut self) -> Parsed<()> {
        loop {
            let rest = self.rest();
            let blank = rest.len()
                - rest
                    .trim_start_matches(|c: char| {
                        matches!(
                            c,
                            ' ' | '\t'
                                | '\n'
                                | '\r'
                                | '\x0B'
                                | '\x0C'
                                | '\u{85}'
                                | '\u{200E}'
                                | '\u{200F}'
                                | '\u{2028}'
                                | '\u{2029}'
                        )
                    })
                    .len();
            self.at += blank;
            if self.rest().starts_with("//") {
                self.at += self.rest().find('\n').unwrap_or(self.rest().len());
            } else if self.rest().starts_with("/*") {
                self.comment()?;
            } else if blank == 0 {
                return Ok(());
            }
        }
    }

    /// Skips a block comment; they nest.
    fn comment(&mut self) -> Parsed<()> {
        let start = self.at;
        let mut open = 0usize;
        loop {
            if self.eat("/*") {
                open += 1;
            } else if self.eat("*/") {
                open -= 1;
                if open == 0 {
                    return Ok(());
                }
            } else if let Some(c) = self.peek() {
                self.at += c.len_utf8();
            } else {
                return Err(Fault::new(
                    Code::Syntax,
                    start..start + 2,
                    "a comment that never ends",
                    "opened here; close it with `*/`",
                ));
            }
        }
    }

    /// Skips `#![enable(...)]` and the like: what they switch on is read anyway.
    fn attributes(&mut self) -> Parsed<()> {
        while self.rest().starts_with("#") {
            let start = self.at;
            if !self.rest().starts_with("#![") {
                return Err(self.fault("found `#`", "only `#![enable(...)]` may stand here"));
            }
            match self.rest().find(']') {
                Some(end) => self.at += end + 1,
                None => {
                    return Err(Fault::new(
                        Code::Syntax,
                        start..start + 3,
                        "an attribute that never ends",
                        "opened here; close it with `]`",
                    ));
                }
            }
            self.space()?;
        }
        Ok(())
    }

    fn value(&mut self) -> Parsed<Node> {
        if self.depth >= DEEPEST {
            return Err(self.fault("brackets nested too deeply", format!("at most {DEEPEST} levels")));
        }
        self.depth += 1;
        let node = self.value_inside();
        self.depth -= 1;
        node
    }

    fn value_inside(&mut self) -> Parsed<Node> {
        let start = self.at;
        let Some(c) = self.peek() else {
            return Err(self.fault("the file ends where a value should stand", "expected a value"));
        };
        let kind = match c {
            '"' => Kind::Text(self.string()?),
            '\'' => Kind::Char(self.character()?),
            '[' => {
                self.at += 1;
                Kind::List(self.series(start, ']', Self::value)?)
            }
            '{' => {
                self.at += 1;
                Kind::Map(self.series(start, '}', |parser| {
                    let key = parser.value()?;
                    parser.space()?;
                    parser.colon("key")?;
                    Ok((key, parser.value()?))
                })?)
            }
            '(' => self.round(None)?,
            '+' | '-' | '.' | '0'..='9' => Kind::Number(self.number()?),
            'r' if self.rest().starts_with("r\"")
                || self.rest().starts_with("r#\"")
                || self.rest().starts_with("r##") =>
            {
                Kind::Text(self.raw_string()?)
            }
            c if starts_name(c) => self.named(start)?,
            _ => {
                let found = self.found();
                return Err(self.fault(
                    format!("found {found} where a value should stand"),
                    "expected a number, a text in quotes, a name or a bracket",
                ));
            }
        };
        Ok(Node { range: start..self.at, kind })
    }

    fn colon(&mut self, what: &str) -> Parsed<()> {
        if !self.eat(":") {
            let found = self.found();
            return Err(self.fault(format!("found {found} after a {what}"), "expected `:` and a value"));
        }
        self.space()
    }

    /// Items separated by commas up to the closing bracket, whose opening one is read.
    fn series<T>(
        &mut self,
        open: usize,
        close: char,
        mut item: impl FnMut(&mut Self) -> Parsed<T>,
    ) -> Parsed<Vec<T>> {
        let mut items = Vec::new();
        loop {
            self.space()?;
            if self.peek().is_none() {
                return Err(Fault::new(
                    Code::Syntax,
                    open..open + 1,
                    "a bracket that is never closed",
                    format!("opened here; the file ends without its `{close}`"),
                ));
            }
            if self.peek() == Some(close) {
                self.at += 1;
                return Ok(items);
            }
            items.push(item(self)?);
            self.space()?;
            if !self.eat(",") && self.peek() != Some(close) && self.peek().is_some() {
                let found = self.found();
                let hint = self.separator_hint(self.text[..self.at].trim_end());
                return Err(self.fault(
                    format!("found {found} after a value"),
                    hint.unwrap_or_else(|| format!("expected `,` or `{close}`")),
                ));
            }
        }
    }

    /// `(a, b)` or `(name: a)`, the bracket being next.
    fn round(&mut self, name: Option<Word>) -> Parsed<Kind> {
        let open = self.at;
        self.at += 1;
        self.space()?;
        let before = self.at;
        let is_struct = self.word().is_some() && {
            self.space()?;
            self.rest().starts_with(':') && !self.rest().starts_with("::")
        };
        self.at = before;
        if is_struct {
            let fields = self.series(open, ')', |parser| {
                let Some(word) = parser.word() else {
                    let found = parser.found();
                    let hint = parser.separator_hint(parser.text[..parser.at].trim_end_matches(','));
                    return Err(parser.fault(
                        format!("found {found} where a field name should stand"),
                        hint.unwrap_or_else(|| "expected `name: value`".to_owned()),
                    ));
                };
                parser.space()?;
                parser.colon("field name")?;
                Ok((word, parser.value()?))
            })?;
            return Ok(Kind::Struct(name, fields));
        }
        let of_priority = name.as_ref().is_some_and(|word| word.text == "Priority");
        let items = self.series(open, ')', |parser| {
            let node = parser.value()?;
            parser.space()?;
            if let Kind::Name(name) = &node.kind
                && !matches!(parser.peek(), None | Some(',' | ')'))
            {
                let (found, name) = (parser.found(), super::diagnostic::quote(name));
                let hint = match parser.peek() {
                    Some(':') if of_priority => {
                        "write Priority(first: [...], spare: [...]): in one bracket all have names, or none has"
                    }
                    Some(':') => "in one bracket all have names, or none has",
                    _ => "expected `:` and a value",
                };
                return Err(parser.fault(format!("found {found} after `{name}`"), hint));
            }
            Ok(node)
        })?;
        if let Some(Word { text, .. }) = &name
            && text == "Some"
            && let [single] = items.as_slice()
        {
            return Ok(single.kind.clone());
        }
        Ok(Kind::Tuple(name, items))
    }

    /// A name, if one is next.
    fn word(&mut self) -> Option<Word> {
        let start = self.at;
        let raw = self.rest().starts_with("r#") && self.rest()[2..].starts_with(starts_name);
        let from = if raw { start + 2 } else { start };
        if !self.text[from..].starts_with(starts_name) {
            return None;
        }
        let tail = &self.text[from..];
        let length = tail.find(|c: char| !in_name(c)).unwrap_or(tail.len());
        self.at = from + length;
        Some(Word { range: start..self.at, text: tail[..length].to_string() })
    }

    fn named(&mut self, start: usize) -> Parsed<Kind> {
        let Some(word) = self.word() else {
            return Err(self.fault("found a stray letter", "expected a value"));
        };
        match word.text.as_str() {
            "true" => return Ok(Kind::Bool(true)),
            "false" => return Ok(Kind::Bool(false)),
            "inf" => return Ok(Kind::Number(f64::INFINITY)),
            "NaN" => return Ok(Kind::Number(f64::NAN)),
            "b" if self.rest().starts_with(['"', '\'']) => {
                self.at = start;
                return Err(self.fault("found a byte string", "write a text in quotes"));
            }
            _ => {}
        }
        let end = self.at;
        self.space()?;
        if self.peek() == Some('(') {
            return self.round(Some(word));
        }
        self.at = end;
        Ok(Kind::Name(word.text))
    }
}
