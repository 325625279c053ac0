//! `drawdown hindcast`.

use std::{path::PathBuf, sync::Arc, time::Instant};

use clap::Args;

use super::{
    Draws, Format, Without, cite::CITED, console::Console, failure::Failure, load, output::wrap, told::Told,
};
use crate::{
    hindcast::{MOST, tables},
    plot,
    present::{
        grouped,
        table::Table,
        tables::{Medium, hindcast as of},
        text,
    },
    report,
    store::{
        durable::{Finished, Kind, Listing},
        folder::{Manifest, NewFolder, PROGRAM, command},
        hindcast::HindcastSummary,
    },
    study::{Answered, Past, Settings, hindcast},
};

/// Whether the spending model would have been right before: from NATO's series of 2014 to 2025, against plain yardsticks.
#[derive(Debug, Args)]
#[command(mut_arg("no_figures", |of| of.help("Write no figure")))]
pub struct Command {
    /// Runs, at most 20,000, from each of nine origins
    #[arg(short = 'n', long, default_value_t = 4_096, allow_negative_numbers = true, value_parser = at_most_replicates)]
    replicates: u64,
    #[command(flatten)]
    pub(super) draws: Draws,
    /// Form of what is printed
    #[arg(long, value_enum, default_value_t = Format::Table)]
    format: Format,
    /// Folder to write: tables, summary, figure, report
    #[arg(short, long, value_name = "DIR", default_value = "output/hindcast")]
    output: PathBuf,
    #[command(flatten)]
    without: Without,
}

/// Reads a number of replicates. Every path of each is kept, so that their number is bounded.
fn at_most_replicates(text: &str) -> Result<u64, String> {
    let most = grouped(MOST);
    match super::number::whole(text) {
        Ok(n) if n > MOST => Err(format!("what is found in each is kept in memory; allowed: 2 to {most}")),
        Ok(n) if n > 1 => Ok(n),
        _ => Err(format!("allowed: a whole number from 2 to {most}")),
    }
}

impl Command {
    /// Does it.
    pub fn run(self, console: &Console) -> Result<(), Failure> {
        let started = Instant::now();
        let mut folder = NewFolder::start(&self.output)?;
        folder.take_remarks().iter().for_each(|remark| console.warning(remark));
        let stop = load::stop_token("\nstopping with what is done so far; Ctrl-C again to drop it");
        let progress = Arc::new(console.progress("runs", self.replicates));
        let settings = Settings::new()
            .replicates(self.replicates)
            .seed(self.draws.seed)
            .threads(usize::from(self.draws.threads))
            .observer(Told(Arc::clone(&progress)))
            .cancel(&stop);
        let Answered { found, warnings, interrupted } = hindcast(&settings)?;
        progress.finish();
        warnings.iter().for_each(|warning| console.warning(warning));
        let answer = &found.summary;
        // The answer is there, whatever becomes of the folder.
        let written = self.write(&found, folder, interrupted, started);
        console.result(&render(answer, self.format)?)?;
        let done = written.map_err(|failure| failure.with_hint(""))?;
        done.remarks.iter().for_each(|remark| console.warning(remark));
        if !self.without.no_report {
            console.note(&format!("Report:  {}", done.path.join("report.html").display()));
        }
        if !self.without.no_figures {
            console.note(&format!("Figure:  {}", done.path.join("figures").display()));
        }
        console.note(&format!("Tables:  {}", done.path.join("tables").display()));
        if let Some(why) = done.displaced {
            return Err(Failure::displaced(&why, "folder", &done.path));
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

    /// Writes the folder.
    fn write(
        &self,
        found: &Past,
        mut folder: NewFolder,
        interrupted: bool,
        started: Instant,
    ) -> Result<Finished, Failure> {
        folder.revive()?;
        let answer = &found.summary;
        let mut table = Vec::new();
        tables::forecasts(&found.series, &found.forecasts, &mut table)?;
        folder.bytes("tables/forecasts.csv", &table)?;
        type Writes = fn(&HindcastSummary, &mut dyn std::io::Write) -> Result<(), csv::Error>;
        let rest: [(&str, Writes); 4] = [
            ("scores", tables::scores),
            ("pit", tables::pit),
            ("allies", tables::allies),
            ("departures", tables::departures),
        ];
        for (name, write) in rest {
            let mut table = Vec::new();
            write(answer, &mut table)?;
            folder.bytes(&format!("tables/{name}.csv"), &table)?;
        }
        folder.text("summary.json", &text::json(answer)?)?;
        folder.text("briefing.md", &markdown(answer))?;
        if !self.without.no_figures {
            plot::draw_hindcast(answer, &folder.path().join("figures"), plot::Options::default())?;
        }
        if !self.without.no_report {
            folder.text("report.html", &report::hindcast(answer, !self.without.no_figures, None)?)?;
        }
        let manifest = Manifest {
            program: PROGRAM.to_owned(),
            kind: Kind::Run.name().to_owned(),
            version: answer.version.clone(),
            format: answer.format,
            commit: CITED.commit.map(str::to_owned),
            command: command(),
            inputs: Vec::new(),
            seed: answer.seed,
            replicates_asked: self.replicates,
            replicates: answer.replicates,
            interrupted,
            scenarios: vec![(found.scenario.clone(), answer.hash.clone())],
            references: answer.references.clone(),
            threads: super::threads(self.draws.threads),
            wall_seconds: started.elapsed().as_secs_f64(),
            stopping: None,
            files: Listing::new(),
        };
        Ok(folder.finish(manifest)?)
    }
}

/// The answer in the form asked for.
fn render(answer: &HindcastSummary, format: Format) -> Result<String, Failure> {
    match format {
        Format::Json => Ok(text::json(answer)?),
        Format::Csv => {
            let mut bytes = Vec::new();
            tables::scores(answer, &mut bytes)?;
            Ok(String::from_utf8_lossy(&bytes).into_owned())
        }
        Format::Markdown => Ok(markdown(answer)),
        Format::Table => {
            let said = answer.answer.iter().map(|said| wrap(&format!("{}: {}", said.about, said.text)));
            let grids = grids(answer);
            Ok(said.chain(grids.iter().map(Table::plain)).collect())
        }
    }
}

fn markdown(answer: &HindcastSummary) -> String {
    let said = answer
        .answer
        .iter()
        .map(|said| format!("- **{}.** {}\n", text::markdown(&said.about), text::markdown(&said.text)));
    let grids = grids(answer);
    said.chain(["\n".to_owned()]).chain(grids.iter().map(Table::markdown)).collect()
}

fn grids(answer: &HindcastSummary) -> Vec<Table> {
    let mut grids = vec![by_origin(answer)];
    grids.extend(["allies", "together"].iter().filter_map(|scope| compared(answer, scope)));
    grids
}

/// The model, ally by ally, one row per origin.
fn by_origin(answer: &HindcastSummary) -> Table {
    Table {
        notes: vec![
            "in 50 %: what was spent lies in the central 50 % interval. CRPS: points of GDP, lower is better; log score: higher \
             is better."
                .to_owned(),
        ],
        ..of::by_origin(answer, Medium::Text)
    }
}

/// All methods over the origins at which all make forecasts.
fn compared(answer: &HindcastSummary, scope: &str) -> Option<Table> {
    let origins = answer.compared(scope)?;
    let whose = if scope == "allies" { "ally by ally" } else { "all together" };
    Some(Table {
        title: format!("Against yardsticks, {whose}, origins {} to {}", origins.0, origins.1),
        ..of::methods(answer, scope, origins, Medium::Text)
    })
}
