//! Writing an archive.

use std::{
    collections::BTreeMap,
    fs::File,
    io::{self, Read, Write},
    path::{Path, PathBuf},
};

use zip::{CompressionMethod, DateTime, ZipWriter, write::SimpleFileOptions};

use super::{
    ArchiveError, HEAD, Head, MOST_FILES,
    names::{is_safe, one_file},
};
use crate::disk::file::create_with;

/// What a file of an archive is made of.
#[derive(Debug)]
enum Content {
    Bytes(Vec<u8>),
    File(PathBuf),
}

/// A file that is read, which says so where it cannot be.
struct Noting<'u> {
    file: File,
    path: PathBuf,
    unread: &'u mut Option<PathBuf>,
}

impl Read for Noting<'_> {
    fn read(&mut self, to: &mut [u8]) -> io::Result<usize> {
        let read = self.file.read(to);
        // What is interrupted is read again.
        if read.as_ref().is_err_and(|error| error.kind() != io::ErrorKind::Interrupted) {
            *self.unread = Some(self.path.clone());
        }
        read
    }
}

/// An archive before it is written: its files by name. The head stands first, the others in alphabetic order.
#[derive(Debug)]
pub struct Packing {
    head: Head,
    files: BTreeMap<String, Content>,
}

impl Packing {
    /// An archive with nothing in it but what it is.
    #[must_use]
    pub fn new(head: Head) -> Self {
        Self { head, files: BTreeMap::new() }
    }

    /// Adds bytes under a name, with `/`.
    pub fn bytes(&mut self, name: impl Into<String>, bytes: impl Into<Vec<u8>>) {
        self.files.insert(name.into(), Content::Bytes(bytes.into()));
    }

    /// Adds a file under a name; it is read when the archive is written.
    pub fn file(&mut self, name: impl Into<String>, path: PathBuf) {
        self.files.insert(name.into(), Content::File(path));
    }

    /// Writes it where nothing is; how many files are in it.
    ///
    /// # Errors
    /// When something is there, or a file cannot be read or written, or has a name that nobody could unpack everywhere: then
    /// nothing is left behind.
    pub fn write(self, path: &Path) -> Result<usize, ArchiveError> {
        self.named()?;
        let count = self.files.len() + 1;
        if count > MOST_FILES {
            return Err(ArchiveError::TooMany(count));
        }
        let mut unread = None;
        create_with(path, |to| self.packed(to, &mut unread)).map_err(|error| match unread {
            Some(path) => ArchiveError::Read { path, error },
            None if error.kind() == io::ErrorKind::AlreadyExists => ArchiveError::Exists(path.to_owned()),
            None => ArchiveError::Write { path: path.to_owned(), error },
        })?;
        Ok(count)
    }

    /// Sees to it that who reads it can lay every file under its name.
    fn named(&self) -> Result<(), ArchiveError> {
        let mut seen = BTreeMap::from([(one_file(HEAD), HEAD)]);
        for name in self.files.keys() {
            if !is_safe(name) {
                return Err(ArchiveError::Name(name.clone()));
            }
            if let Some(other) = seen.insert(one_file(name), name) {
                return Err(ArchiveError::OneName(other.to_owned(), name.clone()));
            }
        }
        Ok(())
    }

    /// Writes the zip file; `unread` is the file that could not be read, if that is why it failed.
    fn packed(self, to: &mut dyn Write, unread: &mut Option<PathBuf>) -> io::Result<()> {
        // No times of files or of now, and no permissions of a machine.
        let options = SimpleFileOptions::default()
            .compression_method(CompressionMethod::Deflated)
            .last_modified_time(DateTime::default())
            .unix_permissions(0o644);
        let mut zip = ZipWriter::new_stream(to);
        let head = serde_json::to_string_pretty(&self.head)? + "\n";
        let head = (HEAD.to_owned(), Content::Bytes(head.into_bytes()));
        for (name, content) in std::iter::once(head).chain(self.files) {
            match content {
                Content::Bytes(bytes) => {
                    zip.start_file(name, options)?;
                    zip.write_all(&bytes)?;
                }
                Content::File(path) => {
                    let opened = File::open(&path).and_then(|file| Ok((file.metadata()?.len(), file)));
                    let (bytes, file) = opened.inspect_err(|_| *unread = Some(path.clone()))?;
                    zip.start_file(name, options.large_file(bytes >= zip::ZIP64_BYTES_THR))?;
                    io::copy(&mut Noting { file, path, unread }, &mut zip)?;
                }
            }
        }
        zip.finish()?.flush()
    }
}
