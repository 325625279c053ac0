//! Who leaves, in words.

use super::inputs::{ally, domain, element, short};
use crate::{
    present::grammar::list,
    scenario::resolved::{Composition, Scenario, Selector},
};

/// Whom a selector chooses: "those in Germany", "2nd Cavalry Regiment".
fn selected(scenario: &Scenario, selector: &Selector) -> String {
    match selector {
        Selector::Element(id) => element(scenario, id),
        Selector::Host(id) => format!("those in {}", ally(scenario, id)),
        Selector::Service(id) | Selector::Posture(id) => id.replace('_', " "),
        Selector::Domain(id) => domain(scenario, id),
        Selector::Any(all) => {
            let hosts: Option<Vec<String>> = all
                .iter()
                .map(|one| match one {
                    Selector::Host(id) => Some(ally(scenario, id)),
                    _ => None,
                })
                .collect();
            match hosts {
                Some(hosts) => format!("those in {}", hosts.join(" or ")),
                None => all.iter().map(|one| selected(scenario, one)).collect::<Vec<_>>().join(" or "),
            }
        }
    }
}

fn all(scenario: &Scenario, selectors: &[Selector]) -> String {
    list(&selectors.iter().map(|selector| selected(scenario, selector)).collect::<Vec<_>>())
}

/// Who leaves.
pub(super) fn composition(scenario: &Scenario) -> String {
    match &scenario.composition {
        Composition::Proportional { spare } if spare.is_empty() => "same share of every unit".to_owned(),
        Composition::Proportional { spare } => {
            format!("same share of every unit, but none of {}", all(scenario, spare))
        }
        Composition::Priority { first, spare } => {
            let first = format!("{} first", all(scenario, first));
            if spare.is_empty() { first } else { format!("{first}, but none of {}", all(scenario, spare)) }
        }
        Composition::Explicit(shares) => {
            let one =
                |(id, share): &(String, f64)| format!("{} {} %", element(scenario, id), short(100.0 * share));
            match shares.len() {
                0..=4 => list(&shares.iter().map(one).collect::<Vec<_>>()),
                n => format!("{n} units by shares of their own"),
            }
        }
        Composition::Amounts(amounts) => {
            let one =
                |(of, amount): &(Selector, f64)| format!("{} of {}", short(*amount), selected(scenario, of));
            match amounts.len() {
                0..=4 => list(&amounts.iter().map(one).collect::<Vec<_>>()),
                n => format!("from {n} places by amounts of their own"),
            }
        }
    }
}

/// How many leave where amounts say it.
pub(super) fn amount(scenario: &Scenario) -> Option<String> {
    let Composition::Amounts(amounts) = &scenario.composition else { return None };
    Some(short(amounts.iter().map(|(_, amount)| amount).sum()))
}
