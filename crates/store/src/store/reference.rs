//! On which reference data the scenarios of a folder rest: part of `summary.json`, `required.json` and `manifest.json`.

use serde::{Deserialize, Serialize};

use crate::scenario::Reference;

/// Reference data, and the scenarios that rest on them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReferenceUse {
    /// Ids of scenarios, in the order given.
    pub scenarios: Vec<String>,
    /// Hash, and what differs from those that ship.
    #[serde(flatten)]
    pub data: Reference,
}
