//! `drawdown check`.

use std::path::PathBuf;

use clap::Args;

use super::{console::Console, failure::Failure, load};
use crate::{
    experiment::{self, is_experiment, read::Instead},
    present::grouped,
    scenario::diagnostic::Code,
};

/// Find errors and warnings in scenario and experiment files, without running them.
#[derive(Debug, Args)]
pub struct Check {
    /// Scenario or experiment files, or names of shipped ones
    #[arg(value_name = "FILE", required = true)]
    files: Vec<PathBuf>,
    /// Set a value first in every scenario, such as `--set reaction=0`
    #[arg(long = "set", value_name = "NAME[ID]=VALUE")]
    sets: Vec<String>,
}

impl Check {
    /// Does it.
    pub fn run(self, console: &Console) -> Result<(), Failure> {
        let (experiments, files): (Vec<PathBuf>, Vec<PathBuf>) =
            self.files.into_iter().partition(|file| is_experiment(file));
        if !self.sets.is_empty() && !experiments.is_empty() {
            let message = "`--set` beside an experiment file: give it `constants` instead";
            return Err(Failure::Input(message.to_owned()));
        }
        if !files.is_empty() {
            let (scenarios, found) = load::load_reporting(&files, &self.sets)?;
            let references = found.items.iter().filter(|item| item.code == Code::ReferenceData).count();
            let warned = references + scenarios.iter().map(|scenario| scenario.warnings.len()).sum::<usize>();
            if warned > 0 {
                console.findings(&found);
            }
            let files = if scenarios.len() == 1 { "scenario" } else { "scenarios" };
            console.result(&format!("{} {files}: no errors, {}\n", scenarios.len(), warnings(warned)))?;
        }
        for file in experiments {
            let (read, found) = experiment::load_reporting(&file, Instead::default())?;
            if !found.items.is_empty() {
                console.findings(&found);
            }
            load::warn_of_reference(std::slice::from_ref(&read.base_scenario), console);
            let changed = usize::from(!read.base_scenario.reference.shipped);
            let (count, warned) = (grouped(read.len()), warnings(changed + found.items.len()));
            console.result(&format!("{}: {count} experiments, no errors, {warned}\n", read.name))?;
        }
        Ok(())
    }
}

fn warnings(count: usize) -> String {
    format!("{count} {}", if count == 1 { "warning" } else { "warnings" })
}
