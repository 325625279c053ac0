//! The names that a name with `*` in the place of an id stands for.

use crate::scenario::{
    Scenario,
    address::Axis,
    diagnostic::Fault,
    key::{self, Key},
    names::TIERS,
};

/// The names that `name` stands for in a scenario: itself, or one for every id where it has a `*`.
///
/// # Errors
/// What is wrong with it.
pub fn targets(name: &str, scenario: &Scenario) -> Result<Vec<String>, Fault> {
    if !name.contains('*') {
        return Ok(vec![name.to_owned()]);
    }
    let (key, _) = key::parse(name, false)?;
    let Key::Input(address) = key else {
        let plain = name.split('[').next().unwrap_or(name).trim();
        return Ok(TIERS.iter().map(|tier| format!("{plain}[{tier}]")).collect());
    };
    let all = address.expanded(|axis| match axis {
        Axis::Domain => scenario.domains.iter().map(|domain| domain.id.as_str()).collect(),
        Axis::Enabler => {
            scenario.domains.iter().filter(|domain| domain.enabler).map(|domain| domain.id.as_str()).collect()
        }
        Axis::Ally => scenario.allies.iter().map(|ally| ally.id.as_str()).collect(),
        Axis::Element => scenario.elements.iter().map(|element| element.id.as_str()).collect(),
    });
    // Of sparse tables only what is there.
    let there =
        all.iter().filter(|address| !address.name.is_sparse() || scenario.values.contains_key(address));
    Ok(there.map(ToString::to_string).collect())
}
