//! Many experiments into a store.

use std::path::Path;

use super::{Answered, Settings, StudyError};
use crate::{
    experiment::{self, Experiments, read::Instead},
    scenario::originals::Originals,
    store::sweep::{Damage, Manifest, Store, manifest::Shard},
    sweep::{Forecast, Report, SweepError, describe::manifest, forecast, sweep},
};

/// An experiment file, read: levers and uncertainties varied over thousands of scenarios.
pub struct Sweep {
    experiments: Experiments,
    manifest: Manifest,
    /// Files of its own that it was read from.
    originals: Originals,
}

impl Sweep {
    /// Reads an experiment file, or a shipped experiment by its name; `instead` is what counts in place of what it says.
    ///
    /// # Errors
    /// What is wrong with it or with its base: all findings, with their places.
    pub fn load(file: impl AsRef<Path>, instead: Instead) -> Result<Self, StudyError> {
        let (experiments, found) = experiment::load_reporting(file.as_ref(), instead)?;
        let originals = Originals::of(&found.texts);
        Ok(Self { manifest: manifest(&experiments, None), experiments, originals })
    }

    /// Only a part of it, into a store of its own.
    ///
    /// # Errors
    /// When there is no such part.
    pub fn shard(self, shard: Shard) -> Result<Self, StudyError> {
        if !(1..=shard.of).contains(&shard.index) {
            let allowed = format!("1 to {}", shard.of);
            return Err(StudyError::Range { what: "shard", asked: shard.index as f64, allowed });
        }
        Ok(Self { manifest: manifest(&self.experiments, Some(shard)), ..self })
    }

    /// The experiments.
    #[must_use]
    pub fn experiments(&self) -> &Experiments {
        &self.experiments
    }

    /// What the store will say of itself.
    #[must_use]
    pub fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    /// What it will take on so many threads, by a brief trial.
    ///
    /// # Errors
    /// When the base can no longer be read.
    pub fn forecast(&self, settings: &Settings) -> Result<Forecast, StudyError> {
        let range = self.manifest.first..self.manifest.end;
        Ok(forecast(&self.experiments, range, settings.count())?)
    }

    /// Opens a store for it: a new one, or with `resume` the one that is there, whose parts are checked.
    ///
    /// # Errors
    /// When there is something else, another sweep, another process at work, or when it cannot be written.
    pub fn open(self, root: impl AsRef<Path>, resume: bool) -> Result<Sweeping, StudyError> {
        let opened = Store::open(root.as_ref(), &self.manifest, resume).map_err(SweepError::from)?;
        let (store, damaged) = opened;
        store.keep_inputs(&self.originals.files).map_err(SweepError::from)?;
        Ok(Sweeping { experiments: self.experiments, store, damaged })
    }
}

/// A sweep with the store that it goes into.
pub struct Sweeping {
    experiments: Experiments,
    store: Store,
    damaged: Vec<Damage>,
}

impl Sweeping {
    /// The store.
    #[must_use]
    pub fn store(&self) -> &Store {
        &self.store
    }

    /// Files of it that are not what was written: their experiments are computed again.
    #[must_use]
    pub fn damaged(&self) -> &[Damage] {
        &self.damaged
    }

    /// Computes what is missing. Threads, observer and token are those of `settings`, replicates and seed those of the
    /// experiments; the observer is told of experiments. What is done when it is cancelled stays in the store.
    ///
    /// # Errors
    /// When the store cannot be written: what was written before stays. When the base can no longer be read.
    pub fn run(&mut self, settings: &Settings) -> Result<Answered<Report>, StudyError> {
        let all = self.store.experiments();
        let progress = |done| settings.observer.replicates(done, all);
        let (threads, stop) = (settings.count(), settings.cancel.flag());
        let found = sweep(&self.experiments, &mut self.store, threads, stop, &progress)?;
        Ok(Answered { interrupted: found.stopped, found, warnings: Vec::new() })
    }
}
