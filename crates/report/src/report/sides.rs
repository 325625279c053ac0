//! Scenarios side by side on the same runs: what each comes to, and what it differs by from the first.

use maud::{Markup, html};

use super::{view::View, words};
use crate::{
    plot::data::{of_arm, rows},
    present::{self, evidence::Evidence, numbers::page as numbers, typeset::typeset},
    store::{
        summary::{Difference, PairEntry, ScenarioSummary},
        table::Row,
    },
};

/// What a row says of a scenario, and of its difference from the first.
struct Line {
    head: String,
    below: String,
    cells: Vec<(String, String)>,
    differences: Vec<Vec<String>>,
}

/// The table of scenarios in an order of ids, the first of them the one that the others are held against; nothing of one alone.
pub(super) fn table(view: &View, order: &[(String, String)]) -> Option<Markup> {
    let all: Vec<&ScenarioSummary> = order.iter().filter_map(|(id, _)| view.scenario(id)).collect();
    let names: Vec<&str> = order.iter().map(|(_, name)| name.as_str()).collect();
    let [first, others @ ..] = &all[..] else { return None };
    if others.is_empty() || all.len() != order.len() {
        return None;
    }
    let pairs: Vec<Option<PairEntry>> =
        others.iter().map(|other| view.summary.pair(&other.id, &first.id)).collect();
    // In several worlds what is so anyway is that of the first.
    let unless = match view.worlds.is_empty() {
        true => present::unless(view.summary).to_owned(),
        false => format!("{}, {}", names[0], present::unless(view.summary)),
    };
    let mut rows = vec![missing(view, &all, &pairs, &unless), added(view, &all, &pairs)];
    rows.extend(covered(view, first, &all, &unless));
    rows.extend(closed(view, &all, &unless));
    rows.extend(bill(view, &all));
    let less = |at: usize| format!("{} less {}", names[at + 1], names[0]);
    Some(html! {
        div.scroll tabindex="0" role="region" aria-label="Side by side" {
            table.sides {
                caption {
                    b { "Side by side" } " "
                    span.quiet { "differences are of the same run in both; 9 of 10 runs below" }
                }
                thead {
                    tr {
                        th.name scope="col" { "At " (view.tier) " days, mean of " (view.averaged()) }
                        @for (at, scenario) in all.iter().enumerate() {
                            th scope="col" { span.letter { (names[at]) } " " (scenario.short_title) }
                            @if at > 0 { th.less scope="col" { (less(at - 1)) } }
                        }
                    }
                }
                tbody {
                    @for row in &rows {
                        tr {
                            th.name scope="row" { (row.head) @if !row.below.is_empty() { span.range { (row.below) } } }
                            @for (at, (value, range)) in row.cells.iter().enumerate() {
                                td { b { (value) } @if !range.is_empty() { span.range { (range) } } }
                                @if at > 0 {
                                    td.less { @for line in &row.differences[at - 1] { span { (line) } } }
                                }
                            }
                        }
                    }
                }
            }
        }
    })
}

/// A difference in words: how large, where 9 of 10 runs lie, and in how many it has its sign.
fn difference(found: Option<&Difference>, range: Option<[f64; 2]>, view: &View) -> Vec<String> {
    let Some(found) = found else { return vec!["\u{2013}".to_owned()] };
    let mut lines = match Evidence::found(found) {
        Evidence::Same => return vec!["same".to_owned()],
        Evidence::Unsettled => return vec!["not settled".to_owned()],
        _ if (100.0 * found.difference).abs() < 0.05 => return vec!["\u{2248} 0".to_owned()],
        _ => vec![typeset(&present::numbers::signed_points(found.difference, found.se))],
    };
    lines.extend(range.map(|[low, high]| words::span(100.0 * low, 100.0 * high, 1)));
    lines.push(if Evidence::found(found) == Evidence::Either {
        "could be either".to_owned()
    } else {
        let word = if found.difference < 0.0 { "less" } else { "more" };
        format!("{word} in {}", view.of_replicates(found.share()))
    });
    lines
}

fn missing(view: &View, all: &[&ScenarioSummary], pairs: &[Option<PairEntry>], unless: &str) -> Line {
    let without = view.index(all[0], "counterfactual", view.tier);
    let cell = |s: &&ScenarioSummary| {
        let e = view.index(s, "scenario", view.tier);
        (words::points(e.mean, e.se), words::span(100.0 * e.p05, 100.0 * e.p95, 0))
    };
    let differs = |pair: &Option<PairEntry>| {
        let pair = pair.as_ref();
        // In one world the difference of the whole is that of what is added.
        let found = pair.map(|pair| pair.scenario_arm.as_ref().unwrap_or(&pair.found));
        let range = pair.and_then(|pair| match pair.scenario_arm {
            Some(_) => pair.ranges.scenario_arm,
            None => pair.ranges.found,
        });
        difference(found, range, view)
    };
    Line {
        head: "Missing in all, %".to_owned(),
        below: format!("{unless}: {}", words::points(without.mean, without.se)),
        cells: all.iter().map(cell).collect(),
        differences: pairs.iter().map(differs).collect(),
    }
}

fn added(view: &View, all: &[&ScenarioSummary], pairs: &[Option<PairEntry>]) -> Line {
    let cell = |s: &&ScenarioSummary| {
        let e = view.added(s);
        let range = typeset(&present::numbers::signed_range(&e, 1));
        (
            if view.nothing(s) {
                "\u{2248} 0".to_owned()
            } else {
                typeset(&present::numbers::signed_points(e.mean, e.se))
            },
            range,
        )
    };
    let differs = |pair: &Option<PairEntry>| {
        let pair = pair.as_ref();
        difference(pair.map(|pair| &pair.found), pair.and_then(|pair| pair.ranges.found), view)
    };
    Line {
        head: "of it added by leaving, points".to_owned(),
        below: String::new(),
        cells: all.iter().map(cell).collect(),
        differences: pairs.iter().map(differs).collect(),
    }
}

/// A difference of means alone.
fn plain(values: &[f64], decimals: usize) -> Vec<Vec<String>> {
    let one = |value: &f64| {
        let difference = value - values[0];
        let shown = numbers::signed(difference, decimals);
        let none = numbers::number(difference.abs(), decimals) == numbers::number(0.0, decimals);
        vec![if none { "same".to_owned() } else { typeset(&shown) }]
    };
    values[1..].iter().map(one).collect()
}

/// What is met of the capability that the first takes most of, in the year in which it does.
fn covered(view: &View, first: &ScenarioSummary, all: &[&ScenarioSummary], unless: &str) -> Option<Line> {
    let worst = view.worst(first)?;
    let found = |scenario: &str, arm: &str| {
        let mut rows = rows(&view.material.tables.coverage, scenario, "coverage_year");
        let asked = |row: &&Row| {
            of_arm(row, arm)
                && row.domain.as_deref() == Some(&worst.domain)
                && row.tier == Some(view.tier)
                && row.year == Some(worst.year)
        };
        rows.find(asked).map(|row| (row.mean, row.p05.zip(row.p95)))
    };
    let mut cells = Vec::new();
    let mut values = Vec::new();
    for scenario in all {
        let (mean, range) = found(&scenario.id, "scenario")?;
        let range = range.map(|(low, high)| words::span(100.0 * low, 100.0 * high, 0));
        values.push(100.0 * mean?);
        cells.push((numbers::number(100.0 * mean?, 0), range.unwrap_or_default()));
    }
    let without = found(&first.id, "counterfactual").and_then(|(mean, _)| mean);
    Some(Line {
        head: format!("{} in {}, % met", view.short(&worst.domain), worst.year),
        below: without.map(|v| format!("{unless}: {}", numbers::number(100.0 * v, 0))).unwrap_or_default(),
        cells,
        differences: plain(&values, 1),
    })
}

fn closed(view: &View, all: &[&ScenarioSummary], unless: &str) -> Option<Line> {
    let year = all[0].binding_year;
    let mut values = Vec::new();
    let mut without = None;
    for scenario in all {
        let found = scenario.years.iter().find(|y| y.year == year)?;
        without.get_or_insert(found.domains_closed_without);
        values.push(found.domains_closed);
    }
    Some(Line {
        head: format!("Without a gap in {year}, of {}", view.summary.domains.len()),
        below: format!("{unless}: {}", numbers::number(without?, 1)),
        cells: values.iter().map(|v| (numbers::number(*v, 1), String::new())).collect(),
        differences: plain(&values, 1),
    })
}

fn bill(view: &View, all: &[&ScenarioSummary]) -> Option<Line> {
    let (money, anyway) = (view.money(), all[0].bill_without.mean);
    let values: Vec<f64> = all.iter().map(|s| s.bill.mean).collect();
    if !values.iter().all(|v| v.is_finite()) {
        return None;
    }
    let cell = |s: &&ScenarioSummary| {
        (money.set(s.bill.mean), words::span(money.amount(s.bill.p05), money.amount(s.bill.p95), 0))
    };
    let amounts: Vec<f64> = values.iter().map(|v| money.amount(*v)).collect();
    Some(Line {
        head: "To buy back what has left by then".to_owned(),
        below: if anyway.is_finite() { format!("{} lack anyway", money.set(anyway)) } else { String::new() },
        cells: all.iter().map(cell).collect(),
        differences: plain(&amounts, 0),
    })
}
