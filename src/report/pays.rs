//! Who pays: figures, and the table of the allies who carry most.

use maud::{Markup, html};

use super::{
    figure::{self, Place},
    table::{Cell, Column, Key, Kind, Row, Table, cell, column, optional},
    view::View,
    words,
};
use crate::{
    plot::{
        data::{of_arm, rows},
        numbers,
    },
    store::table::Row as Tidy,
};

/// Allies in the table.
const MOST: usize = 12;

/// The section.
pub(super) fn section(view: &View) -> Option<Markup> {
    let figures = figure::of(view, Place::Pays);
    let table = table(view);
    if figures.is_empty() && table.is_none() {
        return None;
    }
    Some(html! {
        section #pays aria-labelledby="h-pays" {
            h2 #h-pays { "Who pays?" }
            @for f in figures { (figure::figure(view, f)) }
            @if let Some(table) = table { (table.markup()) }
        }
    })
}

struct Ally {
    title: String,
    now: Option<f64>,
    then: Option<f64>,
    pledge: Option<f64>,
    pledge_year: Option<f64>,
    met: Option<f64>,
    gaps: f64,
    more: f64,
}

fn allies(view: &View) -> Vec<Ally> {
    let Some(scenario) = view.deepest() else { return Vec::new() };
    let year = scenario.binding_year;
    let base = view.summary.start_year - 1;
    let table = &view.material.tables.spending;
    let find = |ally: &str, outcome: &str, when: Option<i32>, by_arm: bool| -> Option<Tidy> {
        let here = |r: &&Tidy| {
            r.scenario == scenario.id
                && r.outcome == outcome
                && r.ally.as_deref() == Some(ally)
                && r.year == when
                && (!by_arm || of_arm(r, "scenario"))
        };
        table.rows.iter().find(here).cloned()
    };
    // Money by ally, summed over the years to the binding year.
    let sum = |ally: &str, outcome: &str, arm: &str| -> f64 {
        rows(&view.material.cost, &scenario.id, outcome)
            .filter(|r| of_arm(r, arm) && r.ally.as_deref() == Some(ally))
            .filter(|r| r.year.is_some_and(|y| y <= year))
            .filter_map(|r| r.mean)
            .sum()
    };
    let mut all: Vec<Ally> = view
        .summary
        .countries
        .iter()
        .filter(|c| c.ally)
        .map(|c| Ally {
            title: c.title.clone(),
            now: find(&c.id, "share", Some(base), true).and_then(|r| r.mean),
            then: find(&c.id, "share", Some(year), true).and_then(|r| r.mean),
            pledge: find(&c.id, "pledge", None, false).and_then(|r| r.mean),
            pledge_year: find(&c.id, "pledge_year", None, false).and_then(|r| r.mean),
            met: find(&c.id, "pledge_met", Some(year), true).and_then(|r| r.probability),
            gaps: sum(&c.id, "gap_spending", "scenario"),
            more: sum(&c.id, "gap_spending", "attributable"),
        })
        .collect();
    all.sort_by(|a, b| b.gaps.total_cmp(&a.gaps).then_with(|| a.title.cmp(&b.title)));
    all
}

fn table(view: &View) -> Option<Table> {
    let scenario = view.deepest()?;
    let all = allies(view);
    if all.is_empty() {
        return None;
    }
    let (year, base) = (scenario.binding_year, view.summary.start_year - 1);
    let share = |v: f64| numbers::number(v, 1);
    let bn = |v: f64| if v.abs() < 9.95 { numbers::number(v, 1) } else { numbers::thousands(v) };
    let rows = all
        .iter()
        .take(MOST)
        .map(|ally| Row {
            cells: vec![
                Cell { key: Key::Words(ally.title.clone()), shown: html! { (ally.title) } },
                optional(ally.now, share),
                optional(ally.then, share),
                match (ally.pledge, ally.pledge_year) {
                    (Some(pledge), Some(when)) => cell(
                        pledge,
                        html! {
                            (numbers::as_written(pledge)) " in " (numbers::number(when, 0))
                        },
                    ),
                    (pledge, _) => optional(pledge, numbers::as_written),
                },
                optional(ally.met, |p| numbers::probability_percent(p, view.replicates)),
                cell(ally.gaps, html! { b { (bn(ally.gaps)) } }),
                optional(Some(ally.more), |v| {
                    if v.abs() < 0.05 { "≈ 0".to_owned() } else { numbers::signed(v, 1) }
                }),
            ],
            tied: false,
            rank: None,
        })
        .collect();
    let which = match all.len() > MOST {
        true => format!(
            "the {} who carry most of the money for gaps to {year}, mean over replicates; all {} in tables/cost.csv.",
            words::count(MOST),
            all.len()
        ),
        false => format!("money for gaps to {year}, mean over replicates."),
    };
    Some(Table {
        id: "t-allies",
        title: "What allies carry.".to_owned(),
        note: format!("Under {}: {which}", scenario.title),
        columns: vec![
            column("Ally", Kind::Words),
            column(format!("{base}, % of GDP"), Kind::Number),
            column(format!("{year}, mean"), Kind::Number),
            column("Pledge, year", Kind::Number),
            column(format!("Pledge met in {year}"), Kind::Number),
            Column { sorted: true, ..column(format!("For gaps to {year}, $bn"), Kind::Number) },
            column("of it because troops leave", Kind::Number),
        ],
        name: 0,
        rows,
        foot: None,
    })
}
