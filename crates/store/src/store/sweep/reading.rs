//! A store that is read: checked, or merged with others.

use std::{
    collections::BTreeMap,
    fs::File,
    io,
    ops::Range,
    path::{Path, PathBuf},
};

use super::{
    LOCK, Manifest, StoreError, TABLES, audit,
    journal::{self, Damage, PartLine},
    kept::REPLICATES,
};
use crate::{
    disk::{
        below,
        lock::{self, Lock},
        read,
    },
    store::folder::INPUTS,
};

/// A store open for reading.
#[derive(Debug)]
pub struct Reading {
    /// Where it lies.
    pub root: PathBuf,
    /// What it holds.
    pub manifest: Manifest,
    /// Its finished parts, in order of their experiments.
    pub parts: Vec<PartLine>,
    /// The same as they are listed.
    listed: Vec<PartLine>,
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
        let (listed, torn) = journal::read(root)?;
        let mut parts = listed.clone();
        parts.sort_by_key(|part| part.first);
        Ok(Self { root: root.to_owned(), manifest, parts, listed, torn, _lock: None, locked: true })
    }

    /// Opens a store that no other process may write to meanwhile.
    ///
    /// # Errors
    /// As [`Reading::open`], and when a process is writing to it.
    pub fn open_locked(root: &Path) -> Result<Self, StoreError> {
        let path = root.join(LOCK);
        let (lock, locked) = match lock::together(&path) {
            Ok(Lock::Held(file)) => (Some(file), true),
            Ok(Lock::None(file)) => (Some(file), false),
            Ok(Lock::Busy) => return Err(StoreError::Locked(root.to_owned())),
            // A store that was copied, or on a medium that cannot be written, may lack the file.
            Err(error)
                if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::PermissionDenied) =>
            {
                (None, true)
            }
            Err(error) => return Err(StoreError::Read { path, error }),
        };
        Ok(Self { _lock: lock, locked, ..Self::open(root)? })
    }

    /// What is not as it was written: in files, in the list of parts, in the manifest.
    #[must_use]
    pub fn damage(&self) -> Vec<Damage> {
        let mut damage: Vec<Damage> =
            audit::lines(&self.root, &self.manifest, &self.listed).into_iter().flatten().collect();
        damage.extend(audit::order(&self.root, &self.listed));
        if damage.is_empty() {
            damage.extend(audit::state(&self.root, &self.manifest, &self.listed));
        }
        damage
    }

    /// Part files that the list does not name, but readers of the whole folder see: of a process that is about to list
    /// them, or strangers.
    #[must_use]
    pub fn strays(&self) -> Vec<PathBuf> {
        let listed = |path: &Path| {
            self.parts.iter().flat_map(PartLine::all_files).any(|file| self.root.join(&file.path) == path)
        };
        let tables = TABLES.iter().chain([&REPLICATES]);
        let files = tables.flat_map(|table| std::fs::read_dir(self.root.join(table)).into_iter().flatten());
        let paths = files.flatten().map(|entry| entry.path());
        let mut strays: Vec<PathBuf> =
            paths.filter(|path| path.extension().is_some_and(|e| e == "parquet") && !listed(path)).collect();
        strays.sort();
        strays
    }

    /// Where the texts that the sweep was read from are, by their place in the folder of inputs; none where it ships, or where
    /// the store was begun before they were kept.
    ///
    /// # Errors
    /// When the folder cannot be looked at.
    pub fn input_files(&self) -> Result<BTreeMap<String, PathBuf>, StoreError> {
        match below::files(&self.root.join(INPUTS)) {
            Err((_, error)) if error.kind() == io::ErrorKind::NotFound => Ok(BTreeMap::new()),
            found => found.map_err(|(path, error)| StoreError::Read { path, error }),
        }
    }

    /// The same with what they say.
    ///
    /// # Errors
    /// When one cannot be read.
    pub fn inputs(&self) -> Result<BTreeMap<String, Vec<u8>>, StoreError> {
        let read = |(name, path): (String, PathBuf)| match read::bytes(&path, LARGEST) {
            Ok(bytes) => Ok((name, bytes)),
            Err(error) => Err(StoreError::Read { path, error: error.into() }),
        };
        self.input_files()?.into_iter().map(read).collect()
    }

    /// The experiments that belong in the store and are not there.
    #[must_use]
    pub fn missing(&self) -> Vec<Range<u64>> {
        missing(self.manifest.first..self.manifest.end, self.parts.iter().map(PartLine::range))
    }
}

/// Largest text that a sweep is read from: a design.
const LARGEST: u64 = 1 << 25;

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
