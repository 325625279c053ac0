//! `drawdown sensitivity`, and what `compare` and `run --sensitivity` add of it.

use std::{path::PathBuf, sync::atomic::AtomicBool};

use clap::{Args, builder::PossibleValuesParser};

use super::{
    DesignName, Format, Simulation, TableDetail,
    console::Console,
    failure::Failure,
    output::{paragraph, wrap},
    reproduce_command::Verb,
    simulate,
};
use crate::{
    analysis::sensitivity::{
        self, Found, Question, SensitivityError,
        groups::{self, By},
        sensitivity,
    },
    engine::drive::RunError,
    present::{
        answer::{judged, what_would_change},
        grouped,
        numbers::points,
        table::{
            Kind::{Number, Words},
            Table,
        },
        text::json,
    },
    scenario::Scenario,
    store::{
        sensitivity::{SensitivityRow, write_to},
        sobol::GroupRow,
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
    /// Also Sobol' indices of groups of inputs: which part of the spread goes with each
    #[arg(long)]
    sobol: bool,
    /// What the groups are made by: how well inputs are known, or what they are about
    #[arg(long, value_enum, default_value_t = Groups::Grade, requires = "sobol")]
    groups: Groups,
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

/// What groups of inputs are made by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Groups {
    /// How well the inputs are known: measured, published, judgement.
    Grade,
    /// What they are about: spending, industry, the threat, allies, enablers, US conduct.
    Kind,
}

impl From<Groups> for By {
    fn from(groups: Groups) -> Self {
        match groups {
            Groups::Grade => By::Grade,
            Groups::Kind => By::Kind,
        }
    }
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
    /// Groups of which Sobol' indices are wanted.
    groups: Option<By>,
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
        if let Some(by) = self.groups {
            words.extend(["--sobol", "--groups", by.name()].map(str::to_owned));
        }
        words
    }
}

impl Default for Vary {
    fn default() -> Self {
        Self { tier: None, top: TOP, every_input: false, groups: None, every_replicate: false, alone: false }
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
            tables: TableDetail::People,
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
                groups: self.sobol.then(|| self.groups.into()),
                every_replicate: true,
                alone: true,
            },
        };
        let loaded = simulate::load_with_bases(&[self.file], &simulation.sets)?;
        let name = format!("{}-sensitivity", loaded.scenarios[0].id);
        let target = simulation.output.clone().unwrap_or_else(|| PathBuf::from("output").join(name));
        simulate::simulate(&loaded, &simulation, &target, console)
    }
}

/// What was found beside a run.
pub struct Added {
    /// The sensitivity; `None` if it was stopped before anything was known.
    pub found: Option<Found>,
    /// Replicates asked for, if it was stopped before they were done.
    pub cut_short: Option<u64>,
    /// Tables of the folder, by name.
    pub tables: Vec<(&'static str, Vec<u8>)>,
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
    let Some(scenario) = deepest(scenarios, summary) else {
        return Ok(Added { found: None, cut_short: None, tables: Vec::new() });
    };
    let design = options.design();
    let enough = if options.vary.every_replicate { summary.replicates } else { sensitivity::enough(design) };
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
            return Ok(Added { found: None, cut_short: Some(question.replicates), tables: Vec::new() });
        }
        // The run is whole: its first replicates alone may be too few that are valid, and it is kept without this.
        Err(error) if !options.vary.alone => {
            console.warning(&format!("sensitivity is not known: {error}"));
            return Ok(Added { found: None, cut_short: None, tables: Vec::new() });
        }
        Err(SensitivityError::Run(error)) => return Err(error.into()),
        Err(SensitivityError::Plan(error)) => return Err(error.into()),
    };
    let mut table = Vec::new();
    write_to(&mut table, &found.rows)?;
    let mut tables = vec![("tables/sensitivity.csv", table)];
    summary.sensitivity = Some(found.summary.clone());
    if found.replicates == question.replicates {
        tables.extend(add_groups(options, scenario, &question, summary, stop, console)?);
    }
    let cut_short = (found.replicates < question.replicates).then_some(question.replicates);
    Ok(Added { found: Some(found), cut_short, tables })
}

/// Adds indices of groups where they are asked for.
fn add_groups(
    options: &Simulation,
    scenario: &Scenario,
    question: &Question,
    summary: &mut Summary,
    stop: &AtomicBool,
    console: &Console,
) -> Result<Option<(&'static str, Vec<u8>)>, Failure> {
    let Some(by) = options.vary.groups else { return Ok(None) };
    let asked = groups::Question {
        tier: question.tier,
        by,
        seed: question.seed,
        replicates: groups::REPLICATES.max(question.replicates),
        threads: question.threads,
    };
    let bar = console.progress("replicates of groups", asked.replicates);
    let progress = |done, all| {
        bar.expect(all);
        bar.at(done);
    };
    let found = groups::groups(scenario, &asked, stop, &progress);
    bar.finish();
    match found {
        Ok(rows) => summary.groups = rows,
        Err(SensitivityError::Run(error)) => return Err(error.into()),
        Err(SensitivityError::Plan(error)) => return Err(error.into()),
    }
    // One number for one quantity.
    if by == By::Grade && asked.tier == scenario.reporting_tier {
        summary.judgement_share = groups::share(&summary.groups);
    }
    let mut bytes = Vec::new();
    crate::store::sobol::write_to(&mut bytes, &summary.groups)?;
    Ok(Some(("tables/groups.csv", bytes)))
}

/// The scenario that a sensitivity is of: the deepest drawdown, or any where there is none.
fn deepest<'a>(scenarios: &'a [Scenario], summary: &Summary) -> Option<&'a Scenario> {
    let draws_down = |id: &str| summary.scenario(id).is_some_and(|s| s.draws_down());
    let ranked: Vec<&str> = summary.ranking.iter().map(|entry| entry.scenario.as_str()).collect();
    let deepest = ranked.iter().copied().find(|id| draws_down(id)).or(ranked.first().copied());
    deepest.and_then(|id| scenarios.iter().find(|s| s.id == id))
}

/// Adds how much of the spread of what the deepest drawdown adds at the reporting tier rests on judgement, from enough
/// replicates. A run that is stopped here is whole without it.
pub fn add_share(
    options: &Simulation,
    scenarios: &[Scenario],
    summary: &mut Summary,
    stop: &AtomicBool,
    console: &Console,
) {
    let Some(scenario) = deepest(scenarios, summary) else { return };
    if summary.replicates < groups::SHARE_REPLICATES || summary.judgement_share.is_some() {
        return;
    }
    let asked = groups::Question {
        tier: scenario.reporting_tier,
        by: By::Grade,
        seed: options.seed,
        replicates: groups::SHARE_REPLICATES,
        threads: usize::from(options.threads),
    };
    match groups::judgement(scenario, &asked, stop, &|_, _| {}) {
        Ok(share) => summary.judgement_share = share,
        Err(SensitivityError::Run(RunError::Nothing)) => {}
        Err(error) => console.warning(&format!("how much rests on judgement is not known: {error}")),
    }
}

/// What `drawdown sensitivity` prints.
///
/// # Errors
/// When it cannot be written as JSON or CSV.
pub fn render(summary: &Summary, found: &Found, format: Format) -> Result<String, Failure> {
    let sentences = || what_would_change(summary).into_iter();
    Ok(match format {
        Format::Json => {
            let whole = serde_json::json!({
                "sensitivity": found.summary,
                "inputs": found.rows,
                "judgement_share": summary.judgement_share,
                "groups": summary.groups,
            });
            json(&whole)?
        }
        Format::Csv => {
            let mut bytes = Vec::new();
            write_to(&mut bytes, &found.rows)?;
            String::from_utf8_lossy(&bytes).into_owned()
        }
        Format::Table => {
            sentences().map(|sentence| wrap(&sentence.plain(), 96)).collect::<String>()
                + &judged(summary).iter().map(|sentence| wrap(&sentence.plain(), 96)).collect::<String>()
                + &table(summary, found).plain()
                + &groups_table(summary).map_or_else(String::new, |grid| grid.plain())
        }
        Format::Markdown => {
            sentences().map(|sentence| paragraph(&sentence)).collect::<String>()
                + &judged(summary).iter().map(paragraph).collect::<String>()
                + &table(summary, found).markdown()
                + &groups_table(summary).map_or_else(String::new, |grid| grid.markdown())
        }
    })
}

/// The indices of groups; `None` where there are none.
fn groups_table(summary: &Summary) -> Option<Table> {
    let first = summary.groups.first()?;
    let percent = |value: f64, lower: f64, upper: f64| {
        let whole = |v: f64| format!("{:.0}", (100.0 * v).clamp(0.0, 100.0) + 0.0);
        format!("{} ({} to {})", whole(value), whole(lower), whole(upper))
    };
    let of = |arm: &str, group: &str| summary.groups.iter().find(|row| row.arm == arm && row.group == group);
    let mut names: Vec<&str> = Vec::new();
    for row in &summary.groups {
        if !names.contains(&row.group.as_str()) {
            names.push(&row.group);
        }
    }
    let rows = names.into_iter().map(|group| {
        let mut cells = vec![group.to_owned()];
        let inputs = ["attributable", "counterfactual"]
            .iter()
            .find_map(|arm| of(arm, group))
            .map_or(0, |row| row.inputs);
        cells.push(if inputs > 0 { inputs.to_string() } else { "-".to_owned() });
        for arm in ["attributable", "counterfactual"] {
            let row = of(arm, group);
            let shown = |pick: fn(&GroupRow) -> [f64; 3]| {
                row.map(pick).map_or_else(|| "-".to_owned(), |[v, low, high]| percent(v, low, high))
            };
            cells.push(shown(|row| [row.first, row.first_lower, row.first_upper]));
            cells.push(shown(|row| [row.total, row.total_lower, row.total_upper]));
        }
        cells
    });
    Some(Table::of_text(
        format!("How much of the spread goes with groups of inputs, % of the variance at D+{}", first.tier),
        [
            ("group", Words),
            ("inputs", Number),
            ("added: alone", Number),
            ("added: in all", Number),
            ("without drawdown: alone", Number),
            ("in all", Number),
        ],
        rows.collect(),
        vec![
            "alone: what knowing the group would take away (closed first-order index); in all: what would be left if all".to_owned(),
            "else were known (total index); they differ by what groups do together, and by noise. In brackets intervals of".to_owned(),
            format!("95 %, from {} replicates of each of two samples.", grouped(first.replicates)),
        ],
    ))
}

fn table(summary: &Summary, found: &Found) -> Table {
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
            grouped(head.replicates)
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
                grouped(head.replicates),
                grouped(valid)
            ));
        }
    }
    if let Some(next) = found.rows.iter().filter(|row| row.moves()).nth(head.top) {
        let swing = 100.0 * next.swing().unwrap_or(f64::NAN);
        notes.push(format!("Largest left out: {} ({swing:+.2}).", next.input));
    }
    Table::of_text(
        format!(
            "What drives what \"{}\" adds: points of requirement lost at D+{} (attributable, mean over years)",
            scenario.map_or("", |s| s.title.as_str()),
            head.tier
        ),
        [
            ("input", Words),
            ("grade", Words),
            ("5 %", Number),
            ("95 %", Number),
            ("added at 5 %", Number),
            ("at 95 %", Number),
            ("swing", Number),
            ("without drawdown", Number),
            ("rank corr.", Number),
        ],
        head.rows.iter().map(cells).collect(),
        notes,
    )
}
