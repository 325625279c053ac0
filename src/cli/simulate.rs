//! What `run` and `compare` have in common: load, run, write a run folder, draw, print the answer.

use std::{
    cell::RefCell,
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Instant,
};

use super::{
    Quantiles, Simulation,
    console::{Console, to_stderr},
    failure::Failure,
    output,
};
use crate::{
    analysis::{
        answer,
        estimates::Run,
        precision::{Precision, words::words},
        rows::write_tables,
        summary::{Asked, summary},
    },
    engine::{
        plan::Plan,
        run::{Look, Looks, Options, Results, run},
    },
    model::cells::Outcome,
    plot,
    scenario::{self, Diagnostics, Scenario},
    stats::sequential::Errors,
    store::{
        folder::{Manifest, NewFolder},
        stopping::{Stopping, StoppingWords},
        summary::Summary,
    },
};

/// Loads scenarios: those of the files, or all that ship.
pub fn load(files: &[PathBuf], sets: &[String]) -> Result<Vec<Scenario>, Failure> {
    load_reporting(files, sets).map(|(scenarios, _)| scenarios)
}

/// As [`load`], with the places of the warnings.
pub fn load_reporting(files: &[PathBuf], sets: &[String]) -> Result<(Vec<Scenario>, Diagnostics), Failure> {
    let all;
    let files = if files.is_empty() {
        all = scenario::shipped().iter().map(|(stem, _)| PathBuf::from(stem)).collect::<Vec<_>>();
        &all
    } else {
        files
    };
    let exact = |distribution: &scenario::distribution::Distribution, u: f64| {
        crate::sampling::quantile::quantile(distribution, u)
    };
    Ok(scenario::load_reporting(files, sets, &exact)?)
}

/// A flag that Ctrl-C sets.
fn stop_flag() -> Arc<AtomicBool> {
    let flag = Arc::new(AtomicBool::new(false));
    let set = Arc::clone(&flag);
    // A second handler cannot be there: this is called once a process. Without one, Ctrl-C ends the program as ever.
    let _ = ctrlc::set_handler(move || {
        if set.swap(true, Ordering::Relaxed) {
            std::process::exit(130);
        }
        to_stderr("\nstopping with what is done so far; Ctrl-C again to drop it");
    });
    flag
}

/// What `--precision` asks for, if anything.
pub fn precision<'a>(
    options: &Simulation,
    plan: &'a Plan,
    scenarios: &'a [Scenario],
) -> Result<Option<Precision<'a>>, Failure> {
    if options.precision.is_empty() {
        return Ok(None);
    }
    let range = (options.replicates, options.max_replicates);
    Precision::new(&options.precision, range, Errors::Replicates, plan, scenarios)
        .map(Some)
        .map_err(Failure::Input)
}

/// Says what was waited for and what stayed open.
fn report_precision(console: &Console, stopping: &Stopping, words: &StoppingWords) {
    /// Lines of what stayed open on a terminal; the manifest has all.
    const MOST: usize = 6;
    let look = stopping.looks.iter().filter(|&&look| look <= stopping.replicates).count();
    if look > 0 {
        let replicates = answer::grouped(stopping.replicates);
        let most = stopping.looks.len();
        console.note(&format!("Look {look} of at most {most}, at {replicates} replicates:"));
    }
    for waited in &words.waited_for {
        console.note(&format!("  {waited}"));
    }
    for open in words.open.iter().take(MOST) {
        console.warning(&format!("open: {open}"));
    }
    if words.open.len() > MOST {
        console.warning(&format!("and {} more stayed open: see manifest.json", words.open.len() - MOST));
    }
}

/// Runs scenarios and leaves a run folder.
pub fn simulate(
    scenarios: &[Scenario],
    options: &Simulation,
    target: &Path,
    warnings: Vec<String>,
    console: &Console,
) -> Result<(), Failure> {
    let started = Instant::now();
    let mut plan = Plan::new(scenarios, options.seed)?;
    for outcome in &options.quantiles {
        plan.cells.count_quantiles(match outcome {
            Quantiles::Gap => Outcome::Gap,
            Quantiles::Margin => Outcome::Margin,
        });
    }
    let precision = precision(options, &plan, scenarios)?;
    let most = precision.as_ref().map_or(options.replicates, Precision::cap);
    let folder = NewFolder::start(target)?;
    for warning in scenarios.iter().flat_map(|s| s.warnings.iter().map(move |w| format!("{}: {w}", s.id))) {
        console.warning(&warning);
    }
    for warning in &warnings {
        console.warning(warning);
    }
    let stop = stop_flag();
    let progress = console.progress(precision.as_ref().map_or(most, |wanted| wanted.looks()[0]));
    let last = RefCell::new(precision.as_ref().map(Precision::nothing_yet));
    let enough = |look: &Look| {
        let Some(wanted) = &precision else { return true };
        let stopping = wanted.at(look);
        progress.expect(wanted.expected(&stopping));
        let reached = stopping.reached;
        last.replace(Some(stopping));
        reached
    };
    let results: Results = run(
        &plan,
        &Options {
            replicates: most,
            threads: usize::from(options.threads),
            stop: &stop,
            progress: &|done| progress.at(done),
            looks: precision.as_ref().map(|wanted| Looks { at: wanted.looks(), enough: &enough }),
        },
    )?;
    progress.finish();
    let stopping = last.into_inner();
    let words = stopping.as_ref().map(words);
    let interrupted = results.replicates < most && !stopping.as_ref().is_some_and(|s| s.reached);
    if results.failed > 0 {
        console.warning(&format!(
            "{} of {} replicates drew a value that the model does not allow and are left out",
            results.failed, results.replicates
        ));
    }
    let found = Run { scenarios, plan: &plan, results: &results };
    let asked = Asked { seed: options.seed, warnings, stopping };
    let summary = summary(&found, &asked);
    write_tables(&found, &folder.path().join("tables"))?;
    folder.summary(&summary)?;
    let mut figures = Vec::new();
    if !options.no_figures {
        let tables = plot::Tables::load(folder.path())?;
        figures =
            plot::draw_all(&summary, &tables, &folder.path().join("figures"), plot::Options::default())?;
    }
    let threads = if options.threads == 0 {
        std::thread::available_parallelism().map_or(1, std::num::NonZero::get)
    } else {
        usize::from(options.threads)
    };
    let seconds = started.elapsed().as_secs_f64();
    let manifest = Manifest::new(&summary, most, interrupted, threads, seconds).with_stopping(words.clone());
    let place = folder.finish(&manifest)?;
    console.result(&output::render(&summary, options.format)?)?;
    if let (Some(stopping), Some(words)) = (&summary.stopping, &words) {
        report_precision(console, stopping, words);
    }
    report_place(console, &summary, &place, figures.len(), started);
    if interrupted {
        return Err(Failure::Interrupted(format!(
            "the first {} of {}{} replicates are kept in {}; run the same command again for all of them",
            answer::grouped(summary.replicates),
            if precision.is_some() { "at most " } else { "" },
            answer::grouped(most),
            place.display()
        )));
    }
    Ok(())
}

fn report_place(console: &Console, summary: &Summary, place: &Path, figures: usize, started: Instant) {
    console.note(&format!(
        "{} replicates of {} in {:.1} s. Tables: {}{}",
        answer::grouped(summary.replicates),
        match summary.scenarios.len() {
            1 => "one scenario".to_owned(),
            n => format!("{n} scenarios"),
        },
        started.elapsed().as_secs_f64(),
        place.join("tables").display(),
        match figures {
            0 => String::new(),
            n => format!("; {n} figures: {}", place.join("figures").display()),
        }
    ));
}
