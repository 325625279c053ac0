//! A run at another readiness tier than that of its headlines, from its tables alone.

use std::cmp::Ordering;

use super::evidence::Evidence;
use crate::store::{
    extra::{PairRow, RegretRow},
    summary::{
        ClosureEntry, Contrast, Difference, Estimate, PairEntry, PairRanges, Probability, RankEntry,
        ScenarioSummary, Summary, YearEntry,
    },
    table::{Row, Table},
};

/// The tables that hold what the summary says at one tier only.
#[derive(Clone, Copy)]
pub struct Sources<'a> {
    /// `index.csv`.
    pub index: &'a Table,
    /// `closure.csv`.
    pub closure: &'a Table,
    /// `comparison.csv`; nothing of one scenario.
    pub comparison: &'a [PairRow],
    /// `regret.csv`; nothing where nobody regrets.
    pub regret: &'a [RegretRow],
}

/// The same run with its headlines at the tier that it is turned to; unchanged where that is its own.
///
/// What holds gaps open is known at its own tier only and left out, as are the differences that hide in a pair's mean; how often
/// one of several is the deepest is known of two. A warning says so.
#[must_use]
pub fn at_tier(summary: &Summary, from: Sources) -> Summary {
    let own = summary.reporting_tier;
    let Some(tier) = summary.turned_to.tier.filter(|&tier| tier != own) else { return summary.clone() };
    let mut turned = summary.clone();
    turned.reporting_tier = tier;
    for scenario in &mut turned.scenarios {
        scenario.years = years(scenario, tier, from);
        scenario.closure = closure(scenario, tier, from);
        scenario.binding.clear();
        let of = |row: &&Row| {
            row.scenario == scenario.id && row.outcome == "trigger_effect" && row.tier == Some(tier)
        };
        let effect = from.index.rows.iter().find(of).map(estimate);
        scenario.trigger_effect = scenario.trigger_effect.and(effect);
    }
    let ranked = order(&turned.scenarios, tier);
    turned.pairs = pairs(&ranked, tier, from);
    turned.ranking = ranking(&ranked, &turned.pairs, tier, from);
    turned.contrasts = summary.contrasts.iter().filter_map(|old| contrast(old, tier, from)).collect();
    turned.warnings.push(format!(
        "told at D+{tier}, the tables of the run are of D+{own}: what holds gaps open is not known at D+{tier} and left out, and \
         by quarter coverage is that of the first of each year"
    ));
    turned
}

/// Scenarios by what they add at a tier, largest first, ties by title.
fn order(scenarios: &[ScenarioSummary], tier: u32) -> Vec<ScenarioSummary> {
    let index = |s: &ScenarioSummary| s.index_of("attributable", tier).map_or(0.0, |found| found.mean);
    let mut all = scenarios.to_vec();
    all.sort_by(|a, b| match index(b).total_cmp(&index(a)) {
        Ordering::Equal => a.title.cmp(&b.title),
        unequal => unequal,
    });
    all
}

/// A row as an estimate; what it does not say is not known.
fn estimate(row: &Row) -> Estimate {
    let (mean, se) = (row.mean.unwrap_or(0.0), row.se.unwrap_or(f64::NAN));
    Estimate {
        mean,
        se,
        lower: mean - 1.96 * se,
        upper: mean + 1.96 * se,
        p05: row.p05.unwrap_or(mean),
        p25: row.p25.unwrap_or(mean),
        p50: row.p50.unwrap_or(mean),
        p75: row.p75.unwrap_or(mean),
        p95: row.p95.unwrap_or(mean),
    }
}

/// Index and closed capabilities by year.
fn years(scenario: &ScenarioSummary, tier: u32, from: Sources) -> Vec<YearEntry> {
    let find = |table: &Table, outcome: &str, arm: &str, year: i32| {
        let here = |row: &&Row| {
            row.outcome == outcome
                && row.year == Some(year)
                && row.quarter.is_none()
                && row.tier == Some(tier)
                && row.scenario == scenario.id
                && row.arm.as_deref() == Some(arm)
        };
        table.rows.iter().find(here).and_then(|row| row.mean).unwrap_or(0.0)
    };
    let of = |entry: &YearEntry| YearEntry {
        year: entry.year,
        counterfactual: find(from.index, "index_year", "counterfactual", entry.year),
        attributable: find(from.index, "index_year", "attributable", entry.year),
        domains_closed: find(from.closure, "domains_closed", "scenario", entry.year),
        domains_closed_without: find(from.closure, "domains_closed", "counterfactual", entry.year),
    };
    scenario.years.iter().map(of).collect()
}

/// By when gaps are closed.
fn closure(scenario: &ScenarioSummary, tier: u32, from: Sources) -> Vec<ClosureEntry> {
    let of_tier =
        |row: &&Row| row.outcome == "closed_by" && row.tier == Some(tier) && row.scenario == scenario.id;
    let rows: Vec<&Row> = from.closure.rows.iter().filter(of_tier).collect();
    let find = |entry: &ClosureEntry, arm: &str| {
        let here = |row: &&&Row| {
            row.year == Some(entry.year)
                && row.domain.as_deref() == Some(entry.domain.as_str())
                && row.arm.as_deref() == Some(arm)
        };
        let row = rows.iter().find(here)?;
        let probability = row.probability?;
        Some(Probability {
            probability,
            lower: row.lower.unwrap_or(probability),
            upper: row.upper.unwrap_or(probability),
        })
    };
    let of = |entry: &ClosureEntry| {
        Some(ClosureEntry {
            domain: entry.domain.clone(),
            year: entry.year,
            scenario: find(entry, "scenario")?,
            counterfactual: find(entry, "counterfactual")?,
        })
    };
    scenario.closure.iter().filter_map(of).collect()
}

/// The paired difference of an arm's index, the first less the other.
fn paired(first: &str, other: &str, arm: &str, tier: u32, from: Sources) -> Option<(Difference, PairRow)> {
    let find = |a: &str, b: &str| {
        let here = |row: &&PairRow| {
            row.outcome == "index_headline"
                && row.tier == Some(tier)
                && row.arm == arm
                && row.scenario_a == a
                && row.scenario_b == b
        };
        from.comparison.iter().find(here)
    };
    let (row, sign) =
        find(first, other).map(|row| (row, 1.0)).or_else(|| find(other, first).map(|row| (row, -1.0)))?;
    let worse = row.probability_a_worse?;
    let found = Difference {
        difference: sign * row.difference?,
        se: row.se.unwrap_or(f64::NAN),
        probability_worse: if sign > 0.0 { worse } else { 1.0 - worse },
    };
    Some((found, row.clone()))
}

/// Every two scenarios, in the order of the ranking.
fn pairs(ranked: &[ScenarioSummary], tier: u32, from: Sources) -> Vec<PairEntry> {
    let two = |(i, a): (usize, &ScenarioSummary)| {
        let a = a.id.clone();
        ranked[i + 1..].iter().filter_map(move |b| {
            let of = |arm| paired(&a, &b.id, arm, tier, from).map(|found| found.0);
            let range = |arm| {
                let (_, row) = paired(&a, &b.id, arm, tier, from)?;
                let (low, high) = (row.p05?, row.p95?);
                Some(if row.scenario_a == a { [low, high] } else { [0.0 - high, 0.0 - low] })
            };
            Some(PairEntry {
                scenario: a.clone(),
                other: b.id.clone(),
                found: of("attributable")?,
                scenario_arm: of("scenario"),
                counterfactual: of("counterfactual"),
                ranges: PairRanges {
                    found: range("attributable"),
                    scenario_arm: range("scenario"),
                    counterfactual: range("counterfactual"),
                },
                elsewhere: Vec::new(),
            })
        })
    };
    ranked.iter().enumerate().flat_map(two).collect()
}

/// The ranking.
fn ranking(ranked: &[ScenarioSummary], pairs: &[PairEntry], tier: u32, from: Sources) -> Vec<RankEntry> {
    let pair = |a: &ScenarioSummary, b: &ScenarioSummary| {
        pairs.iter().find(|pair| pair.scenario == a.id && pair.other == b.id).map(|pair| pair.found)
    };
    let of = |(at, s): (usize, &ScenarioSummary)| {
        let next = ranked.get(at + 1).and_then(|other| pair(s, other));
        let here = |row: &&RegretRow| {
            row.scenario == s.id && row.outcome == "index_headline" && row.tier == Some(tier)
        };
        let regret = from.regret.iter().find(here);
        let added = s.index_of("attributable", tier).copied().unwrap_or_default();
        RankEntry {
            scenario: s.id.clone(),
            index: added.mean,
            se: added.se,
            probability_worse_than_next: next.map(|next| next.probability_worse),
            settled: next.map(|next| Evidence::found(&next).shows()),
            difference_to_next: next.map(|next| next.difference),
            difference_to_next_se: next.map(|next| next.se),
            probability_worst: match ranked {
                [_] => 1.0,
                [a, b] => {
                    let first = pair(a, b).map_or(f64::NAN, |found| found.probability_worse);
                    if at == 0 { first } else { 1.0 - first }
                }
                _ => f64::NAN,
            },
            expected_regret: regret.and_then(|row| row.mean),
            expected_regret_se: regret.and_then(|row| row.se),
        }
    };
    ranked.iter().enumerate().map(of).collect()
}

/// What two that differ in one aspect differ by.
fn contrast(old: &Contrast, tier: u32, from: Sources) -> Option<Contrast> {
    let (found, row) = paired(&old.scenario, &old.other, "attributable", tier, from)?;
    let ends = [row.lower?, row.upper?];
    let turned = row.scenario_a != old.scenario;
    let [lower, upper] = if turned { [-ends[1], -ends[0]] } else { ends };
    Some(Contrast {
        difference: found.difference,
        se: found.se,
        lower,
        upper,
        probability_worse: found.probability_worse,
        elsewhere: Vec::new(),
        ..old.clone()
    })
}
