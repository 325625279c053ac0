//! On which reference data scenarios rest.

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
