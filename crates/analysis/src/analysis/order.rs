//! The order of the scenarios in the summary: the ranking, every two of them, and their worlds.

use super::{
    comparison::{Compared, headline},
    estimates::Run,
};
use crate::{
    engine::{pairs::pair_positions, slot::Slot},
    model::{cells::Outcome, layout::K},
    present::{SEEN, evidence::Evidence, scenarios::warnings::otherwise},
    scenario::names::TIERS,
    store::summary::{PairEntry, PairRanges, RankEntry, WorldDifference, WorldEntry},
};

/// Positions of scenarios by attributable index at the reporting tier, largest first, ties by title.
fn order(run: &Run) -> Vec<usize> {
    let index: Vec<f64> = (0..run.scenarios.len())
        .map(|s| run.mean(s, Outcome::IndexHeadline, Slot::Attributable, run.tier()))
        .collect();
    let mut order: Vec<usize> = (0..run.scenarios.len()).collect();
    order.sort_by(|&a, &b| {
        index[b].total_cmp(&index[a]).then_with(|| run.scenarios[a].title.cmp(&run.scenarios[b].title))
    });
    order
}

/// Every two scenarios, in the order of the ranking.
pub(super) fn pairs(run: &Run) -> Vec<PairEntry> {
    let (order, cells) = (order(run), Compared::new(run));
    let worlds = &run.plan.scenarios;
    let two = pair_positions(order.len()).into_iter().map(|(i, j)| (order[i], order[j]));
    two.map(|(a, b)| {
        let apart = worlds[a].world != worlds[b].world;
        let cell = |slot| cells.cell(Outcome::IndexHeadline, slot, run.tier()).filter(|_| apart);
        let at = |slot| cell(slot).map(|cell| cells.difference(a, b, cell));
        let range = |cell| cells.quantiles(a, b, cell).map(|[p05, _, _, _, p95]| [p05, p95]);
        let found = cells.difference(a, b, headline(run));
        let told = !Evidence::found(&found).doubtful() && found.difference.abs() >= SEEN;
        PairEntry {
            scenario: run.scenarios[a].id.clone(),
            other: run.scenarios[b].id.clone(),
            found,
            scenario_arm: at(Slot::Scenario),
            counterfactual: at(Slot::Counterfactual),
            ranges: PairRanges {
                found: range(headline(run)),
                scenario_arm: cell(Slot::Scenario).and_then(range),
                counterfactual: cell(Slot::Counterfactual).and_then(range),
            },
            elsewhere: if told { Vec::new() } else { cells.elsewhere(a, b) },
        }
    })
    .collect()
}

/// Which drawdowns are of one size.
pub(super) fn sizes(run: &Run) -> Vec<Vec<String>> {
    let ids = |size: &Vec<usize>| size.iter().map(|&s| run.scenarios[s].id.clone()).collect();
    crate::engine::sizes::sizes(run.plan).iter().map(ids).collect()
}

/// Which scenarios have the same counterfactual, and how much more is missing in one world than in the first.
pub(super) fn worlds(run: &Run) -> Vec<WorldEntry> {
    let (mut order, cells) = (order(run), Compared::new(run));
    // The first world is that of the deepest drawdown.
    order.sort_by_key(|&s| !run.plan.scenarios[s].may_leave);
    let mut first_of: Vec<usize> = Vec::new();
    let world = |s: usize| run.plan.scenarios[s].world;
    for &s in &order {
        if first_of.iter().all(|&other| world(other) != world(s)) {
            first_of.push(s);
        }
    }
    let difference = |s: usize, k: usize| {
        let cell = cells.cell(Outcome::IndexHeadline, Slot::Counterfactual, k)?;
        let (estimate, probability_worse) = cells.estimate(s, first_of[0], cell);
        Some(WorldDifference { tier: TIERS[k], estimate, probability_worse })
    };
    first_of
        .iter()
        .enumerate()
        .map(|(w, &s)| WorldEntry {
            scenarios: (0..run.scenarios.len())
                .filter(|&other| world(other) == world(s))
                .map(|other| run.scenarios[other].id.clone())
                .collect(),
            otherwise: otherwise(&run.scenarios[first_of[0]], &run.scenarios[s]),
            differences: if w == 0 { Vec::new() } else { (0..K).filter_map(|k| difference(s, k)).collect() },
        })
        .collect()
}

/// Scenarios by attributable index at the reporting tier.
pub(super) fn ranking(run: &Run) -> Vec<RankEntry> {
    let (order, cells) = (order(run), Compared::new(run));
    order
        .iter()
        .enumerate()
        .map(|(rank, &s)| {
            let next = order.get(rank + 1).map(|&other| cells.difference(s, other, headline(run)));
            let estimate = run.estimate(s, Outcome::IndexHeadline, Slot::Attributable, run.tier());
            let regret = run.results.regret.estimate(s, headline(run));
            RankEntry {
                scenario: run.scenarios[s].id.clone(),
                index: estimate.mean,
                se: estimate.se,
                probability_worse_than_next: next.map(|n| n.probability_worse),
                settled: next.map(|n| Evidence::found(&n).shows()),
                difference_to_next: next.map(|n| n.difference),
                difference_to_next_se: next.map(|n| n.se),
                probability_worst: run.results.pairs.probability_worst(s),
                expected_regret: regret.map(|r| r.mean),
                expected_regret_se: regret.map(|r| r.se).filter(|se| se.is_finite()),
            }
        })
        .collect()
}
