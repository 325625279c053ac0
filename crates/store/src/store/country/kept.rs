//! `countries/ID.json` of a run folder, written and read back.

use std::path::Path;

use super::Kept;
use crate::{
    disk::read,
    store::{check_summary::ordinary, folder::FolderError, summary::Summary},
};

/// Where it stands in a run folder.
#[must_use]
pub fn path(ally: &str) -> String {
    format!("countries/{ally}.json")
}

/// The file.
///
/// # Errors
/// When it cannot be written as JSON.
pub fn to_bytes(kept: &Kept) -> serde_json::Result<Vec<u8>> {
    let mut bytes = serde_json::to_vec_pretty(kept)?;
    bytes.push(b'\n');
    Ok(bytes)
}

/// What a run folder keeps of a country; nothing where it keeps nothing, or what it keeps is of another run.
///
/// # Errors
/// When the file is there and cannot be read, or is of another format or country.
pub fn read_kept(folder: &Path, summary: &Summary, ally: &str) -> Result<Option<Kept>, FolderError> {
    let place = folder.join(path(ally));
    if !place.exists() {
        return Ok(None);
    }
    let wrong = |reason: String| FolderError::Read { path: place.clone(), reason };
    let bytes = read::bytes(&place, read::JSON).map_err(|error| wrong(error.to_string()))?;
    let kept: Kept = serde_json::from_slice(&bytes).map_err(|error| wrong(error.to_string()))?;
    ordinary(&bytes).map_err(wrong)?;
    if kept.format != summary.format {
        let (found, expected) = (kept.format, summary.format);
        return Err(FolderError::Format { path: folder.to_owned(), found, expected });
    }
    if kept.ally != ally {
        return Err(wrong(format!("it is about `{}`, not about `{ally}`", kept.ally)));
    }
    let own = summary.scenarios.iter().map(|s| (&s.id, &s.hash));
    let here = kept.scenarios.iter().map(|s| (&s.scenario, &s.hash));
    Ok((kept.seed == summary.seed && own.eq(here)).then_some(kept))
}
