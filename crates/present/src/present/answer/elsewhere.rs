//! What a difference over all capabilities hides: other readiness, and capabilities that cancel.

use crate::{
    present::{
        SEEN, View, WORTH_NAMING,
        evidence::{Evidence, telling},
        numbers::{points, whole},
    },
    store::summary::{Difference, Elsewhere},
};

/// Capabilities named, with more and with less missing together.
const NAMED: usize = 3;

/// What differs elsewhere, as the end of a sentence about the first of two scenarios: "0.8 points more are missing at D+10,
/// 3 more in air defence at D+10 and 2 fewer in land manoeuvre (probably: in 80 % of replicates)"; empty where nothing that
/// can be seen does.
pub(super) fn elsewhere(view: &View, all: &[Elsewhere]) -> String {
    let known = |e: &&Elsewhere| Evidence::found(&e.found).shows();
    let tiers = all.iter().filter(|e| e.domain.is_none() && e.found.difference.abs() >= SEEN).filter(known);
    let mut domains: Vec<&Elsewhere> = all
        .iter()
        .filter(|e| e.domain.is_some() && e.found.difference.abs() >= WORTH_NAMING)
        .filter(known)
        .collect();
    domains.sort_by(|a, b| {
        let (a, b) = (telling(&a.found), telling(&b.found));
        b.0.cmp(&a.0).then(b.1.total_cmp(&a.1))
    });
    let tiers = tiers.map(|e| {
        let size = points(e.found.difference.abs(), e.found.se);
        Missing { size, place: format!("at D+{}", e.tier), found: e.found }
    });
    let domains = domains.into_iter().take(NAMED).map(|e| {
        let name = view.within(e.domain.as_deref().unwrap_or_default());
        let at = if e.tier == view.tier { String::new() } else { format!(" at D+{}", e.tier) };
        Missing { size: whole(e.found.difference.abs()), place: format!("in {name}{at}"), found: e.found }
    });
    list(view, &tiers.chain(domains).collect::<Vec<_>>())
}

/// So many points more or fewer that are missing somewhere.
pub(super) struct Missing {
    /// Points, as printed.
    pub(super) size: String,
    /// "in airlift at D+10".
    pub(super) place: String,
    /// The sign, and how sure it is.
    pub(super) found: Difference,
}

/// Several of them: "0.8 points more are missing at D+10 and 2 fewer in airlift"; signs are words.
pub(super) fn list(view: &View, all: &[Missing]) -> String {
    let mut said = String::new();
    for (i, one) in all.iter().enumerate() {
        said += match i {
            0 => "",
            i if i + 1 == all.len() => " and ",
            _ => ", ",
        };
        let more = if one.found.difference < 0.0 { "fewer" } else { "more" };
        said += &match i {
            0 => format!("{} points {more} are missing {}", one.size, one.place),
            _ => format!("{} {more} {}", one.size, one.place),
        };
        said += &how_sure(view, &one.found);
    }
    said
}

/// How sure that is, where it does not hold.
fn how_sure(view: &View, found: &Difference) -> String {
    let share = || view.of_replicates(found.share());
    match Evidence::found(found) {
        Evidence::Either => format!(" (could be either: in {})", share()),
        Evidence::Probably => format!(" (probably: in {})", share()),
        _ => String::new(),
    }
}
