//! The files of a folder with their sizes and hashes.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs::{self, File},
    io::{self, Read},
    path::{Path, PathBuf},
};

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::{
    digest::hex,
    disk::{below, read, sync_folder},
};

/// The files of a folder by their path in it, with `/`.
pub type Listing = BTreeMap<String, Listed>;

/// A file as it was written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Listed {
    /// Size.
    pub bytes: u64,
    /// SHA-256 in hexadecimal.
    pub sha256: String,
}

impl Listed {
    /// The size and hash of bytes.
    #[must_use]
    pub fn of(bytes: &[u8]) -> Self {
        Self { bytes: bytes.len() as u64, sha256: crate::digest::sha256(bytes) }
    }

    /// Whether a file is as it was written.
    pub fn is(&self, path: &Path) -> bool {
        fs::symlink_metadata(path).is_ok_and(|found| found.is_file() && found.len() == self.bytes)
            && read::open(path, u64::MAX)
                .map_err(io::Error::from)
                .and_then(|mut file| hashed(&mut file))
                .is_ok_and(|found| found == *self)
    }
}

fn hashed(file: &mut impl Read) -> io::Result<Listed> {
    let (mut hash, mut bytes, mut buffer) = (Sha256::new(), 0, vec![0; 1 << 16]);
    loop {
        match file.read(&mut buffer)? {
            0 => return Ok(Listed { bytes, sha256: hex(&hash.finalize()) }),
            read => {
                hash.update(&buffer[..read]);
                bytes += read as u64;
            }
        }
    }
}

/// Lists the files of a folder of ours and sees to it that they are on the disk.
///
/// # Errors
/// The file that cannot be read, and why.
pub(super) fn list(folder: &Path) -> Result<Listing, (PathBuf, io::Error)> {
    let found = below::files(folder)?;
    let mut files = Listing::new();
    let mut folders = BTreeSet::from([folder.to_owned()]);
    for (name, path) in found {
        let listed = File::open(&path).and_then(|mut file| {
            let listed = hashed(&mut file)?;
            file.sync_all().map(|()| listed)
        });
        files.insert(name, listed.map_err(|error| (path.clone(), error))?);
        let within = path.ancestors().skip(1).take_while(|above| above.starts_with(folder));
        folders.extend(within.map(Path::to_owned));
    }
    folders.iter().for_each(|folder| sync_folder(folder));
    Ok(files)
}
