//! Probabilities of closure by scenario, arm, domain and year.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::plot::data::{Context, of_arm};
use crate::store::summary::ScenarioSummary;
use crate::store::table::Row;

/// P(closed by the end of the year) by scenario, arm, domain and year.
pub(in crate::plot) struct Closure<'a> {
    pub(in crate::plot) rows: BTreeMap<(&'a str, bool, &'a str, i32), &'a Row>,
    pub(in crate::plot) first: i32,
    /// The last year that can be judged.
    pub(in crate::plot) last: i32,
    /// The last year drawn: in a long run soon after the last change.
    pub(in crate::plot) until: i32,
}

impl<'a> Closure<'a> {
    pub(in crate::plot) fn read(ctx: &Context<'a>) -> Self {
        let rows = ctx
            .tables
            .closure
            .rows
            .iter()
            .filter(|r| r.outcome == "closed_by" && r.tier == Some(ctx.tier))
            .filter(|r| of_arm(r, "scenario") || of_arm(r, "counterfactual"))
            .filter_map(|r| {
                Some(((r.scenario.as_str(), of_arm(r, "scenario"), r.domain.as_deref()?, r.year?), r))
            })
            .collect();
        let first = ctx.summary.start_year;
        let last = (ctx.last_year() - 1).max(first);
        Self { rows, first, last, until: last }
    }

    /// Leaves out the years after which a domain's probabilities hardly change.
    pub(in crate::plot) fn until_settled(mut self, ctx: &Context, domain: &str) -> Self {
        let changes = |y: i32| {
            ctx.shown.iter().any(|s| {
                [true, false]
                    .into_iter()
                    .any(|arm| (self.p(s, arm, domain, self.last) - self.p(s, arm, domain, y)).abs() > 0.01)
            })
        };
        let settled = (self.first..=self.last).rev().find(|y| changes(*y)).unwrap_or(self.first) + 3;
        self.until = settled.max(self.first + 14).min(self.last);
        self
    }

    pub(in crate::plot) fn row(
        &self,
        s: &ScenarioSummary,
        scenario: bool,
        domain: &str,
        year: i32,
    ) -> Option<&'a Row> {
        self.rows.get(&(s.id.as_str(), scenario, domain, year)).copied()
    }

    pub(in crate::plot) fn p(&self, s: &ScenarioSummary, scenario: bool, domain: &str, year: i32) -> f64 {
        self.row(s, scenario, domain, year).and_then(|r| r.probability).unwrap_or(0.0)
    }

    pub(in crate::plot) fn lost(&self, s: &ScenarioSummary, domain: &str, year: i32) -> f64 {
        self.p(s, false, domain, year) - self.p(s, true, domain, year)
    }

    /// The largest probability of a domain in any scenario and arm.
    pub(in crate::plot) fn largest(&self, ctx: &Context, domain: &str) -> f64 {
        let all = ctx
            .shown
            .iter()
            .flat_map(|s| [self.p(s, true, domain, self.last), self.p(s, false, domain, self.last)]);
        all.fold(0.0, f64::max)
    }

    pub(in crate::plot) fn years(&self) -> impl Iterator<Item = i32> {
        self.first..=self.until
    }

    /// The range of the year axis: some room on both sides.
    pub(in crate::plot) fn span(&self) -> Range<f64> {
        let (first, last) = (f64::from(self.first), f64::from(self.until));
        let unit = (last - first).max(1.0) / 13.0;
        first - 0.4 * unit..last + 0.6 * unit
    }

    /// Years that carry dots and numbers: 2030 and 2035 where they lie inside.
    pub(in crate::plot) fn marks(&self) -> Vec<i32> {
        let marks: Vec<i32> =
            [2030, 2035].into_iter().filter(|y| self.first < *y && *y < self.until).collect();
        if !marks.is_empty() {
            return marks;
        }
        let span = self.until - self.first;
        if span >= 8 {
            vec![self.first + 4, self.first + span * 2 / 3]
        } else {
            vec![self.first + span * 2 / 3]
        }
    }
}
