//! What `run` and `compare` have in common: load, run, write a run folder, draw, print the answer.

use std::{
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
    output, report,
};
use crate::{
    analysis::{
        answer,
        assumptions::assumptions,
        estimates::Run,
        rows::write_tables,
        summary::{Asked, summary},
    },
    engine::{
        plan::Plan,
        run::{Options, Results, run},
    },
    model::cells::Outcome,
    plot,
    report::Material,
    scenario::{self, Diagnostics, Scenario},
    store::{
        folder::{Manifest, NewFolder},
        summary::Summary,
    },
};

/// Loads scenarios: those of the files, or all that ship.
pub fn load(files: &[PathBuf], sets: &[String]) -> Result<Vec<Scenario>, Failure> {
    load_reporting(files, sets).map(|(scenarios, _)| scenarios)
}

/// As [`load`], with the places of the warnings.
pub fn load_reporting(files: &[PathBuf], sets: &[String]) -> Result<(Vec<Scenario>, Diagnostics), Failure> {
    Ok(scenario::load_reporting(&named(files), sets, &exact)?)
}

fn exact(distribution: &scenario::distribution::Distribution, u: f64) -> f64 {
    crate::sampling::quantile::quantile(distribution, u)
}

/// The files named, or all scenarios that ship.
fn named(files: &[PathBuf]) -> Vec<PathBuf> {
    if files.is_empty() {
        return scenario::shipped().iter().map(|(stem, _)| PathBuf::from(stem)).collect();
    }
    files.to_vec()
}

/// Scenarios with what each is compared with in the report: its base.
pub struct Loaded {
    /// The scenarios.
    pub scenarios: Vec<Scenario>,
    /// Their bases, as far as they stand by themselves.
    bases: Vec<Option<Scenario>>,
}

/// Loads scenarios and their bases.
pub fn load_with_bases(files: &[PathBuf], sets: &[String]) -> Result<Loaded, Failure> {
    let files = named(files);
    let scenarios = load(&files, sets)?;
    let bases = scenario::bases(&files, sets, &exact);
    Ok(Loaded { scenarios, bases })
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

/// Runs scenarios and leaves a run folder.
pub fn simulate(
    loaded: &Loaded,
    options: &Simulation,
    target: &Path,
    warnings: Vec<String>,
    console: &Console,
) -> Result<(), Failure> {
    let started = Instant::now();
    let scenarios = &loaded.scenarios[..];
    let mut plan = Plan::new(scenarios, options.seed)?;
    for outcome in &options.quantiles {
        plan.cells.count_quantiles(match outcome {
            Quantiles::Gap => Outcome::Gap,
            Quantiles::Margin => Outcome::Margin,
        });
    }
    let folder = NewFolder::start(target)?;
    for warning in scenarios.iter().flat_map(|s| s.warnings.iter().map(move |w| format!("{}: {w}", s.id))) {
        console.warning(&warning);
    }
    for warning in &warnings {
        console.warning(warning);
    }
    let stop = stop_flag();
    let progress = console.progress(options.replicates);
    let results: Results = run(
        &plan,
        &Options {
            replicates: options.replicates,
            threads: usize::from(options.threads),
            stop: &stop,
            progress: &|done| progress.at(done),
        },
    )?;
    progress.finish();
    let interrupted = results.replicates < options.replicates;
    if results.failed > 0 {
        console.warning(&format!(
            "{} of {} replicates drew a value that the model does not allow and are left out",
            results.failed, results.replicates
        ));
    }
    let found = Run { scenarios, plan: &plan, results: &results };
    let asked = Asked { seed: options.seed, warnings };
    let summary = summary(&found, &asked);
    write_tables(&found, &folder.path().join("tables"))?;
    folder.summary(&summary)?;
    let assumptions = assumptions(scenarios, &loaded.bases, &options.sets);
    folder.assumptions(&assumptions)?;
    folder.text("briefing.md", &answer::briefing(&summary))?;
    let mut figures = Vec::new();
    if !(options.no_figures && options.no_report) {
        let tables = plot::Tables::load(folder.path())?;
        if !options.no_figures {
            let dir = folder.path().join("figures");
            figures = plot::draw_all(&summary, &tables, &dir, plot::Options::default())?;
        }
        if !options.no_report {
            let material =
                Material::of(summary.clone(), assumptions, tables, folder.path(), !options.no_figures)?;
            report::write(&material, &folder.path().join("report.html"), console)?;
        }
    }
    let threads = if options.threads == 0 {
        std::thread::available_parallelism().map_or(1, std::num::NonZero::get)
    } else {
        usize::from(options.threads)
    };
    let manifest = Manifest::new(&summary, options.replicates, threads, started.elapsed().as_secs_f64());
    let place = folder.finish(&manifest)?;
    console.result(&output::render(&summary, options.format)?)?;
    report_place(console, &summary, &place, (figures.len(), !options.no_report), started);
    if interrupted {
        return Err(Failure::Interrupted(format!(
            "the first {} of {} replicates are kept in {}; run the same command again for all of them",
            answer::grouped(summary.replicates),
            answer::grouped(options.replicates),
            place.display()
        )));
    }
    Ok(())
}

fn report_place(
    console: &Console,
    summary: &Summary,
    place: &Path,
    (figures, report): (usize, bool),
    started: Instant,
) {
    console.note(&format!(
        "{} replicates of {} in {:.1} s. {}Tables: {}{}",
        answer::grouped(summary.replicates),
        match summary.scenarios.len() {
            1 => "one scenario".to_owned(),
            n => format!("{n} scenarios"),
        },
        started.elapsed().as_secs_f64(),
        if report { format!("Report: {}. ", place.join("report.html").display()) } else { String::new() },
        place.join("tables").display(),
        match figures {
            0 => String::new(),
            n => format!("; {n} figures: {}", place.join("figures").display()),
        }
    ));
}
