//! What a RON text is as a tree: values, names and keys with their places.

use std::ops::Range;

/// A value with its place.
#[derive(Clone, Debug, PartialEq)]
pub struct Node {
    /// Bytes it was read from.
    pub range: Range<usize>,
    /// What it is.
    pub kind: Kind,
}

/// A field name with its place.
#[derive(Clone, Debug, PartialEq)]
pub struct Word {
    /// Bytes it was read from.
    pub range: Range<usize>,
    /// The name.
    pub text: String,
}

/// What a value is.
#[derive(Clone, Debug, PartialEq)]
pub enum Kind {
    /// A number; not finite where the text says so or is too large.
    Number(f64),
    /// A text in quotes.
    Text(String),
    /// A character in single quotes.
    Char(char),
    /// `true` or `false`.
    Bool(bool),
    /// `[a, b]`.
    List(Vec<Node>),
    /// `{key: value}`.
    Map(Vec<(Node, Node)>),
    /// `Name` alone.
    Name(String),
    /// `(a, b)` or `Name(a, b)`; `()` too.
    Tuple(Option<Word>, Vec<Node>),
    /// `(a: 1)` or `Name(a: 1)`.
    Struct(Option<Word>, Vec<(Word, Node)>),
}

impl Kind {
    /// What to call it in "found ...".
    #[must_use]
    pub fn describe(&self) -> String {
        match self {
            Kind::Number(_) => "a number".into(),
            Kind::Text(_) => "a text".into(),
            Kind::Char(_) => "a character".into(),
            Kind::Bool(value) => format!("`{value}`"),
            Kind::List(_) => "a list `[...]`".into(),
            Kind::Map(_) => "a map `{...}`".into(),
            Kind::Name(name) => format!("`{}`", super::diagnostic::quote(name)),
            Kind::Tuple(Some(name), _) | Kind::Struct(Some(name), _) => {
                format!("`{}(...)`", super::diagnostic::quote(&name.text))
            }
            Kind::Tuple(None, items) if items.is_empty() => "`()`".into(),
            Kind::Tuple(None, _) => "a tuple `(...)`".into(),
            Kind::Struct(None, _) => "a struct `(field: ...)`".into(),
        }
    }
}
