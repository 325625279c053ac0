//! `drawdown compare`.

use std::path::PathBuf;

use clap::Args;

use super::{
    Simulation, again::Again, console::Console, failure::Failure, keep_replicates::KeepReplicates, load,
    simulate,
};

/// Compare scenarios on the same draws.
#[derive(Debug, Args)]
pub struct Compare {
    /// Scenario files, or names of shipped scenarios; all shipped ones by default
    #[arg(value_name = "FILE")]
    files: Vec<PathBuf>,
    #[command(flatten)]
    pub(super) simulation: Simulation,
    /// Do not look for what drives the gap of the deepest scenario (it takes the time of some 30,000 runs of one scenario)
    #[arg(long)]
    no_sensitivity: bool,
    #[command(flatten)]
    keep: KeepReplicates,
}

impl Compare {
    /// The same again; nothing where it would write elsewhere too.
    pub(super) fn again(self, again: Again) -> Option<Self> {
        let simulation = self.simulation.again(&again);
        (!self.keep.is_asked()).then_some(Self { files: again.sources, simulation, ..self })
    }

    /// Does it.
    pub fn run(mut self, console: &Console) -> Result<(), Failure> {
        let files = load::named(&self.files);
        let planned = self.simulation.plan(&files)?;
        self.simulation.sensitivity = !self.no_sensitivity;
        self.simulation.keep = self.keep;
        let target = self.simulation.output.clone().unwrap_or_else(|| PathBuf::from("output/compare"));
        simulate::simulate(&files, planned, &self.simulation, &target, console)
    }
}
