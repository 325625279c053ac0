//! Pledges that are put off: one year for all allies is a later one for those that pledged an earlier.

use std::collections::BTreeMap;

use super::{
    address::Address,
    chain::Chain,
    chain::rank,
    diagnostic::{Code, Diagnostic, Diagnostics, Span},
    lay::values_of,
    lints_at::{at, written},
    names::Name,
    resolved::Scenario,
    values::{Values, short},
};

/// Warns of allies whose pledge stays as it was and is due later than it was.
pub(super) fn put_off(chain: &Chain, scenario: &Scenario, values: &Values, found: &mut Diagnostics) {
    let place = |address: &Address| values.get(address).and_then(|(_, span)| written(chain, [*span]));
    let mut by_place: BTreeMap<Span, Vec<&Address>> = BTreeMap::new();
    for address in values.keys().filter(|address| address.name == Name::PledgeYear) {
        let same_pledge = place(&Address::one(Name::Pledge, &address.first)).is_none();
        if let (Some(place), true) = (place(address), same_pledge) {
            by_place.entry(place).or_default().push(address);
        }
    }
    for (place, addresses) in by_place {
        let layer = rank(chain, place).min(chain.layers.len() - 1);
        let before = values_of(chain, &chain.layers[..layer], &found.texts);
        let late: Vec<String> = addresses
            .into_iter()
            .filter_map(|address| {
                let (now, (then, _)) = (&values.get(address)?.0, before.get(address)?);
                let (year, pledged) = (at(now, 0.05), at(then, 0.95));
                let ally = scenario.allies.iter().find(|ally| ally.id == address.first)?;
                (year > pledged).then(|| format!("{} ({}, not {})", ally.title, short(year), short(pledged)))
            })
            .collect();
        if late.is_empty() {
            continue;
        }
        found.push(Diagnostic::warning(
            Code::PledgePutOff,
            place,
            format!("`pledge_year` puts off what was pledged for an earlier year: {}", late.join(", ")),
            "they get more time and spend less until then; name the others one by one to leave these as they are",
        ));
    }
}
