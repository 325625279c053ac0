//! The replicates of a store's experiments: a file of replicates each, where the experiment file asks for them.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use crate::{
    disk::{self, file::Waiting},
    store::replicates::is_ours,
};

/// The folder of the files.
pub const REPLICATES: &str = "replicates";

/// The path of an experiment's file, in its store.
#[must_use]
pub fn kept_path(experiment: u64) -> String {
    format!("{REPLICATES}/experiment-{experiment:05}.parquet")
}

/// The experiment whose file a path is, if it is one: nothing else is read, whatever a list of parts says.
#[must_use]
pub fn experiment_of(path: &str) -> Option<u64> {
    let number = path.strip_prefix(REPLICATES)?.strip_prefix("/experiment-")?.strip_suffix(".parquet")?;
    let experiment = number.parse().ok()?;
    (kept_path(experiment) == path).then_some(experiment)
}

/// Begins the file of an experiment. What stands in its place and is none of ours is kept where no reader of the store takes it
/// for one.
///
/// # Errors
/// When no file can be made there.
pub fn begin(root: &Path, experiment: u64) -> io::Result<Waiting> {
    let place = clear(root, experiment)?;
    Waiting::start(&place)
}

/// Sees to it that nothing of others stands in the place of an experiment's file.
fn clear(root: &Path, experiment: u64) -> io::Result<PathBuf> {
    let place = root.join(kept_path(experiment));
    if fs::symlink_metadata(&place).is_ok_and(|found| !found.is_file() || !is_ours(&place)) {
        disk::keep(&place, &disk::beside(&place, "", ".kept"), "")?;
    }
    Ok(place)
}

/// Writes the file of an experiment as it is in another store.
///
/// # Errors
/// When it cannot be written.
pub(super) fn copy(root: &Path, experiment: u64, bytes: &[u8]) -> io::Result<()> {
    disk::file::replace(&clear(root, experiment)?, |to| to.write_all(bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_lead_nowhere_else() {
        for experiment in [0, 57, 99_999, 123_456] {
            assert_eq!(experiment_of(&kept_path(experiment)), Some(experiment));
        }
        for other in
            ["replicates/experiment-57.parquet", "replicates/experiment-000057.parquet", "replicates/../x"]
                .into_iter()
                .chain(["outcomes/experiment-00057.parquet", "replicates/experiment-+0057.parquet"])
        {
            assert_eq!(experiment_of(other), None, "{other}");
        }
    }
}
