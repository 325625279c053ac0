//! What a report is made from: the files of a run folder, read back.

use std::path::Path;

use crate::{
    plot::{self, Drawn, PlotError, Tables},
    present::{
        at_tier::at_tier,
        turned::{Asked, Menu},
    },
    store::{
        assumptions::Assumptions,
        country::{self, Country},
        folder::{FolderError, not_as_written, read_assumptions, read_summary},
        summary::Summary,
        sweep::StoreError,
    },
};

/// Why there is no report.
#[derive(Debug, thiserror::Error)]
pub enum ReportError {
    /// A file of the run folder cannot be read.
    #[error(transparent)]
    Folder(#[from] FolderError),
    /// A figure cannot be drawn.
    #[error(transparent)]
    Plot(#[from] PlotError),
    /// What was asked for is not in the run.
    #[error("{0}")]
    Asked(String),
    /// A store of a sweep cannot be read.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Everything a report is made from.
#[derive(Clone, Debug)]
pub struct Material {
    /// The run at the tier that it is turned to.
    pub(super) told: Summary,
    /// The run at its own.
    summary: Summary,
    pub(super) assumptions: Assumptions,
    pub(super) tables: Tables,
    pub(super) figures: Vec<Drawn>,
    /// Which files are not as the run has written them, in a sentence.
    pub(super) changed: Option<String>,
    /// What it means for countries, in the order of the reference data.
    pub(super) countries: Vec<Country>,
}

impl Material {
    /// Reads a run folder and draws its figures, with `pictures` or only their words. Files that are not as the run has
    /// written them are a warning of the report.
    ///
    /// # Errors
    /// When a file is missing, broken or of another format, a figure cannot be drawn, or what was asked for is not there.
    pub fn read(run: &Path, format: u32, pictures: bool, asked: &Asked) -> Result<Self, ReportError> {
        let mut summary = read_summary(run, format)?;
        let turned = asked.among(&Menu::of(&summary)).map_err(ReportError::Asked)?;
        summary.turned_to = std::mem::take(&mut summary.turned_to).and_then(turned);
        let changed = not_as_written(run);
        // First, since it changes how to read all else.
        summary.warnings.splice(..0, changed.clone());
        let assumptions = read_assumptions(run, format)?;
        let tables = Tables::load(run, &summary)?;
        let figures = plot::drawn(&summary, &tables, None, pictures)?;
        Ok(Self { changed, ..Self::of(summary, assumptions, tables, figures) })
    }

    /// With what it means for the allies of which the folder keeps more than its tables hold, and for those `asked` for by
    /// their ids.
    ///
    /// # Errors
    /// When what is kept cannot be read.
    pub fn with_countries(mut self, folder: &Path, asked: &[String]) -> Result<Self, ReportError> {
        let Tables { hosts, spending, cost, .. } = &self.tables;
        let tables = country::Tables { hosts, spending, cost };
        let mut countries = Vec::new();
        for ally in self.summary.countries.iter().filter(|country| country.ally) {
            let kept = country::read_kept(folder, &self.summary, &ally.id)?;
            if kept.is_some() || asked.contains(&ally.id) {
                countries.push(country::gather(
                    &self.summary,
                    &self.assumptions,
                    tables,
                    kept.as_ref(),
                    &ally.id,
                ));
            }
        }
        self.countries = countries;
        Ok(self)
    }

    /// Which of the files are not as the run has written them, in a sentence, if any.
    #[must_use]
    pub fn changed(&self) -> Option<&str> {
        self.changed.as_deref()
    }

    /// `summary.json`, with a warning of files that are not as they were written.
    #[must_use]
    pub fn summary(&self) -> &Summary {
        &self.summary
    }

    /// The same at the tier that the run is turned to.
    #[must_use]
    pub fn told(&self) -> &Summary {
        &self.told
    }

    /// `scenarios.json`.
    #[must_use]
    pub fn assumptions(&self) -> &Assumptions {
        &self.assumptions
    }

    /// The tables that figures need.
    #[must_use]
    pub fn tables(&self) -> &Tables {
        &self.tables
    }

    /// The same where all of it is at hand.
    #[must_use]
    pub fn of(summary: Summary, assumptions: Assumptions, tables: Tables, figures: Vec<Drawn>) -> Self {
        let told = at_tier(&summary, tables.sources());
        Self { figures, told, summary, assumptions, tables, changed: None, countries: Vec::new() }
    }
}
