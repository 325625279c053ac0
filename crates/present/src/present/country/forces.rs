//! What the country holds of each capability.

use super::{Block, Page, sentence};
use crate::{
    present::{
        grammar::{cut, inside, one_of, without_brackets},
        numbers::fixed,
        table::{
            Kind::{Number, Words},
            Table,
        },
    },
    store::country::{Force, UnderScenario},
};

/// The most characters of a unit of account.
const UNIT: usize = 28;

pub(super) fn add(page: &Page, blocks: &mut Vec<Block>) {
    let title = &page.country.title;
    let known: Vec<(&UnderScenario, &[Force])> =
        page.shown.iter().filter_map(|s| Some((s, &s.kept.as_ref()?.forces[..]))).collect();
    let Some((first, forces)) = known.first() else { return };
    if forces.iter().all(|force| force.units <= 0.0) {
        let none: Vec<String> = forces.iter().map(|force| inside(&force.title)).collect();
        blocks.push(sentence(&match page.narrowed {
            true => format!("{title} holds nothing of {} in the model.", one_of(&none)),
            false => format!("The model has no forces of {title}."),
        }));
        return;
    }
    let row = |force: &Force| {
        vec![
            without_brackets(&force.title),
            // A part of a unit is not none.
            fixed(force.units, if force.units < 1.0 { 2 } else { 1 }),
            format!("{} %", fixed(100.0 * force.part, 0)),
            cut(&force.unit, UNIT),
        ]
    };
    let mut notes = vec![
        "Today's holdings, ready or not, as the part of what the European allies of the model hold together."
            .to_owned(),
    ];
    if known.iter().any(|(_, other)| other != forces) {
        notes.push(format!("As in {}; other scenarios say otherwise.", first.short_title));
    }
    let none: Vec<String> = forces
        .iter()
        .filter(|force| force.units <= 0.0)
        .map(|force| without_brackets(&force.title))
        .collect();
    if !none.is_empty() {
        notes.push(format!("Nothing of: {}.", none.join(", ")));
    }
    blocks.push(Block::Table(Table::of_text(
        format!("What {title} holds"),
        [("capability", Words), ("units", Number), ("part of all", Number), ("unit", Words)],
        forces.iter().filter(|force| force.units > 0.0).map(row).collect(),
        notes,
    )));
}
