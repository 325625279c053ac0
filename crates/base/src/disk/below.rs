//! What lies below a folder.

use std::{
    collections::BTreeMap,
    fs, io,
    path::{Path, PathBuf},
};

/// The files below a folder: where each is, by its path in the folder, with `/`. A link is a file, wherever it leads.
///
/// # Errors
/// The file or folder that cannot be looked at, and why.
pub fn files(folder: &Path) -> Result<BTreeMap<String, PathBuf>, (PathBuf, io::Error)> {
    let mut found = BTreeMap::new();
    add(folder, "", &mut found)?;
    Ok(found)
}

fn add(
    folder: &Path,
    before: &str,
    found: &mut BTreeMap<String, PathBuf>,
) -> Result<(), (PathBuf, io::Error)> {
    let failed = |path: &Path| {
        let path = path.to_owned();
        move |error| (path, error)
    };
    for entry in fs::read_dir(folder).map_err(failed(folder))? {
        let entry = entry.map_err(failed(folder))?;
        let (path, name) = (entry.path(), format!("{before}{}", entry.file_name().to_string_lossy()));
        if entry.file_type().map_err(failed(&path))?.is_dir() {
            add(&path, &format!("{name}/"), found)?;
        } else {
            found.insert(name, path);
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_have_their_path_and_links_are_not_followed() {
        let folder = tempfile::tempdir().expect("a folder");
        let at = |name: &str| folder.path().join(name);
        fs::create_dir_all(at("a/b")).expect("made");
        fs::create_dir_all(at("empty")).expect("made");
        for name in ["z", "a/x", "a/b/y"] {
            fs::write(at(name), name).expect("written");
        }
        #[cfg(unix)]
        std::os::unix::fs::symlink("..", at("a/up")).expect("linked");
        let found = files(folder.path()).expect("read");
        let names: Vec<&str> = found.keys().map(String::as_str).filter(|name| *name != "a/up").collect();
        assert_eq!(names, ["a/b/y", "a/x", "z"]);
        assert_eq!(found.contains_key("a/up"), cfg!(unix));
        assert_eq!(found["a/x"], at("a/x"));
        assert_eq!(files(&at("none")).expect_err("none").0, at("none"));
    }
}
