//! All that a run folder says of a country: looked up in summary, tables and what is kept, with no number of its own but parts
//! of sums.

use std::path::Path;

use super::{Bill, Country, Kept, Known, Spending, Spread, UnderScenario};
use crate::store::{
    assumptions::Assumptions,
    read_table::{Ids, TableError},
    summary::{ScenarioSummary, Summary},
    table::{Row, Table},
};

/// The tables that it is looked up in.
#[derive(Clone, Copy, Debug)]
pub struct Tables<'a> {
    /// `hosts.csv`.
    pub hosts: &'a Table,
    /// `spending.csv`.
    pub spending: &'a Table,
    /// `cost.csv`.
    pub cost: &'a Table,
}

impl Tables<'_> {
    /// Reads the three of a run folder: hosts, spending, cost.
    ///
    /// # Errors
    /// When one is missing, cannot be read, or says what the summary does not know; the message names the file.
    pub fn load(run: &Path, summary: &Summary) -> Result<[Table; 3], TableError> {
        let known = Ids::of(summary);
        let read = |name: &str| {
            let path = run.join("tables").join(format!("{name}.csv"));
            let by_country = |row: &Row| row.ally.is_some() || row.host.is_some();
            let mut table = Table::read_where(&path, &known, by_country)?;
            table.share_counterfactuals(summary.worlds.iter().map(|world| &world.scenarios[..]));
            Ok(table)
        };
        Ok([read("hosts")?, read("spending")?, read("cost")?])
    }
}

/// What a run means for the ally called `ally`. `kept` is what `countries/ID.json` holds, if there is one.
#[must_use]
pub fn gather(
    summary: &Summary,
    assumptions: &Assumptions,
    tables: Tables,
    kept: Option<&Kept>,
    ally: &str,
) -> Country {
    let title = summary.countries.iter().find(|c| c.id == ally).map_or(ally, |c| c.title.as_str());
    let mut scenarios: Vec<&ScenarioSummary> =
        summary.ranking.iter().filter_map(|entry| summary.scenario(&entry.scenario)).collect();
    let unranked = |s: &&ScenarioSummary| !summary.ranking.iter().any(|entry| entry.scenario == s.id);
    scenarios.extend(summary.scenarios.iter().filter(unranked));
    let last = summary.start_year + (summary.quarters.clamp(1, 400) as i32 - 1) / 4;
    Country {
        version: summary.version.clone(),
        ally: ally.to_owned(),
        title: title.to_owned(),
        seed: summary.seed,
        replicates: summary.replicates.saturating_sub(summary.failed_replicates),
        replicates_aside: kept.map_or(0, |kept| kept.replicates),
        tier: summary.reporting_tier,
        start_year: summary.start_year,
        bill_year: (summary.start_year + 4).min(last),
        known: known(assumptions, ally),
        scenarios: scenarios.into_iter().map(|s| under(s, tables, kept, ally)).collect(),
    }
}

/// Grades of the inputs whose address names the ally.
fn known(assumptions: &Assumptions, ally: &str) -> Known {
    let about = |address: &str| {
        let ids = address.split_once('[').map_or("", |(_, ids)| ids.trim_end_matches(']'));
        ids.split(',').next() == Some(ally)
    };
    let mut known = Known::default();
    for value in assumptions.common.iter().filter(|value| about(&value.address)) {
        match value.grade.as_deref() {
            Some("A") => known.measured += 1,
            Some("B") => known.published += 1,
            Some("C") => known.judgement += 1,
            _ => {}
        }
    }
    known
}

fn under(s: &ScenarioSummary, tables: Tables, kept: Option<&Kept>, ally: &str) -> UnderScenario {
    let at_host = |outcome: &str| {
        let here = |r: &&Row| r.scenario == s.id && r.outcome == outcome && r.host.as_deref() == Some(ally);
        tables.hosts.rows.iter().find(here).and_then(spread)
    };
    let of_ally = |outcome: &str| {
        let here = |r: &&Row| r.scenario == s.id && r.outcome == outcome && r.ally.as_deref() == Some(ally);
        tables.spending.rows.iter().find(here).and_then(|r| r.mean).unwrap_or(f64::NAN)
    };
    let years = years(s, tables.spending, ally);
    let kept = kept.and_then(|kept| kept.scenarios.iter().find(|k| k.scenario == s.id));
    UnderScenario {
        scenario: s.id.clone(),
        title: s.title.clone(),
        short_title: s.short_title.clone(),
        present: at_host("present"),
        leaving: at_host("leaving"),
        pledge: of_ally("pledge"),
        pledge_year: of_ally("pledge_year"),
        met_from: from(&years, |year| year.met),
        met_from_without: from(&years, |year| year.met_without),
        years,
        bill: Bill {
            in_all: Spread::from(&s.bill),
            part_by_gdp: kept.filter(|k| k.gdp_of_all > 0.0).map(|k| k.gdp / k.gdp_of_all),
            part_by_rise: by_rise(s, tables.cost, ally),
        },
        kept: kept.cloned(),
    }
}

fn spread(row: &Row) -> Option<Spread> {
    let mean = row.mean?;
    Some(Spread { mean, p05: row.p05.unwrap_or(mean), p95: row.p95.unwrap_or(mean) })
}

/// Spending by year from the base year, as far as both arms are known.
fn years(s: &ScenarioSummary, spending: &Table, ally: &str) -> Vec<Spending> {
    let own: Vec<&Row> = spending
        .rows
        .iter()
        .filter(|r| r.scenario == s.id && r.ally.as_deref() == Some(ally) && r.year.is_some())
        .collect();
    let find = |outcome: &str, arm: &str, year: i32| {
        own.iter()
            .copied()
            .find(|r| r.outcome == outcome && r.arm.as_deref() == Some(arm) && r.year == Some(year))
    };
    let shares = own.iter().filter(|r| r.outcome == "share" && r.arm.as_deref() == Some("scenario"));
    let mut years: Vec<i32> = shares.filter_map(|r| r.year).collect();
    years.sort_unstable();
    let of = |year: i32| {
        let mean = |outcome: &str, arm: &str| find(outcome, arm, year)?.mean;
        let chance = |arm: &str| find("pledge_met", arm, year)?.probability;
        Some(Spending {
            year,
            share: spread(find("share", "scenario", year)?)?,
            share_without: spread(find("share", "counterfactual", year)?)?,
            met: chance("scenario")?,
            met_without: chance("counterfactual")?,
            below: mean("below_pledge", "scenario")?,
            below_without: mean("below_pledge", "counterfactual")?,
        })
    };
    years.into_iter().filter_map(of).collect()
}

/// The first year from which on something is so in more than half of the runs of every year: a median, as dates of closing
/// are, and no claim that it probably is so.
fn from(years: &[Spending], met: impl Fn(&Spending) -> f64) -> Option<i32> {
    let run = years.iter().rev().take_while(|year| met(year) > 0.5);
    run.last().map(|year| year.year)
}

/// The ally's part of what allies that spend more spend more over the run, with the drawdown; means over runs.
fn by_rise(s: &ScenarioSummary, cost: &Table, ally: &str) -> Option<f64> {
    let rises = cost.rows.iter().filter(|r| {
        r.scenario == s.id
            && r.outcome == "uplift"
            && r.arm.as_deref() == Some("scenario")
            && r.year.is_none()
    });
    let (mut own, mut all) = (0.0, 0.0);
    for row in rises {
        let (Some(of), Some(mean)) = (row.ally.as_deref(), row.mean) else { continue };
        all += mean.max(0.0);
        own += if of == ally { mean.max(0.0) } else { 0.0 };
    }
    (all > 0.0).then(|| own / all)
}
