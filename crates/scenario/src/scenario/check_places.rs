//! Whether places hold as many as leave from them: amounts by place, and who is left to leave beside those spared.

use super::{
    chain::Chain,
    chain::rank,
    diagnostic::{Code, Diagnostic, Diagnostics, Span},
    how_many::{asked, chooses, held, people},
    layer::{CompositionText, SelectorText, Spanned},
    resolved::{Composition, Element, Scenario, Selector},
    show,
    values::{Values, many},
};

/// So many elements are named, and the rest counted.
const NAMED: usize = 6;

/// Reports more people than there are.
pub(super) fn places(chain: &Chain, scenario: &Scenario, values: &Values, found: &mut Diagnostics) {
    let stated = chain.layers.iter().rev().find_map(|layer| layer.composition.as_ref());
    match (&scenario.composition, stated.map(|stated| &stated.it)) {
        (Composition::Amounts(amounts), Some(CompositionText::Amounts(texts))) => {
            let all: Vec<_> = amounts.iter().map(|(of, _)| of).zip(texts).collect();
            beyond_place(scenario, values, &all, found);
        }
        (
            Composition::Proportional { spare } | Composition::Priority { spare, .. },
            Some(
                CompositionText::Proportional { spare: texts }
                | CompositionText::Priority { spare: texts, .. },
            ),
        ) => {
            if let Some(last) = texts.last() {
                beyond_spared(chain, scenario, values, (spare, last.span), found);
            }
        }
        _ => {}
    }
}

/// Amounts above what their places hold, and elements of two places.
fn beyond_place(
    scenario: &Scenario,
    values: &Values,
    amounts: &[(&Selector, &(SelectorText, Spanned<f64>))],
    found: &mut Diagnostics,
) {
    let both = |a: &Selector, b: &Selector| {
        scenario.elements.iter().find(|e| chooses(a, e, values) && chooses(b, e, values))
    };
    for (at, (selector, (text, amount))) in amounts.iter().enumerate() {
        let twice = amounts[..at].iter().find_map(|(other, _)| Some((*other, both(other, selector)?)));
        if let Some((other, element)) = twice {
            found.push(Diagnostic::error(
                Code::Twice,
                text.span,
                format!(
                    "`{}` and `{}` both choose `{}`",
                    show::selector(other),
                    show::selector(selector),
                    element.id
                ),
                "each force element may be chosen once: nobody would know to which amount its people belong",
            ));
            continue;
        }
        // Of what does not exist that has been said.
        if text.of.iter().any(|(_, id)| found.has_error_within(id.span)) {
            continue;
        }
        let own: Vec<&Element> = scenario.elements.iter().filter(|e| chooses(selector, e, values)).collect();
        let (_, most) = held(scenario, values, |e| own.iter().any(|own| own.id == e.id));
        if amount.it > most * (1.0 + 1e-12) {
            let mut holds: Vec<String> = (own.iter().take(NAMED))
                .map(|e| format!("{} ({})", e.id, many(people(values, &e.id).1)))
                .collect();
            if own.len() > NAMED {
                holds.push(format!("{} more", own.len() - NAMED));
            }
            found.push(Diagnostic::error(
                Code::OutOfRange,
                amount.span,
                format!("{} of {} troops of `{}`", many(amount.it), many(most), show::selector(selector)),
                match holds.is_empty() {
                    true => "no force element is of that kind".to_owned(),
                    false => format!("it holds {}", holds.join(", ")),
                },
            ));
        }
    }
}

/// More asked to leave than are not spared.
fn beyond_spared(
    chain: &Chain,
    scenario: &Scenario,
    values: &Values,
    (spare, spare_span): (&[Selector], Span),
    found: &mut Diagnostics,
) {
    let Some(asked) = asked(scenario, values) else { return };
    let (_, most) = held(scenario, values, |e| !spare.iter().any(|selector| chooses(selector, e, values)));
    let (_, all) = held(scenario, values, |_| true);
    // What is more than everybody has been said.
    if asked.high <= most * (1.0 + 1e-12) || asked.high > all * (1.0 + 1e-12) {
        return;
    }
    let places = [Some(spare_span), asked.span].into_iter().flatten();
    let place = places.max_by_key(|span| (rank(chain, *span), *span)).unwrap_or(spare_span);
    found.push(Diagnostic::error(
        Code::OutOfRange,
        place,
        format!("{} are asked to leave, and all but those spared are {}", many(asked.high), many(most)),
        "spare fewer, or let fewer leave",
    ));
}
