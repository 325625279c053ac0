//! The six numbers to carry away, always the same ones.

use maud::{Markup, html};

use super::{view::View, words};
use crate::{
    plot::words as plain,
    present::{
        self,
        evidence::{self, Verdict},
        numbers::page as numbers,
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
    let scenario = view.deepest()?;
    let e = view.without();
    let worst = scenario.years.iter().fold(None, |best: Option<(i32, f64)>, y| match best {
        Some(best) if best.1 >= y.counterfactual => Some(best),
        _ => Some((y.year, y.counterfactual)),
    });
    let worst = worst.map(|(year, v)| format!(" \u{b7} worst in {year}, {}", words::points(v, 0.0)));
    Some(Key {
        class: "k-without",
        number: format!("{}\u{202f}%", words::points(e.mean, e.se)),
        unit: String::new(),
        what: if view.worlds.is_empty() {
            "missing without any drawdown".to_owned()
        } else {
            format!("missing without any drawdown in the world of {}", scenario.short_title)
        },
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
    for world in view.worlds.iter().skip(1) {
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
    let scenario = view.deepest()?;
    let e = view.added(scenario);
    // Signs are words: a minus would be read against those of capabilities beside it.
    let (size, signs) = if e.mean < 0.0 { (e.turned(), ("less", "more")) } else { (e, ("more", "less")) };
    let range = present::numbers::span(100.0 * size.p05, 100.0 * size.p95, 1, signs);
    let nothing = view.nothing(scenario);
    let (class, number) = match (nothing, e.mean < 0.0) {
        (true, _) => ("k-none", "≈ 0".to_owned()),
        (_, true) => ("k-gain", words::points(size.mean, e.se)),
        _ => ("k-added", words::points(size.mean, e.se)),
    };
    let verdict = evidence::verdict(&evidence::added(scenario, view.tier));
    let how = match (nothing, verdict) {
        (false, Verdict::Adds(adverb) | Verdict::TakesOff(adverb)) => adverb,
        (false, Verdict::Open) => "on average ",
        (true, _) => "",
    };
    let verb = if e.mean < 0.0 { "taken off" } else { "added" };
    let change = |e: Estimate| match e.mean {
        v if v < 0.0 => format!("{} taken off", words::points(-v, e.se)),
        v => format!("{} added", words::points(v, e.se)),
    };
    let (what, other) = match view.scenarios().last().filter(|_| view.scenarios().len() > 1) {
        Some(last) => (
            format!("points {how}{verb} by the deepest scenario"),
            Some(format!("shallowest: {}", change(view.added(last)))),
        ),
        None => {
            let direct = scenario.index_of("direct_effect", view.tier).copied();
            (
                format!("points {how}{verb} over all capabilities"),
                direct.map(|d| format!("before allies react: {}", change(d))),
            )
        }
    };
    Some(Key {
        class,
        number,
        unit: String::new(),
        what,
        more: other.map_or_else(|| range.clone(), |other| format!("{range} \u{b7} {other}")),
    })
}

fn worst(view: &View) -> Option<Key> {
    let scenario = view.deepest()?;
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
        .map(|c| format!(" \u{b7} {} covered without drawdown", numbers::percent(c)));
    let gained = worst.loss.mean < 0.0;
    let (size, signs) = match gained {
        true => (worst.loss.turned(), ("gained", "lost")),
        false => (worst.loss, ("lost", "gained")),
    };
    Some(Key {
        class: if worst.loss.mean < 0.0 { "k-gain" } else { "k-added" },
        number: present::numbers::whole(size.mean),
        unit: String::new(),
        what: format!("points {}, {}, {}", signs.0, plain::inside(view.title(&worst.domain)), worst.year),
        more: format!(
            "{}{}",
            present::numbers::span(100.0 * size.p05, 100.0 * size.p95, 0, signs),
            covered.unwrap_or_default()
        ),
    })
}

fn closed(view: &View) -> Option<Key> {
    let scenario = view.deepest()?;
    let year = scenario.years.iter().find(|y| y.year == scenario.binding_year)?;
    Some(Key {
        class: "k-ink",
        number: numbers::number(year.domains_closed, 1),
        unit: format!("of {}", view.summary.domains.len()),
        what: format!("capabilities without a gap in {}", year.year),
        more: format!(
            "without drawdown: {} \u{b7} closed to the end of {}",
            numbers::number(year.domains_closed_without, 1),
            view.last_year()
        ),
    })
}

fn price(view: &View) -> Option<Key> {
    let scenario = view.deepest()?;
    let bill = scenario.bill;
    if !bill.mean.is_finite() {
        return None;
    }
    let none = bill.mean.abs() < 0.05;
    let anyway = scenario.bill_without.mean;
    let lacking = anyway.is_finite().then(|| format!(" \u{b7} {} lacking anyway", words::money(anyway)));
    Some(Key {
        class: if none { "k-none" } else { "k-money" },
        number: if none { "≈ 0".to_owned() } else { words::money(bill.mean) },
        unit: String::new(),
        what: format!("to buy back {}", crate::present::gone(scenario)),
        more: format!("{}{}", words::span(bill.p05, bill.p95, 0), lacking.unwrap_or_default()),
    })
}

fn judgement(view: &View) -> Option<Key> {
    let scenario = view.deepest()?;
    let grades = view.assumed(&scenario.id).map(|s| s.grades).unwrap_or_default();
    if let Some([share, range]) = crate::present::judgement(view.summary, scenario) {
        return Some(Key {
            class: "k-ink",
            number: share,
            unit: String::new(),
            what: "of the spread rests on judgement".to_owned(),
            more: format!("{range} \u{b7} {} of {} parameters", scenario.judgement, scenario.parameters),
        });
    }
    Some(Key {
        class: "k-ink",
        number: scenario.judgement.to_string(),
        unit: format!("of {}", scenario.parameters),
        what: "parameters are judgement".to_owned(),
        more: format!("published estimates: {} \u{b7} measured: {}", grades.published, grades.measured),
    })
}
