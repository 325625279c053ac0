//! `drawdown plot`.

use std::path::PathBuf;

use clap::Args;

use super::{console::Console, failure::Failure, report::kept_as, turn::Turn};
use crate::{
    analysis::summary::FORMAT,
    disk::file::put,
    plot,
    store::{
        Held,
        folder::{Rewriting, not_as_written, read_summary},
        read_held,
    },
};

/// Draw the figures of a folder again.
#[derive(Debug, Args)]
pub struct Plot {
    /// Run folder, or that of `require`, `invest`, `validate` or `hindcast`
    #[arg(value_name = "RUN")]
    run: PathBuf,
    /// Folder for the figures; `figures` in that folder by default
    #[arg(short, long, value_name = "DIR")]
    output: Option<PathBuf>,
    #[command(flatten)]
    turn: Turn,
}

impl Plot {
    /// Does it.
    pub fn run(self, console: &Console) -> Result<(), Failure> {
        let drawn = match read_held(&self.run, FORMAT)? {
            Held::Run => self.of_run()?,
            held => {
                self.turn.refuse(&self.run)?;
                plot::as_files(&plot::figures_of(&held)?, plot::Options::default())?
            }
        };
        not_as_written(&self.run).iter().for_each(|warning| console.warning(warning));
        let dir = self.output.clone().unwrap_or_else(|| self.run.join("figures"));
        std::fs::create_dir_all(&dir).map_err(|error| Failure::unwritten(&dir, &error))?;
        let mut folder = Rewriting::of(&self.run);
        let mut lines = String::new();
        let mut written = Vec::new();
        for (name, bytes) in drawn {
            let file = dir.join(&name);
            let kept = match &self.output {
                Some(_) => put(&file, &bytes, "earlier", |_| false),
                None => folder.write(&format!("figures/{name}"), &bytes),
            };
            let kept = kept.map_err(|error| Failure::unwritten(&file, &error))?;
            kept.iter().for_each(|kept| kept_as(console, kept, self.output.is_none()));
            lines += &format!("{}\n", file.display());
            written.push(format!("figures/{name}"));
        }
        if self.output.is_none() {
            // Pictures of another focus would stand beside these under other names.
            folder.only("figures", &written).map_err(|error| Failure::unwritten(&dir, &error))?;
            folder.finish().map_err(|error| Failure::unwritten(&self.run, &error))?;
        }
        console.result(&lines)
    }

    /// The figures of a run, turned as is asked.
    fn of_run(&self) -> Result<Vec<(String, Vec<u8>)>, Failure> {
        let mut summary = read_summary(&self.run, FORMAT)?;
        summary.turned_to = self.turn.of(&summary)?;
        let tables = plot::Tables::load(&self.run, &summary)?;
        let drawn = plot::drawn(&summary, &tables, Some(plot::Options::default()), false)?;
        Ok(drawn.into_iter().flat_map(|drawn| drawn.files).collect())
    }
}
