//! Folders that are whole or not there: written beside their place as a draft, and put there in one step that replaces
//! nothing but what drawdown has written itself. Files of others are moved along, never removed.

mod carry;
mod draft;
mod leftovers;
mod listing;
mod place;

pub use draft::{Draft, DraftError, Finished};
pub use listing::{Listed, Listing};

use std::{fs, io, path::Path};

use serde::Deserialize;

use crate::{digest::sha256, disk::read};

/// Name of the list of a folder's files, and of how it was made.
pub const MANIFEST: &str = "manifest.json";

/// Name of a file in every draft until it is finished: what has it is half a folder of ours.
const MARK: &str = ".draft";

/// Name of the program in a manifest: how a folder of ours is known.
pub const PROGRAM: &str = "drawdown";

/// What a folder is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Of `run`, `compare`, `sensitivity` or `require`.
    Run,
    /// Of `run --trace`.
    Trace,
}

impl Kind {
    /// As it is written in manifests.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Kind::Run => "run",
            Kind::Trace => "trace",
        }
    }

    /// With its article, for people.
    const fn words(self) -> &'static str {
        match self {
            Kind::Run => "a run folder",
            Kind::Trace => "a trace",
        }
    }
}

/// What stands at the place of a folder, as far as it may be replaced.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Standing {
    Nothing,
    Empty,
    Ours(Known),
}

/// A folder that drawdown has written.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Known {
    /// Hash of its manifest.
    fingerprint: String,
    /// Its files; folders of earlier states of drawdown do not say.
    files: Option<Listing>,
}

/// What stands at the place of a folder and is not ours.
#[derive(Debug)]
enum Obstacle {
    /// In words, after the path.
    Foreign(String),
    System(io::Error),
}

impl Obstacle {
    fn words(&self) -> String {
        match self {
            Obstacle::Foreign(words) => words.clone(),
            Obstacle::System(error) => format!("cannot be looked at: {error}"),
        }
    }
}

/// As much of a manifest as says whose folder it is.
#[derive(Deserialize)]
struct Whose {
    program: String,
    kind: Option<String>,
    files: Option<Listing>,
}

/// Judges what stands at a place. Links are not followed.
fn judge(path: &Path, kind: Kind) -> Result<Standing, Obstacle> {
    let foreign = |words: &str| Err(Obstacle::Foreign(words.to_owned()));
    match fs::symlink_metadata(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Standing::Nothing),
        Err(error) => return Err(Obstacle::System(error)),
        Ok(found) if found.is_symlink() => return foreign("is a link"),
        Ok(found) if !found.is_dir() => return foreign("is a file, not a folder"),
        Ok(_) => {}
    }
    if fs::read_dir(path).map_err(Obstacle::System)?.next().is_none() {
        return Ok(Standing::Empty);
    }
    let whose = read::bytes(&path.join(MANIFEST), read::JSON).ok().and_then(|bytes| {
        let whose: Whose = serde_json::from_slice(&bytes).ok()?;
        (whose.program == PROGRAM).then(|| (whose, sha256(&bytes)))
    });
    let Some((Whose { kind: found, files, .. }, fingerprint)) = whose else {
        return Err(Obstacle::Foreign(format!("is not empty and not {} of drawdown", kind.words())));
    };
    match found.as_deref() {
        None | Some("run") if kind == Kind::Run => {}
        Some("trace") if kind == Kind::Trace => {}
        Some("sweep") => return foreign("holds the store of a sweep"),
        Some("trace") => return foreign("holds a trace of drawdown, not a run"),
        _ => return foreign("holds a run of drawdown, not a trace"),
    }
    Ok(Standing::Ours(Known { fingerprint, files }))
}
