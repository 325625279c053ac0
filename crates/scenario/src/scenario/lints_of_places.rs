//! From where people leave, and what of it is hardly meant: more than places hold, selectors, shares and amounts that take
//! nobody, and selectors that spare nobody.

use std::collections::BTreeSet;

use super::{
    address::Address,
    chain::Chain,
    chain::rank,
    diagnostic::{Code, Diagnostic, Diagnostics, Span, quote},
    how_many::{self, Asked, chooses, held, people},
    layer::{CompositionText, SelectBy, SelectorText, Spanned},
    lints_at::{at, thousands, written},
    names::Name,
    resolved::{Composition, Element, Scenario, Selector},
    show,
    values::{Values, many, short, support},
};

/// Looks for all of it.
pub(super) fn places(chain: &Chain, scenario: &Scenario, values: &Values, found: &mut Diagnostics) {
    let Some(stated) = chain.layers.iter().rev().find_map(|layer| layer.composition.as_ref()) else { return };
    match (&scenario.composition, &stated.it) {
        (
            Composition::Priority { first, spare },
            CompositionText::Priority { first: texts, spare: spare_texts },
        ) => {
            let first: Vec<(&Selector, &SelectorText)> = first.iter().zip(texts).collect();
            beyond_hosts((chain, scenario, values), &first, spare, found);
            selectors((chain, scenario, values), &first, spare, found);
            sparing(scenario, values, spare.iter().zip(spare_texts), found);
        }
        (Composition::Proportional { spare }, CompositionText::Proportional { spare: texts }) => {
            sparing(scenario, values, spare.iter().zip(texts), found);
        }
        (Composition::Explicit(_), CompositionText::Explicit(given)) => {
            shares(values, given, stated.span, found);
        }
        (Composition::Amounts(_), CompositionText::Amounts(given)) => amounts(chain, given, found),
        _ => {}
    }
}

/// What a selector chooses, as it is written.
fn as_written(selector: &Selector) -> String {
    format!("`{}`", quote(&show::selector(selector)))
}

/// More leave than the hosts and force elements named hold: the rest is taken from everybody else.
fn beyond_hosts(
    (chain, scenario, values): (&Chain, &Scenario, &Values),
    first: &[(&Selector, &SelectorText)],
    spare: &[Selector],
    found: &mut Diagnostics,
) {
    let by_place =
        |text: &SelectorText| text.of.iter().all(|(by, _)| matches!(by, SelectBy::Host | SelectBy::Id));
    let Some((_, last)) = first.last().filter(|_| first.iter().all(|(_, text)| by_place(text))) else {
        return;
    };
    let spared = |e: &Element| spare.iter().any(|selector| chooses(selector, e, values));
    let named = |e: &Element| first.iter().any(|(selector, _)| chooses(selector, e, values));
    let (_, there) = held(scenario, values, |e| named(e) && !spared(e));
    let (_, others) = held(scenario, values, |e| !named(e) && !spared(e));
    let (_, all) = how_many::there(values);
    let Some(Asked { low: least, high: asked, span }) = how_many::asked(scenario, values) else { return };
    let floor = support(values, &Address::plain(Name::TroopFloor)).map_or(0.0, |s| s.0);
    let leaving = asked.min((all - floor).max(0.0));
    // What is more than may leave at all is an error already.
    if leaving <= there * (1.0 + 1e-9) || asked > there + others {
        return;
    }
    let last = last.span;
    let at = [Some(last), span].into_iter().flatten().max_by_key(|s| (rank(chain, *s), *s)).unwrap_or(last);
    let may = if least > there { "" } else { "may " };
    found.push(Diagnostic::warning(
        Code::CompositionTooSmall,
        at,
        format!("{} {may}leave, but the places that `composition` names hold {}", many(leaving), many(there)),
        format!("the other {} come from everywhere else", many(leaving - there)),
    ));
}

/// Selectors that spare nobody.
fn sparing<'a>(
    scenario: &Scenario,
    values: &Values,
    spare: impl Iterator<Item = (&'a Selector, &'a SelectorText)>,
    found: &mut Diagnostics,
) {
    for (selector, text) in spare {
        if held(scenario, values, |e| chooses(selector, e, values)).1 <= 0.0 {
            found.push(Diagnostic::warning(
                Code::IdleSelector,
                text.span,
                format!("{} spares nobody", as_written(selector)),
                "no force element with people is of that kind: leave it out",
            ));
        }
    }
}

/// Amounts of nobody, and amounts with a point where thousands were meant.
fn amounts(chain: &Chain, amounts: &[(SelectorText, Spanned<f64>)], found: &mut Diagnostics) {
    if let Some((_, first)) = amounts.first()
        && amounts.iter().all(|(_, amount)| amount.it == 0.0)
    {
        let message = "nobody leaves: no amount is above 0";
        found.push(Diagnostic::warning(
            Code::NobodyLeaves,
            first.span,
            message,
            "say how many leave from where",
        ));
    }
    for (_, amount) in amounts {
        let Some(place) = written(chain, [Some(amount.span)]) else { continue };
        let text = found.texts[place.text].text.get(place.start..place.end).unwrap_or_default();
        if let Some((_, as_written)) = thousands(text) {
            let meant = as_written.replace('.', "");
            found.push(Diagnostic::warning(
                Code::DecimalPoint,
                place,
                format!("an amount: {as_written} is {} people, not {meant}", short(amount.it)),
                format!("a point begins decimals: write {meant} if that is meant"),
            ));
        }
    }
}

/// Selectors of `Priority` from which nobody leaves: there is nobody, others choose them before, or these suffice.
fn selectors(
    (chain, scenario, values): (&Chain, &Scenario, &Values),
    first: &[(&Selector, &SelectorText)],
    spare: &[Selector],
    found: &mut Diagnostics,
) {
    let Some(asked) = how_many::asked(scenario, values) else { return };
    let (_, there) = how_many::there(values);
    let floor = support(values, &Address::plain(Name::TroopFloor)).map_or(0.0, |s| s.0);
    let bounded = |asked: f64| asked.min((there - floor).max(0.0));
    let most = bounded(asked.high);
    let drawn = values.get(&Address::plain(Name::Personnel));
    let nearly_most = drawn.map_or(most, |(personnel, _)| bounded(at(personnel, 0.95)));
    if most <= 0.0 {
        return;
    }
    let chosen_by = |selector: &Selector| -> Vec<&Element> {
        scenario.elements.iter().filter(|e| chooses(selector, e, values)).collect()
    };
    let spared: BTreeSet<&str> = spare.iter().flat_map(&chosen_by).map(|e| e.id.as_str()).collect();
    let mut chosen = spared.clone();
    let mut before = 0.0;
    for (number, (selector, text)) in first.iter().enumerate() {
        let all = chosen_by(selector);
        let own: Vec<&Element> = all.iter().copied().filter(|e| chosen.insert(&e.id)).collect();
        let (least, held) =
            own.iter().map(|e| people(values, &e.id)).fold((0.0, 0.0), |sum, p| (sum.0 + p.0, sum.1 + p.1));
        let what = as_written(selector);
        let after = match first.len() - number - 1 {
            0 => String::new(),
            1 => ", and the one after it is not either".to_owned(),
            more => format!(", and the {more} after it are not either"),
        };
        let (message, hint) = if all.is_empty() {
            (format!("{what} chooses nobody"), "no force element is of that kind".to_owned())
        } else if all.iter().all(|e| spared.contains(e.id.as_str())) {
            (
                format!("{what} takes nobody: all of its people are spared"),
                "spare fewer, or leave it out".to_owned(),
            )
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
                    many(most),
                    many(before)
                ),
                "nobody is taken from it: put it first, or let more leave".to_owned(),
            )
        } else if before > 0.0 && nearly_most <= before {
            (
                format!(
                    "{what} is rarely reached: in 95 of 100 draws at most {} leave, and the selectors before it hold {}",
                    many(libm::round(nearly_most)),
                    many(before)
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
        let spans = [Some(text.span), asked.span.filter(|_| held > 0.0 && before > 0.0)];
        let place = spans.into_iter().flatten().max_by_key(|s| (rank(chain, *s), *s)).unwrap_or(text.span);
        let place = if rank(chain, place) > rank(chain, text.span) { place } else { text.span };
        found.push(Diagnostic::warning(Code::IdleSelector, place, message, hint));
        if !reached {
            return;
        }
    }
}

/// Shares of `Explicit` by which nobody leaves.
fn shares(values: &Values, shares: &[(Spanned<String>, f64)], span: Span, found: &mut Diagnostics) {
    if shares.iter().all(|(_, share)| *share == 0.0) {
        let first = shares.first().map_or(span, |(id, _)| id.span);
        found.push(Diagnostic::warning(
            Code::NobodyLeaves,
            first,
            "nobody leaves: no share is above 0",
            "give shares from 0 to 1",
        ));
    }
    for (id, _) in shares.iter().filter(|(_, share)| *share > 0.0) {
        if people(values, &id.it).1 <= 0.0 {
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
