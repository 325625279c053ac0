//! The list of finished parts: a line a part, appended when its files are in their place.

use std::{
    fs::OpenOptions,
    io::{self, Write},
    path::{Path, PathBuf},
};

use serde::{Deserialize, Serialize};

use super::{PARTS, StoreError, TABLES, kept::experiment_of};
use crate::{
    digest::sha256,
    disk::{
        file,
        read::{self, Unreadable},
    },
};

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
    /// Files of replicates, one of each experiment that did not fail, where the sweep keeps them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub replicates: Vec<FileLine>,
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
    /// Part; none where it is not a part's.
    pub part: Option<u64>,
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
        if !TABLES.iter().any(|table| is_part_of(table, &self.path)) && experiment_of(&self.path).is_none() {
            return Err("it is no file of a store".to_owned());
        }
        let bytes = read::bytes(&root.join(&self.path), LARGEST).map_err(|error| match error {
            Unreadable::System(error) if error.kind() == io::ErrorKind::NotFound => {
                "it is missing".to_owned()
            }
            error => format!("it cannot be read: {error}"),
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
    /// All its files.
    pub fn all_files(&self) -> impl Iterator<Item = &FileLine> {
        self.files.iter().chain(&self.replicates)
    }

    /// The experiments of the part.
    #[must_use]
    pub fn range(&self) -> std::ops::Range<u64> {
        self.first..self.first.saturating_add(self.experiments)
    }
}

/// The list, and whether something follows its last whole line (what a kill while writing leaves behind).
pub fn read(root: &Path) -> Result<(Vec<PartLine>, bool), StoreError> {
    let path = root.join(PARTS);
    let text = match read::text(&path, LARGEST).map_err(io::Error::from) {
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

/// Largest file of a store that is read.
const LARGEST: u64 = 1 << 32;

/// The path of a part of a table, in its store.
#[must_use]
pub fn path_of(table: &str, part: u64) -> String {
    format!("{table}/part-{part:05}.parquet")
}

/// Whether a path is that of some part of a table: nothing else is read, whatever a list of parts says.
fn is_part_of(table: &str, path: &str) -> bool {
    let number = path
        .strip_prefix(table)
        .and_then(|rest| rest.strip_prefix("/part-"))
        .and_then(|rest| rest.strip_suffix(".parquet"));
    number.is_some_and(|number| number.len() >= 5 && number.bytes().all(|byte| byte.is_ascii_digit()))
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
    file::replace(&root.join(PARTS), |to| to.write_all(text.as_bytes()))
}
