//! What is odd about comparing these scenarios, in words.

use std::collections::BTreeSet;

use super::{
    inputs::{ids, trigger},
    short::input,
};
use crate::{
    present::grammar::{list, small},
    scenario::{
        address::Address,
        names::{Index, Name},
        reference::named,
        resolved::Scenario,
    },
};

/// So many names of values stand in a warning.
const NAMED: usize = 6;

/// So many values of one input are told one by one.
const NAMED_OF_ONE: usize = 4;

/// The reference data of two scenarios, by their hashes: folders are of a machine.
fn data(a: &Scenario, b: &Scenario) -> String {
    let one = |s: &Scenario| {
        let how = if s.reference.shipped { "as they ship" } else { "changed" };
        format!("{} ({how})", &s.reference.sha256[..8])
    };
    format!("{} and {}", one(a), one(b))
}

/// The values of the world that differ in two scenarios. What a trigger changes is meant to differ, and reported beside the
/// drawdown.
fn differing<'a>(a: &'a Scenario, b: &'a Scenario) -> Vec<&'a Address> {
    let addresses: BTreeSet<&Address> =
        a.values.keys().chain(b.values.keys()).filter(|address| !address.name.spec().drawdown).collect();
    let differs = |address: &&Address| match (a.values.get(address), b.values.get(address)) {
        (Some(a), Some(b)) => !a.means(b) && a.trigger.is_none() && b.trigger.is_none(),
        _ => true,
    };
    addresses.into_iter().filter(differs).collect()
}

/// An input as it stands inside a sentence: with a small first letter, unless that is of a name.
fn inside(scenario: &Scenario, address: &Address) -> String {
    if address.name == Name::Participation && scenario.constant(address) == Some(0.0) {
        return format!("{} stands aside", ids(scenario, address));
    }
    let words = input(scenario, address);
    let named = matches!(
        address.name.spec().index,
        Index::Ally | Index::AllyDomain | Index::Element | Index::ElementDomain
    );
    if named { words } else { small(&words) }
}

/// What makes the world of a scenario another than that of the first, in words: its trigger, then inputs.
#[must_use]
pub fn otherwise(first: &Scenario, other: &Scenario) -> Vec<String> {
    let mut said = Vec::new();
    if first.trigger != other.trigger {
        said.push(match &other.trigger {
            None => "no trigger".to_owned(),
            some => trigger(some.as_ref()),
        });
    }
    let differing = differing(first, other);
    for alike in differing.chunk_by(|a, b| a.name == b.name) {
        if alike.len() <= NAMED_OF_ONE {
            said.extend(alike.iter().map(|address| inside(other, address)));
        } else {
            // "Albania: takes part" of many is "takes part (29 allies)".
            let words = inside(other, alike[0]);
            let what = words.split_once(": ").map_or(words.as_str(), |(_, what)| what);
            let what = what.split_once(" at D+").map_or(what, |(what, _)| what);
            let kind = if alike[0].name.spec().index == Index::Ally { "allies" } else { "values" };
            said.push(format!("{what} ({} {kind})", alike.len()));
        }
    }
    if other.correlations != first.correlations || other.group_correlations != first.group_correlations {
        said.push("correlations of inputs".to_owned());
    }
    said
}

/// What is odd about comparing a scenario with the first, each as the end of a sentence whose subject is both.
fn odd(first: &Scenario, other: &Scenario) -> Vec<String> {
    let mut said = Vec::new();
    let names: Vec<String> = differing(first, other).iter().map(ToString::to_string).collect();
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
    said.extend(which.map(|which| match names.is_empty() {
        true => format!("{which}, but with the same values"),
        false => format!("{which}: their difference is not that of the drawdown alone"),
    }));
    let thresholds = |s: &Scenario| s.domains.iter().map(|d| d.coverage_threshold).collect::<Vec<_>>();
    if thresholds(other) != thresholds(first) || other.closure_tolerance != first.closure_tolerance {
        said.push("count vulnerability or closure differently (thresholds, closure tolerance)".to_owned());
    }
    if other.correlations != first.correlations || other.group_correlations != first.group_correlations {
        said.push("have different correlations: they share normals, not quantiles".to_owned());
    }
    said
}

/// Differences between the worlds and correlations of scenarios, which a comparison mixes with the drawdown itself.
#[must_use]
pub fn of_comparison(scenarios: &[Scenario]) -> Vec<String> {
    let mut warnings = Vec::new();
    let Some((first, others)) = scenarios.split_first() else { return warnings };
    // What several have otherwise than the first is one warning.
    let mut found: Vec<(Vec<&str>, String)> = Vec::new();
    for other in others {
        for which in odd(first, other) {
            match found.iter_mut().find(|(_, said)| *said == which) {
                Some((ids, _)) => ids.push(&other.id),
                None => found.push((vec![&other.id], which)),
            }
        }
    }
    for (ids, which) in found {
        let ids: Vec<String> = ids.iter().map(|id| format!("`{id}`")).collect();
        warnings.push(format!("`{}` and {} {which}", first.id, list(&ids)));
    }
    let triggered: Vec<String> =
        scenarios.iter().filter(|s| s.trigger.is_some()).map(|s| format!("`{}`", s.id)).collect();
    if !triggered.is_empty() && scenarios.iter().any(|s| s.trigger != first.trigger) {
        warnings.push(format!(
            "not all scenarios have the same trigger ({}): what is added leaves a trigger's own effect out, \
             which is reported beside it",
            triggered.join(", ")
        ));
    }
    warnings
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::load;

    fn pair(sets: &[&str]) -> [Scenario; 2] {
        let load = |sets: &[String]| load(&["orderly-20k".into()], sets).expect("shipped").remove(0);
        let sets: Vec<String> = sets.iter().map(|&set| set.to_owned()).collect();
        [load(&[]), load(&sets)]
    }

    #[test]
    fn what_makes_another_world_is_told_together_where_it_is_much() {
        let [first, few] = pair(&["pledge[ALB]=3", "threat_mid=2029"]);
        assert_eq!(otherwise(&first, &few), ["when the threat rises", "Albania: pledge"]);
        let [first, without] = pair(&["without=[\"TUR\"]"]);
        assert_eq!(otherwise(&first, &without), ["Türkiye stands aside"]);
        let [first, many] = pair(&["participation[*]=0.9"]);
        assert_eq!(otherwise(&first, &many), ["takes part (29 allies)"]);
        assert!(otherwise(&first, &first).is_empty());
    }
}
