//! US troops that leave the country, and which units.

use super::{Block, Page, by_scenario, number, ranged, sentence, under};
use crate::{
    present::numbers::{fixed, thousands},
    store::country::{Spread, UnderScenario, UsUnit},
};

/// Less than half a person is nobody.
const SOMEBODY: f64 = 0.5;

/// So many units of which the same part leaves are named.
const NAMED: usize = 2;

pub(super) fn add(page: &Page, blocks: &mut Vec<Block>) {
    let title = &page.country.title;
    let hosts = page.shown.iter().find_map(|s| s.present).filter(|there| there.mean >= SOMEBODY);
    let Some(there) = hosts else {
        blocks.push(sentence(&format!("The model has no US troops in {title}: none leave from there.")));
        return;
    };
    let leaves = |s: &UnderScenario| s.leaving.is_some_and(|leaving| leaving.mean >= SOMEBODY);
    if !page.shown.iter().any(leaves) {
        let there = thousands(there.mean);
        blocks.push(sentence(&format!("{there} US troops are in {title}; none of them leave.")));
        return;
    }
    let row = |s: &UnderScenario| {
        let (present, leaving) = (s.present.unwrap_or_default(), s.leaving.unwrap_or_default());
        let part = if present.mean > 0.0 { 100.0 * leaving.mean / present.mean } else { 0.0 };
        vec![people(present), people(leaving), format!("{} %", fixed(part, 0))]
    };
    let rows: Vec<_> = page.shown.iter().map(|s| (s, row(s))).collect();
    let heads = vec![number("there"), number("leave"), number("part")];
    let notes = page.shown.iter().filter(|s| leaves(s)).filter_map(|s| units(page, s)).collect();
    blocks.push(by_scenario(page, format!("US troops that leave {title}"), heads, &rows, notes));
}

/// Which units leave: the same part of all of them, or each with its part.
fn units(page: &Page, s: &UnderScenario) -> Option<String> {
    let units: Vec<&UsUnit> =
        s.kept.as_ref()?.us_units.iter().filter(|unit| unit.people >= SOMEBODY).collect();
    let part = |unit: &UsUnit| fixed(100.0 * unit.leaving / unit.people, 0);
    if units.is_empty() {
        return None;
    }
    // Those of which the same part leaves stand together, the largest part first.
    let mut parts: Vec<(String, Vec<&UsUnit>)> = Vec::new();
    for unit in units {
        let part = part(unit);
        match parts.iter_mut().find(|(other, _)| *other == part) {
            Some((_, together)) => together.push(unit),
            None => parts.push((part, vec![unit])),
        }
    }
    let of = |units: &[&UsUnit]| units[0].leaving / units[0].people;
    parts.sort_by(|(_, a), (_, b)| of(b).total_cmp(&of(a)));
    let said: Vec<String> = parts.iter().map(|(part, units)| together(part, units)).collect();
    let said = said.join("; ");
    Some(format!("{}{said}.", under(page, s)))
}

/// Units of which the same part leaves: the names of a few, the number of more.
fn together(part: &str, units: &[&UsUnit]) -> String {
    let names: Vec<&str> = units.iter().map(|unit| unit.title.as_str()).collect();
    let what = match (units.len(), units.len() <= NAMED) {
        (1, _) => names[0].to_owned(),
        (_, true) => format!("each of {}", names.join(" / ")),
        (n, false) => format!("each of {n} units"),
    };
    match part {
        "0" => format!("none of {}", what.trim_start_matches("each of ")),
        "100" => format!("all of {}", what.trim_start_matches("each of ")),
        part => format!("{part} % of {what}"),
    }
}

/// A number of people with its range, where it is not the same in every run.
fn people(spread: Spread) -> String {
    if spread.p95 - spread.p05 < SOMEBODY { thousands(spread.mean) } else { ranged(spread, thousands) }
}
