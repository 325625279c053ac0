//! Every ally in every year: what it spends, against its pledge, without and with the drawdown.

use super::{
    Material, Words,
    material::Found,
    rows::{PARTS, Part, plain},
    sheet::{Cell, Columns, Look, MOST_ROWS, Sheet},
};
use crate::{
    present::View,
    store::{
        summary::ScenarioSummary,
        table::{Row, Table},
    },
};

/// A row: a scenario, an ally (none: all of them together), a year.
type Of<'a> = (&'a ScenarioSummary, &'a str, i32);

/// Name of the sheet.
pub(super) const NAME: &str = "Allies by year";
const ARMS: [&str; 2] = ["counterfactual", "scenario"];

/// The scenarios that are shown: as many as fit.
pub(super) fn scenarios<'a>(material: &Material<'a>) -> Vec<&'a ScenarioSummary> {
    material.fitting((material.allies().len() + 1) * (material.years().count() + 1), MOST_ROWS)
}

/// The sheet.
pub(super) fn sheet(material: &Material, words: &Words) -> Sheet {
    let allies = material.allies();
    // From the year before the first, the last that is known.
    let years = material.years().start() - 1..=*material.years().end();
    let mut rows: Vec<Of> = Vec::new();
    for scenario in scenarios(material) {
        for ally in std::iter::once("").chain(allies.iter().copied()) {
            rows.extend(years.clone().map(|year| (scenario, ally, year)));
        }
    }
    let view = View::of(material.summary);
    let together = format!("All {} allies together", allies.len());
    let mut columns = Columns::new();
    columns.wide("Scenario", Look::Words, 26, |(s, ..): &Of| Cell::words(&s.short_title));
    columns.add("Ally", Look::Words, move |&(_, ally, _)| match ally {
        "" => Cell::words(&together),
        ally => Cell::words(view.country(ally)),
    });
    columns.add("Year", Look::Plain, |&(.., year)| f64::from(year).into());
    shares(&mut columns, material.spending, words);
    pledges(&mut columns, material.spending, words);
    for (outcome, what) in [
        ("gap_spending", "Spent on gaps in the year"),
        ("uplift", "Spent on defence in the year beyond today's budgets and their rise in cost"),
    ] {
        bn(&mut columns, material.cost, outcome, what, words);
    }
    columns.add("Scenario id", Look::Words, |(s, ..)| Cell::words(&s.id));
    columns.add("Ally id", Look::Words, |&(_, ally, _)| Cell::words(ally));
    columns.sheet(NAME, 3, &rows)
}

fn of<'a>(found: &Found<'a>, &(s, ally, year): &Of) -> Option<&'a Row> {
    found.year(&s.id, ally, None, year)
}

/// Defence spending, of an ally or of all together.
fn shares<'a>(columns: &mut Columns<'a, Of<'a>>, spending: &'a Table, words: &Words) {
    let found = ARMS.map(|arm| {
        (Found::of(spending, "share", Some(arm)), Found::of(spending, "share_together", Some(arm)))
    });
    let [without, with] = found
        .map(|(one, together)| std::rc::Rc::new(move |o: &Of<'a>| of(&one, o).or_else(|| of(&together, o))));
    for (arm, name) in [(&without, words.without), (&with, "in all")] {
        for (part, how) in PARTS {
            let arm = std::rc::Rc::clone(arm);
            let head = format!("Defence spending {name}, % of GDP ({how})");
            columns.add(head, Look::Two, move |o| plain(arm(o), part).into());
        }
    }
    columns.add(format!("Added by {}, % of GDP (mean)", words.act), Look::Two, move |o| {
        let mean = |row| plain(row, Part::Mean);
        mean(with(o)).zip(mean(without(o))).map(|(with, without)| with - without).into()
    });
}

/// What was pledged, and whether it is met.
fn pledges<'a>(columns: &mut Columns<'a, Of<'a>>, spending: &'a Table, words: &Words) {
    for (outcome, head, look) in [
        ("pledge", "Pledge, % of GDP (mean)", Look::Two),
        ("pledge_year", "Year of the pledge (mean)", Look::Year),
    ] {
        let found = Found::of(spending, outcome, None);
        columns.add(head, look, move |&(s, ally, _)| {
            let row = if ally.is_empty() { None } else { found.run(&s.id, ally) };
            plain(row, Part::Mean).into()
        });
    }
    for (arm, name) in ARMS.into_iter().zip([words.without, "in all"]) {
        let found = Found::of(spending, "pledge_met", Some(arm));
        columns.add(format!("Runs in which it spends its pledge or more {name}, %"), Look::One, move |o| {
            of(&found, o).and_then(|row| row.probability).map(|p| 100.0 * p).into()
        });
    }
    for (arm, name) in ARMS.into_iter().zip([words.without, "in all"]) {
        let found = Found::of(spending, "below_pledge", Some(arm));
        columns.add(format!("Money below the pledge {name}, bn USD of 2025 (mean)"), Look::One, move |o| {
            plain(of(&found, o), Part::Mean).into()
        });
    }
}

/// Money of the year.
fn bn<'a>(columns: &mut Columns<'a, Of<'a>>, cost: &'a Table, outcome: &str, what: &str, words: &Words) {
    for (arm, name) in ["counterfactual", "scenario", "attributable"].into_iter().zip([
        words.without.to_owned(),
        "in all".to_owned(),
        format!("added by {}", words.act),
    ]) {
        let found = Found::of(cost, outcome, Some(arm));
        columns.add(format!("{what}, {name}, bn USD of 2025 (mean)"), Look::One, move |o| {
            plain(of(&found, o), Part::Mean).into()
        });
    }
}
