//! `drawdown cite`.

use clap::Args;

use super::{console::Console, failure::Failure};
use crate::present::citation::Cited;

/// How it is cited, for machines.
pub(super) const CITATION: &str = include_str!("../../CITATION.cff");

/// The program as it is cited. The build script looks for the commit.
pub(super) const CITED: Cited<'static> =
    Cited { version: env!("CARGO_PKG_VERSION"), commit: option_env!("DRAWDOWN_COMMIT") };

/// Print how to cite drawdown: a sentence and BibTeX, with version and commit.
#[derive(Debug, Args)]
pub struct Cite {
    /// Print CITATION.cff instead, for reference managers
    #[arg(long)]
    cff: bool,
}

impl Cite {
    /// Does it.
    pub fn run(self, console: &Console) -> Result<(), Failure> {
        console.result(&if self.cff { CITED.file(CITATION) } else { CITED.text() })
    }
}
