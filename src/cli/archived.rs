//! What results were made from, as it lies in a folder with `inputs`: for who packs it, and who computes it again.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
};

use super::{cite::CITED, failure::Failure};
use crate::{
    disk::below,
    experiment::{self, Experiments, read::Instead},
    present::citation::Cited,
    scenario::{self, Scenario, diagnostic::Text},
    store::{
        durable::Listed,
        folder::{self, INPUTS},
        sweep,
    },
};

/// Where the sources of a run are, its scenarios, and every text that they were read from.
type Sources = (Vec<PathBuf>, Vec<Scenario>, Vec<Text>);

/// The files that results were made from, and the version of drawdown that made them.
pub(super) struct Made<'a> {
    /// The folder that `inputs` lies in.
    pub(super) root: &'a Path,
    /// The version.
    pub(super) by: Cited<'a>,
    /// Says that they cannot be used, and why.
    pub(super) refused: &'a dyn Fn(&str) -> Failure,
}

impl Made<'_> {
    /// Where the sources of a run are, its scenarios, and every text that they were read from.
    ///
    /// # Errors
    /// When a source is not there, is another one now, or rests on what is not in the folder.
    pub(super) fn run(&self, manifest: &folder::Manifest, sets: &[String]) -> Result<Sources, Failure> {
        let files = self.files()?;
        let source = |source: &String| {
            let own = source.strip_prefix(INPUTS).and_then(|name| files.get(name.strip_prefix('/')?));
            let ships = || Some(PathBuf::from(source)).filter(|name| scenario::is_shipped(name));
            let found = if source.contains('/') { own.cloned() } else { ships() };
            found.ok_or_else(|| (self.refused)(&format!("it has no `{source}`")))
        };
        let sources: Vec<PathBuf> = manifest.inputs.iter().map(source).collect::<Result<_, _>>()?;
        let (scenarios, found) = scenario::load_reporting(&sources, sets)?;
        self.alone(&found.texts)?;
        let hashes: Vec<(String, String)> = scenarios.iter().map(|s| (s.id.clone(), s.hash())).collect();
        self.same(&hashes, &manifest.scenarios)?;
        Ok((sources, scenarios, found.texts))
    }

    /// Where the experiment file of a sweep is, or the name of one that ships; `None` where there is neither.
    ///
    /// # Errors
    /// When the files cannot be read.
    pub(super) fn experiment_file(&self, manifest: &sweep::Manifest) -> Result<Option<PathBuf>, Failure> {
        let is = |text: &[u8]| Listed::of(text).sha256 == manifest.experiment_sha256;
        let named = format!("{}.ron", manifest.name);
        for path in self.files()?.into_values().filter(|path| path.ends_with(&named)) {
            if crate::disk::read::bytes(&path, LARGEST).is_ok_and(|text| is(&text)) {
                return Ok(Some(path));
            }
        }
        let shipped = experiment::shipped().iter();
        let mut ships = shipped.filter(|(name, text)| *name == manifest.name && is(text.as_bytes()));
        Ok(ships.next().map(|(name, _)| PathBuf::from(name)))
    }

    /// The experiments of a sweep, and every text that they were read from.
    ///
    /// # Errors
    /// When they are others now, or rest on what is not in the folder.
    pub(super) fn sweep(
        &self,
        file: &Path,
        manifest: &sweep::Manifest,
    ) -> Result<(Experiments, Vec<Text>), Failure> {
        let instead = Instead { replicates: Some(manifest.replicates), seed: Some(manifest.seed) };
        let (experiments, found) = experiment::load_reporting(file, instead)?;
        self.alone(&found.texts)?;
        let of = |identity: &str| [(manifest.name.clone(), identity.to_owned())];
        self.same(&of(&experiments.identity()), &of(&manifest.identity))?;
        Ok((experiments, found.texts))
    }

    fn files(&self) -> Result<BTreeMap<String, PathBuf>, Failure> {
        match below::files(&self.root.join(INPUTS)) {
            Err((_, error)) if error.kind() == std::io::ErrorKind::NotFound => Ok(BTreeMap::new()),
            found => found.map_err(|(path, error)| Failure::Input(format!("`{}`: {error}", path.display()))),
        }
    }

    /// Sees to it that nothing outside the folder was read.
    fn alone(&self, texts: &[Text]) -> Result<(), Failure> {
        let root = self.root.join(INPUTS).canonicalize().ok();
        let within = |path: &&Path| {
            let place = path.canonicalize().ok();
            place.zip(root.as_ref()).is_some_and(|(place, root)| place.starts_with(root))
        };
        match texts.iter().filter_map(|text| text.file.as_deref()).find(|path| !within(path)) {
            Some(path) => Err((self.refused)(&format!(
                "it rests on `{}`, which is outside of it: name it without its folders, beside the file that names it, and \
                 compute it again",
                path.display()
            ))),
            None => Ok(()),
        }
    }

    /// Sees to it that what is read here is what the results are of: ids and hashes.
    fn same(&self, here: &[(String, String)], there: &[(String, String)]) -> Result<(), Failure> {
        if here == there {
            return Ok(());
        }
        let other = there.iter().zip(here).filter(|(a, b)| a != b).map(|(a, _)| format!("`{}`", a.0));
        Err((self.refused)(&format!(
            "{} of drawdown {} is not the same in this version, {}: the data that ship, or what is made of a file, have changed; \
             take that version",
            other.collect::<Vec<_>>().join(", "),
            self.by.version(),
            CITED.version()
        )))
    }
}

/// Largest experiment file that is looked at.
const LARGEST: u64 = 1 << 20;
