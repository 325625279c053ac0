//! `drawdown archive`.

use std::path::{Path, PathBuf};

use clap::Args;

use super::{
    cite::{CITATION, CITED},
    console::Console,
    failure::Failure,
};
use crate::{
    analysis::summary::FORMAT,
    archive::{self, Head, Of, Packing, RESULTS},
    experiment::{self, read::Instead},
    present::{citation::Cited, grouped},
    scenario::{
        self, Scenario,
        shipped::{find, reference},
        show_ron,
    },
    store::{
        Held,
        assumptions::read_assumptions,
        durable::MANIFEST,
        folder::{self, INPUTS},
        read_held,
        sweep::{self, PARTS, REPORT, Reading, StoreError},
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
    fn begun(&self, of: Of, name: &str, by: Cited) -> Result<Packing, Failure> {
        let head = Head {
            program: folder::PROGRAM.to_owned(),
            kind: "archive".to_owned(),
            format: archive::FORMAT,
            version: by.version.to_owned(),
            commit: by.commit.map(str::to_owned),
            of,
            name: name.to_owned(),
        };
        let mut packing = Packing::new(&head)?;
        packing.bytes("CITATION.cff", by.file(CITATION));
        Ok(packing)
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
        let mut packing = self.begun(Of::Run, name, by)?;
        let sets = read_assumptions(&self.folder, FORMAT)?.sets;
        let sources: Vec<PathBuf> = manifest.inputs.iter().map(|source| self.source(source)).collect();
        let (scenarios, found) = scenario::load_reporting(&sources, &sets)?;
        let hashes: Vec<(String, String)> = scenarios.iter().map(|s| (s.id.clone(), s.hash())).collect();
        if hashes != manifest.scenarios {
            return Err(self.refused(&of_another(&by, &hashes, &manifest.scenarios)));
        }
        self.alone(found.texts.iter().filter_map(|text| text.file.as_deref()))?;
        for (scenario, source) in scenarios.iter().zip(&sources) {
            packing.bytes(format!("resolved/{}.ron", scenario.id), show_ron::ron(source, &sets)?);
        }
        shipped(&mut packing, &scenarios);
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
        let mut packing = self.begun(Of::Sweep, name, by)?;
        let inputs = store.inputs()?;
        let file = experiment_file(manifest, inputs.iter().map(|(place, text)| (place.as_str(), &text[..])));
        let Some(file) = file else {
            return Err(self.refused(
                "it does not hold the experiment file that it was made from, which earlier versions did not keep; \
                 `sweep --resume` with that file writes it there",
            ));
        };
        let instead = Instead { replicates: Some(manifest.replicates), seed: Some(manifest.seed) };
        let (experiments, found) = experiment::load_reporting(&self.source(&file), instead)?;
        if experiments.identity() != manifest.identity {
            return Err(self.refused(&of_another(
                &by,
                &[(manifest.name.clone(), experiments.identity())],
                &[(manifest.name.clone(), manifest.identity.clone())],
            )));
        }
        self.alone(found.texts.iter().filter_map(|text| text.file.as_deref()))?;
        if experiments.file.folder.is_none() {
            packing
                .bytes(format!("shipped/experiments/{}.ron", manifest.name), experiments.file.text.as_str());
        }
        let base = base(&store).unwrap_or_else(|| PathBuf::from(&manifest.base));
        packing.bytes(format!("resolved/{}.ron", manifest.base), show_ron::ron(&base, &[])?);
        shipped(&mut packing, std::slice::from_ref(&experiments.base_scenario));
        let parts = store.parts.iter().flat_map(|part| &part.files).map(|file| file.path.clone());
        let texts = inputs.keys().map(|place| format!("{INPUTS}/{place}"));
        for name in parts.chain(texts).chain([MANIFEST, PARTS, REPORT].map(str::to_owned)) {
            let path = self.folder.join(&name);
            if name != REPORT || path.is_file() {
                packing.file(format!("{RESULTS}{name}"), path);
            }
        }
        Ok(packing)
    }

    /// Where a source is: a file of the folder, or the name of what ships.
    fn source(&self, source: &str) -> PathBuf {
        if source.contains('/') { self.folder.join(source) } else { PathBuf::from(source) }
    }

    /// Sees to it that nothing outside the folder was read.
    fn alone<'p>(&self, mut read: impl Iterator<Item = &'p Path>) -> Result<(), Failure> {
        let root = self.folder.join(INPUTS).canonicalize().ok();
        let within = |path: &Path| {
            let place = path.canonicalize().ok();
            place.zip(root.as_ref()).is_some_and(|(place, root)| place.starts_with(root))
        };
        match read.find(|path| !within(path)) {
            Some(path) => Err(self.refused(&format!(
                "it rests on `{}`, which is outside of it: name it without its folders, beside the file that names it, and \
                 compute it again",
                path.display()
            ))),
            None => Ok(()),
        }
    }
}

/// The experiment file of a sweep among its inputs (name and text), as [`Archive::source`] takes it; the name of one that
/// ships.
pub(super) fn experiment_file<'i>(
    manifest: &sweep::Manifest,
    mut inputs: impl Iterator<Item = (&'i str, &'i [u8])>,
) -> Option<String> {
    let is = |text: &[u8]| crate::store::durable::Listed::of(text).sha256 == manifest.experiment_sha256;
    let named = format!("{}.ron", manifest.name);
    let own = inputs.find(|(place, text)| place.rsplit('/').next() == Some(named.as_str()) && is(text));
    let ships =
        || experiment::shipped().iter().find(|(name, text)| *name == manifest.name && is(text.as_bytes()));
    own.map(|(place, _)| format!("{INPUTS}/{place}")).or_else(|| ships().map(|(name, _)| (*name).to_owned()))
}

/// Why results are of another version of the program or its data.
pub(super) fn of_another(by: &Cited, here: &[(String, String)], there: &[(String, String)]) -> String {
    let other = there.iter().zip(here).filter(|(a, b)| a != b).map(|(a, _)| format!("`{}`", a.0));
    format!(
        "{} of drawdown {} is not the same in this version, {}: the data that ship, or what is made of a file, have changed; \
         take that version",
        other.collect::<Vec<_>>().join(", "),
        by.version(),
        CITED.version()
    )
}

/// Adds what ships and was used: scenarios with their bases, and the reference data.
fn shipped(packing: &mut Packing, scenarios: &[Scenario]) {
    let ids = scenarios.iter().flat_map(|scenario| scenario.bases.iter().chain([&scenario.id]));
    for (stem, text) in ids.filter_map(|id| find(id)) {
        packing.bytes(format!("shipped/{stem}.ron"), text);
    }
    if scenarios.iter().any(|scenario| scenario.reference.folder.is_none()) {
        for (name, text) in reference() {
            packing.bytes(format!("shipped/reference/{name}"), *text);
        }
    }
}
