//! On which reference data scenarios rest, in words.

use crate::store::reference::ReferenceUse;

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
