//! The short table: ranking, money by year and capabilities by year of all scenarios in at most 2,000 lines. Where they do not
//! fit, years are left out between the first ones and the last, and then scenarios at the end of the ranking.

use serde::Serialize;

use super::{
    Material, WorkbookError,
    material::Found,
    rows::{Part, plain},
    sheet::tidy,
};
use crate::{
    present::View,
    store::{
        summary::{DomainInfo, Estimate, ScenarioSummary},
        table::Row,
    },
    text::{Numbers, write_csv},
};

/// The most rows of the table, its head aside.
pub const MOST_ROWS: usize = 1_999;
/// Of what the ranking leaves, the part that money may take.
const MONEY: f64 = 0.3;

/// A row. Numbers are in `unit`; `without`, `in_all` and `added` are means over runs.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct HeadlineRow<'a> {
    /// `ranking`, `money` or `capability`.
    pub part: &'static str,
    /// Title of the scenario.
    pub scenario: &'a str,
    /// What is counted; the title of a capability.
    pub what: &'a str,
    /// `%` of what is needed, `people`, `bn USD 2025` or `% of GDP`.
    pub unit: &'static str,
    /// Readiness: days after an alert.
    pub days_after_alert: Option<u32>,
    /// Calendar year; none where it is of the whole run.
    pub year: Option<i32>,
    /// Without any drawdown.
    pub without: Option<f64>,
    /// With it.
    pub in_all: Option<f64>,
    /// What it adds, above 0 where more is missing or spent.
    pub added: Option<f64>,
    /// 5 % of runs are at this or below.
    pub added_p05: Option<f64>,
    /// Half of the runs.
    pub added_p50: Option<f64>,
    /// 95 % of runs.
    pub added_p95: Option<f64>,
    /// Id of the scenario.
    pub scenario_id: &'a str,
    /// Id of a capability.
    pub capability_id: &'a str,
}

/// The table as CSV.
///
/// # Errors
/// When it cannot be written; there is no reason why not.
pub fn headline(material: &Material) -> Result<Vec<u8>, WorkbookError> {
    let mut bytes = Vec::new();
    write_csv::<HeadlineRow>(&mut bytes, Numbers::Tidy, rows(material))?;
    Ok(bytes)
}

/// Its rows.
pub(super) fn rows<'a>(material: &Material<'a>) -> Vec<HeadlineRow<'a>> {
    let scenarios: Vec<&ScenarioSummary> =
        material.ranked().into_iter().map(|(_, scenario)| scenario).collect();
    let mut rows: Vec<HeadlineRow> = Vec::new();
    for scenario in &scenarios {
        let more = ranking(material, scenario);
        if rows.len() + more.len() <= MOST_ROWS {
            rows.extend(more);
        }
    }
    let room = MOST_ROWS - rows.len();
    let years = material.years();
    // The last year that is known stands before the first of the run.
    let all: Vec<i32> = (years.start() - 1..=*years.end()).collect();
    let (shown, some) = fit(&scenarios, &all, SUMS.len() + 1, (MONEY * room as f64) as usize);
    rows.extend(money(material, shown, &some));
    let room = MOST_ROWS - rows.len();
    let (shown, some) = fit(&scenarios, &all[1..], material.summary.domains.len(), room);
    rows.extend(capabilities(material, shown, &some));
    rows
}

/// The scenarios and years of which there is room for so many rows, if each scenario takes `each` a year.
fn fit<'s, 'a>(
    scenarios: &'s [&'a ScenarioSummary],
    years: &[i32],
    each: usize,
    room: usize,
) -> (&'s [&'a ScenarioSummary], Vec<i32>) {
    let most = room / each.max(1);
    let shown = &scenarios[..scenarios.len().min(most)];
    let Some(first) = shown.first() else { return (shown, Vec::new()) };
    let mut some: Vec<i32> = Vec::new();
    let last = years.last().copied();
    let known = |year: &i32| years.contains(year);
    // The last year, that of which the answer tells what holds gaps open, then the first ones.
    for year in last.into_iter().chain(Some(first.binding_year).filter(known)).chain(years.iter().copied()) {
        if some.len() < most / shown.len() && !some.contains(&year) {
            some.push(year);
        }
    }
    some.sort_unstable();
    (shown, some)
}

/// What is missing and added over the whole run, who leaves, and the bill.
fn ranking<'a>(material: &Material<'a>, scenario: &'a ScenarioSummary) -> Vec<HeadlineRow<'a>> {
    let of = |what, unit| HeadlineRow {
        part: "ranking",
        scenario: &scenario.short_title,
        what,
        unit,
        scenario_id: &scenario.id,
        ..HeadlineRow::default()
    };
    let missing = |tier: u32| {
        let mean = |arm: &str| scenario.index_of(arm, tier).and_then(|e| number(100.0 * e.mean));
        let added = scenario.index_of("attributable", tier).copied();
        let row = HeadlineRow {
            days_after_alert: Some(tier),
            without: mean("counterfactual"),
            in_all: mean("scenario"),
            ..of("missing, all capabilities", "%")
        };
        ends(row, &added.unwrap_or_default(), 100.0)
    };
    let year = View::of(material.summary).last_year().min(material.summary.start_year + 4);
    let bill = HeadlineRow {
        year: Some(year),
        without: number(scenario.bill_without.mean),
        ..of("equipment lacking, before allies react", "bn USD 2025")
    };
    let people = ends(of("people who leave", "people"), &scenario.personnel_effective, 1.0);
    let mut rows: Vec<HeadlineRow> = material.tiers().into_iter().map(missing).collect();
    rows.push(people);
    if material.summary.scenarios.iter().any(|s| s.pledges_taken.mean > 0.0) {
        rows.push(ends(of("pledges taken back", "%"), &scenario.pledges_taken, 100.0));
    }
    rows.push(ends(bill, &scenario.bill, 1.0));
    rows.push(ends(of("allies spend more on defence", "bn USD 2025"), &scenario.uplift, 1.0));
    rows
}

/// A number that exists, without the dust of its unit.
fn number(value: f64) -> Option<f64> {
    value.is_finite().then(|| tidy(value))
}

/// With what is added and its range.
fn ends<'a>(row: HeadlineRow<'a>, added: &Estimate, unit: f64) -> HeadlineRow<'a> {
    let [added, added_p05, added_p50, added_p95] =
        [added.mean, added.p05, added.p50, added.p95].map(|value| number(unit * value));
    HeadlineRow { added, added_p05, added_p50, added_p95, ..row }
}

/// Sums of money by year.
const SUMS: [(&str, &str); 2] = [("funds", "money there for gaps"), ("gap_spending", "spent on gaps")];

fn money<'a>(
    material: &Material<'a>,
    scenarios: &[&'a ScenarioSummary],
    years: &[i32],
) -> Vec<HeadlineRow<'a>> {
    let arms = ["counterfactual", "scenario", "attributable"];
    let share = [arms[0], arms[1]].map(|arm| Found::of(material.spending, "share_together", Some(arm)));
    let sums = SUMS.map(|(sum, what)| (what, arms.map(|arm| Found::of(material.cost, sum, Some(arm)))));
    let mean = |row: Option<&Row>| plain(row, Part::Mean).and_then(number);
    let mut rows = Vec::new();
    for scenario in scenarios {
        let of = |what, unit, year| HeadlineRow {
            part: "money",
            scenario: &scenario.short_title,
            what,
            unit,
            year: Some(year),
            scenario_id: &scenario.id,
            ..HeadlineRow::default()
        };
        for &year in years {
            let [without, in_all] =
                [&share[0], &share[1]].map(|arm| mean(arm.year(&scenario.id, "", None, year)));
            let added = in_all.zip(without).and_then(|(with, without)| number(with - without));
            let row = of("defence spending of all allies", "% of GDP", year);
            rows.push(HeadlineRow { without, in_all, added, ..row });
        }
        for (what, [without, in_all, added]) in &sums {
            // Of the year before the run no money for gaps is known.
            for &year in years.iter().filter(|year| material.years().contains(year)) {
                let [without, in_all, added] =
                    [without, in_all, added].map(|arm| mean(arm.year(&scenario.id, "", None, year)));
                rows.push(HeadlineRow { without, in_all, added, ..of(what, "bn USD 2025", year) });
            }
        }
    }
    rows
}

fn capabilities<'a>(
    material: &Material<'a>,
    scenarios: &[&'a ScenarioSummary],
    years: &[i32],
) -> Vec<HeadlineRow<'a>> {
    let tier = material.summary.reporting_tier;
    let arms = ["counterfactual", "scenario", "attributable"];
    let [without, with, added] = arms.map(|arm| Found::of(material.coverage, "coverage_year", Some(arm)));
    let row = |scenario: &'a ScenarioSummary, domain: &'a DomainInfo, year: i32| {
        let of = |arm: &Found<'a>| arm.year(&scenario.id, &domain.id, Some(tier), year);
        let uncovered = |row| plain(row, Part::Mean).and_then(|value| number(100.0 * (1.0 - value)));
        // A change of coverage is what it adds to what is missing with the other sign, so the ends change places.
        let more = |part| plain(of(&added), part).and_then(|value| number(-100.0 * value));
        HeadlineRow {
            part: "capability",
            scenario: &scenario.short_title,
            what: &domain.title,
            unit: "%",
            days_after_alert: Some(tier),
            year: Some(year),
            without: uncovered(of(&without)),
            in_all: uncovered(of(&with)),
            added: more(Part::Mean),
            added_p05: more(Part::High),
            added_p50: more(Part::Middle),
            added_p95: more(Part::Low),
            scenario_id: &scenario.id,
            capability_id: &domain.id,
        }
    };
    let mut rows = Vec::new();
    for &scenario in scenarios {
        for domain in &material.summary.domains {
            rows.extend(years.iter().map(|&year| row(scenario, domain, year)));
        }
    }
    rows
}
