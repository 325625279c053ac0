//! Folders that answer another question than a run: those of `require`, `invest`, `validate` and `hindcast`.

use std::path::Path;

use serde::de::DeserializeOwned;

use super::{
    check_summary::ordinary,
    folder::{FolderError, Head, head},
    hindcast::HindcastSummary,
    invest::InvestSummary,
    published::Findings,
    required::RequiredSummary,
};

/// What a folder holds.
#[derive(Clone, Debug)]
pub enum Held {
    /// A run: `run`, `compare` or `sensitivity`.
    Run,
    /// What spending it takes.
    Require(Box<RequiredSummary>),
    /// What to buy first.
    Invest(Box<InvestSummary>),
    /// Published figures held against the model.
    Validate(Box<Findings>),
    /// The past held against the model.
    Hindcast(Box<HindcastSummary>),
}

/// Reads what a folder answers, if it is no run: by the files that it has and what they say of themselves.
///
/// # Errors
/// When its file cannot be read or is of another format. Of a run nothing is read.
pub fn read_held(folder: &Path, format: u32) -> Result<Held, FolderError> {
    let [summary, required, invest] =
        ["summary.json", "required.json", "invest.json"].map(|file| folder.join(file));
    if !summary.exists() && required.exists() {
        return Ok(Held::Require(read(folder, &required, format, |_| Ok(()))?));
    }
    if !summary.exists() && invest.exists() {
        return Ok(Held::Invest(read(folder, &invest, format, InvestSummary::check)?));
    }
    let Ok((_, Head { command: Some(command), .. })) = head(&summary) else { return Ok(Held::Run) };
    match command.as_str() {
        "validate" => Ok(Held::Validate(read(folder, &summary, format, |_| Ok(()))?)),
        "hindcast" => Ok(Held::Hindcast(read(folder, &summary, format, |_| Ok(()))?)),
        _ => Ok(Held::Run),
    }
}

/// Reads a file, which may have been edited: its numbers and texts are of ordinary sizes, and it passes its own `check`.
fn read<T: DeserializeOwned>(
    folder: &Path,
    path: &Path,
    format: u32,
    check: impl FnOnce(&T) -> Result<(), String>,
) -> Result<Box<T>, FolderError> {
    let (bytes, Head { format: found, .. }) = head(path)?;
    if found != format {
        return Err(FolderError::Format { path: folder.to_owned(), found, expected: format });
    }
    let wrong = |reason: String| FolderError::Read { path: path.to_owned(), reason };
    let read: Box<T> = serde_json::from_slice(&bytes).map_err(|error| wrong(error.to_string()))?;
    ordinary(&bytes).map_err(wrong)?;
    check(&read).map_err(wrong)?;
    Ok(read)
}
