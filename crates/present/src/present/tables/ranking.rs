//! Which scenario is worst: what each adds, and whether the order is sure.

use super::{Columns, Medium, index, range, scenario};
use crate::{
    present::{
        counted,
        evidence::Evidence,
        numbers::{chance, currency::Money, fixed, points, thousands},
        ranking::Ranking,
        size,
        table::{Cell, Kind, Piece, Table, cell, missing, optional, words},
        worlds::several,
        worst,
    },
    store::summary::{Estimate, RankEntry, ScenarioSummary, Summary},
};

/// A scenario, and its place among those that leave.
struct Ranked<'a> {
    entry: &'a RankEntry,
    scenario: &'a ScenarioSummary,
    place: Option<usize>,
}

/// One row per scenario, the deepest first; on a page those in which somebody leaves. `name` is how a capability is called.
#[must_use]
pub fn ranking(summary: &Summary, on: Medium, name: &dyn Fn(&str) -> String) -> Table {
    let tier = summary.reporting_tier;
    let ranking = &Ranking::of(summary);
    let page = on == Medium::Page;
    let ranked: Vec<Ranked> = ranked(summary, ranking).filter(|r| !page || r.place.is_some()).collect();
    // On a page a scenario alone has no rank.
    let many = !page || ranked.len() > 1;
    let mut columns = Columns::new();
    if many {
        columns.add(if page { "Rank" } else { "#" }, Kind::Rank, |r: &Ranked| rank(ranking, r.place));
    }
    columns.add(if page { "Scenario" } else { "scenario" }, Kind::Words, |r| scenario(r.scenario));
    columns.add(if page { "Leave" } else { "leave" }, Kind::Number, |r| {
        cell(r.scenario.personnel_effective.mean, Piece::Words(size(r.scenario)))
    });
    added(&mut columns, summary, on, many);
    if knows_direct(summary) {
        columns.add(if page { "Before alarm" } else { "before alarm" }, Kind::Number, move |r| {
            index(r.scenario, "direct_effect", tier)
        });
    }
    columns.add(if page { "Worst capability" } else { "worst" }, Kind::Words, move |r| {
        worst(r.scenario, tier).map_or_else(missing, |worst| {
            let loss = -100.0 * worst.loss.mean;
            let sign = if loss > 0.0 { "+" } else { "" };
            words(name(&worst.domain)).and(Piece::Range(format!("{sign}{}", fixed(loss, 0))))
        })
    });
    columns.add(if page { "Year" } else { "year" }, Kind::Number, move |r| {
        let year = worst(r.scenario, tier).map(|worst| worst.year);
        year.map_or_else(missing, |year| cell(f64::from(year), Piece::Text(year.to_string())))
    });
    let money = Money::of(&summary.turned_to);
    let sign = money.sign();
    let head = if page { format!("Buy back, {sign}bn") } else { format!("{sign}bn") };
    columns.add(head, Kind::Number, move |r| {
        optional(Some(r.scenario.bill.mean), |v| thousands(money.amount(v)))
    });
    match on {
        Medium::Page if many => columns.add("Deepest in", Kind::Number, |r| deepest_in(summary, ranking, r)),
        Medium::Page => {}
        Medium::Text => {
            columns.add("P(worse than next)", Kind::Number, |r| worse_than_next(summary, ranking, r));
        }
    }
    if page && regretted(summary) {
        columns.add("Beyond best", Kind::Number, |r| {
            let se = r.entry.expected_regret_se.unwrap_or(0.0);
            optional(r.entry.expected_regret, |mean| points(mean, se))
        });
    }
    // Of one world the foot of a page and a note of text have what is missing anyway.
    if !page && !several(summary).is_empty() {
        columns.add("if nobody", Kind::Number, move |r| index(r.scenario, "counterfactual", tier));
    }
    columns.add(if page { "In all, %" } else { "in all" }, Kind::Number, move |r| {
        index(r.scenario, "scenario", tier)
    });
    let mut table = columns.table(&ranked);
    table.name = usize::from(many);
    for (row, place) in table.rows.iter_mut().zip(ranked.iter().map(|r| r.place)) {
        let Some((first, last)) = place.map(|at| ranking.ranks(at)) else { continue };
        row.tied = first != last;
        row.rank = many.then(|| ranks(first, last));
    }
    table
}

/// Whether the run knows what a drawdown adds before allies react: one without causes does not.
#[must_use]
pub fn knows_direct(summary: &Summary) -> bool {
    let tier = summary.reporting_tier;
    summary.scenarios.iter().any(|scenario| scenario.index_of("direct_effect", tier).is_some())
}

/// Whether there is something to say of the best choice in hindsight: some drawdowns are of one size.
#[must_use]
pub fn regretted(summary: &Summary) -> bool {
    summary.ranking.iter().any(|entry| entry.expected_regret.is_some())
}

fn ranked<'a>(summary: &'a Summary, ranking: &Ranking) -> impl Iterator<Item = Ranked<'a>> {
    summary.ranking.iter().filter_map(move |entry| {
        let scenario = summary.scenario(&entry.scenario)?;
        let place = ranking.scenarios.iter().position(|s| s.id == scenario.id);
        Some(Ranked { entry, scenario, place })
    })
}

fn attributable(scenario: &ScenarioSummary, tier: u32) -> Estimate {
    scenario.index_of("attributable", tier).copied().unwrap_or_default()
}

/// Ranks of drawdowns, those that could change places from first to last.
fn ranks(first: usize, last: usize) -> String {
    if first == last { first.to_string() } else { format!("{first}-{last}") }
}

fn rank(ranking: &Ranking, place: Option<usize>) -> Cell {
    place.map_or_else(missing, |at| {
        let (first, last) = ranking.ranks(at);
        cell((at + 1) as f64, Piece::Text(ranks(first, last)))
    })
}

/// What scenarios add at each tier. Text has the tiers in their order and the range of the reporting tier beside it, a page the
/// reporting tier with its range first.
fn added(columns: &mut Columns<Ranked>, summary: &Summary, on: Medium, many: bool) {
    let reporting = summary.reporting_tier;
    let ends = move |r: &Ranked| {
        let found = attributable(r.scenario, reporting);
        range(100.0 * found.p05, 100.0 * found.p95, 1, ("more", "less"), on)
    };
    let at = |tier: u32| move |r: &Ranked<'_>| index(r.scenario, "attributable", tier);
    if on == Medium::Page {
        columns.add(format!("Added D+{reporting}"), Kind::Number, move |r| {
            let found = attributable(r.scenario, reporting);
            cell(found.mean, Piece::Strong(points(found.mean, found.se))).and(ends(r))
        });
        columns.sorted(many);
    }
    for &tier in &summary.tiers {
        if on == Medium::Text || tier != reporting {
            columns.add(format!("D+{tier}"), Kind::Number, at(tier));
        }
        if on == Medium::Text && tier == reporting {
            columns.add("9 of 10 runs", Kind::Number, move |r| cell(None, ends(r)));
        }
    }
}

fn worse_than_next(summary: &Summary, ranking: &Ranking, r: &Ranked) -> Cell {
    let next = r.place.filter(|at| at + 1 < ranking.scenarios.len());
    match next.and_then(|at| Some((at, ranking.pair(at, at + 1)?))) {
        None => missing(),
        Some((at, _)) if ranking.evidence(at, at + 1) == Evidence::Same => words("same"),
        Some((_, found)) => {
            let worse = found.probability_worse;
            cell(worse, Piece::Text(chance(worse, counted(summary))))
        }
    }
}

/// In which part of the replicates a scenario is the deepest; of equal ones the first stands for all of them.
fn deepest_in(summary: &Summary, ranking: &Ranking, r: &Ranked) -> Cell {
    let Some(at) = r.place else { return missing() };
    let joined = |i: usize| ranking.evidence(i, i + 1) == Evidence::Same;
    let first = (0..at).rev().take_while(|&i| joined(i)).last().unwrap_or(at);
    let last = (at..ranking.scenarios.len() - 1).take_while(|&i| joined(i)).last().map_or(at, |i| i + 1);
    let of = |s: &&ScenarioSummary| summary.ranking.iter().find(|entry| entry.scenario == s.id);
    // Equal ones share the replicates in which they are the deepest.
    let worst: f64 = ranking.scenarios[first..=last].iter().filter_map(of).map(|r| r.probability_worst).sum();
    // A sum of shares of replicates differs from 1 by rounding only.
    let worst = if worst > 1.0 - 1e-9 { 1.0 } else { worst };
    if first < at {
        return cell(worst, Piece::Words("same".to_owned()));
    }
    optional(Some(worst), |p| chance(p, counted(summary)))
}
