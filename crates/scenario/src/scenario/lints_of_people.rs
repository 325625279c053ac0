//! Who leaves, and what of it is hardly meant: everybody, nobody, more than is there, and selectors that take nobody.

use std::collections::BTreeSet;

use super::{
    address::Address,
    check::{Values, rank, short, support},
    diagnostic::{Code, Diagnostic, Diagnostics, quote},
    how_many::{self, Asked},
    layer::{CompositionText, SelectBy, Spanned},
    lints::{at, written},
    names::Name,
    resolve::Chain,
    resolved::{Composition, Element, Scenario},
};

/// Part of the troops from which on all of them leave.
const EVERYBODY: f64 = 0.995;

/// Fewer people than this are a slip, thousands left out.
const FEW: f64 = 500.0;

/// Looks for all of it.
pub(super) fn scenario(chain: &Chain, scenario: &Scenario, values: &Values, found: &mut Diagnostics) {
    beyond_hosts(chain, scenario, values, found);
    selectors(chain, scenario, values, found);
    shares(chain, scenario, values, found);
    few(chain, values, found);
    everybody(chain, scenario, values, found);
    nobody(chain, scenario, values, found);
}

/// People of whom there are parts, or hardly any.
fn few(chain: &Chain, values: &Values, found: &mut Diagnostics) {
    for name in [Name::Personnel, Name::DownTo, Name::TroopFloor] {
        let Some((value, span)) = values.get(&Address::plain(name)) else { continue };
        let Some(place) = written(chain, [*span]) else { continue };
        // A number in the European way has been said already.
        let said = |item: &Diagnostic| {
            item.span.is_some_and(|s| s.text == place.text && s.start >= place.start && s.end <= place.end)
        };
        if found.items.iter().any(said) {
            continue;
        }
        let most = at(value, 0.95);
        let name = name.spec().name;
        if most > 0.0 && most < FEW {
            found.push(Diagnostic::warning(
                Code::PeopleInThousands,
                place,
                format!("`{name}` is {}: that many people, not thousands of them", short(most)),
                format!("write {} if thousands are meant", short(1000.0 * most)),
            ));
        } else if value.distribution.constant().is_some_and(|number| number.fract() != 0.0) {
            found.push(Diagnostic::warning(
                Code::FractionOfPeople,
                place,
                format!("`{name}` is {}", short(most)),
                "people are whole numbers",
            ));
        }
    }
}

/// All US troops leave.
fn everybody(chain: &Chain, scenario: &Scenario, values: &Values, found: &mut Diagnostics) {
    let (_, there) = how_many::there(values);
    let floor = support(values, &Address::plain(Name::TroopFloor)).map_or(0.0, |s| s.1);
    let Some(asked) = how_many::asked(&scenario.composition, values) else { return };
    let composed = || chain.layers.iter().rev().find_map(|l| l.composition.as_ref()).map(|c| c.span);
    let (least, span) = (asked.low, asked.span.or_else(composed));
    // More than everybody is an error already, and what the floor keeps is warned about.
    if floor > 0.0 || least < EVERYBODY * there || least > there * (1.0 + 1e-12) {
        return;
    }
    if let Some(place) = written(chain, [span]) {
        found.push(Diagnostic::warning(
            Code::AllLeave,
            place,
            format!("all US troops leave: {} of {}", short(least), short(there)),
            "nothing of theirs is left in Europe, enablers included",
        ));
    }
}

/// A drawdown that is described, but in which nobody leaves.
fn nobody(chain: &Chain, scenario: &Scenario, values: &Values, found: &mut Diagnostics) {
    let Some((_, most, Some(span))) = support(values, &Address::plain(Name::Personnel)) else { return };
    let taken_back = |address: &Address| {
        address.name == Name::PledgeCut && support(values, address).is_some_and(|s| s.1 > 0.0)
    };
    if most > 0.0 || matches!(scenario.composition, Composition::Explicit(_)) || values.keys().any(taken_back)
    {
        return;
    }
    let described = values.iter().find(|(address, (_, span))| {
        address.name != Name::Personnel
            && address.name.spec().drawdown
            && span.is_some_and(|span| rank(chain, span) > 0)
    });
    if let (Some((address, _)), Some(place)) = (described, written(chain, [Some(span)])) {
        found.push(Diagnostic::warning(
            Code::NobodyLeaves,
            place,
            format!("nobody leaves: `personnel` is 0, and `{address}` changes nothing"),
            "the answer is that of `no-drawdown`",
        ));
    }
}

/// More leave than the hosts and force elements named hold: the rest is taken from everybody else.
fn beyond_hosts(chain: &Chain, scenario: &Scenario, values: &Values, found: &mut Diagnostics) {
    let Some(composition) = chain.layers.iter().rev().find_map(|layer| layer.composition.as_ref()) else {
        return;
    };
    let CompositionText::Priority(selectors) = &composition.it else { return };
    let by_place = |by: &SelectBy| matches!(by, SelectBy::Host | SelectBy::Id);
    if selectors.is_empty() || !selectors.iter().all(|(by, _)| by_place(by)) {
        return;
    }
    let named = |id: &str, host: &str| {
        selectors.iter().any(|(by, of)| match by {
            SelectBy::Host => of.it == host,
            _ => of.it == id,
        })
    };
    let most = |id: &str| support(values, &Address::one(Name::UsPersonnel, id)).map_or(0.0, |s| s.1);
    let people = |inside: bool| -> f64 {
        let elements = scenario.elements.iter().filter(|e| named(&e.id, &e.host) == inside);
        elements.map(|e| most(&e.id)).sum()
    };
    let (there, others) = (people(true), people(false));
    let Some(Asked { low: least, high: asked, span }) = how_many::asked(&scenario.composition, values) else {
        return;
    };
    let floor = support(values, &Address::plain(Name::TroopFloor)).map_or(0.0, |s| s.0);
    let leaving = asked.min((there + others - floor).max(0.0));
    // What is more than everybody is an error already.
    if leaving <= there * (1.0 + 1e-9) || asked > there + others {
        return;
    }
    let last = selectors[selectors.len() - 1].1.span;
    let at = [Some(last), span].into_iter().flatten().max_by_key(|s| (rank(chain, *s), *s)).unwrap_or(last);
    let may = if least > there { "" } else { "may " };
    found.push(Diagnostic::warning(
        Code::CompositionTooSmall,
        at,
        format!(
            "{} {may}leave, but the places that `composition` names hold {}",
            short(leaving),
            short(there)
        ),
        format!("the other {} come from everywhere else", short(leaving - there)),
    ));
}

/// What a selector chooses, as it is written.
fn as_written(by: SelectBy, of: &str) -> String {
    let what = match by {
        SelectBy::Id => "Id",
        SelectBy::Host => "Host",
        SelectBy::Service => "Service",
        SelectBy::Domain => "Domain",
        SelectBy::Posture => "Posture",
    };
    format!("`{what}(\"{}\")`", quote(of))
}

/// Selectors of `Priority` from which nobody leaves: there is nobody, others choose them before, or these suffice.
fn selectors(chain: &Chain, scenario: &Scenario, values: &Values, found: &mut Diagnostics) {
    let Some(Spanned { it: CompositionText::Priority(selectors), .. }) =
        chain.layers.iter().rev().find_map(|layer| layer.composition.as_ref())
    else {
        return;
    };
    let Some(asked) = how_many::asked(&scenario.composition, values) else { return };
    let people =
        |id: &str| support(values, &Address::one(Name::UsPersonnel, id)).map_or((0.0, 0.0), |s| (s.0, s.1));
    let there: f64 = scenario.elements.iter().map(|e| people(&e.id).1).sum();
    let floor = support(values, &Address::plain(Name::TroopFloor)).map_or(0.0, |s| s.0);
    let bounded = |asked: f64| asked.min((there - floor).max(0.0));
    let most = bounded(asked.high);
    let drawn = values.get(&Address::plain(Name::Personnel));
    let nearly_most = drawn.map_or(most, |(personnel, _)| bounded(at(personnel, 0.95)));
    if most <= 0.0 {
        return;
    }
    let chooses = |by: SelectBy, of: &str, element: &Element| match by {
        SelectBy::Id => element.id == of,
        SelectBy::Host => element.host == of,
        SelectBy::Service => element.service == of,
        SelectBy::Posture => element.posture == of,
        SelectBy::Domain => values.contains_key(&Address::two(Name::UsUnits, &element.id, of)),
    };
    let mut chosen: BTreeSet<&str> = BTreeSet::new();
    let mut before = 0.0;
    for (number, (by, of)) in selectors.iter().enumerate() {
        let all: Vec<&Element> = scenario.elements.iter().filter(|e| chooses(*by, &of.it, e)).collect();
        let own: Vec<&Element> = all.iter().copied().filter(|e| chosen.insert(&e.id)).collect();
        let (least, held) =
            own.iter().map(|e| people(&e.id)).fold((0.0, 0.0), |sum, p| (sum.0 + p.0, sum.1 + p.1));
        let what = as_written(*by, &of.it);
        let after = match selectors.len() - number - 1 {
            0 => String::new(),
            1 => ", and the one after it is not either".to_owned(),
            more => format!(", and the {more} after it are not either"),
        };
        let (message, hint) = if all.is_empty() {
            (format!("{what} chooses nobody"), "no force element is of that kind".to_owned())
        } else if own.is_empty() {
            (
                format!("{what} takes nobody: the selectors before it choose all of its people"),
                "put it before them, or leave it out".to_owned(),
            )
        } else if held <= 0.0 {
            (
                format!("{what} takes nobody: its force elements have no people"),
                "nobody leaves from it".to_owned(),
            )
        } else if before > 0.0 && most <= before {
            (
                format!(
                    "{what} is never reached: {}{} leave, and the selectors before it hold {}{after}",
                    if asked.low == asked.high { "" } else { "at most " },
                    short(most),
                    short(before)
                ),
                "nobody is taken from it: put it first, or let more leave".to_owned(),
            )
        } else if before > 0.0 && nearly_most <= before {
            (
                format!(
                    "{what} is rarely reached: in 95 of 100 draws at most {} leave, and the selectors before it hold {}",
                    short(libm::round(nearly_most)),
                    short(before)
                ),
                "hardly anybody is taken from it: put it first, or let more leave".to_owned(),
            )
        } else {
            before += least;
            continue;
        };
        let reached = most > before || before <= 0.0;
        before += least;
        // Whichever was written last made it so: the selector, or how many leave.
        let spans = [Some(of.span), asked.span.filter(|_| held > 0.0 && before > 0.0)];
        let place = spans.into_iter().flatten().max_by_key(|s| (rank(chain, *s), *s)).unwrap_or(of.span);
        let place = if rank(chain, place) > rank(chain, of.span) { place } else { of.span };
        found.push(Diagnostic::warning(Code::IdleSelector, place, message, hint));
        if !reached {
            return;
        }
    }
}

/// Shares of `Explicit` by which nobody leaves.
fn shares(chain: &Chain, scenario: &Scenario, values: &Values, found: &mut Diagnostics) {
    let Composition::Explicit(_) = &scenario.composition else { return };
    let Some(Spanned { it: CompositionText::Explicit(shares), span }) =
        chain.layers.iter().rev().find_map(|layer| layer.composition.as_ref())
    else {
        return;
    };
    if shares.iter().all(|(_, share)| *share == 0.0) {
        let first = shares.first().map_or(*span, |(id, _)| id.span);
        found.push(Diagnostic::warning(
            Code::NobodyLeaves,
            first,
            "nobody leaves: no share is above 0",
            "give shares from 0 to 1",
        ));
    }
    for (id, _) in shares.iter().filter(|(_, share)| *share > 0.0) {
        if support(values, &Address::one(Name::UsPersonnel, &id.it)).is_some_and(|s| s.1 <= 0.0) {
            let message = format!("`{}` has no people: nobody leaves from it", quote(&id.it));
            found.push(Diagnostic::warning(
                Code::IdleShare,
                id.span,
                message,
                "its share changes nothing but its units",
            ));
        }
    }
}
