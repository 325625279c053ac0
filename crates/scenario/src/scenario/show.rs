//! The resolved scenario as people read it: every value, grouped by section of the model, with where it came from.

use std::fmt::Write as _;

pub use super::quarter::date;
use super::{
    address::Address,
    defaults::START_YEAR,
    distribution::Distribution,
    names::{Index, Name, TIERS},
    read_date::POINTS,
    read_layer::PROFILES,
    resolved::{Composition, Disposition, Grade, Origin, Scenario, Selector, Trigger, Value},
};

/// Sections of the model page that name inputs.
pub const SECTIONS: [(u8, &str); 8] = [
    (2, "Time"),
    (3, "Drawdown"),
    (4, "Requirement"),
    (5, "Money"),
    (6, "Orders"),
    (7, "Industry and people"),
    (8, "Supply, coverage, gap"),
    (9, "What is estimated"),
];

/// The addresses of a scenario as people expect them: by name in the order of the table, then in the order of the
/// reference data.
#[must_use]
pub fn ordered(scenario: &Scenario) -> Vec<&Address> {
    let domain = |id: &str| scenario.domains.iter().position(|d| d.id == id);
    let tier = |id: &str| TIERS.iter().position(|t| t.to_string() == id);
    let ally = |id: &str| scenario.allies.iter().position(|a| a.id == id);
    let element = |id: &str| scenario.elements.iter().position(|e| e.id == id);
    let mut all: Vec<&Address> = scenario.values.keys().collect();
    all.sort_by_key(|address| {
        let (a, b) = (address.first.as_str(), address.second.as_str());
        let places = match address.name.spec().index {
            Index::None => (None, None),
            Index::Domain => (domain(a), None),
            Index::Tier => (tier(a), None),
            Index::Ally => (ally(a), None),
            Index::Element => (element(a), None),
            Index::DomainTier => (domain(a), tier(b)),
            Index::DomainEnabler => (domain(a), domain(b)),
            Index::ElementDomain => (element(a), domain(b)),
            Index::AllyDomain => (ally(a), domain(b)),
        };
        (address.name, places)
    });
    all
}

/// Whether a value is a parameter of the world with a grade: not by ally or force element, which are data.
#[must_use]
pub fn is_parameter(address: &Address, value: &Value) -> bool {
    let data = [Index::Ally, Index::Element, Index::ElementDomain, Index::AllyDomain];
    !data.contains(&address.name.spec().index) && !matches!(value.origin, Origin::Default(_))
}

/// How many parameters of the world have a grade.
#[must_use]
pub fn parameters(scenario: &Scenario, wanted: Grade) -> usize {
    let parameters = scenario.values.iter().filter(|(address, value)| is_parameter(address, value));
    parameters.filter(|(_, value)| value.grade == Some(wanted)).count()
}

/// The last quarter in which somebody leaves, of a departure from one point in time to another: what is over as a quarter
/// begins was over with the one before.
#[must_use]
pub fn last_of(start: f64, end: f64) -> f64 {
    (end.ceil() - 1.0).max(start.floor())
}

/// Unit of an address: that of the table, or the domain's unit of account.
#[must_use]
pub fn unit(scenario: &Scenario, address: &Address) -> String {
    let spec = address.name.spec();
    let id = match spec.index {
        Index::ElementDomain | Index::AllyDomain => &address.second,
        _ => &address.first,
    };
    match scenario.domains.iter().find(|d| d.id == *id) {
        Some(domain) if spec.unit == "units" => domain.unit.clone(),
        _ => spec.unit.to_string(),
    }
}

/// The name of a profile, which is a number in the model.
#[must_use]
pub fn profile(number: &Distribution) -> Option<&'static str> {
    number.constant().and_then(|at| PROFILES.get(at as usize)).copied()
}

/// A value as it is written, with what a trigger does to it and, for quarters that are points in time, the date.
#[must_use]
pub fn value(scenario: &Scenario, address: &Address, value: &Value) -> String {
    let mut text = value.distribution.to_string();
    if address.name == Name::Profile {
        text = profile(&value.distribution).map_or(text, str::to_owned);
    }
    if let Some(share) = national_share(scenario, address) {
        let _ = write!(text, " ({share:.0} % of all)");
    }
    if value.scale != 1.0 {
        let _ = write!(text, " x {}", value.scale);
    }
    if value.shift != 0.0 {
        let sign = if value.shift < 0.0 { "-" } else { "+" };
        let _ = write!(text, " {sign} {}", value.shift.abs());
    }
    if let Some(last) = last_quarter(scenario, address) {
        let _ = write!(text, " ({last})");
    }
    if let Some((from, to)) = dates(scenario, address, value) {
        let _ = if from == to { write!(text, " ({from})") } else { write!(text, " ({from} to {to})") };
    }
    text
}

/// The dates of a point in time that is counted in quarters, from its earliest to its latest; `None` of other values and of
/// those without bounds.
#[must_use]
pub fn dates(scenario: &Scenario, address: &Address, value: &Value) -> Option<(String, String)> {
    if !POINTS.contains(&address.name) {
        return None;
    }
    let start_year = scenario.constant(&Address::plain(Name::StartYear)).unwrap_or(START_YEAR);
    let (low, high) = value.support();
    (low.is_finite() && high.is_finite()).then(|| (date(start_year, low), date(start_year, high)))
}

/// Until when a departure of such a duration takes, from the earliest to the latest, but for what it slips; `None` of other
/// values and of those without bounds.
fn last_quarter(scenario: &Scenario, address: &Address) -> Option<String> {
    if address.name != Name::Duration {
        return None;
    }
    let ends = |name: Name| scenario.values.get(&Address::plain(name)).map(Value::support);
    let ((start, latest), (least, most)) = (ends(Name::Start)?, ends(Name::Duration)?);
    if most <= 0.0 {
        return Some("all at once".to_owned());
    }
    let start_year = scenario.constant(&Address::plain(Name::StartYear)).unwrap_or(START_YEAR);
    let (first, last) = (last_of(start, start + least), last_of(latest, latest + most));
    let slips = ends(Name::Slip).is_some_and(|slip| slip != (0.0, 0.0));
    let plan = if slips { "as planned, " } else { "" };
    (first.is_finite() && last.is_finite()).then(|| match [first, last].map(|q| date(start_year, q)) {
        [first, last] if first == last => format!("{plan}until {last}"),
        [first, last] => format!("{plan}until {first} to {last}"),
    })
}

/// How much of a domain's units an ally has, in %; `None` of other values.
fn national_share(scenario: &Scenario, address: &Address) -> Option<f64> {
    if address.name != Name::NationalUnits {
        return None;
    }
    let own = scenario.constant(address)?;
    let of_domain = scenario.values.keys().filter(|a| a.name == address.name && a.second == address.second);
    let all: f64 = of_domain.filter_map(|a| scenario.constant(a)).sum();
    (all > 0.0).then(|| 100.0 * own / all)
}

/// A grade in a letter; `-` for a choice of the scenario and for defaults.
#[must_use]
pub fn grade(grade: Option<Grade>) -> &'static str {
    match grade {
        Some(Grade::A) => "A",
        Some(Grade::B) => "B",
        Some(Grade::C) => "C",
        None => "-",
    }
}

/// Where a value was written, in a few words.
#[must_use]
pub fn origin(origin: &Origin) -> String {
    match origin {
        Origin::File { file, line } => format!("{file}:{line}"),
        Origin::CommandLine => "--set".into(),
        Origin::Default(why) => format!("default: {why}"),
    }
}

/// A selector in RON.
#[must_use]
pub fn selector(selector: &Selector) -> String {
    match selector {
        Selector::Element(id) => format!("Id(\"{id}\")"),
        Selector::Host(id) => format!("Host(\"{id}\")"),
        Selector::Service(id) => format!("Service(\"{id}\")"),
        Selector::Domain(id) => format!("Domain(\"{id}\")"),
        Selector::Posture(id) => format!("Posture(\"{id}\")"),
        Selector::Any(all) => format!("Any({})", selectors(all)),
    }
}

fn selectors(all: &[Selector]) -> String {
    let all: Vec<String> = all.iter().map(selector).collect();
    format!("[{}]", all.join(", "))
}

/// The composition in RON.
#[must_use]
pub fn composition(composition: &Composition) -> String {
    match composition {
        Composition::Proportional { spare } if spare.is_empty() => "Proportional".into(),
        Composition::Proportional { spare } => format!("Proportional(spare: {})", selectors(spare)),
        Composition::Priority { first, spare } if spare.is_empty() => {
            format!("Priority({})", selectors(first))
        }
        Composition::Priority { first, spare } => {
            format!("Priority(first: {}, spare: {})", selectors(first), selectors(spare))
        }
        Composition::Amounts(amounts) => {
            let all: Vec<String> =
                amounts.iter().map(|(of, amount)| format!("{}: {amount}", selector(of))).collect();
            format!("Amounts({{{}}})", all.join(", "))
        }
        Composition::Explicit(shares) => {
            let all: Vec<String> = shares.iter().map(|(id, share)| format!("\"{id}\": {share}")).collect();
            format!("Explicit({{{}}})", all.join(", "))
        }
    }
}

/// The disposition in RON (of `Own` the shares are the values of `return_share`).
#[must_use]
pub fn disposition(disposition: &Disposition) -> &'static str {
    match disposition {
        Disposition::Earmarked => "Earmarked",
        Disposition::IndoPacific => "IndoPacific",
        Disposition::Inactivated => "Inactivated",
        Disposition::Own => "Own",
    }
}

/// The trigger in RON.
#[must_use]
pub fn trigger(trigger: Option<&Trigger>) -> String {
    match trigger {
        None => "None".into(),
        Some(Trigger::BurdenShifting) => "BurdenShifting".into(),
        Some(Trigger::NegotiatedSettlement { threat_earlier_years }) => {
            format!("NegotiatedSettlement(threat_earlier_years: {threat_earlier_years})")
        }
        Some(Trigger::IndoPacificPriority { reliability, crisis_probability }) => {
            format!(
                "IndoPacificPriority(reliability: {reliability}, crisis_probability: {crisis_probability})"
            )
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{date, last_of};

    #[test]
    fn a_departure_ends_within_its_last_quarter() {
        for (start, duration, last) in [
            (2.5, 6.0, "2028 Q1"),
            (2.0, 6.0, "2027 Q4"),
            (2.0, 5.5, "2027 Q4"),
            (2.0, 0.0, "2026 Q3"),
            (2.5, 0.25, "2026 Q3"),
        ] {
            assert_eq!(date(2026.0, last_of(start, start + duration)), last, "{start} + {duration}");
        }
    }
}
