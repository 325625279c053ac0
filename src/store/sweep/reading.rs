//! A store that is read: checked, or merged with others.

use std::{
    fs::File,
    ops::Range,
    path::{Path, PathBuf},
};

use super::{
    Manifest, StoreError, TABLES,
    journal::{self, Damage, PartLine},
    lock,
};

/// A store open for reading.
#[derive(Debug)]
pub struct Reading {
    /// Where it lies.
    pub root: PathBuf,
    /// What it holds.
    pub manifest: Manifest,
    /// Its finished parts.
    pub parts: Vec<PartLine>,
    /// Whether the list of parts ends in half a line.
    pub torn: bool,
    /// Held as long as the store must not change.
    _lock: Option<File>,
    /// Whether the file system could lock it, where that was asked for.
    pub locked: bool,
}

impl Reading {
    /// Opens a store.
    ///
    /// # Errors
    /// When there is none, or it is of another format, or its list of parts cannot be read.
    pub fn open(root: &Path) -> Result<Self, StoreError> {
        let manifest = Manifest::read(root)?.ok_or_else(|| StoreError::None(root.to_owned()))?;
        let (mut parts, torn) = journal::read(root)?;
        parts.sort_by_key(|part| part.first);
        parts.dedup();
        Ok(Self { root: root.to_owned(), manifest, parts, torn, _lock: None, locked: true })
    }

    /// Opens a store that no other process may write to meanwhile.
    ///
    /// # Errors
    /// As [`Reading::open`], and when a process is writing to it.
    pub fn open_locked(root: &Path) -> Result<Self, StoreError> {
        let (lock, locked) = lock::together(root)?;
        Ok(Self { _lock: lock, locked, ..Self::open(root)? })
    }

    /// The files that are not what was written.
    #[must_use]
    pub fn damage(&self) -> Vec<Damage> {
        self.parts.iter().flat_map(|part| part.damage(&self.root)).collect()
    }

    /// Part files that the list does not name, but readers of the whole folder see: of a process that is about to list
    /// them, or strangers.
    #[must_use]
    pub fn strays(&self) -> Vec<PathBuf> {
        let listed = |path: &Path| {
            self.parts.iter().flat_map(|part| &part.files).any(|file| self.root.join(&file.path) == path)
        };
        let files =
            TABLES.iter().flat_map(|table| std::fs::read_dir(self.root.join(table)).into_iter().flatten());
        let paths = files.flatten().map(|entry| entry.path());
        let mut strays: Vec<PathBuf> =
            paths.filter(|path| path.extension().is_some_and(|e| e == "parquet") && !listed(path)).collect();
        strays.sort();
        strays
    }

    /// The experiments that belong in the store and are not there.
    #[must_use]
    pub fn missing(&self) -> Vec<Range<u64>> {
        missing(self.manifest.first..self.manifest.end, self.parts.iter().map(PartLine::range))
    }
}

/// What of a range is in none of some other ranges.
#[must_use]
pub fn missing(whole: Range<u64>, there: impl Iterator<Item = Range<u64>>) -> Vec<Range<u64>> {
    let mut there: Vec<Range<u64>> = there.collect();
    there.sort_by_key(|range| range.start);
    let (mut gaps, mut next) = (Vec::new(), whole.start);
    for range in there {
        if range.start > next {
            gaps.push(next..range.start.min(whole.end));
        }
        next = next.max(range.end);
    }
    if next < whole.end {
        gaps.push(next..whole.end);
    }
    gaps
}
