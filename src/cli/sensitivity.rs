//! `drawdown sensitivity`.

use std::path::PathBuf;

use clap::{Args, builder::PossibleValuesParser};

use super::{
    DesignName, Draws, Format, Simulation, TableDetail, Without, console::Console, failure::Failure,
    keep_replicates::KeepReplicates, reproduce_command::Verb, rerun::Again, simulate, turn::Turn,
};
use crate::analysis::sensitivity::{self, groups::By};

/// Find what drives the gap: the uncertain inputs that move it most, each low and high with all others drawn.
#[derive(Debug, Args)]
pub struct Sensitivity {
    /// Scenario file, or name of a shipped scenario
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Runs, each simulated once as drawn and twice for every input that is varied
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
    #[command(flatten)]
    pub(super) draws: Draws,
    /// Run folder to write; `output/<scenario id>-sensitivity` by default
    #[arg(short, long, value_name = "DIR")]
    output: Option<PathBuf>,
    /// Set a value, such as `--set reaction=0` or `--set required[isr,30]=30`
    #[arg(long = "set", value_name = "NAME[ID]=VALUE")]
    sets: Vec<String>,
    /// Form of what is printed
    #[arg(long, value_enum, default_value_t = Format::Table)]
    format: Format,
    #[command(flatten)]
    without: Without,
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
    pub(super) tier: Option<u32>,
    /// Inputs shown.
    pub(super) top: u16,
    /// Vary every uncertain input, or those that screening finds.
    pub(super) every_input: bool,
    /// Groups of which Sobol' indices are wanted.
    pub(super) groups: Option<By>,
    /// All replicates of the run, or those that are enough.
    pub(super) every_replicate: bool,
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
    /// The same again.
    pub(super) fn again(self, again: Again) -> Option<Self> {
        let file = again.sources.first()?.clone();
        let draws = Draws { threads: again.threads, ..self.draws };
        let without = Without { no_report: !again.report, ..self.without };
        Some(Self { file, draws, without, output: Some(again.output), resume: false, ..self })
    }

    /// Does it.
    pub fn run(self, console: &Console) -> Result<(), Failure> {
        let simulation = Simulation {
            replicates: self.replicates,
            design: DesignName::Mc,
            precision: Vec::new(),
            max_replicates: self.replicates,
            resume: self.resume,
            draws: self.draws,
            output: self.output,
            sets: self.sets,
            format: self.format,
            details: false,
            tables: TableDetail::People,
            quantiles: Vec::new(),
            causes: false,
            no_causes: false,
            without: self.without,
            countries: super::country_args::Countries::default(),
            no_world: false,
            turn: Turn::default(),
            verb: Verb::Sensitivity,
            rounded: None,
            sensitivity: true,
            keep: KeepReplicates::default(),
            vary: Vary {
                tier: self.tier.and_then(|tier| tier.parse().ok()),
                top: self.top,
                every_input: self.all,
                groups: self.sobol.then(|| self.groups.into()),
                every_replicate: true,
                alone: true,
            },
        };
        let files = [self.file];
        let planned = simulation.study(&files).plan()?;
        let name = format!("{}-sensitivity", planned.scenarios()[0].id);
        let target = simulation.output.clone().unwrap_or_else(|| PathBuf::from("output").join(name));
        simulate::simulate(&files, planned, &simulation, &target, console)
    }
}
