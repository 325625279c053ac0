//! `drawdown sweep`.

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use clap::Args;
use serde_json::json;

use super::{TableOrJson, again::Again, console::Console, failure::Failure, load, report};
use crate::{
    disk::file::put,
    experiment::Experiments,
    present::{grouped, numbers::runs, text},
    report::sweep::page,
    store::sweep::{Manifest, REPORT, Reading, StoreError},
    study::{self, Answered, Instead, Settings, Shard, Store, StudyError, SweepForecast, SweepReport},
    sweep::{
        SweepError,
        merge::damage_words,
        remarks::{Remarks, lines, remarks},
        timing::{duration, size},
    },
};

/// Run an experiment file: levers and uncertainties varied over thousands of scenarios, into a store of Parquet files.
#[derive(Debug, Args)]
pub struct Sweep {
    /// Experiment file, or name of a shipped experiment
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Store to write: a folder
    #[arg(short, long, value_name = "STORE")]
    output: Option<PathBuf>,
    /// Only say what would run, how long it would take and how large the store would be
    #[arg(long)]
    dry_run: bool,
    /// Go on with the store, computing only what is missing or damaged (anew, if there is none)
    #[arg(long)]
    resume: bool,
    /// Run the i-th of n parts of the sweep into a store of its own, to be joined by `drawdown merge`
    #[arg(long, value_name = "I/N", value_parser = shard)]
    shard: Option<Shard>,
    /// Runs of an experiment, instead of what the file says
    #[arg(short = 'n', long, allow_negative_numbers = true, value_parser = super::number::replicates)]
    replicates: Option<u64>,
    /// Seed of draws and design, instead of what the file says
    #[arg(long, allow_negative_numbers = true, value_parser = super::number::whole)]
    seed: Option<u64>,
    /// Threads; one a core by default
    #[arg(long, default_value_t = 0, hide_default_value = true, allow_negative_numbers = true, value_parser = clap::value_parser!(u16).range(0..=1024))]
    threads: u16,
    /// Form of what is printed
    #[arg(long, value_enum, default_value_t = TableOrJson::Table)]
    format: TableOrJson,
    /// Write no report (a shard has none)
    #[arg(long)]
    no_report: bool,
}

/// Reads `i/n`.
fn shard(text: &str) -> Result<Shard, String> {
    let read = || {
        let (index, of) = text.split_once('/')?;
        let shard = Shard { index: index.trim().parse().ok()?, of: of.trim().parse().ok()? };
        (1..=shard.of).contains(&shard.index).then_some(shard)
    };
    read().ok_or_else(|| "expected i/n with i from 1 to n, such as 3/7".to_owned())
}

impl Sweep {
    /// The sweep of a store again.
    pub(super) fn again(again: Again, manifest: &Manifest) -> Self {
        Self {
            file: again.sources.into_iter().next().unwrap_or_default(),
            output: Some(again.output),
            dry_run: false,
            resume: false,
            shard: manifest.shard,
            replicates: Some(manifest.replicates),
            seed: Some(manifest.seed),
            threads: again.threads,
            format: TableOrJson::Table,
            no_report: !again.report,
        }
    }

    /// Does it.
    pub fn run(self, console: &Console) -> Result<(), Failure> {
        let instead = Instead { replicates: self.replicates, seed: self.seed };
        let mut sweep = study::Sweep::load(&self.file, instead)?;
        if let Some(shard) = self.shard {
            sweep = sweep.shard(shard)?;
        }
        let threads = super::threads(self.threads);
        let settings = Settings::new().threads(threads);
        let base = [sweep.experiments().base_scenario.clone()];
        let warn = || load::warn_of_reference(&base, console);
        if self.dry_run {
            warn();
            return console.result(&self.forecast_text(&sweep, &sweep.forecast(&settings)?));
        }
        let target = self.output.clone().unwrap_or_else(|| place(sweep.experiments(), self.shard));
        let mut sweeping = sweep.open(&target, self.resume).map_err(unopened)?;
        warn();
        if !sweeping.store().locked() {
            unlocked(console, &target);
        }
        if !sweeping.damaged().is_empty() {
            console.warning(&format!("damaged, computed again:\n{}", damage_words(sweeping.damaged())));
        }
        let (all, before) = (sweeping.store().experiments(), sweeping.store().done());
        if before > 0 {
            console.note(&format!("{} experiments are there already", grouped(before)));
        }
        let stop =
            load::stop_token("\nstopping after the parts that are written; Ctrl-C again to stop at once");
        let progress = Arc::new(console.progress("experiments", all - before));
        let told = Arc::clone(&progress);
        let settings = settings.cancel(&stop).observer(move |done, _| told.at(done - before));
        let swept = sweeping.run(&settings);
        progress.finish();
        let store = sweeping.store();
        let Answered { found: report, interrupted, .. } = swept.map_err(|error| kept(error, store))?;
        if interrupted {
            return Err(Failure::Interrupted(format!(
                "{} of {} experiments are kept in {}; the same command with `--resume` goes on from there",
                grouped(store.done()),
                grouped(all),
                target.display()
            )));
        }
        let read = Reading::open(store.root())?;
        let remarks = remarks(&read);
        if self.shard.is_none() && !self.no_report {
            write_report(&read, console)?;
        }
        console.result(&self.done_text(store, &report, before, threads, &remarks))?;
        if self.format == TableOrJson::Table && self.shard.is_some() {
            console.note("Join the shards: drawdown merge STORE... --output STORE");
        }
        // Nothing in a shard need be wrong with the sweep; started again it would fail again.
        if self.shard.is_some() { Ok(()) } else { all_failed(store.manifest(), &remarks) }
    }

    fn forecast_text(&self, sweep: &study::Sweep, found: &SweepForecast) -> String {
        let (experiments, manifest) = (sweep.experiments(), sweep.manifest());
        if self.format == TableOrJson::Json {
            return text::json(found).unwrap_or_default();
        }
        let crossed = if experiments.rows.crossed {
            format!("{} policies x {} scenarios", grouped(manifest.policies), grouped(manifest.scenarios))
        } else {
            "levers and uncertainties together".to_owned()
        };
        let shard = manifest.shard.map(|shard| format!(", shard {shard}")).unwrap_or_default();
        format!(
            "{}\n\
             {:>15} experiments of {} ({crossed}{shard})\n\
             {:>15} {} of {} files, {} experiments a part\n\
             {:>15} about, with {} ({:.0} ms of one thread an experiment, by a brief trial)\n\
             {}\n",
            experiments.title,
            grouped(found.experiments),
            runs(found.replicates),
            size(found.bytes),
            "in a store",
            grouped(found.files),
            grouped(experiments.part),
            duration(found.seconds),
            if found.threads == 1 { "one thread".to_owned() } else { format!("{} threads", found.threads) },
            1e3 * found.seconds_per_experiment,
            upper(&found.recommendation),
        )
    }

    fn done_text(
        &self,
        store: &Store,
        report: &SweepReport,
        before: u64,
        threads: usize,
        remarks: &Remarks,
    ) -> String {
        let (done, failed, root) = (store.done(), store.failed(), store.root().display().to_string());
        let missing = store.experiments() - done;
        if self.format == TableOrJson::Json {
            let done = json!({
                "store": root, "experiments": done, "done": done - failed, "failed": failed, "missing": missing,
                "computed": report.computed, "bytes": store.bytes(), "seconds": report.seconds,
                "store_seconds": report.store_seconds, "threads": threads,
                "reasons": remarks.failures, "warned": remarks.warned, "warnings": remarks.warnings,
            });
            return text::json(&done).unwrap_or_default();
        }
        let there = if before > 0 { format!(" ({} were there)", grouped(before)) } else { String::new() };
        format!(
            "{} experiments of {} in {}{there}, {}{}: {}\n",
            grouped(done),
            runs(store.manifest().replicates),
            duration(report.seconds),
            remarks_text(failed, remarks),
            root,
            size(store.bytes()),
        )
    }
}

/// Writes the report of a store into it.
pub(super) fn write_report(store: &Reading, console: &Console) -> Result<(), Failure> {
    let (file, page) = (store.root.join(REPORT), page(store)?);
    let kept = put(&file, page.as_bytes(), "earlier", |_| false);
    let kept = kept.map_err(|error| Failure::unwritten(&file, &error))?;
    kept.iter().for_each(|kept| report::kept_as(console, kept, false));
    Ok(())
}

/// A sentence from words.
fn upper(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// Where a sweep goes by default.
fn place(experiments: &Experiments, shard: Option<Shard>) -> PathBuf {
    let name = &experiments.name;
    Path::new("output").join(match shard {
        Some(shard) => format!("{name}-shard-{}-of-{}", shard.index, shard.of),
        None => name.clone(),
    })
}

/// Says that nothing keeps two processes from writing to a store.
pub(super) fn unlocked(console: &Console, root: &Path) {
    console.warning(&format!(
        "the file system of {} has no locks: see to it that no other process writes to this store",
        root.display()
    ));
}

/// How many experiments failed, and why; of how many something is unlikely, and what.
pub(super) fn remarks_text(failed: u64, remarks: &Remarks) -> String {
    let mut text = match failed {
        0 => "none failed\n".to_owned(),
        n => format!("{} failed (column `reason`):\n{}", grouped(n), lines(&remarks.failures)),
    };
    if remarks.warned > 0 {
        let (warned, lines) = (grouped(remarks.warned), lines(&remarks.warnings));
        text += &format!("Of {warned} something is unlikely (column `warnings`):\n{lines}");
    }
    text
}

/// A failure if not one experiment of a store succeeded.
pub(super) fn all_failed(manifest: &Manifest, remarks: &Remarks) -> Result<(), Failure> {
    if manifest.done == 0 || manifest.failed < manifest.done {
        return Ok(());
    }
    let reason = remarks.failures.first().map_or("", |reason| &reason.words);
    Err(Failure::Job(format!("every experiment failed, most because of {reason}")))
}

/// A store that could not be begun: nothing was computed.
fn unopened(error: StudyError) -> Failure {
    match error {
        StudyError::Sweep(SweepError::Store(StoreError::Write { .. })) => Failure::Job(format!(
            "{error}\nno experiment was computed, and what stood there stays; the same command begins once it can be written"
        )),
        error => error.into(),
    }
}

/// A failure that says what is kept.
fn kept(error: StudyError, store: &Store) -> Failure {
    match error {
        StudyError::Sweep(SweepError::Store(error @ StoreError::Write { .. })) if !store.is_there() => {
            Failure::Job(format!(
                "{error}\nthe store was removed while the sweep was under way; the same command computes it anew"
            ))
        }
        StudyError::Sweep(SweepError::Store(error @ StoreError::Write { .. })) => Failure::Job(format!(
            "{error}\n{} experiments are kept in {}; `--resume` goes on from there once it can be written again",
            grouped(store.done()),
            store.root().display()
        )),
        error => error.into(),
    }
}
