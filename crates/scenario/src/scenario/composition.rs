//! The composition that holds, its ids checked against the world the scenario ends up with.

use super::{
    chain::Chain,
    countries::meant_host,
    diagnostic::{Code, Diagnostic, Diagnostics, meant, quote},
    layer::{CompositionText, SelectBy, SelectorText, Spanned},
    layered_world::{Sort, State, text},
    read::is_id,
    resolved::{Composition, Selector},
    spelling::{Called, called, nearest},
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
            return Selector::Domain(domain(state, id, found));
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

/// The id of the domain that is meant, by its id or as people call it.
fn domain(state: &State, written: &Spanned<String>, found: &mut Diagnostics) -> String {
    let titles: Vec<String> = state.domains.iter().map(|domain| text(domain, "title")).collect();
    let names: Vec<Vec<&str>> = state
        .domains
        .iter()
        .zip(&titles)
        .map(|(item, title)| vec![item.id.it.as_str(), title.as_str()])
        .collect();
    let near = || nearest(&written.it, names.iter().map(|names| names[0])).is_some();
    match called(&written.it, &names) {
        // A word that is near an id is that id misspelt, and is said to be.
        Called::One(at) if !is_id(&written.it) || names[at][0] == written.it || !near() => {
            names[at][0].to_owned()
        }
        Called::Several(those) => {
            let those: Vec<String> =
                those.iter().map(|&at| format!("{:?} ({})", names[at][0], names[at][1])).collect();
            found.push(Diagnostic::error(
                Code::Unknown,
                written.span,
                format!("`{}` may be {} domains", quote(&written.it), those.len()),
                format!("write one of {}", those.join(", ")),
            ));
            written.it.clone()
        }
        _ => {
            state.check_id(Sort::Domain, &written.it, written.span, found);
            written.it.clone()
        }
    }
}
