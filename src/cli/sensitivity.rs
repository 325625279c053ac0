//! `drawdown sensitivity`, and what `compare` and `run --sensitivity` add of it.

use std::{path::PathBuf, sync::atomic::AtomicBool};

use clap::{Args, builder::PossibleValuesParser};

use super::{
    DesignName, Format, Simulation,
    again::Verb,
    console::Console,
    failure::Failure,
    output::{Grid, paragraph, wrap},
    simulate,
};
use crate::{
    analysis::{
        answer::{points, what_would_change},
        sensitivity::{self, Found, Question, SensitivityError, sensitivity},
    },
    engine::run::RunError,
    present::text::json,
    scenario::Scenario,
    store::{
        sensitivity::{SensitivityRow, write_to},
        summary::Summary,
    },
};

/// Find what drives the gap: the uncertain inputs that move it most, each low and high with all others drawn.
#[derive(Debug, Args)]
pub struct Sensitivity {
    /// Scenario file, or name of a shipped scenario
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Replicates, each simulated once as drawn and twice for every input that is varied
    #[arg(short = 'n', long, default_value_t = sensitivity::REPLICATES, allow_negative_numbers = true, value_parser = super::number::replicates)]
    replicates: u64,
    /// Readiness tier of the index, days after the alert; the scenario's reporting tier by default
    #[arg(long, value_name = "DAYS", value_parser = PossibleValuesParser::new(["10", "30", "180"]))]
    tier: Option<String>,
    /// Inputs to show; three times as many, at least 20, are varied: those most rank-correlated with the gap
    #[arg(long, default_value_t = TOP, allow_negative_numbers = true, value_parser = clap::value_parser!(u16).range(1..=100))]
    top: u16,
    /// Vary every uncertain input
    #[arg(long)]
    all: bool,
    /// Go on where a run of the same scenario and settings was interrupted; inputs are varied anew
    #[arg(long)]
    resume: bool,
    /// Seed of the draws
    #[arg(long, default_value_t = 1, allow_negative_numbers = true, value_parser = super::number::whole)]
    seed: u64,
    /// Threads; one a core by default
    #[arg(long, default_value_t = 0, hide_default_value = true, allow_negative_numbers = true, value_parser = clap::value_parser!(u16).range(0..=1024))]
    pub(super) threads: u16,
    /// Run folder to write; `output/<scenario id>-sensitivity` by default
    #[arg(short, long, value_name = "DIR")]
    output: Option<PathBuf>,
    /// Set a value, such as `--set reaction=0` or `--set required[isr,30]=30`
    #[arg(long = "set", value_name = "NAME[ID]=VALUE")]
    sets: Vec<String>,
    /// Form of what is printed
    #[arg(long, value_enum, default_value_t = Format::Table)]
    format: Format,
    /// Write no figures
    #[arg(long)]
    no_figures: bool,
    /// Write no report
    #[arg(long)]
    no_report: bool,
}

/// Inputs shown where nobody says how many.
const TOP: u16 = 10;

/// What a simulation is asked of sensitivity beside whether it is asked.
#[derive(Clone, Debug)]
pub struct Vary {
    /// Readiness tier; that of the reports by default.
    tier: Option<u32>,
    /// Inputs shown.
    top: u16,
    /// Vary every uncertain input, or those that screening finds.
    every_input: bool,
    /// All replicates of the run, or those that are enough.
    every_replicate: bool,
    /// Whether the sensitivity is the answer, and not a part of it.
    pub alone: bool,
}

impl Vary {
    /// The options of `drawdown sensitivity` that are not as by default.
    pub fn options(&self) -> Vec<String> {
        let mut words = Vec::new();
        if let Some(tier) = self.tier {
            words.extend(["--tier".to_owned(), tier.to_string()]);
        }
        if self.top != TOP {
            words.extend(["--top".to_owned(), self.top.to_string()]);
        }
        if self.every_input {
            words.push("--all".to_owned());
        }
        words
    }
}

impl Default for Vary {
    fn default() -> Self {
        Self { tier: None, top: TOP, every_input: false, every_replicate: false, alone: false }
    }
}

impl Sensitivity {
    /// Does it.
    pub fn run(self, console: &Console) -> Result<(), Failure> {
        let simulation = Simulation {
            replicates: self.replicates,
            design: DesignName::Mc,
            precision: Vec::new(),
            max_replicates: self.replicates,
            resume: self.resume,
            seed: self.seed,
            threads: self.threads,
            output: self.output,
            sets: self.sets,
            format: self.format,
            quantiles: Vec::new(),
            causes: false,
            no_causes: false,
            no_figures: self.no_figures,
            no_report: self.no_report,
            verb: Verb::Sensitivity,
            sensitivity: true,
            vary: Vary {
                tier: self.tier.and_then(|tier| tier.parse().ok()),
                top: self.top,
                every_input: self.all,
                every_replicate: true,
                alone: true,
            },
        };
        let loaded = simulate::load_with_bases(&[self.file], &simulation.sets)?;
        let name = format!("{}-sensitivity", loaded.scenarios[0].id);
        let target = simulation.output.clone().unwrap_or_else(|| PathBuf::from("output").join(name));
        simulate::simulate(&loaded, &simulation, &target, Vec::new(), console)
    }
}

/// What was found beside a run.
pub struct Added {
    /// The sensitivity; `None` if it was stopped before anything was known.
    pub found: Option<Found>,
    /// Replicates asked for, if it was stopped before they were done.
    pub cut_short: Option<u64>,
    /// `tables/sensitivity.csv`, where something was found.
    pub table: Option<Vec<u8>>,
}

/// Finds what drives the gap of the deepest scenario in which somebody leaves (of any, if nobody leaves), and adds it
/// to the summary.
pub fn add(
    options: &Simulation,
    scenarios: &[Scenario],
    summary: &mut Summary,
    stop: &AtomicBool,
    console: &Console,
) -> Result<Added, Failure> {
    let of = |id: &str| summary.scenarios.iter().find(|s| s.id == id);
    let leaves = |id: &str| of(id).is_some_and(|s| s.personnel_effective.mean > 0.0);
    let ranked: Vec<&str> = summary.ranking.iter().map(|entry| entry.scenario.as_str()).collect();
    let deepest = ranked.iter().copied().find(|id| leaves(id)).or(ranked.first().copied());
    let Some(scenario) = deepest.and_then(|id| scenarios.iter().find(|s| s.id == id)) else {
        return Ok(Added { found: None, cut_short: None, table: None });
    };
    let design = options.design();
    let enough = if options.vary.every_replicate {
        summary.replicates
    } else {
        design.replicates(sensitivity::REPLICATES)
    };
    let question = Question {
        tier: options.vary.tier.unwrap_or(scenario.reporting_tier),
        top: usize::from(options.vary.top),
        every_input: options.vary.every_input,
        seed: options.seed,
        design,
        replicates: summary.replicates.min(enough),
        threads: usize::from(options.threads),
    };
    let bar = console.progress("replicates", question.replicates);
    let progress = |done, all| {
        bar.expect(all);
        bar.at(done);
    };
    let found = sensitivity(scenario, &question, stop, &progress);
    bar.finish();
    let found = match found {
        Ok(found) => found,
        Err(SensitivityError::Run(RunError::Nothing)) => {
            return Ok(Added { found: None, cut_short: Some(question.replicates), table: None });
        }
        // The run is whole: its first replicates alone may be too few that are valid, and it is kept without this.
        Err(error) if !options.vary.alone => {
            console.warning(&format!("sensitivity is not known: {error}"));
            return Ok(Added { found: None, cut_short: None, table: None });
        }
        Err(SensitivityError::Run(error)) => return Err(error.into()),
        Err(SensitivityError::Plan(error)) => return Err(error.into()),
    };
    let mut table = Vec::new();
    write_to(&mut table, &found.rows)?;
    summary.sensitivity = Some(found.summary.clone());
    let cut_short = (found.replicates < question.replicates).then_some(question.replicates);
    Ok(Added { found: Some(found), cut_short, table: Some(table) })
}

/// What `drawdown sensitivity` prints.
///
/// # Errors
/// When it cannot be written as JSON or CSV.
pub fn render(summary: &Summary, found: &Found, format: Format) -> Result<String, Failure> {
    let sentences = || what_would_change(summary).into_iter();
    Ok(match format {
        Format::Json => {
            let whole = serde_json::json!({ "sensitivity": found.summary, "inputs": found.rows });
            json(&whole)?
        }
        Format::Csv => {
            let mut bytes = Vec::new();
            write_to(&mut bytes, &found.rows)?;
            String::from_utf8_lossy(&bytes).into_owned()
        }
        Format::Table => {
            sentences().map(|sentence| wrap(&sentence.plain(), 96)).collect::<String>()
                + &table(summary, found).plain()
        }
        Format::Markdown => {
            sentences().map(|sentence| paragraph(&sentence)).collect::<String>()
                + &table(summary, found).markdown()
        }
    })
}

fn table(summary: &Summary, found: &Found) -> Grid {
    let head = &found.summary;
    let scenario = summary.scenarios.iter().find(|s| s.id == head.scenario);
    let cells = |row: &SensitivityRow| {
        let se = row.se.unwrap_or(f64::NAN);
        let end = |v: Option<f64>| points(v.unwrap_or(f64::NAN), se);
        let without =
            |v: Option<f64>| points(v.unwrap_or(f64::NAN), row.counterfactual_se.unwrap_or(f64::NAN));
        vec![
            row.input.clone(),
            if row.grade.is_empty() { "-".to_owned() } else { row.grade.clone() },
            row.low.clone(),
            row.high.clone(),
            end(row.low_attributable),
            end(row.high_attributable),
            format!("{:+.2} ± {:.2}", 100.0 * row.swing().unwrap_or(f64::NAN), 100.0 * se),
            format!("{} to {}", without(row.low_counterfactual), without(row.high_counterfactual)),
            format!("{:+.2}", row.rank_correlation.unwrap_or(f64::NAN) + 0.0),
        ]
    };
    let mut notes = vec![
        format!(
            "All inputs drawn: {} points, {} missing without drawdown; {} replicates.",
            points(head.attributable, head.se),
            points(head.counterfactual, f64::NAN),
            crate::analysis::answer::grouped(head.replicates)
        ),
        match head.varied < head.inputs {
            true => format!(
                "Varied: the {} of {} uncertain inputs most rank-correlated with the index (chance: ±{:.2}); a U-shape would not show.",
                head.varied, head.inputs, head.noise
            ),
            false => format!("Varied: all {} uncertain inputs.", head.inputs),
        },
        "A swing stands with its standard error; those under two of them are not shown.".to_owned(),
    ];
    for row in found.rows.iter().filter(|row| row.low_attributable.is_none()) {
        // An input that has been tried, and does not let enough replicates stand.
        if let Some(valid) = row.replicates {
            notes.push(format!(
                "Not varied: {}; of {} replicates, only {} are valid with it at 5 and at 95 %.",
                row.inside(),
                crate::analysis::answer::grouped(head.replicates),
                crate::analysis::answer::grouped(valid)
            ));
        }
    }
    if let Some(next) = found.rows.iter().filter(|row| row.moves()).nth(head.top) {
        let swing = 100.0 * next.swing().unwrap_or(f64::NAN);
        notes.push(format!("Largest left out: {} ({swing:+.2}).", next.input));
    }
    let heads = [
        "input",
        "grade",
        "5 %",
        "95 %",
        "added at 5 %",
        "at 95 %",
        "swing",
        "without drawdown",
        "rank corr.",
    ];
    Grid {
        title: format!(
            "What drives what \"{}\" adds: points of requirement lost at D+{} (attributable, mean over years)",
            scenario.map_or("", |s| s.title.as_str()),
            head.tier
        ),
        heads: heads.map(str::to_owned).to_vec(),
        words: vec![true, true, false, false, false, false, false, false, false],
        rows: head.rows.iter().map(cells).collect(),
        notes,
    }
}
