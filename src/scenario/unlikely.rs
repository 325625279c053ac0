//! What is not wrong in a scenario but hardly meant: each finding is a warning, at the place where it was written.
//!
//! Only what a scenario (or `--set`) says is looked at, never the reference data. docs/formats.md lists the rules.

use crate::inputs::quantile::quantile;

use super::{
    address::Address,
    check::{Values, rank, short, support},
    diagnostic::{Diagnostic, Diagnostics, Span},
    layer::{CompositionText, SelectBy},
    names::{Name, Range, TIERS},
    resolve::Chain,
    resolved::{Composition, Scenario, Value},
    title,
};

/// Part of what can be beyond which a spread of 90 % says next to nothing.
const NEARLY_ALL: f64 = 0.85;

/// Multiple of the median beyond which a spread of 90 % does.
const TIMES_MEDIAN: f64 = 4.0;

/// The same of rates of growth, a year, and of the allies' reaction.
const RATE: f64 = 0.2;
const REACTION: f64 = 2.0;

/// A pledge above this is a slip for a tenth of it, % of GDP.
const PLEDGE: f64 = 10.0;

/// Part of the troops from which on all of them leave.
const EVERYBODY: f64 = 0.995;

/// Looks for all of it.
pub fn scenario(chain: &Chain, scenario: &Scenario, values: &Values, found: &mut Diagnostics) {
    beyond_hosts(chain, scenario, values, found);
    pledges(chain, values, found);
    unseen(chain, scenario, values, found);
    wide(chain, values, found);
    everybody(chain, scenario, values, found);
    nobody(chain, scenario, values, found);
    title::odd(chain, scenario, values, found);
}

/// All US troops leave.
fn everybody(chain: &Chain, scenario: &Scenario, values: &Values, found: &mut Diagnostics) {
    let there: f64 = (scenario.elements.iter())
        .filter_map(|e| support(values, &Address::one(Name::UsPersonnel, &e.id)))
        .map(|s| s.1)
        .sum();
    let floor = support(values, &Address::plain(Name::TroopFloor)).map_or(0.0, |s| s.1);
    let (least, span) = match &scenario.composition {
        Composition::Explicit(shares) => {
            let of = |(id, share): &(String, f64)| {
                support(values, &Address::one(Name::UsPersonnel, id)).map_or(0.0, |s| share * s.0)
            };
            let written = chain.layers.iter().rev().find_map(|layer| layer.composition.as_ref());
            (shares.iter().map(of).sum(), written.map(|composition| composition.span))
        }
        _ => support(values, &Address::plain(Name::Personnel)).map_or((0.0, None), |s| (s.0, s.2)),
    };
    // More than everybody is an error already, and what the floor keeps is warned about.
    if floor > 0.0 || least < EVERYBODY * there || least > there * (1.0 + 1e-12) {
        return;
    }
    if let Some(place) = written(chain, [span]) {
        found.push(Diagnostic::warning(
            place,
            format!("all US troops leave: {} of {}", short(least), short(there)),
            "nothing of theirs is left in Europe, enablers included",
        ));
    }
}

/// A drawdown that is described, but in which nobody leaves.
fn nobody(chain: &Chain, scenario: &Scenario, values: &Values, found: &mut Diagnostics) {
    let Some((_, most, Some(span))) = support(values, &Address::plain(Name::Personnel)) else { return };
    if most > 0.0 || matches!(scenario.composition, Composition::Explicit(_)) {
        return;
    }
    let described = values.iter().find(|(address, (_, span))| {
        address.name != Name::Personnel
            && address.name.spec().drawdown
            && span.is_some_and(|span| rank(chain, span) > 0)
    });
    if let (Some((address, _)), Some(place)) = (described, written(chain, [Some(span)])) {
        found.push(Diagnostic::warning(
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
    let Some((least, asked, span)) = support(values, &Address::plain(Name::Personnel)) else { return };
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
        at,
        format!(
            "{} {may}leave, but the places that `composition` names hold {}",
            short(leaving),
            short(there)
        ),
        format!("the other {} come from everywhere else", short(leaving - there)),
    ));
}

/// Pledges below today's spending (an ally that has nothing to rise to), and those beyond anything that is spent.
fn pledges(chain: &Chain, values: &Values, found: &mut Diagnostics) {
    for (address, (pledge, span)) in values.iter().filter(|(a, _)| a.name == Name::Pledge) {
        let high = at(pledge, 0.95);
        if high > PLEDGE
            && let Some(place) = written(chain, [*span])
        {
            found.push(Diagnostic::warning(
                place,
                format!("`{address}` is {} % of GDP", short(high)),
                format!("is {} meant? Pledges are in % of GDP, and nobody's comes near", short(high / 10.0)),
            ));
        }
        let Some((now, now_span)) = values.get(&Address::one(Name::ShareNow, &address.first)) else {
            continue;
        };
        let (most, least) = (at(pledge, 0.95), at(now, 0.05));
        if most < least
            && let Some(place) = written(chain, [*span, *now_span])
        {
            let almost = match (pledge.distribution.constant(), now.distribution.constant()) {
                (Some(_), Some(_)) => "",
                _ => " almost always",
            };
            found.push(Diagnostic::warning(
                place,
                format!("`{address}` is{almost} below today's spending: {} < {}", short(most), short(least)),
                "with nothing to rise to, the ally goes on as it is",
            ));
        }
    }
}

/// Domains that are required at some tier, but at none that planners look at.
fn unseen(chain: &Chain, scenario: &Scenario, values: &Values, found: &mut Diagnostics) {
    let planned = |tier: u32| {
        let address = Address::one(Name::PlanningTiers, tier);
        support(values, &address).map(|s| (s.1 > 0.0, s.2))
    };
    let tiers: Vec<(u32, bool, Option<Span>)> =
        TIERS.into_iter().filter_map(|tier| planned(tier).map(|(on, span)| (tier, on, span))).collect();
    for domain in &scenario.domains {
        let required = |tier: u32| support(values, &Address::two(Name::Required, &domain.id, tier));
        let needed = |tier: u32| required(tier).is_some_and(|s| s.1 > 0.0);
        if tiers.iter().any(|t| t.1 && needed(t.0)) || !tiers.iter().any(|t| needed(t.0)) {
            continue;
        }
        let spans = tiers.iter().map(|t| t.2).chain(tiers.iter().map(|t| required(t.0).and_then(|s| s.2)));
        let seen: Vec<String> = tiers.iter().filter(|t| t.1).map(|t| format!("D+{}", t.0)).collect();
        if let Some(place) = written(chain, spans) {
            found.push(Diagnostic::warning(
                place,
                format!("no planning tier looks at `{}`", domain.id),
                format!("nothing of it is required at {}: it gets no orders", seen.join(", ")),
            ));
        }
    }
}

/// Distributions so wide that the result says more about them than about the drawdown.
fn wide(chain: &Chain, values: &Values, found: &mut Diagnostics) {
    let quarters = support(values, &Address::plain(Name::Quarters)).map_or(f64::INFINITY, |s| s.0);
    let troops: f64 = values
        .keys()
        .filter(|a| a.name == Name::UsPersonnel)
        .filter_map(|a| support(values, a))
        .map(|s| s.1)
        .sum();
    for (address, (value, span)) in values {
        let Some(place) = written(chain, [*span]) else { continue };
        if value.distribution.constant().is_some() {
            continue;
        }
        let [low, middle, high] = [0.05, 0.5, 0.95].map(|u| at(value, u));
        let spread = high - low;
        let spec = address.name.spec();
        let what = match (address.name, spec.range) {
            (Name::Personnel | Name::TroopFloor, _) if spread >= NEARLY_ALL * troops => {
                "nearly all troops that are there"
            }
            (Name::Personnel | Name::TroopFloor, _) => continue,
            (Name::Growth | Name::Trend | Name::Ramp | Name::RecruitRate, _) if spread > RATE => {
                "more than 20 points a year"
            }
            (Name::Reaction, _) if spread > REACTION => "more than twice the way to the pledge",
            // How allies are told is a scenario's choice, and may be left open altogether.
            (_, Range::Within(from, to) | Range::AboveUpTo(from, to))
                if !spec.drawdown && spread >= NEARLY_ALL * (to - from) =>
            {
                "nearly all that it can be"
            }
            _ if spec.unit == "quarters" && spread > quarters / 2.0 => "more than half of the run",
            _ if spec.unit == "years" && spread > quarters / 8.0 => "more than half of the run",
            _ if spec.unit == "calendar year" && spread > quarters / 8.0 => "more than half of the run",
            (_, Range::Above(from) | Range::AtLeast(from))
                if from == 0.0 && spec.unit != "quarters" && spread > TIMES_MEDIAN * middle =>
            {
                "more than four times its median"
            }
            _ => continue,
        };
        found.push(Diagnostic::warning(
            place,
            format!(
                "`{address}` is spread over {what}: 90 % of its draws lie between {} and {}",
                short(low),
                short(high)
            ),
            "results may say more about this spread than about the drawdown",
        ));
    }
}

/// A quantile of a value as the model sees it.
fn at(value: &Value, u: f64) -> f64 {
    quantile(&value.distribution, u) * value.scale + value.shift
}

/// The latest of some places that is not in the reference data.
fn written(chain: &Chain, spans: impl IntoIterator<Item = Option<Span>>) -> Option<Span> {
    let spans = spans.into_iter().flatten().filter(|span| rank(chain, *span) > 0);
    spans.max_by_key(|span| (rank(chain, *span), *span))
}
