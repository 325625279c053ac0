//! What a report is made from: the files of a run folder, read back.

use std::path::Path;

use rayon::prelude::*;
use serde::Deserialize;

use crate::{
    plot::{Figure, PlotError, Tables, data::shown, figures, picture::Picture},
    store::{
        assumptions::{Assumptions, read_assumptions},
        folder::{FolderError, read_summary},
        read_table::{Ids, TableError, read_rows},
        summary::Summary,
        table::Table,
    },
};

/// Why there is no report.
#[derive(Debug, thiserror::Error)]
pub enum ReportError {
    /// A file of the run folder cannot be read.
    #[error(transparent)]
    Folder(#[from] FolderError),
    /// A table of the run folder cannot be read.
    #[error(transparent)]
    Table(#[from] TableError),
    /// A figure cannot be drawn.
    #[error(transparent)]
    Plot(#[from] PlotError),
}

/// A row of `comparison.csv`, as far as a report needs it.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub(super) struct Pair {
    pub scenario_a: String,
    pub scenario_b: String,
    pub outcome: String,
    pub tier: Option<u32>,
    pub domain: Option<String>,
    pub difference: Option<f64>,
    pub se: Option<f64>,
    pub probability_a_worse: Option<f64>,
}

/// Everything a report is made from.
#[derive(Clone, Debug)]
pub struct Material {
    pub(super) summary: Summary,
    pub(super) assumptions: Assumptions,
    pub(super) tables: Tables,
    pub(super) cost: Table,
    pub(super) bill: Table,
    pub(super) pairs: Vec<Pair>,
    pub(super) figures: Vec<Offered>,
}

impl Material {
    /// Reads a run folder and draws its figures, with `pictures` or only their words.
    ///
    /// # Errors
    /// When a file is missing, broken or of another format, or a figure cannot be drawn.
    pub fn read(run: &Path, format: u32, pictures: bool) -> Result<Self, ReportError> {
        let summary = read_summary(run, format)?;
        let assumptions = read_assumptions(run, format)?;
        let tables = Tables::load(run, &summary)?;
        Self::of(summary, assumptions, tables, run, pictures)
    }

    /// The same where summary, assumptions and tables are at hand; the rest is read from the run folder.
    ///
    /// # Errors
    /// When a table is missing or broken, or a figure cannot be drawn.
    pub fn of(
        summary: Summary,
        assumptions: Assumptions,
        tables: Tables,
        run: &Path,
        pictures: bool,
    ) -> Result<Self, ReportError> {
        let file = |name: &str| run.join("tables").join(format!("{name}.csv"));
        let known = Ids::of(&summary);
        let table = |name: &str| Table::read_where(&file(name), &known, shown);
        let pairs = if summary.scenarios.len() > 1 {
            read_rows(&file("comparison"), &known, |_| true)?
        } else {
            Vec::new()
        };
        let figures = figures(&summary, &tables)?.into_par_iter().map(|f| Offered::new(f, pictures));
        let figures = figures.collect::<Result<_, _>>()?;
        let (cost, bill) = (table("cost")?, table("bill")?);
        Ok(Self { cost, bill, pairs, figures, summary, assumptions, tables })
    }
}

/// A figure as the page takes it: its words as text, its picture without them.
#[derive(Clone, Debug)]
pub(super) struct Offered {
    /// The figure.
    pub(super) figure: Figure,
    /// The picture alone, at two pixels to one of the page; `None` where only the words were asked for.
    pub(super) picture: Option<Picture>,
}

impl Offered {
    fn new(figure: Figure, picture: bool) -> Result<Self, PlotError> {
        let picture = picture.then(|| figure.rendered(2)).transpose().map_err(PlotError::Drawing)?;
        Ok(Self { figure, picture })
    }
}
