//! Tidy tables: one row per estimate, the same columns in the same order in every file (docs/run-folder.md).

use std::{fs::File, io::BufWriter, path::Path};

use serde::{Deserialize, Serialize};

use super::read_table::{Ids, TableError, read_rows};
use crate::text::{CsvWriter, Numbers};

/// One estimate. Fields that do not apply are `None` and empty in the file; a table's file has the columns that occur.
///
/// `p05` to `p95` describe the spread over replicates, `p05_se` to `p95_se` how well it is known; `se`, `lower` and
/// `upper` the error of the estimate (95 %).
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Row {
    /// Scenario id.
    pub scenario: String,
    /// `scenario`, `direct`, `counterfactual`, or the paired `attributable`, `direct_effect`, `induced`.
    pub arm: Option<String>,
    /// What is estimated.
    pub outcome: String,
    /// Its unit.
    pub unit: String,
    /// Domain id.
    pub domain: Option<String>,
    /// Readiness tier, days after the alert.
    pub tier: Option<u32>,
    /// Ally id.
    pub ally: Option<String>,
    /// Host country id.
    pub host: Option<String>,
    /// Quarter from the start of the run.
    pub quarter: Option<usize>,
    /// Calendar year.
    pub year: Option<i32>,
    /// Mean over replicates.
    pub mean: Option<f64>,
    /// Standard error of the mean.
    pub se: Option<f64>,
    /// 5 % quantile over replicates.
    pub p05: Option<f64>,
    /// 25 % quantile.
    pub p25: Option<f64>,
    /// Median.
    pub p50: Option<f64>,
    /// 75 % quantile.
    pub p75: Option<f64>,
    /// 95 % quantile.
    pub p95: Option<f64>,
    /// Standard error of `p05`.
    pub p05_se: Option<f64>,
    /// Of `p25`.
    pub p25_se: Option<f64>,
    /// Of `p50`.
    pub p50_se: Option<f64>,
    /// Of `p75`.
    pub p75_se: Option<f64>,
    /// Of `p95`.
    pub p95_se: Option<f64>,
    /// Probability (with `lower` and `upper`: Wilson's 95 % interval).
    pub probability: Option<f64>,
    /// Lower end of the 95 % interval of the estimate.
    pub lower: Option<f64>,
    /// Upper end of the 95 % interval of the estimate.
    pub upper: Option<f64>,
}

/// A table: rows in a fixed order.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Table {
    /// The rows.
    pub rows: Vec<Row>,
}

impl Table {
    /// Reads the rows of a table of a run folder that are to be kept.
    ///
    /// # Errors
    /// When the file cannot be read, or a cell is not what its column may hold; the message names file, line and column.
    pub fn read_where(path: &Path, known: &Ids, keep: impl Fn(&Row) -> bool) -> Result<Self, TableError> {
        read_rows(path, known, keep).map(|rows| Self { rows })
    }

    /// Gives every scenario the counterfactual of its world: tables for people hold it once, with the world's first
    /// scenario. `worlds` are the ids of the scenarios in each.
    pub fn share_counterfactuals<'a>(&mut self, worlds: impl IntoIterator<Item = &'a [String]>) {
        let is = |row: &&Row, id: &str| row.scenario == id && row.arm.as_deref() == Some("counterfactual");
        for world in worlds {
            let Some((first, others)) = world.split_first() else { continue };
            let shared: Vec<Row> = self.rows.iter().filter(|row| is(row, first)).cloned().collect();
            for other in others {
                if !self.rows.iter().any(|row| is(&row, other)) {
                    let own = |row: &Row| Row { scenario: other.clone(), ..row.clone() };
                    self.rows.extend(shared.iter().map(own));
                }
            }
        }
    }
}

/// Writes a table with the columns that it `has`.
///
/// # Errors
/// When the file cannot be written.
pub fn write(
    path: &Path,
    has: impl Fn(&str) -> bool,
    rows: impl Iterator<Item = Row>,
) -> Result<(), csv::Error> {
    let file = BufWriter::new(File::create(path)?);
    let mut writer = CsvWriter::with_columns::<Row>(file, Numbers::Tidy, has)?;
    for row in rows {
        writer.write(&row)?;
    }
    Ok(writer.flush()?)
}
