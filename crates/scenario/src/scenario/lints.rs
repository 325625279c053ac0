//! What is not wrong in a scenario but hardly meant: each finding is a warning, at the place where it was written.
//!
//! Only what a scenario (or `--set`) says is looked at, never the reference data. docs/formats.md lists the rules.

use std::collections::BTreeMap;

use super::{
    address::Address,
    chain::Chain,
    chain::rank,
    defaults::START_YEAR,
    diagnostic::{Code, Diagnostic, Diagnostics, Span},
    key::Key,
    lints_at::{at, thousands, written},
    lints_of_people, lints_of_pledges,
    names::{Name, TIERS},
    resolved::{Origin, Scenario},
    title,
    values::{Values, short, support},
};

/// Part of what can be beyond which a spread of 90 % says next to nothing.
const NEARLY_ALL: f64 = 0.85;

/// Multiple of the median beyond which a spread of 90 % does.
const TIMES_MEDIAN: f64 = 4.0;

/// Widest range of what is a fraction: that of `attainment`.
const ATTAINMENT: f64 = 1.2;

/// The same of rates of growth, a year, and of the allies' reaction.
const RATE: f64 = 0.2;
const REACTION: f64 = 2.0;

/// A pledge above this is a slip for a tenth of it, % of GDP.
const PLEDGE: f64 = 10.0;

/// Looks for all of it.
pub fn scenario(chain: &Chain, scenario: &Scenario, values: &Values, found: &mut Diagnostics) {
    numbers(chain, values, found);
    lints_of_people::scenario(chain, scenario, values, found);
    base_year(chain, values, found);
    pledges(chain, values, found);
    lints_of_pledges::put_off(chain, scenario, values, found);
    unseen(chain, scenario, values, found);
    wide(chain, values, found);
    title::odd(chain, scenario, values, found);
}

/// Numbers with three digits after a point where people and units are counted: a thousand as much of Europe writes it.
fn numbers(chain: &Chain, values: &Values, found: &mut Diagnostics) {
    for (address, (value, span)) in values {
        let Some(place) = written(chain, [*span]) else { continue };
        let unit = address.name.spec().unit;
        // What follows another value has been said of that.
        let counted = matches!(unit, "people" | "people a unit" | "units" | "units a year");
        if !counted || matches!(value.origin, Origin::Default(_)) {
            continue;
        }
        let text = found.texts[place.text].text.get(place.start..place.end).unwrap_or_default();
        let Some((at, as_written)) = thousands(text) else { continue };
        let as_read: f64 = as_written.parse().unwrap_or_default();
        let meant = as_written.replace('.', "");
        found.push(Diagnostic::warning(
            Code::DecimalPoint,
            Span { start: place.start + at, end: place.start + at + as_written.len(), ..place },
            format!("`{address}`: {as_written} is {as_read} {unit}, not {meant}"),
            format!("a point begins decimals: write {meant} if that is meant"),
        ));
    }
}

/// A start in another year than that of the reference data, whose values are then those of other years.
fn base_year(chain: &Chain, values: &Values, found: &mut Diagnostics) {
    let stated =
        chain.layers[0].entries.iter().find(|e| e.key == Key::Input(Address::plain(Name::StartYear)));
    let of = stated.and_then(|entry| entry.value.it.distribution.constant()).unwrap_or(START_YEAR);
    let Some((start, _, span)) = support(values, &Address::plain(Name::StartYear)) else { return };
    let inherited = |name: Name| {
        let mut of_name = values.iter().filter(|(address, _)| address.name == name);
        of_name.any(|(_, (_, span))| span.is_none_or(|span| rank(chain, span) == 0))
    };
    if start == of || !(inherited(Name::ShareNow) || inherited(Name::GdpNow) || inherited(Name::Holdings)) {
        return;
    }
    if let Some(place) = written(chain, [span]) {
        found.push(Diagnostic::warning(Code::StartYear,
            place,
            format!(
                "`start_year` is {start}, and the reference data are of the start of {of}: spending and gross domestic \
                 product of {} are taken as those of {}, forces, holdings, orders and capacity of {of} as those of {start}",
                of - 1.0,
                start - 1.0
            ),
            format!("`start` and `announced` count from {start} Q1; `pledge_year` and `threat_mid` stay where they are"),
        ));
    }
}

/// Pledges below today's spending (an ally that has nothing to rise to), and those beyond anything that is spent.
fn pledges(chain: &Chain, values: &Values, found: &mut Diagnostics) {
    for (address, (pledge, span)) in values.iter().filter(|(a, _)| a.name == Name::Pledge) {
        let high = at(pledge, 0.95);
        if high > PLEDGE
            && let Some(place) = written(chain, [*span])
        {
            found.push(Diagnostic::warning(
                Code::HighPledge,
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
                Code::LowPledge,
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
    // One mistake, one warning: domains that the same statement leaves out are named together.
    let mut by_place: BTreeMap<Span, Vec<String>> = BTreeMap::new();
    for domain in &scenario.domains {
        let required = |tier: u32| support(values, &Address::two(Name::Required, &domain.id, tier));
        let needed = |tier: u32| required(tier).is_some_and(|s| s.1 > 0.0);
        if tiers.iter().any(|t| t.1 && needed(t.0)) || !tiers.iter().any(|t| needed(t.0)) {
            continue;
        }
        let spans = tiers.iter().map(|t| t.2).chain(tiers.iter().map(|t| required(t.0).and_then(|s| s.2)));
        if let Some(place) = written(chain, spans) {
            by_place.entry(place).or_default().push(format!("`{}`", domain.id));
        }
    }
    let seen: Vec<String> = tiers.iter().filter(|t| t.1).map(|t| format!("D+{}", t.0)).collect();
    for (place, domains) in by_place {
        let (it, they) = if domains.len() == 1 { ("it", "it gets") } else { ("them", "they get") };
        found.push(Diagnostic::warning(
            Code::Unplanned,
            place,
            format!("no planning tier looks at {}", domains.join(", ")),
            format!("nothing of {it} is required at {}: {they} no orders", seen.join(", ")),
        ));
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
        // What follows another value has been said of that.
        if value.distribution.constant().is_some() || matches!(value.origin, Origin::Default(_)) {
            continue;
        }
        let [low, middle, high] = [0.05, 0.5, 0.95].map(|u| at(value, u));
        let spread = high - low;
        let spec = address.name.spec();
        let (from, to) = spec.range.ends();
        let fraction = to - from <= ATTAINMENT;
        let what = match address.name {
            Name::Personnel | Name::TroopFloor if spread >= NEARLY_ALL * troops => {
                "nearly all troops that are there"
            }
            Name::Personnel | Name::TroopFloor => continue,
            Name::Growth | Name::Trend | Name::Ramp | Name::RecruitRate if spread > RATE => {
                "more than 20 points a year"
            }
            Name::Reaction if spread > REACTION => "more than twice the way to the pledge",
            // How allies are told is a scenario's choice, and may be left open altogether.
            _ if fraction && !spec.drawdown && spread >= NEARLY_ALL * (to - from) => {
                "nearly all that it can be"
            }
            _ if spec.unit == "quarters" && spread > quarters / 2.0 => "more than half of the run",
            _ if spec.unit == "years" && spread > quarters / 8.0 => "more than half of the run",
            _ if spec.unit == "calendar year" && spread > quarters / 8.0 => "more than half of the run",
            _ if from >= 0.0 && !fraction && spec.unit != "quarters" && spread > TIMES_MEDIAN * middle => {
                "more than four times its median"
            }
            _ => continue,
        };
        found.push(Diagnostic::warning(
            Code::WideSpread,
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
