//! A table in memory, column by column.

use std::sync::Arc;

/// Type of a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Type {
    /// 32-bit integer.
    Int,
    /// 64-bit float.
    Real,
    /// Text.
    Text,
}

/// A column: its name, type and whether values may be missing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// Name.
    pub name: String,
    /// Type.
    pub kind: Type,
    /// Whether values may be missing.
    pub optional: bool,
}

impl Column {
    /// A column in which values may be missing.
    #[must_use]
    pub fn optional(name: impl Into<String>, kind: Type) -> Self {
        Self { name: name.into(), kind, optional: true }
    }

    /// A column with a value in every row.
    #[must_use]
    pub fn required(name: impl Into<String>, kind: Type) -> Self {
        Self { name: name.into(), kind, optional: false }
    }
}

/// The values of a column.
#[derive(Clone, Debug, PartialEq)]
pub enum Values {
    /// Integers.
    Int(Vec<Option<i32>>),
    /// Floats; NaN is a missing value.
    Real(Vec<f64>),
    /// Texts.
    Text(Vec<Option<Arc<str>>>),
}

impl Values {
    /// No values of a type.
    #[must_use]
    pub fn new(kind: Type) -> Self {
        match kind {
            Type::Int => Values::Int(Vec::new()),
            Type::Real => Values::Real(Vec::new()),
            Type::Text => Values::Text(Vec::new()),
        }
    }

    /// Number of values.
    #[must_use]
    pub fn len(&self) -> usize {
        match self {
            Values::Int(values) => values.len(),
            Values::Real(values) => values.len(),
            Values::Text(values) => values.len(),
        }
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Adds a range of the values of a column of the same type.
    fn extend(&mut self, other: &Values, rows: std::ops::Range<usize>) {
        match (self, other) {
            (Values::Int(a), Values::Int(b)) => a.extend_from_slice(&b[rows]),
            (Values::Real(a), Values::Real(b)) => a.extend_from_slice(&b[rows]),
            (Values::Text(a), Values::Text(b)) => a.extend_from_slice(&b[rows]),
            _ => debug_assert!(false, "columns of one type"),
        }
    }
}

/// A table.
#[derive(Clone, Debug, PartialEq)]
pub struct Frame {
    /// Columns.
    pub columns: Arc<Vec<Column>>,
    /// Their values.
    pub values: Vec<Values>,
}

impl Frame {
    /// A table without rows.
    #[must_use]
    pub fn new(columns: Arc<Vec<Column>>) -> Self {
        let values = columns.iter().map(|column| Values::new(column.kind)).collect();
        Self { columns, values }
    }

    /// Number of rows.
    #[must_use]
    pub fn rows(&self) -> usize {
        self.values.first().map_or(0, Values::len)
    }

    /// Adds the rows of a table with the same columns whose first column, an ascending integer, is in `range`.
    pub fn extend(&mut self, other: &Frame, range: std::ops::Range<u64>) {
        let Some(Values::Int(numbers)) = other.values.first() else { return };
        let before =
            |end: u64| numbers.partition_point(|number| number.is_some_and(|number| (number as u64) < end));
        let rows = before(range.start)..before(range.end);
        for (ours, theirs) in self.values.iter_mut().zip(&other.values) {
            ours.extend(theirs, rows.clone());
        }
    }
}
