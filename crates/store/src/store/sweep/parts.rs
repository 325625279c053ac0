//! A store that is written: by one process at a time.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs::{self, File},
    path::{Path, PathBuf},
};

use super::{
    LOCK, MANIFEST, Manifest, PARTS, REPORT, StoreError, TABLES, audit,
    frame::Frame,
    journal::{self, Damage, FileLine, PartLine, path_of},
    kept::{REPLICATES, copy, experiment_of},
    manifest::Timing,
    parquet_file::encode,
};
use crate::store::folder::INPUTS;
use crate::{
    digest::sha256,
    disk::{
        self,
        half::{clear_halves, whole_name},
        lock::{self, Lock},
    },
};

/// A store open for writing.
#[derive(Debug)]
pub struct Store {
    root: PathBuf,
    manifest: Manifest,
    parts: BTreeMap<u64, PartLine>,
    /// Files that were listed and are not as they were written: they are replaced, what is not listed is kept.
    damaged: BTreeSet<PathBuf>,
    /// Held as long as the store is open.
    _lock: File,
    locked: bool,
}

fn write(path: &Path) -> impl FnOnce(std::io::Error) -> StoreError {
    let path = path.to_owned();
    move |error| StoreError::Write { path, error }
}

/// Whether a folder holds nothing but what the very beginning of a store, or one without its manifest, may have left.
fn is_fresh(root: &Path) -> Result<bool, StoreError> {
    let entries = fs::read_dir(root).map_err(|error| StoreError::Read { path: root.to_owned(), error })?;
    let known = |entry: fs::DirEntry| match entry.file_name().to_str() {
        Some(name) if TABLES.contains(&name) || name == REPLICATES => holds_parts_only(&entry.path()),
        // Whoever removes the manifest to have it written again leaves report and inputs beside the parts.
        Some(REPORT | INPUTS) => root.join(PARTS).is_file(),
        Some(name) => name == LOCK || name == PARTS || whole_name(name).is_some_and(is_list),
        None => false,
    };
    Ok(entries.flatten().all(known))
}

/// Whether a name is that of the manifest or of the list of parts.
fn is_list(name: &str) -> bool {
    name == MANIFEST || name == PARTS
}

/// Whether a name is that of a part, or of the replicates of an experiment.
fn is_part(name: &str) -> bool {
    (name.starts_with("part-") || name.starts_with("experiment-")) && name.ends_with(".parquet")
}

/// Whether a folder holds nothing but parts, whole or half written.
fn holds_parts_only(folder: &Path) -> bool {
    let part = |name: &str| is_part(whole_name(name).unwrap_or(name));
    fs::read_dir(folder).is_ok_and(|mut entries| {
        entries.all(|entry| entry.is_ok_and(|entry| entry.file_name().to_str().is_some_and(part)))
    })
}

impl Store {
    /// Opens the store at `root` for the sweep of a manifest: a new one, or with `resume` the one that is there, whose
    /// parts are checked. Damaged parts come back and count as not there.
    ///
    /// # Errors
    /// When there is something else, another sweep, another process at work, or when it cannot be written.
    pub fn open(root: &Path, manifest: &Manifest, resume: bool) -> Result<(Self, Vec<Damage>), StoreError> {
        if root.as_os_str().is_empty() || (!root.exists() && fs::symlink_metadata(root).is_ok()) {
            return Err(StoreError::NoFolder(root.to_owned()));
        }
        let there = if root.exists() { Manifest::read(root)? } else { None };
        match &there {
            None if root.exists() && !is_fresh(root)? => return Err(StoreError::Foreign(root.to_owned())),
            Some(_) if !resume => return Err(StoreError::There(root.to_owned())),
            _ => {}
        }
        for table in TABLES.into_iter().chain(manifest.keep_replicates.as_ref().map(|_| REPLICATES)) {
            let path = root.join(table);
            fs::create_dir_all(&path).map_err(|error| StoreError::Place { path, error })?;
        }
        let path = root.join(LOCK);
        let (lock, locked) = match lock::alone(&path) {
            Ok(Lock::Held(file)) => (file, true),
            Ok(Lock::None(file)) => (file, false),
            Ok(Lock::Busy) => return Err(StoreError::Locked(root.to_owned())),
            Err(error) => return Err(StoreError::Place { path, error }),
        };
        clear_halves(root, is_list);
        TABLES.iter().chain([&REPLICATES]).for_each(|table| clear_halves(&root.join(table), is_part));
        // Read again under the lock: another process may have finished in between.
        let there = Manifest::read(root)?;
        let mut manifest = manifest.clone();
        if let Some(there) = there {
            if !resume {
                return Err(StoreError::There(root.to_owned()));
            }
            let another = |what| StoreError::Another { path: root.to_owned(), what };
            if let Some(what) = there.differs(&manifest) {
                return Err(another(what));
            }
            if there.shard != manifest.shard {
                return Err(another("the shard".to_owned()));
            }
            manifest.timings = there.timings;
        }
        let (lines, torn) = journal::read(root)?;
        let found = audit::lines(root, &manifest, &lines);
        let mut damaged: Vec<Damage> = audit::order(root, &lines).into_iter().collect();
        let mut store = Self {
            root: root.to_owned(),
            manifest,
            parts: BTreeMap::new(),
            damaged: found.iter().flatten().map(|damage| damage.path.clone()).collect(),
            _lock: lock,
            locked,
        };
        for (line, found) in lines.into_iter().zip(found) {
            if found.is_empty() {
                store.parts.insert(line.part, line);
            }
            damaged.extend(found);
        }
        if torn || !damaged.is_empty() {
            store.rewrite()?;
        }
        store.manifest.complete = false;
        store.write_manifest()?;
        Ok((store, damaged))
    }

    fn rewrite(&self) -> Result<(), StoreError> {
        journal::rewrite(&self.root, self.parts.values()).map_err(write(&self.root.join(PARTS)))
    }

    fn write_manifest(&mut self) -> Result<(), StoreError> {
        self.manifest.done = self.done();
        self.manifest.failed = self.failed();
        self.manifest.write(&self.root)
    }

    /// Whether other processes are kept from writing to it: not on file systems without locks.
    #[must_use]
    pub fn locked(&self) -> bool {
        self.locked
    }

    /// Where it lies.
    #[must_use]
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// What it holds.
    #[must_use]
    pub fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    /// Whether nobody has removed it.
    #[must_use]
    pub fn is_there(&self) -> bool {
        self.root.join(MANIFEST).exists()
    }

    /// Whether a part is there.
    #[must_use]
    pub fn has(&self, part: u64) -> bool {
        self.parts.contains_key(&part)
    }

    /// Numbers of the parts that are there.
    pub fn numbers(&self) -> impl Iterator<Item = u64> + '_ {
        self.parts.keys().copied()
    }

    /// Experiments that there are to be.
    #[must_use]
    pub fn experiments(&self) -> u64 {
        self.manifest().end - self.manifest().first
    }

    /// Experiments that are there.
    #[must_use]
    pub fn done(&self) -> u64 {
        self.parts.values().map(|part| part.experiments).sum()
    }

    /// Experiments that are there and failed.
    #[must_use]
    pub fn failed(&self) -> u64 {
        self.parts.values().map(|part| part.failed).sum()
    }

    /// Size of the data files.
    #[must_use]
    pub fn bytes(&self) -> u64 {
        self.parts.values().flat_map(PartLine::all_files).map(|file| file.bytes).sum()
    }

    /// Adds a part: its experiments, their outcomes, and the files of their replicates, which are in their place.
    ///
    /// # Errors
    /// When it cannot be written; what is there already stays as it is.
    pub fn add(
        &mut self,
        part: u64,
        range: std::ops::Range<u64>,
        failed: u64,
        frames: [&Frame; 2],
        replicates: Vec<FileLine>,
    ) -> Result<(), StoreError> {
        let mut files = Vec::new();
        for (table, frame) in TABLES.into_iter().zip(frames) {
            files.push((table, encode(frame)?, frame.rows() as u64));
        }
        self.add_bytes(part, range, failed, files, replicates)
    }

    /// Puts the replicates of an experiment in their place, as they are in another store, to be listed with its part.
    ///
    /// # Errors
    /// When they cannot be written.
    pub fn copy_replicates(&self, file: &FileLine, bytes: &[u8]) -> Result<(), StoreError> {
        let place = self.root.join(&file.path);
        let copied = experiment_of(&file.path).map_or(Ok(()), |number| copy(&self.root, number, bytes));
        copied.map_err(write(&place))
    }

    /// Adds a part whose files are encoded: table, bytes, rows.
    ///
    /// # Errors
    /// As [`Store::add`].
    pub fn add_bytes(
        &mut self,
        part: u64,
        range: std::ops::Range<u64>,
        failed: u64,
        files: Vec<(&str, Vec<u8>, u64)>,
        replicates: Vec<FileLine>,
    ) -> Result<(), StoreError> {
        let (first, experiments) = (range.start, range.end - range.start);
        let mut line = PartLine { part, first, experiments, failed, files: Vec::new(), replicates };
        for (table, bytes, rows) in files {
            let path = path_of(table, part);
            let place = self.root.join(&path);
            self.put(&place, &bytes).map_err(write(&place))?;
            line.files.push(FileLine { path, bytes: bytes.len() as u64, rows, sha256: sha256(&bytes) });
        }
        let last = self.parts.last_key_value().is_none_or(|(number, _)| *number < part);
        self.parts.insert(part, line);
        if last {
            let appended = journal::append(&self.root, &self.parts[&part]);
            if let Err(error) = appended {
                self.parts.remove(&part);
                return Err(StoreError::Write { path: self.root.join(PARTS), error });
            }
        } else {
            self.rewrite()?;
        }
        Ok(())
    }

    /// Puts a file of a part in its place. What stands there unlisted is the same where a process was killed before it had
    /// listed it; anything else is somebody's, and kept where no reader of the store takes it for a part.
    fn put(&self, place: &Path, bytes: &[u8]) -> std::io::Result<()> {
        if fs::symlink_metadata(place).is_ok() && !self.damaged.contains(place) {
            if disk::read::bytes(place, bytes.len() as u64).is_ok_and(|there| there == bytes) {
                return Ok(());
            }
            disk::keep(place, &disk::beside(place, "", ".kept"), "")?;
        }
        disk::file::replace(place, |to| to.write_all(bytes))
    }

    /// Keeps the texts that the sweep was read from, by their place in the folder of inputs. One that stands there otherwise
    /// is kept beside.
    ///
    /// # Errors
    /// When one cannot be written.
    pub fn keep_inputs<T: AsRef<[u8]>>(&self, files: &BTreeMap<String, T>) -> Result<(), StoreError> {
        for (place, text) in files {
            let path = self.root.join(INPUTS).join(place);
            let put = fs::create_dir_all(disk::parent(&path))
                .and_then(|()| disk::file::put(&path, text.as_ref(), "earlier", |_| false));
            put.map_err(write(&path))?;
        }
        Ok(())
    }

    /// Writes the manifest at the end of a stretch of work, with the timings of all of them.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn finish(&mut self, timings: Vec<Timing>) -> Result<(), StoreError> {
        self.manifest.timings = timings;
        self.manifest.complete = self.done() == self.manifest.end - self.manifest.first;
        self.write_manifest()
    }
}
