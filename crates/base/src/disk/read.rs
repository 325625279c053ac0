//! Reading files that a user names, or that stand where ours are expected: ordinary files of a bounded size only. A named
//! pipe or a device would block for ever, a file without end fill the memory.

use std::{
    fs::{self, File, Metadata},
    io::{self, Read},
    path::Path,
};

/// Largest `manifest.json`, `summary.json` and the like: hundreds of scenarios take a few million bytes.
pub const JSON: u64 = 1 << 28;
/// Largest table: millions of rows.
pub const TABLE: u64 = 1 << 33;

/// Why a file is not read.
#[derive(Debug, thiserror::Error)]
pub enum Unreadable {
    /// A folder is in its place.
    #[error("it is a folder")]
    Folder,
    /// A named pipe, a socket or a device is in its place.
    #[error("it is no ordinary file")]
    Special,
    /// It is larger than any such file.
    #[error("it is too large: {bytes} bytes, of at most {most}")]
    Large {
        /// Its size.
        bytes: u64,
        /// Largest size allowed.
        most: u64,
    },
    /// The system refused.
    #[error(transparent)]
    System(#[from] io::Error),
}

impl From<Unreadable> for io::Error {
    fn from(error: Unreadable) -> Self {
        match error {
            Unreadable::System(error) => error,
            Unreadable::Folder => io::Error::new(io::ErrorKind::IsADirectory, error),
            other => io::Error::new(io::ErrorKind::InvalidInput, other),
        }
    }
}

/// Judges what stands at a place.
fn ordinary(found: &Metadata, most: u64) -> Result<(), Unreadable> {
    if found.is_dir() {
        Err(Unreadable::Folder)
    } else if !found.is_file() {
        Err(Unreadable::Special)
    } else if found.len() > most {
        Err(Unreadable::Large { bytes: found.len(), most })
    } else {
        Ok(())
    }
}

/// Options that open a named pipe without waiting for its other end.
pub(super) fn without_waiting(options: &mut fs::OpenOptions) -> &mut fs::OpenOptions {
    #[cfg(target_os = "linux")]
    {
        use std::os::unix::fs::OpenOptionsExt;
        options.custom_flags(rustix::fs::OFlags::NONBLOCK.bits() as i32);
    }
    options
}

/// Opens an ordinary file of at most so many bytes; more are not read of it, should it grow.
///
/// # Errors
/// When it is none, too large, or cannot be opened.
pub fn open(path: &Path, most: u64) -> Result<io::Take<File>, Unreadable> {
    // Before it is opened, since opening a device may do something; and of what was opened, since names change.
    ordinary(&fs::metadata(path)?, most)?;
    let file = without_waiting(File::options().read(true)).open(path)?;
    ordinary(&file.metadata()?, most)?;
    Ok(file.take(most))
}

/// The bytes of a file.
///
/// # Errors
/// As [`open`].
pub fn bytes(path: &Path, most: u64) -> Result<Vec<u8>, Unreadable> {
    let mut file = open(path, most)?;
    let mut bytes = Vec::new();
    file.read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// The text of a file.
///
/// # Errors
/// As [`open`], and [`io::ErrorKind::InvalidData`] when it is not UTF-8.
pub fn text(path: &Path, most: u64) -> Result<String, Unreadable> {
    let invalid = |_| io::Error::new(io::ErrorKind::InvalidData, "it is no text");
    Ok(String::from_utf8(bytes(path, most)?).map_err(invalid)?)
}

/// The file of a table.
///
/// # Errors
/// As [`open`]; the message names no file.
pub fn table(path: &Path) -> io::Result<io::Take<File>> {
    Ok(open(path, TABLE)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_ordinary_files_of_a_bounded_size() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("file");
        fs::write(&file, "12345").expect("written");
        assert_eq!(text(&file, 5).expect("read"), "12345");
        assert!(matches!(text(&file, 4), Err(Unreadable::Large { bytes: 5, most: 4 })));
        assert!(matches!(text(folder.path(), 9), Err(Unreadable::Folder)));
        let none = text(&folder.path().join("none"), 9).map_err(io::Error::from);
        assert_eq!(none.expect_err("nothing").kind(), io::ErrorKind::NotFound);
        #[cfg(unix)]
        assert!(matches!(text(Path::new("/dev/zero"), 9), Err(Unreadable::Special)));
    }

    #[test]
    #[cfg(target_os = "linux")]
    fn a_named_pipe_does_not_block() {
        let folder = tempfile::tempdir().expect("a folder");
        let pipe = folder.path().join("pipe");
        rustix::fs::mknodat(rustix::fs::CWD, &pipe, rustix::fs::FileType::Fifo, 0o600.into(), 0)
            .expect("made");
        assert!(matches!(bytes(&pipe, 9), Err(Unreadable::Special)));
        // Should it take the file's place after it was judged.
        without_waiting(File::options().read(true)).open(&pipe).expect("opened at once");
    }
}
