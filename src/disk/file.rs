//! Single files: whole or not at all, on the disk before they have their name, and never over what is not ours.

use std::{
    fs::{self, File},
    io::{self, BufWriter, Write},
    path::{Path, PathBuf},
};

use super::{beside, keep, parent, read::Unreadable, rename, sync_folder};

/// A file that is being written under another name; it goes unless it is given its place.
struct Half(PathBuf);

impl Drop for Half {
    fn drop(&mut self) {
        // What is half written takes room that a full disk needs.
        let _ = fs::remove_file(&self.0);
    }
}

/// Writes a file that is not there yet, and sees to it that it is on the disk.
fn written(path: PathBuf, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> io::Result<Half> {
    let file = File::create_new(&path)?;
    let half = Half(path);
    let mut to = BufWriter::with_capacity(1 << 16, file);
    write(&mut to)?;
    to.into_inner().map_err(io::IntoInnerError::into_error)?.sync_all()?;
    Ok(half)
}

/// Writes a file to a name of its own beside a path.
fn written_beside(path: &Path, bytes: &[u8]) -> io::Result<Half> {
    let process = std::process::id();
    for number in 0..1_000 {
        let name = beside(path, ".", &format!(".{process}-{number}.new"));
        match written(name, |to| to.write_all(bytes)) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            other => return other,
        }
    }
    Err(io::ErrorKind::AlreadyExists.into())
}

/// Replaces a file whose name belongs to drawdown alone, such as a part of a store: written as `NAME.new` first, where
/// nothing but what a killed process has left of it can be.
///
/// # Errors
/// When it cannot be written: then the old one stands as it was, and nothing is left beside it.
pub fn replace(path: &Path, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> io::Result<()> {
    let new = beside(path, "", ".new");
    remove(&new)?;
    let half = written(new, write)?;
    fs::rename(&half.0, path)?;
    std::mem::forget(half);
    sync_folder(&parent(path));
    Ok(())
}

/// Removes an ordinary file whose name belongs to drawdown alone, if it is there.
///
/// # Errors
/// When something else stands there, or it cannot be removed.
pub fn remove(path: &Path) -> io::Result<()> {
    match fs::symlink_metadata(path) {
        Ok(found) if !found.is_file() => Err(Unreadable::Special.into()),
        Ok(_) => fs::remove_file(path),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        Err(error) => Err(error),
    }
}

/// Writes a new file.
///
/// # Errors
/// When there is something at its place, or it cannot be written; then nothing is left of it.
pub fn create(path: &Path, bytes: &[u8]) -> io::Result<()> {
    if fs::symlink_metadata(path).is_ok() {
        return Err(io::ErrorKind::AlreadyExists.into());
    }
    let half = written_beside(path, bytes)?;
    rename::without_replacing(&half.0, path)?;
    std::mem::forget(half);
    sync_folder(&parent(path));
    Ok(())
}

/// Largest file that can be one of ours where a user wants one.
const LARGEST: u64 = 1 << 28;

/// Puts a file where a user wants it. What stands there goes if it is `ours` by its bytes; if not it is kept beside under
/// a name with `tag`, which is returned.
///
/// # Errors
/// When something else than a file stands there, or it cannot be written; then what stood there still does.
pub fn put(
    path: &Path,
    bytes: &[u8],
    tag: &str,
    ours: impl Fn(&[u8]) -> bool,
) -> io::Result<Option<PathBuf>> {
    let there = match fs::symlink_metadata(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => false,
        Err(error) => return Err(error),
        // A link is followed to the file that it names; one that leads nowhere is no place.
        Ok(found) if found.is_symlink() => return put(&path.canonicalize()?, bytes, tag, ours),
        Ok(found) if found.is_dir() => return Err(Unreadable::Folder.into()),
        Ok(found) if !found.is_file() => return Err(Unreadable::Special.into()),
        Ok(_) => true,
    };
    if !there {
        return match create(path, bytes) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => put(path, bytes, tag, ours),
            other => other.map(|()| None),
        };
    }
    let reads = |path: &Path, test: &dyn Fn(&[u8]) -> bool| {
        super::read::bytes(path, LARGEST).is_ok_and(|bytes| test(&bytes))
    };
    if reads(path, &|old| old == bytes) {
        return Ok(None);
    }
    let half = written_beside(path, bytes)?;
    let kept = if rename::exchange(&half.0, path)? {
        // What stood there has the other name now, and cannot change its identity any more.
        if reads(&half.0, &ours) {
            None
        } else {
            // Not ours to remove from here on, whatever happens.
            let theirs = half.0.clone();
            std::mem::forget(half);
            match keep(&theirs, path, tag) {
                Ok(kept) => Some(kept),
                Err(error) => {
                    return Err(match rename::exchange(&theirs, path) {
                        Ok(true) => {
                            // What was to be written has the other name again.
                            let _ = fs::remove_file(&theirs);
                            error
                        }
                        _ => moved(error, &theirs),
                    });
                }
            }
        }
    } else {
        let kept = keep(path, path, tag)?;
        if let Err(error) = rename::without_replacing(&half.0, path) {
            let back = rename::without_replacing(&kept, path).is_ok();
            return Err(if back { error } else { moved(error, &kept) });
        }
        match reads(&kept, &ours) {
            true => fs::remove_file(&kept).map(|()| None)?,
            false => Some(kept),
        }
    };
    sync_folder(&parent(path));
    Ok(kept)
}

/// An error that says where what stood at a place is now.
fn moved(error: io::Error, to: &Path) -> io::Error {
    io::Error::new(error.kind(), format!("{error}; what stood there is in `{}`", to.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(folder: &Path) -> Vec<String> {
        let entries = fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry"));
        let mut names: Vec<String> =
            entries.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
        names.sort();
        names
    }

    #[test]
    fn a_write_that_fails_leaves_the_old_file_and_nothing_beside_it() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("file");
        fs::write(&path, "old").expect("written");
        fs::write(folder.path().join("file.new"), "of a killed process").expect("written");
        let error = replace(&path, |to| {
            to.write_all(b"half")?;
            Err(io::ErrorKind::StorageFull.into())
        });
        assert_eq!(error.expect_err("full").kind(), io::ErrorKind::StorageFull);
        assert_eq!((fs::read(&path).expect("old"), names(folder.path()).len()), (b"old".to_vec(), 1));
        replace(&path, |to| to.write_all(b"new")).expect("written");
        assert_eq!((fs::read(&path).expect("new"), names(folder.path()).len()), (b"new".to_vec(), 1));
        assert_eq!(create(&path, b"other").expect_err("taken").kind(), io::ErrorKind::AlreadyExists);
        assert_eq!(names(folder.path()), ["file"]);
    }

    #[test]
    fn what_is_not_ours_is_kept() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("report.html");
        let ours = |bytes: &[u8]| bytes == b"1" || bytes == b"2";
        assert_eq!(put(&path, b"1", "edited", ours).expect("put"), None);
        assert_eq!(put(&path, b"2", "edited", ours).expect("put"), None);
        assert_eq!(names(folder.path()), ["report.html"]);
        for (edit, name) in [("mine", "report.edited.html"), ("mine too", "report.edited.2.html")] {
            fs::write(&path, edit).expect("written");
            let kept = put(&path, b"2", "edited", ours).expect("put").expect("kept");
            assert_eq!(kept, folder.path().join(name));
            assert_eq!(fs::read(&kept).expect("kept"), edit.as_bytes());
            assert_eq!(fs::read(&path).expect("new"), b"2");
        }
        assert_eq!(names(folder.path()).len(), 3);
        assert!(put(folder.path(), b"2", "edited", ours).is_err());
        #[cfg(unix)]
        assert!(put(Path::new("/dev/null"), b"2", "edited", ours).is_err());
    }
}
