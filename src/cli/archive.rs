//! `drawdown archive`.

use std::path::PathBuf;

use clap::Args;

use super::{archived::Made, cite::CITATION, console::Console, failure::Failure};
use crate::{
    analysis::summary::FORMAT,
    archive::{self, Head, Of, Packing, RESULTS},
    present::{citation::Cited, grouped},
    scenario::{diagnostic::Text, originals::Originals, show_ron},
    store::{
        Held,
        durable::MANIFEST,
        folder::{self, INPUTS, read_assumptions},
        read_held,
        sweep::{PARTS, PartLine, REPORT, Reading, StoreError},
    },
    sweep::{
        merge::{damage_words, ranges},
        row::base,
    },
};

/// Pack a folder of run, compare or sensitivity, or a sweep, into one file, with all that it takes to compute it again.
#[derive(Debug, Args)]
pub struct Archive {
    /// Run folder of `run`, `compare` or `sensitivity`, or store of a sweep
    #[arg(value_name = "RUN|STORE")]
    folder: PathBuf,
    /// File to write; the name of the folder with `.zip` by default
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
}

impl Archive {
    /// Does it.
    pub fn run(self, console: &Console) -> Result<(), Failure> {
        let place = self.folder.canonicalize().unwrap_or_else(|_| self.folder.clone());
        let name = place.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let output = self.output.clone().unwrap_or_else(|| PathBuf::from(format!("{name}.zip")));
        let packing = match folder::read_manifest(&self.folder) {
            Some(manifest) => self.of_run(&manifest, &name)?,
            None => self.of_store(&name)?,
        };
        let files = packing.write(&output)?;
        console.note(&format!(
            "{} files; `drawdown rerun {}` computes them again",
            grouped(files as u64),
            output.display()
        ));
        console.result(&format!("{}\n", output.display()))
    }

    fn refused(&self, why: &str) -> Failure {
        Failure::Input(format!("`{}` cannot be archived: {why}", self.folder.display()))
    }

    /// What both kinds begin with: what it is and how it is cited.
    fn begun(&self, of: Of, name: &str, by: Cited) -> Packing {
        let head = Head {
            program: folder::PROGRAM.to_owned(),
            kind: "archive".to_owned(),
            format: archive::FORMAT,
            version: by.version.to_owned(),
            commit: by.commit.map(str::to_owned),
            of,
            name: name.to_owned(),
        };
        let mut packing = Packing::new(head);
        packing.bytes("CITATION.cff", by.file(CITATION));
        packing
    }

    fn of_run(&self, manifest: &folder::Manifest, name: &str) -> Result<Packing, Failure> {
        let commands =
            "only the folders of `run`, `compare` and `sensitivity` and the stores of sweeps can be";
        if manifest.kind != "run" || !matches!(read_held(&self.folder, FORMAT)?, Held::Run) {
            return Err(self.refused(commands));
        }
        if manifest.interrupted {
            return Err(self.refused("the run was interrupted; the same command with `--resume` ends it"));
        }
        if manifest.inputs.is_empty() {
            return Err(self.refused(
                "it does not hold what it was made from, which earlier versions did not keep; run it again",
            ));
        }
        let listed = manifest.files.iter();
        let other: Vec<&str> = listed
            .filter(|(name, file)| !file.is(&self.folder.join(name)))
            .map(|(name, _)| name.as_str())
            .collect();
        if let Some(first) = other.first() {
            let more =
                if other.len() > 1 { format!(" and {} more files", other.len() - 1) } else { String::new() };
            return Err(self.refused(&format!("not as the run has written it: `{first}`{more}")));
        }
        let by = Cited { version: &manifest.version, commit: manifest.commit.as_deref() };
        let mut packing = self.begun(Of::Run, name, by);
        let sets = read_assumptions(&self.folder, FORMAT)?.sets;
        let made = Made { root: &self.folder, by, refused: &|why| self.refused(why) };
        let (sources, scenarios, texts) = made.run(manifest, &sets)?;
        for (scenario, source) in scenarios.iter().zip(&sources) {
            packing.bytes(format!("resolved/{}.ron", scenario.id), show_ron::ron(source, &sets)?);
        }
        shipped(&mut packing, &texts);
        for name in manifest.files.keys().map(String::as_str).chain([MANIFEST]) {
            packing.file(format!("{RESULTS}{name}"), self.folder.join(name));
        }
        Ok(packing)
    }

    fn of_store(&self, name: &str) -> Result<Packing, Failure> {
        let store = Reading::open_locked(&self.folder).map_err(|error| match error {
            StoreError::None(_) | StoreError::Foreign(_) | StoreError::NoFolder(_) => {
                self.refused("it is neither a run folder nor the store of a sweep")
            }
            error => error.into(),
        })?;
        let (damage, missing) = (store.damage(), store.missing());
        if !damage.is_empty() {
            return Err(self.refused(&format!("files are damaged\n{}", damage_words(&damage))));
        }
        if !missing.is_empty() {
            let ranges = ranges(&missing);
            return Err(
                self.refused(&format!("experiments {ranges} are missing; `sweep --resume` computes them"))
            );
        }
        let manifest = &store.manifest;
        let by = Cited { version: &manifest.version, commit: None };
        let mut packing = self.begun(Of::Sweep, name, by);
        let made = Made { root: &self.folder, by, refused: &|why| self.refused(why) };
        let Some(file) = made.experiment_file(manifest)? else {
            return Err(self.refused(
                "it does not hold the experiment file that it was made from, which earlier versions did not keep; \
                 `sweep --resume` with that file writes it there",
            ));
        };
        let (_, texts) = made.sweep(&file, manifest)?;
        let base = base(&store)?.unwrap_or_else(|| PathBuf::from(&manifest.base));
        packing.bytes(format!("resolved/{}.ron", manifest.base), show_ron::ron(&base, &[])?);
        shipped(&mut packing, &texts);
        // What else lies beside the inputs is not of the sweep: notes of its owner, inputs of earlier ones.
        for (place, text) in Originals::of(&texts).files {
            packing.bytes(format!("{RESULTS}{INPUTS}/{place}"), text);
        }
        let parts = store.parts.iter().flat_map(PartLine::all_files).map(|file| file.path.as_str());
        for name in parts.chain([MANIFEST, PARTS, REPORT]) {
            let path = self.folder.join(name);
            if name != REPORT || path.is_file() {
                packing.file(format!("{RESULTS}{name}"), path);
            }
        }
        Ok(packing)
    }
}

/// Adds what ships and was read: an experiment file, scenarios with their bases, and the reference data.
fn shipped(packing: &mut Packing, texts: &[Text]) {
    let ships = texts.iter().filter(|text| text.file.is_none() && text.name.starts_with("shipped/"));
    for text in ships {
        packing.bytes(&*text.name, text.text.as_str());
    }
}
