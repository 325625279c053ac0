//! `drawdown new`.

use std::{
    io,
    path::{Path, PathBuf},
};

use clap::Args;

use super::{console::Console, failure::Failure, new_ask};
use crate::{
    disk::file::create,
    scenario::{
        self, Scenario,
        new::{self, NewError},
    },
    store::sweep::Reading,
    sweep::row::row,
};

/// Write a commented scenario to start from, or all that ship.
#[derive(Debug, Args)]
pub struct New {
    /// A file `NAME.ron` for one scenario; a folder for all that ship with the reference data
    #[arg(value_name = "DIR|FILE")]
    target: PathBuf,
    /// Shipped scenario to start from
    #[arg(long, value_name = "NAME")]
    from: Option<String>,
    /// Ask for what the scenario is, question after question
    #[arg(long)]
    ask: bool,
    /// An experiment of a sweep as a scenario, by its number, such as `output/open-exploration:57`
    #[arg(long, value_name = "STORE:NUMBER", conflicts_with_all = ["from", "ask"], value_parser = experiment)]
    experiment: Option<(PathBuf, u64)>,
}

/// Reads `STORE:57`.
fn experiment(text: &str) -> Result<(PathBuf, u64), String> {
    let read = text.rsplit_once(':').filter(|(store, _)| !store.is_empty());
    let read = read.and_then(|(store, number)| Some((PathBuf::from(store), number.trim().parse().ok()?)));
    read.ok_or_else(|| "expected a store and the number of an experiment, such as output/mine:57".to_owned())
}

impl New {
    /// Does it.
    pub fn run(self, console: &Console) -> Result<(), Failure> {
        if self.target.as_os_str().is_empty() {
            return Err(Failure::Input("the name of a file `NAME.ron` or of a folder is empty".to_owned()));
        }
        if let Some((store, number)) = &self.experiment {
            return self.of_experiment(store, *number, console);
        }
        let files = match self.ask {
            true => vec![new_ask::ask(&self.target, self.from.as_deref(), console)?],
            false => new::write(&self.target, self.from.as_deref())?,
        };
        for file in files {
            console.result(&format!("{}\n", file.display()))?;
        }
        Ok(())
    }

    /// Writes an experiment of a store, and holds what was written against what was run.
    fn of_experiment(&self, store: &Path, number: u64, console: &Console) -> Result<(), Failure> {
        let target = &self.target;
        if target.extension().is_none_or(|ending| ending != "ron") {
            return Err(Failure::Input(format!(
                "`{}`: an experiment is one file, `NAME.ron`",
                target.display()
            )));
        }
        let store = Reading::open(store)?;
        if target.file_stem().is_some_and(|stem| stem.to_str() == Some(&store.manifest.base)) {
            return Err(Failure::from(NewError::Name {
                path: target.clone(),
                why: new::OWN_BASE.to_owned(),
            }));
        }
        let row = row(&store, number).map_err(|error| Failure::Input(error.to_string()))?;
        let base = target.with_file_name(format!("{}.ron", store.manifest.base));
        if let Some(kept) = row.base.filter(|_| !base.is_file()) {
            return Err(Failure::Input(format!(
                "its base is `{}`, which does not ship: copy it, and the folder `reference` if there is one beside it, to \
                 where `{}` is to stand",
                kept.display(),
                target.display()
            )));
        }
        create(target, row.text.as_bytes()).map_err(|error| match error.kind() {
            io::ErrorKind::AlreadyExists => Failure::from(NewError::Exists(target.clone())),
            _ => Failure::unwritten(target, &error),
        })?;
        console.result(&format!("{}\n", target.display()))?;
        if let Some(reason) = row.reason {
            console.warning(&format!("experiment {number} failed: {reason}"));
            return Ok(());
        }
        let scenario = scenario::load(std::slice::from_ref(target), &[])?;
        if scenario.first().map(Scenario::hash) != row.hash {
            console.warning(&format!(
                "`{}` is not the scenario of experiment {number}: its base or the reference data have changed since",
                target.display()
            ));
        }
        Ok(())
    }
}
