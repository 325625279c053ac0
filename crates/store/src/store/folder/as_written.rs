//! Whether the files of a run folder are those that the run has written, and how some of them are written again.

use std::{
    io,
    path::{Path, PathBuf},
};

use super::manifest::{Manifest, read_manifest};
use crate::{
    disk,
    store::durable::{Listed, MANIFEST},
};

/// What is to be said of a run folder whose numbers are not those that the run has written: which of the files that
/// figures and report rest on are others than the manifest lists.
#[must_use]
pub fn not_as_written(folder: &Path) -> Option<String> {
    let Some(manifest) = read_manifest(folder) else {
        return Some(format!(
            "`{MANIFEST}` is missing or cannot be read: whether the numbers are those that the run has written cannot \
             be told"
        ));
    };
    let rests_on = |name: &str| match name.strip_prefix("tables/") {
        Some(table) => !table.contains('/'),
        None => {
            name.starts_with("countries/")
                || ["summary.json", "scenarios.json", "required.json", "invest.json"].contains(&name)
        }
    };
    let changed = manifest
        .files
        .iter()
        .filter(|(name, listed)| rests_on(name) && !listed.is(&folder.join(name)))
        .map(|(name, _)| format!("`{name}`"))
        .collect::<Vec<_>>();
    let (last, others) = changed.split_last()?;
    let not_as = match others {
        [] => format!("{last} is not as the run has written it"),
        others => format!("{} and {last} are not as the run has written them", others.join(", ")),
    };
    Some(format!("{not_as}: figures and report show what stands there now"))
}

/// Files of a run folder that are written again, and of which the manifest says what was written.
#[derive(Debug)]
pub struct Rewriting<'f> {
    folder: &'f Path,
    /// None where the folder is of an earlier drawdown, which did not list its files.
    manifest: Option<Manifest>,
}

impl<'f> Rewriting<'f> {
    /// Begins with a run folder.
    #[must_use]
    pub fn of(folder: &'f Path) -> Self {
        Self { folder, manifest: read_manifest(folder) }
    }

    /// Writes a file of it, by its path in the folder, with `/`. A file that stands there and is not as it was written
    /// is kept under another name, which is returned.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn write(&mut self, name: &str, bytes: &[u8]) -> io::Result<Option<PathBuf>> {
        let listed = self.manifest.as_ref().and_then(|manifest| manifest.files.get(name));
        let ours = |old: &[u8]| listed.is_some_and(|listed| *listed == Listed::of(old));
        let kept = disk::file::put(&self.folder.join(name), bytes, "edited", ours)?;
        if let Some(manifest) = &mut self.manifest {
            manifest.files.insert(name.to_owned(), Listed::of(bytes));
        }
        Ok(kept)
    }

    /// Removes the files of a folder of it (`figures`) that were written before and not now: those that are as the manifest
    /// lists them. Others are somebody's and stay, no longer listed.
    ///
    /// # Errors
    /// When one cannot be removed.
    pub fn only(&mut self, folder: &str, now: &[String]) -> io::Result<()> {
        let Some(manifest) = &mut self.manifest else { return Ok(()) };
        let within = |name: &str| name.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/'));
        let before = manifest.files.keys().filter(|name| within(name) && !now.contains(name));
        for name in before.cloned().collect::<Vec<_>>() {
            let path = self.folder.join(&name);
            if manifest.files.remove(&name).is_some_and(|listed| listed.is(&path)) {
                std::fs::remove_file(&path)?;
            }
        }
        Ok(())
    }

    /// Writes what the manifest says of the files.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn finish(self) -> io::Result<()> {
        let Some(manifest) = self.manifest else { return Ok(()) };
        let text = serde_json::to_string_pretty(&manifest)? + "\n";
        // It was read a moment ago; nothing but its list of files differs.
        disk::file::put(&self.folder.join(MANIFEST), text.as_bytes(), "edited", |_| true).map(|_| ())
    }
}
