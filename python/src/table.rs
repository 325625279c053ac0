//! Tables as Arrow: whatever writes a table of drawdown writes rows of a type, and that type is the schema.

use std::{io::Read, path::Path, sync::Arc};

use arrow_array::{
    RecordBatch, RecordBatchIterator, RecordBatchReader, ffi::FFI_ArrowSchema,
    ffi_stream::FFI_ArrowArrayStream,
};
use arrow_schema::{ArrowError, FieldRef, Schema, SchemaRef};
use bytes::Bytes;
use drawdown_base::text::{csv_records, read_csv};
use parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use pyo3::{prelude::*, types::PyCapsule};
use serde::{Serialize, de::DeserializeOwned};
use serde_arrow::schema::{SchemaLike, TracingOptions};

use crate::error::Failed;

/// A table: columns of Arrow, which Polars, pyarrow, pandas and DuckDB read without a copy (`pl.DataFrame(table)`,
/// `pa.table(table)`).
#[pyclass(frozen, module = "drawdown")]
pub struct Table {
    schema: SchemaRef,
    batches: Vec<RecordBatch>,
}

fn broken(what: impl std::fmt::Display) -> Failed {
    Failed::Other("table", what.to_string())
}

impl Table {
    /// Rows of a type, with the columns that the table as it was written has.
    pub fn of_csv<R: Serialize + DeserializeOwned>(csv: &[u8]) -> Result<Self, Failed> {
        let (heads, _) = csv_records(csv).map_err(broken)?;
        let rows: Vec<R> = read_csv(csv).and_then(Iterator::collect).map_err(broken)?;
        Self::of_rows(&rows, |name| heads.iter().any(|head| head == name))
    }

    /// Rows of a type, with those of their fields that the table has.
    pub fn of_rows<R: Serialize + DeserializeOwned>(
        rows: &[R],
        has: impl Fn(&str) -> bool,
    ) -> Result<Self, Failed> {
        let options = TracingOptions::default().enums_without_data_as_strings(true).allow_null_fields(true);
        let fields = Vec::<FieldRef>::from_type::<R>(options).map_err(broken)?;
        let batch = serde_arrow::to_record_batch(&fields, &rows).map_err(broken)?;
        let kept: Vec<usize> = (0..fields.len()).filter(|&i| has(fields[i].name())).collect();
        let batch = batch.project(&kept).map_err(broken)?;
        Ok(Self { schema: batch.schema(), batches: vec![batch] })
    }

    /// Files of Parquet, one after the other.
    pub fn of_parquet(files: impl IntoIterator<Item = Bytes>) -> Result<Self, Failed> {
        let (mut schema, mut batches) = (None, Vec::new());
        for file in files {
            let reader = ParquetRecordBatchReaderBuilder::try_new(file).and_then(|made| made.build());
            let reader = reader.map_err(broken)?;
            schema.get_or_insert_with(|| reader.schema());
            for batch in reader {
                batches.push(batch.map_err(broken)?);
            }
        }
        let schema = schema.unwrap_or_else(|| Arc::new(Schema::empty()));
        Ok(Self { schema, batches })
    }

    /// All Parquet files of a folder, by name.
    pub fn of_folder(folder: &Path) -> Result<Self, Failed> {
        let unread = |error: std::io::Error| broken(format!("cannot read `{}`: {error}", folder.display()));
        let mut files = Vec::new();
        for entry in std::fs::read_dir(folder).map_err(unread)? {
            let path = entry.map_err(unread)?.path();
            if path.extension().is_some_and(|ending| ending == "parquet") {
                files.push(path);
            }
        }
        files.sort();
        let mut all = Vec::new();
        for file in files {
            let mut bytes = Vec::new();
            std::fs::File::open(&file).and_then(|mut from| from.read_to_end(&mut bytes)).map_err(unread)?;
            all.push(Bytes::from(bytes));
        }
        Self::of_parquet(all)
    }
}

#[pymethods]
impl Table {
    /// The table as a stream of the Arrow C data interface.
    #[pyo3(signature = (requested_schema=None))]
    fn __arrow_c_stream__<'py>(
        &self,
        py: Python<'py>,
        requested_schema: Option<Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyCapsule>> {
        // As the interface says, what is requested is a wish.
        let _ = requested_schema;
        let batches: Vec<Result<RecordBatch, ArrowError>> = self.batches.iter().cloned().map(Ok).collect();
        let reader = RecordBatchIterator::new(batches, Arc::clone(&self.schema));
        PyCapsule::new_with_value(py, FFI_ArrowArrayStream::new(Box::new(reader)), c"arrow_array_stream")
    }

    /// Its schema for the Arrow C data interface.
    fn __arrow_c_schema__<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyCapsule>> {
        let schema = FFI_ArrowSchema::try_from(self.schema.as_ref()).map_err(broken)?;
        PyCapsule::new_with_value(py, schema, c"arrow_schema")
    }

    /// Number of rows.
    fn __len__(&self) -> usize {
        self.batches.iter().map(RecordBatch::num_rows).sum()
    }

    /// Names of the columns, in their order.
    #[getter]
    fn columns(&self) -> Vec<String> {
        self.schema.fields().iter().map(|field| field.name().clone()).collect()
    }

    fn __repr__(&self) -> String {
        format!("<drawdown.Table: {} rows of {}>", self.__len__(), self.columns().join(", "))
    }
}
