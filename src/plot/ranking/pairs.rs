//! Pairs of scenarios: what `comparison.csv` says of them, and the two kinds of doubt.

use std::ops::Range;

use crate::plot::data::Context;
use crate::store::summary::ScenarioSummary;

/// The first less the second, on the same replicate.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Pair {
    /// Mean difference of the attributable index.
    pub difference: Option<f64>,
    /// Its standard error.
    pub se: Option<f64>,
    /// P(the first is worse).
    pub worse: Option<f64>,
    /// 5, 25, 75 and 95 % quantiles over replicates, if the table has them.
    pub quantiles: Option<[f64; 4]>,
}

impl Pair {
    /// More replicates would settle which mean is larger.
    pub fn not_settled(&self) -> bool {
        matches!((self.difference, self.se), (Some(d), Some(se)) if d.abs() < 2.0 * se)
    }

    /// The inputs decide which is worse: no number of replicates will.
    pub fn could_be_either(&self) -> bool {
        self.worse.is_some_and(|p| p > 0.1 && p < 0.9)
    }

    /// What an axis must hold.
    pub fn ends(&self) -> Vec<f64> {
        let mean = self.difference.into_iter().flat_map(|d| {
            let half = 1.96 * self.se.unwrap_or(0.0);
            [d - half, d + half]
        });
        mean.chain(self.quantiles.into_iter().flatten()).filter(|v| v.is_finite()).collect()
    }
}

/// Looks a pair up, in either order; neighbours of the ranking without a table have what the summary says.
pub fn find(ctx: &Context, a: &ScenarioSummary, b: &ScenarioSummary) -> Pair {
    let rows =
        ctx.tables.extra.comparison.iter().filter(|r| {
            r.outcome == "index_headline" && r.arm == "attributable" && r.tier == Some(ctx.tier())
        });
    for r in rows {
        let quantiles = || Some([r.p05?, r.p25?, r.p75?, r.p95?]);
        if r.scenario_a == a.id && r.scenario_b == b.id {
            return Pair {
                difference: r.difference,
                se: r.se,
                worse: r.probability_a_worse,
                quantiles: quantiles(),
            };
        }
        if r.scenario_a == b.id && r.scenario_b == a.id {
            return Pair {
                difference: r.difference.map(|d| -d),
                se: r.se,
                worse: r.probability_a_worse.map(|p| 1.0 - p),
                quantiles: quantiles().map(|[p05, p25, p75, p95]| [-p95, -p75, -p25, -p05]),
            };
        }
    }
    let ranking = &ctx.summary.ranking;
    let neighbours = ranking.windows(2).find(|w| w[0].scenario == a.id && w[1].scenario == b.id);
    Pair {
        difference: neighbours.map(|w| w[0].index - w[1].index),
        worse: neighbours.and_then(|w| w[0].probability_worse_than_next),
        ..Pair::default()
    }
}

/// The largest runs of neighbours of which every pair could go either way: a chain of doubt alone is no block.
pub fn blocks(ctx: &Context, scenarios: &[&ScenarioSummary]) -> Vec<Range<usize>> {
    let either = |i: usize, j: usize| find(ctx, scenarios[i], scenarios[j]).could_be_either();
    let mut blocks: Vec<Range<usize>> = Vec::new();
    for start in 0..scenarios.len() {
        let mut end = start + 1;
        while end < scenarios.len() && (start..end).all(|i| either(i, end)) {
            end += 1;
        }
        let new = end - start > 1 && blocks.last().is_none_or(|b| b.end < end);
        if new {
            blocks.push(start..end);
        }
    }
    blocks
}
