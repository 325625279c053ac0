//! What `run`, `compare` and `sensitivity` print.

use super::{Simulation, failure::Failure, output, sensitivity_beside, sensitivity_words};
use crate::store::{extra::CauseRow, summary::Summary, table::Row};

/// What a run prints.
pub struct Answer {
    /// The summary.
    pub summary: Summary,
    /// What drives the gap, where that was asked for.
    pub varied: Option<sensitivity_beside::Added>,
    /// Causes, where a table of them was asked for.
    pub causes: Vec<CauseRow>,
    /// The summary as it is told: at another tier, where that was asked for.
    pub told: Option<Summary>,
    /// Coverage and vulnerability by year, where all that was found is printed.
    pub by_year: [Vec<Row>; 2],
}

impl Answer {
    /// Its text.
    pub fn render(&self, options: &Simulation) -> Result<String, Failure> {
        match self.varied.as_ref().and_then(|added| added.found.as_ref()) {
            Some(found) if options.vary.alone => {
                sensitivity_words::render(&self.summary, found, options.format)
            }
            _ => output::render(
                self.told.as_ref().unwrap_or(&self.summary),
                &self.causes,
                self.by_year.each_ref().map(|rows| &rows[..]),
                options.format,
                options.details,
            ),
        }
    }
}
