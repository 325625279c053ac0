//! `drawdown require`.

use std::{path::PathBuf, sync::Arc, time::Instant};

use clap::Args;

use super::{
    Draws, Format, Without, cite::CITED, console::Console, failure::Failure, load, output::wrap, told::Told,
    turn::Turn,
};
use crate::{
    analysis::{required::tables, summary::FORMAT},
    engine::required::MOST,
    plot,
    present::{grouped, required as words, tables::required as people, text},
    report,
    store::{
        durable::{Finished, Kind, Listing},
        folder::{Manifest, NewFolder, PROGRAM, command},
        required::RequiredSummary,
    },
    study::{Answered, Design, Requirement, Study, StudyError},
};

/// A calendar year as it is typed.
fn calendar_year(text: &str) -> Result<i32, String> {
    text.parse().map_err(|_| "not a calendar year, such as 2035".to_owned())
}

/// The tier where none is asked for.
const TIER: u32 = 30;

/// What allies would have to spend for gaps to be closed by a year, with a probability: by default for the critical
/// capabilities, at D+30; `--focus` leaves the other scenarios out.
#[derive(Debug, Args)]
pub struct Require {
    /// Scenario files, or names of shipped scenarios
    #[arg(value_name = "FILE", required = true)]
    files: Vec<PathBuf>,
    #[command(flatten)]
    turn: Turn,
    /// Closed by the end of this calendar year
    #[arg(long, default_value_t = 2035, allow_negative_numbers = true, value_parser = calendar_year)]
    year: i32,
    /// Probability of being closed by then
    #[arg(long, default_value_t = 0.8, allow_negative_numbers = true)]
    probability: f64,
    /// Runs, at most 1,000,000; each goes through 41 levels with and without the drawdown
    #[arg(short = 'n', long, default_value_t = 2_000, allow_negative_numbers = true, value_parser = |text: &str| super::number::kept_replicates(text, MOST))]
    replicates: u64,
    #[command(flatten)]
    pub(super) draws: Draws,
    /// Set a value in every scenario, such as `--set ramp[air_missile_defence]=0.3`
    #[arg(long = "set", value_name = "NAME[ID]=VALUE")]
    sets: Vec<String>,
    /// Form of what is printed
    #[arg(long, value_enum, default_value_t = Format::Table)]
    format: Format,
    /// Folder to write: the answer, tables, figures, report
    #[arg(short, long, value_name = "DIR")]
    output: Option<PathBuf>,
    #[command(flatten)]
    without: Without,
}

impl Require {
    /// Does it.
    pub fn run(self, console: &Console) -> Result<(), Failure> {
        let started = Instant::now();
        let mut planned = self.study(&self.files).plan()?;
        let turned = self.turn.among(planned.scenarios())?;
        // Of the scenario in focus alone, if one is.
        let at = turned.focus.as_ref().and_then(|id| planned.scenarios().iter().position(|s| s.id == *id));
        if let Some(at) = at {
            planned = self.study(&self.files[at..=at]).plan()?;
        }
        let requirement = Requirement {
            domains: turned.domains.clone(),
            tier: turned.tier.unwrap_or(TIER),
            year: self.year,
            probability: self.probability,
        };
        planned.check(&requirement).map_err(wrong)?;
        let mut folder = self.output.as_deref().map(NewFolder::start).transpose()?;
        let remarks = folder.iter_mut().flat_map(NewFolder::take_remarks);
        remarks.for_each(|remark| console.warning(&remark));
        load::warn_of(planned.scenarios(), console);
        let stop = load::stop_token("\nstopping with what is done so far; Ctrl-C again to drop it");
        let progress = Arc::new(console.progress("runs", self.replicates));
        let planned = planned.cancel(&stop).observer(Told(Arc::clone(&progress)));
        let Answered { found: mut answer, warnings, interrupted } = planned.require(&requirement)?;
        answer.turned_to = turned;
        progress.finish();
        warnings.iter().for_each(|warning| console.warning(warning));
        // The answer is there, whatever becomes of the folder.
        let written = folder.map(|folder| write(&answer, folder, &self, interrupted, started));
        console.result(&render(&answer, self.format)?)?;
        if let Some(done) = written.transpose().map_err(|failure| failure.with_hint(""))? {
            done.remarks.iter().for_each(|remark| console.warning(remark));
            if !self.without.no_report {
                console.note(&format!("Report: {}", done.path.join("report.html").display()));
            }
            console.note(&format!("Tables: {}", done.path.join("tables").display()));
            if let Some(why) = done.displaced {
                return Err(Failure::displaced(&why, "folder", &done.path));
            }
        }
        if interrupted {
            return Err(Failure::Interrupted(format!(
                "this is the answer of the first {} of {} runs",
                grouped(answer.replicates),
                grouped(self.replicates)
            )));
        }
        Ok(())
    }

    /// The scenarios on the replicates of plain Monte Carlo, which the bootstrap resamples.
    fn study(&self, files: &[PathBuf]) -> Study {
        let study = files.iter().fold(Study::new(), Study::scenario);
        let study = self.sets.iter().fold(study, Study::set_text);
        study
            .design(Design::MonteCarlo)
            .replicates(self.replicates)
            .seed(self.draws.seed)
            .threads(usize::from(self.draws.threads))
    }
}

/// What is wrong with the question, by the options that ask it.
fn wrong(error: StudyError) -> Failure {
    Failure::Input(match error {
        StudyError::Range { what: "probability", asked, .. } => {
            format!("`--probability {asked}` is not between 0 and 1, both excluded")
        }
        StudyError::Unknown { what: "year", asked, known } => {
            let [first, last] = [known.first(), known.last()].map(|year| year.map_or("", String::as_str));
            format!("`--year {asked}` is not in the run, which is {first} to {last}")
        }
        StudyError::NoDomain { scenario } => {
            format!("`{scenario}` has no critical domain; name some with `--domain`")
        }
        error => return error.into(),
    })
}

/// Writes the folder.
fn write(
    answer: &RequiredSummary,
    mut folder: NewFolder,
    asked: &Require,
    interrupted: bool,
    started: Instant,
) -> Result<Finished, Failure> {
    fill(answer, &mut folder, asked).map_err(|failure| {
        failure.with_hint(
            "\nthe answer is printed all the same; no folder is left, and the same command writes it once it can",
        )
    })?;
    let threads = super::threads(asked.draws.threads);
    let manifest = Manifest {
        program: PROGRAM.to_owned(),
        kind: Kind::Run.name().to_owned(),
        version: answer.version.clone(),
        format: FORMAT,
        commit: CITED.commit.map(str::to_owned),
        command: command(),
        inputs: Vec::new(),
        seed: answer.seed,
        replicates_asked: asked.replicates,
        replicates: answer.replicates,
        interrupted,
        scenarios: answer.scenarios.iter().map(|s| (s.id.clone(), s.hash.clone())).collect(),
        references: answer.references.clone(),
        threads,
        wall_seconds: started.elapsed().as_secs_f64(),
        stopping: None,
        files: Listing::new(),
    };
    Ok(folder.finish(manifest)?)
}

/// All files of the folder but the manifest.
fn fill(answer: &RequiredSummary, folder: &mut NewFolder, asked: &Require) -> Result<(), Failure> {
    folder.revive()?;
    for (name, write) in tables::TABLES {
        let mut table = Vec::new();
        write(answer, &mut table)?;
        folder.bytes(&format!("tables/{name}.csv"), &table)?;
    }
    folder.text("required.json", &json(answer)?)?;
    folder.text("briefing.md", &markdown(answer))?;
    if !asked.without.no_figures {
        plot::draw_required(answer, &folder.path().join("figures"), plot::Options::default())?;
    }
    if !asked.without.no_report {
        folder.text("report.html", &report::required(answer, !asked.without.no_figures, None)?)?;
    }
    Ok(())
}

fn json(answer: &RequiredSummary) -> Result<String, Failure> {
    Ok(text::json(answer)?)
}

/// The answer in the form asked for.
fn render(answer: &RequiredSummary, format: Format) -> Result<String, Failure> {
    match format {
        Format::Json => json(answer),
        Format::Csv => {
            let mut bytes = Vec::new();
            tables::levels(answer, &mut bytes)?;
            Ok(String::from_utf8_lossy(&bytes).into_owned())
        }
        Format::Markdown => Ok(markdown(answer)),
        Format::Table => {
            let mut text = wrap(&words::question(answer));
            for scenario in &answer.scenarios {
                text += &format!("\n{}", wrap(&format!("\"{}\"", scenario.title)));
                for sentence in words::answer(answer, scenario) {
                    text += &wrap(&format!("  {sentence}"));
                }
                for grid in people::tables(answer, scenario) {
                    text += &grid.plain();
                }
            }
            Ok(text)
        }
    }
}

fn markdown(answer: &RequiredSummary) -> String {
    let mut text = format!("{}\n\n", text::markdown(&words::question(answer)));
    for scenario in &answer.scenarios {
        text += &format!("## {}\n\n", text::markdown(&scenario.title));
        for sentence in words::answer(answer, scenario) {
            text += &format!("- {}\n", text::markdown(&sentence));
        }
        text.push('\n');
        for grid in people::tables(answer, scenario) {
            text += &grid.markdown();
        }
    }
    text
}
