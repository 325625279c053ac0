//! Moving files and folders without replacing anything.

use std::{fs, io, path::Path};

use super::{identity, there};

/// Moves a file or folder to a name that is free.
///
/// # Errors
/// [`io::ErrorKind::AlreadyExists`] when it is not free; when it cannot be moved.
pub fn without_replacing(from: &Path, to: &Path) -> io::Result<()> {
    match system(from, to, false)? {
        true => Ok(()),
        false => by_hand(from, to),
    }
}

/// Lets two files or folders change places at one moment; `false` where the system or the file system cannot.
///
/// # Errors
/// When one of them is missing or cannot be moved.
pub fn exchange(a: &Path, b: &Path) -> io::Result<bool> {
    system(a, b, true)
}

/// Has the system do it; `false` where it cannot.
#[cfg(target_os = "linux")]
fn system(from: &Path, to: &Path, exchange: bool) -> io::Result<bool> {
    use rustix::{
        fs::{CWD, RenameFlags, renameat_with},
        io::Errno,
    };
    let flags = if exchange { RenameFlags::EXCHANGE } else { RenameFlags::NOREPLACE };
    match renameat_with(CWD, from, CWD, to, flags) {
        Ok(()) => Ok(true),
        // A folder into itself is EINVAL too: the way without the system says so again.
        Err(Errno::INVAL | Errno::NOSYS | Errno::NOTSUP) => Ok(false),
        Err(error) => Err(error.into()),
    }
}

#[cfg(not(target_os = "linux"))]
fn system(_: &Path, _: &Path, _: bool) -> io::Result<bool> {
    Ok(false)
}

/// The same with what every system has. What comes to `to` after it was seen to be free is not replaced either: a folder
/// takes the place of nothing but an empty folder (one that comes in between is the only thing that can go), a link to a
/// file and a new file are made only where there is nothing.
fn by_hand(from: &Path, to: &Path) -> io::Result<()> {
    let found = fs::symlink_metadata(from)?;
    if fs::symlink_metadata(to).is_ok() {
        return Err(io::ErrorKind::AlreadyExists.into());
    }
    if found.is_dir() {
        return fs::rename(from, to).map_err(|error| match error.kind() {
            io::ErrorKind::DirectoryNotEmpty | io::ErrorKind::NotADirectory => {
                io::ErrorKind::AlreadyExists.into()
            }
            _ => error,
        });
    }
    match fs::hard_link(from, to) {
        Ok(()) => fs::remove_file(from),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Err(error),
        // A file system without links.
        Err(_) => copied(from, to),
    }
}

/// Moves a file by copying it to a new one, which goes if that fails.
fn copied(from: &Path, to: &Path) -> io::Result<()> {
    let mut new = fs::File::create_new(to)?;
    let copied =
        fs::File::open(from).and_then(|mut old| io::copy(&mut old, &mut new)).and_then(|_| new.sync_all());
    if copied.is_err() && new.metadata().is_ok_and(|new| identity(&new) == there(to)) {
        let _ = fs::remove_file(to);
    }
    copied.and_then(|()| fs::remove_file(from))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_replaced_whatever_moves() {
        let folder = tempfile::tempdir().expect("a folder");
        let at = |name: &str| folder.path().join(name);
        for (way, number) in [(without_replacing as fn(&Path, &Path) -> _, 1), (by_hand, 2)] {
            let (file, dir, free) = (at("file"), at("dir"), at(&format!("free{number}")));
            let (there, full) = (at(&format!("there{number}")), at(&format!("full{number}")));
            fs::write(&file, "mine").expect("written");
            fs::write(&there, "theirs").expect("written");
            fs::create_dir_all(dir.join("sub")).expect("made");
            fs::create_dir_all(full.join("theirs")).expect("made");
            for from in [&file, &dir] {
                for to in [&there, &full] {
                    let kind = way(from, to).expect_err("taken").kind();
                    assert_eq!(kind, io::ErrorKind::AlreadyExists, "{from:?} {to:?}");
                }
            }
            assert_eq!(fs::read(&there).expect("a file"), b"theirs");
            assert!(full.join("theirs").exists());
            way(&file, &free).expect("moved");
            assert!(!file.exists());
            assert_eq!(fs::read(&free).expect("a file"), b"mine");
            way(&dir, &at(&format!("dir{number}"))).expect("moved");
            assert!(at(&format!("dir{number}")).join("sub").exists() && !dir.exists());
        }
    }

    #[test]
    fn where_there_are_no_links_a_file_is_copied_and_nothing_replaced() {
        let folder = tempfile::tempdir().expect("a folder");
        let (from, to) = (folder.path().join("from"), folder.path().join("to"));
        fs::write(&from, "mine").expect("written");
        fs::write(&to, "theirs").expect("written");
        assert_eq!(copied(&from, &to).expect_err("taken").kind(), io::ErrorKind::AlreadyExists);
        assert_eq!(fs::read(&to).expect("theirs"), b"theirs");
        fs::remove_file(&to).expect("removed");
        copied(&from, &to).expect("moved");
        assert!(!from.exists() && fs::read(&to).expect("mine") == b"mine");
        copied(&from, &to.with_file_name("other")).expect_err("nothing to copy");
        assert!(!folder.path().join("other").exists(), "nothing half is left");
    }

    #[test]
    #[cfg(unix)]
    fn a_dangling_link_is_something() {
        let folder = tempfile::tempdir().expect("a folder");
        let (from, link) = (folder.path().join("from"), folder.path().join("link"));
        std::os::unix::fs::symlink("nowhere", &link).expect("a link");
        fs::create_dir(&from).expect("made");
        for way in [without_replacing as fn(&Path, &Path) -> _, by_hand] {
            assert_eq!(way(&from, &link).expect_err("taken").kind(), io::ErrorKind::AlreadyExists);
        }
        assert!(from.exists() && fs::symlink_metadata(&link).is_ok());
    }
}
