//! Who pays: figures, and the table of the allies who carry most.

use maud::{Markup, html};

use super::{
    figure::{self, Section},
    view::View,
    words,
};
use crate::{
    plot::data::{of_arm, rows},
    present::numbers::page as numbers,
    present::table::{
        self, Cell, Column, Kind,
        Piece::{Range, Strong, Text},
        Row, Table, cell, column, optional,
    },
    store::{
        summary::{PledgeEntry, ScenarioSummary},
        table::Row as Tidy,
    },
};

/// Allies in the table.
const MOST: usize = 12;

/// The section.
pub(super) fn section(view: &View) -> Option<Markup> {
    let figures = figure::of(view, Section::Pays);
    let tables = view.of_each("t-allies", |scenario| table(view, scenario));
    if figures.is_empty() && tables.is_empty() {
        return None;
    }
    Some(html! {
        section #pays aria-labelledby="h-pays" {
            h2 #h-pays { "Who pays?" }
            @for f in figures { (figure::figure(view, f)) }
            @for (id, table) in &tables { (table.markup_at(id, &|id| view.leads(id))) }
        }
    })
}

/// A number, and in brackets what it would be if nobody left.
fn beside(with: f64, without: f64, shown: impl Fn(f64) -> String) -> Cell {
    cell(with, Text(shown(with))).and(Range(format!("({})", shown(without))))
}

struct Ally<'a> {
    title: String,
    now: Option<f64>,
    pledge: &'a PledgeEntry,
    gaps: Option<f64>,
    more: Option<f64>,
}

fn allies<'a>(view: &View<'a>, scenario: &'a ScenarioSummary) -> Vec<Ally<'a>> {
    let year = scenario.binding_year;
    let base = view.summary.start_year - 1;
    let now = |ally: &str| {
        let mut shares = rows(&view.material.tables.spending, &scenario.id, "share");
        let here =
            |r: &&Tidy| r.ally.as_deref() == Some(ally) && r.year == Some(base) && of_arm(r, "scenario");
        shares.find(here).and_then(|r| r.mean)
    };
    // Money by ally, summed over the years to the binding year; nothing is known where the table has no such rows.
    let sum = |ally: &str, outcome: &str, arm: &str| -> Option<f64> {
        rows(&view.material.tables.cost, &scenario.id, outcome)
            .filter(|r| of_arm(r, arm) && r.ally.as_deref() == Some(ally))
            .filter(|r| r.year.is_some_and(|y| y <= year))
            .filter_map(|r| r.mean)
            .reduce(|a, b| a + b)
    };
    let title = |id: &str| view.summary.countries.iter().find(|c| c.id == id).map(|c| c.title.clone());
    let mut all: Vec<Ally> = scenario
        .pledges
        .iter()
        .map(|pledge| Ally {
            title: title(&pledge.ally).unwrap_or_else(|| pledge.ally.clone()),
            now: now(&pledge.ally),
            gaps: sum(&pledge.ally, "gap_spending", "scenario"),
            more: sum(&pledge.ally, "gap_spending", "attributable"),
            pledge,
        })
        .collect();
    all.sort_by(|a, b| {
        b.gaps.unwrap_or(0.0).total_cmp(&a.gaps.unwrap_or(0.0)).then_with(|| a.title.cmp(&b.title))
    });
    all
}

fn table(view: &View, scenario: &ScenarioSummary) -> Option<Table> {
    let all = allies(view, scenario);
    if all.is_empty() {
        return None;
    }
    let (year, base) = (scenario.binding_year, view.summary.start_year - 1);
    let share = |v: f64| numbers::number(v, 1);
    let money = view.money();
    let bn = |v: f64| {
        let v = money.amount(v);
        if v.abs() < 9.95 { numbers::number(v, 1) } else { numbers::thousands(v) }
    };
    let rows = all
        .iter()
        .take(MOST)
        .map(|ally| {
            let share_of = &ally.pledge.share;
            let range = words::range(share_of.p05, share_of.p95, 1);
            let (pledge, by) = (ally.pledge.pledge, ally.pledge.pledge_year);
            Row::from(vec![
                table::words(&ally.title),
                optional(ally.now, share),
                cell(share_of.mean, Text(share(share_of.mean)))
                    .and(Range(format!("{range} ({})", share(ally.pledge.counterfactual.share.mean)))),
                cell(pledge, Text(format!("{} in {}", numbers::as_written(pledge), numbers::number(by, 0)))),
                beside(ally.pledge.met.probability, ally.pledge.counterfactual.met.probability, |p| {
                    numbers::probability_percent(p, view.replicates)
                }),
                beside(ally.pledge.below, ally.pledge.counterfactual.below, |v| {
                    if v < 0.05 { "≈ 0".to_owned() } else { bn(v) }
                }),
                match (ally.gaps, ally.more) {
                    (Some(gaps), Some(more)) => {
                        cell(gaps, Strong(bn(gaps))).and(Range(format!("({})", bn(gaps - more))))
                    }
                    _ => table::missing(),
                },
                optional(ally.more, |v| {
                    if v.abs() < 0.05 { "≈ 0".to_owned() } else { numbers::signed(money.amount(v), 1) }
                }),
            ])
        })
        .collect();
    let which = match all.len() > MOST {
        true => format!(
            "the {} who carry most of the money for gaps to {year}, mean over runs; all {} in tables/cost.csv.",
            words::count(MOST),
            all.len()
        ),
        false => format!("money for gaps to {year}, mean over runs."),
    };
    Some(Table {
        id: "t-allies",
        title: "What allies carry.".to_owned(),
        notes: vec![format!(
            "Under {}: {which} Ranges: 9 of 10 runs. In brackets: {}.",
            scenario.short_title,
            crate::present::without(scenario)
        )]
        .into_iter()
        .chain(money.note())
        .collect(),
        columns: vec![
            column("Ally", Kind::Words),
            column(format!("{base}, % of GDP"), Kind::Number),
            column(format!("{year} (range)"), Kind::Number),
            column("Pledge, year", Kind::Number),
            column(format!("Met in {year}"), Kind::Number),
            column(format!("Below it in {year}, {}bn", money.sign()), Kind::Number),
            Column {
                sorted: true,
                ..column(format!("For gaps to {year}, {}bn", money.sign()), Kind::Number)
            },
            column(
                if scenario.pledges_taken.mean > 0.0 {
                    "of it because of the drawdown"
                } else {
                    "of it because troops leave"
                },
                Kind::Number,
            ),
        ],
        rows,
        ..Table::default()
    })
}
