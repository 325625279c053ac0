//! `drawdown compare`.

use std::path::PathBuf;

use clap::Args;

use super::{Simulation, console::Console, failure::Failure, simulate};
use crate::analysis::warnings::of_comparison;

/// Compare scenarios on the same draws.
#[derive(Debug, Args)]
pub struct Compare {
    /// Scenario files, or names of shipped scenarios; all shipped ones by default
    #[arg(value_name = "FILE")]
    files: Vec<PathBuf>,
    #[command(flatten)]
    simulation: Simulation,
}

impl Compare {
    /// Does it.
    pub fn run(mut self, console: &Console) -> Result<(), Failure> {
        let loaded = simulate::load_with_bases(&self.files, &self.simulation.sets)?;
        self.simulation.round_up(console);
        let warnings = of_comparison(&loaded.scenarios);
        let target = self.simulation.output.clone().unwrap_or_else(|| PathBuf::from("output/compare"));
        simulate::simulate(&loaded, &self.simulation, &target, warnings, console)
    }
}
