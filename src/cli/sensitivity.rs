//! `drawdown sensitivity`.

use std::path::{Path, PathBuf};

use clap::Args;

use super::{
    DesignName, Draws, Format, Simulation, TableDetail, Without, again::Again, console::Console,
    failure::Failure, keep_replicates::KeepReplicates, reproduce_command::Verb, simulate, turn::Turn,
};
use crate::{
    analysis::{
        asked::list,
        sensitivity::{
            self,
            variance::{
                self, By,
                file::{load, parse},
            },
        },
    },
    study::Grouping,
};

/// Find what drives the gap: the uncertain inputs that move it most, each low and high with all others drawn.
#[derive(Debug, Args)]
pub struct Sensitivity {
    /// Scenario file, or name of a shipped scenario
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Runs, each simulated once as drawn and twice for every input that is varied
    #[arg(short = 'n', long, default_value_t = sensitivity::REPLICATES, allow_negative_numbers = true, value_parser = super::number::replicates)]
    replicates: u64,
    #[command(flatten)]
    turn: Turn,
    /// Inputs to show; three times as many, at least 20, are varied: those most rank-correlated with the gap
    #[arg(long, default_value_t = TOP, allow_negative_numbers = true, value_parser = clap::value_parser!(u16).range(1..=100))]
    top: u16,
    /// Vary every uncertain input
    #[arg(long)]
    all: bool,
    /// Also Sobol' indices: which part of the spread goes with each input, alone and in all. Three times as many inputs as are
    /// shown, at least 20, are looked at one by one: those with the largest part in a pilot; the others are one group (`--all`:
    /// every one)
    #[arg(long)]
    sobol: bool,
    /// Indices of groups instead: `grade`, how well inputs are known; `kind`, what they are about; or a file
    /// `{"NAME": ["reaction", "required[isr,*]"], ...}`
    #[arg(long, value_name = "grade|kind|FILE", requires = "sobol")]
    groups: Option<PathBuf>,
    /// Indices of this group, and of others so named, such as `--group 'enablers=dependency,required[isr,*]'`
    #[arg(long, value_name = "NAME=INPUTS", requires = "sobol", conflicts_with = "groups")]
    group: Vec<String>,
    /// Indices of these outcomes instead of the headline index, all from the same runs, such as
    /// `--outcome 'index_headline[*],closed_by[isr,30,2035],uplift'`
    #[arg(long, value_name = "NAMES", requires = "sobol")]
    outcome: Vec<String>,
    /// Also write the outcomes of every run of every sample to this CSV file, which must not be there: what SALib and others
    /// take
    #[arg(long, value_name = "FILE", requires = "sobol")]
    keep_samples: Option<PathBuf>,
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

/// Inputs shown where nobody says how many.
const TOP: u16 = 10;

/// What `--groups` takes that is no file.
const GRADE: &str = "grade";
const KIND: &str = "kind";

/// What Sobol' indices are wanted of.
#[derive(Clone, Debug)]
pub struct Sobol {
    /// Inputs, or groups of them.
    pub(super) by: By,
    /// Outcomes by name; none for the headline index.
    pub(super) outcomes: Vec<String>,
    /// File for the numbers of every sample.
    pub(super) samples: Option<PathBuf>,
}

/// What a simulation is asked of sensitivity beside whether it is asked.
#[derive(Clone, Debug)]
pub struct Vary {
    /// Readiness tier; that of the reports by default.
    pub(super) tier: Option<u32>,
    /// Inputs shown.
    pub(super) top: u16,
    /// Vary every uncertain input, or those that screening finds.
    pub(super) every_input: bool,
    /// Of what Sobol' indices are wanted.
    pub(super) sobol: Option<Sobol>,
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
        if let Some(Sobol { by, outcomes, .. }) = &self.sobol {
            words.push("--sobol".to_owned());
            match by {
                By::Input { .. } => {}
                By::Grade | By::Kind => words.extend(["--groups", by.name()].map(str::to_owned)),
                // Whoever does it again may not have the file.
                By::Named(groups) => {
                    words.extend(groups.iter().flat_map(|group| ["--group".to_owned(), group.text()]));
                }
            }
            words.extend(outcomes.iter().flat_map(|name| ["--outcome".to_owned(), name.clone()]));
        }
        words
    }
}

impl Vary {
    /// What is asked of variance by input, if it is, of so many replicates of a run.
    pub(super) fn grouping(&self, replicates: u64) -> Option<Grouping> {
        let Sobol { by, outcomes, .. } = self.sobol.clone()?;
        let replicates = variance::REPLICATES.max(replicates);
        Some(Grouping { tier: self.tier, replicates, by, outcomes })
    }
}

impl Default for Vary {
    fn default() -> Self {
        Self { tier: None, top: TOP, every_input: false, sobol: None, every_replicate: false, alone: false }
    }
}

impl Sensitivity {
    /// The same again; nothing where it would write elsewhere too, or read a file that was not laid out.
    pub(super) fn again(self, again: Again) -> Option<Self> {
        let file = again.sources.first()?.clone();
        let (draws, without) = (self.draws.again(&again), self.without.again(&again));
        let named = |by: &PathBuf| [Path::new(GRADE), Path::new(KIND)].contains(&by.as_path());
        let elsewhere = self.keep_samples.is_some() || self.groups.as_ref().is_some_and(|by| !named(by));
        (!elsewhere).then_some(Self {
            file,
            draws,
            without,
            output: Some(again.output),
            resume: false,
            ..self
        })
    }

    /// What Sobol' indices are asked of, if any are.
    fn sobol(&self) -> Result<Option<Sobol>, Failure> {
        if !self.sobol {
            return Ok(None);
        }
        let by = match self.groups.as_deref() {
            None if !self.group.is_empty() => {
                let groups = self.group.iter().map(|text| parse(text)).collect::<Result<Vec<_>, _>>();
                let groups = groups.map_err(|why| Failure::Input(format!("`--group`: {why}")))?;
                let twice = groups
                    .iter()
                    .enumerate()
                    .find(|(i, group)| groups[..*i].iter().any(|earlier| earlier.name == group.name));
                if let Some((_, group)) = twice {
                    return Err(Failure::Input(format!("`--group`: `{}` is given twice", group.name)));
                }
                By::Named(groups)
            }
            None => By::Input { top: usize::from(self.top), every_input: self.all },
            Some(name) if name == Path::new(GRADE) => By::Grade,
            Some(name) if name == Path::new(KIND) => By::Kind,
            Some(file) => By::Named(load(file)?),
        };
        let outcomes = self.outcome.iter().flat_map(|text| list(text)).collect();
        if let Some(file) = self.keep_samples.as_deref() {
            let there = file.symlink_metadata().is_ok();
            let folder = file.parent().filter(|parent| !parent.as_os_str().is_empty());
            let nowhere = folder.is_some_and(|folder| !folder.is_dir());
            if there || nowhere {
                let why =
                    if there { "is there already: choose another name" } else { "would be in no folder" };
                return Err(Failure::Input(format!("`--keep-samples`: `{}` {why}", file.display())));
            }
        }
        Ok(Some(Sobol { by, outcomes, samples: self.keep_samples.clone() }))
    }

    /// Does it.
    pub fn run(self, console: &Console) -> Result<(), Failure> {
        let sobol = self.sobol()?;
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
            turn: Turn { tier: None, ..self.turn.clone() },
            verb: Verb::Sensitivity,
            rounded: None,
            sensitivity: true,
            keep: KeepReplicates::default(),
            vary: Vary {
                tier: self.turn.tier,
                top: self.top,
                every_input: self.all,
                sobol,
                every_replicate: true,
                alone: true,
            },
        };
        let files = [self.file];
        let planned = simulation.study(&files).plan()?;
        if let Some(grouping) = simulation.vary.grouping(simulation.replicates) {
            planned.check_groups(&planned.scenarios()[0].id, &grouping)?;
        }
        let name = format!("{}-sensitivity", planned.scenarios()[0].id);
        let target = simulation.output.clone().unwrap_or_else(|| PathBuf::from("output").join(name));
        simulate::simulate(&files, planned, &simulation, &target, console)
    }
}
