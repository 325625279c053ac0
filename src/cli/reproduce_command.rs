//! The command that does the same again, without anything of a machine.

use std::path::{Path, PathBuf};

use clap::ValueEnum;

use super::{DesignName, Simulation, TableDetail, turn::Turn};
use crate::{analysis::assumptions::Command, scenario::is_shipped, store::turned_to::TurnedTo};

/// The words of a command: its name, scenarios, then what changes a result and is not as by default. `replicates` are
/// those that were done, or with `--precision` the least; threads, folders and forms change no result.
pub fn command(files: &[PathBuf], asked: &Simulation, turned: &TurnedTo, replicates: u64) -> Command {
    let mut words = vec![PROGRAM.to_owned(), asked.verb.name().to_owned()];
    let mut own_files = Vec::new();
    for file in files {
        let stem = file.file_stem().unwrap_or(file.as_os_str()).to_string_lossy().into_owned();
        if is_shipped(file) {
            words.push(stem);
        } else {
            let name = Path::new(file).file_name().unwrap_or_default().to_string_lossy().into_owned();
            words.push(name.clone());
            own_files.push(name);
        }
    }
    let mut option = |name: &str, value: String| words.extend([name.to_owned(), value]);
    let spelt = |value: Option<clap::builder::PossibleValue>| {
        value.map_or_else(String::new, |v| v.get_name().to_owned())
    };
    option("--seed", asked.draws.seed.to_string());
    option("--replicates", replicates.to_string());
    if asked.design != DesignName::Sobol && asked.verb != Verb::Sensitivity {
        option("--design", spelt(asked.design.to_possible_value()));
    }
    for target in &asked.precision {
        option("--precision", target.clone());
    }
    if !asked.precision.is_empty() {
        option("--max-replicates", asked.max_replicates.to_string());
    }
    for set in &asked.sets {
        option("--set", set.clone());
    }
    if asked.tables != TableDetail::People {
        option("--tables", spelt(asked.tables.to_possible_value()));
    }
    for outcome in &asked.quantiles {
        option("--quantiles", spelt(outcome.to_possible_value()));
    }
    words.extend(Turn::options(turned));
    words.extend(asked.vary.options());
    let flags = [
        (asked.countries.countries, "--countries"),
        (asked.no_world, "--no-world"),
        (asked.causes, "--causes"),
        (asked.no_causes, "--no-causes"),
        (asked.verb == Verb::Run && asked.sensitivity, "--sensitivity"),
        (asked.verb == Verb::Compare && !asked.sensitivity, "--no-sensitivity"),
        (asked.without.no_figures, "--no-figures"),
    ];
    words.extend(flags.into_iter().filter(|(on, _)| *on).map(|(_, flag)| flag.to_owned()));
    Command { words, own_files }
}

/// Name of the program.
const PROGRAM: &str = "drawdown";

/// The commands that leave a run folder.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Verb {
    /// `compare`.
    #[default]
    Compare,
    /// `run`.
    Run,
    /// `sensitivity`.
    Sensitivity,
}

impl Verb {
    const fn name(self) -> &'static str {
        match self {
            Verb::Compare => "compare",
            Verb::Run => "run",
            Verb::Sensitivity => "sensitivity",
        }
    }
}
