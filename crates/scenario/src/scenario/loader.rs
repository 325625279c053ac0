//! What reads the texts of scenarios and reference data, each once, and remembers them.

use std::{
    cell::RefCell,
    collections::{BTreeMap, BTreeSet},
    path::{Path, PathBuf},
    rc::Rc,
    sync::Arc,
};

use super::{
    diagnostic::{Code, Diagnostic, Diagnostics, Span},
    layer::Layer,
    read_layer::FileKind,
    reference::Reference,
    source::{LARGEST, Place, beginning, shown},
};
use crate::disk::read::Unreadable;

/// Reference data as the layer under all others, and what of them is not as it ships.
pub(super) type Root = (Rc<Layer>, Arc<Reference>);

/// Reads texts and files, each once, and gathers what is found in them.
pub(super) struct Loader {
    /// What is found.
    pub(super) found: Diagnostics,
    /// Texts that were given, by id.
    pub(super) given: BTreeMap<String, String>,
    /// Layers by place; `None` where the text could not be read.
    pub(super) read: BTreeMap<Place, Option<Rc<Layer>>>,
    /// Reference data by folder (`None`: compiled in).
    pub(super) references: BTreeMap<Option<PathBuf>, Option<Root>>,
    /// See [`Chain::in_order`](super::chain::Chain::in_order).
    pub(super) in_order: Rc<RefCell<BTreeSet<String>>>,
}

impl Default for Loader {
    fn default() -> Self {
        Self::of(Diagnostics::default())
    }
}

impl Loader {
    pub(super) fn of(found: Diagnostics) -> Self {
        Self {
            found,
            given: BTreeMap::new(),
            read: BTreeMap::new(),
            references: BTreeMap::new(),
            in_order: Rc::default(),
        }
    }

    /// The layer that a file is; `None` where it cannot be read.
    pub(super) fn file(&mut self, path: &Path, kind: FileKind) -> Option<Layer> {
        let name = shown(path);
        let fail = |loader: &mut Self, what: String, hint: &str| {
            loader.found.push(Diagnostic::nowhere(Code::Unreadable, format!("`{name}` {what}"), hint));
            None
        };
        let mut bytes = match beginning(path) {
            Ok(bytes) => bytes,
            Err(Unreadable::Folder) => {
                return fail(self, "is a folder".into(), "name the scenario files in it");
            }
            Err(Unreadable::Special) => {
                return fail(self, "is no ordinary file".into(), "name a scenario file");
            }
            Err(error) => return fail(self, format!("cannot be read: {error}"), ""),
        };
        if bytes.len() > LARGEST {
            bytes.truncate(LARGEST);
            let text = String::from_utf8_lossy(&bytes).into_owned();
            let index = self.text(&name, text.strip_prefix('\u{FEFF}').unwrap_or(&text));
            let end = self.found.texts[index].text.len();
            self.found.push(Diagnostic::error(
                Code::TooMuch,
                Span { text: index, start: end, end },
                format!("`{name}` goes on beyond 1 MiB"),
                "a scenario file has at most 1 MiB",
            ));
            return None;
        }
        match String::from_utf8(bytes) {
            Ok(text) => {
                let index = self.found.texts.len();
                let layer = self.parse(&name, &text, kind);
                self.found.texts[index].file = Some(path.to_owned());
                layer
            }
            Err(error) => {
                let at = error.utf8_error().valid_up_to();
                // What is fine up to there is kept, so that the finding has its line and column.
                let text = String::from_utf8_lossy(error.as_bytes()).into_owned();
                let bom = usize::from(text.starts_with('\u{FEFF}')) * 3;
                let index = self.text(&name, &text[bom..]);
                let start = at - bom;
                let span = Span { text: index, start, end: start + 3 };
                self.found.push(Diagnostic::error(
                    Code::Characters,
                    span,
                    "a byte that is not UTF-8",
                    "save the file as UTF-8",
                ));
                None
            }
        }
    }
}
