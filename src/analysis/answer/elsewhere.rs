//! What a difference over all capabilities hides: other readiness, and capabilities that cancel.

use super::{numbers::points, view::View};
use crate::{
    present::{SEEN, WORTH_NAMING, evidence::Evidence},
    store::summary::Elsewhere,
};

/// Capabilities named, with more and with less missing together.
const NAMED: usize = 3;

/// What differs elsewhere, as the end of a sentence about the first of two scenarios: "+0.8 points at D+10 (in over 99 % of
/// replicates), air defence +3, land manoeuvre -2"; empty where nothing that can be seen does.
pub(super) fn elsewhere(view: &View, all: &[Elsewhere]) -> String {
    let known = |e: &&Elsewhere| !matches!(Evidence::found(&e.found), Evidence::Same | Evidence::Unsettled);
    let tiers = all.iter().filter(|e| e.domain.is_none() && e.found.difference.abs() >= SEEN).filter(known);
    let mut domains: Vec<&Elsewhere> = all
        .iter()
        .filter(|e| e.domain.is_some() && e.found.difference.abs() >= WORTH_NAMING)
        .filter(known)
        .collect();
    domains.sort_by(|a, b| b.found.difference.abs().total_cmp(&a.found.difference.abs()));
    let tiers = tiers.map(|e| {
        let size = signed(points(e.found.difference, e.found.se), e.found.difference);
        format!("{size} points at D+{}{}", e.tier, how_sure(view, e))
    });
    let domains = domains.into_iter().take(NAMED).map(|e| {
        let name = view.domain(e.domain.as_deref().unwrap_or_default());
        let at = if e.tier == view.tier { String::new() } else { format!(" at D+{}", e.tier) };
        let size = signed(format!("{:.0}", 100.0 * e.found.difference), e.found.difference);
        format!("{name} {size}{at}{}", how_sure(view, e))
    });
    tiers.chain(domains).collect::<Vec<_>>().join(", ")
}

fn signed(text: String, value: f64) -> String {
    if value > 0.0 { format!("+{text}") } else { text }
}

/// How sure that is, where it does not hold.
fn how_sure(view: &View, e: &Elsewhere) -> String {
    let found = e.found;
    let p = if found.difference < 0.0 { 1.0 - found.probability_worse } else { found.probability_worse };
    match Evidence::found(&found) {
        Evidence::Either => format!(" (could be either: in {})", view.of_replicates(p)),
        Evidence::Probably => format!(" (probably: in {})", view.of_replicates(p)),
        _ => String::new(),
    }
}
