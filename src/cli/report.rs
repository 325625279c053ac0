//! `drawdown report`.

use std::path::{Path, PathBuf};

use clap::Args;

use super::{console::Console, failure::Failure};
use crate::{
    analysis::summary::FORMAT,
    report::{LARGE, Material, render},
};

/// Make the report of a run folder again.
#[derive(Debug, Args)]
pub struct Report {
    /// Run folder
    #[arg(value_name = "RUN")]
    run: PathBuf,
    /// File to write; `report.html` in the run folder by default
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Leave the pictures out; tables carry the numbers
    #[arg(long)]
    no_figures: bool,
}

impl Report {
    /// Does it.
    pub fn run(self, console: &Console) -> Result<(), Failure> {
        let material = Material::read(&self.run, FORMAT, !self.no_figures)?;
        let file = self.output.unwrap_or_else(|| self.run.join("report.html"));
        write(&material, &file, console)?;
        console.result(&format!("{}\n", file.display()))?;
        Ok(())
    }
}

/// Writes a report and says so if it is larger than a mail takes.
pub fn write(material: &Material, file: &Path, console: &Console) -> Result<(), Failure> {
    let page = render(material);
    if page.len() > LARGE {
        console.warning(&format!(
            "the report has {:.1} MB; `--no-figures` leaves the pictures out",
            page.len() as f64 / 1e6
        ));
    }
    std::fs::write(file, page)
        .map_err(|error| Failure::Job(format!("cannot write `{}`: {error}", file.display())))
}
