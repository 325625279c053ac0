//! A whole scenario in a few sentences, without its chain of bases.

use super::{inputs as words, who};
use crate::{
    present::{grammar::list, numbers::years},
    scenario::{
        address::Address,
        names::{Name, TIERS},
        resolved::{Composition, Disposition, Scenario},
    },
};

/// What the scenario is: how many leave, when, who, how allies are told, what comes back.
#[must_use]
pub fn statement(scenario: &Scenario) -> String {
    let value = |name: Name| {
        let address = Address::plain(name);
        scenario.values.get(&address).map(|v| words::value(scenario, &address, v))
    };
    let constant = |name: Name| scenario.constant(&Address::plain(name));
    let amounts = who::amount(scenario);
    if constant(Name::Personnel) == Some(0.0) || amounts.as_deref() == Some("0") {
        return format!("Nobody leaves{}", trigger(scenario));
    }
    let mut text = match value(Name::Personnel) {
        Some(people) => format!("{people} leave"),
        None => match (value(Name::DownTo), amounts) {
            (Some(left), _) => format!("All US troops but {left} leave"),
            (None, Some(amount)) => format!("{amount} leave"),
            (None, None) => "The units named leave".to_owned(),
        },
    };
    text += &match (constant(Name::Start), constant(Name::Duration)) {
        (Some(start), Some(duration)) => {
            let slip = value(Name::Slip).filter(|_| constant(Name::Slip) != Some(0.0));
            let slip = slip.map_or_else(String::new, |slip| format!(" (may slip by {slip})"));
            format!("{}{slip}", span(scenario, start, duration))
        }
        _ => match (value(Name::Start), value(Name::Duration)) {
            (Some(start), Some(takes)) => format!(" from {start}, over {takes}"),
            _ => String::new(),
        },
    };
    text += &match &scenario.composition {
        Composition::Proportional { spare } if spare.is_empty() => ", evenly".to_owned(),
        _ => format!(", {}", who::composition(scenario)),
    };
    text += &format!("; {}.", told(scenario));
    text += match scenario.disposition {
        Disposition::Earmarked => " Most come back when called.",
        Disposition::IndoPacific => " Little comes back: they are bound in the Indo-Pacific.",
        Disposition::Inactivated => " Nothing comes back: they are taken out of the force.",
        Disposition::Own => " What comes back has shares of its own.",
    };
    let left: Vec<String> = scenario
        .domains
        .iter()
        .filter(|d| scenario.constant(&Address::one(Name::Stay, &d.id)).is_some_and(|share| share >= 1.0))
        .map(|d| words::domain(scenario, &d.id))
        .collect();
    if !left.is_empty() {
        text += &format!(" Left behind: {}.", list(&left));
    }
    if constant(Name::TroopFloor).is_some_and(|floor| floor > 0.0)
        && let Some(floor) = value(Name::TroopFloor)
    {
        text += &format!(" {floor} must stay.");
    }
    let trigger = trigger(scenario);
    text + trigger.strip_prefix('.').unwrap_or(&trigger)
}

fn trigger(scenario: &Scenario) -> String {
    match &scenario.trigger {
        None => ".".to_owned(),
        some => format!(". Trigger: {}.", words::trigger(some.as_ref())),
    }
}

/// From when to when, as dates: "in 2028-30", "within 2027".
fn span(scenario: &Scenario, start: f64, duration: f64) -> String {
    let first = scenario.constant(&Address::plain(Name::StartYear)).unwrap_or(2026.0);
    let date = |quarter: f64| crate::scenario::show::date(first, quarter);
    let year = |quarter: f64| first + (quarter / 4.0).floor();
    let last = start + (duration - 1.0).max(0.0);
    if duration <= 0.0 {
        format!(" at once in {}", date(start))
    } else if start.rem_euclid(4.0) == 0.0 && duration % 4.0 == 0.0 {
        match year(start) == year(last) {
            true => format!(" within {}", year(start)),
            false => format!(" in {}", years(year(start) as i32, year(last) as i32)),
        }
    } else {
        format!(" from {} to {}", date(start), date(last))
    }
}

/// How and when allies are told.
fn told(scenario: &Scenario) -> String {
    let constant = |name: Name| scenario.constant(&Address::plain(name));
    let before = match (constant(Name::Announced), constant(Name::Start)) {
        (Some(announced), Some(start)) if announced >= start => "as it starts".to_owned(),
        (Some(announced), Some(start)) => match start - announced {
            4.0 => "a year before".to_owned(),
            8.0 => "two years before".to_owned(),
            1.0 => "a quarter before".to_owned(),
            notice => format!("{notice} quarters before"),
        },
        _ => {
            let address = Address::plain(Name::Announced);
            let when = scenario.values.get(&address).map(|v| words::value(scenario, &address, v));
            when.map_or_else(String::new, |when| format!("at a time between {when}").replace(" to ", " and "))
        }
    };
    let address = Address::plain(Name::Information);
    match constant(Name::Information) {
        Some(1.0) => format!("allies fully informed {before}"),
        Some(0.0) => format!("learned from the media {before}"),
        _ => {
            let how = scenario.values.get(&address).map(|v| words::value(scenario, &address, v));
            format!("allies informed {before}, to {}", how.unwrap_or_default())
        }
    }
}

/// The tiers as a heading names them: "D+10, D+30, D+180".
pub(super) fn tiers() -> String {
    TIERS.map(|tier| format!("D+{tier}")).join(", ")
}
