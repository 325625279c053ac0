//! The six numbers to carry away, always the same ones.

use maud::{Markup, html};

use super::{view::View, words};
use crate::{
    present::{
        self,
        evidence::{self, Verdict},
        grammar::narrow,
        numbers::page as numbers,
        typeset::typeset,
        worlds::World,
    },
    store::summary::Estimate,
};

struct Key {
    class: &'static str,
    number: String,
    unit: String,
    what: String,
    more: String,
}

/// The row of key numbers.
pub(super) fn key_numbers(view: &View) -> Markup {
    let keys = [missing(view), added(view), worst(view), closed(view), price(view), judgement(view)];
    html! {
        ul.keys aria-label="Key numbers" {
            @for key in keys.into_iter().flatten() {
                li class=(key.class) {
                    p.number { (key.number) @if !key.unit.is_empty() { " " span { (key.unit) } } }
                    p { (key.what) }
                    p.quiet { (key.more) }
                }
            }
        }
    }
}

fn missing(view: &View) -> Option<Key> {
    let scenario = view.focus()?;
    let e = view.without();
    let worst = scenario.years.iter().fold(None, |best: Option<(i32, f64)>, y| match best {
        Some(best) if best.1 >= y.counterfactual => Some(best),
        _ => Some((y.year, y.counterfactual)),
    });
    // Where there are other worlds, theirs is what is to be known beside it.
    let worst = worst
        .filter(|_| view.worlds.is_empty())
        .map(|(year, v)| format!(" \u{b7} most in {year}, {}", words::points(v, 0.0)));
    Some(Key {
        class: "k-without",
        number: format!("{}\u{202f}%", words::points(e.mean, e.se)),
        unit: String::new(),
        what: format!("missing {}", present::unless(view.summary)),
        more: format!(
            "{}{}{}",
            words::span(100.0 * e.p05, 100.0 * e.p95, 0),
            worst.unwrap_or_default(),
            others(view)
        ),
    })
}

/// What is missing without any drawdown in the other worlds.
fn others(view: &View) -> String {
    let (mut least, mut most) = (f64::INFINITY, f64::NEG_INFINITY);
    let own = |world: &World| {
        view.focus().is_some_and(|focus| world.scenarios.iter().any(|scenario| scenario.id == focus.id))
    };
    for world in view.worlds.iter().filter(|world| !own(world)) {
        let missing = 100.0 * world.missing(view.tier).mean;
        (least, most) = (least.min(missing), most.max(missing));
    }
    if view.worlds.len() < 2 {
        String::new()
    } else {
        format!(" \u{b7} other worlds: {}", words::span(least, most, 1))
    }
}

fn added(view: &View) -> Option<Key> {
    let scenario = view.focus()?;
    let e = view.added(scenario);
    let range = typeset(&present::numbers::signed_range(&e, 1));
    let nothing = view.nothing(scenario);
    let signed = |e: Estimate| typeset(&present::numbers::signed_points(e.mean, e.se));
    let (class, number) = match (nothing, e.mean < 0.0) {
        (true, _) => ("k-none", "≈ 0".to_owned()),
        (_, true) => ("k-gain", signed(e)),
        _ => ("k-added", signed(e)),
    };
    let verdict = evidence::verdict(&evidence::added(scenario, view.tier));
    let how = match (nothing, verdict) {
        (false, Verdict::Adds(adverb) | Verdict::TakesOff(adverb)) => adverb,
        (false, Verdict::Open) => "on average ",
        (true, _) => "",
    };
    let verb = if e.mean < 0.0 { "taken off" } else { "added" };
    let mut all: Vec<Estimate> = view.scenarios().iter().map(|scenario| view.added(scenario)).collect();
    all.sort_by(|a, b| a.mean.total_cmp(&b.mean));
    let (most, other) = match &all[..] {
        [least, .., most] => {
            let (least, most) = (*least, *most);
            // What takes off most adds least.
            match (e.mean < 0.0, e.mean >= most.mean, e.mean <= least.mean) {
                (false, true, _) => (" at most", Some(format!("least: {}", signed(least)))),
                (false, _, true) => (" at least", Some(format!("most: {}", signed(most)))),
                (true, true, _) => (" at least", Some(format!("most: {}", signed(least)))),
                (true, _, true) => (" at most", Some(format!("least: {}", signed(most)))),
                _ => ("", Some(format!("all: {} to {}", signed(least), signed(most)))),
            }
        }
        _ => {
            let direct = scenario.index_of("direct_effect", view.tier).copied();
            ("", direct.map(|d| format!("before the alarm: {}", signed(d))))
        }
    };
    Some(Key {
        class,
        number,
        unit: String::new(),
        what: format!("points {how}{verb}{most}"),
        more: other.map_or_else(|| range.clone(), |other| format!("{range} \u{b7} {other}")),
    })
}

fn worst(view: &View) -> Option<Key> {
    let scenario = view.focus()?;
    let Some(worst) = view.worst(scenario) else {
        return Some(Key {
            class: "k-none",
            number: "≈ 0".to_owned(),
            unit: String::new(),
            what: "no capability moves by half a point".to_owned(),
            more: "in any year".to_owned(),
        });
    };
    let covered = view
        .covered(&scenario.id, &worst.domain)
        .map(|c| format!(" \u{b7} {} met without", numbers::percent(c)));
    let gained = worst.loss.mean < 0.0;
    let change = worst.loss.turned();
    Some(Key {
        class: if gained { "k-gain" } else { "k-added" },
        number: typeset(&format!(
            "{}{}",
            if gained { "+" } else { "" },
            present::numbers::whole(change.mean)
        )),
        unit: String::new(),
        what: format!("points, {}, {}", narrow(view.title(&worst.domain)), worst.year),
        more: format!(
            "{}{}",
            typeset(&present::numbers::signed_range(&change, 0)),
            covered.unwrap_or_default()
        ),
    })
}

fn closed(view: &View) -> Option<Key> {
    let scenario = view.focus()?;
    let year = scenario.years.iter().find(|y| y.year == scenario.binding_year)?;
    Some(Key {
        class: "k-ink",
        number: numbers::number(year.domains_closed, 1),
        unit: format!("of {}", view.summary.domains.len()),
        what: format!("without a gap in {}", year.year),
        more: format!(
            "{}: {}",
            present::unless(view.summary),
            numbers::number(year.domains_closed_without, 1)
        ),
    })
}

fn price(view: &View) -> Option<Key> {
    let scenario = view.focus()?;
    let bill = scenario.bill;
    if !bill.mean.is_finite() {
        return None;
    }
    let none = bill.mean.abs() < 0.05;
    let anyway = scenario.bill_without.mean;
    let lacking = anyway.is_finite().then(|| format!(" \u{b7} {} lack anyway", view.money().set(anyway)));
    Some(Key {
        class: if none { "k-none" } else { "k-money" },
        number: if none { "≈ 0".to_owned() } else { view.money().set(bill.mean) },
        unit: String::new(),
        what: match crate::present::under_way(scenario) {
            Some(part) => format!("to buy back what has left by then, {part}"),
            None => format!("to buy back {}", crate::present::gone(scenario)),
        },
        more: format!(
            "{}{}",
            words::span(view.money().amount(bill.p05), view.money().amount(bill.p95), 0),
            lacking.unwrap_or_default()
        ),
    })
}

fn judgement(view: &View) -> Option<Key> {
    let scenario = view.focus()?;
    let grades = view.assumed(&scenario.id).map(|s| s.grades).unwrap_or_default();
    if let Some([share, range]) = crate::present::judgement(view.summary, scenario) {
        return Some(Key {
            class: "k-ink",
            number: share,
            unit: String::new(),
            what: "of the spread is judgement".to_owned(),
            more: format!("{range} \u{b7} {} of {} inputs", scenario.judgement, scenario.parameters),
        });
    }
    Some(Key {
        class: "k-ink",
        number: scenario.judgement.to_string(),
        unit: format!("of {}", scenario.parameters),
        what: "inputs are judgement".to_owned(),
        more: format!("published {}, measured {}", grades.published, grades.measured),
    })
}
