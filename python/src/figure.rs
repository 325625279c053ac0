//! Figures, as `drawdown plot` draws them.

use drawdown_figures::plot;
use pyo3::{prelude::*, types::PyBytes};

use crate::error::Failed;

/// A figure: a page of 1600 x 900 as PNG (1 to 4 pixels to one of the page) or SVG; a notebook shows it.
#[pyclass(frozen, module = "drawdown")]
pub struct Figure(pub plot::Figure);

/// Why nothing is drawn.
pub fn undrawn(error: impl std::fmt::Display) -> Failed {
    Failed::Other("figure", error.to_string())
}

#[pymethods]
impl Figure {
    /// Stem of its files in a run folder, such as `1-coverage`.
    #[getter]
    fn name(&self) -> &str {
        &self.0.stem
    }

    /// The finding or the question.
    #[getter]
    fn title(&self) -> &str {
        self.0.title()
    }

    /// Quantity, unit, readiness, years, scenario, marks.
    #[getter]
    fn subtitle(&self) -> &str {
        self.0.subtitle()
    }

    /// Source, replicates, seed, caveat, version and hash.
    #[getter]
    fn caption(&self) -> &str {
        self.0.caption()
    }

    /// What someone is told who cannot see the picture.
    #[getter]
    fn alt(&self) -> String {
        self.0.alt()
    }

    /// The bytes of a PNG file, `scale` pixels to one of the page.
    #[pyo3(signature = (scale=2.0))]
    fn png<'py>(&self, py: Python<'py>, scale: f32) -> PyResult<Bound<'py, PyBytes>> {
        if !(0.1..=4.0).contains(&scale) {
            return Err(Failed::Other("range", format!("no scale {scale}; allowed: 0.1 to 4")).into());
        }
        let bytes = py.detach(|| self.0.page.png(scale)).map_err(undrawn)?;
        Ok(PyBytes::new(py, &bytes))
    }

    /// The text of an SVG file.
    fn svg(&self, py: Python<'_>) -> String {
        py.detach(|| self.0.page.svg())
    }

    fn _repr_png_<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyBytes>> {
        self.png(py, 2.0)
    }

    fn _repr_svg_(&self, py: Python<'_>) -> String {
        self.svg(py)
    }

    fn __repr__(&self) -> String {
        format!("<drawdown.Figure {}: {}>", self.0.stem, self.0.title())
    }
}
