//! `drawdown completions` and `drawdown man`: what a shell and a manual need to know of the command line.

use clap::{Args, CommandFactory};
use clap_complete::Shell;

use super::{Cli, console::Console, failure::Failure};
use crate::scenario::diagnostic::meant;

/// Print a completion script for a shell.
#[derive(Debug, Args)]
pub struct Completions {
    /// Shell
    #[arg(value_enum)]
    shell: Shell,
}

impl Completions {
    /// Does it.
    pub fn run(self, console: &Console) -> Result<(), Failure> {
        let mut script = Vec::new();
        clap_complete::generate(self.shell, &mut Cli::command(), "drawdown", &mut script);
        console.script(&String::from_utf8_lossy(&script))?;
        Ok(())
    }
}

/// Print the manual page, in roff.
#[derive(Debug, Args)]
pub struct Man {
    /// Command whose page it is; all of them by default
    #[arg(value_name = "COMMAND")]
    command: Option<String>,
}

impl Man {
    /// Does it.
    pub fn run(self, console: &Console) -> Result<(), Failure> {
        let mut page = Vec::new();
        // Built, so that a subcommand has its full name and the options of every command.
        let mut program = Cli::command();
        program.build();
        if let Some(name) = &self.command {
            let Some(command) = program.find_subcommand(name) else {
                let known: Vec<&str> = program.get_subcommands().map(clap::Command::get_name).collect();
                return Err(Failure::Input(format!("no command `{name}`; {}", meant(name, &known))));
            };
            manual(command.clone()).render(&mut page)?;
            console.script(&String::from_utf8_lossy(&page))?;
            return Ok(());
        }
        manual(Cli::command()).render(&mut page)?;
        // A section for each command, with its options.
        for command in Cli::command().get_subcommands() {
            let man =
                clap_mangen::Man::new(command.clone().bin_name(format!("drawdown {}", command.get_name())));
            man.render_synopsis_section(&mut page)?;
            man.render_options_section(&mut page)?;
        }
        console.script(&String::from_utf8_lossy(&page))?;
        Ok(())
    }
}

/// The page of a command; each names the version of the program.
fn manual(command: clap::Command) -> clap_mangen::Man {
    clap_mangen::Man::new(command).source(concat!("drawdown ", env!("CARGO_PKG_VERSION")))
}
