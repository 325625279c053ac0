//! How long the departure takes: `duration`, or until its `end`, the last quarter in which somebody leaves.
//!
//! Of two layers the later wins; both in one layer is an error. What a scenario holds is the duration.

use std::collections::BTreeMap;

use super::{
    address::Address,
    chain::Chain,
    dates::{Run, outside},
    defaults::DEFAULTS,
    diagnostic::{Code, Diagnostic, Diagnostics},
    distribution::Distribution,
    key::Key,
    layer::{Evidence, Layer, Spanned},
    layered_world::{Settled, State},
    names::{Name, Range},
    read::Reader,
    read_date::{Takes, date},
    tree::Node,
    values::Placed,
    values::value_of,
};

impl Reader<'_> {
    /// The last quarter in which somebody leaves: a date, or a count of quarters as `start` has it.
    pub(super) fn end(&mut self, node: &Node) -> Option<Spanned<Evidence>> {
        let value = self.evidence_or_dates(node, "`end`", Takes::Dates)?;
        if value.it.distribution.constant().is_none() {
            self.error(
                Code::WrongType,
                &node.range,
                "`end` is a distribution",
                "write one quarter, such as \"2027 Q4\"; a `duration` may be uncertain, and so may `slip`",
            );
            return None;
        }
        Some(value)
    }

    /// Looks for one layer that says it twice.
    pub fn how_long_once(&mut self, layer: &Layer) {
        let is = |key: &Key| matches!(key, Key::Input(address) if address.name == Name::Duration);
        let duration = layer.entries.iter().find(|entry| is(&entry.key));
        if let (Some(end), Some(duration)) = (&layer.end, duration) {
            self.found.push(Diagnostic::error(
                Code::Conflict,
                end.span.max(duration.key_span),
                "`end` and `duration` together",
                "both say how long the departure takes: leave one of them out",
            ));
        }
    }
}

/// Makes a duration of the end, where that is what holds. Dates must have been counted.
pub(super) fn settle(
    chain: &Chain,
    state: &State,
    values: &mut BTreeMap<Address, Placed>,
    found: &mut Diagnostics,
) {
    let stated = chain.layers.iter().enumerate().rev();
    let Some((at, end)) = stated.filter_map(|(at, layer)| Some((at, layer.end.as_ref()?))).next() else {
        return;
    };
    let duration = Address::plain(Name::Duration);
    // Both in one layer: that has been said.
    if state.get(&duration).is_some_and(|settled| settled.layer >= at)
        || state.unread.contains(&Key::Input(Address::plain(Name::Start)))
    {
        return;
    }
    let run = Run::of(state);
    let Some(written) = end.it.distribution.constant() else { return };
    let dated = !end.it.dates.is_empty();
    if dated && !run.known {
        return;
    }
    if dated && let Some(wrong) = outside(&run, "end", written, end.span) {
        found.push(wrong);
        return;
    }
    let last = if dated { written - run.first } else { written };
    let mut wrong = |message: String, hint: &str| {
        found.push(Diagnostic::error(Code::Conflict, end.span, message, hint));
    };
    let start = match state.get(&Address::plain(Name::Start)) {
        Some(settled) => settled.value.it.distribution.constant(),
        None => DEFAULTS.iter().find(|row| row.0 == Name::Start).map(|row| row.1),
    };
    let Some(start) = start else {
        return wrong(
            "`end` beside a `start` that is uncertain".to_owned(),
            "give one start, or a `duration` in the place of the end",
        );
    };
    let length = last - start + 1.0;
    let Range::Within(_, most) = Name::Duration.spec().range else { return };
    if length < 1.0 || length > most {
        let side = if length < 1.0 { "before the departure starts" } else { "too far from its start" };
        // A number of this size is a year.
        if !dated && (1900.0..=2200.0).contains(&last) {
            let hint = format!("a date is a year and one of its quarters: \"{} Q4\"", last.floor());
            return wrong(format!("`end`: {last} quarters is {side}"), &hint);
        }
        return wrong(
            format!("`end`: {} is {side}, {}", date(run.first + last), date(run.first + start)),
            "it is the last quarter in which somebody leaves: move `start` or `end`, or write `duration: 0` for all at once",
        );
    }
    let evidence =
        Evidence { distribution: Distribution::Constant(length), dates: Vec::new(), ..end.it.clone() };
    let settled = Settled { value: Spanned { it: evidence, span: end.span }, layer: at };
    values.insert(duration, (value_of(&settled, found, None), Some(end.span)));
}
