//! Pairs of scenarios: what `comparison.csv` says of them, and the two kinds of doubt.

use std::ops::Range;

use crate::plot::{data::Context, words};
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

    /// Both are the same in every replicate.
    pub fn same(&self) -> bool {
        self.difference == Some(0.0) && self.se == Some(0.0)
    }

    /// The inputs decide which is worse: no number of replicates will.
    pub fn could_be_either(&self) -> bool {
        !self.same() && self.worse.is_some_and(|p| p > 0.1 && p < 0.9)
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
        difference: neighbours.map(|w| w[0].difference_to_next.unwrap_or(w[0].index - w[1].index)),
        se: neighbours.and_then(|w| w[0].difference_to_next_se),
        worse: neighbours.and_then(|w| w[0].probability_worse_than_next),
        ..Pair::default()
    }
}

/// Scenarios that cannot be told from the deepest: the first of those shown and all that are the same as it in every
/// replicate.
pub struct Deepest<'a> {
    /// They, the first in rank first.
    pub all: Vec<&'a ScenarioSummary>,
    /// The first that differs, and the pair with it.
    pub next: Option<(&'a ScenarioSummary, Pair)>,
}

impl<'a> Deepest<'a> {
    /// Finds them.
    pub fn of(ctx: &Context<'a>) -> Self {
        let first = ctx.shown.first().copied().unwrap_or(ctx.deepest);
        let all = equals(ctx, first);
        let next = ctx.shown.iter().copied().find(|s| !all.iter().any(|a| a.id == s.id));
        Self { next: next.map(|s| (s, find(ctx, first, s))), all }
    }

    /// That they are the same, longest form first; nothing if there is but one.
    pub fn same(&self) -> Vec<String> {
        match self.all.len() {
            ..=1 => Vec::new(),
            n => vec![
                format!("{} are the same in every replicate", names(&self.all)),
                if self.next.is_some() {
                    format!("The first {} are the same in every replicate", words::count(n))
                } else {
                    match n {
                        2 => "Both drawdowns are the same in every replicate".to_owned(),
                        n => format!("All {n} drawdowns are the same in every replicate"),
                    }
                },
            ],
        }
    }
}

/// A scenario and all others shown that are the same in every replicate.
pub fn equals<'a>(ctx: &Context<'a>, scenario: &'a ScenarioSummary) -> Vec<&'a ScenarioSummary> {
    let others = ctx.shown.iter().copied().filter(|s| s.id != scenario.id);
    let same = others.filter(|s| find(ctx, scenario, s).same() || find(ctx, s, scenario).same());
    let mut all: Vec<&ScenarioSummary> = std::iter::once(scenario).chain(same).collect();
    all.sort_by_key(|a| ctx.shown.iter().position(|s| s.id == a.id));
    all
}

/// Their names in words: “A”, “B” and “C”.
pub fn names(scenarios: &[&ScenarioSummary]) -> String {
    let quoted: Vec<String> = scenarios.iter().map(|s| format!("“{}”", s.short_title)).collect();
    words::list(&quoted)
}

/// The largest runs of neighbours of which every pair could go either way (or is the same): a chain of doubt alone is no
/// block.
pub fn blocks(ctx: &Context, scenarios: &[&ScenarioSummary]) -> Vec<Range<usize>> {
    let pair = |i: usize, j: usize| find(ctx, scenarios[i], scenarios[j]);
    let either = |i: usize, j: usize| pair(i, j).could_be_either() || pair(i, j).same();
    let mut blocks: Vec<Range<usize>> = Vec::new();
    for start in 0..scenarios.len() {
        let mut end = start + 1;
        while end < scenarios.len() && (start..end).all(|i| either(i, end)) {
            end += 1;
        }
        // that all are the same is no doubt
        let doubt = (start + 1..end).any(|i| pair(start, i).could_be_either());
        let new = doubt && blocks.last().is_none_or(|b| b.end < end);
        if new {
            blocks.push(start..end);
        }
    }
    blocks
}
