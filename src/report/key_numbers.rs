//! The six numbers to carry away, always the same ones.

use maud::{Markup, html};

use super::{view::View, words};
use crate::plot::{numbers, words as plain};

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
        let missing = 100.0 * world.missing(view.tier()).mean;
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
    let range = words::span(100.0 * e.p05, 100.0 * e.p95, 1);
    let (class, number) = match (view.nothing(scenario), e.mean < 0.0) {
        (true, _) => ("k-none", "≈ 0".to_owned()),
        (_, true) => ("k-gain", words::signed(e.mean, e.se)),
        _ => ("k-added", words::signed(e.mean, e.se)),
    };
    let (what, other) = match view.scenarios.last().filter(|_| view.scenarios.len() > 1) {
        Some(last) => {
            let least = view.added(last);
            let shown = words::signed(least.mean, least.se);
            ("points added by the deepest scenario", Some(format!("shallowest: {shown}")))
        }
        None => {
            let direct = view.index(scenario, "direct_effect");
            let shown = direct.map(|d| words::signed(d.mean, d.se));
            ("points added over all capabilities", shown.map(|d| format!("before allies react: {d}")))
        }
    };
    Some(Key {
        class,
        number,
        unit: String::new(),
        what: what.to_owned(),
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
    let (low, high) = (100.0 * worst.loss.p05, 100.0 * worst.loss.p95);
    let (low, high) = if worst.loss.mean < 0.0 { (-high, -low) } else { (low, high) };
    Some(Key {
        class: if worst.loss.mean < 0.0 { "k-gain" } else { "k-added" },
        number: numbers::signed(-100.0 * worst.loss.mean, 0),
        unit: String::new(),
        what: format!("points, {}, {}", plain::inside(&view.title(&worst.domain)), worst.year),
        more: format!("{}{}", words::span(low, high, 0), covered.unwrap_or_default()),
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
        what: "to buy back what left".to_owned(),
        more: format!("{}{}", words::span(bill.p05, bill.p95, 0), lacking.unwrap_or_default()),
    })
}

fn judgement(view: &View) -> Option<Key> {
    let scenario = view.deepest()?;
    let grades = view.assumed(&scenario.id).map(|s| s.grades).unwrap_or_default();
    Some(Key {
        class: "k-ink",
        number: scenario.judgement.to_string(),
        unit: format!("of {}", scenario.parameters),
        what: "parameters are judgement".to_owned(),
        more: format!("published estimates: {} \u{b7} measured: {}", grades.published, grades.measured),
    })
}
