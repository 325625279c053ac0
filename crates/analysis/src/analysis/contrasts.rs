//! Pairs of scenarios that differ in one thing only, so that their paired difference is the worth of that thing: size,
//! manner, what stays, where forces go.

use std::collections::BTreeSet;

use super::{
    comparison::{Compared, headline},
    estimates::Run,
};
use crate::{
    engine::{pairs::pair_positions, slot::Slot},
    model::cells::Outcome,
    scenario::{
        address::Address,
        names::{Name, TIERS},
        resolved::{Origin, Scenario},
    },
    store::summary::{Aspect, Contrast},
};

/// All pairs of drawdowns that differ in one aspect only (or in several of the manner), in the order given.
#[must_use]
pub fn contrasts(run: &Run) -> Vec<Contrast> {
    let pairs = pair_positions(run.scenarios.len()).into_iter();
    let leaves = |s: usize| run.plan.scenarios[s].may_leave;
    pairs
        .filter(|&(a, b)| leaves(a) && leaves(b))
        .filter_map(|(a, b)| {
            let aspects = differing(&run.scenarios[a], &run.scenarios[b])?;
            let aspect = one(&aspects)?;
            let compared = Compared::new(run);
            let order = first(run, a, b, &aspects);
            let turned = order.unwrap_or(compared.difference(a, b, headline(run)).difference) < 0.0;
            let (a, b) = if turned { (b, a) } else { (a, b) };
            let (found, probability_worse) = compared.estimate(a, b, headline(run));
            Some(Contrast {
                aspect,
                differs: aspects.into_iter().collect(),
                scenario: run.scenarios[a].id.clone(),
                other: run.scenarios[b].id.clone(),
                difference: found.mean,
                se: found.se,
                lower: found.lower,
                upper: found.upper,
                probability_worse,
                elsewhere: compared.elsewhere(a, b),
            })
        })
        .collect()
}

/// What a pair is about.
fn one(aspects: &BTreeSet<Aspect>) -> Option<Aspect> {
    let manner = [Aspect::Timetable, Aspect::Notice, Aspect::Information];
    match aspects.len() {
        0 => None,
        1 => aspects.first().copied(),
        _ => aspects.iter().all(|aspect| manner.contains(aspect)).then_some(Aspect::Manner),
    }
}

/// In which aspects two scenarios differ; `None` where they differ in something that is none, as in their worlds.
fn differing(a: &Scenario, b: &Scenario) -> Option<BTreeSet<Aspect>> {
    let counted = |s: &Scenario| {
        let thresholds: Vec<f64> = s.domains.iter().map(|d| d.coverage_threshold).collect();
        (thresholds, s.closure_tolerance, s.group_correlations)
    };
    if counted(a) != counted(b) || a.correlations != b.correlations {
        return None;
    }
    let mut aspects = BTreeSet::new();
    if a.composition != b.composition {
        aspects.insert(Aspect::Composition);
    }
    let addresses: BTreeSet<&Address> = a.values.keys().chain(b.values.keys()).collect();
    for address in addresses {
        let equal = match (a.values.get(address), b.values.get(address)) {
            (Some(x), Some(y)) => x.means(y),
            _ => false,
        };
        if equal {
            continue;
        }
        aspects.insert(match address.name {
            // What leaves is the lesser of what is asked and what the floor allows.
            Name::Personnel | Name::DownTo | Name::TroopFloor => Aspect::Size,
            Name::Start | Name::Duration | Name::Slip | Name::Profile => Aspect::Timetable,
            // An announcement that moves with the departure gives as much notice as before.
            Name::Announced if notice(a).is_some() && notice(a) == notice(b) => continue,
            Name::Announced | Name::FullNotice => Aspect::Notice,
            Name::Information | Name::RecognitionLag => Aspect::Information,
            Name::Stay => match a.domains.iter().any(|d| d.id == address.first && d.enabler) {
                true => Aspect::Enablers,
                false => Aspect::Kept,
            },
            Name::ReturnShare => Aspect::Destination,
            _ => return None,
        });
    }
    if aspects.contains(&Aspect::Kept) {
        aspects.remove(&Aspect::Enablers);
    }
    Some(aspects)
}

/// Quarters between announcement and planned departure, where they are the same in every replicate.
fn notice(scenario: &Scenario) -> Option<f64> {
    let start = scenario.values.get(&Address::plain(Name::Start))?;
    let announced = scenario.values.get(&Address::plain(Name::Announced))?;
    if let (Some(from), Some(told)) = (start.distribution.constant(), announced.distribution.constant()) {
        return Some((from * start.scale + start.shift) - (told * announced.scale + announced.shift));
    }
    let follows = matches!(announced.origin, Origin::Default(_))
        && start.distribution == announced.distribution
        && start.scale == announced.scale;
    follows.then_some(start.shift - announced.shift)
}

/// Positive if the first of two scenarios is the one from which one expects more harm (more people, less notice, less
/// information, less that stays or returns), negative if the second is; `None` where nothing is to be expected.
fn first(run: &Run, a: usize, b: usize, aspects: &BTreeSet<Aspect>) -> Option<f64> {
    let (x, y) = (&run.scenarios[a], &run.scenarios[b]);
    let more = |address: &Address| middle(x, address) - middle(y, address);
    let less = |address: &Address| -more(address);
    let mut harm = Vec::new();
    for aspect in aspects {
        harm.push(match aspect {
            Aspect::Size => {
                let leave = |s| run.mean(s, Outcome::PersonnelEffective, Slot::Scenario, 0);
                leave(a) - leave(b)
            }
            Aspect::Notice => {
                let notice = |s| {
                    let at = |name| middle(s, &Address::plain(name));
                    let given = at(Name::Start) + at(Name::Slip) - at(Name::Announced);
                    let full = at(Name::FullNotice);
                    if full > 0.0 { given / full } else { given }
                };
                notice(y) - notice(x)
            }
            Aspect::Information => {
                less(&Address::plain(Name::Information)) + 1e-6 * more(&Address::plain(Name::RecognitionLag))
            }
            Aspect::Enablers | Aspect::Kept => {
                x.domains.iter().map(|d| less(&Address::one(Name::Stay, &d.id))).sum()
            }
            Aspect::Destination => TIERS.iter().map(|k| less(&Address::one(Name::ReturnShare, k))).sum(),
            Aspect::Timetable | Aspect::Composition | Aspect::Manner => continue,
        });
    }
    let agree = |sign: f64| !harm.is_empty() && harm.iter().all(|h| sign * h >= 0.0);
    let sum: f64 = harm.iter().sum();
    ((agree(1.0) || agree(-1.0)) && sum != 0.0).then_some(sum)
}

/// Median of an input; 0 where a scenario does not have it.
fn middle(scenario: &Scenario, address: &Address) -> f64 {
    scenario.values.get(address).map_or(0.0, |value| value.at(0.5))
}
