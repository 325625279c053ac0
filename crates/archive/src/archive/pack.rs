//! Writing an archive.

use std::{
    collections::BTreeMap,
    fs::File,
    io::{self, Write},
    path::{Path, PathBuf},
};

use zip::{CompressionMethod, DateTime, ZipWriter, write::SimpleFileOptions};

use super::{ArchiveError, HEAD, Head};
use crate::disk::file::create_with;

/// What a file of an archive is made of.
#[derive(Debug)]
enum Content {
    Bytes(Vec<u8>),
    File(PathBuf),
}

/// An archive before it is written: its files by name. The head stands first, the others in alphabetic order.
#[derive(Debug)]
pub struct Packing {
    head: Vec<u8>,
    files: BTreeMap<String, Content>,
}

impl Packing {
    /// An archive with nothing in it but what it is.
    ///
    /// # Errors
    /// When the head is no JSON, which it always is.
    pub fn new(head: &Head) -> io::Result<Self> {
        let head = serde_json::to_string_pretty(head)? + "\n";
        Ok(Self { head: head.into_bytes(), files: BTreeMap::new() })
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
    /// When something is there, or a file cannot be read or written: then nothing is left behind.
    pub fn write(self, path: &Path) -> Result<usize, ArchiveError> {
        let exists = || ArchiveError::Exists(path.to_owned());
        if path.symlink_metadata().is_ok() {
            return Err(exists());
        }
        let count = self.files.len() + 1;
        create_with(path, |to| self.packed(to)).map_err(|error| match error.kind() {
            io::ErrorKind::AlreadyExists => exists(),
            _ => ArchiveError::Write { path: path.to_owned(), error },
        })?;
        Ok(count)
    }

    fn packed(self, to: &mut dyn Write) -> io::Result<()> {
        // No times of files or of now, and no permissions of a machine.
        let options = SimpleFileOptions::default()
            .compression_method(CompressionMethod::Deflated)
            .last_modified_time(DateTime::default())
            .unix_permissions(0o644);
        let mut zip = ZipWriter::new_stream(to);
        let head = (HEAD.to_owned(), Content::Bytes(self.head));
        for (name, content) in std::iter::once(head).chain(self.files) {
            match content {
                Content::Bytes(bytes) => {
                    zip.start_file(name, options)?;
                    zip.write_all(&bytes)?;
                }
                Content::File(path) => {
                    let mut file = File::open(&path)?;
                    let large = file.metadata()?.len() >= zip::ZIP64_BYTES_THR;
                    zip.start_file(name, options.large_file(large))?;
                    io::copy(&mut file, &mut zip)?;
                }
            }
        }
        zip.finish()?.flush()
    }
}
