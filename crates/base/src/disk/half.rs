//! Files that are half written: under names of their own, which nobody takes for a file's and which a dead process's can be told by.

use std::{
    fs::{self, File},
    io::{self, BufWriter, Write},
    path::{Path, PathBuf},
};

use super::{beside, lock, lock::Lock, parent};

/// What a half written file's name ends with, after the process that writes it and a number.
const HALF: &str = ".new";

/// A file that is being written under a name of its own, locked by the process that writes it; it goes unless it is given
/// its place.
pub(super) struct Half {
    pub path: PathBuf,
    /// Until it has its place, so that nobody takes it for what a dead process has left.
    pub file: File,
    placed: bool,
}

impl Half {
    /// It has a name that is not its own now.
    pub fn placed(mut self) {
        self.placed = true;
    }
}

impl Drop for Half {
    fn drop(&mut self) {
        if !self.placed {
            // What is half written takes room that a full disk needs.
            let _ = fs::remove_file(&self.path);
        }
    }
}

/// An empty file under a name of its own beside a path.
pub(super) fn half_beside(path: &Path) -> io::Result<Half> {
    let process = std::process::id();
    for number in 0..1_000 {
        let name = beside(path, ".", &format!(".{process}-{number}{HALF}"));
        match lock::new(&name) {
            Ok(Some(file)) => return Ok(Half { path: name, file, placed: false }),
            Ok(None) => {}
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            Err(error) => return Err(error),
        }
    }
    Err(io::ErrorKind::AlreadyExists.into())
}

/// Writes a file to a name of its own beside a path, and sees to it that it is on the disk.
pub(super) fn written_beside(
    path: &Path,
    write: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> io::Result<Half> {
    let half = half_beside(path)?;
    let mut to = BufWriter::with_capacity(1 << 16, &half.file);
    write(&mut to)?;
    to.flush()?;
    drop(to);
    half.file.sync_all()?;
    Ok(half)
}

/// The name of the file that a half is of, by the name of the half.
pub fn whole_name(half: &str) -> Option<&str> {
    let (name, token) = half.strip_prefix('.')?.strip_suffix(HALF)?.rsplit_once('.')?;
    let (process, number) = token.split_once('-')?;
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    (digits(process) && digits(number)).then_some(name)
}

/// Removes what dead processes have left half written in a folder of files of some names. A half whose lock is held, or
/// cannot be had, may be somebody's.
pub fn clear_halves(folder: &Path, of: impl Fn(&str) -> bool) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        if entry.file_name().to_str().and_then(whole_name).is_some_and(&of)
            && entry.file_type().is_ok_and(|kind| kind.is_file())
            && let Ok(Lock::Held(_dead)) = lock::alone(&entry.path())
        {
            let _ = fs::remove_file(entry.path());
        }
    }
}

/// The same of the file at a path.
pub(super) fn clear_halves_of(path: &Path) {
    clear_halves(&parent(path), |name| path.file_name().is_some_and(|own| own == name));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_half_is_told_by_its_name() {
        assert_eq!(whole_name(".a.ron.12-3.new"), Some("a.ron"));
        for other in ["a.ron.12-3.new", ".a.ron.new", ".a.12-.new", ".a.1-2.old", ".new", ".1-2.new"] {
            assert_eq!(whole_name(other), None, "{other}");
        }
    }
}
