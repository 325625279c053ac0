//! What is odd about comparing these scenarios, in words.

use std::collections::BTreeSet;

use crate::scenario::{
    address::Address,
    reference::named,
    resolved::{Scenario, Value},
};

/// So many names of values stand in a warning.
const NAMED: usize = 6;

/// Whether a value means the same to the model.
pub(super) fn same(a: &Value, b: &Value) -> bool {
    a.distribution == b.distribution && a.scale == b.scale && a.shift == b.shift
}

/// The reference data of two scenarios, by their hashes: folders are of a machine.
fn data(a: &Scenario, b: &Scenario) -> String {
    let one = |s: &Scenario| {
        let how = if s.reference.shipped { "as they ship" } else { "changed" };
        format!("{} ({how})", &s.reference.sha256[..8])
    };
    format!("{} and {}", one(a), one(b))
}

/// Differences between the worlds and correlations of scenarios, which a comparison mixes with the drawdown itself.
#[must_use]
pub fn of_comparison(scenarios: &[Scenario]) -> Vec<String> {
    let mut warnings = Vec::new();
    let Some((first, others)) = scenarios.split_first() else { return warnings };
    for (i, one) in scenarios.iter().enumerate() {
        if let Some(other) = scenarios[..i].iter().find(|other| other.short_title == one.short_title) {
            warnings.push(format!(
                "`{}` and `{}` have the same short title, \"{}\": tables and figures cannot tell them apart",
                other.id, one.id, one.short_title
            ));
        }
    }
    for other in others {
        let addresses: BTreeSet<&Address> = first
            .values
            .keys()
            .chain(other.values.keys())
            .filter(|address| !address.name.spec().drawdown)
            .collect();
        // What a trigger changes is meant to differ, and reported beside the drawdown.
        let differing: Vec<&Address> = addresses
            .into_iter()
            .filter(|address| match (first.values.get(address), other.values.get(address)) {
                (Some(a), Some(b)) => !same(a, b) && a.trigger.is_none() && b.trigger.is_none(),
                _ => true,
            })
            .collect();
        let names: Vec<String> = differing.iter().map(ToString::to_string).collect();
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        let different = other.reference.sha256 != first.reference.sha256;
        let which = match (different, names.is_empty()) {
            (false, true) => None,
            (false, false) => Some(format!("have different values of the world ({})", named(&names, NAMED))),
            (true, false) => Some(format!(
                "rest on different reference data, {}, and have different values of the world ({})",
                data(first, other),
                named(&names, NAMED)
            )),
            (true, true) => Some(format!("rest on different reference data, {}", data(first, other))),
        };
        if let Some(which) = which {
            let so = match names.is_empty() {
                true => ", but with the same values",
                false => ": their difference is not that of the drawdown alone",
            };
            warnings.push(format!("`{}` and `{}` {which}{so}", first.id, other.id));
        }
        let thresholds = |s: &Scenario| s.domains.iter().map(|d| d.coverage_threshold).collect::<Vec<_>>();
        if thresholds(other) != thresholds(first) || other.closure_tolerance != first.closure_tolerance {
            warnings.push(format!(
                "`{}` and `{}` count vulnerability or closure differently (thresholds, closure tolerance)",
                first.id, other.id
            ));
        }
        if other.correlations != first.correlations || other.group_correlations != first.group_correlations {
            warnings.push(format!(
                "`{}` and `{}` have different correlations: they share normals, not quantiles",
                first.id, other.id
            ));
        }
    }
    let triggered: Vec<String> =
        scenarios.iter().filter(|s| s.trigger.is_some()).map(|s| format!("`{}`", s.id)).collect();
    if !triggered.is_empty() && scenarios.iter().any(|s| s.trigger != first.trigger) {
        warnings.push(format!(
            "not all scenarios have the same trigger ({}): what is attributable leaves a trigger's own effect out, \
             which is reported beside it",
            triggered.join(", ")
        ));
    }
    warnings
}
