//! Values on their way into a scenario: as resolving lays them together and checks look at them.

use std::{collections::BTreeMap, sync::Arc};

use super::{
    address::Address,
    diagnostic::{Diagnostics, Span},
    layered_world::Settled,
    resolved::Value,
    written,
};
use crate::text::grouped::grouped;

/// A value on its way into the scenario, with the span it came from (nowhere for defaults).
pub type Placed = (Value, Option<Span>);

/// All of them, by address.
pub(super) type Values = BTreeMap<Address, Placed>;

/// A value as a scenario holds it.
pub(super) fn value_of(settled: &Settled, found: &Diagnostics, note: Option<&str>) -> Value {
    let evidence = &settled.value.it;
    Value {
        distribution: evidence.distribution.clone(),
        scale: 1.0,
        shift: 0.0,
        grade: evidence.grade,
        source: Arc::clone(&evidence.source),
        note: note.map_or_else(|| Arc::clone(&evidence.note), Arc::from),
        origin: written::origin(settled.value.span, found),
        trigger: None,
    }
}

/// The ends of a value with what a trigger makes of it, and its place; `None` where there is no such value.
pub(super) fn support(values: &Values, address: &Address) -> Option<(f64, f64, Option<Span>)> {
    let (value, span) = values.get(address)?;
    let (low, high) = value.support();
    Some((low, high, *span))
}

/// A number in a finding: six digits after the point at most.
pub(super) fn short(value: f64) -> String {
    let rounded = format!("{value:.6}");
    rounded.trim_end_matches('0').trim_end_matches('.').to_string()
}

/// People as they stand in a message: with thousands separated.
pub(super) fn many(people: f64) -> String {
    let text = short(people);
    let (whole, rest) = text.split_once('.').map_or((&text[..], None), |(whole, rest)| (whole, Some(rest)));
    let Ok(number) = whole.parse() else { return text };
    rest.map_or_else(|| grouped(number), |rest| format!("{}.{rest}", grouped(number)))
}
