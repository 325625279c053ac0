//! A run: estimates by name, tables, figures, every replicate.

use std::{io, path::PathBuf, sync::OnceLock};

use drawdown_analysis::study::{Finished, Planned, StudyError};
use drawdown_base::disk::file::create_with;
use drawdown_figures::plot;
use drawdown_present::present::{answer, at_tier::at_tier};
use drawdown_store::store::{
    extra::{CauseRow, PairRow, RegretRow},
    summary::{self, Summary},
    table::Row,
};
use pyo3::prelude::*;
use tempfile::TempDir;

use crate::{
    asked::Asked,
    error::Failed,
    figure::{Figure, undrawn},
    place::{Place, unknown},
    table::Table,
    work::work,
};

/// A number with its error: mean over replicates (of an indicator the probability), standard error, 95 % interval, quantiles
/// over replicates, all in `unit`.
#[pyclass(frozen, get_all, module = "drawdown")]
pub struct Estimate {
    /// Mean over replicates.
    mean: f64,
    /// Standard error of the mean.
    se: f64,
    /// Lower end of the 95 % interval of the mean.
    lower: f64,
    /// Upper end.
    upper: f64,
    /// 5 % quantile over replicates; where none are counted the mean, as of the others.
    p05: f64,
    /// 25 % quantile.
    p25: f64,
    /// Median.
    p50: f64,
    /// 75 % quantile.
    p75: f64,
    /// 95 % quantile.
    p95: f64,
}

#[pymethods]
impl Estimate {
    fn __repr__(&self) -> String {
        format!(
            "<drawdown.Estimate {:.6} (se {:.2e}), 5 to 95 %: {:.6} to {:.6}>",
            self.mean, self.se, self.p05, self.p95
        )
    }
}

impl From<summary::Estimate> for Estimate {
    fn from(found: summary::Estimate) -> Self {
        let summary::Estimate { mean, se, lower, upper, p05, p25, p50, p75, p95 } = found;
        Self { mean, se, lower, upper, p05, p25, p50, p75, p95 }
    }
}

/// What a run has found.
#[pyclass(frozen, module = "drawdown")]
pub struct Run {
    asked: Asked,
    finished: Finished,
    summary: OnceLock<Summary>,
    /// The tables as a run folder has them.
    folder: OnceLock<TempDir>,
}

/// Runs scenarios on the same draws.
#[pyfunction]
pub fn run(py: Python<'_>, asked: Asked, progress: Option<Py<PyAny>>) -> PyResult<Run> {
    let found = work(py, progress.as_ref(), |token, told| Ok::<_, Failed>(asked.study(token, told)?.run()?))?;
    Ok(Run { finished: found?, asked, summary: OnceLock::new(), folder: OnceLock::new() })
}

/// Loads scenarios and says what is unlikely in them.
#[pyfunction]
pub fn check(py: Python<'_>, asked: Asked) -> PyResult<Vec<String>> {
    let planned = planned(py, &asked)?;
    Ok(planned.warnings().items.iter().map(|item| item.message.clone()).collect())
}

fn planned(py: Python<'_>, asked: &Asked) -> PyResult<Planned> {
    Ok(work(py, None, |token, told| Ok::<_, Failed>(asked.study(token, told)?.plan()?))??)
}

impl Run {
    fn found(&self) -> &Summary {
        self.summary.get_or_init(|| self.finished.summary())
    }

    fn folder(&self) -> Result<&TempDir, Failed> {
        if self.folder.get().is_none() {
            let broken = |error: io::Error| Failed::Other("table", error.to_string());
            let made = TempDir::new().map_err(broken)?;
            let tables = made.path().join("tables");
            std::fs::create_dir(&tables).map_err(broken)?;
            self.finished.write_tables(&tables).map_err(|error| Failed::Other("table", error.to_string()))?;
            // Another thread may have been faster: its tables are the same.
            let _ = self.folder.set(made);
        }
        self.folder.get().ok_or_else(|| Failed::Other("table", "the tables are not there".to_owned()))
    }

    fn names(&self) -> Result<Vec<String>, Failed> {
        let broken = |error: io::Error| Failed::Other("table", error.to_string());
        let entries = std::fs::read_dir(self.folder()?.path().join("tables")).map_err(broken)?;
        let stem = |entry: io::Result<std::fs::DirEntry>| {
            entry.ok()?.path().file_stem().map(|stem| stem.to_string_lossy().into_owned())
        };
        let mut names: Vec<String> = entries.filter_map(stem).collect();
        names.sort();
        Ok(names)
    }

    fn drawn(&self) -> Result<Vec<Figure>, Failed> {
        let (summary, folder) = (self.found(), self.folder()?);
        let tables = plot::Tables::load(folder.path(), summary).map_err(undrawn)?;
        Ok(plot::figures(summary, &tables).map_err(undrawn)?.into_iter().map(Figure).collect())
    }
}

#[pymethods]
impl Run {
    /// Ids of the scenarios, in the order given.
    #[getter]
    fn scenarios(&self) -> Vec<String> {
        self.finished.ids().map(str::to_owned).collect()
    }

    /// Replicates that count: done and not left out.
    #[getter]
    fn n(&self) -> u64 {
        self.finished.replicates()
    }

    /// Replicates that were left out.
    #[getter]
    fn failed(&self) -> u64 {
        self.finished.failed()
    }

    /// What is to be said of scenarios and replicates.
    #[getter]
    fn warnings(&self) -> Vec<String> {
        let found = self.finished.warnings().items.iter().map(|item| item.message.clone());
        found.chain(self.found().warnings.iter().cloned()).collect()
    }

    #[pyo3(signature = (outcome, *, scenario=None, arm=None, tier=None, domain=None, ally=None, host=None, year=None, quarter=None))]
    #[expect(clippy::too_many_arguments, reason = "an axis each, by name")]
    fn estimate(
        &self,
        outcome: String,
        scenario: Option<&str>,
        arm: Option<String>,
        tier: Option<u32>,
        domain: Option<String>,
        ally: Option<String>,
        host: Option<String>,
        year: Option<i32>,
        quarter: Option<usize>,
    ) -> PyResult<Estimate> {
        let query = Place { outcome, arm, tier, domain, ally, host, year, quarter }.query()?;
        let ids = self.scenarios();
        let id = match (scenario, &ids[..]) {
            (Some(id), _) => id,
            (None, [one]) => one,
            (None, _) => {
                return Err(
                    Failed::Other("unknown", format!("say which scenario: {}", ids.join(", "))).into()
                );
            }
        };
        let of = self.finished.scenario(id).map_err(Failed::from)?;
        Ok(of.ask(&query).get().map_err(Failed::from)?.into())
    }

    /// Names of the tables that the run has.
    #[getter]
    fn tables(&self, py: Python<'_>) -> PyResult<Vec<String>> {
        Ok(py.detach(|| self.names())?)
    }

    /// A table of the run folder, by name.
    fn table(&self, py: Python<'_>, name: &str) -> PyResult<Table> {
        let found = py.detach(|| {
            let known = self.names()?;
            if !known.iter().any(|known| known == name) {
                return Err(unknown("table", name, known));
            }
            let file = self.folder()?.path().join("tables").join(format!("{name}.csv"));
            let bytes = std::fs::read(file).map_err(|error| Failed::Other("table", error.to_string()))?;
            match name {
                "comparison" => Table::of_csv::<PairRow>(&bytes),
                "causes" => Table::of_csv::<CauseRow>(&bytes),
                "regret" => Table::of_csv::<RegretRow>(&bytes),
                _ => Table::of_csv::<Row>(&bytes),
            }
        });
        Ok(found?)
    }

    /// What `summary.json` of a run folder holds, as text.
    fn summary_json(&self, py: Python<'_>) -> PyResult<String> {
        let text = py.detach(|| serde_json::to_string(self.found()));
        Ok(text.map_err(|error| Failed::Other("table", error.to_string()))?)
    }

    /// The answer in sentences.
    fn answer(&self, py: Python<'_>) -> PyResult<Vec<String>> {
        let said = py.detach(|| -> Result<_, Failed> {
            let tables = plot::Tables::load(self.folder()?.path(), self.found()).map_err(undrawn)?;
            Ok(answer::sentences(&at_tier(self.found(), tables.sources())))
        });
        Ok(said?)
    }

    /// All figures that the run has numbers for.
    fn figures(&self, py: Python<'_>) -> PyResult<Vec<Figure>> {
        Ok(py.detach(|| self.drawn())?)
    }

    /// A figure by its name, or by the end of it: `1-coverage` or `coverage`.
    fn figure(&self, py: Python<'_>, name: &str) -> PyResult<Figure> {
        let all = py.detach(|| self.drawn())?;
        let known = all.iter().map(|figure| figure.0.stem.to_string()).collect();
        let named = |figure: &Figure| {
            let stem = figure.0.stem.as_ref();
            stem == name || stem.split_once('-').is_some_and(|(_, rest)| rest == name)
        };
        Ok(all.into_iter().find(named).ok_or_else(|| unknown("figure", name, known))?)
    }

    /// Every replicate, a row a replicate and scenario.
    #[pyo3(signature = (inputs=None, outcomes=None, path=None, progress=None))]
    fn replicates(
        &self,
        py: Python<'_>,
        inputs: Option<Vec<String>>,
        outcomes: Option<Vec<String>>,
        path: Option<PathBuf>,
        progress: Option<Py<PyAny>>,
    ) -> PyResult<Option<Table>> {
        let done = self.finished.done();
        let asked = drawdown_analysis::study::OfReplicates { inputs, outcomes };
        let found = work(py, progress.as_ref(), |token, told| -> Result<_, Failed> {
            let planned = self.asked.study(token, told)?.plan()?;
            let keeping = planned.keeping(&asked)?;
            let failed = |error: &dyn std::fmt::Display| Failed::Other("replicates", error.to_string());
            let mut bytes = Vec::new();
            let found = planned.replicates(&keeping, done, &mut bytes).map_err(|error| failed(&error))?;
            if found.interrupted {
                return Err(StudyError::Cancelled.into());
            }
            match path {
                None => Table::of_parquet([bytes.into()]).map(Some),
                Some(path) => {
                    let write = |to: &mut dyn io::Write| to.write_all(&bytes);
                    create_with(&path, write)
                        .map_err(|error| failed(&format!("cannot write `{}`: {error}", path.display())))?;
                    Ok(None)
                }
            }
        })?;
        Ok(found?)
    }

    fn __repr__(&self) -> String {
        format!("<drawdown.Run of {}: {} replicates>", self.scenarios().join(", "), self.n())
    }
}
