//! Means of outcomes in many scenarios, such as one with thousands of settings.

use drawdown_analysis::study::Query;
use pyo3::prelude::*;

use crate::{asked::Asked, error::Failed, place::Place, work::work};

/// Means of outcomes in every scenario that is asked about, a list an outcome.
#[pyfunction]
pub fn evaluate(
    py: Python<'_>,
    asked: Asked,
    places: Vec<Place>,
    progress: Option<Py<PyAny>>,
) -> PyResult<Vec<Vec<f64>>> {
    let queries: Vec<Query> = places.iter().map(Place::query).collect::<Result<_, _>>()?;
    let found = work(py, progress.as_ref(), |token, told| -> Result<_, Failed> {
        Ok(asked.study(token, told)?.evaluate(&queries)?)
    })??;
    Ok((0..queries.len()).map(|asked| found.iter().map(|row| row[asked]).collect()).collect())
}
