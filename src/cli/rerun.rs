//! `drawdown rerun`.

use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
};

use clap::{Args, Parser};
use serde_json::Value;

use super::{
    Cli, Command, again::Again, archived::Made, cite::CITED, console::Console, failure::Failure, sweep::Sweep,
};
use crate::{
    archive::{Of, RESULTS, Unpacking},
    disk::below,
    engine::{drive::RunError, pool},
    present::{archived::Compared, citation::Cited},
    store::{
        assumptions::Assumptions,
        durable::MANIFEST,
        folder::{self, INPUTS},
        sweep::{self, LOCK},
    },
};

/// Compute an archive again, and say whether every byte is equal.
#[derive(Debug, Args)]
pub struct Rerun {
    /// Archive that `drawdown archive` has written
    #[arg(value_name = "ARCHIVE")]
    archive: PathBuf,
    /// Threads; one a core by default: bytes do not depend on it
    #[arg(long, default_value_t = 0, hide_default_value = true, allow_negative_numbers = true, value_parser = clap::value_parser!(u16).range(0..=1024))]
    threads: u16,
    /// Folder to write what is computed to; `output/NAME-rerun` by default
    #[arg(short, long, value_name = "DIR")]
    output: Option<PathBuf>,
}

impl Rerun {
    /// Does it.
    pub fn run(self, console: &Console) -> Result<(), Failure> {
        let (mut archive, head) = Unpacking::open(&self.archive)?;
        let by = Cited { version: &head.version, commit: head.commit.as_deref() };
        let commits = [by.commit, CITED.commit];
        let other_commit = commits.iter().all(Option::is_some) && by.commit != CITED.commit;
        if by.version != CITED.version || other_commit {
            console.warning(&format!(
                "computed by drawdown {}; this is {}: bytes may differ",
                by.version(),
                CITED.version()
            ));
        }
        let stem = self.archive.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let output = self.output.clone().unwrap_or_else(|| PathBuf::from(format!("output/{stem}-rerun")));
        if head.of == Of::Sweep && output.symlink_metadata().is_ok() {
            let place = output.display();
            return Err(Failure::Input(format!("`{place}` is there already: choose another `--output`")));
        }
        // Whatever is computed from now on sees the files of the archive and none of the folder that it is called in.
        let output = std::path::absolute(&output)?;
        let place = tempfile::tempdir()?;
        archive.lay(&format!("{RESULTS}{INPUTS}/"), &place.path().join(INPUTS))?;
        std::env::set_current_dir(place.path())?;
        let computed = match head.of {
            Of::Run => self.run_again(&mut archive, by, &output, console),
            Of::Sweep => self.sweep_again(&mut archive, by, &output, console),
        };
        // A folder that somebody stands in cannot be removed everywhere.
        std::env::set_current_dir(crate::disk::parent(place.path()))?;
        computed?;
        let compared = compare(&mut archive, &output)?;
        console.note(&format!("Computed again: {}", output.display()));
        console.result(&compared.text())?;
        match compared.is_equal() {
            true => Ok(()),
            false => Err(Failure::Job("not every byte is equal".to_owned())),
        }
    }

    fn refused(&self, why: &str) -> Failure {
        Failure::Input(format!("`{}` cannot be computed again: {why}", self.archive.display()))
    }

    fn run_again(
        &self,
        archive: &mut Unpacking,
        by: Cited,
        output: &Path,
        console: &Console,
    ) -> Result<(), Failure> {
        let manifest: folder::Manifest = self.json(archive, MANIFEST)?;
        let Assumptions { command, sets, .. } = self.json(archive, "scenarios.json")?;
        let made = Made { root: Path::new(""), by, refused: &|why| self.refused(why) };
        let (sources, ..) = made.run(&manifest, &sets)?;
        let parsed = Cli::try_parse_from(&command);
        let parsed = parsed.map_err(|error| self.refused(&format!("its command is not known: {error}")))?;
        let report = manifest.files.contains_key("report.html");
        let again = Again { sources, output: output.to_owned(), threads: self.threads, report };
        let command = match parsed.command {
            Command::Run(command) => command.again(again).map(Command::Run),
            Command::Compare(command) => command.again(again).map(Command::Compare),
            Command::Sensitivity(command) => command.again(again).map(Command::Sensitivity),
            _ => None,
        };
        let Some(command) = command else {
            return Err(
                self.refused("its command is none that leaves a run folder, or reads or writes elsewhere")
            );
        };
        let console = console.without_results();
        let pool = pool::start(self.threads.into()).map_err(RunError::from)?;
        pool.install(|| command.run(&console))
    }

    fn sweep_again(
        &self,
        archive: &mut Unpacking,
        by: Cited,
        output: &Path,
        console: &Console,
    ) -> Result<(), Failure> {
        let manifest: sweep::Manifest = self.json(archive, MANIFEST)?;
        let made = Made { root: Path::new(""), by, refused: &|why| self.refused(why) };
        let Some(file) = made.experiment_file(&manifest)? else {
            let why = format!("it has no experiment file `{}.ron` of this sweep", manifest.name);
            return Err(self.refused(&why));
        };
        made.sweep(&file, &manifest)?;
        let report = archive.names().any(|name| name == format!("{RESULTS}{}", sweep::REPORT));
        let again = Again { sources: vec![file], output: output.to_owned(), threads: self.threads, report };
        Sweep::again(again, &manifest).run(&console.without_results())
    }

    fn json<T: serde::de::DeserializeOwned>(
        &self,
        archive: &mut Unpacking,
        name: &str,
    ) -> Result<T, Failure> {
        let bytes = archive.bytes(&format!("{RESULTS}{name}"))?;
        serde_json::from_slice(&bytes).map_err(|error| self.refused(&format!("`{name}` in it: {error}")))
    }
}

/// The files of an archive beside those of a folder, but for what says how long it took, and what was read.
fn compare(archive: &mut Unpacking, folder: &Path) -> Result<Compared, Failure> {
    let results = archive.names().filter_map(|name| name.strip_prefix(RESULTS));
    let names: BTreeSet<String> = results.filter(|name| *name != MANIFEST).map(str::to_owned).collect();
    let mut compared = Compared::default();
    for name in &names {
        let path = folder.join(name);
        if archive.is_same(&format!("{RESULTS}{name}"), &path)? {
            compared.same += 1;
        } else if path.exists() {
            compared.differ.push(name.clone());
        } else {
            compared.missing.push(name.clone());
        }
    }
    let there = below::files(folder)
        .map_err(|(path, error)| Failure::Job(format!("`{}`: {error}", path.display())))?;
    let ours = |name: &String| [MANIFEST, LOCK].contains(&name.as_str()) || names.contains(name);
    compared.new = there.into_keys().filter(|name| !ours(name)).collect();
    let of = |bytes: &[u8]| serde_json::from_slice::<Value>(bytes).map(settings);
    let ours = of(&archive.bytes(&format!("{RESULTS}{MANIFEST}"))?)?;
    match of(&std::fs::read(folder.join(MANIFEST))?)? == ours {
        true => compared.same += 1,
        false => compared.differ.push(MANIFEST.to_owned()),
    }
    Ok(compared)
}

/// A manifest without what differs between equal runs.
fn settings(mut manifest: Value) -> Value {
    if let Some(keys) = manifest.as_object_mut() {
        keys.retain(|key, _| {
            !["commit", "command", "threads", "wall_seconds", "timings", "files", "settings_sha256"]
                .contains(&key.as_str())
        });
    }
    manifest
}
