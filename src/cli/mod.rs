//! The command line: one file a subcommand, no logic of its own.

mod again;
mod answer;
mod archive;
mod archived;
mod check;
mod cite;
mod compare;
mod console;
mod country;
mod country_again;
mod country_args;
mod country_beside;
mod design;
mod failure;
mod forms;
mod hindcast;
mod invest;
mod keep_replicates;
mod load;
mod merge;
mod new;
mod new_ask;
mod number;
mod output;
mod places;
mod plot;
mod report;
mod reproduce_command;
mod require;
mod rerun;
mod run;
mod sensitivity;
mod sensitivity_beside;
mod sensitivity_words;
mod serve;
mod shell;
mod show;
mod simulate;
mod simulate_folder;
mod spreadsheet;
mod sweep;
mod told;
mod turn;
mod validate;
mod verify;

use std::{path::PathBuf, process::ExitCode};

use clap::{
    Args, CommandFactory, Parser, Subcommand,
    error::{ContextKind, ContextValue, ErrorKind},
};

use console::Console;
use design::{DesignName, rounded};
use failure::Failure;
use forms::{Colour, Form, Format, Quantiles, TableDetail, TableOrJson};

use crate::{
    engine::{causes, drive::RunError, pool},
    present::{grammar::list, text::terminal},
    sampling::design::Design,
    study::Planned,
};

/// Which European capability gaps a US drawdown opens: how deep, for how long, at what cost.
#[derive(Debug, Parser)]
#[command(name = "drawdown", version, max_term_width = 100)]
struct Cli {
    #[command(subcommand)]
    command: Command,
    #[command(flatten)]
    global: Global,
}

/// How many threads are used where `asked` for: 0 stands for one a core.
fn threads(asked: u16) -> usize {
    match usize::from(asked) {
        0 => std::thread::available_parallelism().map_or(1, std::num::NonZero::get),
        asked => asked,
    }
}

/// Options of every command.
#[derive(Clone, Debug, Args)]
struct Global {
    /// No progress, no warnings on the terminal.
    #[arg(long, global = true)]
    quiet: bool,
    /// Colour of messages.
    #[arg(long, global = true, value_enum, default_value_t = Colour::Auto)]
    color: Colour,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Compare scenarios: paired differences, ranking, tables, figures and a report
    Compare(compare::Compare),
    /// Run one scenario
    Run(run::Run),
    /// Ask what allies would have to spend for gaps to be closed by a year
    Require(require::Require),
    /// Ask what to buy first: which money closes most of the gap, and what limits it
    Invest(invest::Invest),
    /// Hold published figures against the model
    Validate(validate::Validate),
    /// Run an experiment file: thousands of scenarios into a store for Python, R or DuckDB
    Sweep(sweep::Sweep),
    /// Join the stores of a sweep's shards
    Merge(merge::Merge),
    /// Check every part of a sweep's store
    Verify(verify::Verify),

    /// Print a scenario fully resolved: every value, where it came from, its grade and source
    Show(show::Show),
    /// Find errors and warnings in scenario files, without running them
    Check(check::Check),

    /// List what each place holds, and what its orderly departure alone would add
    Places(places::Places),

    /// Write a commented scenario to start from, or all that ship
    New(new::New),
    /// Find what drives the gap: the uncertain inputs that move it most
    Sensitivity(sensitivity::Sensitivity),
    /// Hold the spending model against the past: NATO's series of 2014 to 2025, plain yardsticks
    Hindcast(hindcast::Command),
    /// Open a page in a browser on which levers are moved and their effect is seen
    Serve(serve::Serve),
    /// Say what a run means for an ally: troops, spending, forces, what is lost without it, its part of the bill
    Country(country::Country),
    /// Draw the figures of a run folder again
    Plot(plot::Plot),
    /// Make the report of a folder again: one HTML file that opens offline; of a run its spreadsheet too
    Report(report::Report),
    /// Pack a folder of run, compare or sensitivity, or a sweep, into one file that can be computed again
    Archive(archive::Archive),
    /// Compute an archive again, and say whether every byte is equal
    Rerun(rerun::Rerun),
    /// Print how to cite drawdown, with version and commit
    Cite(cite::Cite),
    /// Print a completion script for a shell
    Completions(shell::Completions),
    /// Print the manual page, of all or of one command, such as for `drawdown man compare | man -l -`
    Man(shell::Man),
}

/// Options of commands that draw.
#[derive(Clone, Copy, Debug, Args)]
struct Draws {
    /// Seed of the draws
    #[arg(long, default_value_t = 1, allow_negative_numbers = true, value_parser = number::whole)]
    seed: u64,
    /// Threads; one a core by default
    #[arg(long, default_value_t = 0, hide_default_value = true, allow_negative_numbers = true, value_parser = clap::value_parser!(u16).range(0..=1024))]
    threads: u16,
}

impl Draws {
    /// The same again, on the threads that are asked for now.
    fn again(self, again: &again::Again) -> Self {
        Self { threads: again.threads, ..self }
    }
}

/// What a folder that is written goes without.
#[derive(Clone, Copy, Debug, Args)]
struct Without {
    /// Write no figures
    #[arg(long)]
    no_figures: bool,
    /// Write no report, nor what is made beside it: the spreadsheet and the short table of a run
    #[arg(long)]
    no_report: bool,
}

impl Without {
    /// The same again.
    fn again(self, again: &again::Again) -> Self {
        Self { no_report: !again.report, ..self }
    }
}

/// Options of commands that simulate.
#[derive(Clone, Debug, Args)]
struct Simulation {
    /// Runs (replicates); 10,000 by default with `--design mc`
    #[arg(short = 'n', long, default_value = "4096", default_value_if("design", "mc", "10000"), allow_negative_numbers = true, value_parser = number::replicates)]
    replicates: u64,
    /// Sampling design of the inputs (shocks are plain Monte Carlo in all of them)
    #[arg(long, value_enum, default_value_t = DesignName::Sobol)]
    design: DesignName,
    /// Run on until the 95 % interval of a mean is at most this half-width, such as `index_headline[30]=0.002`, or the
    /// scenarios are ranked for sure (`ranking`, `ranking=0.99`); `--replicates` is then the least
    #[arg(long, value_name = "TARGET")]
    precision: Vec<String>,
    /// Most runs that `--precision` may take
    #[arg(long, value_name = "N", requires = "precision", default_value_t = 1 << 20, allow_negative_numbers = true, value_parser = number::replicates)]
    max_replicates: u64,
    /// Go on where a run of the same scenarios and settings was interrupted (anew, if none was)
    #[arg(long)]
    resume: bool,
    #[command(flatten)]
    draws: Draws,
    /// Run folder to write
    #[arg(short, long, value_name = "DIR")]
    output: Option<PathBuf>,
    /// Set a value in every scenario, such as `--set reaction=0` or `--set required[isr,30]=30`
    #[arg(long = "set", value_name = "NAME[ID]=VALUE")]
    sets: Vec<String>,
    /// Form of what is printed
    #[arg(long, value_enum, default_value_t = Format::Table)]
    format: Format,
    /// Also print all else that was found: every sentence and table
    #[arg(long)]
    details: bool,
    /// How much the tables hold; what they do not is not computed
    #[arg(long, value_enum, default_value_t = TableDetail::People)]
    tables: TableDetail,
    /// Also write quantiles of these outcomes (coverage always has its quantiles)
    #[arg(long, value_enum, value_name = "OUTCOME", value_delimiter = ',')]
    quantiles: Vec<Quantiles>,
    /// Split what each scenario adds by cause in all runs, not only in the first 1,024 (2,048 with `--design mc`), and print it
    #[arg(long)]
    causes: bool,
    /// Do not split it at all
    #[arg(long, conflicts_with = "causes")]
    no_causes: bool,
    #[command(flatten)]
    turn: turn::Turn,
    #[command(flatten)]
    countries: country_args::Countries,
    /// With `--ally` or `--countries`: do not compute what the alliance loses if the ally stands aside
    #[arg(long)]
    no_world: bool,
    #[arg(skip)]
    verb: reproduce_command::Verb,
    /// What is said of the number of replicates once nothing is refused.
    #[arg(skip)]
    rounded: Option<String>,
    #[arg(skip)]
    sensitivity: bool,
    #[arg(skip)]
    vary: sensitivity::Vary,
    #[arg(skip)]
    keep: keep_replicates::KeepReplicates,
    #[command(flatten)]
    without: Without,
}

impl Simulation {
    /// The design asked for.
    fn design(&self) -> Design {
        self.design.of(self.replicates)
    }

    /// The same again, into another folder.
    fn again(self, again: &again::Again) -> Self {
        let (draws, without) = (self.draws.again(again), self.without.again(again));
        Self { draws, without, output: Some(again.output.clone()), resume: false, ..self }
    }

    /// How many of the first replicates have their causes computed.
    fn causes(&self) -> u64 {
        match (self.causes, self.no_causes) {
            (true, _) => u64::MAX,
            (_, true) => 0,
            _ => causes::first(self.design()),
        }
    }

    /// Plans the study that is asked for; where the design takes more replicates than that, it is to be said.
    fn plan(&mut self, files: &[PathBuf]) -> Result<Planned, Failure> {
        let (asked, design) = (self.replicates, self.design());
        self.replicates = design.replicates(asked);
        self.rounded = rounded(asked, design);
        Ok(self.study(files).plan()?)
    }
}

/// Runs the program; the exit code is 0 when done, 1 when the job failed, 2 when the input is wrong, 130 when interrupted.
#[must_use]
pub fn main() -> ExitCode {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => return said(&error),
    };
    let console = Console::new(&cli.global);
    let command = cli.command;
    let result = match command.threads() {
        // All that is shared out, tables and figures too, is shared out over these.
        Some(threads) => pool::start(threads.into())
            .map_err(|error| Failure::from(RunError::from(error)))
            .and_then(|pool| pool.install(|| command.run(&console))),
        None => command.run(&console),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            console.failure(&failure);
            failure.code()
        }
    }
}

/// What clap has to say: help and version are results, which may fail to be written; the rest is wrong input, in a message
/// that quotes arguments.
fn said(error: &clap::Error) -> ExitCode {
    if let Some(elsewhere) = of_another_command(error) {
        console::to_stderr(&format!("error: {}", terminal(&elsewhere)));
        return ExitCode::from(2);
    }
    let text = error.render().to_string();
    if error.use_stderr() && terminal(&text) != text {
        console::to_stderr(terminal(&text).trim_end());
        return ExitCode::from(2);
    }
    let written = error.print();
    if error.use_stderr() {
        return ExitCode::from(2);
    }
    match console::written(written) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            console::to_stderr(&format!("error: {failure}"));
            failure.code()
        }
    }
}

/// What is to be said of an option that the command does not have and others do: clap would propose to take it for a value.
fn of_another_command(error: &clap::Error) -> Option<String> {
    let ContextValue::String(option) = error.get(ContextKind::InvalidArg)? else { return None };
    let long = option.strip_prefix("--").filter(|_| error.kind() == ErrorKind::UnknownArgument)?;
    let long = long.split('=').next()?;
    let all = Cli::command();
    let given = std::env::args_os()
        .skip(1)
        .find_map(|word| all.find_subcommand(word).map(clap::Command::get_name))?;
    let has = |command: &&clap::Command| command.get_arguments().any(|arg| arg.get_long() == Some(long));
    let those: Vec<String> =
        all.get_subcommands().filter(has).map(|command| format!("`{}`", command.get_name())).collect();
    (!those.is_empty()).then(|| {
        let have = if those.len() == 1 { "has" } else { "have" };
        format!("`{given}` has no option `--{long}`; {} {have} it (`drawdown {given} --help`)", list(&those))
    })
}

impl Command {
    /// The threads asked for of commands that compute in the pool around them. A sweep starts its own.
    fn threads(&self) -> Option<u16> {
        match self {
            Command::Compare(command) => Some(command.simulation.draws.threads),
            Command::Run(command) => Some(command.simulation.draws.threads),
            Command::Require(command) => Some(command.draws.threads),
            Command::Invest(command) => Some(command.draws.threads),
            Command::Places(command) => Some(command.draws.threads),
            Command::Country(command) => Some(command.threads),
            Command::Sensitivity(command) => Some(command.draws.threads),
            Command::Hindcast(command) => Some(command.draws.threads),
            Command::Validate(command) => Some(command.draws.threads),
            _ => None,
        }
    }

    /// Does it.
    fn run(self, console: &Console) -> Result<(), Failure> {
        match self {
            Command::Compare(command) => command.run(console),
            Command::Run(command) => command.run(console),
            Command::Require(command) => command.run(console),
            Command::Invest(command) => command.run(console),
            Command::Validate(command) => command.run(console),
            Command::Sweep(command) => command.run(console),
            Command::Merge(command) => command.run(console),
            Command::Verify(command) => command.run(console),
            Command::Show(command) => command.run(console),
            Command::Places(command) => command.run(console),
            Command::New(command) => command.run(console),
            Command::Check(command) => command.run(console),
            Command::Sensitivity(command) => command.run(console),
            Command::Hindcast(command) => command.run(console),
            Command::Serve(command) => command.run(console),
            Command::Country(command) => command.run(console),
            Command::Plot(command) => command.run(console),
            Command::Report(command) => command.run(console),
            Command::Archive(command) => command.run(console),
            Command::Rerun(command) => command.run(console),
            Command::Cite(command) => command.run(console),
            Command::Completions(command) => command.run(console),
            Command::Man(command) => command.run(console),
        }
    }
}
