//! `drawdown new`.

use std::path::PathBuf;

use clap::Args;

use super::{console::Console, failure::Failure, new_ask};
use crate::{
    disk::asked_wrongly,
    scenario::new::{self, NewError},
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
}

impl New {
    /// Does it.
    pub fn run(self, console: &Console) -> Result<(), Failure> {
        if self.target.as_os_str().is_empty() {
            return Err(Failure::Input("the name of a file `NAME.ron` or of a folder is empty".to_owned()));
        }
        let files = match self.ask {
            true => vec![new_ask::ask(&self.target, self.from.as_deref(), console)?],
            false => new::write(&self.target, self.from.as_deref()).map_err(refused)?,
        };
        for file in files {
            console.result(&format!("{}\n", file.display()))?;
        }
        Ok(())
    }
}

/// Why nothing was written: wrong input, or a disk.
pub(super) fn refused(error: NewError) -> Failure {
    let disk = matches!(&error, NewError::Write { error, .. } if !asked_wrongly(error));
    Failure::of(!disk, error.to_string())
}
