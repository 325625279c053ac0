//! Inputs in words: what a reader of a report is told instead of an address and a distribution in RON.

use crate::{
    present::{capital, grammar::small, grouped},
    scenario::{
        address::Address,
        distribution::Distribution,
        names::{Index, Name},
        resolved::{Disposition, Scenario, Trigger, Value},
        show,
    },
};

/// A domain's title inside a sentence.
#[must_use]
pub fn domain(scenario: &Scenario, id: &str) -> String {
    let title = scenario.domains.iter().find(|d| d.id == id).map_or(id, |d| d.title.as_str());
    small(title.split(" (").next().unwrap_or(title))
}

/// What an input is called on a card.
pub(super) fn name(name: Name) -> String {
    match name {
        Name::Personnel => "Personnel".to_owned(),
        Name::DownTo => "Left in Europe".to_owned(),
        Name::TroopFloor => "Must stay in Europe".to_owned(),
        Name::Start => "Starts".to_owned(),
        Name::Announced => "Announced".to_owned(),
        Name::Duration => "Takes".to_owned(),
        Name::Profile => "Timetable".to_owned(),
        Name::Information => "Allies informed".to_owned(),
        Name::Slip => "Delay against plan".to_owned(),
        Name::Stay => "Left behind".to_owned(),
        Name::ReturnShare => "Returns".to_owned(),
        Name::Reliability => "Promised US reinforcement that comes".to_owned(),
        Name::Linkage => "Reinforcement lost once the whole presence left".to_owned(),
        Name::Reaction => "Allies' reaction to the whole posture leaving".to_owned(),
        other => capital(other.spec().meaning),
    }
}

/// The ids of an address in words.
#[must_use]
pub fn ids(scenario: &Scenario, address: &Address) -> String {
    let (a, b) = (&address.first, &address.second);
    match address.name.spec().index {
        Index::None => String::new(),
        Index::Domain => domain(scenario, a),
        Index::Tier => format!("D+{a}"),
        Index::Ally => ally(scenario, a),
        Index::Element => element(scenario, a),
        Index::DomainTier => format!("{}, D+{b}", domain(scenario, a)),
        Index::DomainEnabler => format!("{} on {}", domain(scenario, a), domain(scenario, b)),
        Index::ElementDomain => format!("{}: {}", element(scenario, a), domain(scenario, b)),
        Index::AllyDomain => format!("{}: {}", ally(scenario, a), domain(scenario, b)),
    }
}

pub(super) fn ally(scenario: &Scenario, id: &str) -> String {
    scenario.allies.iter().find(|a| a.id == id).map_or_else(|| id.to_owned(), |a| a.title.clone())
}

pub(super) fn element(scenario: &Scenario, id: &str) -> String {
    scenario.elements.iter().find(|e| e.id == id).map_or_else(|| id.to_owned(), |e| e.title.clone())
}

/// A number as short as it is, thousands separated.
pub(super) fn short(v: f64) -> String {
    if v.fract() == 0.0 && v.abs() >= 1000.0 && v.abs() < 1e15 {
        let sign = if v < 0.0 { "-" } else { "" };
        return format!("{sign}{}", grouped(v.abs() as u64));
    }
    let text = format!("{v:.4}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// How a number of an input is written, and what stands behind it.
fn number(scenario: &Scenario, address: &Address, v: f64) -> (String, String) {
    let plain = |unit: &str| (short(v), unit.to_owned());
    match address.name {
        Name::Start | Name::Announced | Name::PledgeCutStart | Name::InvestStart => {
            let start = scenario.constant(&Address::plain(Name::StartYear)).unwrap_or(2026.0);
            (show::date(start, v), String::new())
        }
        Name::Duration | Name::FullNotice | Name::RecognitionLag | Name::InvestDuration
            if v > 0.0 && v % 4.0 == 0.0 =>
        {
            (short(v / 4.0), if v == 4.0 { " year" } else { " years" }.to_owned())
        }
        Name::Profile => {
            let names = ["even", "S-curve", "front-loaded"];
            (names.get(v.max(0.0) as usize).map_or_else(|| short(v), |n| (*n).to_owned()), String::new())
        }
        Name::PledgeYear | Name::ThreatMid | Name::StartYear => (format!("{v}"), String::new()),
        _ => match show::unit(scenario, address).as_str() {
            "-" | "fraction of the way" | "0 or 1" | "index" | "exponent" => plain(""),
            unit if unit.starts_with("multiple") => plain(""),
            "people" => plain(""),
            "fraction" => (short(100.0 * v), " %".to_owned()),
            "fraction a year" => (short(100.0 * v), " % a year".to_owned()),
            unit => plain(&format!(" {unit}")),
        },
    }
}

/// Both ends of a range beside a bar, to two digits of its width: in per cent, years or quarters, else the bare number.
#[must_use]
pub fn range_ends(scenario: &Scenario, address: &Address, ends: [f64; 2]) -> (String, String) {
    let width = (ends[1] - ends[0]).abs();
    let digits = if width > 0.0 { 1.0 - libm::floor(libm::log10(width)) } else { 4.0 };
    let step = libm::pow(10.0, digits);
    let one = |v: f64| {
        let (text, unit) = number(scenario, address, libm::round(v * step) / step + 0.0);
        match unit.as_str() {
            " % a year" => format!("{text} %"),
            " %" | " year" | " years" | " quarters" => text + &unit,
            _ => text,
        }
    };
    (one(ends[0]), one(ends[1]))
}

/// A value in words, with what a trigger does to it.
pub(super) fn value(scenario: &Scenario, address: &Address, value: &Value) -> String {
    let one = |v: f64| {
        let (number, unit) = number(scenario, address, v);
        number + &unit
    };
    let pair = |low: f64, high: f64| {
        let ((a, _), (b, unit)) = (number(scenario, address, low), number(scenario, address, high));
        format!("{a} to {b}{unit}")
    };
    let mut text = match &value.distribution {
        Distribution::Constant(v) => match (address.name, *v) {
            (Name::Information, 1.0) => "fully".to_owned(),
            (Name::Information, 0.0) => "by the media".to_owned(),
            _ => one(*v),
        },
        Distribution::Uniform { low, high } => pair(*low, *high),
        Distribution::Triangular { low, mode, high } | Distribution::Pert { low, mode, high } => {
            format!("{}, most likely {}", pair(*low, *high), one(*mode))
        }
        Distribution::LogNormalQuantiles { p05, p95 } => format!("{} in 90 % of draws", pair(*p05, *p95)),
        other => other.to_string(),
    };
    if value.scale != 1.0 {
        text += &format!(" \u{d7} {}", short(value.scale));
    }
    if value.shift != 0.0 {
        let sign = if value.shift < 0.0 { '-' } else { '+' };
        text += &format!(" {sign} {}", short(value.shift.abs()));
    }
    text
}

/// What becomes of those who left.
pub(super) fn disposition(scenario: &Scenario) -> &'static str {
    match scenario.disposition {
        Disposition::Earmarked => "kept for Europe",
        Disposition::IndoPacific => "sent to the Indo-Pacific",
        Disposition::Inactivated => "taken out of the force",
        Disposition::Own => "shares of its own",
    }
}

/// The trigger.
#[must_use]
pub fn trigger(trigger: Option<&Trigger>) -> String {
    match trigger {
        None => "none".to_owned(),
        Some(Trigger::BurdenShifting) => "burden shifts to Europe".to_owned(),
        Some(Trigger::NegotiatedSettlement { threat_earlier_years }) => {
            format!("settlement with Russia: threat {} years earlier", short(*threat_earlier_years))
        }
        Some(Trigger::IndoPacificPriority { reliability, crisis_probability }) => format!(
            "Indo-Pacific first: reliability of reinforcement \u{d7} {}, chance of a crisis \u{d7} {}",
            short(*reliability),
            short(*crisis_probability)
        ),
    }
}
