//! Checks of a scenario as a whole: what is missing, what does not fit together, what deserves a warning.

use std::{
    borrow::Cow,
    collections::{BTreeMap, BTreeSet},
};

use super::{
    address::Address,
    chain::{Chain, rank},
    check_correlations::correlations,
    check_places::places,
    check_timing::timing,
    diagnostic::{Code, Diagnostic, Diagnostics, Span},
    how_many::{self, Asked},
    layered_world::{Sort, State},
    lints,
    names::{Index, Name, TIERS},
    resolved::Scenario,
    validate::{falls, scaled_support},
    values::{Values, many, short, support},
};

/// Most items of a kind: beyond them a run outgrows the memory of a laptop.
const MOST: [(Sort, usize); 3] = [(Sort::Domain, 40), (Sort::Ally, 100), (Sort::Element, 500)];

/// Checks everything; settles the correlations of `scenario`, whose values are still in `values`. Of the values in
/// `wrong` something is known to be wrong: what follows from that is not said.
pub fn scenario(
    chain: &Chain,
    state: &State,
    scenario: &mut Scenario,
    values: &Values,
    wrong: &BTreeSet<Address>,
    found: &mut Diagnostics,
) {
    let whole = chain.layers[chain.layers.len() - 1 - usize::from(chain.sets)].whole;
    let mut bounded = true;
    for (sort, most) in MOST {
        let count = state.items(sort).len();
        if count == 0 {
            found.push(Diagnostic::error(
                Code::Empty,
                whole,
                format!("no {} is left", sort.word()),
                "the model needs at least one",
            ));
        }
        if count > most {
            let first = state.items(sort)[most].id.span;
            let plural = sort.word().replace("ally", "allie");
            found.push(Diagnostic::error(
                Code::TooMuch,
                first,
                format!("{count} {plural}s"),
                format!("allowed: at most {most}"),
            ));
            bounded = false;
        }
    }
    if !bounded {
        return;
    }
    missing(chain, state, values, wrong, whole, found);
    let values: Cow<Values> = if wrong.is_empty() {
        Cow::Borrowed(values)
    } else {
        let sound = values.iter().filter(|(address, _)| !wrong.contains(address));
        Cow::Owned(sound.map(|(address, placed)| (address.clone(), placed.clone())).collect())
    };
    let values = values.as_ref();
    order_over_tiers(chain, values, found);
    years(chain, values, found);
    let sound = |name: Name| !wrong.iter().any(|address| address.name == name);
    sums(values, whole, &sound, found);
    if sound(Name::UsPersonnel) {
        people(scenario, values, whole, found);
        places(chain, scenario, values, found);
    }
    planning(chain, scenario, values, whole, found);
    timing(values, whole, found);
    if wrong.is_empty() {
        lints::scenario(chain, scenario, values, found);
    }
    let correlations = correlations(chain, values, found);
    scenario.correlations = correlations;
}

fn missing(
    chain: &Chain,
    state: &State,
    values: &Values,
    wrong: &BTreeSet<Address>,
    whole: Span,
    found: &mut Diagnostics,
) {
    let mut by_item: BTreeMap<Option<String>, Vec<String>> = BTreeMap::new();
    for address in wanted(state) {
        if !values.contains_key(&address) && !wrong.contains(&address) {
            let item = matches!(
                address.name.spec().index,
                Index::Domain | Index::Ally | Index::Element | Index::DomainTier
            );
            by_item.entry(item.then(|| address.first.clone())).or_default().push(address.to_string());
        }
    }
    for (id, mut addresses) in by_item {
        // Of a new item the ids are clear; the span is where it was added.
        let span = id.as_ref().and_then(|id| {
            let all =
                chain.layers.iter().rev().flat_map(|l| l.domains.iter().chain(&l.allies).chain(&l.elements));
            all.filter(|item| item.id.it == *id).map(|item| item.id.span).next_back()
        });
        // An item of which something else is wrong at its id was hardly meant as a new one.
        if span.is_some_and(|span| found.has_error_within(span)) {
            continue;
        }
        let count = addresses.len();
        if count > 6 {
            addresses.truncate(5);
            addresses.push(format!("... ({count} in all)"));
        }
        let what = id.map_or("values are missing".to_string(), |id| format!("`{id}` lacks values"));
        found.push(Diagnostic::error(
            Code::NoValue,
            span.unwrap_or(whole),
            format!("{what}: {}", addresses.join(", ")),
            "give them, for example in `overrides`",
        ));
    }
}

fn order_over_tiers(chain: &Chain, values: &Values, found: &mut Diagnostics) {
    for (address, (value, span)) in values {
        if !address.name.rises_over_tiers() {
            continue;
        }
        let by_domain = address.name.spec().index == Index::DomainTier;
        let tier = if by_domain { &address.second } else { &address.first };
        let Some(next) = TIERS.iter().position(|t| t.to_string() == *tier).and_then(|at| TIERS.get(at + 1))
        else {
            continue;
        };
        let later_address = if by_domain {
            Address::two(address.name, &address.first, next)
        } else {
            Address::one(address.name, next)
        };
        let Some((later, later_span)) = values.get(&later_address) else { continue };
        let a = (&value.distribution, value.scale, value.shift);
        let b = (&later.distribution, later.scale, later.shift);
        // Supports that do not overlap are in order, whatever lies in between.
        let (_, most) = scaled_support(a.0, a.1, a.2);
        let (least, _) = scaled_support(b.0, b.1, b.2);
        if most <= least {
            continue;
        }
        let pair = format!("{} {} {} {} {} {}", a.0, a.1, a.2, b.0, b.1, b.2);
        if chain.in_order.borrow().contains(&pair) {
            continue;
        }
        let fall = falls(a, b);
        if fall.is_none() {
            chain.in_order.borrow_mut().insert(pair);
        }
        if let Some((u, low, high)) = fall {
            // The one of the two that was written later is the one to look at.
            let at = [*span, *later_span]
                .into_iter()
                .flatten()
                .max_by_key(|span| (rank(chain, *span), *span))
                .unwrap_or_default();
            let constant = value.distribution.constant().is_some() && later.distribution.constant().is_some();
            let where_ =
                if constant { String::new() } else { format!(" at their {:.0} % quantile", u * 100.0) };
            found.push(Diagnostic::error(
                Code::Falling,
                at,
                format!("`{address}` is {} and `{later_address}` is {}{where_}", short(low), short(high)),
                "values must not fall from a tier to the next",
            ));
        }
    }
}

fn years(chain: &Chain, values: &Values, found: &mut Diagnostics) {
    let Some((start_year, _, start_span)) = support(values, &Address::plain(Name::StartYear)) else { return };
    let start_rank = start_span.map_or(0, |span| rank(chain, span));
    // Pledges that were there before the start was moved beyond them.
    let mut passed: Vec<(&str, f64)> = Vec::new();
    for (address, (_, span)) in values.iter().filter(|(a, _)| a.name == Name::PledgeYear) {
        if let Some((low, _, _)) = support(values, address)
            && low.is_finite()
            && low < start_year
        {
            if span.map_or(0, |span| rank(chain, span)) < start_rank {
                passed.push((&address.first, low));
                continue;
            }
            found.push(Diagnostic::error(
                Code::OutOfRange,
                span.unwrap_or_default(),
                format!("`{address}` is {low}, before the start"),
                format!("the run starts in {start_year}: allowed from {start_year} on"),
            ));
        }
    }
    if let (Some(span), Some(first)) = (start_span, passed.iter().map(|p| p.1).reduce(f64::min)) {
        let who =
            if passed.len() == 1 { format!("`{}`", passed[0].0) } else { format!("{} allies", passed.len()) };
        found.push(Diagnostic::error(
            Code::OutOfRange,
            span,
            format!("`start_year` is {start_year}, after the `pledge_year` of {who}"),
            format!("the first of them is {first}: start then or earlier, or give later years"),
        ));
    }
}

fn sums(values: &Values, whole: Span, sound: &dyn Fn(Name) -> bool, found: &mut Diagnostics) {
    for (name, what) in [
        (Name::Weight, "the weights of the domains"),
        (Name::UsPersonnel, "the people of the force elements"),
    ] {
        let of: Vec<&Address> = values.keys().filter(|a| a.name == name).collect();
        let sum: f64 = of.iter().filter_map(|a| support(values, a)).map(|s| s.1).sum();
        if !of.is_empty() && sum <= 0.0 && sound(name) {
            let span = of.iter().filter_map(|a| values[*a].1).max().unwrap_or(whole);
            found.push(Diagnostic::error(
                Code::OutOfRange,
                span,
                format!("{what} sum to 0"),
                "at least one must be above 0",
            ));
        }
    }
}

fn people(scenario: &Scenario, values: &Values, whole: Span, found: &mut Diagnostics) {
    let (least, most) = how_many::there(values);
    let floor = support(values, &Address::plain(Name::TroopFloor));
    let Some(Asked { low: certain, high: asked, span }) = how_many::asked(scenario, values) else {
        return;
    };
    if let Some((stay, _, place)) = support(values, &Address::plain(Name::DownTo))
        && stay > most * (1.0 + 1e-12)
    {
        found.push(Diagnostic::error(
            Code::OutOfRange,
            place.unwrap_or(whole),
            format!("down to {} of {} troops", many(stay), many(most)),
            format!("there are only {}: give a smaller number, from which the others leave", many(most)),
        ));
        return;
    }
    let at = span.unwrap_or(whole);
    if asked.is_finite() && asked > most * (1.0 + 1e-12) {
        found.push(Diagnostic::error(
            Code::OutOfRange,
            at,
            format!("{} of {} troops", many(asked), many(most)),
            format!("there are {} to withdraw", many(most)),
        ));
        return;
    }
    let Some((floor_low, floor_high, floor_span)) = floor else { return };
    if floor_high > 0.0 && asked > (least - floor_high).max(0.0) {
        let binds = if certain > (most - floor_low).max(0.0) { "binds" } else { "may bind" };
        let limit = (least - floor_high).max(0.0);
        found.push(Diagnostic::warning(
            Code::TroopFloor,
            floor_span.unwrap_or(at),
            format!("the troop floor {binds}: {} are asked to leave", many(asked)),
            format!("at most {} can ({} less the floor of {})", many(limit), many(least), many(floor_high)),
        ));
    }
}

fn planning(chain: &Chain, scenario: &Scenario, values: &Values, whole: Span, found: &mut Diagnostics) {
    let on = |tier: u32| support(values, &Address::one(Name::PlanningTiers, tier));
    if TIERS.iter().all(|tier| on(*tier).is_some_and(|s| s.1 == 0.0)) {
        let span = on(TIERS[0]).and_then(|s| s.2).unwrap_or(whole);
        found.push(Diagnostic::error(
            Code::Empty,
            span,
            "no planning tier",
            "at least one of 10, 30, 180 must be 1",
        ));
    }
    for tier in TIERS {
        if let Some((low, _, Some(span))) = on(tier)
            && low != 0.0
            && low != 1.0
        {
            found.push(Diagnostic::error(
                Code::OutOfRange,
                span,
                format!("`planning_tiers[{tier}]` is {low}"),
                "allowed: 0 or 1",
            ));
        }
    }
    if on(scenario.reporting_tier).is_some_and(|s| s.1 == 0.0) {
        let reported = chain.layers.iter().rev().find_map(|l| l.reporting_tier.as_ref().map(|t| t.span));
        let span = reported.or(on(scenario.reporting_tier).and_then(|s| s.2)).unwrap_or(whole);
        found.push(Diagnostic::warning(
            Code::ReportingTier,
            span,
            format!("the reporting tier {} is no planning tier", scenario.reporting_tier),
            "planners do not look at what the headline reports",
        ));
    }
    for (address, (_, span)) in values.iter().filter(|(a, _)| a.name == Name::Priority) {
        if support(values, address).is_some_and(|s| s.1 == 0.0) {
            found.push(Diagnostic::warning(
                Code::ZeroWeight,
                span.unwrap_or(whole),
                format!("`{address}` is 0"),
                "the domain gets no orders and no people",
            ));
        }
    }
}

/// The addresses that a scenario must have a value for.
fn wanted(state: &State) -> Vec<Address> {
    let mut out = Vec::new();
    for &name in Name::ALL {
        let each = |sort: Sort| {
            state.ids(sort).into_iter().map(move |id| Address::one(name, id)).collect::<Vec<_>>()
        };
        match name.spec().index {
            Index::None if !matches!(name, Name::Personnel | Name::DownTo) => out.push(Address::plain(name)),
            Index::None | Index::DomainEnabler | Index::ElementDomain | Index::AllyDomain => {}
            Index::Domain => out.extend(each(Sort::Domain)),
            Index::Ally => out.extend(each(Sort::Ally)),
            Index::Element => out.extend(each(Sort::Element)),
            Index::Tier => out.extend(TIERS.into_iter().map(|tier| Address::one(name, tier))),
            Index::DomainTier => {
                out.extend(
                    state
                        .ids(Sort::Domain)
                        .into_iter()
                        .flat_map(|id| TIERS.into_iter().map(move |tier| Address::two(name, id, tier))),
                );
            }
        }
    }
    out
}
