//! Writes the table, a row group at a time.

use std::{io::Write, sync::Arc};

use super::Keeping;
use crate::{
    engine::{
        drive::{Pass, RunError},
        plan::Plan,
        replicates::{Rows, replicates},
    },
    scenario::Scenario,
    store::{
        replicates::{FORMAT, KIND, KIND_KEY},
        sweep::{
            Column, Type, Values,
            parquet_file::{Groups, ParquetError},
        },
    },
};

/// What was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Written {
    /// Rows: replicates that count, times scenarios.
    pub rows: u64,
    /// Columns.
    pub columns: usize,
}

/// Why it was not.
#[derive(Debug, thiserror::Error)]
pub enum ReplicatesError {
    /// Threads could not be started.
    #[error(transparent)]
    Run(#[from] RunError),
    /// The file cannot be written.
    #[error(transparent)]
    File(#[from] ParquetError),
}

/// Computes the replicates of a run that is done, and writes them; `None` if it was stopped before the last one.
///
/// `failing` is the plan of the run where some of its replicates had an outcome that was not finite: the same are left out.
///
/// # Errors
/// When threads cannot be started, or the file cannot be written.
pub fn write(
    to: impl Write + Send,
    keeping: &Keeping,
    scenarios: &[Scenario],
    failing: Option<&Plan>,
    pass: &Pass,
) -> Result<Option<Written>, ReplicatesError> {
    let Keeping { plan, kept, columns } = keeping;
    let heads = [Column::required("replicate", Type::Int), Column::required("scenario", Type::Text)];
    let numbers = columns.iter().map(|column| Column::optional(&column.name, Type::Real));
    let heads: Arc<Vec<Column>> = Arc::new(heads.into_iter().chain(numbers).collect());
    let repeated: Vec<&str> =
        columns.iter().filter(|column| column.repeated).map(|column| column.name.as_str()).collect();
    let mut groups = Groups::new(to, Arc::clone(&heads), |column| repeated.contains(&column.name.as_str()))?;
    let ids: Vec<Arc<str>> = scenarios.iter().map(|scenario| scenario.id.as_str().into()).collect();
    let mut written = Written { rows: 0, columns: heads.len() };
    let done = replicates(plan, kept, failing, pass, |rows: &mut Rows| -> Result<(), ReplicatesError> {
        if rows.replicates.is_empty() {
            return Ok(());
        }
        written.rows += rows.replicates.len() as u64;
        let values = values(rows, &ids);
        groups.write(&values)?;
        give_back(values, rows);
        Ok(())
    })?;
    if !done {
        return Ok(None);
    }
    for (key, value) in about(keeping, scenarios, pass.replicates) {
        groups.about(key, value);
    }
    groups.finish()?.flush().map_err(ParquetError::from)?;
    Ok(Some(written))
}

/// Rows as columns, which take the numbers away.
fn values(rows: &mut Rows, ids: &[Arc<str>]) -> Vec<Values> {
    // The reader of the file has whole numbers of 32 bits, as in a store; a longer table than that nobody reads.
    let number = |&replicate: &u64| Some(i32::try_from(replicate).unwrap_or(i32::MAX));
    let id = |&s: &usize| Some(Arc::clone(&ids[s]));
    let heads = [
        Values::Int(rows.replicates.iter().map(number).collect()),
        Values::Text(rows.scenarios.iter().map(id).collect()),
    ];
    let numbers = rows.values.iter_mut().map(|column| Values::Real(std::mem::take(column)));
    heads.into_iter().chain(numbers).collect()
}

/// Gives the memory of the numbers back to the next rows.
fn give_back(values: Vec<Values>, rows: &mut Rows) {
    let numbers = values.into_iter().filter_map(|values| match values {
        Values::Real(numbers) => Some(numbers),
        _ => None,
    });
    rows.values.iter_mut().zip(numbers).for_each(|(column, numbers)| *column = numbers);
}

/// What the file says of itself.
fn about(keeping: &Keeping, scenarios: &[Scenario], replicates: u64) -> Vec<(&'static str, String)> {
    let scenario = |scenario: &Scenario| serde_json::json!({ "id": scenario.id, "title": scenario.title, "sha256": scenario.hash() });
    let scenarios: Vec<_> = scenarios.iter().map(scenario).collect();
    let json = |value: &dyn Fn() -> serde_json::Result<String>| value().unwrap_or_default();
    vec![
        (KIND_KEY, KIND.to_owned()),
        ("drawdown.format", FORMAT.to_string()),
        ("drawdown.version", env!("CARGO_PKG_VERSION").to_owned()),
        ("drawdown.seed", keeping.plan.seed.to_string()),
        ("drawdown.design", keeping.plan.design.name().to_owned()),
        ("drawdown.replicates", replicates.to_string()),
        ("drawdown.scenarios", json(&|| serde_json::to_string(&scenarios))),
        ("drawdown.columns", json(&|| serde_json::to_string(&keeping.columns))),
    ]
}
