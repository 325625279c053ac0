//! Experiments that failed, in tables of experiments.

use std::sync::Arc;

use super::describe::columns;
use crate::store::sweep::{Frame, Reading, Values, parquet_file::decode};

/// Rows of a table of experiments whose status is `failed`.
#[must_use]
pub fn failures(frame: &Frame) -> u64 {
    texts(frame, "status").iter().filter(|text| text.as_deref() == Some("failed")).count() as u64
}

/// Why the first experiment that failed did; `None` where no table of the store that can be read says so.
#[must_use]
pub fn first_reason(store: &Reading) -> Option<Arc<str>> {
    let columns = columns(&store.manifest).experiments;
    store.parts.iter().filter(|part| part.failed > 0).find_map(|part| {
        let bytes = part.files.first()?.read(&store.root).ok()?;
        let frame = decode(bytes, &columns).ok()?;
        texts(&frame, "reason").iter().flatten().next().cloned()
    })
}

fn texts<'f>(frame: &'f Frame, name: &str) -> &'f [Option<Arc<str>>] {
    let column = frame.columns.iter().position(|column| column.name == name);
    match column.map(|at| &frame.values[at]) {
        Some(Values::Text(texts)) => texts,
        _ => &[],
    }
}
