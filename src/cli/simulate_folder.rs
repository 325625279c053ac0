//! The run folder of `run`, `compare` and `sensitivity`: what stands in it beside the tables, and what is said of it.

use std::{
    path::{Path, PathBuf},
    time::Instant,
};

use super::{Simulation, answer::Answer, console::Console, failure::Failure, report, spreadsheet};
use crate::{
    engine::checkpoint::Checkpoint,
    plot,
    present::{answer::briefing, at_tier::at_tier, grouped, numbers::runs},
    report::{Material, render},
    scenario::originals::Originals,
    store::{
        assumptions::Assumptions,
        extra::read,
        folder::{FolderError, INPUTS, NewFolder},
        read_table::Ids,
        stopping::{Stopping, StoppingWords},
        summary::Summary,
    },
    workbook::RESULTS,
};

/// Writes what stands in a run folder beside its tables; how many figures there are.
pub fn write(
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
    if options.details || answer.summary.turned_to.tier.is_some() {
        let tables = plot::Tables::load(folder.path(), &answer.summary)?;
        let told = at_tier(&answer.summary, tables.sources());
        let since = answer.summary.warnings.len();
        told.warnings.iter().skip(since).for_each(|warning| console.warning(warning));
        answer.told = Some(told);
        answer.by_year = [tables.coverage.rows, tables.vulnerability.rows];
    }
    let summary = &answer.summary;
    folder.summary(summary)?;
    folder.assumptions(&assumptions)?;
    folder.text("briefing.md", &briefing(answer.told.as_ref().unwrap_or(summary)))?;
    if options.without.no_figures && options.without.no_report {
        return Ok(0);
    }
    let tables = plot::Tables::load(folder.path(), summary)?;
    let files = (!options.without.no_figures).then(plot::Options::default);
    let drawn = plot::drawn(summary, &tables, files, files.is_some() && !options.without.no_report)?;
    for (name, bytes) in drawn.iter().flat_map(|drawn| &drawn.files) {
        folder.bytes(&format!("figures/{name}"), bytes)?;
    }
    let figures = if files.is_some() { drawn.len() } else { 0 };
    if !options.without.no_report {
        let material =
            Material::of(summary.clone(), assumptions, tables, drawn).with_countries(folder.path(), &[])?;
        for (name, bytes) in spreadsheet::files(&material, folder.path(), folder.target())? {
            folder.bytes(name, &bytes)?;
        }
        let page = render(&material);
        report::weighed(&page, console);
        folder.text("report.html", &page)?;
    }
    Ok(figures)
}

/// Writes the files of their own that scenarios rest on, so that the folder says by itself what it was made from.
pub fn keep_inputs(folder: &NewFolder, originals: &Originals) -> Result<(), FolderError> {
    originals.files.iter().try_for_each(|(place, text)| folder.text(&format!("{INPUTS}/{place}"), text))
}

/// What a run was made from, in the order of the command: files in its folder, names of scenarios that ship.
pub fn inputs(files: &[PathBuf], originals: &Originals) -> Vec<String> {
    let name = |file: &PathBuf| match originals.place(file) {
        Some(place) => format!("{INPUTS}/{place}"),
        None => file.file_stem().unwrap_or(file.as_os_str()).to_string_lossy().into_owned(),
    };
    files.iter().map(name).collect()
}

/// What is kept of a run whose folder is not in its place, and how to go on.
pub fn kept(whole: bool, printed: bool, checkpoint: &Checkpoint) -> String {
    let answer = if printed { "the answer is printed" } else { "the answer could not be printed either" };
    let rest = match checkpoint.path().is_file() {
        _ if whole => "all else is in the finished folder".to_owned(),
        true => format!(
            "the runs are kept in `{}` up to the last checkpoint: the same command with `--resume` goes on from \
             there",
            checkpoint.path().display()
        ),
        false => "nothing else of the run is kept: the same command computes it again".to_owned(),
    };
    format!("\n{answer}; {rest}")
}

/// Says what was done and where it lies.
pub fn report_place(
    console: &Console,
    summary: &Summary,
    place: &Path,
    (figures, report): (usize, bool),
    started: Instant,
) {
    console.note(&format!(
        "{} of {} in {:.1} s. {}Tables: {}{}",
        runs(summary.replicates),
        match summary.scenarios.len() {
            1 => "one scenario".to_owned(),
            n => format!("{n} scenarios"),
        },
        started.elapsed().as_secs_f64(),
        match report {
            true => format!(
                "Report: {}; spreadsheet: {}. ",
                place.join("report.html").display(),
                place.join(RESULTS).display()
            ),
            false => String::new(),
        },
        place.join("tables").display(),
        match figures {
            0 => String::new(),
            n => format!("; {n} figures (PNG and SVG): {}", place.join("figures").display()),
        }
    ));
}

/// Says what was waited for and what stayed open.
pub fn report_precision(console: &Console, stopping: &Stopping, words: &StoppingWords) {
    /// Lines of what stayed open on a terminal; the manifest has all.
    const MOST: usize = 6;
    let look = stopping.looks.iter().filter(|&&look| look <= stopping.replicates).count();
    if look > 0 {
        let replicates = grouped(stopping.replicates);
        let most = stopping.looks.len();
        console.note(&format!("Look {look} of at most {most}, at {replicates} runs:"));
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
