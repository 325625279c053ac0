//! `drawdown run`.

use std::{
    path::{Path, PathBuf},
    time::Instant,
};

use clap::Args;

use super::{
    Simulation, again::Again, cite::CITED, console::Console, failure::Failure,
    keep_replicates::KeepReplicates, load, reproduce_command::Verb, simulate,
};
use crate::{
    analysis::{references::references, summary::FORMAT},
    engine::{
        drive::failed,
        trace::{TraceWriter, write_trace},
    },
    store::{
        durable::{Draft, Kind, Listing},
        folder::{Manifest, PROGRAM, command},
    },
    study::Planned,
};

/// Run one scenario.
#[derive(Debug, Args)]
pub struct Run {
    /// Scenario file, or name of a shipped scenario
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Write everything that the runs used and produced to this folder, instead of estimates
    #[arg(long, value_name = "DIR")]
    trace: Option<PathBuf>,
    #[command(flatten)]
    pub(super) simulation: Simulation,
    /// Also find what drives the gap, over the first 1,024 runs (2,000 with `--design mc`; in the time of 15,000 runs)
    #[arg(long)]
    sensitivity: bool,
    #[command(flatten)]
    keep: KeepReplicates,
}

impl Run {
    /// The same again; nothing where it would write elsewhere too.
    pub(super) fn again(self, again: Again) -> Option<Self> {
        let file = again.sources.first()?.clone();
        let elsewhere = self.trace.is_some() || self.keep.is_asked();
        (!elsewhere).then(|| Self { file, simulation: self.simulation.again(&again), ..self })
    }

    /// Does it.
    pub fn run(mut self, console: &Console) -> Result<(), Failure> {
        let files = [self.file.clone()];
        self.simulation.keep = self.keep.clone();
        if let Some(dir) = &self.trace {
            self.trace(dir, &files, console)?;
            if self.simulation.output.is_none() && !self.keep.is_asked() {
                return Ok(());
            }
        }
        let planned = self.simulation.plan(&files)?;
        self.simulation.verb = Verb::Run;
        self.simulation.sensitivity = self.sensitivity;
        let target = self.target(&planned);
        simulate::simulate(&files, planned, &self.simulation, &target, console)
    }

    /// The run folder.
    fn target(&self, planned: &Planned) -> PathBuf {
        let named = self.simulation.output.clone();
        named.unwrap_or_else(|| PathBuf::from("output").join(&planned.scenarios()[0].id))
    }

    /// Writes the trace. Every wrong target is said before anything is written.
    fn trace(&self, dir: &Path, files: &[PathBuf], console: &Console) -> Result<(), Failure> {
        let (started, asked) = (Instant::now(), self.simulation.replicates);
        let planned = self.simulation.study(files).plan()?;
        let (scenarios, plan) = (planned.scenarios(), planned.plan());
        simulate::asked(&self.simulation, &planned)?;
        self.keep.check(&planned, &self.target(&planned))?;
        if let Some(output) = &self.simulation.output {
            let [a, b] =
                [dir, output].map(|path| std::path::absolute(path).unwrap_or_else(|_| path.to_owned()));
            if a.starts_with(&b) || b.starts_with(&a) {
                return Err(Failure::Input(
                    "`--trace` and `--output` must be folders of their own".to_owned(),
                ));
            }
            Draft::may_stand(output, Kind::Run, "--output")?;
        }
        let mut folder = Draft::start(dir, Kind::Trace, "--trace")?;
        folder.take_remarks().iter().for_each(|remark| console.warning(remark));
        load::warn_of(scenarios, console);
        let progress = console.progress("runs", asked);
        let traced = TraceWriter::create(folder.path())
            .and_then(|writer| write_trace(plan, asked, writer, &|done| progress.at(done)));
        progress.finish();
        let traced = traced.map_err(|error| {
            Failure::Job(format!(
                "cannot write the trace `{}`: {error}; nothing of it is kept",
                dir.display()
            ))
        })?;
        let failed = failed(asked, traced.written, &traced.not_finite)?;
        for warning in traced.not_finite.left_out(failed, asked) {
            console.warning(&warning);
        }
        let manifest = |files: Listing| Manifest {
            program: PROGRAM.to_owned(),
            kind: Kind::Trace.name().to_owned(),
            version: env!("CARGO_PKG_VERSION").to_owned(),
            format: FORMAT,
            commit: CITED.commit.map(str::to_owned),
            command: command(),
            inputs: Vec::new(),
            seed: self.simulation.draws.seed,
            replicates_asked: asked,
            replicates: asked,
            interrupted: false,
            scenarios: vec![(scenarios[0].id.clone(), scenarios[0].hash())],
            references: references(scenarios),
            threads: 1,
            wall_seconds: started.elapsed().as_secs_f64(),
            stopping: None,
            files,
        };
        let done = folder.finish(manifest)?;
        done.remarks.iter().for_each(|remark| console.warning(remark));
        console.note(&format!("{} runs in {}", traced.written, done.path.display()));
        match done.displaced {
            Some(why) => Err(Failure::displaced(&why, "trace", &done.path)),
            None => Ok(()),
        }
    }
}
