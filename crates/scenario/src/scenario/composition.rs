//! The composition that holds, its ids checked against the world the scenario ends up with.

use super::{
    countries::meant_host,
    diagnostic::{Diagnostic, Diagnostics, meant, quote},
    layer::{CompositionText, SelectBy, SelectorText, Spanned},
    layered_world::{Sort, State, text},
    resolve::Chain,
    resolved::{Composition, Selector},
};

/// The composition of the layer that states it last.
pub(super) fn settle(
    chain: &Chain,
    state: &State,
    at: Option<usize>,
    found: &mut Diagnostics,
) -> Composition {
    let stated = at.and_then(|at| chain.layers[at].composition.as_ref());
    let mut known = |all: &[SelectorText]| all.iter().map(|one| selector(state, one, found)).collect();
    match stated.map(|stated| &stated.it) {
        None => Composition::Proportional { spare: Vec::new() },
        Some(CompositionText::Proportional { spare }) => Composition::Proportional { spare: known(spare) },
        Some(CompositionText::Priority { first, spare }) => {
            Composition::Priority { first: known(first), spare: known(spare) }
        }
        Some(CompositionText::Explicit(shares)) => {
            for (id, _) in shares {
                state.check_id(Sort::Element, &id.it, id.span, found);
            }
            Composition::Explicit(shares.iter().map(|(id, share)| (id.it.clone(), *share)).collect())
        }
        Some(CompositionText::Amounts(amounts)) => Composition::Amounts(
            amounts.iter().map(|(of, amount)| (selector(state, of, found), amount.it)).collect(),
        ),
    }
}

fn selector(state: &State, text: &SelectorText, found: &mut Diagnostics) -> Selector {
    let mut all: Vec<Selector> = text.of.iter().map(|(by, id)| one(state, *by, id, found)).collect();
    if all.len() == 1 { all.remove(0) } else { Selector::Any(all) }
}

fn one(state: &State, by: SelectBy, id: &Spanned<String>, found: &mut Diagnostics) -> Selector {
    let field = match by {
        SelectBy::Id => {
            state.check_id(Sort::Element, &id.it, id.span, found);
            return Selector::Element(id.it.clone());
        }
        SelectBy::Domain => {
            state.check_id(Sort::Domain, &id.it, id.span, found);
            return Selector::Domain(id.it.clone());
        }
        SelectBy::Host => "host",
        SelectBy::Service => "service",
        SelectBy::Posture => "posture",
    };
    let mut all: Vec<String> = state.elements.iter().map(|e| text(e, field)).collect();
    all.sort();
    all.dedup();
    all.retain(|text| !text.is_empty());
    if !all.contains(&id.it) {
        let all: Vec<&str> = all.iter().map(String::as_str).collect();
        let hint = match by {
            SelectBy::Host => meant_host(&id.it, &all),
            _ => meant(&id.it, &all),
        };
        found.push(Diagnostic::unknown(
            id.span,
            format!("no element has the {field} `{}`", quote(&id.it)),
            hint,
        ));
    }
    match by {
        SelectBy::Host => Selector::Host(id.it.clone()),
        SelectBy::Service => Selector::Service(id.it.clone()),
        _ => Selector::Posture(id.it.clone()),
    }
}
