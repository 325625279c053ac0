//! Errors as `drawdown.DrawdownError`, with their places.

use drawdown_analysis::study::StudyError;
use pyo3::{create_exception, exceptions::PyException, prelude::*, types::PyDict};

create_exception!(
    drawdown,
    DrawdownError,
    PyException,
    "What drawdown refuses or cannot do.\n\n\
     `code` says of which kind it is and does not change; `message` is for people. Of a scenario, `file`, `line` and `column` \
     (from 1) are the place of the first error, and `findings` has all of them, a dict each."
);

/// What a failure is, before it is an exception.
pub enum Failed {
    /// Of a study.
    Study(StudyError),
    /// Of files, figures and else: its code, and what is to be said.
    Other(&'static str, String),
}

impl From<StudyError> for Failed {
    fn from(error: StudyError) -> Self {
        Self::Study(error)
    }
}

impl From<Failed> for PyErr {
    fn from(failed: Failed) -> Self {
        let text = match &failed {
            Failed::Study(error) => error.to_string(),
            Failed::Other(_, text) => text.clone(),
        };
        let error = DrawdownError::new_err(text.trim_end().to_owned());
        Python::attach(|py| match describe(py, &error, &failed) {
            Ok(()) => error.clone_ref(py),
            Err(other) => other,
        })
    }
}

/// Gives the exception its attributes.
fn describe(py: Python<'_>, error: &PyErr, failed: &Failed) -> PyResult<()> {
    let value = error.value(py);
    let mut findings = Vec::new();
    if let Failed::Study(StudyError::Scenario(found)) = failed {
        let mut all: Vec<_> = found.errors().collect();
        all.sort_by_key(|item| (item.span.is_none(), item.span));
        for item in all {
            let place = item.span.map(|span| found.place(span));
            let dict = PyDict::new(py);
            dict.set_item("code", item.code.name())?;
            dict.set_item("message", &item.message)?;
            dict.set_item("hint", &item.hint)?;
            dict.set_item("file", place.as_ref().map(|place| place.file.clone()))?;
            dict.set_item("line", place.as_ref().map(|place| place.line))?;
            dict.set_item("column", place.as_ref().map(|place| place.column))?;
            findings.push(dict);
        }
    }
    let (code, message) = match failed {
        Failed::Study(error) => (error.code().name(), error.to_string()),
        Failed::Other(code, text) => (*code, text.clone()),
    };
    value.setattr("code", code)?;
    value.setattr("message", message.trim_end())?;
    for name in ["file", "line", "column"] {
        value.setattr(name, py.None())?;
    }
    if let Some(first) = findings.first() {
        for name in ["code", "message", "file", "line", "column"] {
            value.setattr(name, first.get_item(name)?)?;
        }
    }
    value.setattr("findings", findings)
}
