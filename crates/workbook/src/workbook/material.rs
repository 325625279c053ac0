//! What sheets are made from, and how it is looked up.

use std::{collections::HashMap, path::Path};

use crate::{
    present::{View, ranking::Ranking},
    store::{
        assumptions::Assumptions,
        extra::CauseRow,
        read_table::{Ids, TableError},
        summary::{ScenarioSummary, Summary},
        table::{Row, Table},
    },
};

/// The files of a run folder that the spreadsheet shows, as they were read. Where scenarios share what is missing without any
/// drawdown, the tables hold it for each ([`Table::share_counterfactuals`]).
#[derive(Clone, Copy, Debug)]
pub struct Material<'a> {
    /// `summary.json`, at the readiness tier that the run is turned to.
    pub summary: &'a Summary,
    /// The tier of the run itself, at which the tables hold the gap in units.
    pub own_tier: u32,
    /// `scenarios.json`.
    pub assumptions: &'a Assumptions,
    /// `tables/coverage.csv`.
    pub coverage: &'a Table,
    /// `tables/vulnerability.csv`: how likely coverage is below its threshold by year.
    pub vulnerability: &'a Table,
    /// `tables/gap.csv`: what is missing, in units.
    pub gap: &'a Table,
    /// `tables/spending.csv`.
    pub spending: &'a Table,
    /// `tables/cost.csv`.
    pub cost: &'a Table,
    /// `tables/causes.csv`; none where the run has none.
    pub causes: &'a [CauseRow],
}

impl<'a> Material<'a> {
    /// Scenarios in the order of the ranking, with their place in it; those in which nothing leaves have none.
    pub(super) fn ranked(&self) -> Vec<(Option<usize>, &'a ScenarioSummary)> {
        let ranking = Ranking::of(self.summary);
        let place = |id: &str| ranking.scenarios.iter().position(|s| s.id == id);
        let known = |id: &str| Some((place(id), self.summary.scenario(id)?));
        self.summary.ranking.iter().filter_map(|entry| known(&entry.scenario)).collect()
    }

    /// As many scenarios as fit, if each takes so many rows, in the order of the ranking.
    pub(super) fn fitting(&self, rows_each: usize, most: usize) -> Vec<&'a ScenarioSummary> {
        let fit = most / rows_each.max(1);
        self.ranked().into_iter().map(|(_, scenario)| scenario).take(fit).collect()
    }

    /// Calendar years of the run.
    pub(super) fn years(&self) -> std::ops::RangeInclusive<i32> {
        self.summary.start_year..=View::of(self.summary).last_year()
    }

    /// Readiness tiers, that of headlines first.
    pub(super) fn tiers(&self) -> Vec<u32> {
        let reporting = self.summary.reporting_tier;
        let others = self.summary.tiers.iter().copied().filter(|&tier| tier != reporting);
        std::iter::once(reporting).chain(others).collect()
    }

    /// Ids of allies, in their order.
    pub(super) fn allies(&self) -> Vec<&'a str> {
        self.summary.countries.iter().filter(|c| c.ally).map(|c| c.id.as_str()).collect()
    }
}

/// Reads `tables/gap.csv` of a run folder, which figures and report do without.
///
/// # Errors
/// When it cannot be read, or says what the summary does not know; the message names the file.
pub fn gaps(run: &Path, summary: &Summary) -> Result<Table, TableError> {
    let kept = |row: &Row| matches!(row.arm.as_deref(), Some("scenario" | "counterfactual" | "attributable"));
    let mut table = Table::read_where(&run.join("tables/gap.csv"), &Ids::of(summary), kept)?;
    table.share_counterfactuals(summary.worlds.iter().map(|world| &world.scenarios[..]));
    Ok(table)
}

/// What tells rows of an outcome and arm apart: scenario, domain or ally, tier, year, quarter.
type Key<'a> = (&'a str, &'a str, Option<u32>, Option<i32>, Option<usize>);

/// The rows of one outcome in one arm.
pub(super) struct Found<'a>(HashMap<Key<'a>, &'a Row>);

impl<'a> Found<'a> {
    /// Those of a table; `quarterly` where quarters tell them apart.
    pub fn of(table: &'a Table, outcome: &str, arm: Option<&str>) -> Self {
        let fits = |row: &&Row| row.outcome == outcome && (arm.is_none() || row.arm.as_deref() == arm);
        let key = |row: &'a Row| {
            let which = row.domain.as_deref().or(row.ally.as_deref()).unwrap_or_default();
            ((row.scenario.as_str(), which, row.tier, row.year, row.quarter), row)
        };
        Self(table.rows.iter().filter(fits).map(key).collect())
    }

    /// A row of a year; of all together where `which` is empty.
    pub fn year(&self, scenario: &str, which: &str, tier: Option<u32>, year: i32) -> Option<&'a Row> {
        self.0.get(&(scenario, which, tier, Some(year), None)).copied()
    }

    /// A row of the whole run.
    pub fn run(&self, scenario: &str, which: &str) -> Option<&'a Row> {
        self.0.get(&(scenario, which, None, None, None)).copied()
    }

    /// A row of a quarter of a year, from 0.
    pub fn quarter(
        &self,
        scenario: &str,
        domain: &str,
        tier: u32,
        year: i32,
        quarter: usize,
    ) -> Option<&'a Row> {
        self.0.get(&(scenario, domain, Some(tier), Some(year), Some(quarter))).copied()
    }
}
