//! From a text to its layer, with what is found in it.

use super::{
    diagnostic::{Code, Diagnostic, Span, Text},
    layer::Layer,
    loader::Loader,
    read::Reader,
    read_layer::FileKind,
    ron_conformance,
    source::{LARGEST, as_read},
    tree,
};

impl Loader {
    /// A text that was given, no longer than a file may be.
    pub(super) fn given_text(&mut self, name: &str, id: &str) -> Option<Layer> {
        let text = self.given.get(id).cloned().unwrap_or_default();
        if text.len() > LARGEST {
            self.found.push(Diagnostic::nowhere(
                Code::TooMuch,
                format!("`{name}` goes on beyond 1 MiB"),
                "a scenario has at most 1 MiB",
            ));
            return None;
        }
        self.parse(name, &text, FileKind::Scenario)
    }

    /// Keeps a text with its name; its index.
    pub(super) fn text(&mut self, name: &str, text: &str) -> usize {
        self.found.texts.push(Text::new(name, text));
        self.found.texts.len() - 1
    }

    /// The layer that a text is; `None` where it is no RON.
    pub(super) fn parse(&mut self, name: &str, text: &str, kind: FileKind) -> Option<Layer> {
        let text = as_read(text);
        let text = text.as_ref();
        let index = self.text(name, text);
        let parsed = tree::parse(text).and_then(|node| ron_conformance::refused(text).map_or(Ok(node), Err));
        match parsed {
            Ok(node) => Some(Reader { found: &mut self.found, text: index, offset: 0 }.layer(&node, kind)),
            Err(fault) => {
                let span = Span { text: index, start: fault.range.start, end: fault.range.end };
                self.found.push(fault.at(span));
                None
            }
        }
    }
}
