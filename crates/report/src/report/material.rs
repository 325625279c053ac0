//! What a report is made from: the files of a run folder, read back.

use std::path::Path;

use rayon::prelude::*;

use crate::{
    plot::{Figure, PlotError, Tables, picture::Picture, registered, registry::Entry},
    store::{
        assumptions::{Assumptions, read_assumptions},
        folder::{FolderError, not_as_written, read_summary},
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
    /// A store of a sweep cannot be read.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Everything a report is made from.
#[derive(Clone, Debug)]
pub struct Material {
    pub(super) summary: Summary,
    pub(super) assumptions: Assumptions,
    pub(super) tables: Tables,
    pub(super) figures: Vec<Offered>,
    /// Which files are not as the run has written them, in a sentence.
    pub(super) changed: Option<String>,
}

impl Material {
    /// Reads a run folder and draws its figures, with `pictures` or only their words. Files that are not as the run has
    /// written them are a warning of the report.
    ///
    /// # Errors
    /// When a file is missing, broken or of another format, or a figure cannot be drawn.
    pub fn read(run: &Path, format: u32, pictures: bool) -> Result<Self, ReportError> {
        let mut summary = read_summary(run, format)?;
        let changed = not_as_written(run);
        // First, since it changes how to read all else.
        summary.warnings.splice(..0, changed.clone());
        let assumptions = read_assumptions(run, format)?;
        let tables = Tables::load(run, &summary)?;
        Ok(Self { changed, ..Self::of(summary, assumptions, tables, pictures)? })
    }

    /// Which of the files are not as the run has written them, in a sentence, if any.
    #[must_use]
    pub fn changed(&self) -> Option<&str> {
        self.changed.as_deref()
    }

    /// The same where summary, assumptions and tables are at hand.
    ///
    /// # Errors
    /// When a figure cannot be drawn.
    pub fn of(
        summary: Summary,
        assumptions: Assumptions,
        tables: Tables,
        pictures: bool,
    ) -> Result<Self, ReportError> {
        let figures = registered(&summary, &tables)?.into_par_iter();
        let figures = figures.map(|(entry, figure)| Offered::new(entry, figure, pictures));
        let figures = figures.collect::<Result<_, _>>()?;
        Ok(Self { figures, summary, assumptions, tables, changed: None })
    }
}

/// A figure as the page takes it: its words as text, its picture without them.
#[derive(Clone, Debug)]
pub(super) struct Offered {
    /// What the registry says of it.
    pub(super) entry: &'static Entry,
    /// The figure.
    pub(super) figure: Figure,
    /// The picture alone, at two pixels to one of the page; `None` where only the words were asked for.
    pub(super) picture: Option<Picture>,
}

impl Offered {
    fn new(entry: &'static Entry, figure: Figure, picture: bool) -> Result<Self, PlotError> {
        let picture = picture.then(|| figure.rendered(2)).transpose().map_err(PlotError::Drawing)?;
        Ok(Self { entry, figure, picture })
    }
}
