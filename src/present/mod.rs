//! What words, tables and figures share before they say or draw anything: how sure a difference is, which drawdowns could
//! change places, which worlds there are, how numbers are rounded, and how text goes out.

pub use numbers::{grouped, people};

use crate::store::summary::{Estimate, ScenarioSummary, Summary};

pub mod evidence;
pub mod numbers;
pub mod ranking;
pub mod text;
pub mod worlds;

/// A mean below this is not seen in points with one decimal, fraction.
pub const SEEN: f64 = 0.0005;

/// A change of a capability's coverage below this is not named in words, fraction.
pub const WORTH_NAMING: f64 = 0.005;

/// Whether a scenario changes nothing that can be seen: neither the index at any tier (by half a point in one of
/// ten replicates) nor any capability at any tier in any year.
#[must_use]
pub fn nothing(summary: &Summary, scenario: &ScenarioSummary) -> bool {
    let still =
        |e: &Estimate| e.mean.abs() < SEEN && [e.p05, e.p95].iter().all(|end| end.abs() < WORTH_NAMING);
    let index = |tier: &u32| scenario.index_of("attributable", *tier).is_none_or(still);
    summary.tiers.iter().all(index)
        && scenario.deepest.iter().all(|d| d.loss.mean < WORTH_NAMING)
        && scenario.gained.iter().all(|g| g.gain.mean < WORTH_NAMING)
}
