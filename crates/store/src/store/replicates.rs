//! Files of replicates: how one of ours is known.

use std::path::Path;

use super::sweep::parquet_file::fact;
use crate::disk::read;

/// Version of the format; raise it when a column, key or meaning changes.
pub const FORMAT: u32 = 1;

/// The key under which a file says what it is.
pub const KIND_KEY: &str = "drawdown.kind";
/// What it says.
pub const KIND: &str = "replicates";

/// Whether a file is one of replicates that drawdown has written, and no program since.
#[must_use]
pub fn is_ours(path: &Path) -> bool {
    let file = read::open(path, u64::MAX).map(std::io::Take::into_inner);
    file.is_ok_and(|file| fact(file, KIND_KEY).as_deref() == Some(KIND))
}
