//! How many leave: `personnel`, or all but `down_to`, or what follows from the composition.
//!
//! Of two layers the later wins; two of them in one layer, or a number beside shares from which it follows, is an error.

use std::collections::BTreeMap;

use super::{
    address::Address,
    chain::Chain,
    diagnostic::{Code, Diagnostic, Diagnostics, Span},
    key::Key,
    layer::{CompositionText, Entry, Layer},
    layered_world::State,
    names::Name,
    read::Reader,
    resolved::{Composition, Element, Scenario, Selector},
    values::Placed,
    values::{many, support},
};

/// The names that say it, one or the other.
const NUMBERS: [Name; 2] = [Name::Personnel, Name::DownTo];

/// What a layer says for one of these names.
fn given(layer: &Layer, name: Name) -> Option<&Entry> {
    layer.entries.iter().find(|entry| matches!(&entry.key, Key::Input(address) if address.name == name))
}

/// What makes the number follow, as it is written; `None` where it does not.
fn follows(composition: &CompositionText) -> Option<&'static str> {
    match composition {
        CompositionText::Explicit(_) => Some("an Explicit composition"),
        CompositionText::Amounts(_) => Some("a composition of Amounts"),
        CompositionText::Proportional { .. } | CompositionText::Priority { .. } => None,
    }
}

impl Reader<'_> {
    /// Looks for one layer that says it twice.
    pub fn how_many_once(&mut self, layer: &Layer) {
        let composition = layer.composition.as_ref().map(|composition| &composition.it);
        let numbers = NUMBERS.map(|name| given(layer, name));
        if let [Some(personnel), Some(down_to)] = numbers {
            self.found.push(Diagnostic::error(
                Code::Conflict,
                personnel.key_span.max(down_to.key_span),
                "`personnel` and `down_to` together",
                "both say how many leave: leave one of them out",
            ));
        }
        let Some(composition) = composition else { return };
        for entry in numbers.into_iter().flatten() {
            if let Some((message, hint)) = contradicts(composition, entry, "") {
                self.found.push(Diagnostic::error(Code::Conflict, entry.key_span, message, hint));
            }
        }
    }
}

/// What is wrong with a number beside a composition, which may be `inherited`, in words: message and hint. A number of people
/// that says again what amounts add up to is fine.
fn contradicts(
    composition: &CompositionText,
    entry: &Entry,
    inherited: &str,
) -> Option<(String, &'static str)> {
    let what = follows(composition)?;
    if let (CompositionText::Amounts(amounts), Key::Input(address)) = (composition, &entry.key)
        && address.name == Name::Personnel
        && let Some(number) = entry.value.it.distribution.constant()
    {
        let sum: f64 = amounts.iter().map(|(_, amount)| amount.it).sum();
        return ((number - sum).abs() > 1e-9 * sum).then(|| {
            let message = format!("`personnel` is {}, and the Amounts add up to {}", many(number), many(sum));
            (message, "the number follows from the amounts: leave it out, or make them agree")
        });
    }
    let hint = match inherited {
        "" => "the number follows from the shares: leave one of them out",
        _ => "the number follows from it: give another composition too, or leave this out",
    };
    Some((format!("{} beside {what}{inherited}", entry.key), hint))
}

/// Leaves of the two numbers the one that holds: none where the number follows from the composition, else the later. A number
/// that comes after a composition from which it follows is an error.
pub(super) fn settle(
    chain: &Chain,
    state: &State,
    composition_at: Option<usize>,
    values: &mut BTreeMap<Address, Placed>,
    found: &mut Diagnostics,
) {
    let stated = composition_at.and_then(|at| Some((at, &chain.layers[at].composition.as_ref()?.it)));
    if let Some((at, composition)) = stated
        && follows(composition).is_some()
    {
        for name in NUMBERS {
            values.remove(&Address::plain(name));
            let later = chain.layers.iter().skip(at + 1).find_map(|layer| given(layer, name));
            let wrong =
                later.and_then(|entry| Some((entry, contradicts(composition, entry, " that is inherited")?)));
            if let Some((entry, (message, hint))) = wrong {
                found.push(Diagnostic::error(Code::Conflict, entry.key_span, message, hint));
            }
        }
        return;
    }
    if let [Some(personnel), Some(down_to)] = NUMBERS.map(|name| state.get(&Address::plain(name))) {
        // Both in one layer: that has been said.
        let gone = if down_to.layer >= personnel.layer { Name::Personnel } else { Name::DownTo };
        values.remove(&Address::plain(gone));
    }
}

/// Whether a scenario without a value for `personnel` lacks nothing: it follows from something else.
pub(super) fn is_known_otherwise(composition: &Composition, values: &BTreeMap<Address, Placed>) -> bool {
    matches!(composition, Composition::Explicit(_) | Composition::Amounts(_))
        || values.contains_key(&Address::plain(Name::DownTo))
}

/// How many are asked to leave, before a floor keeps some.
pub(super) struct Asked {
    /// The fewest.
    pub(super) low: f64,
    /// The most.
    pub(super) high: f64,
    /// Where the number was written; nowhere where it follows from a composition.
    pub(super) span: Option<Span>,
}

/// How many are asked to leave; `None` where a value is missing. The values are not yet in the scenario.
pub(super) fn asked(scenario: &Scenario, values: &BTreeMap<Address, Placed>) -> Option<Asked> {
    let people = |id: &str| people(values, id);
    if let Composition::Amounts(amounts) = &scenario.composition {
        let mut sum = (0.0, 0.0);
        for (selector, amount) in amounts {
            let held = held(scenario, values, |element| chooses(selector, element, values));
            sum = (sum.0 + amount.min(held.0), sum.1 + amount.min(held.1));
        }
        return Some(Asked { low: sum.0, high: sum.1, span: None });
    }
    if let Composition::Explicit(shares) = &scenario.composition {
        let sum = |end: fn((f64, f64)) -> f64| shares.iter().map(|(id, share)| share * end(people(id))).sum();
        return Some(Asked { low: sum(|p| p.0), high: sum(|p| p.1), span: None });
    }
    if let Some((low, high, span)) = support(values, &Address::plain(Name::DownTo)) {
        let (least, most) = there(values);
        return Some(Asked { low: (least - high).max(0.0), high: (most - low).max(0.0), span });
    }
    let (low, high, span) = support(values, &Address::plain(Name::Personnel))?;
    Some(Asked { low, high, span })
}

/// Whether a selector chooses an element.
pub(super) fn chooses(selector: &Selector, element: &Element, values: &BTreeMap<Address, Placed>) -> bool {
    let adds = |domain: &str| values.contains_key(&Address::two(Name::UsUnits, &element.id, domain));
    selector.chooses(element, &adds)
}

/// The people of an element, from the fewest to the most.
pub(super) fn people(values: &BTreeMap<Address, Placed>, id: &str) -> (f64, f64) {
    support(values, &Address::one(Name::UsPersonnel, id)).map_or((0.0, 0.0), ends)
}

/// The people of all elements that are `in_it`, from the fewest to the most.
pub(super) fn held(
    scenario: &Scenario,
    values: &BTreeMap<Address, Placed>,
    in_it: impl Fn(&Element) -> bool,
) -> (f64, f64) {
    let all =
        scenario.elements.iter().filter(|element| in_it(element)).map(|element| people(values, &element.id));
    all.fold((0.0, 0.0), |sum, people| (sum.0 + people.0, sum.1 + people.1))
}

/// All US troops, from the fewest to the most.
pub(super) fn there(values: &BTreeMap<Address, Placed>) -> (f64, f64) {
    let all = values.keys().filter(|address| address.name == Name::UsPersonnel);
    let all = all.filter_map(|address| support(values, address)).map(ends);
    all.fold((0.0, 0.0), |sum, people| (sum.0 + people.0, sum.1 + people.1))
}

fn ends((low, high, _): (f64, f64, Option<Span>)) -> (f64, f64) {
    (low, high)
}
