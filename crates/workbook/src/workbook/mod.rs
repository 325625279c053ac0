//! What planners open: the spreadsheet of a run, `results.xlsx`, and its short table, `headline.csv`.
//!
//! Both are made from what a run folder holds; the same folder gives the same bytes. One file a sheet, in the order of the
//! file; `sheet` is what a sheet is before it is a file, `write` makes the file.

mod allies;
mod assumptions;
mod capabilities;
mod causes;
mod guide;
mod headline;
mod material;
mod ranking;
mod rows;
pub mod sheet;
mod words;
mod write;

use std::path::Path;

pub use headline::{HeadlineRow, MOST_ROWS, headline};
pub use material::{Material, gaps};
use sheet::Sheet;
use words::Words;
pub use write::reason;

/// Name of the spreadsheet in a run folder.
pub const RESULTS: &str = "results.xlsx";
/// Name of the short table in a run folder.
pub const HEADLINE: &str = "headline.csv";

/// Why there is no spreadsheet.
#[derive(Debug, thiserror::Error)]
pub enum WorkbookError {
    /// The writer of Excel files cannot go on.
    #[error("cannot make the spreadsheet: {0}")]
    Write(#[from] rust_xlsxwriter::XlsxError),
    /// The writer of Excel files could not put aside what it needs to.
    #[error("cannot put aside what is written of the spreadsheet: {0}")]
    NoRoom(String),
    /// The short table cannot be written.
    #[error("cannot make the short table: {0}")]
    Csv(#[from] csv::Error),
}

/// The sheets of a run, in their order; without causes there is no sheet of them.
#[must_use]
pub fn sheets(material: &Material) -> Vec<Sheet> {
    let words = Words::of(material.summary);
    let made = [
        Some(ranking::sheet(material, &words)),
        Some(capabilities::sheet(material, &words)),
        Some(allies::sheet(material, &words)),
        causes::sheet(material, &words),
        Some(assumptions::sheet(material)),
    ];
    let made: Vec<Sheet> = made.into_iter().flatten().collect();
    std::iter::once(guide::sheet(material, &words, &made)).chain(made).collect()
}

/// The spreadsheet. While it is made, the folder `scratch` holds nameless files of it.
///
/// # Errors
/// When `scratch` cannot be written or has no room.
pub fn results(material: &Material, scratch: &Path) -> Result<Vec<u8>, WorkbookError> {
    let title = match &material.summary.scenarios[..] {
        [alone] => alone.title.clone(),
        all => format!("{} scenarios compared", all.len()),
    };
    let title = format!("drawdown: {}", crate::text::line(&title));
    write::bytes(&title, &sheets(material), scratch)
}
