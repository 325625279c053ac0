//! Every replicate in a Parquet file: to the bit what the trace of the same run says, in sum what its tables say.

mod command;
mod tables;
mod trace;

use std::{collections::BTreeMap, fs, path::Path, sync::Arc};

use drawdown::{
    store::sweep::{
        Column, Type, Values,
        parquet_file::{decode, fact},
    },
    study::{Answered, Done, Keeping, OfReplicates, Planned, Written},
};

/// A file of replicates, read.
pub struct Table {
    pub replicates: Vec<u64>,
    pub scenarios: Vec<String>,
    /// By name of the column.
    pub numbers: BTreeMap<String, Vec<f64>>,
}

impl Table {
    /// The numbers of a column in the rows of a scenario.
    pub fn of(&self, scenario: &str, column: &str) -> Vec<f64> {
        let numbers = self.numbers.get(column).unwrap_or_else(|| panic!("no column {column}"));
        let own = self.scenarios.iter().zip(numbers).filter(|(id, _)| *id == scenario);
        own.map(|(_, number)| *number).collect()
    }
}

/// The numbers of names.
fn table(bytes: Vec<u8>, names: impl Iterator<Item = String>) -> Table {
    let heads = [Column::required("replicate", Type::Int), Column::required("scenario", Type::Text)];
    let columns = heads.into_iter().chain(names.map(|name| Column::optional(name, Type::Real)));
    let columns: Arc<Vec<Column>> = Arc::new(columns.collect());
    let frame = decode(bytes, &columns).expect("these columns");
    let mut table = Table { replicates: Vec::new(), scenarios: Vec::new(), numbers: BTreeMap::new() };
    for (column, values) in columns.iter().zip(frame.values) {
        match values {
            Values::Int(all) => table.replicates = all.iter().map(|n| n.expect("a number") as u64).collect(),
            Values::Text(all) => {
                table.scenarios = all.iter().map(|id| id.as_deref().expect("an id").into()).collect()
            }
            Values::Real(all) => drop(table.numbers.insert(column.name.clone(), all)),
        }
    }
    table
}

/// Reads a file by what it says of itself.
pub fn read(path: &Path) -> Table {
    let about = fact(fs::File::open(path).expect("a file"), "drawdown.columns").expect("its columns");
    let about: Vec<serde_json::Value> = serde_json::from_str(&about).expect("a list");
    let names = about.iter().map(|column| column["name"].as_str().expect("a name").to_owned());
    table(fs::read(path).expect("a file"), names)
}

/// What is asked for, by names.
pub fn asked(inputs: Option<&[&str]>, outcomes: Option<&[&str]>) -> OfReplicates {
    let owned = |names: Option<&[&str]>| names.map(|names| names.iter().map(ToString::to_string).collect());
    OfReplicates { inputs: owned(inputs), outcomes: owned(outcomes) }
}

/// The bytes of a file of replicates.
pub fn bytes(planned: &Planned, keeping: &Keeping, done: Done) -> (Vec<u8>, Option<Written>) {
    let mut bytes = Vec::new();
    let Answered { found, interrupted, .. } = planned.replicates(keeping, done, &mut bytes).expect("written");
    assert_eq!(found.is_none(), interrupted);
    (bytes, found)
}

/// The same, read.
pub fn written(planned: &Planned, keeping: &Keeping, done: Done) -> Table {
    let (bytes, found) = bytes(planned, keeping, done);
    let table = table(bytes, keeping.columns().iter().map(|column| column.name.clone()));
    let found = found.expect("to the end");
    assert_eq!(found.rows, table.replicates.len() as u64);
    assert_eq!(found.columns, 2 + table.numbers.len());
    table
}
