//! Reads the value of one field of a record: one of several names, a whole number.

use crate::scenario::{
    diagnostic::{Code, meant, quote},
    read::Reader,
    tree::{Kind, Node},
};

/// One of several names.
pub(super) fn choice<T: Copy>(
    reader: &mut Reader,
    node: &Node,
    what: &str,
    names: &[(&str, T)],
) -> Option<T> {
    let known: Vec<&str> = names.iter().map(|(name, _)| *name).collect();
    let Kind::Name(written) = &node.kind else {
        reader.wrong(node, what, &format!("one of {}", known.join(", ")));
        return None;
    };
    let found = names.iter().find(|(name, _)| name == written);
    if found.is_none() {
        reader.unknown(&node.range, format!("{what} `{}`", quote(written)), meant(written, &known));
    }
    found.map(|(_, it)| *it)
}

/// A whole number between two others.
pub(super) fn whole(reader: &mut Reader, node: &Node, what: &str, low: i64, high: i64) -> Option<i64> {
    let value = reader.number(node, what)?;
    if value.fract() != 0.0 || !(low as f64..=high as f64).contains(&value) {
        let hint = format!("allowed: a whole number from {low} to {high}");
        reader.error(Code::OutOfRange, &node.range, format!("{what} is {value}"), hint);
        return None;
    }
    Some(value as i64)
}
