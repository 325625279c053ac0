//! Moving files and folders without replacing anything.

use std::{fs, io, path::Path};

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

/// The same with what every system has.
fn by_hand(from: &Path, to: &Path) -> io::Result<()> {
    let found = fs::symlink_metadata(from)?;
    if fs::symlink_metadata(to).is_ok() {
        return Err(io::ErrorKind::AlreadyExists.into());
    }
    if found.is_dir() {
        // A folder takes the place of nothing but an empty folder, whatever came in between.
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
        // A file system without links: the name is taken first, and what is replaced then is that empty file.
        Err(_) => {
            fs::File::create_new(to)?;
            fs::rename(from, to)
        }
    }
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
