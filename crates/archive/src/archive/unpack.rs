//! Reading an archive that anybody may have made.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs::{self, File},
    io::{self, BufReader, Read},
    path::{Path, PathBuf},
};

use zip::ZipArchive;

use super::{
    ArchiveError, FORMAT, HEAD, Head, MOST_FILES,
    names::{is_safe, one_file},
};

/// Most bytes of all its files together, unpacked.
const MOST_BYTES: u64 = 1 << 38;
/// Most bytes of a file that is held in memory or laid on the disk.
const LARGEST: u64 = 1 << 28;
/// Most bytes of all files that are laid on the disk together.
const MOST_LAID: u64 = 1 << 30;

/// An archive open for reading, whose names and sizes were looked at.
#[derive(Debug)]
pub struct Unpacking {
    path: PathBuf,
    zip: ZipArchive<BufReader<File>>,
    /// Its files by name: their position and size.
    files: BTreeMap<String, (usize, u64)>,
}

impl Unpacking {
    /// Opens an archive, and reads what it is.
    ///
    /// # Errors
    /// When there is none, when it is none of ours, or when it holds what none of ours does: links, names that lead out of
    /// it, a name twice, too many files or too large ones.
    pub fn open(path: &Path) -> Result<(Self, Head), ArchiveError> {
        let read = |error: io::Error| ArchiveError::Read { path: path.to_owned(), error };
        let foreign = |reason: String| ArchiveError::Foreign { path: path.to_owned(), reason };
        let unsafe_ = |reason: String| ArchiveError::Unsafe { path: path.to_owned(), reason };
        let found = fs::metadata(path).map_err(read)?;
        if !found.is_file() {
            return Err(foreign("it is no ordinary file".to_owned()));
        }
        let file = File::open(path).map_err(read)?;
        let zip = ZipArchive::new(BufReader::new(file));
        let mut zip = zip.map_err(|error| foreign(format!("it is no zip file ({error})")))?;
        if zip.len() > MOST_FILES {
            return Err(unsafe_(format!("it has {} files, of at most {MOST_FILES}", zip.len())));
        }
        let (mut files, mut seen, mut bytes) = (BTreeMap::new(), BTreeSet::new(), 0_u64);
        for index in 0..zip.len() {
            let entry = zip.by_index_raw(index).map_err(|error| foreign(error.to_string()))?;
            let name = entry.name().map_err(|error| foreign(error.to_string()))?.into_owned();
            if !entry.is_file() || entry.encrypted() || !is_safe(&name) {
                let reason = format!("{name:?} in it is no ordinary file with a name of its own");
                return Err(unsafe_(reason));
            }
            bytes = bytes.saturating_add(entry.size());
            if !seen.insert(one_file(&name)) {
                return Err(unsafe_(format!("{name:?} is in it twice")));
            }
            files.insert(name, (index, entry.size()));
        }
        let mut it = Self { path: path.to_owned(), zip, files };
        if bytes > MOST_BYTES {
            return Err(it.too_large("it", bytes, MOST_BYTES));
        }
        let text = it.bytes(HEAD)?;
        let json: serde_json::Value =
            serde_json::from_slice(&text).map_err(|error| foreign(format!("`{HEAD}`: {error}")))?;
        if json["program"] != "drawdown" || json["kind"] != "archive" {
            return Err(foreign(format!("`{HEAD}` is of something else")));
        }
        let found = json["format"].as_u64().and_then(|found| u32::try_from(found).ok()).unwrap_or(0);
        if found != FORMAT {
            return Err(ArchiveError::Format { path: path.to_owned(), found });
        }
        let head = serde_json::from_value(json).map_err(|error| foreign(format!("`{HEAD}`: {error}")))?;
        Ok((it, head))
    }

    /// The names of its files, in alphabetic order.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.files.keys().map(String::as_str)
    }

    fn foreign(&self, reason: String) -> ArchiveError {
        ArchiveError::Foreign { path: self.path.clone(), reason }
    }

    fn too_large(&self, what: &str, bytes: u64, most: u64) -> ArchiveError {
        let reason = format!("{what} would take {bytes} bytes, of at most {most}");
        ArchiveError::Unsafe { path: self.path.clone(), reason }
    }

    /// A file of it, no more of which is read than it says that it has.
    fn entry(&mut self, name: &str) -> Result<impl Read, ArchiveError> {
        let path = self.path.clone();
        let foreign = |reason: String| ArchiveError::Foreign { path, reason };
        let Some(&(at, size)) = self.files.get(name) else {
            return Err(foreign(format!("it has no `{name}`")));
        };
        let entry = self.zip.by_index(at).map_err(|error| foreign(format!("`{name}`: {error}")))?;
        Ok(entry.take(size.saturating_add(1)))
    }

    fn size(&self, name: &str) -> u64 {
        self.files.get(name).map_or(0, |(_, size)| *size)
    }

    /// The bytes of a small file of it.
    ///
    /// # Errors
    /// When it has no such file, or a damaged or larger one.
    pub fn bytes(&mut self, name: &str) -> Result<Vec<u8>, ArchiveError> {
        let size = self.size(name);
        if size > LARGEST {
            return Err(self.too_large(&format!("`{name}`"), size, LARGEST));
        }
        let mut bytes = Vec::new();
        let read = self.entry(name)?.read_to_end(&mut bytes);
        read.map_err(|error| self.foreign(format!("`{name}` is damaged: {error}")))?;
        if bytes.len() as u64 != size {
            return Err(self.foreign(format!("`{name}` is damaged: it has not the size that it says")));
        }
        Ok(bytes)
    }

    /// Lays its files whose names begin with `prefix` into a folder, without the prefix.
    ///
    /// # Errors
    /// When one is damaged, too large, or cannot be written.
    pub fn lay(&mut self, prefix: &str, folder: &Path) -> Result<(), ArchiveError> {
        let names: Vec<String> =
            self.names().filter(|name| name.starts_with(prefix)).map(str::to_owned).collect();
        let laid = names.iter().map(|name| self.size(name)).sum::<u64>();
        if laid > MOST_LAID {
            return Err(self.too_large(&format!("what is below `{prefix}`"), laid, MOST_LAID));
        }
        for name in names {
            let bytes = self.bytes(&name)?;
            let path = folder.join(&name[prefix.len()..]);
            let write = |error| ArchiveError::Write { path: path.clone(), error };
            fs::create_dir_all(crate::disk::parent(&path)).map_err(write)?;
            crate::disk::file::create(&path, &bytes).map_err(write)?;
        }
        Ok(())
    }

    /// Whether a file of it has the bytes of a file on the disk.
    ///
    /// # Errors
    /// When the one in it is damaged. One on the disk that cannot be read is not the same.
    pub fn is_same(&mut self, name: &str, other: &Path) -> Result<bool, ArchiveError> {
        let size = self.size(name);
        let Ok(mut other) = File::open(other).map(BufReader::new) else { return Ok(false) };
        let path = self.path.clone();
        let damaged = |error: io::Error| ArchiveError::Foreign {
            path: path.clone(),
            reason: format!("`{name}` is damaged: {error}"),
        };
        let mut entry = self.entry(name)?;
        let (mut ours, mut theirs, mut read) = (vec![0; 1 << 16], vec![0; 1 << 16], 0_u64);
        loop {
            let count = entry.read(&mut ours).map_err(damaged)?;
            if count == 0 {
                // Whether more follows on the disk.
                return Ok(read == size && other.read(&mut theirs[..1]).is_ok_and(|more| more == 0));
            }
            read += count as u64;
            if other.read_exact(&mut theirs[..count]).is_err() || ours[..count] != theirs[..count] {
                return Ok(false);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use zip::{ZipWriter, write::SimpleFileOptions};

    use super::{
        super::{Of, Packing},
        *,
    };

    fn head() -> Head {
        Head {
            program: "drawdown".to_owned(),
            kind: "archive".to_owned(),
            format: FORMAT,
            version: "1".to_owned(),
            commit: None,
            of: Of::Run,
            name: "a".to_owned(),
        }
    }

    #[test]
    fn what_is_packed_comes_back_and_twice_has_the_same_bytes() {
        let folder = tempfile::tempdir().expect("a folder");
        let at = |name: &str| folder.path().join(name);
        fs::write(at("table"), "1,2\n".repeat(50_000)).expect("written");
        let pack = |name: &str| {
            let mut packing = Packing::new(head());
            packing.file("results/tables/a.csv", at("table"));
            packing.bytes("inputs/1/x.ron", "()");
            packing.write(&at(name))
        };
        assert_eq!(pack("a.zip").expect("packed"), 3);
        // Another time of the file, another moment.
        fs::write(at("table"), "1,2\n".repeat(50_000)).expect("written");
        pack("b.zip").expect("packed");
        let bytes = |name: &str| fs::read(at(name)).expect("read");
        assert!(bytes("a.zip") == bytes("b.zip"));
        assert!(matches!(pack("a.zip"), Err(ArchiveError::Exists(_))), "nothing is replaced");
        let (mut found, what) = Unpacking::open(&at("a.zip")).expect("opened");
        assert_eq!(what, head());
        assert!(found.is_same("results/tables/a.csv", &at("table")).expect("read"));
        for other in ["1,2\n".repeat(49_999), "1,2\n".repeat(50_001), "1,3\n".repeat(50_000)] {
            fs::write(at("other"), other).expect("written");
            assert!(!found.is_same("results/tables/a.csv", &at("other")).expect("read"));
        }
        assert!(!found.is_same("results/tables/a.csv", &at("none")).expect("read"));
        found.lay("inputs/", &at("laid")).expect("laid");
        assert_eq!(fs::read_to_string(at("laid/1/x.ron")).expect("read"), "()");
    }

    #[test]
    fn what_nobody_could_unpack_is_not_packed() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("never.zip");
        let refused = |names: &[&str]| {
            let mut packing = Packing::new(head());
            names.iter().for_each(|name| packing.bytes(*name, "()"));
            let why = packing.write(&path).expect_err("refused").to_string();
            assert!(!path.exists(), "{names:?}");
            why
        };
        for name in ["results/inputs/1/a:b.ron", "results/a\\b.csv", "results/a\nb.csv", "results/../x"] {
            let why = refused(&["results/fine", name]);
            assert!(why.contains("its name is none that every machine can lay out"), "{why}");
            assert!(!why.contains('\n'), "{why}");
        }
        let why = refused(&["results/inputs/1/A.ron", "results/inputs/1/a.ron"]);
        assert!(why.contains("1/A.ron` and `results/inputs/1/a.ron` cannot be packed"), "{why}");
        refused(&["Archive.json"]);
        let many: Vec<String> = (0..MOST_FILES).map(|number| format!("results/{number}")).collect();
        let why = refused(&many.iter().map(String::as_str).collect::<Vec<_>>());
        assert!(why.starts_with("200001 files cannot be packed"), "{why}");
        let mut packing = Packing::new(head());
        packing.file("results/gone", folder.path().join("gone"));
        let why = packing.write(&path).expect_err("no file").to_string();
        assert!(why.starts_with("cannot read `") && why.contains("gone"), "{why}");
        assert!(!path.exists());
    }

    #[test]
    fn a_damaged_head_is_not_said_to_be_missing() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("bad.zip");
        let mut zip = ZipWriter::new(File::create(&path).expect("a file"));
        let stored = SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
        zip.start_file(HEAD, stored).expect("begun");
        zip.write_all(b"{\"program\": \"drawdown\"}").expect("written");
        zip.finish().expect("finished");
        let mut bytes = fs::read(&path).expect("read");
        let at = bytes.windows(8).position(|window| window == b"drawdown").expect("it is stored");
        bytes[at] = b'D';
        fs::write(&path, bytes).expect("written");
        let why = Unpacking::open(&path).expect_err("damaged").to_string();
        assert!(why.contains("`archive.json` is damaged"), "{why}");
    }

    #[test]
    fn names_that_lead_elsewhere_links_and_doubles_are_refused() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("bad.zip");
        let zip = |fill: &dyn Fn(&mut ZipWriter<File>)| {
            let mut zip = ZipWriter::new(File::create(&path).expect("a file"));
            zip.start_file(HEAD, SimpleFileOptions::default()).expect("begun");
            zip.write_all(&serde_json::to_vec(&head()).expect("JSON")).expect("written");
            fill(&mut zip);
            zip.finish().expect("finished");
            Unpacking::open(&path).map(|_| ()).map_err(|error| error.to_string())
        };
        zip(&|_| {}).expect("fine");
        for name in ["../x", "a/../../x", "/etc/x", "C:/x", "a\\..\\x", "a//x", "./x", "a/\u{7}x"] {
            let refused = zip(&|zip| zip.start_file(name, SimpleFileOptions::default()).expect("begun"));
            assert!(
                refused.is_err_and(|why| why.contains("no ordinary file with a name of its own")),
                "{name}"
            );
        }
        let double = |zip: &mut ZipWriter<File>| {
            for name in ["a/x", "A/x"] {
                zip.start_file(name, SimpleFileOptions::default()).expect("begun");
            }
        };
        assert!(zip(&double).is_err_and(|why| why.contains("twice")));
        let link = |zip: &mut ZipWriter<File>| {
            zip.add_symlink("link", "/etc/passwd", SimpleFileOptions::default()).expect("added");
        };
        assert!(zip(&link).is_err());
        fs::write(&path, "no zip").expect("written");
        assert!(matches!(Unpacking::open(&path), Err(ArchiveError::Foreign { .. })));
        assert!(matches!(Unpacking::open(folder.path()), Err(ArchiveError::Foreign { .. })));
    }
}
