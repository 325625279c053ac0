//! Every capability in every year: how much of it is covered, without and with, and what is added to what is missing.

use super::{
    Material, Words,
    material::Found,
    rows::{PARTS, Part, missing, percent, plain, uncovered},
    sheet::{Cell, Columns, Look, MOST_ROWS, Sheet},
};
use crate::store::{
    summary::{DomainInfo, ScenarioSummary},
    table::Table,
};

/// A row: a scenario, a capability, a readiness tier, a year.
type Of<'a> = (&'a ScenarioSummary, &'a DomainInfo, u32, i32);

/// Name of the sheet.
pub(super) const NAME: &str = "Capabilities by year";

/// The readiness tiers that are shown: all of them where they fit.
pub(super) fn tiers(material: &Material) -> Vec<u32> {
    let all = material.tiers();
    let each = material.summary.domains.len() * material.years().count();
    let fit = material.summary.scenarios.len() * each * all.len() <= MOST_ROWS;
    if fit { all } else { vec![material.summary.reporting_tier] }
}

/// The scenarios that are shown: as many as fit.
pub(super) fn scenarios<'a>(material: &Material<'a>) -> Vec<&'a ScenarioSummary> {
    let each = material.summary.domains.len() * material.years().count() * tiers(material).len();
    material.fitting(each, MOST_ROWS)
}

/// The sheet.
pub(super) fn sheet(material: &Material, words: &Words) -> Sheet {
    let summary = material.summary;
    let tiers = tiers(material);
    let mut rows: Vec<Of> = Vec::new();
    for scenario in scenarios(material) {
        for domain in &summary.domains {
            for &tier in &tiers {
                rows.extend(material.years().map(|year| (scenario, domain, tier, year)));
            }
        }
    }
    let found = |outcome, arm| Found::of(material.coverage, outcome, Some(arm));
    let [without, with, added] =
        ["counterfactual", "scenario", "attributable"].map(|arm| found("coverage_year", arm));
    let mut columns = Columns::new();
    columns.wide("Scenario", Look::Words, 26, |(s, ..): &Of| Cell::words(&s.short_title));
    columns.wide("Capability", Look::Words, 36, |(_, d, ..)| Cell::words(&d.title));
    columns.add("Days after an alert", Look::Plain, |&(.., tier, _)| f64::from(tier).into());
    columns.add("Year", Look::Plain, |&(.., year)| f64::from(year).into());
    let (without, with, added) = (&without, &with, &added);
    columns.add(format!("Missing {}, % of what is needed (mean)", words.without), Look::One, |o| {
        uncovered(of(without, o))
    });
    columns.add("Missing in all, % of what is needed (mean)", Look::One, |o| uncovered(of(with, o)));
    for (part, name) in PARTS {
        let head = format!("Added by {}, points ({name})", words.act);
        columns.add(head, Look::One, move |o| missing(of(added, o), part));
    }
    for (arm, name) in [(without, words.without), (with, "in all")] {
        for (part, how) in PARTS {
            let head = format!("Coverage {name}, % of what is needed ({how})");
            columns.add(head, Look::One, move |o| percent(of(arm, o), part));
        }
    }
    below(&mut columns, material.vulnerability, words);
    starts(&mut columns, material, words);
    units(&mut columns, material.gap, words, summary.start_year);
    columns.add("Scenario id", Look::Words, |(s, ..)| Cell::words(&s.id));
    columns.add("Capability id", Look::Words, |(_, d, ..)| Cell::words(&d.id));
    columns.sheet(NAME, 4, &rows)
}

fn of<'a>(found: &Found<'a>, &(s, d, tier, year): &Of) -> Option<&'a crate::store::table::Row> {
    found.year(&s.id, &d.id, Some(tier), year)
}

/// How likely coverage is below the threshold in some quarter of the year.
fn below<'a>(columns: &mut Columns<'a, Of<'a>>, vulnerability: &'a Table, words: &Words) {
    columns.add("Threshold of coverage, % of what is needed", Look::One, |(_, d, ..)| {
        (100.0 * d.coverage_threshold).into()
    });
    for (arm, name) in [("counterfactual", words.without), ("scenario", "in all")] {
        let found = Found::of(vulnerability, "below_in_year", Some(arm));
        let head =
            format!("Runs in which coverage is below its threshold in some quarter of the year {name}, %");
        columns.add(head, Look::One, move |o| {
            of(&found, o).and_then(|row| row.probability).map(|p| 100.0 * p).into()
        });
    }
}

/// Coverage at the start of the year: what can be used on its first day.
fn starts<'a>(columns: &mut Columns<'a, Of<'a>>, material: &Material<'a>, words: &Words) {
    let first = material.summary.start_year;
    for (arm, name) in [("counterfactual", words.without), ("scenario", "in all")] {
        let found = Found::of(material.coverage, "coverage", Some(arm));
        let head = format!("Coverage at the start of the year {name}, % of what is needed (mean)");
        columns.add(head, Look::One, move |&(s, d, tier, year)| {
            percent(found.quarter(&s.id, &d.id, tier, year, quarter(first, year, 0)), Part::Mean)
        });
    }
}

/// The same in the capability's own unit: the mean of the four quarters.
fn units<'a>(columns: &mut Columns<'a, Of<'a>>, gap: &'a Table, words: &Words, first: i32) {
    columns.add("Unit of the gap", Look::Words, |(_, d, ..)| Cell::words(&d.unit));
    for (arm, head) in [
        ("counterfactual", format!("Gap {}, in its unit (mean)", words.without)),
        ("scenario", "Gap in all, in its unit (mean)".to_owned()),
        ("attributable", format!("Added by {}, in its unit (mean)", words.act)),
    ] {
        let found = Found::of(gap, "gap", Some(arm));
        columns.add(head, Look::One, move |&(s, d, tier, year)| {
            let of = |n| plain(found.quarter(&s.id, &d.id, tier, year, quarter(first, year, n)), Part::Mean);
            let four: Option<Vec<f64>> = (0..4).map(of).collect();
            four.map(|four| four.iter().sum::<f64>() / 4.0).into()
        });
    }
}

/// The quarter of the run that is the n-th of a year.
fn quarter(first: i32, year: i32, n: usize) -> usize {
    4 * usize::try_from(year - first).unwrap_or(0) + n
}
