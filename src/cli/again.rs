//! How a command is given again.

use std::path::PathBuf;

/// From what, to where, with what.
pub struct Again {
    /// Files and names of what ships.
    pub sources: Vec<PathBuf>,
    /// Folder to write.
    pub output: PathBuf,
    /// Threads.
    pub threads: u16,
    /// Whether there is to be a report.
    pub report: bool,
}
