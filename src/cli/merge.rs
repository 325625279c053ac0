//! `drawdown merge`.

use std::path::{Path, PathBuf};

use clap::Args;

use super::{
    console::Console,
    failure::Failure,
    sweep::{all_failed, remarks_text, unlocked, write_report},
};
use crate::{
    present::grouped,
    store::sweep::Reading,
    sweep::{merge, remarks::remarks, timing::size},
};

/// Join the stores of a sweep's shards into one, with the bytes of an unsharded run.
#[derive(Debug, Args)]
pub struct Merge {
    /// Stores of the shards
    #[arg(value_name = "STORE", required = true)]
    stores: Vec<PathBuf>,
    /// Store to write: a folder
    #[arg(short, long, value_name = "STORE")]
    output: PathBuf,
    /// Write no report
    #[arg(long)]
    no_report: bool,
}

impl Merge {
    /// Does it.
    pub fn run(self, console: &Console) -> Result<(), Failure> {
        let stores: Vec<&Path> = self.stores.iter().map(PathBuf::as_path).collect();
        let progress = console.progress("experiments", 0);
        let merged = merge(&stores, &self.output, &|done, all| {
            progress.to_come(all);
            progress.at(done);
        });
        progress.finish();
        let merged = merged?;
        merged.unlocked.iter().for_each(|root| unlocked(console, root));
        let manifest = &merged.manifest;
        let read = Reading::open(&self.output)?;
        let remarks = remarks(&read);
        if !self.no_report {
            write_report(&read, console)?;
        }
        console.result(&format!(
            "{} experiments of {} stores; {} parts taken over, {} put together; {}{}: {}\n",
            grouped(manifest.done),
            stores.len(),
            grouped(merged.copied),
            grouped(merged.repacked),
            remarks_text(manifest.failed, &remarks),
            self.output.display(),
            size(merged.bytes),
        ))?;
        all_failed(manifest, &remarks)
    }
}
