//! A table as the bytes of a Parquet file and back. The same table gives the same bytes.

use std::{fs::File, io::Write, sync::Arc};

use bytes::Bytes;
use parquet::{
    basic::{Compression, ConvertedType, LogicalType, Repetition, Type as Physical},
    column::{reader::ColumnReader, writer::ColumnWriter},
    data_type::{ByteArray, ByteArrayType, DoubleType, Int32Type},
    errors::Result,
    file::{
        metadata::KeyValue,
        properties::{EnabledStatistics, WriterProperties},
        reader::{FileReader, SerializedFileReader},
        writer::{SerializedColumnWriter, SerializedFileWriter},
    },
    schema::types::{ColumnPath, Type as Schema},
};

pub use parquet::errors::ParquetError;

use super::frame::{Column, Frame, Type, Values};

/// Who wrote the file, as it says itself.
const WRITER: &str = concat!("drawdown version ", env!("CARGO_PKG_VERSION"));

fn schema(columns: &[Column]) -> Result<Schema> {
    let field = |column: &Column| {
        let physical = match column.kind {
            Type::Int => Physical::INT32,
            Type::Real => Physical::DOUBLE,
            Type::Text => Physical::BYTE_ARRAY,
        };
        let text = column.kind == Type::Text;
        Schema::primitive_type_builder(&column.name, physical)
            .with_repetition(if column.optional { Repetition::OPTIONAL } else { Repetition::REQUIRED })
            .with_converted_type(if text { ConvertedType::UTF8 } else { ConvertedType::NONE })
            .with_logical_type(text.then_some(LogicalType::String))
            .build()
            .map(Arc::new)
    };
    let fields = columns.iter().map(field).collect::<Result<_>>()?;
    Schema::group_type_builder("table").with_fields(fields).build()
}

/// Values that are there and, where some may be missing, a level for every row: 1 there, 0 missing.
fn split<T, V>(optional: bool, values: &[T], there: impl Fn(&T) -> Option<V>) -> (Vec<V>, Option<Vec<i16>>) {
    let packed = values.iter().filter_map(&there).collect();
    let levels = || values.iter().map(|value| i16::from(there(value).is_some())).collect();
    (packed, optional.then(levels))
}

/// A file that is written row group by row group, compressed with Snappy.
pub struct Groups<W: Write + Send> {
    writer: SerializedFileWriter<W>,
    columns: Arc<Vec<Column>>,
}

impl<W: Write + Send> Groups<W> {
    /// Begins a file. Texts, and the columns that are `repeated` (few values, many times), are in dictionaries.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn new(to: W, columns: Arc<Vec<Column>>, repeated: impl Fn(&Column) -> bool) -> Result<Self> {
        let properties = WriterProperties::builder()
            .set_created_by(WRITER.to_owned())
            .set_compression(Compression::SNAPPY)
            .set_statistics_enabled(EnabledStatistics::Chunk)
            .set_offset_index_disabled(true);
        // Hardly any two floats are equal: a dictionary only costs.
        let properties = columns
            .iter()
            .filter(|column| column.kind == Type::Real && !repeated(column))
            .fold(properties, |properties, column| {
                properties.set_column_dictionary_enabled(path(&column.name), false)
            });
        let schema = Arc::new(schema(&columns)?);
        Ok(Self { writer: SerializedFileWriter::new(to, schema, Arc::new(properties.build()))?, columns })
    }

    /// Adds a fact about the file.
    pub fn about(&mut self, key: &str, value: String) {
        self.writer.append_key_value_metadata(KeyValue::new(key.to_owned(), value));
    }

    /// Adds a row group.
    ///
    /// # Errors
    /// When it cannot be written, or a column that must have a value in every row lacks one.
    pub fn write(&mut self, values: &[Values]) -> Result<()> {
        let mut group = self.writer.next_row_group()?;
        for (column, values) in self.columns.iter().zip(values) {
            let Some(mut to) = group.next_column()? else { break };
            write_column(&mut to, column, values)?;
            to.close()?;
        }
        group.close()?;
        Ok(())
    }

    /// Ends the file; returns what it was written to.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn finish(self) -> Result<W> {
        self.writer.into_inner()
    }
}

/// The path of a column, whose name may hold dots.
fn path(name: &str) -> ColumnPath {
    ColumnPath::new(vec![name.to_owned()])
}

fn write_column(to: &mut SerializedColumnWriter, column: &Column, values: &Values) -> Result<()> {
    let lacking = || ParquetError::General(format!("column {} lacks a value", column.name));
    let whole =
        |packed: usize| if column.optional || packed == values.len() { Ok(()) } else { Err(lacking()) };
    match (to.untyped(), values) {
        (ColumnWriter::Int32ColumnWriter(to), Values::Int(values)) => {
            let (packed, levels) = split(column.optional, values, |value| *value);
            whole(packed.len())?;
            to.write_batch(&packed, levels.as_deref(), None)?;
        }
        (ColumnWriter::DoubleColumnWriter(to), Values::Real(values)) => {
            let (packed, levels) =
                split(column.optional, values, |value| Some(*value).filter(|value| !value.is_nan()));
            whole(packed.len())?;
            to.write_batch(&packed, levels.as_deref(), None)?;
        }
        (ColumnWriter::ByteArrayColumnWriter(to), Values::Text(values)) => {
            let bytes = |value: &Option<Arc<str>>| {
                value.as_ref().map(|text| ByteArray::from(text.as_bytes().to_vec()))
            };
            let (packed, levels) = split(column.optional, values, bytes);
            whole(packed.len())?;
            to.write_batch(&packed, levels.as_deref(), None)?;
        }
        _ => return Err(lacking()),
    }
    Ok(())
}

/// Encodes a table: one row group, texts in dictionaries, compressed with Snappy.
///
/// # Errors
/// When a column that must have a value in every row lacks one.
pub fn encode(frame: &Frame) -> Result<Vec<u8>> {
    let mut groups = Groups::new(Vec::new(), Arc::clone(&frame.columns), |_| false)?;
    groups.write(&frame.values)?;
    groups.finish()
}

/// A fact about a Parquet file that drawdown has written itself, whichever version; `None` of every other file.
#[must_use]
pub fn fact(file: File, key: &str) -> Option<String> {
    let reader = SerializedFileReader::new(file).ok()?;
    let about = reader.metadata().file_metadata();
    about.created_by().filter(|writer| writer.starts_with("drawdown version "))?;
    about.key_value_metadata()?.iter().find(|fact| fact.key == key)?.value.clone()
}

/// Decodes a table, which must have the given columns.
///
/// # Errors
/// When the bytes are no Parquet file, or one of other columns.
pub fn decode(bytes: Vec<u8>, columns: &Arc<Vec<Column>>) -> Result<Frame> {
    let reader = SerializedFileReader::new(Bytes::from(bytes))?;
    let wrong = |what: &str| ParquetError::General(format!("other columns than expected: {what}"));
    if *reader.metadata().file_metadata().schema() != schema(columns)? {
        return Err(wrong("names or types"));
    }
    let mut frame = Frame::new(Arc::clone(columns));
    for number in 0..reader.num_row_groups() {
        let group = reader.get_row_group(number)?;
        let rows = group.metadata().num_rows() as usize;
        for (i, (column, into)) in columns.iter().zip(&mut frame.values).enumerate() {
            let mut levels = Vec::new();
            match (group.get_column_reader(i)?, into) {
                (ColumnReader::Int32ColumnReader(mut from), Values::Int(into)) => {
                    let mut values = Vec::<<Int32Type as parquet::data_type::DataType>::T>::new();
                    read_all(rows, |left| {
                        from.read_records(left, Some(&mut levels), None, &mut values).map(|read| read.0)
                    })?;
                    into.extend(join(column.optional, &levels, values).map(|value: Option<i32>| value));
                }
                (ColumnReader::DoubleColumnReader(mut from), Values::Real(into)) => {
                    let mut values = Vec::<<DoubleType as parquet::data_type::DataType>::T>::new();
                    read_all(rows, |left| {
                        from.read_records(left, Some(&mut levels), None, &mut values).map(|read| read.0)
                    })?;
                    into.extend(
                        join(column.optional, &levels, values).map(|value| value.unwrap_or(f64::NAN)),
                    );
                }
                (ColumnReader::ByteArrayColumnReader(mut from), Values::Text(into)) => {
                    let mut values = Vec::<<ByteArrayType as parquet::data_type::DataType>::T>::new();
                    read_all(rows, |left| {
                        from.read_records(left, Some(&mut levels), None, &mut values).map(|read| read.0)
                    })?;
                    let texts: Vec<Arc<str>> =
                        values.iter().map(|value| value.as_utf8().map(Arc::from)).collect::<Result<_>>()?;
                    into.extend(join(column.optional, &levels, texts));
                }
                _ => return Err(wrong(&column.name)),
            }
        }
    }
    Ok(frame)
}

/// What a file of a part holds, as far as it can be compared with what is said of it.
pub struct Contents {
    /// Numbers of the experiments of its rows.
    pub experiments: Vec<i32>,
    /// Rows of failed experiments, in a table of experiments.
    pub failed: Option<u64>,
}

/// Looks into a file.
///
/// # Errors
/// When the bytes are no Parquet file, or one of other columns.
pub fn contents(bytes: Vec<u8>) -> Result<Contents> {
    let reader = SerializedFileReader::new(Bytes::from(bytes))?;
    let fields = reader.metadata().file_metadata().schema().get_fields();
    let place = |name: &str| fields.iter().position(|field| field.name() == name);
    let wrong = |name: &str| ParquetError::General(format!("other columns than expected: no `{name}`"));
    let number = place("experiment").ok_or_else(|| wrong("experiment"))?;
    let status = place("status");
    let mut found = Contents { experiments: Vec::new(), failed: status.map(|_| 0) };
    for group in 0..reader.num_row_groups() {
        let group = reader.get_row_group(group)?;
        let rows = usize::try_from(group.metadata().num_rows()).unwrap_or(0);
        let ColumnReader::Int32ColumnReader(mut from) = group.get_column_reader(number)? else {
            return Err(wrong("experiment"));
        };
        let before = found.experiments.len();
        read_all(rows, |left| {
            from.read_records(left, None, None, &mut found.experiments).map(|read| read.0)
        })?;
        if found.experiments.len() - before != rows {
            return Err(wrong("experiment"));
        }
        if let (Some(status), Some(failed)) = (status, &mut found.failed) {
            let ColumnReader::ByteArrayColumnReader(mut from) = group.get_column_reader(status)? else {
                return Err(wrong("status"));
            };
            let mut values: Vec<ByteArray> = Vec::new();
            read_all(rows, |left| from.read_records(left, None, None, &mut values).map(|read| read.0))?;
            *failed += values.iter().filter(|value| value.data() == b"failed").count() as u64;
        }
    }
    Ok(found)
}

/// Reads until all rows are there.
fn read_all(rows: usize, mut read: impl FnMut(usize) -> Result<usize>) -> Result<()> {
    let mut done = 0;
    while done < rows {
        match read(rows - done)? {
            0 => return Err(ParquetError::EOF("a column ends before its last row".into())),
            more => done += more,
        }
    }
    Ok(())
}

/// Values at their places, where the level says so.
fn join<T>(optional: bool, levels: &[i16], values: Vec<T>) -> impl Iterator<Item = Option<T>> {
    let rows = if optional { levels.len() } else { values.len() };
    let mut values = values.into_iter();
    let levels = levels.to_vec();
    (0..rows).map(move |row| if !optional || levels[row] > 0 { values.next() } else { None })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn frame() -> Frame {
        let columns = Arc::new(vec![
            Column::required("experiment", Type::Int),
            Column::optional("text", Type::Text),
            Column::optional("number", Type::Real),
        ]);
        let values = vec![
            Values::Int((0..1000).map(Some).collect()),
            Values::Text((0..1000).map(|i| (i % 3 > 0).then(|| format!("t{}", i % 7).into())).collect()),
            Values::Real((0..1000).map(|i| if i % 5 == 0 { f64::NAN } else { 1.0 / f64::from(i) }).collect()),
        ];
        Frame { columns, values }
    }

    #[test]
    fn what_is_encoded_is_decoded_and_the_bytes_are_the_same_again() {
        let frame = frame();
        let bytes = encode(&frame).expect("bytes");
        let back = decode(bytes.clone(), &frame.columns).expect("a table");
        assert_eq!(encode(&back).expect("bytes"), bytes);
        assert_eq!(back.values[..2], frame.values[..2]);
        let (Values::Real(a), Values::Real(b)) = (&frame.values[2], &back.values[2]) else { panic!("reals") };
        assert!(a.iter().zip(b).all(|(a, b)| a.to_bits() == b.to_bits()));
        assert!(decode(bytes[..bytes.len() - 9].to_vec(), &frame.columns).is_err());
        let other = Arc::new(frame.columns[..2].to_vec());
        assert!(decode(bytes, &other).is_err());
    }

    #[test]
    fn an_empty_table_and_a_lacking_value() {
        let empty = Frame::new(frame().columns);
        let bytes = encode(&empty).expect("bytes");
        assert_eq!(decode(bytes, &empty.columns).expect("a table").rows(), 0);
        let mut lacking = frame();
        lacking.values[0] = Values::Int(vec![None; 1000]);
        assert!(encode(&lacking).is_err());
    }
}
