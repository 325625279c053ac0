//! A run as a page is told it.

use std::sync::Arc;

use serde::Serialize;

use super::{
    Given,
    asked::{Beyond, Run as Asked},
    kept::{Kept, Run},
};
use crate::{
    analysis::assumptions::{Command, assumptions},
    plot::{PlotError, Tables, drawn},
    present::{View, at_tier::at_tier, settled::settled},
    report::{
        Material,
        live::{Live, live},
    },
    scenario::diagnostic::{Diagnostics, Severity},
    store::{summary::Summary, turned_to::TurnedTo},
    study::{CancelToken, Study, StudyError},
    workbook::gaps,
};

/// What a page shows.
#[derive(Debug, Serialize)]
pub struct Told {
    /// Runs that count.
    pub runs: u64,
    /// How far it is from settled, in words, and whether it is there.
    pub settled: Option<(bool, String)>,
    /// Words, numbers and figures, as the report has them.
    #[serde(flatten)]
    pub shown: Live,
    /// Where the numbers come from: seed, version, hash.
    pub provenance: String,
}

/// What is wrong or unlikely in a text, and where.
#[derive(Debug, Serialize)]
pub struct Finding {
    error: bool,
    file: Option<String>,
    line: Option<usize>,
    column: Option<usize>,
    message: String,
    hint: String,
}

/// Why nothing is told.
#[derive(Debug, thiserror::Error)]
pub enum Untold {
    /// What was asked for is beyond the bounds.
    #[error(transparent)]
    Beyond(#[from] Beyond),
    /// A scenario is wrong.
    #[error("{0}")]
    Wrong(Diagnostics),
    /// It was cancelled.
    #[error("cancelled")]
    Cancelled,
    /// Something else.
    #[error("{0}")]
    Other(String),
}

impl From<StudyError> for Untold {
    fn from(error: StudyError) -> Self {
        match error {
            StudyError::Scenario(found) => Untold::Wrong(found),
            StudyError::Cancelled => Untold::Cancelled,
            other => Untold::Other(other.to_string()),
        }
    }
}

impl From<PlotError> for Untold {
    fn from(error: PlotError) -> Self {
        Untold::Other(error.to_string())
    }
}

/// The findings of texts.
#[must_use]
pub fn findings(found: &Diagnostics) -> Vec<Finding> {
    let one = |item: &crate::scenario::diagnostic::Diagnostic| {
        let place = item.span.map(|span| found.place(span));
        Finding {
            error: item.severity == Severity::Error,
            file: place.as_ref().map(|place| place.file.clone()),
            line: place.as_ref().map(|place| place.line),
            column: place.map(|place| place.column),
            message: item.message.clone(),
            hint: item.hint.clone(),
        }
    };
    found.items.iter().map(one).collect()
}

/// Runs what is asked for, unless it is kept; with the summary turned to what it is told of: the first of several scenarios, and
/// the readiness.
///
/// # Errors
/// When it is beyond the bounds, a scenario is wrong, or the run fails or is cancelled.
pub fn turned(
    asked: &Asked,
    given: &[Given],
    kept: &Kept,
    token: &CancelToken,
) -> Result<(Arc<Run>, Summary), Untold> {
    asked.within()?;
    let key = (asked.of.clone(), asked.runs);
    let run = match kept.find(&key) {
        Some(run) => run,
        None => {
            let run = Arc::new(self::run(asked, given, token)?);
            kept.keep(key, &run);
            run
        }
    };
    if token.is_cancelled() {
        return Err(Untold::Cancelled);
    }
    let focus = asked.of.scenarios.first().map(|text| text.id.clone());
    let focus = focus.filter(|_| asked.of.scenarios.len() > 1);
    let summary = Summary {
        turned_to: TurnedTo { focus, tier: Some(asked.tier), ..TurnedTo::default() },
        ..run.summary.clone()
    };
    Ok((run, summary))
}

/// Runs what is asked for, unless it is kept, and tells it.
///
/// # Errors
/// As [`turned`], and when a figure cannot be drawn.
pub fn tell(asked: &Asked, given: &[Given], kept: &Kept, token: &CancelToken) -> Result<Told, Untold> {
    let (run, summary) = turned(asked, given, kept, token)?;
    let figures = drawn(&summary, &run.tables, None, false)?;
    if token.is_cancelled() {
        return Err(Untold::Cancelled);
    }
    let told = at_tier(&summary, run.tables.sources());
    let view = View::of(&told);
    let settled = settled(&view).map(|found| (found.settled, found.words));
    let provenance = provenance(&view);
    let wanted = |drawn: &crate::plot::Drawn| {
        asked.figures.as_ref().is_none_or(|stems| stems.iter().any(|stem| *stem == drawn.figure.stem))
    };
    let figures = figures.into_iter().filter(wanted).collect();
    let ids = asked.of.scenarios.iter().map(|text| text.id.clone());
    let order: Vec<(String, String)> = ids.zip(asked.names.iter().cloned()).collect();
    let material = Material::of(summary, run.assumptions.clone(), run.tables.clone(), figures);
    Ok(Told { runs: told.replicates, settled, shown: live(&material, &order), provenance })
}

fn provenance(view: &View) -> String {
    let hash: String = view.focus().map(|s| s.hash.chars().take(8).collect()).unwrap_or_default();
    let name = view.focus().map(|s| s.short_title.clone()).unwrap_or_default();
    format!(
        "{name} \u{b7} {}, seed {} \u{b7} {}, {hash} \u{b7} nothing leaves this computer",
        crate::present::numbers::runs(view.replicates),
        view.summary.seed,
        view.summary.version
    )
}

fn run(asked: &Asked, given: &[Given], token: &CancelToken) -> Result<Run, Untold> {
    let sources = asked.of.sources(given)?;
    let study = sources.into_iter().fold(Study::new(), Study::source);
    let planned = study.replicates(asked.runs).causes(1_024).cancel(token).plan()?;
    let found = planned.run()?;
    if found.interrupted() {
        return Err(Untold::Cancelled);
    }
    let summary = found.summary();
    let folder = tempfile::tempdir().map_err(|error| Untold::Other(error.to_string()))?;
    let written = std::fs::create_dir(folder.path().join("tables"))
        .map_err(|error| error.to_string())
        .and_then(|()| found.write_tables(&folder.path().join("tables")).map_err(|error| error.to_string()));
    written.map_err(Untold::Other)?;
    let tables = Tables::load(folder.path(), &summary)?;
    let gap = gaps(folder.path(), &summary).map_err(PlotError::from)?;
    let scenarios = found.into_planned();
    let assumptions = assumptions(scenarios.scenarios(), &[], &[], Command::default());
    Ok(Run { summary, assumptions, tables, gap })
}
