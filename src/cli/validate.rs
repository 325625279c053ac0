//! `drawdown validate`.

use std::{
    path::{Path, PathBuf},
    sync::Arc,
    time::Instant,
};

use clap::Args;

use super::{
    Draws, Format, Without, cite::CITED, console::Console, failure::Failure, load, output::wrap, told::Told,
};
use crate::{
    engine::drive::RunError,
    plot,
    present::{
        grouped, published as words,
        table::Table,
        tables::{
            Medium,
            published::{self as of, Held},
        },
        text,
    },
    report,
    sampling::design::Design,
    store::{
        durable::{Finished, Kind, Listing},
        folder::{Manifest, NewFolder, PROGRAM, command},
        published::Explanation,
    },
    study::{Answered, CancelToken, Findings, Published, Settings},
    validate::{REPLICATES, SEED, findings::Figure, run::ValidateError, tables, verdict::Verdict},
};

/// Hold published figures against the model: every study's own assumptions as a scenario.
#[derive(Debug, Args)]
pub struct Validate {
    /// File of published figures, whose scenarios lie beside it; those that ship without one
    #[arg(value_name = "FILE")]
    file: Option<PathBuf>,
    /// Runs of every scenario, of the Sobol design
    #[arg(short = 'n', long, default_value_t = REPLICATES, allow_negative_numbers = true, value_parser = super::number::replicates)]
    replicates: u64,
    #[command(flatten)]
    pub(super) draws: Draws,
    /// Fail where a verdict is another than the file records (of the default number of runs and seed)
    #[arg(long)]
    check: bool,
    /// Form of what is printed
    #[arg(long, value_enum, default_value_t = Format::Table)]
    format: Format,
    /// Folder to write: tables, figures, report
    #[arg(short, long, value_name = "DIR", default_value = "output/validate")]
    output: PathBuf,
    #[command(flatten)]
    without: Without,
}

impl Validate {
    /// Does it.
    pub fn run(self, console: &Console) -> Result<(), Failure> {
        let started = Instant::now();
        let published = self.file.as_ref().map_or_else(Published::shipped, Published::load)?;
        let replicates = Design::Sobol.replicates(self.replicates);
        let mut folder = NewFolder::start(&self.output)?;
        super::rounded(self.replicates, Design::Sobol).iter().for_each(|note| console.note(note));
        folder.take_remarks().iter().for_each(|remark| console.warning(remark));
        load::warn_of_reference(published.scenarios(), console);
        let stop = load::stop_token("\nstopping; nothing is kept; Ctrl-C again to stop at once");
        let found = self.compare(&published, replicates, &stop, console)?;
        let finished = self.write(&found, folder, started)?;
        let printed = console.result(&render(&found, self.format)?);
        finished.remarks.iter().for_each(|remark| console.warning(remark));
        report_place(console, &self, &found, &finished.path, started);
        if let Some(why) = finished.displaced {
            return Err(Failure::displaced(&why, "comparison", &finished.path));
        }
        printed?;
        self.changed(&found, console)
    }

    fn compare(
        &self,
        published: &Published,
        replicates: u64,
        stop: &CancelToken,
        console: &Console,
    ) -> Result<Findings, Failure> {
        let progress = Arc::new(console.progress("runs", published.runs() * replicates));
        let settings = Settings::new()
            .replicates(replicates)
            .seed(self.draws.seed)
            .threads(usize::from(self.draws.threads))
            .observer(Told(Arc::clone(&progress)))
            .cancel(stop);
        let found = published.compare(&settings);
        progress.finish();
        let Answered { found, warnings, .. } = found?;
        warnings.iter().for_each(|warning| console.warning(warning));
        Ok(found)
    }

    /// Writes the folder.
    fn write(&self, found: &Findings, mut folder: NewFolder, started: Instant) -> Result<Finished, Failure> {
        folder.revive()?;
        let mut table = Vec::new();
        tables::write(found, &mut table)?;
        folder.bytes("tables/studies.csv", &table)?;
        folder.text("summary.json", &text::json(found)?)?;
        if !(self.without.no_figures && self.without.no_report) {
            let figures = plot::validate::figures(found)?;
            if !self.without.no_figures {
                plot::validate::draw(&figures, &folder.path().join("figures"), plot::Options::default())?;
            }
            if !self.without.no_report {
                folder.text("report.html", &report::validate::page(found, &figures, true, None)?)?;
            }
        }
        let manifest = Manifest {
            program: PROGRAM.to_owned(),
            kind: Kind::Run.name().to_owned(),
            version: found.version.to_owned(),
            format: found.format,
            commit: CITED.commit.map(str::to_owned),
            command: command(),
            inputs: Vec::new(),
            seed: found.seed,
            replicates_asked: found.replicates,
            replicates: found.replicates,
            interrupted: false,
            scenarios: found.scenarios.iter().map(|s| (s.id.clone(), s.hash.clone())).collect(),
            references: found.references.clone(),
            threads: super::threads(self.draws.threads),
            wall_seconds: started.elapsed().as_secs_f64(),
            stopping: None,
            files: Listing::new(),
        };
        Ok(folder.finish(manifest)?)
    }

    /// Says where verdicts are others than recorded, and fails if that was asked for and the run is the recorded one.
    fn changed(&self, found: &Findings, console: &Console) -> Result<(), Failure> {
        let changed: Vec<String> = found
            .compared()
            .filter(|(_, compared)| compared.changed())
            .map(|(figure, compared)| words::changed(figure, compared))
            .collect();
        if changed.is_empty() {
            return Ok(());
        }
        if !found.default_run {
            let of = format!("{} runs and seed {SEED}", grouped(REPLICATES));
            console.note(&format!("Not as recorded, of {of}: {}", changed.join("; ")));
            return Ok(());
        }
        let said = format!("verdicts are not those that {} records: {}", found.file, changed.join("; "));
        if self.check {
            return Err(Failure::Job(said));
        }
        console.warning(&said);
        Ok(())
    }
}

impl From<ValidateError> for Failure {
    fn from(error: ValidateError) -> Self {
        match error {
            ValidateError::Stopped => Failure::Interrupted(error.to_string()),
            ValidateError::Run { error: RunError::Nothing, .. } => Failure::Interrupted(error.to_string()),
            ValidateError::Run { .. } => Failure::Job(error.to_string()),
            ValidateError::Plan { .. } | ValidateError::Nothing { .. } => Failure::Input(error.to_string()),
        }
    }
}

fn report_place(console: &Console, asked: &Validate, found: &Findings, place: &Path, started: Instant) {
    let report = match asked.without.no_report {
        true => String::new(),
        false => format!("Report: {}. ", place.join("report.html").display()),
    };
    console.note(&format!(
        "{} scenarios of {} runs in {:.1} s. {report}Table: {}",
        found.scenarios.len(),
        grouped(found.replicates),
        started.elapsed().as_secs_f64(),
        place.join("tables").join("studies.csv").display()
    ));
}

/// The findings in the form asked for.
fn render(found: &Findings, format: Format) -> Result<String, Failure> {
    match format {
        Format::Json => Ok(text::json(found)?),
        Format::Csv => {
            let mut bytes = Vec::new();
            tables::write(found, &mut bytes)?;
            Ok(String::from_utf8_lossy(&bytes).into_owned())
        }
        Format::Markdown => Ok(markdown(found)),
        Format::Table => {
            let mut said = String::new();
            for sentence in sentences(found) {
                said += &wrap(&sentence);
            }
            for (heading, figures) in of::groups(found) {
                said += &grid(heading, &figures).plain();
                let missed = figures.iter().filter(|(_, held)| held.judged.verdict != Verdict::Inside);
                for (figure, explanation) in missed.filter_map(explained) {
                    let why = format!("  {}: {} ({})", figure.name, explanation.text, explanation.date);
                    said += &wrap(&why);
                }
            }
            said += &others(found).map(|grid| grid.plain()).unwrap_or_default();
            Ok(said)
        }
    }
}

fn sentences(found: &Findings) -> Vec<String> {
    let mut sentences = vec![found.sentence.clone()];
    sentences.extend(words::further(&found.counts));
    sentences
}

fn markdown(found: &Findings) -> String {
    let mut said: String =
        sentences(found).iter().map(|sentence| format!("{}\n\n", text::markdown(sentence))).collect();
    for (heading, figures) in of::groups(found) {
        said += &grid(heading, &figures).markdown();
        for (figure, explanation) in figures.iter().filter_map(explained) {
            let why = format!("{}: {} ({})", figure.name, explanation.text, explanation.date);
            said += &format!("- {}\n", text::markdown(&why));
        }
        said.push('\n');
    }
    said + &others(found).map(|grid| grid.markdown()).unwrap_or_default()
}

/// The author's explanation of a verdict, where there is one.
fn explained<'a>(&(figure, compared): &Held<'a>) -> Option<(&'a Figure, &'a Explanation)> {
    Some((figure, compared.explanation.as_ref()?))
}

/// One row a figure.
fn grid(title: &str, figures: &[Held]) -> Table {
    Table { title: title.to_owned(), ..of::compared(figures, Medium::Text) }
}

/// How many are not compared, and why; nothing where all are.
fn others(found: &Findings) -> Option<Table> {
    (found.counts.not_comparable > 0).then(|| Table {
        title: "Not compared".to_owned(),
        notes: vec!["Each with its reason in tables/studies.csv and the report.".to_owned()],
        ..of::others(found, Medium::Text)
    })
}
