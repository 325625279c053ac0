//! What a run folder keeps of countries, and the scenarios of the run read again where it keeps too little.

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use super::{console::Console, failure::Failure, told::Told};
use crate::{
    sampling::design::Design,
    store::{
        assumptions::Assumptions,
        country::{Kept, path, read_kept, to_bytes},
        folder::{Rewriting, typed},
        summary::Summary,
    },
    study::{Answered, CancelToken, Planned, Study},
};

/// Replicates of a comparison of worlds where nobody says how many.
pub const REPLICATES: u64 = 1_024;

/// A run folder whose countries are asked for.
pub struct Again<'a> {
    run: &'a Path,
    summary: &'a Summary,
    assumptions: &'a Assumptions,
    threads: u16,
    stop: CancelToken,
    /// The scenarios, once they were needed; nothing where they are not those of the run.
    planned: Option<Option<Planned>>,
    folder: Rewriting<'a>,
    written: bool,
}

impl<'a> Again<'a> {
    /// A folder with what it holds; `stop` ends what is computed.
    pub fn new(
        run: &'a Path,
        summary: &'a Summary,
        assumptions: &'a Assumptions,
        threads: u16,
        stop: &CancelToken,
    ) -> Self {
        let (folder, stop) = (Rewriting::of(run), stop.clone());
        Self { run, summary, assumptions, threads, stop, planned: None, folder, written: false }
    }

    /// What is kept of an ally, or what is found now and kept; with `world` also what is lost if it stands aside. Nothing
    /// where the scenarios cannot be read again, which is said.
    pub fn kept(
        &mut self,
        ally: &str,
        world: bool,
        replicates: Option<u64>,
        console: &Console,
    ) -> Result<Option<Kept>, Failure> {
        let kept = read_kept(self.run, self.summary, ally)?;
        let enough = |kept: &Kept| {
            !world || kept.compared && replicates.is_none_or(|asked| self.turns(asked) == kept.replicates)
        };
        if kept.as_ref().is_some_and(enough) {
            return Ok(kept);
        }
        if self.planned.is_none() {
            self.planned = Some(self.plan(console));
        }
        let Some(Some(planned)) = &mut self.planned else { return Ok(kept) };
        let aside = world.then(|| replicates.unwrap_or(REPLICATES));
        let all = aside.unwrap_or(0) * planned.scenarios().len() as u64;
        let progress = Arc::new(console.progress(format!("runs, {ally} standing aside"), all));
        planned.tell(Told(Arc::clone(&progress)));
        let Answered { found, warnings, interrupted } = planned.country(ally, aside)?;
        planned.tell(|_, _| {});
        progress.finish();
        if interrupted {
            return Err(Failure::Interrupted(format!(
                "what the alliance loses without {ally} is not known; nothing was kept (`--no-world` leaves it out)"
            )));
        }
        warnings.iter().for_each(|warning| console.warning(warning));
        self.keep(&found, console)?;
        Ok(Some(found))
    }

    /// So many replicates as the design of the run takes them.
    fn turns(&self, replicates: u64) -> u64 {
        design(self.summary).replicates(replicates)
    }

    /// Writes what was found into the folder; where that cannot be, the page is shown all the same.
    fn keep(&mut self, found: &Kept, console: &Console) -> Result<(), Failure> {
        let name = path(&found.ally);
        let bytes = to_bytes(found).map_err(|error| Failure::Job(error.to_string()))?;
        let place = self.run.join(&name);
        let written = place.parent().map_or(Ok(()), std::fs::create_dir_all);
        match written.and_then(|()| self.folder.write(&name, &bytes)) {
            Ok(kept) => {
                self.written = true;
                kept.iter().for_each(|kept| super::report::kept_as(console, kept, true));
            }
            Err(error) => console.warning(&format!("cannot keep `{}`: {error}", place.display())),
        }
        Ok(())
    }

    /// Lists what was written in the manifest.
    pub fn finish(self, console: &Console) {
        if self.written
            && let Err(error) = self.folder.finish()
        {
            console.warning(&format!("cannot list it in `{}`: {error}", self.run.display()));
        }
    }

    /// The scenarios of the run, read again; nothing where they are others now.
    fn plan(&self, console: &Console) -> Option<Planned> {
        let files = files(self.run, self.assumptions);
        let study = files.iter().fold(Study::new(), Study::scenario);
        let study = self.assumptions.sets.iter().fold(study, Study::set_text);
        let study = study
            .replicates(self.summary.replicates)
            .seed(self.summary.seed)
            .design(design(self.summary))
            .threads(usize::from(self.threads))
            .cancel(&self.stop);
        let not = "which units leave, what it holds and what is lost without it are left out";
        let planned = match study.plan() {
            Ok(planned) => planned,
            Err(error) => {
                console
                    .warning(&format!("the scenarios of this run cannot be read again, so {not}: {error}"));
                return None;
            }
        };
        let now = planned.scenarios().iter().map(|s| (s.id.clone(), s.hash()));
        let then = self.summary.scenarios.iter().map(|s| (s.id.clone(), s.hash.clone()));
        if !now.eq(then) {
            console.warning(&format!(
                "the scenarios are not as they were when `{}` was made, so {not}",
                self.run.display()
            ));
            return None;
        }
        Some(planned)
    }
}

/// The design of a run.
fn design(summary: &Summary) -> Design {
    let replicates = summary.replicates;
    let all = [Design::MonteCarlo, Design::Sobol, Design::LatinHypercube { replicates }];
    all.into_iter().find(|design| design.name() == summary.design).unwrap_or(Design::Sobol)
}

/// The scenario files of a run: shipped ones by name, own ones where they were when the run was made.
fn files(run: &Path, assumptions: &Assumptions) -> Vec<PathBuf> {
    let words = assumptions.command.iter().skip(2).take_while(|word| !word.starts_with("--"));
    let typed = typed(run);
    let place = |word: &String| {
        let own = assumptions.own_files.contains(word);
        let same = |typed: &&String| Path::new(typed).file_name().is_some_and(|name| name == word.as_str());
        typed.iter().find(same).filter(|_| own).map_or_else(|| PathBuf::from(word), PathBuf::from)
    };
    words.map(place).collect()
}
