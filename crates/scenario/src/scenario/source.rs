//! Where texts come from: files and what is compiled in, with what is refused before a byte of them is read as RON.

use std::{
    borrow::Cow,
    io::Read,
    path::{Path, PathBuf},
};

use super::{characters::forbidden, read::ID, shipped};
use crate::{
    disk::read::{Unreadable, open},
    text::line,
};

/// Largest file that is read, in bytes: a scenario has a few thousand.
pub(super) const LARGEST: usize = 1 << 20;

/// What a scenario is loaded from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Source {
    /// A file, or, where there is none of that name, the stem of a shipped scenario.
    Named(PathBuf),
    /// A text, read as a file `id.ron` that stands alone would be: on the reference data that are shipped, its bases among the
    /// shipped scenarios and the other texts.
    Text {
        /// Id of the scenario.
        id: String,
        /// What such a file would hold.
        text: String,
    },
    /// A text that the others may name as their base, and that is no scenario of the study itself.
    Base {
        /// What they call it.
        id: String,
        /// What such a file would hold.
        text: String,
    },
    /// Another source with values that are set in it alone.
    Set {
        /// Id of the scenario; that of the source where there is none.
        id: Option<String>,
        /// The source.
        of: Box<Source>,
        /// Texts as `--set` takes them.
        sets: Vec<String>,
    },
}

impl Source {
    /// What lies under all values that are set: a file or a text; its id, where it is given one; and these values.
    pub(super) fn parts(&self) -> (&Source, Option<&str>, Vec<String>) {
        match self {
            Source::Set { id, of, sets } => {
                let (under, inner, mut all) = of.parts();
                all.extend_from_slice(sets);
                (under, id.as_deref().or(inner), all)
            }
            plain => (plain, None, Vec::new()),
        }
    }
}

/// Where a scenario's text comes from.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Place {
    /// A file.
    File(PathBuf),
    /// Given as it is: its id.
    Text(String),
    /// Compiled in: its stem.
    Shipped(&'static str),
}

impl Place {
    pub(super) fn stem(&self) -> String {
        match self {
            Place::File(path) => path.file_stem().unwrap_or(path.as_os_str()).to_string_lossy().into_owned(),
            Place::Text(id) => id.clone(),
            Place::Shipped(stem) => (*stem).to_string(),
        }
    }

    pub(super) fn shown(&self) -> String {
        match self {
            Place::File(path) => shown(path),
            Place::Text(id) => format!("{}.ron", line(id)),
            Place::Shipped(stem) => format!("shipped/{stem}.ron"),
        }
    }

    /// One and the same for every way to name a text.
    pub(super) fn whole(&self) -> Place {
        match self {
            Place::File(path) => Place::File(path.canonicalize().unwrap_or_else(|_| path.clone())),
            Place::Text(_) | Place::Shipped(_) => self.clone(),
        }
    }

    pub(super) fn folder(&self) -> Option<PathBuf> {
        match self {
            Place::File(path) => Some(path.parent().unwrap_or(Path::new("")).to_path_buf()),
            Place::Text(_) | Place::Shipped(_) => None,
        }
    }
}

/// A path for a message.
pub(super) fn shown(path: &Path) -> String {
    line(&path.display().to_string()).into_owned()
}

/// What is wrong with the stem of a file as the id of a scenario.
pub(super) fn bad_stem(stem: &str) -> Option<String> {
    let hidden = || forbidden(stem, false).map(|(_, c, why)| format!("{why} (U+{:04X})", c as u32));
    let long = || (stem.chars().count() > ID).then(|| format!("more than {ID} characters"));
    hidden().or_else(long)
}

pub(super) fn shipped_stem(stem: &str) -> Option<&'static str> {
    shipped::find(stem).map(|(known, _)| known)
}

/// The beginning of a file: at most a byte more than [`LARGEST`].
pub(super) fn beginning(path: &Path) -> Result<Vec<u8>, Unreadable> {
    let mut bytes = Vec::new();
    open(path, u64::MAX)?.take(LARGEST as u64 + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// The text of a file as it is read: without a byte order mark, with line ends as RON knows them.
#[must_use]
pub fn as_read(text: &str) -> Cow<'_, str> {
    with_line_ends(text.strip_prefix('\u{FEFF}').unwrap_or(text))
}

/// Line ends as RON knows them: a carriage return that stands alone ends a line as well. Every byte keeps its place.
pub(super) fn with_line_ends(text: &str) -> Cow<'_, str> {
    let bytes = text.as_bytes();
    let alone = |at: usize| bytes[at] == b'\r' && bytes.get(at + 1) != Some(&b'\n');
    if !(0..bytes.len()).any(alone) {
        return Cow::Borrowed(text);
    }
    let characters = text.char_indices();
    Cow::Owned(characters.map(|(at, c)| if alone(at) { '\n' } else { c }).collect())
}

/// Something long in the middle of a message: its end tells files apart.
pub(super) fn quote_long(text: &str) -> String {
    let count = text.chars().count();
    if count <= 120 {
        text.to_owned()
    } else {
        format!("...{}", text.chars().skip(count - 117).collect::<String>())
    }
}
