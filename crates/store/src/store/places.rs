//! What each place holds, and what its orderly departure alone would add: what `drawdown places --format json` prints.

use serde::{Deserialize, Serialize};

use super::summary::Estimate;

/// The places of a scenario's world.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Places {
    /// Id of the scenario whose world, dates and destination hold.
    pub scenario: String,
    /// Its title.
    pub title: String,
    /// Its hash.
    pub hash: String,
    /// Readiness tier of what is added, days after the alert.
    pub tier: u32,
    /// Seed of the draws.
    pub seed: u64,
    /// Replicates that count.
    pub replicates: u64,
    /// What of the scenario was not as it says, in words: who leaves, and that it goes in an orderly way.
    pub orderly: String,
    /// Places, what adds most first.
    pub places: Vec<Place>,
}

impl Places {
    /// Only what holds one of some capabilities, and of it only these, the largest part first; all of it where none is named.
    #[must_use]
    pub fn narrowed(&self, domains: &[String]) -> Self {
        let mut found = self.clone();
        if domains.is_empty() {
            return found;
        }
        let part = |held: &[Capability]| held.iter().map(|capability| capability.share).fold(0.0, f64::max);
        let narrow =
            |held: &mut Vec<Capability>| held.retain(|capability| domains.contains(&capability.domain));
        for place in &mut found.places {
            narrow(&mut place.capabilities);
            place.units.iter_mut().for_each(|unit| narrow(&mut unit.capabilities));
            place.units.retain(|unit| part(&unit.capabilities) > 0.0);
            place.units.sort_by(|a, b| part(&b.capabilities).total_cmp(&part(&a.capabilities)));
        }
        found.places.retain(|place| part(&place.capabilities) > 0.0);
        found.places.sort_by(|a, b| part(&b.capabilities).total_cmp(&part(&a.capabilities)));
        found
    }
}

/// A host country.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Place {
    /// Its code, as `Host("DEU")` takes it.
    pub host: String,
    /// Its name.
    pub name: String,
    /// US troops there, mean over their draws.
    pub people: f64,
    /// What the orderly departure of all of them alone adds to the part of the requirement that is missing, a fraction.
    pub adds: Estimate,
    /// What they hold, by domain in the order of the reference data.
    pub capabilities: Vec<Capability>,
    /// Force elements, the largest first.
    pub units: Vec<Unit>,
}

/// A force element.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Unit {
    /// Its id, as `Id("2cr")` takes it.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Service.
    pub service: String,
    /// Whether it is stationed there or rotates.
    pub posture: String,
    /// Its troops, mean over their draws.
    pub people: f64,
    /// What the orderly departure of this unit alone adds, as for a place; only of the hosts that were asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub adds: Option<Estimate>,
    /// What it holds.
    pub capabilities: Vec<Capability>,
}

/// What is held of a capability.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Capability {
    /// The domain.
    pub domain: String,
    /// Its title.
    pub title: String,
    /// Its unit of account.
    pub unit: String,
    /// How many units, mean over their draws.
    pub units: f64,
    /// The part of all that US forces in Europe hold of it, a fraction.
    pub share: f64,
}
