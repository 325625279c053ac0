//! Sweeps into stores.

use std::path::PathBuf;

use drawdown_analysis::study::{Instead, Settings, Shard, StudyError, Sweep};
use pyo3::prelude::*;

use crate::{error::Failed, table::Table, work::work};

/// The store of a sweep: a folder of Parquet.
#[pyclass(frozen, module = "drawdown")]
pub struct Store {
    #[pyo3(get)]
    path: PathBuf,
    /// Experiments that are done.
    #[pyo3(get)]
    done: u64,
    /// Those of them that failed.
    #[pyo3(get)]
    failed: u64,
}

#[pymethods]
impl Store {
    /// A row an experiment: levers, uncertainties, headlines.
    #[getter]
    fn experiments(&self, py: Python<'_>) -> PyResult<Table> {
        Ok(py.detach(|| Table::of_folder(&self.path.join("experiments")))?)
    }

    /// A row an estimate of an experiment.
    #[getter]
    fn outcomes(&self, py: Python<'_>) -> PyResult<Table> {
        Ok(py.detach(|| Table::of_folder(&self.path.join("outcomes")))?)
    }

    fn __repr__(&self) -> String {
        format!("<drawdown.Store {}: {} experiments, {} failed>", self.path.display(), self.done, self.failed)
    }
}

/// Runs an experiment file into a store.
#[pyfunction]
pub fn sweep(
    py: Python<'_>,
    file: PathBuf,
    output: PathBuf,
    draws: (Option<u64>, Option<u64>, usize),
    part: (bool, Option<(u64, u64)>),
    progress: Option<Py<PyAny>>,
) -> PyResult<Store> {
    let (resume, shard) = part;
    let (replicates, seed, threads) = draws;
    let found = work(py, progress.as_ref(), |token, told| -> Result<Store, Failed> {
        let mut sweep = Sweep::load(&file, Instead { replicates, seed })?;
        if let Some((index, of)) = shard {
            sweep = sweep.shard(Shard { index, of })?;
        }
        let mut sweeping = sweep.open(&output, resume)?;
        let settings = Settings::new().threads(threads).observer(told).cancel(token);
        if sweeping.run(&settings)?.interrupted {
            return Err(StudyError::Cancelled.into());
        }
        let store = sweeping.store();
        Ok(Store { done: store.done(), failed: store.failed(), path: output })
    })?;
    Ok(found?)
}
