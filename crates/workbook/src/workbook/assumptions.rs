//! What the numbers rest on: every input with its grade and source.

use super::{
    Material,
    sheet::{Cell, Columns, Look, MOST_ROWS, Sheet},
};
use crate::store::{assumptions::Assumed, summary::ScenarioSummary};

/// A row: in which scenario it holds (title and id, empty for all), and what.
type Of<'a> = (&'a str, &'a str, &'a Assumed);

/// Name of the sheet.
pub(super) const NAME: &str = "Assumptions";

/// Grades, with what they stand for.
pub(super) const GRADES: [(&str, &str); 3] =
    [("A", "measured"), ("B", "published estimate"), ("C", "our judgement")];

/// The scenarios whose own values are shown: as many of the ranking as fit, with what they hold.
pub(super) fn scenarios<'a>(material: &Material<'a>) -> Vec<(&'a ScenarioSummary, &'a [Assumed])> {
    let assumptions = material.assumptions;
    let own = |scenario: &ScenarioSummary| {
        let found = assumptions.scenarios.iter().find(|s| s.id == scenario.id);
        found.map_or(&[][..], |s| &s.values)
    };
    let mut rows = assumptions.common.len();
    let all = material.ranked().into_iter().map(|(_, scenario)| (scenario, own(scenario)));
    let fits = |(_, own): &(&ScenarioSummary, &[Assumed])| {
        rows += own.len();
        rows <= MOST_ROWS
    };
    all.take_while(fits).collect()
}

/// The sheet: what holds in all scenarios first.
pub(super) fn sheet(material: &Material) -> Sheet {
    let assumptions = material.assumptions;
    let everywhere = if assumptions.scenarios.len() < 2 { "the scenario" } else { "all scenarios" };
    let common = assumptions.common.iter().take(MOST_ROWS);
    let mut rows: Vec<Of> = common.map(|value| (everywhere, "", value)).collect();
    for (scenario, own) in scenarios(material) {
        rows.extend(own.iter().map(|value| (scenario.title.as_str(), scenario.id.as_str(), value)));
    }
    let mut columns = Columns::new();
    columns.wide("Holds in", Look::Text, 30, |&(title, ..): &Of| Cell::words(title));
    columns.wide("What it is", Look::Text, 44, |&(.., v)| Cell::words(called(v)));
    columns.wide("Value, where it is one number, in its unit", Look::Any, 14, |&(.., v)| {
        v.value.parse::<f64>().ok().into()
    });
    columns.wide("Value as written: a number, or a range with its form", Look::Text, 34, |&(.., v)| {
        Cell::words(&v.value)
    });
    columns.add("Unit", Look::Text, |&(.., v)| Cell::words(unit(v)));
    columns.wide("Grade", Look::Words, 8, |&(.., v)| Cell::words(v.grade.as_deref().unwrap_or_default()));
    columns.wide("How well it is known", Look::Words, 20, |&(.., v)| Cell::words(known(v)));
    columns.wide("Source", Look::Text, 60, |&(.., v)| Cell::words(&v.source));
    columns.wide("Note", Look::Text, 60, |&(.., v)| Cell::words(&v.note));
    columns.add("Written in", Look::Words, |&(.., v)| Cell::words(&v.origin));
    columns.add("Address, for --set", Look::Words, |&(.., v)| Cell::words(&v.address));
    columns.add("Scenario id", Look::Words, |&(_, id, _)| Cell::words(id));
    columns.sheet(NAME, 2, &rows)
}

/// What it is called for people; a folder of an earlier drawdown has its address only.
fn called(value: &Assumed) -> &str {
    if value.input.is_empty() { &value.address } else { &value.input }
}

/// A unit, or that there is none.
fn unit(value: &Assumed) -> &str {
    if value.unit == "-" { "none" } else { &value.unit }
}

/// What stands behind a value.
fn known(value: &Assumed) -> &'static str {
    match value.grade.as_deref() {
        Some(grade) => GRADES.iter().find(|(letter, _)| *letter == grade).map_or("", |(_, word)| word),
        None if value.origin.starts_with("default") => "default of the model",
        None => "choice of the scenario",
    }
}
