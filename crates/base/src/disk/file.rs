//! Single files: whole or not at all, on the disk before they have their name, and never over what is not ours.

use std::{
    fs::{self, File},
    io::{self, Write},
    path::{Path, PathBuf},
};

use super::{
    half::{Half, clear_halves_of, half_beside, written_beside},
    keep, parent,
    read::Unreadable,
    rename, sync_folder,
};

/// Replaces a file whose name belongs to drawdown alone, such as a part of a store, at one moment.
///
/// # Errors
/// When it cannot be written: then the old one stands as it was, and nothing is left beside it.
pub fn replace(path: &Path, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> io::Result<()> {
    let half = written_beside(path, write)?;
    fs::rename(&half.path, path)?;
    half.placed();
    sync_folder(&parent(path));
    Ok(())
}

/// Removes an ordinary file whose name belongs to drawdown alone, if it is there, and what dead processes have left of it.
///
/// # Errors
/// When something else stands there, or it cannot be removed.
pub fn remove(path: &Path) -> io::Result<()> {
    clear_halves_of(path);
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
    create_with(path, |to| to.write_all(bytes))
}

/// As [`create`], of a file that is written bit by bit.
///
/// # Errors
/// As [`create`].
pub fn create_with(path: &Path, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> io::Result<()> {
    if fs::symlink_metadata(path).is_ok() {
        return Err(io::ErrorKind::AlreadyExists.into());
    }
    clear_halves_of(path);
    let half = written_beside(path, write)?;
    rename::without_replacing(&half.path, path)?;
    half.placed();
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
    let reads = |path: &Path, test: &dyn Fn(&[u8]) -> bool| {
        super::read::bytes(path, LARGEST).is_ok_and(|bytes| test(&bytes))
    };
    let path = &place(path)?;
    if reads(path, &|old| old == bytes) {
        return Ok(None);
    }
    clear_halves_of(path);
    settle(written_beside(path, |to| to.write_all(bytes))?, path, tag, |path| reads(path, &ours))
}

/// A file that will stand where a user wants it, written bit by bit under a name of its own. It goes unless it is put there.
pub struct Waiting {
    half: Half,
    place: PathBuf,
}

impl Waiting {
    /// Begins it, so that whether it can be written is known before there is anything to write.
    ///
    /// # Errors
    /// When something else than a file stands there, or no file can be made beside it.
    pub fn start(path: &Path) -> io::Result<Self> {
        let place = place(path)?;
        clear_halves_of(&place);
        Ok(Self { half: half_beside(&place)?, place })
    }

    /// Where it will stand, links followed.
    #[must_use]
    pub fn place(&self) -> &Path {
        &self.place
    }

    /// What is written to.
    #[must_use]
    pub fn file(&self) -> &File {
        &self.half.file
    }

    /// Puts it in its place. What stands there goes if it is `ours`; what is not stays, and the file stands beside it under a
    /// name with `tag`.
    ///
    /// # Errors
    /// When it cannot be put anywhere; then what stood there still does.
    pub fn put(self, tag: &str, ours: impl Fn(&Path) -> bool) -> io::Result<Put> {
        let Self { half, place } = self;
        half.file.sync_all()?;
        let put = match rename::without_replacing(&half.path, &place) {
            Ok(()) => Put::InPlace,
            Err(error) if error.kind() != io::ErrorKind::AlreadyExists => return Err(error),
            // What was ours a moment ago and came in between is not removed either, but keeps a name of its own.
            Err(_) if ours(&place) => {
                return Ok(settle(half, &place, tag, ours)?.map_or(Put::InPlace, Put::Moved));
            }
            Err(_) => Put::Beside(keep(&half.path, &place, tag)?),
        };
        half.placed();
        sync_folder(&parent(&place));
        Ok(put)
    }
}

/// Where a file is that was put in its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Put {
    /// There, and nothing else was, or what was ours.
    InPlace,
    /// There; what somebody else had put there at the same moment is here.
    Moved(PathBuf),
    /// Here, beside what somebody else has put there.
    Beside(PathBuf),
}

/// Where a file goes that is wanted at a path: a link is followed to the file that it names; one that leads nowhere is no
/// place.
fn place(path: &Path) -> io::Result<PathBuf> {
    match fs::symlink_metadata(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(path.to_owned()),
        Err(error) => Err(error),
        Ok(found) if found.is_symlink() => place(&path.canonicalize()?),
        Ok(found) if found.is_dir() => Err(Unreadable::Folder.into()),
        Ok(found) if !found.is_file() => Err(Unreadable::Special.into()),
        Ok(_) => Ok(path.to_owned()),
    }
}

/// Gives a half its place.
fn settle(half: Half, path: &Path, tag: &str, ours: impl Fn(&Path) -> bool) -> io::Result<Option<PathBuf>> {
    match rename::without_replacing(&half.path, path) {
        Ok(()) => {
            half.placed();
            sync_folder(&parent(path));
            return Ok(None);
        }
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
        Err(error) => return Err(error),
    }
    let kept = if rename::exchange(&half.path, path)? {
        // What stood there has the other name now, and cannot change its identity any more.
        if ours(&half.path) {
            None
        } else {
            // Not ours to remove from here on, whatever happens.
            let theirs = half.path.clone();
            half.placed();
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
        if let Err(error) = rename::without_replacing(&half.path, path) {
            let back = rename::without_replacing(&kept, path).is_ok();
            return Err(if back { error } else { moved(error, &kept) });
        }
        match ours(&kept) {
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
        fs::write(folder.path().join(".file.77-0.new"), "of a killed process").expect("written");
        remove(&folder.path().join("file.none")).expect("not there");
        assert_eq!(names(folder.path()).len(), 2, "of another file");
        clear_halves_of(&path);
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
    fn a_file_that_waits_takes_its_place_from_nobody_else() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("file.end");
        let ours = |path: &Path| fs::read(path).is_ok_and(|bytes| bytes.starts_with(b"ours"));
        let wait = |text: &[u8]| {
            let waiting = Waiting::start(&path).expect("begun");
            let mut file = waiting.file();
            file.write_all(text).expect("written");
            waiting
        };
        drop(wait(b"ours, never put"));
        assert!(names(folder.path()).is_empty(), "nothing half is left");
        assert_eq!(wait(b"ours 1").put("new", ours).expect("put"), Put::InPlace);
        let second = wait(b"ours 2");
        assert_eq!((fs::read(&path).expect("1"), names(folder.path()).len()), (b"ours 1".to_vec(), 2));
        assert_eq!(second.put("new", ours).expect("put"), Put::InPlace);
        assert_eq!((fs::read(&path).expect("2"), names(folder.path()).len()), (b"ours 2".to_vec(), 1));
        let third = wait(b"ours 3");
        fs::write(&path, "theirs, since").expect("written");
        let beside = folder.path().join("file.new.end");
        assert_eq!(third.put("new", ours).expect("put"), Put::Beside(beside.clone()));
        assert_eq!(names(folder.path()).len(), 2);
        assert_eq!(
            (fs::read(&path).expect("theirs"), fs::read(&beside).expect("3")),
            (b"theirs, since".to_vec(), b"ours 3".to_vec())
        );
        // Theirs comes in the moment after ours was seen there: it is told where it is.
        fs::write(&path, "ours 4").expect("written");
        let once = std::cell::Cell::new(true);
        let then_theirs = |at: &Path| {
            let is = ours(at);
            if once.replace(false) {
                fs::write(&path, "theirs, at that moment").expect("written");
            }
            is
        };
        let put = wait(b"ours 5").put("new", then_theirs).expect("put");
        let moved = folder.path().join("file.new.2.end");
        assert_eq!(put, Put::Moved(moved.clone()));
        assert_eq!(
            (fs::read(&path).expect("5"), fs::read(&moved).expect("theirs")),
            (b"ours 5".to_vec(), b"theirs, at that moment".to_vec())
        );
        Waiting::start(folder.path()).err().expect("a folder is no place");
        Waiting::start(&folder.path().join("none/file")).err().expect("no folder");
    }

    #[test]
    fn two_that_write_one_file_have_halves_of_their_own() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("file");
        // Each ends while the other is at work; neither takes the other's half for a dead process's.
        replace(&path, |to| {
            to.write_all(b"outer")?;
            replace(&path, |to| to.write_all(b"inner"))?;
            remove(&path)?;
            create(&path, b"again")?;
            assert_eq!(names(folder.path()).len(), 2, "{:?}", names(folder.path()));
            Ok(())
        })
        .expect("written");
        assert_eq!((fs::read(&path).expect("new"), names(folder.path()).len()), (b"outer".to_vec(), 1));
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
