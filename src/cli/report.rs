//! `drawdown report`.

use std::path::{Path, PathBuf};

use clap::Args;

use super::{
    console::Console,
    country_args::{Countries, Known, of_summary},
    failure::Failure,
    spreadsheet,
    turn::Turn,
};
use crate::{
    analysis::summary::FORMAT,
    disk::file::put,
    report::{Again, LARGE, again_for},
    store::folder::{Rewriting, read_summary},
};

/// Name of the report in a run folder.
const REPORT: &str = "report.html";

/// Make the report of a folder again, and the spreadsheet and short table of a run.
#[derive(Debug, Args)]
pub struct Report {
    /// Run folder, or that of `require`, `invest`, `validate`, `hindcast` or a sweep
    #[arg(value_name = "FOLDER")]
    run: PathBuf,
    /// File to write; `report.html` in the folder by default
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Leave the pictures out; tables carry the numbers
    #[arg(long)]
    no_figures: bool,
    #[command(flatten)]
    turn: Turn,
    #[command(flatten)]
    countries: Countries,
}

impl Report {
    /// Does it.
    pub fn run(self, console: &Console) -> Result<(), Failure> {
        let known = match self.turn.ally.is_empty() && !self.countries.countries {
            true => Known::new(),
            false => of_summary(&read_summary(&self.run, FORMAT)?),
        };
        let asked = self.turn.asked(&known)?;
        let allies = self.countries.ids(&asked.allies, &known);
        let Again { page, changed, run } = again_for(&self.run, FORMAT, !self.no_figures, &asked, &allies)?;
        if run.is_none() {
            self.turn.refuse(&self.run)?;
        }
        changed.iter().for_each(|warning| console.warning(warning));
        weighed(&page, console);
        if let Some(file) = &self.output {
            let kept = put(file, page.as_bytes(), "earlier", |_| false);
            let kept = kept.map_err(|error| Failure::unwritten(file, &error))?;
            kept.iter().for_each(|kept| kept_as(console, kept, false));
            return console.result(&format!("{}\n", file.display()));
        }
        let mut files = vec![(REPORT, page.into_bytes())];
        let beside = run.map(|run| spreadsheet::files(&run, &self.run, &self.run)).transpose();
        let (beside, failed) = beside.map_or_else(|error| (None, Some(error)), |files| (files, None));
        files.extend(beside.into_iter().flatten());
        let mut folder = Rewriting::of(&self.run);
        let mut lines = String::new();
        for (name, bytes) in files {
            let file = self.run.join(name);
            let kept = folder.write(name, &bytes).map_err(|error| Failure::unwritten(&file, &error))?;
            kept.iter().for_each(|kept| kept_as(console, kept, true));
            lines += &format!("{}\n", file.display());
        }
        folder.finish().map_err(|error| Failure::unwritten(&self.run, &error))?;
        console.result(&lines)?;
        // The report stands there all the same.
        failed.map_or(Ok(()), Err)
    }
}

/// Says under which name a file was kept that stood in the place of one of the run folder's own, or elsewhere.
pub fn kept_as(console: &Console, kept: &Path, own: bool) {
    let was = if own { "is not as this run's manifest lists it" } else { "is not the same" };
    console.warning(&format!("the file that was there {was}: kept as `{}`", kept.display()));
}

/// A word if a report is larger than a mail takes.
pub fn weighed(page: &str, console: &Console) {
    if page.len() > LARGE {
        console.warning(&format!(
            "the report has {:.1} MB; `--no-figures` leaves the pictures out",
            page.len() as f64 / 1e6
        ));
    }
}
