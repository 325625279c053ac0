//! A folder that is being written, beside the place where it will stand.

use std::{
    ffi::OsString,
    fs::{self, File},
    io,
    path::{Path, PathBuf},
};

use serde::Serialize;

use super::{
    Kind, MANIFEST, MARK, Obstacle, Standing, judge, leftovers,
    listing::{Listing, list},
    place::{Placed, put},
};
use crate::{
    digest::sha256,
    disk::{self, rename},
};

/// Why a folder cannot be written.
#[derive(Debug, thiserror::Error)]
pub enum DraftError {
    /// The place is taken.
    #[error("`{}` {words}: it is left as it is; choose another `{option}`", path.display())]
    Taken {
        /// Place.
        path: PathBuf,
        /// What is there.
        words: String,
        /// The option that names the place.
        option: &'static str,
    },
    /// The place has no name.
    #[error("`{}` cannot be replaced as a whole: give `{option}` the name of a folder", path.display())]
    Nameless {
        /// Place.
        path: PathBuf,
        /// The option that names the place.
        option: &'static str,
    },
    /// There can be nothing in the place.
    #[error("cannot write to `{}`: {error}", path.display())]
    Place {
        /// Place.
        path: PathBuf,
        /// Reason.
        error: io::Error,
    },
    /// A file cannot be written.
    #[error("cannot write `{}`: {error}", path.display())]
    Write {
        /// File.
        path: PathBuf,
        /// Reason.
        error: io::Error,
    },
    /// It cannot be put in its place.
    #[error("cannot put the finished folder `{}` in its place, `{}`: {error}", draft.display(), target.display())]
    Move {
        /// Where it is.
        draft: PathBuf,
        /// Where it should be.
        target: PathBuf,
        /// Reason.
        error: io::Error,
    },
    /// Somebody has removed it.
    #[error("`{}` was removed while it was written", .0.display())]
    Gone(PathBuf),
}

impl DraftError {
    /// Whether the place asked for is wrong, rather than that the disk is full or fails.
    #[must_use]
    pub fn is_input(&self) -> bool {
        match self {
            DraftError::Taken { .. } | DraftError::Nameless { .. } => true,
            DraftError::Place { error, .. } => disk::asked_wrongly(error),
            DraftError::Write { .. } | DraftError::Move { .. } | DraftError::Gone(_) => false,
        }
    }
}

/// A finished folder.
#[derive(Clone, Debug, PartialEq, Eq)]
#[must_use]
pub struct Finished {
    /// Where it is.
    pub path: PathBuf,
    /// Why that is not where it should be, if so.
    pub displaced: Option<String>,
    /// What the user should know of files that had to move.
    pub remarks: Vec<String>,
}

/// A folder that is being written. It goes when it is dropped before it is finished.
#[derive(Debug)]
pub struct Draft {
    target: PathBuf,
    kind: Kind,
    /// What stood at the target when the draft was begun: only that may be replaced.
    expected: Standing,
    path: PathBuf,
    /// Held as long as this process works on it; `None` once the draft is out of its hands.
    lock: Option<File>,
    /// Which folder it is, should another take its name.
    identity: Option<disk::Identity>,
    remarks: Vec<String>,
}

/// The place that a user means: what a link leads to, and a name.
fn place(target: &Path, option: &'static str) -> Result<PathBuf, DraftError> {
    let Some(name) = target.file_name() else {
        return Err(DraftError::Nameless { path: target.to_owned(), option });
    };
    let path = disk::parent(target).join(name);
    if fs::symlink_metadata(&path).is_ok_and(|found| found.is_symlink()) {
        return path.canonicalize().map_err(|error| match error.kind() {
            io::ErrorKind::NotFound => {
                DraftError::Taken { path, words: "is a link that leads nowhere".to_owned(), option }
            }
            _ => DraftError::Place { path, error },
        });
    }
    Ok(if target.parent().is_some_and(|parent| parent.as_os_str().is_empty()) {
        PathBuf::from(name)
    } else {
        path
    })
}

impl Draft {
    /// Judges whether a folder may be written to a place.
    ///
    /// # Errors
    /// When what is there is not ours.
    pub fn may_stand(target: &Path, kind: Kind, option: &'static str) -> Result<(), DraftError> {
        let path = place(target, option)?;
        standing(&path, kind, option).map(|_| ())
    }

    /// Begins a folder that will stand at `target`, which the option of that name has given; what processes that were
    /// killed have left of it is cleared away.
    ///
    /// # Errors
    /// When `target` holds anything but a folder of ours of the same kind, or cannot be written to.
    pub fn start(target: &Path, kind: Kind, option: &'static str) -> Result<Self, DraftError> {
        let target = place(target, option)?;
        let parent = disk::parent(&target);
        let mut remarks = Vec::new();
        // Before what a killed process has moved aside is put back, the place may look free; what is not ours is refused
        // before anything is touched.
        standing(&target, kind, option)?;
        fs::create_dir_all(&parent).map_err(|error| DraftError::Place { path: parent.clone(), error })?;
        leftovers::clear(&target, kind, &mut remarks);
        let expected = standing(&target, kind, option)?;
        let (path, lock) =
            begin(&target, &expected).map_err(|error| DraftError::Place { path: target.clone(), error })?;
        let identity = disk::there(&path);
        Ok(Self { target, kind, expected, path, lock: Some(lock), identity, remarks })
    }

    /// Where files are written until it is finished.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Where it will stand.
    #[must_use]
    pub fn target(&self) -> &Path {
        &self.target
    }

    /// What the user should know of what killed processes have left.
    pub fn take_remarks(&mut self) -> Vec<String> {
        std::mem::take(&mut self.remarks)
    }

    /// Whether the folder is still there.
    #[must_use]
    pub fn is_there(&self) -> bool {
        self.identity.is_some() && disk::there(&self.path) == self.identity
    }

    /// Begins anew, empty, where somebody has removed the folder, and the folders above it, before anything was written.
    ///
    /// # Errors
    /// When it cannot be made again.
    pub fn revive(&mut self) -> Result<(), DraftError> {
        if self.is_there() {
            return Ok(());
        }
        let place = |error| DraftError::Write { path: self.target.clone(), error };
        fs::create_dir_all(disk::parent(&self.target)).map_err(place)?;
        let (path, lock) = begin(&self.target, &self.expected).map_err(place)?;
        (self.identity, self.path, self.lock) = (disk::there(&path), path, Some(lock));
        Ok(())
    }

    /// Writes the manifest, made of the list of the files, and puts the folder in its place.
    ///
    /// # Errors
    /// When it cannot be written or moved.
    pub fn finish<M: Serialize>(
        mut self,
        manifest: impl FnOnce(Listing) -> M,
    ) -> Result<Finished, DraftError> {
        // By the place where it would have stood.
        let write = |path: &Path, error| {
            let path = path.strip_prefix(&self.path).map_or(path.to_owned(), |name| self.target.join(name));
            DraftError::Write { path, error }
        };
        if !self.is_there() {
            return Err(DraftError::Gone(self.path.clone()));
        }
        let mark = self.path.join(MARK);
        let mut files = list(&self.path).map_err(|(path, error)| write(&path, error))?;
        files.remove(MARK);
        let path = self.path.join(MANIFEST);
        let text = serde_json::to_vec_pretty(&manifest(files)).map_err(|error| write(&path, error.into()))?;
        let text = [&text[..], b"\n"].concat();
        disk::file::create(&path, &text).map_err(|error| write(&path, error))?;
        if let Some(lock) = &mut self.lock {
            leftovers::may_go(lock, &sha256(&text));
        }
        disk::file::remove(&mark).map_err(|error| write(&mark, error))?;
        disk::sync_folder(&self.path);
        let placed =
            put(&self.path, &self.target, self.kind, &self.expected, rename::exchange, &mut self.remarks);
        let (path, displaced) = match placed {
            Ok(Placed::There) => (self.target.clone(), None),
            Ok(Placed::Beside(path, why)) => (path, Some(format!("`{}` {why}", self.target.display()))),
            Err(error) => {
                // It is whole, and stays where it is: the lock goes and the folder gets a name that is seen, if it can.
                self.release();
                let draft = disk::keep(&self.path, &self.target, "").unwrap_or_else(|_| self.path.clone());
                return Err(DraftError::Move { draft, target: self.target.clone(), error });
            }
        };
        self.release();
        Ok(Finished { path, displaced, remarks: std::mem::take(&mut self.remarks) })
    }

    /// Lets go of the draft.
    fn release(&mut self) {
        if self.lock.is_some() {
            // First the name, so that nobody takes the lock of a draft that is done.
            let _ = fs::remove_file(leftovers::lock_of(&self.path));
            self.lock = None;
        }
    }
}

/// What stands at the place, if it may be replaced.
fn standing(path: &Path, kind: Kind, option: &'static str) -> Result<Standing, DraftError> {
    judge(path, kind).map_err(|obstacle| match obstacle {
        Obstacle::Foreign(words) => DraftError::Taken { path: path.to_owned(), words, option },
        Obstacle::System(error) => DraftError::Place { path: path.to_owned(), error },
    })
}

/// Makes a folder with a name of its own, and takes its lock. What is expected at the target may go once it is replaced.
fn begin(target: &Path, expected: &Standing) -> io::Result<(PathBuf, File)> {
    let process = std::process::id();
    for number in 0..1_000 {
        let mut token = OsString::from(process.to_string());
        if number > 0 {
            token.push(format!("-{number}"));
        }
        let path = leftovers::draft_of(target, &token);
        let lock = leftovers::lock_of(&path);
        let mut held = match disk::lock::new(&lock) {
            Ok(Some(file)) => file,
            // Somebody clears what has just been begun.
            Ok(None) => continue,
            // Of the same process number on another machine there may be one.
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => continue,
            Err(error) => return Err(error),
        };
        if let Standing::Ours(known) = expected {
            leftovers::may_go(&mut held, &known.fingerprint);
        }
        match fs::create_dir(&path).and_then(|()| File::create_new(path.join(MARK))) {
            Ok(_) => return Ok((path, held)),
            Err(error) => {
                let _ = fs::remove_dir(&path);
                let _ = fs::remove_file(&lock);
                if error.kind() != io::ErrorKind::AlreadyExists {
                    return Err(error);
                }
            }
        }
    }
    Err(io::ErrorKind::AlreadyExists.into())
}

impl Drop for Draft {
    fn drop(&mut self) {
        if self.lock.is_some() {
            // What is left of a run that failed is of no use to anybody; the failure itself has been reported.
            if self.is_there() {
                leftovers::clear_draft(&self.path, &self.target, self.kind, &[], &mut self.remarks);
            }
            self.release();
        }
    }
}
