//! `--keep-replicates` of `run` and `compare`: every replicate in a Parquet file.

use std::{
    fs,
    path::{Path, PathBuf},
    sync::Arc,
};

use clap::Args;

use super::{console::Console, failure::Failure, told::Told};
use crate::{
    analysis::{
        asked::list,
        replicates::{Asked, Keeping, ReplicatesError},
    },
    disk::file::{Put, Waiting},
    engine::drive::RunError,
    present::grouped,
    store::replicates::is_ours,
    study::{Done, Planned},
};

/// Options of commands that can keep every replicate.
#[derive(Clone, Debug, Default, Args)]
pub struct KeepReplicates {
    /// Also write every run to this Parquet file, a row a run and scenario: what it drew, at which quantiles, shocks in
    /// summary, outcomes by arm (the runs are computed a second time)
    #[arg(long, value_name = "FILE")]
    keep_replicates: Option<PathBuf>,
    /// Of the inputs only these, such as `--inputs 'reaction,required[isr,*],growth'`; all that are drawn by default
    #[arg(long, value_name = "NAMES", requires = "keep_replicates")]
    inputs: Vec<String>,
    /// Of the outcomes only these, such as `--outcomes 'index_headline[*],direct:bill_headline,coverage[isr,30,*]'`; with and
    /// without the drawdown where no arm is named
    #[arg(long, value_name = "NAMES", requires = "keep_replicates")]
    outcomes: Vec<String>,
}

impl KeepReplicates {
    /// Whether a file is asked for.
    pub fn is_asked(&self) -> bool {
        self.keep_replicates.is_some()
    }

    /// What is to be kept, if anything; all that can be refused is, and nothing is written.
    ///
    /// # Errors
    /// When there is no such input or outcome, or there can be no file of replicates in the place, which is not to be within
    /// the folder of the run.
    pub fn check(&self, planned: &Planned, run: &Path) -> Result<Option<(PathBuf, Keeping)>, Failure> {
        let Some(file) = &self.keep_replicates else { return Ok(None) };
        let names = |texts: &[String]| -> Option<Vec<String>> {
            (!texts.is_empty()).then(|| texts.iter().flat_map(|text| list(text)).collect())
        };
        let asked = Asked { inputs: names(&self.inputs), outcomes: names(&self.outcomes) };
        let keeping = planned.keeping(&asked)?;
        let [inner, outer] =
            [file.as_path(), run].map(|path| std::path::absolute(path).unwrap_or_else(|_| path.to_owned()));
        if inner.starts_with(&outer) {
            return Err(Failure::Input(format!(
                "`--keep-replicates {}` would be within the run folder `{}`, which is written as a whole: name a place \
                 beside it",
                file.display(),
                run.display()
            )));
        }
        match fs::metadata(file) {
            Ok(found) if found.is_file() && !is_ours(file) => Err(Failure::Input(format!(
                "`{}` is there and was not written by `--keep-replicates`, or was changed since: it is left as it is; \
                 choose another name",
                file.display()
            ))),
            _ => Ok(Some((file.clone(), keeping))),
        }
    }

    /// The same, and begins the file.
    ///
    /// # Errors
    /// As [`KeepReplicates::check`], and when no file can be made there.
    pub fn start(&self, planned: &Planned, run: &Path) -> Result<Option<Started>, Failure> {
        let Some((path, keeping)) = self.check(planned, run)? else { return Ok(None) };
        let waiting = Waiting::start(&path).map_err(|error| Failure::unwritten(&path, &error))?;
        Ok(Some(Started { path, keeping, waiting }))
    }
}

/// A file that is begun, beside its place.
pub struct Started {
    path: PathBuf,
    keeping: Keeping,
    waiting: Waiting,
}

impl Started {
    /// Where it will stand.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Writes the replicates that are done and puts the file in its place; returns that place where it was stopped before its end
    /// and nothing is left of it.
    ///
    /// # Errors
    /// When it cannot be written; then nothing is left of it, and what stood there still does.
    pub fn write(
        self,
        planned: &mut Planned,
        done: Done,
        console: &Console,
    ) -> Result<Option<PathBuf>, Failure> {
        let Self { path, keeping, waiting } = self;
        let bar = Arc::new(console.progress("runs kept", done.replicates));
        planned.tell(Told(Arc::clone(&bar)));
        let written = planned.replicates(&keeping, done, waiting.file());
        bar.finish();
        let written = written.map_err(|error| match error {
            ReplicatesError::Run(error) => RunError::into(error),
            ReplicatesError::File(error) => {
                Failure::Job(format!("cannot write `{}`: {error}", path.display()))
            }
        })?;
        let Some(written) = written.found else { return Ok(Some(path)) };
        let bytes = waiting.file().metadata().map_or(0, |found| found.len());
        match waiting.put("new", is_ours).map_err(|error| Failure::unwritten(&path, &error))? {
            Put::InPlace => {}
            Put::Moved(theirs) => console.warning(&format!(
                "somebody else has put a file at `{}` at the same moment: it is in `{}` now",
                path.display(),
                theirs.display()
            )),
            Put::Beside(at) => {
                let why = format!("`{}` is there since, and not of drawdown", path.display());
                return Err(Failure::displaced(&why, "file of every run", &at));
            }
        }
        console.note(&format!(
            "Every run: {} ({} rows, {} columns, {:.1} MB)",
            path.display(),
            grouped(written.rows),
            grouped(written.columns as u64),
            bytes as f64 / 1e6
        ));
        Ok(None)
    }
}
