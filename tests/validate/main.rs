//! Published figures held against the model: the rule of verdicts, the file of records, the command.

mod bad_records;
mod command;
mod records;
mod run;
mod verdicts;

use std::sync::{OnceLock, atomic::AtomicBool};

use drawdown::validate::{
    findings::{Findings, findings},
    read::{self, File},
    run::{Settings, bands},
};

/// The file that is compiled in.
pub fn file() -> &'static File {
    static FILE: OnceLock<File> = OnceLock::new();
    FILE.get_or_init(|| read::load(None).unwrap_or_else(|found| panic!("{found}")))
}

/// All figures over a few replicates.
pub fn found() -> &'static Findings {
    static FOUND: OnceLock<Findings> = OnceLock::new();
    FOUND.get_or_init(|| {
        let stop = AtomicBool::new(false);
        let settings = Settings { replicates: 1024, seed: 1, threads: 0, stop: &stop, progress: &|_| {} };
        let bands = bands(file(), &settings).unwrap_or_else(|error| panic!("{error}"));
        findings(file(), &bands, 1024, 1)
    })
}
