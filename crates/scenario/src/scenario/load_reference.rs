//! Reference data: what is compiled in, or the folder `reference` beside a scenario.

use std::{
    path::{Path, PathBuf},
    rc::Rc,
};

use super::{
    diagnostic::{Code, Diagnostic},
    layer::Layer,
    loader::{Loader, Root},
    read::Reader,
    read_layer::FileKind,
    reference::Reference,
    shipped,
    source::shown,
};

/// Most files of a folder of reference data.
const MOST_FILES: usize = 64;

impl Loader {
    /// The reference data for scenarios of a folder: its own `reference` folder if it has one, else ours.
    pub(super) fn reference(&mut self, folder: Option<PathBuf>) -> Option<Root> {
        let beside = folder.map(|folder| folder.join("reference"));
        let own = beside.filter(|path| path.is_dir() || path.is_symlink() && !path.exists());
        if let Some(read) = self.references.get(&own) {
            return read.clone();
        }
        let layer = match &own {
            None => self.shipped_layer(),
            Some(folder) => self.reference_folder(folder),
        };
        let read = layer.map(|layer| {
            let mut reader = Reader { found: &mut self.found, text: 0, offset: 0 };
            reader.doubled(&layer);
            let reference = match &own {
                None => Reference::shipped(&layer),
                Some(folder) => Reference::of(&layer, &folder.display().to_string()),
            };
            (Rc::new(layer), reference)
        });
        self.references.insert(own, read.clone());
        read
    }

    /// The reference data that are compiled in.
    pub(super) fn shipped_layer(&mut self) -> Option<Layer> {
        let read = shipped::reference()
            .iter()
            .map(|(name, text)| self.parse(&format!("shipped/reference/{name}"), text, FileKind::Reference));
        merge(read.collect())
    }

    fn reference_folder(&mut self, folder: &Path) -> Option<Layer> {
        let files = std::fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path());
        let mut files: Vec<PathBuf> =
            files.filter(|path| path.extension().is_some_and(|e| e == "ron")).collect();
        // The order of a directory is the machine's, that of names is ours.
        files.sort();
        if files.len() > MOST_FILES {
            self.found.push(Diagnostic::nowhere(
                Code::TooMuch,
                format!("{} files of reference data in `{}`", files.len(), shown(folder)),
                format!("allowed: at most {MOST_FILES}"),
            ));
            return None;
        }
        if files.is_empty() {
            self.found.push(Diagnostic::nowhere(
                Code::Empty,
                format!("no reference data in `{}`", shown(folder)),
                "write them there, or remove the folder to use those that are shipped",
            ));
            return None;
        }
        let read = files.iter().map(|path| self.file(path, FileKind::Reference)).collect();
        merge(read)
    }
}

/// The files of the reference data as one layer.
fn merge(parts: Vec<Option<Layer>>) -> Option<Layer> {
    let mut parts = parts.into_iter();
    let mut whole = parts.next()??;
    for part in parts {
        let part = part?;
        whole.entries.extend(part.entries);
        whole.unread.extend(part.unread);
        whole.domains.extend(part.domains);
        whole.allies.extend(part.allies);
        whole.elements.extend(part.elements);
    }
    Some(whole)
}
