//! Why a command did not do its job, and the exit code that says so.

use std::{path::Path, process::ExitCode};

use crate::{
    archive::ArchiveError,
    disk::asked_wrongly,
    engine::{drive::RunError, plan::PlanError, trace::TraceError},
    plot::PlotError,
    report::ReportError,
    scenario::{Diagnostics, new::NewError},
    store::{durable::DraftError, folder::FolderError, sweep::StoreError},
    study::StudyError,
    sweep::{MergeError, SweepError},
    workbook::WorkbookError,
};

/// Why a command stops.
#[derive(Debug)]
pub enum Failure {
    /// The input is wrong: findings with their places.
    Findings(Box<Diagnostics>),
    /// The input is wrong.
    Input(String),
    /// The job failed.
    Job(String),
    /// Interrupted; the message says what was kept.
    Interrupted(String),
}

impl std::fmt::Display for Failure {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Failure::Findings(found) => found.fmt(f),
            Failure::Input(text) | Failure::Job(text) | Failure::Interrupted(text) => f.write_str(text),
        }
    }
}

impl Failure {
    /// Of the input or of the job.
    pub fn of(input: bool, text: String) -> Self {
        if input { Failure::Input(text) } else { Failure::Job(text) }
    }

    /// A file that the user asked for and that cannot be written.
    pub fn unwritten(path: &Path, error: &std::io::Error) -> Self {
        Failure::of(asked_wrongly(error), format!("cannot write `{}`: {error}", path.display()))
    }

    /// What is finished and could not stand where it should, because something else does now.
    pub fn displaced(why: &str, what: &str, place: &Path) -> Self {
        Failure::Job(format!("{why}: it is left as it is; the finished {what} is in `{}`", place.display()))
    }

    /// The same failure of the job, with a word on how to go on.
    pub fn with_hint(self, hint: &str) -> Self {
        match self {
            Failure::Input(text) | Failure::Job(text) => Failure::Job(format!("{text}{hint}")),
            other => other,
        }
    }

    /// 1 the job failed, 2 the input is wrong, 130 interrupted.
    pub fn code(&self) -> ExitCode {
        ExitCode::from(match self {
            Failure::Job(_) => 1,
            Failure::Findings(_) | Failure::Input(_) => 2,
            Failure::Interrupted(_) => 130,
        })
    }
}

impl From<Diagnostics> for Failure {
    fn from(found: Diagnostics) -> Self {
        Failure::Findings(Box::new(found))
    }
}

impl From<PlanError> for Failure {
    fn from(error: PlanError) -> Self {
        Failure::Input(error.to_string())
    }
}

impl From<RunError> for Failure {
    fn from(error: RunError) -> Self {
        match error {
            RunError::Nothing => Failure::Interrupted(error.to_string()),
            RunError::Checkpoint(_) => Failure::Input(error.to_string()),
            RunError::Failed { .. } | RunError::Threads(_) => Failure::Job(error.to_string()),
        }
    }
}

impl From<StudyError> for Failure {
    fn from(error: StudyError) -> Self {
        match error {
            StudyError::Scenario(found) => found.into(),
            StudyError::Plan(error) => error.into(),
            StudyError::Run(error) => error.into(),
            StudyError::Cancelled => RunError::Nothing.into(),
            StudyError::Series(error) => Failure::Job(error.to_string()),
            StudyError::Published(error) => error.into(),
            StudyError::Sweep(error) => error.into(),
            error => Failure::Input(error.to_string()),
        }
    }
}

impl From<FolderError> for Failure {
    fn from(error: FolderError) -> Self {
        Failure::of(error.is_input(), error.to_string())
    }
}

impl From<ArchiveError> for Failure {
    fn from(error: ArchiveError) -> Self {
        Failure::of(error.is_input(), error.to_string())
    }
}

impl From<DraftError> for Failure {
    fn from(error: DraftError) -> Self {
        Failure::of(error.is_input(), error.to_string())
    }
}

impl From<csv::Error> for Failure {
    fn from(error: csv::Error) -> Self {
        Failure::Job(error.to_string())
    }
}

impl From<serde_json::Error> for Failure {
    fn from(error: serde_json::Error) -> Self {
        Failure::Job(error.to_string())
    }
}

impl From<std::io::Error> for Failure {
    fn from(error: std::io::Error) -> Self {
        Failure::Job(error.to_string())
    }
}

impl From<PlotError> for Failure {
    fn from(error: PlotError) -> Self {
        let input = match &error {
            PlotError::Table(_) | PlotError::NoScenario => true,
            PlotError::Write { source, .. } => asked_wrongly(source),
            PlotError::Drawing(_) => false,
        };
        Failure::of(input, error.to_string())
    }
}

impl From<ReportError> for Failure {
    fn from(error: ReportError) -> Self {
        match error {
            ReportError::Folder(error) => error.into(),
            ReportError::Plot(error) => error.into(),
            ReportError::Asked(text) => Failure::Input(text),
            ReportError::Store(error) => error.into(),
        }
    }
}

impl From<WorkbookError> for Failure {
    fn from(error: WorkbookError) -> Self {
        Failure::Job(error.to_string())
    }
}

impl From<TraceError> for Failure {
    fn from(error: TraceError) -> Self {
        Failure::Input(error.to_string())
    }
}

impl From<NewError> for Failure {
    fn from(error: NewError) -> Self {
        let disk = matches!(&error, NewError::Write { error, .. } if !asked_wrongly(error));
        Failure::of(!disk, error.to_string())
    }
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        Failure::of(error.is_input(), error.to_string())
    }
}

impl From<SweepError> for Failure {
    fn from(error: SweepError) -> Self {
        match error {
            SweepError::Store(error) => error.into(),
            SweepError::Base(_) => Failure::Job(error.to_string()),
            SweepError::Threads(error) => error.into(),
        }
    }
}

impl From<MergeError> for Failure {
    fn from(error: MergeError) -> Self {
        match error {
            MergeError::Store(error) => error.into(),
            MergeError::Differ { .. } | MergeError::Itself(_) => Failure::Input(error.to_string()),
            MergeError::Missing(..) | MergeError::Damaged(_) => Failure::Job(error.to_string()),
        }
    }
}
