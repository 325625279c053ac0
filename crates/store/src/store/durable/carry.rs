//! What becomes of a folder that was replaced: its files go one by one, those of others move along into the new one.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use super::{Known, MANIFEST, listing::Listing};
use crate::{
    digest::sha256,
    disk::{keep, read, rename},
};

/// Dissolves a folder of ours. A file that it does not list moves to the same place in `new`; one that was changed since
/// it was written, under a name that says so. Each that has another name now is remarked on.
pub(super) fn dissolve(old: &Path, new: &Path, known: Option<&Known>, remarks: &mut Vec<String>) {
    /// Rounds that are made where files come in meanwhile.
    const ROUNDS: usize = 4;
    let nothing = Listing::new();
    let files = match known {
        None => &nothing,
        Some(Known { files: Some(files), .. }) => files,
        // What of it a user has changed or added cannot be told: nothing of it goes.
        Some(Known { files: None, .. }) => {
            if let Some(kept) = whole(old, new, remarks) {
                remarks.push(format!(
                    "the folder before it was written by an earlier drawdown, which did not list its files: it is kept \
                     whole in `{}`",
                    kept.display()
                ));
            }
            return;
        }
    };
    let mut carried = Carried { old, new, files, known, remarks, moved: Vec::new() };
    for _ in 0..ROUNDS {
        carried.folder(Path::new(""));
        // What says which files are ours goes last: should the process be killed before, the next one knows.
        carried.manifest();
        if fs::remove_dir(old).is_ok() {
            break;
        }
    }
    let moved = std::mem::take(&mut carried.moved);
    if !moved.is_empty() {
        let names: Vec<String> = moved.iter().map(|path| format!("`{}`", path.display())).collect();
        remarks.push(format!("moved along into `{}`: {}", new.display(), names.join(", ")));
    }
    if fs::symlink_metadata(old).is_ok()
        && let Some(kept) = whole(old, new, remarks)
    {
        remarks.push(format!("what could not be moved along is in `{}`", kept.display()));
    }
}

/// Gives what is left of a folder a name that is seen, beside the new one.
fn whole(old: &Path, new: &Path, remarks: &mut Vec<String>) -> Option<PathBuf> {
    match keep(old, new, "earlier") {
        Ok(kept) => Some(kept),
        Err(error) => {
            remarks.push(format!("the folder before it is in `{}`: {error}", old.display()));
            None
        }
    }
}

struct Carried<'a> {
    old: &'a Path,
    new: &'a Path,
    files: &'a Listing,
    known: Option<&'a Known>,
    remarks: &'a mut Vec<String>,
    moved: Vec<PathBuf>,
}

impl Carried<'_> {
    /// Goes through a folder, named by its path in the whole.
    fn folder(&mut self, within: &Path) {
        for entry in fs::read_dir(self.old.join(within)).into_iter().flatten().flatten() {
            let path = within.join(entry.file_name());
            let kind = entry.file_type().ok();
            let name = path.to_str().map(|name| name.replace(std::path::MAIN_SEPARATOR, "/"));
            let folder = name.as_ref().map(|name| format!("{name}/"));
            let ours = |folder: &String| self.files.keys().any(|file| file.starts_with(folder));
            if kind.is_some_and(|kind| kind.is_dir()) && folder.as_ref().is_some_and(ours) {
                self.folder(&path);
                // A folder that holds something still stays with it.
                let _ = fs::remove_dir(entry.path());
                continue;
            }
            let name = name.unwrap_or_default();
            if name == MANIFEST && self.known.is_some() {
                continue;
            }
            self.file(&path, self.files.get(&name).map(|listed| listed.is(&entry.path())));
        }
    }

    /// Settles the manifest.
    fn manifest(&mut self) {
        let path = self.old.join(MANIFEST);
        if let Some(known) = self.known
            && fs::symlink_metadata(&path).is_ok()
        {
            let whole = read::bytes(&path, read::JSON).is_ok_and(|bytes| sha256(bytes) == known.fingerprint);
            self.file(Path::new(MANIFEST), Some(whole));
        }
    }

    /// Settles a file, or a folder of others: whether it is as it was written; `None` if it is not ours.
    fn file(&mut self, path: &Path, whole: Option<bool>) {
        let done = match whole {
            Some(true) => fs::remove_file(self.old.join(path)),
            Some(false) => self.along(path, Some("edited")),
            None => self.along(path, None),
        };
        if let Err(error) = done {
            self.remarks.push(format!("`{}`: {error}", self.old.join(path).display()));
        }
    }

    /// Moves what is not ours into the new folder.
    fn along(&mut self, path: &Path, tag: Option<&str>) -> io::Result<()> {
        let (from, to) = (self.old.join(path), self.new.join(path));
        if let Some(folder) = to.parent() {
            fs::create_dir_all(folder)?;
        }
        let kept = match tag {
            Some(tag) => keep(&from, &to, tag)?,
            None => match rename::without_replacing(&from, &to) {
                Ok(()) => to,
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => keep(&from, &to, "kept")?,
                Err(error) => return Err(error),
            },
        };
        self.moved.push(kept.strip_prefix(self.new).unwrap_or(&kept).to_owned());
        Ok(())
    }
}
