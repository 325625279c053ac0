//! What `run`, `compare` and `sensitivity` have in common: a study is run, leaves a run folder, and its answer is printed.

use std::{
    path::{Path, PathBuf},
    sync::Arc,
    time::Instant,
};

use super::{
    Quantiles, Simulation,
    answer::Answer,
    cite::CITED,
    console::Console,
    country_beside,
    failure::Failure,
    load::{self, stop_token},
    reproduce_command, sensitivity_beside,
    simulate_folder::{inputs, keep_inputs, kept, report_place, report_precision, write},
    told::Told,
};
use crate::{
    analysis::assumptions::assumptions,
    engine::drive::RunError,
    model::cells,
    present::{grouped, precision::words},
    scenario::{self, originals::Originals},
    store::{
        folder::{Manifest, NewFolder},
        summary::Summary,
        turned_to::TurnedTo,
    },
    study::{Planned, Study},
};

impl Simulation {
    /// The study that is asked for, of scenario files or names.
    pub fn study(&self, files: &[PathBuf]) -> Study {
        let study = files.iter().fold(Study::new(), Study::scenario);
        let study = self.sets.iter().fold(study, Study::set_text);
        let study = self.precision.iter().fold(study, |study, to| study.precision(to, self.max_replicates));
        let outcome = |quantiles: &Quantiles| match quantiles {
            Quantiles::Gap => cells::Outcome::Gap,
            Quantiles::Margin => cells::Outcome::Margin,
        };
        let study = self.quantiles.iter().map(outcome).fold(study, Study::quantiles);
        study
            .replicates(self.replicates)
            .seed(self.draws.seed)
            .design(self.design())
            .threads(usize::from(self.draws.threads))
            .detail(self.tables.into())
            .causes(self.causes())
    }
}

/// The allies that are asked for, and what answer, figures and report are turned to.
///
/// # Errors
/// When there is no such ally, scenario or capability.
pub fn asked(options: &Simulation, planned: &Planned) -> Result<(Vec<String>, TurnedTo), Failure> {
    let turned = options.turn.among(planned.scenarios())?;
    Ok((country_beside::asked(options, planned, &turned), turned))
}

/// Runs what is planned and leaves a run folder. Where that cannot be written the answer is printed all the same, and the
/// failure says what is kept and how to go on.
pub fn simulate(
    files: &[PathBuf],
    planned: Planned,
    options: &Simulation,
    target: &Path,
    console: &Console,
) -> Result<(), Failure> {
    let started = Instant::now();
    let (allies, turned) = asked(options, &planned)?;
    let bases = scenario::bases(files, &options.sets);
    let originals = Originals::of(&planned.warnings().texts);
    let (most, precise) = (planned.most(), !options.precision.is_empty());
    let keeping = options.keep.start(&planned, target)?;
    let (expected, mut folder) = (planned.expected()?, NewFolder::start(target)?);
    let checkpoint = planned.checkpoint(&folder.checkpoint());
    if options.resume {
        checkpoint.read().map_err(RunError::from)?;
    } else {
        checkpoint.remove().map_err(|error| {
            Failure::Input(format!("cannot remove `{}`: {error}", checkpoint.path().display()))
        })?;
    }
    // Nothing is announced before all that can be refused by then has been looked at.
    options.rounded.iter().for_each(|note| console.note(note));
    folder.take_remarks().iter().for_each(|remark| console.warning(remark));
    load::warn_of(planned.scenarios(), console);
    planned.warnings_of_comparison().iter().for_each(|warning| console.warning(warning));
    let stop = stop_token("\nstopping with what is done so far; Ctrl-C again to drop it");
    let progress = Arc::new(console.progress("runs", expected));
    let planned = planned.cancel(&stop).observer(Told(Arc::clone(&progress)));
    let found = planned.run_keeping(Some((&checkpoint, options.resume)))?;
    progress.finish();
    if found.resumed() > 0 {
        console.note(&format!("went on after {} runs", grouped(found.resumed())));
    }
    if let Some(error) = found.not_kept() {
        console.warning(&format!("what was done could not be kept: {error}"));
    }
    let words = found.stopping().map(words);
    let interrupted = found.interrupted();
    found.left_out().iter().for_each(|warning| console.warning(warning));
    let summary = Summary { turned_to: turned.clone(), ..found.summary() };
    let mut answer =
        Answer { summary, varied: None, causes: Vec::new(), told: None, by_year: Default::default() };
    let mut tables = folder.revive().and_then(|()| {
        let written = found.write_tables(&folder.path().join("tables"));
        written.map_err(|error| folder.table_unwritten(&error.to_string()))
    });
    let all_done = found.done();
    // Figures and report do without what was counted.
    let mut planned = found.into_planned();
    if options.sensitivity && !interrupted {
        let added = sensitivity_beside::add(options, &mut planned, &mut answer.summary, console)?;
        for (name, table) in &added.tables {
            tables = tables.and_then(|()| folder.bytes(name, table));
        }
        answer.varied = Some(added);
    }
    if (options.sensitivity || options.verb == reproduce_command::Verb::Run) && !interrupted {
        sensitivity_beside::add_share(&mut planned, &mut answer.summary, console);
    }
    if !interrupted {
        for (name, bytes) in country_beside::add(options, &mut planned, &allies, console)? {
            tables = tables.and_then(|()| folder.bytes(&name, &bytes));
        }
    }
    // The file that was asked for and is not written yet.
    let replicates = match keeping {
        Some(keeping) if interrupted => Ok(Some(keeping.path().to_owned())),
        Some(keeping) => keeping.write(&mut planned, all_done, console),
        None => Ok(None),
    };
    let done = if precise { options.replicates } else { answer.summary.replicates };
    let command = reproduce_command::command(files, options, &turned, done);
    let assumptions = assumptions(planned.scenarios(), &bases, &options.sets, command);
    let figures = tables
        .and_then(|()| keep_inputs(&folder, &originals))
        .map_err(Failure::from)
        .and_then(|()| write(&folder, assumptions, options, &mut answer, console));
    let countries = figures.as_ref().map_or(Ok(String::new()), |_| {
        // A sensitivity of another tier is asked for by itself: the run is not turned to it.
        let tier = options.vary.tier.or(turned.tier);
        let told = Summary { turned_to: TurnedTo { tier, ..turned.clone() }, ..answer.summary.clone() };
        country_beside::said(options, folder.path(), &told, &allies)
    });
    let varying_cut_short = answer.varied.as_ref().and_then(|added| added.cut_short);
    let without_replicates = replicates.as_ref().ok().cloned().flatten();
    let unfinished = interrupted || varying_cut_short.is_some() || without_replicates.is_some();
    let threads = super::threads(options.draws.threads);
    let seconds = started.elapsed().as_secs_f64();
    let manifest = Manifest::new(&answer.summary, most, unfinished, threads, seconds)
        .with_stopping(words.clone())
        .made_from(inputs(files, &originals), CITED.commit);
    let mut whole = false;
    let finished = figures.and_then(|figures| {
        let finished = folder.finish(manifest).inspect_err(|error| whole = error.is_whole())?;
        Ok((figures, finished))
    });
    // Where it cannot be printed the run is whole all the same, and is said to be.
    let printed = answer.render(options).and_then(|text| console.result(&(text + &countries?)));
    let (figures, finished) =
        finished.map_err(|failure| failure.with_hint(&kept(whole, printed.is_ok(), &checkpoint)))?;
    let (summary, place) = (&answer.summary, finished.path);
    if let (Some(stopping), Some(words)) = (&summary.stopping, &words) {
        report_precision(console, stopping, words);
    }
    finished.remarks.iter().for_each(|remark| console.warning(remark));
    report_place(console, summary, &place, (figures, !options.without.no_report), started);
    if !unfinished {
        checkpoint.remove()?;
    }
    if let Some(why) = finished.displaced {
        return Err(Failure::displaced(&why, "run", &place));
    }
    printed?;
    replicates?;
    if interrupted {
        without_replicates.iter().for_each(|file| {
            console.warning(&format!("`{}` is not written before all runs are done", file.display()));
        });
        return Err(Failure::Interrupted(format!(
            "the first {} of {}{} runs are kept in {}; the same command with `--resume` goes on from there",
            grouped(summary.replicates),
            if precise { "at most " } else { "" },
            grouped(most),
            place.display()
        )));
    }
    if let Some(file) = without_replicates {
        return Err(Failure::Interrupted(format!(
            "the run is whole in {}, but `{}` is not written; the same command with `--resume` writes it",
            place.display(),
            file.display()
        )));
    }
    if let Some(asked) = varying_cut_short {
        let done = summary.sensitivity.as_ref().map_or(0, |found| found.replicates);
        return Err(Failure::Interrupted(format!(
            "the run is whole in {}, but inputs were varied in {} of {} runs only",
            place.display(),
            grouped(done),
            grouped(asked)
        )));
    }
    Ok(())
}
