//! Which scenario is worst, whether that is sure, and the table of scenarios.

use maud::{Markup, html};

use super::{
    figure::{self, Place},
    table::{Cell, Column, Key, Kind, Row, Table, cell, column, optional},
    view::View,
    words,
};
use crate::{
    analysis::answer::{Tell, to_tell},
    plot::numbers,
    store::summary::ScenarioSummary,
};

/// The section; nothing where there is nothing to rank.
pub(super) fn section(view: &View) -> Option<Markup> {
    if view.scenarios.len() < 2 {
        return None;
    }
    Some(html! {
        section #ranking aria-labelledby="h-ranking" {
            h2 #h-ranking { "Which drawdown opens the deepest gap?" }
            @for f in figure::of(view, Place::Ranking) { (figure::figure(view, f)) }
            (doubts(view))
            (table(view).markup())
        }
    })
}

/// Why two scenarios could change places.
enum Doubt {
    /// They have no places: equal in every replicate.
    Same,
    /// The inputs: no number of replicates would settle it.
    Inputs { second: f64, se: f64 },
    /// Sampling: more replicates would.
    Sampling { difference: f64, se: f64, tell: Tell },
}

/// Whether two scenarios are equal in every replicate.
fn same(difference: f64, se: f64) -> bool {
    to_tell(1, "mc", difference, se) == Tell::Same
}

/// The run of scenarios around one of which each is equal to the next in every replicate: first and last position.
fn equals(view: &View, at: usize) -> (usize, usize) {
    let joined = |i: usize| {
        view.pair(&view.scenarios[i].id, &view.scenarios[i + 1].id).is_some_and(|(d, se, _)| same(d, se))
    };
    let first = (0..at).rev().take_while(|&i| joined(i)).last().unwrap_or(at);
    let last = (at..view.scenarios.len() - 1).take_while(|&i| joined(i)).last().map_or(at, |i| i + 1);
    (first, last)
}

fn doubt(view: &View, a: &ScenarioSummary, b: &ScenarioSummary) -> Option<Doubt> {
    let (difference, se, worse) = view.pair(&a.id, &b.id)?;
    if same(difference, se) {
        return Some(Doubt::Same);
    }
    if difference.abs() < 2.0 * se {
        let tell = to_tell(view.replicates, &view.summary.design, difference, se);
        return Some(Doubt::Sampling { difference, se, tell });
    }
    (worse > 0.1 && worse < 0.9).then_some(Doubt::Inputs { second: 1.0 - worse, se })
}

/// Blocks of neighbours of which every pair is in doubt, by first and last position.
fn blocks(view: &View) -> Vec<(usize, usize)> {
    let mut blocks = Vec::new();
    let mut first = 0;
    for last in 1..=view.scenarios.len() {
        let joins = view
            .scenarios
            .get(last)
            .is_some_and(|next| view.scenarios[first..last].iter().all(|s| doubt(view, s, next).is_some()));
        if !joins {
            blocks.push((first, last - 1));
            first = last;
        }
    }
    blocks
}

/// The notes on doubt: that of the inputs and that of sampling are different sentences.
fn doubts(view: &View) -> Markup {
    const MOST: usize = 3;
    let (mut equal, mut inputs, mut sampling) = (Vec::new(), Vec::new(), Vec::new());
    for pair in view.scenarios.windows(2) {
        match doubt(view, pair[0], pair[1]) {
            Some(Doubt::Same) => equal.push((pair[0], pair[1])),
            Some(Doubt::Inputs { second, se }) => inputs.push((pair[0], pair[1], second, se)),
            Some(Doubt::Sampling { difference, se, tell }) => {
                sampling.push((pair[0], pair[1], difference, se, tell));
            }
            None => {}
        }
    }
    let largest = inputs.iter().map(|(.., se)| 100.0 * se).fold(0.0, f64::max);
    html! {
        @if !equal.is_empty() {
            div.note {
                b { "The same. " }
                @for (i, (a, b)) in equal.iter().take(MOST).enumerate() {
                    @if i > 0 { "; " }
                    (a.title) " and " (b.title)
                }
                @if equal.len() > MOST { "; and " (words::count(equal.len() - MOST)) " more pairs of neighbours" }
                ": no difference over all capabilities in any replicate."
            }
        }
        @if !inputs.is_empty() {
            div.note {
                b { "Could be either. " }
                @for (i, (a, b, second, _)) in inputs.iter().take(MOST).enumerate() {
                    @if i > 0 { "; " }
                    (a.title) " and " (b.title) " change places in "
                    (numbers::probability_percent(*second, view.replicates)) " of replicates"
                }
                @if inputs.len() > MOST { "; so do " (words::count(inputs.len() - MOST)) " more pairs of neighbours" }
                ". The standard error of " (if inputs.len() == 1 { "the mean difference is " } else { "their mean differences is at most " })
                (numbers::number(largest, 2)) " points: the doubt is in the inputs, more replicates would not settle it."
            }
        }
        @if !sampling.is_empty() {
            div.note {
                b { "Not settled. " }
                @for (i, (a, b, difference, se, tell)) in sampling.iter().take(MOST).enumerate() {
                    @if i > 0 { "; " }
                    (a.title) " and " (b.title) " differ by " (numbers::number(100.0 * difference.abs(), 2))
                    " points, standard error " (numbers::number(100.0 * se, 2))
                    ": " (tell.words())
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
    let blocks = blocks(view);
    let rows = view
        .scenarios
        .iter()
        .enumerate()
        .map(|(i, scenario)| {
            let (first, last) = blocks.iter().copied().find(|b| b.0 <= i && i <= b.1).unwrap_or((i, i));
            let rank = match first == last {
                true => (i + 1).to_string(),
                false => words::joined(&format!("{}–{}", first + 1, last + 1)),
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
        foot: Some(foot(view, &others, many)),
    }
}

fn row(view: &View, s: &ScenarioSummary, others: &[u32], rank: Option<(String, usize)>, tied: bool) -> Row {
    let added = view.added(s);
    let mut cells: Vec<Cell> = Vec::new();
    if let Some((rank, i)) = &rank {
        cells.push(cell((i + 1) as f64, html! { (rank) }));
    }
    cells.push(Cell { key: Key::Words(s.title.clone()), shown: view.link(&s.id, &s.title) });
    let leave = s.personnel_effective;
    let certain = leave.p95 == leave.p05;
    cells.push(cell(
        leave.mean,
        html! {
            (if certain { numbers::thousands(leave.mean) } else { numbers::people(leave.mean) })
        },
    ));
    cells.push(cell(
        added.mean,
        html! {
            b { (words::points(added.mean, added.se)) } " "
            span.range { (words::range(100.0 * added.p05, 100.0 * added.p95, 1)) }
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

/// What is missing without any drawdown.
fn foot(view: &View, others: &[u32], many: bool) -> Vec<Markup> {
    let without = view.without();
    let mut cells = Vec::new();
    if many {
        cells.push(html! {});
    }
    cells.push(html! { "Without drawdown: missing" });
    cells.push(html! { "0" });
    cells.push(html! {
        b { (words::points(without.mean, without.se)) } " "
        span.range { (words::range(100.0 * without.p05, 100.0 * without.p95, 1)) }
    });
    for &tier in others {
        let value =
            view.deepest().and_then(|s| s.index_of("counterfactual", tier)).copied().unwrap_or_default();
        cells.push(html! { (words::points(value.mean, value.se)) });
    }
    cells.push(words::missing());
    match view.shortest() {
        Some((domain, year, missing)) => {
            cells.push(
                html! { (view.short(&domain)) " " span.range { (numbers::number(100.0 * missing, 0)) } },
            );
            cells.push(html! { (year) });
        }
        None => cells.extend([words::missing(), words::missing()]),
    }
    cells.push(view.lacking().map_or_else(words::missing, |v| html! { (numbers::thousands(v)) }));
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
