//! One writing process at a time: a lock on a file of the store, where the file system has locks.

use std::{
    fs::{File, TryLockError},
    io,
    path::Path,
};

use super::{LOCK, StoreError};

/// Takes the lock of a store that is written; whether there is one to take.
///
/// # Errors
/// When another process holds it, or the file cannot be written.
pub fn alone(root: &Path) -> Result<(File, bool), StoreError> {
    let path = root.join(LOCK);
    let failed = |error| StoreError::Write { path: path.clone(), error };
    let file = File::options().create(true).append(true).open(&path).map_err(failed)?;
    let locked = taken(file.try_lock(), root, failed)?;
    Ok((file, locked))
}

/// Takes the lock of a store that is read and must not change; whether there is one to take.
///
/// # Errors
/// When another process writes to the store.
pub fn together(root: &Path) -> Result<(Option<File>, bool), StoreError> {
    let path = root.join(LOCK);
    // A store that was copied, or on a medium that cannot be written, may lack the file.
    let Ok(file) = File::open(&path) else { return Ok((None, true)) };
    let locked = taken(file.try_lock_shared(), root, |error| StoreError::Read { path, error })?;
    Ok((Some(file), locked))
}

fn taken(
    result: Result<(), TryLockError>,
    root: &Path,
    failed: impl FnOnce(io::Error) -> StoreError,
) -> Result<bool, StoreError> {
    match result {
        Ok(()) => Ok(true),
        Err(TryLockError::WouldBlock) => Err(StoreError::Locked(root.to_owned())),
        Err(TryLockError::Error(error)) if without(&error) => Ok(false),
        Err(TryLockError::Error(error)) => Err(failed(error)),
    }
}

/// Whether an error says that the file system has no locks (Lustre mounted with `noflock`, NFS without its lock service)
/// rather than that this one failed.
fn without(error: &io::Error) -> bool {
    // ENOLCK and EOPNOTSUPP of Linux; ENOSYS is `Unsupported`.
    let linux = cfg!(target_os = "linux") && matches!(error.raw_os_error(), Some(37 | 95));
    linux || error.kind() == io::ErrorKind::Unsupported
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[cfg(target_os = "linux")]
    fn a_file_system_without_locks_is_no_failure_and_every_other_error_is() {
        let root = Path::new("store");
        let take = |code| {
            let error = io::Error::from_raw_os_error(code);
            let failed = |error| StoreError::Read { path: root.to_owned(), error };
            taken(Err(TryLockError::Error(error)), root, failed)
        };
        for (code, name) in [(38, "ENOSYS"), (95, "EOPNOTSUPP"), (37, "ENOLCK")] {
            assert!(matches!(take(code), Ok(false)), "{name}");
        }
        for (code, name) in [(5, "EIO"), (116, "ESTALE")] {
            assert!(matches!(take(code), Err(StoreError::Read { .. })), "{name}");
        }
        let other = taken(Err(TryLockError::WouldBlock), root, |error| panic!("{error}"));
        assert!(matches!(other, Err(StoreError::Locked(_))));
    }
}
