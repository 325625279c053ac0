//! `drawdown invest`.

use std::{path::PathBuf, sync::Arc, time::Instant};

use clap::{Args, ValueEnum};

use super::{
    DesignName, Draws, Format, Without, cite::CITED, console::Console, failure::Failure, load, number,
    rounded, told::Told,
};
use crate::{
    analysis::summary::FORMAT,
    engine::invest::MOST,
    invest::tables,
    plot,
    present::{
        invest as words,
        tables::invest as people,
        text,
        turned::{Named, one_of},
    },
    report,
    sampling::design::Design,
    scenario::{Scenario, diagnostic::meant},
    store::{
        durable::{Finished, Kind, Listing},
        folder::{Manifest, NewFolder, PROGRAM, command},
        invest::{InvestSummary, Objective},
    },
    study::{Answered, Investing, Study, StudyError},
};

/// What is made small.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Aim {
    /// What is missing on average, over scenarios too
    Mean,
    /// What is missing in the worst tenth of the runs of all scenarios
    Cvar,
    /// The most that any scenario loses against its own best programme
    Regret,
}

/// Calendar years as they are typed: `2026-2030`, with whichever dash, `2026-30` as answers have it, or one.
fn calendar_years(text: &str) -> Result<[i32; 2], String> {
    let (first, last) = text.split_once(['-', '–']).unwrap_or((text, text));
    let (first, last) = (first.trim(), last.trim());
    match (first.parse::<i32>(), last.parse::<i32>()) {
        (Ok(first), Ok(short)) if last.len() == 2 => {
            Ok([first, (first - first.rem_euclid(100)).saturating_add(short)])
        }
        (Ok(first), Ok(last)) => Ok([first, last]),
        _ => Err("not calendar years, such as 2026-2030".to_owned()),
    }
}

/// Billions of dollars as they are typed: `50`, `2.5`, `50bn`, `$50 bn`.
fn billions(text: &str) -> Result<f64, String> {
    let plain = text.trim().to_ascii_lowercase();
    let plain = plain.strip_prefix('$').unwrap_or(&plain);
    let number = plain.strip_suffix("bn").unwrap_or(plain).trim();
    // The comma of 50,000 has made two entries of it.
    if number.len() == 3 && number.starts_with('0') && number.chars().all(|c| c.is_ascii_digit()) {
        return Err(
            "a comma stands between entries, not between thousands: write 50000 for 50,000".to_owned()
        );
    }
    number.parse().map_err(|_| "not an amount in bn dollars, such as 50, 2.5 or 50bn".to_owned())
}

/// An option and an amount as they are typed: `land_manoeuvre=5`.
fn amount(text: &str) -> Result<(String, f64), String> {
    let (id, bn) = text.split_once('=').ok_or("not an option and an amount, such as land_manoeuvre=5")?;
    Ok((id.trim().to_owned(), billions(bn).map_err(|why| format!("`{bn}`: {why}"))?))
}

/// What money can go into, by id and title.
fn menu(scenarios: &[Scenario]) -> Vec<Named> {
    let domains = scenarios.iter().take(1).flat_map(|scenario| &scenario.domains);
    let kit = domains.map(|domain| (domain.id.as_str(), domain.title.as_str()));
    let others = [("readiness", words::READINESS), ("people", words::PEOPLE), ("pool", words::POOL)];
    let named = |(id, title): (&str, &str)| Named { id: id.to_owned(), titles: vec![title.to_owned()] };
    kit.chain(others).map(named).collect()
}

/// The id of the option that goes by a part of its title; what was written where none does, or several.
fn option(written: &str, menu: &[Named]) -> String {
    one_of(written, menu).map_or_else(|_| written.to_owned(), |named| named.id.clone())
}

/// What to buy first: which money closes most of the gap, option by option and chosen well, with what limits it.
#[derive(Debug, Args)]
pub struct Invest {
    /// Scenario files, or names of shipped scenarios; with several one programme is chosen for all
    #[arg(value_name = "FILE", required = true)]
    files: Vec<PathBuf>,
    /// Budgets in all, bn dollars, spread evenly over the years; a comma stands between budgets
    #[arg(long, value_name = "BN", value_delimiter = ',', default_values_t = [10.0, 25.0, 50.0, 100.0], allow_negative_numbers = true, value_parser = billions)]
    budget: Vec<f64>,
    /// First and last year of the money
    #[arg(long, value_name = "YEAR-YEAR", default_value = "2026-2030", value_parser = calendar_years)]
    years: [i32; 2],
    /// Readiness tier, days after the alert (10, 30 or 180)
    #[arg(long, value_name = "DAYS", default_value_t = 30, allow_negative_numbers = true, value_parser = super::turn::tier)]
    tier: u32,
    /// What the programme makes as small as can be
    #[arg(long, value_enum, default_value_t = Aim::Mean)]
    objective: Aim,
    /// What money may go into: domains by id or title, `readiness`, `people`, `pool` (planners' own rule); all but `pool` by default
    #[arg(long, value_name = "ID", value_delimiter = ',')]
    options: Vec<String>,
    /// What must go into an option, bn in all
    #[arg(long, value_name = "ID=BN", value_delimiter = ',', value_parser = amount)]
    keep_at_least: Vec<(String, f64)>,
    /// What may go into an option at most, bn in all
    #[arg(long, value_name = "ID=BN", value_delimiter = ',', value_parser = amount)]
    at_most: Vec<(String, f64)>,
    /// Step of amounts, bn; by default the largest that divides all budgets, of which the largest budget has 20 or more
    #[arg(long, value_name = "BN", allow_negative_numbers = true, value_parser = billions)]
    step: Option<f64>,
    /// Runs for the choice, and as many others for the values; at most 100,000
    #[arg(short = 'n', long, default_value_t = 1024, allow_negative_numbers = true, value_parser = |text: &str| number::kept_replicates(text, MOST))]
    replicates: u64,
    /// Sampling design of the inputs (shocks are plain Monte Carlo in all of them)
    #[arg(long, value_enum, default_value_t = DesignName::Sobol)]
    design: DesignName,
    #[command(flatten)]
    pub(super) draws: Draws,
    /// Set a value in every scenario, such as `--set efficiency=1.1`
    #[arg(long = "set", value_name = "NAME[ID]=VALUE")]
    sets: Vec<String>,
    /// Form of what is printed
    #[arg(long, value_enum, default_value_t = Format::Table)]
    format: Format,
    /// Also print all else that was found: every sentence and table
    #[arg(long)]
    details: bool,
    /// Folder to write: the answer, tables, figures, report
    #[arg(short, long, value_name = "DIR")]
    output: Option<PathBuf>,
    #[command(flatten)]
    without: Without,
}

impl Invest {
    /// Does it.
    pub fn run(mut self, console: &Console) -> Result<(), Failure> {
        let started = Instant::now();
        let design = self.design.of(self.replicates);
        let (replicates_asked, rounded) = (self.replicates, rounded(self.replicates, design));
        self.replicates = design.replicates(self.replicates);
        let planned = self.study(design).plan()?;
        let asked = self.asked(&menu(planned.scenarios()));
        planned.check_invest(&asked).map_err(|error| self.wrong(&asked, error))?;
        rounded.iter().for_each(|note| console.note(note));
        let mut folder = self.output.as_deref().map(NewFolder::start).transpose()?;
        let remarks = folder.iter_mut().flat_map(NewFolder::take_remarks);
        remarks.for_each(|remark| console.warning(&remark));
        load::warn_of(planned.scenarios(), console);
        let stop = load::stop_token("\nstopping: nothing is known before the choice is made");
        let progress = Arc::new(console.progress("runs", planned.expected_runs(&asked)?));
        let planned = planned.cancel(&stop).observer(Told(Arc::clone(&progress)));
        let Answered { found: answer, warnings, .. } =
            planned.invest(&asked).map_err(|error| match error {
                StudyError::Cancelled => {
                    Failure::Interrupted("no answer: the choice was not made yet".to_owned())
                }
                error => error.into(),
            })?;
        progress.finish();
        warnings.iter().for_each(|warning| console.warning(warning));
        // The answer is there, whatever becomes of the folder.
        let written = folder.map(|folder| write(&answer, folder, &self, (replicates_asked, started)));
        console.result(&render(&answer, self.format, self.details)?)?;
        if let Some(done) = written.transpose().map_err(|failure| failure.with_hint(""))? {
            done.remarks.iter().for_each(|remark| console.warning(remark));
            if !self.without.no_report {
                console.note(&format!("Report: {}", done.path.join("report.html").display()));
            }
            if !self.without.no_figures {
                console.note(&format!("Figures: {}", done.path.join("figures").display()));
            }
            console.note(&format!("Tables: {}", done.path.join("tables").display()));
            if let Some(why) = done.displaced {
                return Err(Failure::displaced(&why, "folder", &done.path));
            }
        }
        Ok(())
    }

    fn study(&self, design: Design) -> Study {
        let study = self.files.iter().fold(Study::new(), Study::scenario);
        let study = self.sets.iter().fold(study, Study::set_text);
        study
            .design(design)
            .replicates(self.replicates)
            .seed(self.draws.seed)
            .threads(usize::from(self.draws.threads))
    }

    fn asked(&self, menu: &[Named]) -> Investing {
        let amounts = |list: &[(String, f64)]| list.iter().map(|(id, bn)| (option(id, menu), *bn)).collect();
        Investing {
            budgets: self.budget.clone(),
            years: self.years,
            tier: self.tier,
            objective: match self.objective {
                Aim::Mean => Objective::Mean,
                Aim::Cvar => Objective::Cvar,
                Aim::Regret => Objective::Regret,
            },
            options: self.options.iter().map(|id| option(id, menu)).collect(),
            at_least: amounts(&self.keep_at_least),
            at_most: amounts(&self.at_most),
            step: self.step,
        }
    }

    /// What is wrong with the question, by the options that ask it.
    fn wrong(&self, question: &Investing, error: StudyError) -> Failure {
        Failure::Input(match error {
            StudyError::Range { what: "budget", asked, allowed } => {
                format!("`--budget {asked}` is not {allowed}")
            }
            StudyError::Range { what: "step", asked, allowed } => {
                format!("`--step {asked}` is not {allowed}")
            }
            StudyError::Range { what: "least amount", asked, allowed } => {
                format!("`--keep-at-least`: {asked} is not {allowed}")
            }
            StudyError::Range { what: "largest amount", asked, allowed } => {
                format!("`--at-most`: {asked} is not {allowed}")
            }
            StudyError::Range { what: "year", allowed, .. } => {
                let [first, last] = self.years;
                format!("`--years {first}-{last}`: allowed are {allowed}")
            }
            StudyError::Unknown { what: "option", asked, known } => {
                let known: Vec<&str> = known.iter().map(String::as_str).collect();
                let option = match question.options.contains(&asked) {
                    true => "--options",
                    false if question.at_least.iter().any(|(id, _)| *id == asked) => "--keep-at-least",
                    false => "--at-most",
                };
                format!("`{option}`: unknown option `{asked}`; {}", meant(&asked, &known))
            }
            error => return error.into(),
        })
    }
}

/// Writes the folder.
fn write(
    answer: &InvestSummary,
    mut folder: NewFolder,
    asked: &Invest,
    (replicates_asked, started): (u64, Instant),
) -> Result<Finished, Failure> {
    fill(answer, &mut folder, asked.without).map_err(|failure| {
        failure.with_hint(
            "\nthe answer is printed all the same; no folder is left, and the same command writes it once it can",
        )
    })?;
    let manifest = Manifest {
        program: PROGRAM.to_owned(),
        kind: Kind::Run.name().to_owned(),
        version: answer.version.clone(),
        format: FORMAT,
        commit: CITED.commit.map(str::to_owned),
        command: command(),
        inputs: Vec::new(),
        seed: answer.seed,
        replicates_asked,
        replicates: answer.replicates,
        interrupted: false,
        scenarios: answer.scenarios.iter().map(|s| (s.id.clone(), s.hash.clone())).collect(),
        references: answer.references.clone(),
        threads: super::threads(asked.draws.threads),
        wall_seconds: started.elapsed().as_secs_f64(),
        stopping: None,
        files: Listing::new(),
    };
    Ok(folder.finish(manifest)?)
}

/// All files of the folder but the manifest.
fn fill(answer: &InvestSummary, folder: &mut NewFolder, without: Without) -> Result<(), Failure> {
    folder.revive()?;
    for (name, write) in tables::TABLES {
        let mut table = Vec::new();
        write(answer, &mut table)?;
        folder.bytes(&format!("tables/{name}.csv"), &table)?;
    }
    folder.text("invest.json", &text::json(answer)?)?;
    folder.text("briefing.md", &markdown(answer))?;
    if !without.no_figures {
        let figures = plot::invest_figures(answer)?;
        for (name, bytes) in plot::as_files(&figures, plot::Options::default())? {
            folder.bytes(&format!("figures/{name}"), &bytes)?;
        }
    }
    if !without.no_report {
        folder.text("report.html", &report::invest(answer, !without.no_figures, None)?)?;
    }
    Ok(())
}

/// The answer in the form asked for.
fn render(answer: &InvestSummary, format: Format, details: bool) -> Result<String, Failure> {
    match format {
        Format::Json => Ok(text::json(answer)?),
        Format::Csv => {
            let mut bytes = Vec::new();
            tables::path(answer, &mut bytes)?;
            Ok(String::from_utf8_lossy(&bytes).into_owned())
        }
        Format::Markdown => Ok(markdown(answer)),
        Format::Table if details => {
            let said = words::everything(answer).into_iter();
            let mut text: String = said.map(|said| super::output::wrap(&said)).collect();
            people::tables(answer).iter().for_each(|table| text += &table.plain());
            Ok(text)
        }
        Format::Table => Ok(words::lines(answer).into_iter().map(|line| line + "\n").collect()),
    }
}

fn markdown(answer: &InvestSummary) -> String {
    let said = words::everything(answer);
    let mut markdown: String = said.iter().map(|said| format!("- {}\n", text::markdown(said))).collect();
    markdown.push('\n');
    people::tables(answer).iter().for_each(|table| markdown += &table.markdown());
    markdown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn money_and_years_as_they_are_typed() {
        for (text, bn) in [("50", 50.0), ("2.5", 2.5), ("50bn", 50.0), ("$50 BN", 50.0), ("-5", -5.0)] {
            assert_eq!(billions(text), Ok(bn), "{text}");
        }
        assert!(billions("000").is_err_and(|why| why.contains("50000 for 50,000")));
        assert!(billions("much").is_err_and(|why| why.contains("50bn")));
        for text in ["2026-2030", "2026–2030", "2026-30", "2026 – 30"] {
            assert_eq!(calendar_years(text), Ok([2026, 2030]), "{text}");
        }
        assert_eq!(calendar_years("2028"), Ok([2028, 2028]));
        assert!(calendar_years("soon").is_err() && calendar_years("2026-").is_err());
    }
}
