//! What the figures are drawn from, and how it is looked up.

use std::collections::BTreeMap;
use std::path::Path;

use super::PlotError;
use super::extra::Extra;
use crate::store::read_table::Ids;
use crate::store::summary::{Deepest, DomainInfo, Estimate, ScenarioSummary, Summary};
use crate::store::table::{Row, Table};

/// The tables of a run folder that figures need.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Tables {
    /// Coverage by domain, tier and quarter.
    pub coverage: Table,
    /// Shortfall index by tier and quarter.
    pub index: Table,
    /// Closure by domain, tier and year.
    pub closure: Table,
    /// Spending by ally and year.
    pub spending: Table,
    /// Costs by year, by ally and of all together.
    pub cost: Table,
    /// Troops by host.
    pub hosts: Table,
    /// Supply by source, domain, tier and year.
    pub supply: Table,
    /// What not every run has.
    pub extra: Extra,
}

impl Tables {
    /// Reads `tables/*.csv` of a run folder.
    ///
    /// # Errors
    /// When a table is missing, cannot be read, or says what the summary does not know; the message names the file.
    pub fn load(run: &Path, summary: &Summary) -> Result<Self, PlotError> {
        let known = Ids::of(summary);
        let read = |name: &str| {
            let path = run.join("tables").join(format!("{name}.csv"));
            let mut table = Table::read_where(&path, &known, shown)?;
            table.share_counterfactuals(summary.worlds.iter().map(|world| &world.scenarios[..]));
            Ok::<_, PlotError>(table)
        };
        Ok(Self {
            coverage: read("coverage")?,
            index: read("index")?,
            closure: read("closure")?,
            spending: read("spending")?,
            cost: read("cost")?,
            hosts: read("hosts")?,
            supply: read("supply")?,
            extra: Extra::load(run, &known)?,
        })
    }
}

/// Whether a row is of an arm that figures and reports look up in tables; of the direct arm and its differences they show
/// what the summary holds.
#[must_use]
pub fn shown(row: &Row) -> bool {
    !matches!(row.arm.as_deref(), Some("direct" | "direct_effect" | "induced"))
}

/// Everything a figure looks at.
pub struct Context<'a> {
    /// The summary.
    pub summary: &'a Summary,
    /// The tables.
    pub tables: &'a Tables,
    /// The scenario with the largest attributable index of those in which somebody leaves: figures of one scenario show it.
    pub deepest: &'a ScenarioSummary,
    /// The scenarios that comparisons show, deepest first: without those in which nobody leaves (unless there is no
    /// other), at most twelve.
    pub shown: Vec<&'a ScenarioSummary>,
    /// How many scenarios were left out because there are more than twelve.
    pub left_out: usize,
    /// Replicates that count.
    pub replicates: u64,
    /// Changes of every domain at the tier of headlines, by scenario.
    changes: BTreeMap<&'a str, Vec<Deepest>>,
}

/// Quarters of the longest run that is drawn; a scenario may ask for no more.
const LONGEST: usize = 400;

/// The most scenarios a comparison shows.
const MOST: usize = 12;

impl<'a> Context<'a> {
    /// Picks what to show.
    ///
    /// # Errors
    /// When the summary holds no scenario.
    pub fn new(summary: &'a Summary, tables: &'a Tables) -> Result<Self, PlotError> {
        let by_id = |id: &str| summary.scenarios.iter().find(|s| s.id == id);
        let mut ranked: Vec<(f64, &ScenarioSummary)> =
            summary.ranking.iter().filter_map(|r| Some((r.index, by_id(&r.scenario)?))).collect();
        // equal to the precision that matters: by title, never by file name
        ranked.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.title.cmp(&b.1.title)));
        let leaving = |s: &ScenarioSummary| s.draws_down();
        if ranked.iter().any(|(_, s)| leaving(s)) {
            ranked.retain(|(_, s)| leaving(s));
        }
        let (_, deepest) = *ranked.first().ok_or(PlotError::NoScenario)?;
        let left_out = ranked.len().saturating_sub(MOST);
        if left_out > 0 {
            let mut sizes: Vec<f64> = ranked.iter().map(|(i, _)| i.abs()).collect();
            sizes.sort_by(|a, b| b.total_cmp(a));
            ranked.retain(|(i, _)| i.abs() >= sizes[MOST - 1]);
            ranked.truncate(MOST);
        }
        Ok(Self {
            summary,
            tables,
            deepest,
            shown: ranked.into_iter().map(|(_, s)| s).collect(),
            left_out,
            replicates: summary.replicates.saturating_sub(summary.failed_replicates),
            changes: summary
                .scenarios
                .iter()
                .map(|s| (s.id.as_str(), s.changes(summary.reporting_tier)))
                .collect(),
        })
    }

    /// The tier of headlines.
    #[must_use]
    pub fn tier(&self) -> u32 {
        self.summary.reporting_tier
    }

    /// The last calendar year of the run.
    #[must_use]
    pub fn last_year(&self) -> i32 {
        let quarters = self.summary.quarters.clamp(1, LONGEST) as i32;
        self.summary.start_year.saturating_add((quarters - 1) / 4)
    }

    /// The loss of a domain in its worst year at the tier of headlines; where it loses nothing in any year, its
    /// largest gain (a negative loss).
    #[must_use]
    pub fn loss(&self, s: &ScenarioSummary, domain: &str) -> Option<&Deepest> {
        self.changes.get(s.id.as_str())?.iter().find(|d| d.domain == domain)
    }

    /// A domain by its id.
    #[must_use]
    pub fn domain(&self, id: &str) -> Option<&'a DomainInfo> {
        self.summary.domains.iter().find(|d| d.id == id)
    }
}

/// The headline index of an arm at a tier.
#[must_use]
pub fn index<'a>(s: &'a ScenarioSummary, arm: &str, tier: u32) -> Option<&'a Estimate> {
    s.index_of(arm, tier)
}

/// Rows of an outcome.
pub fn rows<'a>(table: &'a Table, scenario: &'a str, outcome: &'a str) -> impl Iterator<Item = &'a Row> {
    table.rows.iter().filter(move |r| r.scenario == scenario && r.outcome == outcome)
}

/// Whether a row is of an arm.
#[must_use]
pub fn of_arm(row: &Row, arm: &str) -> bool {
    row.arm.as_deref() == Some(arm)
}
