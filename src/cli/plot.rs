//! `drawdown plot`.

use std::path::PathBuf;

use clap::Args;

use super::{console::Console, failure::Failure};
use crate::{analysis::summary::FORMAT, plot, store::folder::read_summary};

/// Draw the figures of a run folder again.
#[derive(Debug, Args)]
pub struct Plot {
    /// Run folder
    #[arg(value_name = "RUN")]
    run: PathBuf,
    /// Folder for the figures; that of the run by default
    #[arg(short, long, value_name = "DIR")]
    output: Option<PathBuf>,
}

impl Plot {
    /// Does it.
    pub fn run(self, console: &Console) -> Result<(), Failure> {
        let summary = read_summary(&self.run, FORMAT)?;
        let tables = plot::Tables::load(&self.run, &summary)?;
        let dir = self.output.unwrap_or_else(|| self.run.join("figures"));
        let figures = plot::draw_all(&summary, &tables, &dir, plot::Options::default())?;
        for figure in figures {
            console.result(&format!("{}\n", figure.display()))?;
        }
        Ok(())
    }
}
