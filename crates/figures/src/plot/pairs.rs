//! Pairs of scenarios: what is known of them, and which could change places.

use std::ops::Range;

use crate::plot::{data::Context, words};
use crate::present::evidence::Evidence;
use crate::store::summary::{Difference, ScenarioSummary};

/// The first less the second, on the same replicate.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Pair {
    /// The attributable index, as the summary has it.
    pub found: Option<Difference>,
    /// 5, 25, 75 and 95 % quantiles over replicates, if the table has them.
    pub quantiles: Option<[f64; 4]>,
}

impl Pair {
    /// What is known of which is worse, by the one rule.
    pub fn evidence(&self) -> Evidence {
        self.found.as_ref().map_or(Evidence::Unsettled, Evidence::found)
    }

    /// Both are the same in every replicate.
    pub fn same(&self) -> bool {
        self.evidence() == Evidence::Same
    }

    /// What an axis must hold.
    pub fn ends(&self) -> Vec<f64> {
        let mean = self
            .found
            .into_iter()
            .flat_map(|Difference { difference: d, se, .. }| [d - 1.96 * se, d + 1.96 * se]);
        mean.chain(self.quantiles.into_iter().flatten()).filter(|v| v.is_finite()).collect()
    }
}

/// Looks a pair up, in either order: what the summary says, and the quantiles of the table.
pub fn find(ctx: &Context, a: &ScenarioSummary, b: &ScenarioSummary) -> Pair {
    let found = ctx.summary.pair(&a.id, &b.id).map(|pair| pair.found);
    let rows = ctx
        .tables
        .extra
        .comparison
        .iter()
        .filter(|r| r.outcome == "index_headline" && r.arm == "attributable" && r.tier == Some(ctx.tier));
    let quantiles = rows.into_iter().find_map(|r| {
        let [p05, p25, p75, p95] = [r.p05?, r.p25?, r.p75?, r.p95?];
        if r.scenario_a == a.id && r.scenario_b == b.id {
            return Some([p05, p25, p75, p95]);
        }
        (r.scenario_a == b.id && r.scenario_b == a.id).then_some([-p95, -p75, -p25, -p05])
    });
    Pair { found, quantiles }
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
                format!("{} are the same in every run", names(&self.all)),
                if self.next.is_some() {
                    format!("The first {} are the same in every run", words::count(n))
                } else {
                    match n {
                        2 => "Both drawdowns are the same in every run".to_owned(),
                        n => format!("All {n} drawdowns are the same in every run"),
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

/// Runs of the scenarios shown that could change places: those of the whole ranking, as far as they are shown.
pub fn ties(ctx: &Context) -> Vec<Range<usize>> {
    let ranking = &ctx.ranking;
    let place = |s: &&ScenarioSummary| ctx.shown.iter().position(|other| other.id == s.id);
    let shown = ranking.ties.iter().filter_map(|run| {
        let places: Vec<usize> = ranking.scenarios[run.clone()].iter().filter_map(place).collect();
        let (first, last) = (*places.first()?, *places.last()?);
        (first < last).then_some(first..last + 1)
    });
    shown.collect()
}
