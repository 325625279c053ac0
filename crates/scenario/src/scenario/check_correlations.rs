//! Checks the correlations between pairs of inputs: that both are drawn, and that all of them can hold together.

use std::collections::{BTreeMap, BTreeSet};

use crate::inputs::correlation::factor;

use super::{
    address::Address,
    chain::Chain,
    diagnostic::{Code, Diagnostic, Diagnostics, Span, meant, quote},
    key::Key,
    names::Name,
    values::Placed,
    values::Values,
};

/// Most pairs: their matrix is factored for every run, and its rows are summed in every draw.
const MOST: usize = 1_000;

/// The pairs of all layers (a later rho for the same pair wins), by coordinate.
pub(super) fn correlations(
    chain: &Chain,
    values: &Values,
    found: &mut Diagnostics,
) -> Vec<(Address, Address, f64)> {
    let mut pairs: BTreeMap<(Address, Address), (f64, Span)> = BTreeMap::new();
    let count: usize = chain.layers.iter().map(|layer| layer.correlations.len()).sum();
    if let Some((_, _, rho)) = chain.layers.iter().flat_map(|layer| &layer.correlations).nth(MOST) {
        found.push(Diagnostic::error(
            Code::TooMuch,
            rho.span,
            format!("{count} correlations"),
            format!("allowed: at most {MOST}, those of the bases included"),
        ));
        return Vec::new();
    }
    for layer in &chain.layers {
        let mut seen = BTreeSet::new();
        for (a, b, rho) in &layer.correlations {
            let (Some(first), Some(second)) =
                (member(&a.it, a.span, values, found), member(&b.it, b.span, values, found))
            else {
                continue;
            };
            if first == second {
                found.push(Diagnostic::error(
                    Code::Conflict,
                    rho.span,
                    format!("`{first}` with itself"),
                    "a pair has two different inputs",
                ));
                continue;
            }
            let pair = if first < second { (first, second) } else { (second, first) };
            if !seen.insert(pair.clone()) {
                found.push(Diagnostic::error(
                    Code::Twice,
                    rho.span,
                    format!("`{}` and `{}` are correlated twice", pair.0, pair.1),
                    "each pair may stand once a file",
                ));
                continue;
            }
            pairs.insert(pair, (rho.it, rho.span));
        }
    }
    let mut members: Vec<&Address> = pairs.keys().flat_map(|(a, b)| [a, b]).collect();
    // By text, as the copula sorts them (model.md section 1).
    members.sort_by_key(|a| a.to_string());
    members.dedup();
    let at = |address: &Address| members.iter().position(|m| *m == address).unwrap_or(0);
    let indexed: Vec<(usize, usize, f64)> =
        pairs.iter().map(|((a, b), (rho, _))| (at(a), at(b), *rho)).collect();
    if let Err(bad) = factor(members.len(), &indexed)
        && let Some(((a, b), (rho, span))) = pairs.iter().nth(bad)
    {
        let (message, hint) = if rho.abs() >= 1.0 {
            (
                format!("a rank correlation of {rho} makes one input of `{a}` and `{b}`"),
                format!("the matrix must be positive definite: {} is allowed, {rho} is not", 0.999 * rho),
            )
        } else {
            (
                "the correlations do not fit together".to_owned(),
                format!("no set of inputs can have them all: look at `{a}` and `{b}` ({rho})"),
            )
        };
        found.push(Diagnostic::error(Code::Correlations, *span, message, hint));
    }
    pairs.into_iter().map(|((a, b), (rho, _))| (a, b, rho)).collect()
}

/// The coordinate a correlation speaks of, if it exists, is drawn and is in no group.
fn member(key: &Key, span: Span, values: &Values, found: &mut Diagnostics) -> Option<Address> {
    let Key::Input(address) = key else { return None };
    if address.name.is_group() {
        let hint = format!("use {}_correlation", address.name.spec().name);
        found.push(Diagnostic::error(
            Code::NotCorrelated,
            span,
            format!("`{address}` belongs to a group"),
            hint,
        ));
        return None;
    }
    let coordinate = address.coordinate();
    let of: Vec<&Placed> = values
        .iter()
        .filter(|(a, _)| a.name == address.name && a.coordinate() == coordinate)
        .map(|(_, v)| v)
        .collect();
    if of.is_empty() {
        let known: Vec<String> =
            values.keys().filter(|a| a.name == address.name).map(ToString::to_string).collect();
        let known: Vec<&str> = known.iter().map(String::as_str).collect();
        let text = address.to_string();
        found.push(Diagnostic::unknown(
            span,
            format!("there is no `{}`", quote(&text)),
            meant(&text, &known),
        ));
        return None;
    }
    let follows = of.iter().any(|(value, _)| matches!(value.origin, super::resolved::Origin::Default(_)));
    let leader = match address.name {
        Name::Announced => "start".to_string(),
        _ => format!("weight[{}]", address.first),
    };
    if matches!(address.name, Name::Announced | Name::Priority) && follows {
        found.push(Diagnostic::error(
            Code::NotCorrelated,
            span,
            format!("`{address}` follows `{leader}` and has no draw of its own"),
            format!("correlate `{leader}`, or give `{address}` a value"),
        ));
        return None;
    }
    if of.iter().all(|(value, _)| value.distribution.constant().is_some()) {
        found.push(Diagnostic::error(
            Code::NotCorrelated,
            span,
            format!("`{address}` is a constant"),
            "only what is drawn can be correlated: give it a distribution",
        ));
        return None;
    }
    Some(coordinate)
}
