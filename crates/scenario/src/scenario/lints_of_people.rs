//! How many leave, and what of it is hardly meant: everybody, nobody, a thousandth of what was meant.

use super::{
    address::Address,
    chain::Chain,
    chain::rank,
    diagnostic::{Code, Diagnostic, Diagnostics},
    how_many,
    lints_at::{at, written},
    lints_of_places,
    names::Name,
    resolved::Scenario,
    values::{Values, many, short, support},
};

/// Part of the troops from which on all of them leave.
const EVERYBODY: f64 = 0.995;

/// Fewer people than this are a slip, thousands left out.
const FEW: f64 = 500.0;

/// Looks for all of it.
pub(super) fn scenario(chain: &Chain, scenario: &Scenario, values: &Values, found: &mut Diagnostics) {
    lints_of_places::places(chain, scenario, values, found);
    few(chain, values, found);
    everybody(chain, scenario, values, found);
    nobody(chain, values, found);
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
    let Some(asked) = how_many::asked(scenario, values) else { return };
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
            format!("all US troops leave: {} of {}", many(least), many(there)),
            "nothing of theirs is left in Europe, enablers included",
        ));
    }
}

/// A drawdown that is described, but in which nobody leaves.
fn nobody(chain: &Chain, values: &Values, found: &mut Diagnostics) {
    let Some((_, most, Some(span))) = support(values, &Address::plain(Name::Personnel)) else { return };
    let taken_back = |address: &Address| {
        address.name == Name::PledgeCut && support(values, address).is_some_and(|s| s.1 > 0.0)
    };
    if most > 0.0 || values.keys().any(taken_back) {
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
