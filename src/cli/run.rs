//! `drawdown run`.

use std::path::PathBuf;

use clap::Args;

use super::{Simulation, again::Verb, console::Console, failure::Failure, simulate};
use crate::engine::{
    plan::Plan,
    run::{MOST_FAILED, RunError},
    trace::{TraceWriter, write_trace},
};

/// Run one scenario.
#[derive(Debug, Args)]
pub struct Run {
    /// Scenario file, or name of a shipped scenario
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Write everything that the replicates used and produced to this folder, instead of estimates
    #[arg(long, value_name = "DIR")]
    trace: Option<PathBuf>,
    #[command(flatten)]
    simulation: Simulation,
    /// Also find what drives the gap, over the first 2,000 replicates (in the time of a run of 30,000)
    #[arg(long)]
    sensitivity: bool,
}

impl Run {
    /// Does it.
    pub fn run(mut self, console: &Console) -> Result<(), Failure> {
        let loaded = simulate::load_with_bases(&[self.file], &self.simulation.sets)?;
        let scenarios = &loaded.scenarios[..];
        if let Some(dir) = &self.trace {
            let plan = Plan::with_design(scenarios, self.simulation.seed, self.simulation.design())?;
            // A wrong target is said before anything is written.
            simulate::precision(&self.simulation, &plan, scenarios)?;
            for warning in &scenarios[0].warnings {
                console.warning(&format!("{}: {warning}", scenarios[0].id));
            }
            simulate::warn_of_reference(scenarios, console);
            let writer = TraceWriter::create(dir)
                .map_err(|error| Failure::Input(format!("cannot write to `{}`: {error}", dir.display())))?;
            let progress = console.progress("replicates", self.simulation.replicates);
            let written = write_trace(&plan, self.simulation.replicates, writer, &|done| progress.at(done))?;
            progress.finish();
            let failed = self.simulation.replicates - written;
            if failed as f64 > MOST_FAILED * self.simulation.replicates as f64 {
                return Err(RunError::Failed { failed, replicates: self.simulation.replicates }.into());
            }
            if failed > 0 {
                console.warning(&format!("{failed} replicates drew a value that the model does not allow"));
            }
            console.note(&format!("{written} replicates in {}", dir.display()));
            if self.simulation.output.is_none() {
                return Ok(());
            }
        }
        self.simulation.round_up(console);
        self.simulation.verb = Verb::Run;
        self.simulation.sensitivity = self.sensitivity;
        let target =
            self.simulation.output.clone().unwrap_or_else(|| PathBuf::from("output").join(&scenarios[0].id));
        simulate::simulate(&loaded, &self.simulation, &target, Vec::new(), console)
    }
}
