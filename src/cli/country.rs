//! `drawdown country`.

use std::path::{Path, PathBuf};

use clap::Args;

use super::{Form, console::Console, country_again::Again, country_args, failure::Failure, load, turn::Turn};
use crate::{
    analysis::summary::FORMAT,
    plot::PlotError,
    present::{country as people, text},
    scenario::country,
    store::{
        country::{Country as Found, Tables, gather},
        folder::{not_as_written, read_assumptions, read_summary},
        summary::Summary,
    },
    study::CancelToken,
};

/// Say what a run means for an ally: troops, spending, forces, what is lost without it, its part of the bill.
#[derive(Debug, Args)]
pub struct Country {
    /// The ally, by its code or name; several with commas between them (ITA,POL)
    #[arg(value_name = "ALLY", required = true, value_delimiter = ',', num_args = 1)]
    allies: Vec<String>,
    /// Run folders of `run` or `compare`
    #[arg(value_name = "RUN", required = true)]
    runs: Vec<PathBuf>,
    /// Do not compute what the alliance loses if it stands aside (what the folder keeps is shown)
    #[arg(long)]
    no_world: bool,
    /// Runs of that; 1,024 where the folder keeps none
    #[arg(short = 'n', long, allow_negative_numbers = true, value_parser = super::number::replicates, conflicts_with = "no_world")]
    replicates: Option<u64>,
    /// Threads; one a core by default
    #[arg(long, default_value_t = 0, hide_default_value = true, allow_negative_numbers = true, value_parser = clap::value_parser!(u16).range(0..=1024))]
    pub(super) threads: u16,
    #[command(flatten)]
    turn: Turn,
    /// Form of what is printed; `json` has all numbers, in dollars, of every year and scenario
    #[arg(long, value_enum, default_value_t = Form::Table)]
    format: Form,
}

impl Country {
    /// Does it.
    pub fn run(self, console: &Console) -> Result<(), Failure> {
        self.in_order()?;
        // All that can be wrong with what was typed is said before anything is computed.
        let asked = |run: &PathBuf| -> Result<(Summary, Vec<String>), Failure> {
            let mut summary = read_summary(run, FORMAT)?;
            summary.turned_to = self.turn.of(&summary)?;
            let written: Vec<String> = self.allies.iter().chain(&self.turn.ally).cloned().collect();
            let ids = country_args::ids(&written, &country_args::of_summary(&summary))?;
            Ok((summary, ids))
        };
        let all = self.runs.iter().map(asked).collect::<Result<Vec<_>, _>>()?;
        let stop = load::stop_token("\nstopping; Ctrl-C again to drop it");
        let mut found: Vec<Found> = Vec::new();
        let mut pages = String::new();
        for (run, (summary, ids)) in self.runs.iter().zip(&all) {
            not_as_written(run).iter().for_each(|warning| console.warning(warning));
            if self.runs.len() > 1 && self.format != Form::Json {
                pages += &self.heading(run);
            }
            for country in self.of_run(run, summary, ids, (&stop, console))? {
                pages += &self.page(summary, &country);
                found.push(country);
            }
        }
        match (self.format, &found[..]) {
            (Form::Json, [one]) => console.result(&text::json(one)?),
            (Form::Json, all) => console.result(&text::json(&all)?),
            _ => console.result(&pages),
        }
    }

    /// Refuses an ally in the place of a folder, and a folder in that of an ally.
    fn in_order(&self) -> Result<(), Failure> {
        let folder = self.allies.iter().find(|text| Path::new(text).is_dir());
        let ally = self.runs.iter().find(|run| !run.exists() && country(&run.to_string_lossy()).is_some());
        match (folder, ally) {
            (Some(folder), Some(ally)) => Err(Failure::Input(format!(
                "`{folder}` is a folder and `{ally}` a country: the ally comes first, as in `drawdown country {ally} {folder}`",
                ally = ally.display()
            ))),
            _ => Ok(()),
        }
    }

    fn of_run(
        &self,
        run: &Path,
        summary: &Summary,
        ids: &[String],
        (stop, console): (&CancelToken, &Console),
    ) -> Result<Vec<Found>, Failure> {
        let assumptions = read_assumptions(run, FORMAT)?;
        let [hosts, spending, cost] = Tables::load(run, summary).map_err(PlotError::from)?;
        let tables = Tables { hosts: &hosts, spending: &spending, cost: &cost };
        let mut again = Again::new(run, summary, &assumptions, self.threads, stop);
        let mut found = Vec::new();
        for id in ids {
            let kept = again.kept(id, !self.no_world, self.replicates, console)?;
            found.push(gather(summary, &assumptions, tables, kept.as_ref(), id));
        }
        again.finish(console);
        Ok(found)
    }

    fn heading(&self, run: &Path) -> String {
        let name = run.display().to_string();
        match self.format {
            Form::Markdown => format!("# {}\n\n", text::markdown(&name)),
            _ => format!("== {} ==\n", text::line(&name)),
        }
    }

    fn page(&self, summary: &Summary, country: &Found) -> String {
        let blocks = people::page(summary, country);
        match self.format {
            Form::Markdown => people::markdown(summary, country, &blocks),
            _ => people::plain(summary, country, &blocks) + "\n",
        }
    }
}
