//! Which scenario is worst, whether that is sure, and the table of scenarios.

use maud::{Markup, html};

use super::{
    figure::{self, Section},
    table::{Cell, Column, Key, Kind, Row, Table, cell, column, optional},
    view::View,
    words,
};
use crate::{
    analysis::answer::to_tell,
    plot::numbers,
    present::{evidence::Evidence, size, worlds::World},
    store::summary::{Difference, ScenarioSummary},
};

/// The section; nothing where there is nothing to rank.
pub(super) fn section(view: &View) -> Option<Markup> {
    if view.scenarios.len() < 2 {
        return None;
    }
    Some(html! {
        section #ranking aria-labelledby="h-ranking" {
            h2 #h-ranking { "Which drawdown opens the deepest gap?" }
            @for f in figure::of(view, Section::Ranking) { (figure::figure(view, f)) }
            (doubts(view))
            (table(view).markup())
        }
    })
}

/// The run of scenarios around one of which each is equal to the next in every replicate: first and last position.
fn equals(view: &View, at: usize) -> (usize, usize) {
    let joined = |i: usize| view.ranking.evidence(i, i + 1) == Evidence::Same;
    let first = (0..at).rev().take_while(|&i| joined(i)).last().unwrap_or(at);
    let last = (at..view.scenarios.len() - 1).take_while(|&i| joined(i)).last().map_or(at, |i| i + 1);
    (first, last)
}

/// Neighbours of whom something is to be said.
struct Step<'a> {
    a: &'a ScenarioSummary,
    b: &'a ScenarioSummary,
    found: Difference,
}

/// The notes on doubt: that of the inputs and that of sampling are different sentences.
fn doubts(view: &View) -> Markup {
    const MOST: usize = 3;
    let of = |kind: Evidence| -> Vec<Step> {
        let steps = (1..view.scenarios.len()).filter(|&i| view.ranking.evidence(i - 1, i) == kind);
        steps
            .map(|i| Step {
                a: view.scenarios[i - 1],
                b: view.scenarios[i],
                found: view.ranking.pair(i - 1, i).unwrap_or_default(),
            })
            .collect()
    };
    let (equal, inputs) = (of(Evidence::Same), of(Evidence::Either));
    let (probable, sampling) = (of(Evidence::Probably), of(Evidence::Unsettled));
    let largest = inputs.iter().map(|step| 100.0 * step.found.se).fold(0.0, f64::max);
    let second =
        |step: &Step| numbers::probability_percent(1.0 - step.found.probability_worse, view.replicates);
    html! {
        @if !equal.is_empty() {
            div.note {
                b { "The same. " }
                @for (i, step) in equal.iter().take(MOST).enumerate() {
                    @if i > 0 { "; " }
                    (step.a.title) " and " (step.b.title)
                }
                @if equal.len() > MOST { "; and " (words::count(equal.len() - MOST)) " more pairs of neighbours" }
                ": no difference over all capabilities at D+" (view.tier()) " in any replicate."
            }
        }
        @if !inputs.is_empty() {
            div.note {
                b { "Could be either. " }
                @for (i, step) in inputs.iter().take(MOST).enumerate() {
                    @if i > 0 { "; " }
                    (step.a.title) " and " (step.b.title) " change places in " (second(step)) " of replicates"
                }
                @if inputs.len() > MOST { "; so do " (words::count(inputs.len() - MOST)) " more pairs of neighbours" }
                ". The standard error of " (if inputs.len() == 1 { "the mean difference is " } else { "their mean differences is at most " })
                (numbers::number(largest, 2)) " points: the doubt is in the inputs, more replicates would not settle it."
            }
        }
        @if !probable.is_empty() {
            div.note {
                b { "Probably in this order. " }
                @for (i, step) in probable.iter().take(MOST).enumerate() {
                    @if i > 0 { "; " }
                    (step.a.title) " and " (step.b.title) " change places in " (second(step)) " of replicates"
                }
                @if probable.len() > MOST { "; and " (words::count(probable.len() - MOST)) " more pairs of neighbours" }
                "."
            }
        }
        @if !sampling.is_empty() {
            div.note {
                b { "Not settled. " }
                @for (i, step) in sampling.iter().take(MOST).enumerate() {
                    @if i > 0 { "; " }
                    (step.a.title) " and " (step.b.title) " differ by "
                    (numbers::number(100.0 * step.found.difference.abs(), 2))
                    " points, standard error " (numbers::number(100.0 * step.found.se, 2)) ": "
                    (to_tell(view.summary.replicates, &view.summary.design, step.found.difference, step.found.se).words())
                }
                @if sampling.len() > MOST { "; and " (words::count(sampling.len() - MOST)) " more pairs" }
                "."
            }
        }
    }
}

/// The table of scenarios, with ranks where there is more than one.
pub(super) fn table(view: &View) -> Table {
    let many = view.scenarios.len() > 1;
    let tier = view.tier();
    let others: Vec<u32> = view.summary.tiers.iter().copied().filter(|t| *t != tier).collect();
    let mut columns = Vec::new();
    if many {
        columns.push(column("Rank", Kind::Rank));
    }
    columns.push(column("Scenario", Kind::Words));
    columns.push(column("Leave", Kind::Number));
    columns.push(Column { sorted: many, ..column(format!("Loss D+{tier}"), Kind::Number) });
    columns.extend(others.iter().map(|t| column(format!("D+{t}"), Kind::Number)));
    columns.push(column("Before alarm", Kind::Number));
    columns.push(column("Worst capability", Kind::Words));
    columns.push(column("Year", Kind::Number));
    columns.push(column("Buy back, $bn", Kind::Number));
    if many {
        columns.push(column("Deepest in", Kind::Number));
    }
    if regretted(view) {
        columns.push(column("Regret", Kind::Number));
    }
    let rows = view
        .scenarios
        .iter()
        .enumerate()
        .map(|(i, scenario)| {
            let (first, last) = view.ranking.ranks(i);
            let rank = match first == last {
                true => first.to_string(),
                false => words::joined(&format!("{first}–{last}")),
            };
            row(view, scenario, &others, many.then_some((rank, i)), first != last)
        })
        .collect();
    let first_of = if many {
        format!("The {} scenarios.", words::count(view.scenarios.len()))
    } else {
        "The scenario.".to_owned()
    };
    Table {
        id: "t-scenarios",
        title: first_of,
        note: format!(
            "Loss in points of requirement, all capabilities weighted, mean of {} (5\u{2060}–\u{2060}95\u{202f}% of replicates).{}",
            view.headline_years(),
            if regretted(view) {
                " Regret: points beyond the best scenario of the same replicate, mean."
            } else {
                ""
            }
        ),
        columns,
        name: usize::from(many),
        rows,
        foot: foot(view, &others, many),
    }
}

fn row(view: &View, s: &ScenarioSummary, others: &[u32], rank: Option<(String, usize)>, tied: bool) -> Row {
    let added = view.added(s);
    let mut cells: Vec<Cell> = Vec::new();
    if let Some((rank, i)) = &rank {
        cells.push(cell((i + 1) as f64, html! { (rank) }));
    }
    cells.push(Cell { key: Key::Words(s.title.clone()), shown: view.link(&s.id, &s.title) });
    let leave = &s.personnel_effective;
    cells.push(cell(leave.mean, html! { (size(s)) }));
    cells.push(cell(
        added.mean,
        html! {
            b { (words::points(added.mean, added.se)) } " "
            span.range { (words::signed_range(100.0 * added.p05, 100.0 * added.p95, 1, ("more", "less"))) }
        },
    ));
    for &tier in others {
        let value = s.index_of("attributable", tier).copied();
        cells.push(optional(value.map(|v| v.mean), |v| words::points(v, value.map_or(0.0, |v| v.se))));
    }
    let direct = view.index(s, "direct_effect");
    cells.push(optional(direct.map(|d| d.mean), |v| words::points(v, direct.map_or(0.0, |d| d.se))));
    match view.worst(s) {
        Some(worst) => {
            let name = view.short(&worst.domain);
            let shown = html! { (name) " " span.range { (numbers::signed(-100.0 * worst.loss.mean, 0)) } };
            cells.push(Cell { key: Key::Words(name), shown });
            cells.push(cell(f64::from(worst.year), html! { (worst.year) }));
        }
        None => {
            cells.push(Cell { key: Key::Missing, shown: words::missing() });
            cells.push(Cell { key: Key::Missing, shown: words::missing() });
        }
    }
    cells.push(optional(Some(s.bill.mean), numbers::thousands));
    let entry = view.summary.ranking.iter().find(|r| r.scenario == s.id);
    if rank.is_some() {
        cells.push(deepest_in(view, rank.as_ref().map_or(0, |(_, at)| *at)));
    }
    if regretted(view) {
        let se = entry.and_then(|r| r.expected_regret_se).unwrap_or(0.0);
        cells.push(optional(entry.and_then(|r| r.expected_regret), |v| words::points(v, se)));
    }
    Row { cells, tied, rank: rank.map(|(rank, _)| rank) }
}

/// In which part of the replicates a scenario is the deepest; of equal ones the first stands for all of them.
fn deepest_in(view: &View, at: usize) -> Cell {
    let (first, last) = equals(view, at);
    let of = |s: &&ScenarioSummary| view.summary.ranking.iter().find(|r| r.scenario == s.id);
    // Equal ones share the replicates in which they are the deepest.
    let worst: f64 = view.scenarios[first..=last].iter().filter_map(of).map(|r| r.probability_worst).sum();
    // A sum of shares of replicates differs from 1 by rounding only.
    let worst = if worst > 1.0 - 1e-9 { 1.0 } else { worst };
    if first < at {
        return cell(worst, html! { "same" });
    }
    optional(Some(worst), |p| words::chance(view, p))
}

/// What is missing without any drawdown, a row a world.
fn foot(view: &View, others: &[u32], many: bool) -> Vec<Vec<Markup>> {
    let Some(deepest) = view.deepest() else { return Vec::new() };
    if view.worlds.is_empty() {
        return vec![foot_row(view, deepest, html! { "Without drawdown: missing" }, others, many)];
    }
    let name = |world: &World| {
        let names: Vec<&str> = world.scenarios.iter().map(|s| s.short_title.as_str()).collect();
        html! { "Without drawdown, world of " (names.join("; ")) ": missing" }
    };
    let worlds = view.worlds.iter().filter_map(|world| Some((world, *world.scenarios.first()?)));
    worlds.map(|(world, first)| foot_row(view, first, name(world), others, many)).collect()
}

/// What is missing in the world of a scenario.
fn foot_row(view: &View, of: &ScenarioSummary, name: Markup, others: &[u32], many: bool) -> Vec<Markup> {
    let missing = |tier: u32| of.index_of("counterfactual", tier).copied().unwrap_or_default();
    let without = missing(view.tier());
    let mut cells = Vec::new();
    if many {
        cells.push(html! {});
    }
    cells.push(name);
    cells.push(html! { "0" });
    cells.push(html! {
        b { (words::points(without.mean, without.se)) } " "
        span.range { (words::range(100.0 * without.p05, 100.0 * without.p95, 1)) }
    });
    for &tier in others {
        cells.push(html! { (words::points(missing(tier).mean, missing(tier).se)) });
    }
    cells.push(words::missing());
    match view.shortest(of) {
        Some((domain, year, missing)) => {
            cells.push(
                html! { (view.short(&domain)) " " span.range { (numbers::number(100.0 * missing, 0)) } },
            );
            cells.push(html! { (year) });
        }
        None => cells.extend([words::missing(), words::missing()]),
    }
    let lacking = of.bill_without.mean;
    cells.push(if lacking.is_finite() {
        html! { (numbers::thousands(lacking)) }
    } else {
        words::missing()
    });
    if many {
        cells.push(words::missing());
    }
    if regretted(view) {
        cells.push(words::missing());
    }
    cells
}

/// Whether the run knows what is lost beyond the best scenario of each replicate.
fn regretted(view: &View) -> bool {
    view.summary.ranking.iter().any(|entry| entry.expected_regret.is_some())
}
