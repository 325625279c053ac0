//! What `run` and `compare` have in common: load, run, write a run folder, draw, print the answer.

use std::{
    cell::RefCell,
    collections::BTreeSet,
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::{Duration, Instant},
};

use super::{
    Quantiles, Simulation,
    console::{Console, to_stderr},
    failure::Failure,
    output, report, reproduce_command, sensitivity,
};
use crate::{
    analysis::{
        assumptions::assumptions,
        estimates::Run,
        precision::Precision,
        rows::write_tables,
        summary::{Asked, summary},
    },
    engine::{
        checkpoint::Checkpoint,
        detail::Detail,
        plan::Plan,
        run::{Keep, Look, Looks, Options, Results, run},
    },
    model::cells::Outcome,
    plot,
    present::{answer::briefing, grouped, numbers, precision::words, scenarios::warnings::of_comparison},
    report::Material,
    sampling::design::{Design, RANDOMISATIONS},
    scenario::{self, Diagnostics, Scenario},
    stats::sequential::Errors,
    store::{
        assumptions::Assumptions,
        extra::{CauseRow, read},
        folder::{Manifest, NewFolder},
        read_table::Ids,
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
    Ok(scenario::load_reporting(&named(files), sets)?)
}

/// The files named, or all scenarios that ship.
fn named(files: &[PathBuf]) -> Vec<PathBuf> {
    if files.is_empty() {
        return scenario::compared().iter().map(|(stem, _)| PathBuf::from(stem)).collect();
    }
    files.to_vec()
}

/// Scenarios with what each is compared with in the report: its base.
pub struct Loaded {
    /// Where they come from.
    files: Vec<PathBuf>,
    /// The scenarios.
    pub scenarios: Vec<Scenario>,
    /// Their bases, as far as they stand by themselves.
    bases: Vec<Option<Scenario>>,
}

/// Loads scenarios and their bases.
pub fn load_with_bases(files: &[PathBuf], sets: &[String]) -> Result<Loaded, Failure> {
    let files = named(files);
    let scenarios = load(&files, sets)?;
    let bases = scenario::bases(&files, sets);
    Ok(Loaded { files, scenarios, bases })
}

/// Says where scenarios rest on reference data that are not those that ship.
pub fn warn_of_reference(scenarios: &[Scenario], console: &Console) {
    let warnings: BTreeSet<String> = scenarios.iter().filter_map(|s| s.reference.warning()).collect();
    for warning in warnings {
        console.warning(&warning);
    }
}

/// A flag that Ctrl-C sets; `remark` is what it says then.
pub fn stop_flag(remark: &'static str) -> Arc<AtomicBool> {
    let flag = Arc::new(AtomicBool::new(false));
    let set = Arc::clone(&flag);
    // A second handler cannot be there: this is called once a process. Without one, Ctrl-C ends the program as ever.
    let _ = ctrlc::set_handler(move || {
        if set.swap(true, Ordering::Relaxed) {
            std::process::exit(130);
        }
        to_stderr(remark);
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
    let errors = match plan.design {
        Design::MonteCarlo => Errors::Replicates,
        Design::Sobol => Errors::Randomisations(RANDOMISATIONS),
        Design::LatinHypercube { .. } => {
            return Err(Failure::Input(
                "`--precision` needs `--design mc` or `sobol`: the points of a Latin hypercube depend on their number"
                    .to_owned(),
            ));
        }
    };
    Precision::new(&options.precision, range, errors, plan, scenarios).map(Some).map_err(Failure::Input)
}

/// Says what was waited for and what stayed open.
fn report_precision(console: &Console, stopping: &Stopping, words: &StoppingWords) {
    /// Lines of what stayed open on a terminal; the manifest has all.
    const MOST: usize = 6;
    let look = stopping.looks.iter().filter(|&&look| look <= stopping.replicates).count();
    if look > 0 {
        let replicates = grouped(stopping.replicates);
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

/// Time between two checkpoints: what a power cut costs at most.
const KEEP_EVERY: Duration = Duration::from_secs(4);

/// Everything that the replicates of a run and what is kept of them depend on. Not their number: a longer run begins with
/// the shorter one, but for a Latin hypercube.
fn identity(scenarios: &[Scenario], options: &Simulation, plan: &Plan) -> String {
    let hashes: Vec<String> =
        scenarios.iter().map(|scenario| format!("{} {}", scenario.id, scenario.hash())).collect();
    let cells = &plan.cells.sections;
    format!(
        "{} {} {:?} {} {cells:?} {}",
        env!("CARGO_PKG_VERSION"),
        options.seed,
        plan.design,
        hashes.join(" "),
        plan.causes
    )
}

/// What a run prints.
struct Answer {
    summary: Summary,
    /// What drives the gap, where that was asked for.
    varied: Option<sensitivity::Added>,
    /// Causes, where a table of them was asked for.
    causes: Vec<CauseRow>,
}

impl Answer {
    fn render(&self, options: &Simulation) -> Result<String, Failure> {
        match self.varied.as_ref().and_then(|added| added.found.as_ref()) {
            Some(found) if options.vary.alone => sensitivity::render(&self.summary, found, options.format),
            _ => output::render(&self.summary, &self.causes, options.format),
        }
    }
}

/// What is to be run. What `--precision` waits for is kept, also where tables for people would not hold it.
fn plan(options: &Simulation, scenarios: &[Scenario]) -> Result<Plan, Failure> {
    let of_detail = |detail: Detail| -> Result<Plan, Failure> {
        let mut plan = Plan::with_design(scenarios, options.seed, options.design())?;
        plan.keep_detail(detail);
        for outcome in &options.quantiles {
            plan.cells.count_quantiles(match outcome {
                Quantiles::Gap => Outcome::Gap,
                Quantiles::Margin => Outcome::Margin,
            });
        }
        plan.causes = options.causes();
        Ok(plan)
    };
    let plan = of_detail(options.tables.into())?;
    match precision(options, &plan, scenarios) {
        Ok(_) => Ok(plan),
        Err(_) => of_detail(Detail::Full),
    }
}

/// Runs scenarios and leaves a run folder. Where that cannot be written the answer is printed all the same, and the
/// failure says what is kept and how to go on.
pub fn simulate(
    loaded: &Loaded,
    options: &Simulation,
    target: &Path,
    console: &Console,
) -> Result<(), Failure> {
    let started = Instant::now();
    let scenarios = &loaded.scenarios[..];
    let plan = plan(options, scenarios)?;
    let precision = precision(options, &plan, scenarios)?;
    let most = precision.as_ref().map_or(options.replicates, Precision::cap);
    let mut folder = NewFolder::start(target)?;
    folder.take_remarks().iter().for_each(|remark| console.warning(remark));
    for warning in scenarios.iter().flat_map(|s| s.warnings.iter().map(move |w| format!("{}: {w}", s.id))) {
        console.warning(&warning);
    }
    warn_of_reference(scenarios, console);
    let mut warnings = of_comparison(scenarios);
    for warning in &warnings {
        console.warning(warning);
    }
    let stop = stop_flag("\nstopping with what is done so far; Ctrl-C again to drop it");
    let progress =
        console.progress("replicates", precision.as_ref().map_or(most, |wanted| wanted.looks()[0]));
    let last = RefCell::new(precision.as_ref().map(Precision::nothing_yet));
    let enough = |look: &Look| {
        let Some(wanted) = &precision else { return true };
        let stopping = wanted.at(look);
        progress.expect(wanted.expected(&stopping));
        let reached = stopping.reached;
        last.replace(Some(stopping));
        reached
    };
    let checkpoint = Checkpoint::new(&folder.checkpoint(), &identity(scenarios, options, &plan));
    if !options.resume {
        checkpoint.remove().map_err(|error| {
            Failure::Input(format!("cannot remove `{}`: {error}", checkpoint.path().display()))
        })?;
    }
    let results: Results = run(
        &plan,
        &Options {
            replicates: most,
            threads: usize::from(options.threads),
            stop: &stop,
            progress: &|done| progress.at(done),
            looks: precision.as_ref().map(|wanted| Looks { at: wanted.looks(), enough: &enough }),
            keep: Some(Keep { checkpoint: &checkpoint, resume: options.resume, every: KEEP_EVERY }),
        },
    )?;
    progress.finish();
    if results.resumed > 0 {
        console.note(&format!("went on after {} replicates", grouped(results.resumed)));
    }
    if let Some(error) = &results.not_kept {
        console.warning(&format!("what was done could not be kept: {error}"));
    }
    let stopping = last.into_inner();
    let words = stopping.as_ref().map(words);
    let interrupted = results.replicates < most && !stopping.as_ref().is_some_and(|s| s.reached);
    for warning in results.not_finite.left_out(results.failed, results.replicates) {
        console.warning(&warning);
        warnings.push(warning);
    }
    let found = Run { scenarios, plan: &plan, results: &results };
    let asked = Asked { seed: options.seed, warnings, stopping };
    let mut answer = Answer { summary: summary(&found, &asked), varied: None, causes: Vec::new() };
    let mut tables = folder.revive().and_then(|()| {
        write_tables(&found, &folder.path().join("tables"))
            .map_err(|error| folder.table_unwritten(&error.to_string()))
    });
    // What was counted takes more memory than anything else: figures and report do without it.
    drop(results);
    if options.sensitivity && !interrupted {
        let added = sensitivity::add(options, scenarios, &mut answer.summary, &stop, console)?;
        for (name, table) in &added.tables {
            tables = tables.and_then(|()| folder.bytes(name, table));
        }
        answer.varied = Some(added);
    }
    if (options.sensitivity || options.verb == reproduce_command::Verb::Run) && !interrupted {
        sensitivity::add_share(options, scenarios, &mut answer.summary, &stop, console);
    }
    let done = if precision.is_some() { options.replicates } else { answer.summary.replicates };
    let command = reproduce_command::command(&loaded.files, options, done);
    let assumptions = assumptions(scenarios, &loaded.bases, &options.sets, command);
    let figures = tables
        .map_err(Failure::from)
        .and_then(|()| write(&folder, assumptions, options, &mut answer, console));
    let varying_cut_short = answer.varied.as_ref().and_then(|added| added.cut_short);
    let unfinished = interrupted || varying_cut_short.is_some();
    let threads = super::threads(options.threads);
    let seconds = started.elapsed().as_secs_f64();
    let manifest =
        Manifest::new(&answer.summary, most, unfinished, threads, seconds).with_stopping(words.clone());
    let mut whole = false;
    let finished = figures.and_then(|figures| {
        let finished = folder.finish(manifest).inspect_err(|error| whole = error.is_whole())?;
        Ok((figures, finished))
    });
    // Where it cannot be printed the run is whole all the same, and is said to be.
    let printed = answer.render(options).and_then(|text| console.result(&text));
    let (figures, finished) =
        finished.map_err(|failure| failure.with_hint(&kept(whole, printed.is_ok(), &checkpoint)))?;
    let (summary, place) = (&answer.summary, finished.path);
    if let (Some(stopping), Some(words)) = (&summary.stopping, &words) {
        report_precision(console, stopping, words);
    }
    finished.remarks.iter().for_each(|remark| console.warning(remark));
    report_place(console, summary, &place, (figures, !options.no_report), started);
    if !unfinished {
        checkpoint.remove()?;
    }
    if let Some(why) = finished.displaced {
        return Err(Failure::displaced(&why, "run", &place));
    }
    printed?;
    if interrupted {
        return Err(Failure::Interrupted(format!(
            "the first {} of {}{} replicates are kept in {}; the same command with `--resume` goes on from there",
            grouped(summary.replicates),
            if precision.is_some() { "at most " } else { "" },
            grouped(most),
            place.display()
        )));
    }
    if let Some(asked) = varying_cut_short {
        let done = summary.sensitivity.as_ref().map_or(0, |found| found.replicates);
        return Err(Failure::Interrupted(format!(
            "the run is whole in {}, but inputs were varied in {} of {} replicates only",
            place.display(),
            grouped(done),
            grouped(asked)
        )));
    }
    Ok(())
}

/// Writes what stands in a run folder beside its tables; how many figures there are.
fn write(
    folder: &NewFolder,
    assumptions: Assumptions,
    options: &Simulation,
    answer: &mut Answer,
    console: &Console,
) -> Result<usize, Failure> {
    if options.causes {
        let known = Ids::of(&answer.summary);
        answer.causes = read(folder.path(), "causes", &known).map_err(plot::PlotError::from)?;
    }
    let summary = &answer.summary;
    folder.summary(summary)?;
    folder.assumptions(&assumptions)?;
    folder.text("briefing.md", &briefing(summary))?;
    if options.no_figures && options.no_report {
        return Ok(0);
    }
    let tables = plot::Tables::load(folder.path(), summary)?;
    let files = (!options.no_figures).then(plot::Options::default);
    let drawn = plot::drawn(summary, &tables, files, files.is_some() && !options.no_report)?;
    for (name, bytes) in drawn.iter().flat_map(|drawn| &drawn.files) {
        folder.bytes(&format!("figures/{name}"), bytes)?;
    }
    let figures = if files.is_some() { drawn.len() } else { 0 };
    if !options.no_report {
        let material = Material::of(summary.clone(), assumptions, tables, drawn);
        folder.text("report.html", &report::page(&material, console))?;
    }
    Ok(figures)
}

/// What is kept of a run whose folder is not in its place, and how to go on.
fn kept(whole: bool, printed: bool, checkpoint: &Checkpoint) -> String {
    let answer = if printed { "the answer is printed" } else { "the answer could not be printed either" };
    let rest = match checkpoint.path().is_file() {
        _ if whole => "all else is in the finished folder".to_owned(),
        true => format!(
            "the replicates are kept in `{}` up to the last checkpoint: the same command with `--resume` goes on from \
             there",
            checkpoint.path().display()
        ),
        false => "nothing else of the run is kept: the same command computes it again".to_owned(),
    };
    format!("\n{answer}; {rest}")
}

fn report_place(
    console: &Console,
    summary: &Summary,
    place: &Path,
    (figures, report): (usize, bool),
    started: Instant,
) {
    console.note(&format!(
        "{} of {} in {:.1} s. {}Tables: {}{}",
        numbers::replicates(summary.replicates),
        match summary.scenarios.len() {
            1 => "one scenario".to_owned(),
            n => format!("{n} scenarios"),
        },
        started.elapsed().as_secs_f64(),
        if report { format!("Report: {}. ", place.join("report.html").display()) } else { String::new() },
        place.join("tables").display(),
        match figures {
            0 => String::new(),
            n => format!("; {n} figures (PNG and SVG): {}", place.join("figures").display()),
        }
    ));
}
