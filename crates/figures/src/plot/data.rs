//! What the figures are drawn from, and how it is looked up.

use std::{collections::BTreeMap, ops::Deref, path::Path};

use super::PlotError;
use super::extra::Extra;
use crate::present::{View, at_tier::Sources};
use crate::store::read_table::Ids;
use crate::store::summary::{Deepest, ScenarioSummary, Summary};
use crate::store::table::{Row, Table};

/// The tables of a run folder that figures need.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Tables {
    /// Coverage by domain, tier and quarter.
    pub coverage: Table,
    /// How likely coverage is below its threshold by domain, tier and year.
    pub vulnerability: Table,
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
        let read_where = |name: &str, kept: &dyn Fn(&Row) -> bool| {
            let path = run.join("tables").join(format!("{name}.csv"));
            let mut table = Table::read_where(&path, &known, kept)?;
            table.share_counterfactuals(summary.worlds.iter().map(|world| &world.scenarios[..]));
            Ok::<_, PlotError>(table)
        };
        let read = |name: &str| read_where(name, &shown);
        Ok(Self {
            coverage: read("coverage")?,
            vulnerability: read_where("vulnerability", &|row| shown(row) && row.outcome == "below_in_year")?,
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

impl Tables {
    /// What a run is told from at another tier.
    #[must_use]
    pub fn sources(&self) -> Sources<'_> {
        Sources {
            index: &self.index,
            closure: &self.closure,
            comparison: &self.extra.comparison,
            regret: &self.extra.regret,
        }
    }
}

/// Whether a row is of an arm that figures and reports look up in tables; of the direct arm and its differences they show
/// what the summary holds.
#[must_use]
pub fn shown(row: &Row) -> bool {
    !matches!(row.arm.as_deref(), Some("direct" | "direct_effect" | "induced"))
}

/// Everything a figure looks at: the view of the summary, tables, and which scenarios are shown.
pub struct Context<'a> {
    view: View<'a>,
    /// The tables.
    pub tables: &'a Tables,
    /// The scenario with the largest attributable index of those in which somebody leaves.
    pub deepest: &'a ScenarioSummary,
    /// The scenario that figures of one scenario show.
    pub focus: &'a ScenarioSummary,
    /// The scenarios that comparisons show, deepest first: without those in which nobody leaves (unless there is no
    /// other), at most twelve.
    pub shown: Vec<&'a ScenarioSummary>,
    /// How many scenarios were left out because there are more than twelve.
    pub left_out: usize,
    /// Changes of every domain at the tier of headlines, by scenario.
    changes: BTreeMap<&'a str, Vec<Deepest>>,
}

impl<'a> Deref for Context<'a> {
    type Target = View<'a>;

    fn deref(&self) -> &Self::Target {
        &self.view
    }
}

/// The most scenarios a comparison shows.
const MOST: usize = 12;

impl<'a> Context<'a> {
    /// Picks what to show, with the scenario that the view has in focus.
    ///
    /// # Errors
    /// When the summary holds no scenario.
    pub fn new(summary: &'a Summary, tables: &'a Tables) -> Result<Self, PlotError> {
        let focus = View::of(summary).focus().ok_or(PlotError::NoScenario)?;
        Self::about(summary, tables, focus)
    }

    /// Picks what to show, with a scenario of the run in focus.
    ///
    /// # Errors
    /// When the summary ranks no scenario.
    pub fn about(
        summary: &'a Summary,
        tables: &'a Tables,
        focus: &'a ScenarioSummary,
    ) -> Result<Self, PlotError> {
        let view = View::of(summary);
        let deepest = view.deepest().ok_or(PlotError::NoScenario)?;
        let mut shown = view.scenarios().to_vec();
        let left_out = shown.len().saturating_sub(MOST);
        if left_out > 0 {
            // Those that change most, up or down.
            let size = |s: &ScenarioSummary| view.added(s).mean.abs();
            let mut sizes: Vec<f64> = shown.iter().map(|s| size(s)).collect();
            sizes.sort_by(|a, b| b.total_cmp(a));
            shown.retain(|s| size(s) >= sizes[MOST - 1]);
            shown.truncate(MOST);
            // The one that was named is never left out, unless it takes nothing away.
            if let Some(named) = view.named().filter(|named| shown.iter().all(|s| s.id != named.id)) {
                let place = view.scenarios().iter().position(|s| s.id == named.id);
                if place.is_some() {
                    shown.pop();
                    shown.push(named);
                    let place =
                        |s: &&ScenarioSummary| view.scenarios().iter().position(|other| other.id == s.id);
                    shown.sort_by_key(place);
                }
            }
        }
        let changes = summary.scenarios.iter().map(|s| (s.id.as_str(), s.changes(view.tier))).collect();
        Ok(Self { view, tables, deepest, focus, shown, left_out, changes })
    }

    /// The loss of a domain in its worst year at the tier of headlines; where it loses nothing in any year, its
    /// largest gain (a negative loss).
    #[must_use]
    pub fn loss(&self, s: &ScenarioSummary, domain: &str) -> Option<&Deepest> {
        self.changes.get(s.id.as_str())?.iter().find(|d| d.domain == domain)
    }
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
