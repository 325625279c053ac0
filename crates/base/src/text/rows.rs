//! Tables as CSV: rows are structs, their fields' names the head; what is written as a struct is read as the same.

use std::borrow::{Borrow, Cow};
use std::io::Write;

use serde::{
    Serialize, Serializer,
    de::DeserializeOwned,
    ser::{Error, Impossible, SerializeStruct},
};

/// Whether a spreadsheet would take a cell for a formula, whatever number of apostrophes stands before it.
fn is_formula(cell: &str) -> bool {
    let words = cell.trim_start_matches('\'');
    words.starts_with(['=', '+', '-', '@', '\t', '\r']) && words.parse::<f64>().is_err()
}

/// A cell of CSV, before it is quoted: an apostrophe stands before what a spreadsheet would take for a formula. Numbers
/// stay as they are. [`from_csv`] takes it away.
#[must_use]
pub fn csv(cell: &str) -> Cow<'_, str> {
    if is_formula(cell) { Cow::Owned(format!("'{cell}")) } else { Cow::Borrowed(cell) }
}

/// What a cell written by [`csv()`] held.
#[must_use]
pub fn from_csv(cell: &str) -> &str {
    cell.strip_prefix('\'').filter(|words| is_formula(words)).unwrap_or(cell)
}

/// How numbers with decimals are written; both texts read back to the same number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Numbers {
    /// The shortest text, in powers of ten below 0.0001 (`4.2e-5`); an empty cell where a number is not finite.
    Tidy,
    /// As the `csv` crate writes them (`0.000042`, `NaN`): of rows that stand in a JSON file as well.
    Plain,
}

/// A writer of rows as CSV, whose cells all go through [`csv()`].
#[derive(Debug)]
pub struct CsvWriter<W: Write> {
    to: ::csv::Writer<W>,
    layout: Layout,
}

/// What of a row is written, and how.
#[derive(Debug)]
struct Layout {
    /// Whether a field is a column, in the order of fields.
    columns: Vec<bool>,
    numbers: Numbers,
}

impl<W: Write> CsvWriter<W> {
    /// Writes the head of a table of `R`s to `target`.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn new<R: Serialize + Default>(target: W, numbers: Numbers) -> ::csv::Result<Self> {
        Self::with_columns::<R>(target, numbers, |_| true)
    }

    /// The same of a table that has some of the columns.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn with_columns<R: Serialize + Default>(
        target: W,
        numbers: Numbers,
        has: impl Fn(&str) -> bool,
    ) -> ::csv::Result<Self> {
        let heads = heads::<R>()?;
        let columns = heads.iter().map(&has).collect();
        let mut to = ::csv::WriterBuilder::new().has_headers(false).from_writer(target);
        to.write_record(heads.iter().filter(|&head| has(head)))?;
        Ok(Self { to, layout: Layout { columns, numbers } })
    }

    /// Writes a row.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn write<R: Serialize>(&mut self, row: &R) -> ::csv::Result<()> {
        self.to.serialize(Laid(row, &self.layout))
    }

    /// Writes what is buffered.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn flush(&mut self) -> std::io::Result<()> {
        self.to.flush()
    }
}

/// Names of the fields of a row.
fn heads<R: Serialize + Default>() -> ::csv::Result<::csv::StringRecord> {
    let mut writer = ::csv::Writer::from_writer(Vec::new());
    writer.serialize(R::default())?;
    let text = writer.into_inner().map_err(|error| error.into_error())?;
    ::csv::Reader::from_reader(text.as_slice()).headers().cloned()
}

/// Writes a table of `R`s.
///
/// # Errors
/// When it cannot be written.
pub fn write_csv<R: Serialize + Default>(
    target: impl Write,
    numbers: Numbers,
    rows: impl IntoIterator<Item = impl Borrow<R>>,
) -> ::csv::Result<()> {
    let mut writer = CsvWriter::new::<R>(target, numbers)?;
    for row in rows {
        writer.write(row.borrow())?;
    }
    Ok(writer.flush()?)
}

/// A row or a cell of it as it is written.
struct Laid<'a, T: ?Sized>(&'a T, &'a Layout);

impl<T: Serialize + ?Sized> Serialize for Laid<'_, T> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(Cells { to, layout: self.1 })
    }
}

/// Stands between a row and the writer: leaves columns out, writes numbers in our way and sees to formulas.
struct Cells<'a, S> {
    to: S,
    layout: &'a Layout,
}

/// The fields of a row.
struct Fields<'a, S> {
    to: S,
    layout: &'a Layout,
    next: usize,
}

impl<S: SerializeStruct> SerializeStruct for Fields<'_, S> {
    type Ok = S::Ok;
    type Error = S::Error;

    fn serialize_field<T: Serialize + ?Sized>(
        &mut self,
        name: &'static str,
        cell: &T,
    ) -> Result<(), S::Error> {
        let at = self.next;
        self.next += 1;
        match self.layout.columns[at] {
            true => self.to.serialize_field(name, &Laid(cell, self.layout)),
            false => Ok(()),
        }
    }

    fn end(self) -> Result<S::Ok, S::Error> {
        self.to.end()
    }
}

/// What goes on as it is, and what no row holds.
macro_rules! cells {
    ($($as_is:ident: $type:ty),* ; $($never:ident($($argument:ty),*) -> $result:ty),*) => {
        $(fn $as_is(self, value: $type) -> Result<S::Ok, S::Error> {
            self.to.$as_is(value)
        })*
        $(fn $never(self, $(_: $argument),*) -> Result<$result, S::Error> {
            Err(S::Error::custom("a row is a struct of cells"))
        })*
    };
}

type Never<S> = Impossible<<S as Serializer>::Ok, <S as Serializer>::Error>;

impl<'a, S: Serializer> Serializer for Cells<'a, S> {
    type Ok = S::Ok;
    type Error = S::Error;
    type SerializeSeq = Never<S>;
    type SerializeTuple = Never<S>;
    type SerializeTupleStruct = Never<S>;
    type SerializeTupleVariant = Never<S>;
    type SerializeMap = Never<S>;
    type SerializeStruct = Fields<'a, S::SerializeStruct>;
    type SerializeStructVariant = Never<S>;

    fn serialize_struct(self, name: &'static str, fields: usize) -> Result<Self::SerializeStruct, S::Error> {
        Ok(Fields { to: self.to.serialize_struct(name, fields)?, layout: self.layout, next: 0 })
    }

    fn serialize_str(self, text: &str) -> Result<S::Ok, S::Error> {
        self.to.serialize_str(&csv(text))
    }

    fn serialize_f64(self, number: f64) -> Result<S::Ok, S::Error> {
        match self.layout.numbers {
            Numbers::Plain => self.to.serialize_f64(number),
            Numbers::Tidy if number.is_finite() => self.to.collect_str(&format_args!("{number:?}")),
            Numbers::Tidy => self.to.serialize_none(),
        }
    }

    fn serialize_none(self) -> Result<S::Ok, S::Error> {
        self.to.serialize_none()
    }

    fn serialize_some<T: Serialize + ?Sized>(self, cell: &T) -> Result<S::Ok, S::Error> {
        cell.serialize(self)
    }

    fn serialize_unit_variant(
        self,
        name: &'static str,
        index: u32,
        variant: &'static str,
    ) -> Result<S::Ok, S::Error> {
        self.to.serialize_unit_variant(name, index, variant)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        cell: &T,
    ) -> Result<S::Ok, S::Error> {
        cell.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: &T,
    ) -> Result<S::Ok, S::Error> {
        Err(S::Error::custom("a row is a struct of cells"))
    }

    cells! {
        serialize_bool: bool, serialize_i8: i8, serialize_i16: i16, serialize_i32: i32, serialize_i64: i64,
        serialize_u8: u8, serialize_u16: u16, serialize_u32: u32, serialize_u64: u64, serialize_f32: f32,
        serialize_char: char, serialize_bytes: &[u8], serialize_unit_struct: &'static str;
        serialize_unit() -> S::Ok,
        serialize_seq(Option<usize>) -> Never<S>,
        serialize_tuple(usize) -> Never<S>,
        serialize_tuple_struct(&'static str, usize) -> Never<S>,
        serialize_tuple_variant(&'static str, u32, &'static str, usize) -> Never<S>,
        serialize_map(Option<usize>) -> Never<S>,
        serialize_struct_variant(&'static str, u32, &'static str, usize) -> Never<S>
    }
}

/// Heads and records of CSV that a [`CsvWriter`] has written, as they were given to it.
pub fn csv_records<R: std::io::Read>(
    source: R,
) -> ::csv::Result<(::csv::StringRecord, impl Iterator<Item = ::csv::Result<::csv::StringRecord>>)> {
    let mut reader = ::csv::Reader::from_reader(source);
    let heads = reader.headers()?.clone();
    let records = reader.into_records().map(|record| {
        let mut record = record?;
        if record.as_slice().contains('\'') {
            let place = record.position().cloned();
            record = record.iter().map(from_csv).collect();
            record.set_position(place);
        }
        Ok(record)
    });
    Ok((heads, records))
}

/// The same, each record read as a `T`.
pub fn read_csv<T: DeserializeOwned, R: std::io::Read>(
    source: R,
) -> ::csv::Result<impl Iterator<Item = ::csv::Result<T>>> {
    let (heads, records) = csv_records(source)?;
    Ok(records.map(move |record| record?.deserialize(Some(&heads))))
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;

    use super::{super::tests::HOSTILE, *};

    /// A row of everything.
    #[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
    struct Row<'a> {
        text: Cow<'a, str>,
        number: f64,
        perhaps: Option<f64>,
        count: Option<u64>,
        yes: bool,
    }

    fn written(numbers: Numbers, rows: &[Row], has: impl Fn(&str) -> bool) -> String {
        let mut bytes = Vec::new();
        let mut writer = CsvWriter::with_columns::<Row>(&mut bytes, numbers, has).expect("a head");
        rows.iter().for_each(|row| writer.write(row).expect("written"));
        writer.flush().expect("written");
        drop(writer);
        String::from_utf8(bytes).expect("UTF-8")
    }

    #[test]
    fn cells_of_csv_are_no_formulas_and_come_back() {
        let given = HOSTILE.map(|text| Row { text: text.into(), number: -1.5e-3, ..Row::default() });
        let bytes = written(Numbers::Tidy, &given, |_| true);
        let rows: Vec<Row> =
            read_csv(bytes.as_bytes()).expect("a head").map(|row| row.expect("a row")).collect();
        assert_eq!(rows, given);
        for record in ::csv::Reader::from_reader(bytes.as_bytes()).records() {
            let record = record.expect("a record");
            assert!(!record[0].starts_with(['=', '+', '-', '@', '\t', '\r']), "{record:?}");
            assert_eq!(&record[1], "-0.0015");
        }
        for (cell, written) in
            [("-inf", "-inf"), ("+5", "+5"), ("-a", "'-a"), ("'-a", "''-a"), ("it's", "it's")]
        {
            assert_eq!(csv(cell), written);
            assert_eq!(from_csv(written), cell);
        }
    }

    #[test]
    fn a_table_has_its_head_without_rows_and_the_columns_asked_for() {
        assert_eq!(written(Numbers::Tidy, &[], |_| true), "text,number,perhaps,count,yes\n");
        let row =
            Row { perhaps: Some(4.2e-5), count: Some(7), yes: true, number: f64::NAN, ..Row::default() };
        let without_text = |name: &str| name != "text";
        let tidy = written(Numbers::Tidy, std::slice::from_ref(&row), without_text);
        assert_eq!(tidy, "number,perhaps,count,yes\n,4.2e-5,7,true\n");
        let plain = written(Numbers::Plain, &[row], without_text);
        assert_eq!(plain, "number,perhaps,count,yes\nNaN,0.000042,7,true\n");
    }
}
