//! On which reference data scenarios rest, and in words what is not as it ships.

use crate::{scenario::Scenario, store::reference::ReferenceUse};

/// The reference data of some scenarios, each once, in order of first use.
#[must_use]
pub fn references(scenarios: &[Scenario]) -> Vec<ReferenceUse> {
    let mut uses: Vec<ReferenceUse> = Vec::new();
    for scenario in scenarios {
        match uses.iter_mut().find(|known| known.data.sha256 == scenario.reference.sha256) {
            Some(known) => known.scenarios.push(scenario.id.clone()),
            None => uses.push(ReferenceUse {
                scenarios: vec![scenario.id.clone()],
                data: (*scenario.reference).clone(),
            }),
        }
    }
    uses
}

/// What is not as it ships, a sentence for each of the reference data, without a full stop.
#[must_use]
pub fn changed(uses: &[ReferenceUse]) -> Vec<String> {
    let said = |one: &ReferenceUse| {
        let words = one.data.words()?;
        Some(match uses.len() {
            1 => format!("in the reference data, {words}"),
            _ => format!("in the reference data of {}, {words}", one.scenarios.join(" and ")),
        })
    };
    uses.iter().filter_map(said).collect()
}
