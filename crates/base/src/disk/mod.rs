//! Files on a disk that others use too: read without being blocked or flooded, written whole or not at all, moved
//! without replacing what is not ours. Everything that drawdown reads or leaves goes through here.

pub mod below;
pub mod file;
pub mod half;
pub mod lock;
pub mod read;
pub mod rename;

use std::{
    ffi::{OsStr, OsString},
    fs::{self, File, Metadata},
    io,
    path::{Path, PathBuf},
};

/// Whether an error says that the place asked for is wrong, rather than that the disk is full or fails.
pub fn asked_wrongly(error: &io::Error) -> bool {
    use io::ErrorKind as Kind;
    matches!(
        error.kind(),
        Kind::NotFound
            | Kind::PermissionDenied
            | Kind::AlreadyExists
            | Kind::NotADirectory
            | Kind::IsADirectory
            | Kind::DirectoryNotEmpty
            | Kind::InvalidInput
            | Kind::InvalidFilename
            | Kind::ReadOnlyFilesystem
            | Kind::Unsupported
    )
}

/// Which file or folder something is, whatever its name: device and number.
pub type Identity = (u64, u64);

/// Which one it is; where the system has no numbers all are alike.
pub fn identity(found: &Metadata) -> Option<Identity> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt;
        Some((found.dev(), found.ino()))
    }
    #[cfg(not(unix))]
    {
        let _ = found;
        Some((0, 0))
    }
}

/// Which one stands at a path, if any.
pub fn there(path: &Path) -> Option<Identity> {
    identity(&fs::symlink_metadata(path).ok()?)
}

/// The folder that a path lies in.
pub fn parent(path: &Path) -> PathBuf {
    match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => parent.to_owned(),
        _ => PathBuf::from("."),
    }
}

/// A path in the same folder whose name has something before and after it.
pub fn beside(path: &Path, before: &str, after: &str) -> PathBuf {
    let mut name = OsString::from(before);
    name.push(path.file_name().unwrap_or_default());
    name.push(after);
    path.with_file_name(name)
}

/// The names under which what cannot stay or stand at a path may be kept, beside it: `report.edited.html`,
/// `report.edited.2.html`; without a tag `out.1`, `out.2`.
pub fn other_names<'a>(path: &'a Path, tag: &'a str) -> impl Iterator<Item = PathBuf> + 'a {
    let name = path.file_name().unwrap_or_default();
    let whole = (name, None);
    // A folder's name has no ending, and a name that begins with its only dot has none either.
    let (stem, ending) = if tag.is_empty() || path.is_dir() {
        whole
    } else {
        path.file_stem().map_or(whole, |stem| (stem, path.extension()))
    };
    (1_u32..).map(move |number| {
        let mut other = stem.to_owned();
        let mut add = |text: &OsStr| {
            other.push(".");
            other.push(text);
        };
        if !tag.is_empty() {
            add(OsStr::new(tag));
        }
        if number > 1 || tag.is_empty() {
            add(OsStr::new(&number.to_string()));
        }
        ending.map(add);
        path.with_file_name(other)
    })
}

/// Moves what stands at a path to the first other name of a place that is free.
///
/// # Errors
/// When it cannot be moved.
pub fn keep(from: &Path, place: &Path, tag: &str) -> io::Result<PathBuf> {
    /// Names that are tried: more copies of one name than anybody keeps.
    const MOST: usize = 10_000;
    for other in other_names(place, tag).take(MOST) {
        match rename::without_replacing(from, &other) {
            Ok(()) => return Ok(other),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            Err(error) => return Err(error),
        }
    }
    Err(io::ErrorKind::AlreadyExists.into())
}

/// Sees to it that the names in a folder survive a power cut. Where folders cannot be opened there is nothing to do.
pub fn sync_folder(folder: &Path) {
    if let Ok(folder) = File::open(folder) {
        let _ = folder.sync_all();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn other_names_say_why() {
        let names = |path: &str, tag: &str| {
            other_names(Path::new(path), tag)
                .take(2)
                .map(|path| path.to_string_lossy().into_owned())
                .collect::<Vec<_>>()
        };
        assert_eq!(names("a/report.html", "edited"), ["a/report.edited.html", "a/report.edited.2.html"]);
        assert_eq!(names("out.d", ""), ["out.d.1", "out.d.2"]);
        assert_eq!(names(".rc", "kept"), [".rc.kept", ".rc.kept.2"]);
    }

    #[test]
    fn a_full_disk_is_nobodys_wrong_input() {
        assert!(asked_wrongly(&io::ErrorKind::NotFound.into()));
        assert!(!asked_wrongly(&io::ErrorKind::StorageFull.into()));
        assert!(!asked_wrongly(&io::Error::from_raw_os_error(5)));
    }
}
