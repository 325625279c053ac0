//! What each place holds and what it is worth: the menu from which a planner orders.

use crate::{
    present::{
        grammar::{cut, narrow},
        numbers::{fixed, grouped, runs},
        table::{
            Kind::{Number, Words},
            Table,
        },
    },
    store::{
        places::{Capability, Place, Places, Unit},
        summary::Estimate,
    },
};

/// Most characters of the capabilities of a place, of those of a unit, and of a unit's title: rows fit a terminal.
const OF_PLACE: usize = 31;
const OF_UNIT: usize = 32;
const OF_UNIT_BESIDE: usize = 25;
const TITLE: usize = 34;
const TITLE_BESIDE: usize = 21;

/// Points of a fraction.
fn points(value: f64) -> String {
    fixed(100.0 * value, 2)
}

/// Mean of what is added, and where nine in ten runs lie.
fn added(adds: Option<&Estimate>) -> [String; 2] {
    adds.map_or_else(
        || ["-".to_owned(), "-".to_owned()],
        |adds| [points(adds.mean), format!("{} to {}", points(adds.p05), points(adds.p95))],
    )
}

/// Places, what adds most first; or where `narrowed` to capabilities, what holds most of them.
#[must_use]
pub fn places(found: &Places, narrowed: bool) -> Table {
    let tier = found.tier;
    let heads = [
        ("place", Words),
        ("host", Words),
        ("people", Number),
        ("units", Number),
        ("adds", Number),
        ("9 of 10 runs", Number),
        ("per 1,000", Number),
        ("holds most of (part of US units)", Words),
    ];
    let row = |place: &Place| {
        let [adds, range] = added(Some(&place.adds));
        vec![
            place.name.clone(),
            place.host.clone(),
            grouped(place.people.round() as u64),
            place.units.len().to_string(),
            adds,
            range,
            match place.people > 0.0 {
                true => points(place.adds.mean * 1000.0 / place.people),
                false => "-".to_owned(),
            },
            most(&place.capabilities, OF_PLACE),
        ]
    };
    let errors = found.places.iter().map(|place| 1.96 * place.adds.se).filter(|error| error.is_finite());
    let known = match errors.fold(f64::NAN, f64::max) {
        error if error.is_nan() => "how well the means are known one run does not say".to_owned(),
        error => format!("the means are known to {} points or better", points(error.max(0.0001))),
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
            format!("adds: mean of {}, seed {}; {known}.", runs(found.replicates), found.seed),
            "Places do not add up: what two of them hold together may be missed more, or less.".to_owned(),
        ]
        .into_iter()
        .chain(of_all(narrowed, "place", "people, adds and per 1,000 are"))
        .collect(),
    )
}

/// That numbers are of all that is there, where only some capabilities are shown.
fn of_all(narrowed: bool, what: &str, numbers: &str) -> Option<String> {
    narrowed.then(|| {
        format!("{numbers} of the whole {what} and over all capabilities, not of those named alone.")
    })
}

/// The units of all places, by the ids that a composition takes; what each adds alone where that is known, `narrowed` as in
/// [`places`].
#[must_use]
pub fn units(found: &Places, narrowed: bool) -> Table {
    let all = || found.places.iter().flat_map(|place| place.units.iter().map(move |unit| (place, unit)));
    let known = all().any(|(_, unit)| unit.adds.is_some());
    let shown: Vec<(&Place, &Unit)> = all().filter(|(_, unit)| !known || unit.adds.is_some()).collect();
    let mut heads = vec![("place", Words), ("id", Words), ("unit", Words), ("people", Number)];
    if known {
        heads.extend([("adds", Number), ("9 of 10 runs", Number)]);
    }
    heads.push(("holds most of", Words));
    let (title, width) = if known { (TITLE_BESIDE, OF_UNIT_BESIDE) } else { (TITLE, OF_UNIT) };
    let row = |&(place, unit): &(&Place, &Unit)| {
        let mut cells = vec![
            place.host.clone(),
            unit.id.clone(),
            cut(&unit.title, title),
            grouped(unit.people.round() as u64),
        ];
        if known {
            cells.extend(added(unit.adds.as_ref()));
        }
        cells.push(most(&unit.capabilities, width));
        cells
    };
    let mut notes = match known {
        true => vec!["adds: what the orderly departure of this unit alone would add, in points.".to_owned()],
        false => vec!["`drawdown places HOST` says what each unit of a host would add alone.".to_owned()],
    };
    notes.extend(of_all(narrowed, "unit", if known { "people and adds are" } else { "people are" }));
    Table::of_text(
        "Units, as Id(\"...\") of a composition names them".to_owned(),
        heads,
        shown.iter().map(row).collect(),
        notes,
    )
}

/// The capabilities of which the largest part is held, as many as have room.
fn most(capabilities: &[Capability], width: usize) -> String {
    let mut all: Vec<&Capability> = capabilities.iter().collect();
    all.sort_by(|a, b| b.share.total_cmp(&a.share));
    let mut text = String::new();
    for capability in all {
        let bare = narrow(&capability.title);
        let part = format!(" {} %", fixed(100.0 * capability.share, 0));
        if text.is_empty() {
            text = cut(&bare, width - part.len()) + &part;
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
    fn what_is_of_a_whole_place_is_said_to_be_where_some_capabilities_are_shown() {
        let found = Places {
            scenario: "a".into(),
            title: "A".into(),
            hash: String::new(),
            tier: 30,
            seed: 1,
            replicates: 64,
            orderly: String::new(),
            places: Vec::new(),
        };
        let notes =
            |narrowed| places(&found, narrowed).notes.join(" ") + &units(&found, narrowed).notes.join(" ");
        assert!(!notes(false).contains("of the whole"));
        assert!(
            notes(true)
                .contains("people, adds and per 1,000 are of the whole place and over all capabilities")
        );
        assert!(notes(true).contains("people are of the whole unit"), "{}", notes(true));
    }

    #[test]
    fn the_largest_shares_are_named_first_as_far_as_there_is_room() {
        let all = [capability("Air defence (batteries)", 0.2), capability("Lift (sets)", 0.854)];
        assert_eq!(most(&all, 28), "lift 85 %, air defence 20 %");
        assert_eq!(most(&all, 12), "lift 85 %");
        assert_eq!(most(&[capability(&"x".repeat(30), 1.0)], 20), format!("{}… 100 %", "x".repeat(13)));
        assert_eq!(most(&[], 20), "-");
    }
}
