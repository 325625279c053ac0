//! Locks that hold across processes, and across machines where the file system has such locks.

use std::{
    fs::{self, File, TryLockError},
    io,
    path::Path,
};

use super::{
    identity,
    read::{Unreadable, without_waiting},
    there,
};

/// What came of asking for a lock.
#[derive(Debug)]
pub enum Lock {
    /// It is held as long as the file is open.
    Held(File),
    /// Another process holds it.
    Busy,
    /// The file system has no locks.
    None(File),
}

/// Asks for the lock of a file, which is made if need be, for oneself alone.
///
/// # Errors
/// When something else stands there, or it cannot be opened or locked.
pub fn alone(path: &Path) -> io::Result<Lock> {
    match fs::metadata(path) {
        Ok(found) if found.is_dir() => return Err(Unreadable::Folder.into()),
        Ok(found) if !found.is_file() => return Err(Unreadable::Special.into()),
        _ => {}
    }
    let file = without_waiting(File::options().create(true).append(true)).open(path)?;
    taken(file.try_lock(), file)
}

/// Makes a file that is not there yet and takes its lock, as far as the file system has locks; `None` if somebody who
/// clears what dead processes have left was faster.
///
/// # Errors
/// When something stands there, or it cannot be made or locked.
pub fn new(path: &Path) -> io::Result<Option<File>> {
    let file = File::create_new(path)?;
    Ok(match taken(file.try_lock(), file)? {
        // Whoever clears removes it under its lock: what still has its name now keeps it.
        Lock::Held(file) | Lock::None(file) => (identity(&file.metadata()?) == there(path)).then_some(file),
        Lock::Busy => None,
    })
}

/// Asks for the lock of a file that is there, together with others that ask so.
///
/// # Errors
/// As [`alone`].
pub fn together(path: &Path) -> io::Result<Lock> {
    let file = super::read::open(path, u64::MAX)?.into_inner();
    taken(file.try_lock_shared(), file)
}

fn taken(result: Result<(), TryLockError>, file: File) -> io::Result<Lock> {
    match result {
        Ok(()) => Ok(Lock::Held(file)),
        Err(TryLockError::WouldBlock) => Ok(Lock::Busy),
        Err(TryLockError::Error(error)) if without(&error) => Ok(Lock::None(file)),
        Err(TryLockError::Error(error)) => Err(error),
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
    fn one_at_a_time() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("lock");
        let held = alone(&path).expect("made");
        assert!(matches!(held, Lock::Held(_)));
        assert!(matches!(alone(&path), Ok(Lock::Busy)));
        assert!(matches!(together(&path), Ok(Lock::Busy)));
        drop(held);
        let read = together(&path).expect("there");
        assert!(matches!(
            (&read, together(&path), alone(&path)),
            (Lock::Held(_), Ok(Lock::Held(_)), Ok(Lock::Busy))
        ));
        assert!(alone(folder.path()).is_err());
        let other = folder.path().join("new");
        let made = new(&other).expect("made").expect("nobody clears");
        assert!(matches!(alone(&other), Ok(Lock::Busy)) && new(&other).is_err());
        drop(made);
        assert!(matches!(alone(&other), Ok(Lock::Held(_))));
    }

    #[test]
    #[cfg(target_os = "linux")]
    fn a_file_system_without_locks_is_no_failure_and_every_other_error_is() {
        let take = |code| {
            let file = File::open("/dev/null").expect("a file");
            taken(Err(TryLockError::Error(io::Error::from_raw_os_error(code))), file)
        };
        for (code, name) in [(38, "ENOSYS"), (95, "EOPNOTSUPP"), (37, "ENOLCK")] {
            assert!(matches!(take(code), Ok(Lock::None(_))), "{name}");
        }
        for (code, name) in [(5, "EIO"), (116, "ESTALE")] {
            assert!(take(code).is_err(), "{name}");
        }
    }
}
