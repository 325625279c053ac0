//! Why more is missing: every scenario's way from what is missing without to what is missing in all, step by step.

use super::{
    Material, Words,
    sheet::{Cell, Columns, Look, MOST_ROWS, Sheet},
};
use crate::{
    present::{
        causes::{STEPS, Way},
        tables::causes::HEADS,
    },
    store::{extra::CauseRow, summary::ScenarioSummary},
};

/// A row: a scenario, a readiness tier, what the row is called, its numbers, in how many runs.
struct Of<'a> {
    scenario: &'a ScenarioSummary,
    tier: u32,
    what: String,
    means: &'static str,
    row: CauseRow,
}

/// What of a row of the table stands in a column.
type Number = fn(&CauseRow) -> Option<f64>;

/// Name of the sheet.
pub(super) const NAME: &str = "Causes";

/// What a step is, in the order of [`STEPS`].
const MEANS: [&str; STEPS.len()] = [
    "Forces that were pledged as reinforcement are taken back.",
    "Units that stand in Europe leave.",
    "Some of those that left come back as reinforcement when called.",
    "Equipment that is left behind is taken over by allies.",
    "A departure in a hurry disturbs what stays.",
    "With less presence the United States sends less reinforcement.",
    "Allies are alarmed and spend more, or less.",
];

/// The scenarios that are shown: as many as fit.
pub(super) fn scenarios<'a>(material: &Material<'a>) -> Vec<&'a ScenarioSummary> {
    material.fitting(material.tiers().len() * (STEPS.len() + 3), MOST_ROWS)
}

/// The sheet; nothing without causes.
pub(super) fn sheet(material: &Material, words: &Words) -> Option<Sheet> {
    let tiers = material.tiers();
    let mut rows = Vec::new();
    for scenario in scenarios(material) {
        for &tier in &tiers {
            let way = Way::find(material.causes, scenario, tier);
            rows.extend(way.into_iter().flat_map(|way| steps(scenario, tier, way, words)));
        }
    }
    if rows.is_empty() {
        return None;
    }
    let mut columns = Columns::new();
    columns.wide("Scenario", Look::Words, 26, |o: &Of| Cell::words(&o.scenario.short_title));
    columns.add("Days after an alert", Look::Plain, |o| f64::from(o.tier).into());
    columns.add("Step", Look::Text, |o| Cell::words(&o.what));
    columns.wide("What it is", Look::Words, 60, |o| Cell::words(o.means));
    let numbers: [(&str, Number); 6] = [
        ("Missing, points of what is needed (mean)", |r| r.mean),
        ("Missing, points (error of the mean)", |r| r.se),
        ("Missing, points (5 %)", |r| r.p05),
        ("Missing, points (95 %)", |r| r.p95),
        ("Of it because capabilities depend on enablers, points (mean)", |r| r.enablers_mean),
        ("Of it because of enablers, points (error of the mean)", |r| r.enablers_se),
    ];
    for (head, number) in numbers {
        let look = if head.contains("error") { Look::Two } else { Look::One };
        columns.add(head, look, move |o| number(&o.row).map(|value| 100.0 * value).into());
    }
    columns.add("Runs in which the steps are computed", Look::Whole, |o| (o.row.replicates as f64).into());
    columns.add("Scenario id", Look::Words, |o| Cell::words(&o.scenario.id));
    columns.add("Step id", Look::Words, |o| Cell::words(&o.row.step));
    Some(columns.sheet(NAME, 3, &rows))
}

/// Its rows in their order: what is missing without, the steps, all of them, what is missing in all.
fn steps<'a>(scenario: &'a ScenarioSummary, tier: u32, way: Way, words: &Words) -> Vec<Of<'a>> {
    let row = |what: String, means, row| Of { scenario, tier, what, means, row };
    let named = HEADS.iter().zip(MEANS).zip(way.steps);
    let steps = named.filter_map(|((head, means), found)| Some(row((*head).to_owned(), means, found?)));
    std::iter::once(row(format!("Missing {}", words.without), "What is missing anyway.", way.without))
        .chain(steps)
        .chain([
            row(format!("Added by {}", words.act), "All steps together.", way.added),
            row("Missing in all".to_owned(), "What is missing anyway, and what is added.", way.with),
        ])
        .collect()
}
