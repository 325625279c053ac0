//! What each place holds and what it is worth: the menu from which a planner orders.

use crate::{
    present::{
        numbers::{fixed, grouped, runs},
        table::{
            Kind::{Number, Words},
            Table,
        },
    },
    store::places::{Capability, Place, Places},
};

/// Most characters of the capabilities of a place, of those of a unit, and of a unit's title: rows fit a terminal.
const OF_PLACE: usize = 31;
const OF_UNIT: usize = 32;
const TITLE: usize = 34;

/// Places, what adds most first.
#[must_use]
pub fn places(found: &Places) -> Table {
    let tier = found.tier;
    let heads = [
        ("place", Words),
        ("host", Words),
        ("people", Number),
        ("units", Number),
        ("adds", Number),
        ("per 1,000", Number),
        ("95 % interval", Number),
        ("holds most of (part of US units)", Words),
    ];
    let row = |place: &Place| {
        let points = |value: f64| fixed(100.0 * value, 2);
        vec![
            place.name.clone(),
            place.host.clone(),
            grouped(place.people.round() as u64),
            place.units.len().to_string(),
            points(place.adds.mean),
            match place.people > 0.0 {
                true => points(place.adds.mean * 1000.0 / place.people),
                false => "-".to_owned(),
            },
            match place.adds.lower.is_finite() && place.adds.upper.is_finite() {
                true => format!("{} to {}", points(place.adds.lower), points(place.adds.upper)),
                false => "-".to_owned(),
            },
            most(&place.capabilities, OF_PLACE),
        ]
    };
    Table::of_text(
        format!(
            "What each place holds, and what its orderly departure alone would add at D+{tier}, in points"
        ),
        heads,
        found.places.iter().map(row).collect(),
        vec![
            format!(
                "A point is one per cent of what is required {tier} days after an alert, over all capabilities."
            ),
            format!(
                "{}, seed {}; the interval is that of the mean over all runs: single runs differ far more.",
                runs(found.replicates),
                found.seed
            ),
            "Places do not add up: what two of them hold together may be missed more, or less.".to_owned(),
        ],
    )
}

/// The units of all places, by the ids that a composition takes.
#[must_use]
pub fn units(found: &Places) -> Table {
    let heads =
        [("place", Words), ("id", Words), ("unit", Words), ("people", Number), ("holds most of", Words)];
    let rows = found.places.iter().flat_map(|place| {
        place.units.iter().map(|unit| {
            vec![
                place.host.clone(),
                unit.id.clone(),
                cut(&unit.title, TITLE),
                grouped(unit.people.round() as u64),
                most(&unit.capabilities, OF_UNIT),
            ]
        })
    });
    Table::of_text(
        "Units, as Id(\"...\") of a composition names them".to_owned(),
        heads,
        rows.collect(),
        Vec::new(),
    )
}

fn cut(text: &str, width: usize) -> String {
    match text.chars().count() <= width {
        true => text.to_owned(),
        false => text.chars().take(width - 3).chain("...".chars()).collect(),
    }
}

/// The capabilities of which the largest part is held, as many as have room.
fn most(capabilities: &[Capability], width: usize) -> String {
    let mut all: Vec<&Capability> = capabilities.iter().collect();
    all.sort_by(|a, b| b.share.total_cmp(&a.share));
    let mut text = String::new();
    for capability in all {
        let bare = capability.title.split(" (").next().unwrap_or(&capability.title);
        let part = format!(" {} %", fixed(100.0 * capability.share, 0));
        if text.is_empty() {
            text = cut(bare, width - part.len()) + &part;
        } else if text.chars().count() + 2 + bare.chars().count() + part.len() <= width {
            text += &format!(", {bare}{part}");
        }
    }
    if text.is_empty() { "-".to_owned() } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn capability(title: &str, share: f64) -> Capability {
        Capability { domain: "d".into(), title: title.into(), unit: "u".into(), units: 1.0, share }
    }

    #[test]
    fn the_largest_shares_are_named_first_as_far_as_there_is_room() {
        let all = [capability("Air (and missile) defence", 0.2), capability("Lift (sets)", 0.854)];
        assert_eq!(most(&all, 20), "Lift 85 %, Air 20 %");
        assert_eq!(most(&all, 12), "Lift 85 %");
        assert_eq!(most(&[capability(&"x".repeat(30), 1.0)], 20), format!("{}... 100 %", "x".repeat(11)));
        assert_eq!(most(&[], 20), "-");
        assert_eq!(cut(&"x".repeat(41), 40).chars().count(), 40);
        assert_eq!(cut("short", 40), "short");
    }
}
