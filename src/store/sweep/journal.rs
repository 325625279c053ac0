//! The list of finished parts: a line a part, appended when its files are in their place.

use std::{
    fs::{self, File, OpenOptions},
    io::{self, Write},
    path::{Path, PathBuf},
};

use serde::{Deserialize, Serialize};

use super::{PARTS, StoreError, TABLES};
use crate::digest::sha256;

/// A finished part.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PartLine {
    /// Its number.
    pub part: u64,
    /// Its first experiment.
    pub first: u64,
    /// Number of experiments.
    pub experiments: u64,
    /// How many of them failed.
    pub failed: u64,
    /// Its files: experiments, then outcomes.
    pub files: Vec<FileLine>,
}

/// A file of a part.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileLine {
    /// Path within the store.
    pub path: String,
    /// Size.
    pub bytes: u64,
    /// Rows.
    pub rows: u64,
    /// SHA-256 in hexadecimal.
    pub sha256: String,
}

/// A file that is not what was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Damage {
    /// Part.
    pub part: u64,
    /// File.
    pub path: PathBuf,
    /// What is wrong with it.
    pub reason: String,
}

impl FileLine {
    /// Reads the file, whole and as it was written.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn read(&self, root: &Path) -> Result<Vec<u8>, String> {
        let bytes = fs::read(root.join(&self.path)).map_err(|error| match error.kind() {
            io::ErrorKind::NotFound => "it is missing".to_owned(),
            _ => format!("it cannot be read: {error}"),
        })?;
        if bytes.len() as u64 != self.bytes {
            return Err(format!("it has {} bytes instead of {}", bytes.len(), self.bytes));
        }
        if sha256(&bytes) != self.sha256 {
            return Err("its bytes are not those that were written (SHA-256 differs)".to_owned());
        }
        Ok(bytes)
    }
}

impl PartLine {
    /// The experiments of the part.
    #[must_use]
    pub fn range(&self) -> std::ops::Range<u64> {
        self.first..self.first + self.experiments
    }

    /// The files of the part that are not what was written.
    #[must_use]
    pub fn damage(&self, root: &Path) -> Vec<Damage> {
        let check = |file: &FileLine| {
            let reason = file.read(root).err()?;
            Some(Damage { part: self.part, path: root.join(&file.path), reason })
        };
        self.files.iter().filter_map(check).collect()
    }
}

/// The list, and whether something follows its last whole line (what a kill while writing leaves behind).
pub fn read(root: &Path) -> Result<(Vec<PartLine>, bool), StoreError> {
    let path = root.join(PARTS);
    let text = match fs::read_to_string(&path) {
        Ok(text) => text,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok((Vec::new(), false)),
        Err(error) if error.kind() == io::ErrorKind::InvalidData => {
            return Err(StoreError::Damaged { path, reason: "it is no text".to_owned() });
        }
        Err(error) => return Err(StoreError::Read { path, error }),
    };
    let whole = text.rfind('\n').map_or(0, |at| at + 1);
    let mut lines = Vec::new();
    for (number, line) in text[..whole].lines().enumerate() {
        let line: PartLine = serde_json::from_str(line).map_err(|error| StoreError::Damaged {
            path: path.clone(),
            reason: format!("line {}: {error}", number + 1),
        })?;
        if line.files.len() != TABLES.len() {
            let reason =
                format!("line {}: {} files instead of {}", number + 1, line.files.len(), TABLES.len());
            return Err(StoreError::Damaged { path, reason });
        }
        lines.push(line);
    }
    Ok((lines, whole < text.len()))
}

fn line(part: &PartLine) -> io::Result<String> {
    Ok(serde_json::to_string(part)? + "\n")
}

/// Appends a line and sees to it that it is on the disk.
pub fn append(root: &Path, part: &PartLine) -> io::Result<()> {
    let mut file = OpenOptions::new().create(true).append(true).open(root.join(PARTS))?;
    file.write_all(line(part)?.as_bytes())?;
    file.sync_data()
}

/// Writes the list anew.
pub fn rewrite<'a>(root: &Path, parts: impl Iterator<Item = &'a PartLine>) -> io::Result<()> {
    let text = parts.map(line).collect::<io::Result<String>>()?;
    replace(&root.join(PARTS), text.as_bytes())
}

/// Puts a file in its place, whole or not at all: written beside it, synced, renamed.
pub fn replace(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut beside = path.to_path_buf().into_os_string();
    beside.push(".new");
    let beside = PathBuf::from(beside);
    let write = || {
        let mut file = File::create(&beside)?;
        file.write_all(bytes)?;
        file.sync_all()?;
        fs::rename(&beside, path)
    };
    if let Err(error) = write() {
        // What is half written takes room that a full disk needs.
        let _ = fs::remove_file(&beside);
        return Err(error);
    }
    // The new name itself must survive a power cut; where folders cannot be opened, there is nothing to do.
    if let Some(Ok(folder)) = path.parent().map(File::open) {
        let _ = folder.sync_all();
    }
    Ok(())
}
