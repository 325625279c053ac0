//! `drawdown check`.

use std::path::PathBuf;

use clap::Args;

use super::{console::Console, failure::Failure, simulate};

/// Find errors and warnings in scenario files, without running them.
#[derive(Debug, Args)]
pub struct Check {
    /// Scenario files, or names of shipped scenarios
    #[arg(value_name = "FILE", required = true)]
    files: Vec<PathBuf>,
    /// Set a value first, such as `--set reaction=0`
    #[arg(long = "set", value_name = "NAME[ID]=VALUE")]
    sets: Vec<String>,
}

impl Check {
    /// Does it.
    pub fn run(self, console: &Console) -> Result<(), Failure> {
        let (scenarios, found) = simulate::load_reporting(&self.files, &self.sets)?;
        let references = found.items.iter().filter(|item| item.span.is_none()).count();
        let warned = references + scenarios.iter().map(|scenario| scenario.warnings.len()).sum::<usize>();
        if warned > 0 {
            console.note(found.render(console.colour()).trim_end());
        }
        let files = if scenarios.len() == 1 { "scenario" } else { "scenarios" };
        let warnings = if warned == 1 { "warning" } else { "warnings" };
        console.result(&format!("{} {files}: no errors, {warned} {warnings}\n", scenarios.len()))?;
        Ok(())
    }
}
