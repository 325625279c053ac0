//! What is asked for, as Python says it, and the study that it is.

use std::path::PathBuf;

use drawdown_analysis::study::{CancelToken, Design, Detail, Source, Study, StudyError};
use pyo3::prelude::*;

use crate::{error::Failed, work::Told};

/// A scenario: a file or name, or a text with its id; an id of its own; what is set in it.
#[derive(Clone, FromPyObject)]
pub struct Spec {
    source: PathBuf,
    text: Option<String>,
    id: Option<String>,
    sets: Vec<String>,
}

impl Spec {
    fn source(&self) -> Source {
        let plain = match &self.text {
            Some(text) => {
                let id = self.id.clone().unwrap_or_else(|| self.source.to_string_lossy().into_owned());
                Source::Text { id, text: text.clone() }
            }
            None => Source::Named(self.source.clone()),
        };
        match (&self.id, self.sets.is_empty()) {
            (None, true) => plain,
            (id, _) => Source::Set { id: id.clone(), of: Box::new(plain), sets: self.sets.clone() },
        }
    }
}

/// How it is run.
#[derive(Clone, FromPyObject)]
pub struct Options {
    n: u64,
    seed: u64,
    design: String,
    threads: usize,
    detail: String,
    causes: Option<u64>,
    precision: Vec<String>,
    max_n: u64,
}

/// Scenarios and how they are run.
#[derive(Clone, FromPyObject)]
pub struct Asked {
    /// The scenarios.
    pub specs: Vec<Spec>,
    /// How they are run.
    pub options: Options,
}

/// What none of a few names is.
fn none_of(what: &'static str, asked: &str, known: &[&str]) -> Failed {
    let known = known.iter().map(|&name| name.to_owned()).collect();
    StudyError::Unknown { what, asked: asked.to_owned(), known }.into()
}

impl Asked {
    /// The study, which tells and is ended by what is given.
    pub fn study(&self, token: &CancelToken, told: Told) -> Result<Study, Failed> {
        let Options { n, seed, design, threads, detail, causes, precision, max_n } = &self.options;
        let design = match design.as_str() {
            "sobol" => Design::Sobol,
            "mc" => Design::MonteCarlo,
            "lhs" => Design::LatinHypercube { replicates: *n },
            other => return Err(none_of("design", other, &["sobol", "mc", "lhs"])),
        };
        let detail = match detail.as_str() {
            "people" => Detail::People,
            "full" => Detail::Full,
            other => return Err(none_of("detail", other, &["people", "full"])),
        };
        let study = self.specs.iter().map(Spec::source).fold(Study::new(), Study::source);
        let study = precision.iter().fold(study, |study, target| study.precision(target, *max_n));
        Ok(study
            .replicates(*n)
            .seed(*seed)
            .design(design)
            .threads(*threads)
            .detail(detail)
            .causes(causes.unwrap_or(u64::MAX))
            .observer(told)
            .cancel(token))
    }
}
