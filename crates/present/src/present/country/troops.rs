//! US troops that leave the country, and which units.

use super::{Block, Page, by_scenario, number, ranged, sentence, under};
use crate::{
    present::{
        grammar::count,
        numbers::{fixed, thousands},
    },
    store::country::{UnderScenario, UsUnit},
};

/// Less than half a person is nobody.
const SOMEBODY: f64 = 0.5;

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
        vec![ranged(present, thousands), ranged(leaving, thousands), format!("{} %", fixed(part, 0))]
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
    let first = part(units.first()?);
    let said = match units.iter().all(|unit| part(unit) == first) {
        true if first == "100" => format!("all of {}", count(units.len(), "unit", "units")),
        true => format!("{first} % of each of {}", count(units.len(), "unit", "units")),
        false => {
            let gone = units.iter().filter(|unit| unit.leaving >= SOMEBODY);
            let each = gone.map(|unit| format!("{} {} %", unit.title, part(unit)));
            let stay = units.iter().filter(|unit| unit.leaving < SOMEBODY).count();
            let rest = if stay == 0 {
                String::new()
            } else {
                format!("; {} without loss", count(stay, "unit", "units"))
            };
            each.collect::<Vec<_>>().join(", ") + &rest
        }
    };
    Some(format!("{}{said}.", under(page, s)))
}
