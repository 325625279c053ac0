//! `drawdown verify`.

use std::path::PathBuf;

use clap::Args;

use super::{console::Console, failure::Failure};
use crate::{
    present::grouped,
    store::sweep::Reading,
    sweep::merge::{damage_words, ranges},
};

/// Check every part of a sweep's store: all there, and as it was written.
#[derive(Debug, Args)]
pub struct Verify {
    /// Store
    #[arg(value_name = "STORE")]
    store: PathBuf,
}

impl Verify {
    /// Does it.
    pub fn run(self, console: &Console) -> Result<(), Failure> {
        let store = Reading::open(&self.store)?;
        let torn =
            "the list of parts ends in half a line: a process writes to it, or was killed while it did";
        let (damage, missing) = (store.damage(), store.missing());
        let mut faults = Vec::new();
        if !damage.is_empty() {
            faults.push(damage_words(&damage));
        }
        if !missing.is_empty() {
            let count: u64 = missing.iter().map(|range| range.end - range.start).sum();
            faults.push(format!(
                "{} parts are whole, {} experiments are not there yet: {}",
                grouped(store.parts.len() as u64),
                grouped(count),
                ranges(&missing)
            ));
        }
        if !faults.is_empty() {
            faults.extend(store.torn.then(|| torn.to_owned()));
            let words = faults.join("\n");
            return Err(Failure::Job(format!("{words}\n`drawdown sweep ... --resume` computes them")));
        }
        let strays = store.strays();
        if !strays.is_empty() {
            let words: Vec<String> = strays
                .iter()
                .map(|path| {
                    format!(
                        "`{}` is no part of the sweep, but would be read with it: remove it",
                        path.display()
                    )
                })
                .collect();
            return Err(Failure::Job(words.join("\n")));
        }
        if store.torn {
            console.warning(torn);
        }
        let failed: u64 = store.parts.iter().map(|part| part.failed).sum();
        let done = store.manifest.end - store.manifest.first;
        console.result(&format!(
            "{} experiments in {} parts: all whole, {} failed\n",
            grouped(done),
            grouped(store.parts.len() as u64),
            grouped(failed),
        ))?;
        Ok(())
    }
}
