//! How much of each capability is missing in all in given years, and how likely it is to be below its threshold then.

use super::{Columns, Medium};
use crate::{
    present::{
        View,
        numbers::{percent, whole},
        table::{Cell, Kind, Piece, Table, cell, missing, words},
    },
    store::{
        summary::{DomainInfo, ScenarioSummary},
        table::Row,
    },
};

/// The third and the fifth year of a run.
const EARLY: [i32; 2] = [2, 4];

/// The years that have columns: the third, the fifth, and the one at whose end gaps are counted.
fn years(view: &View, scenario: &ScenarioSummary) -> Vec<i32> {
    let mut years: Vec<i32> = EARLY.iter().map(|after| view.summary.start_year + after).collect();
    years.push(scenario.binding_year);
    years.retain(|year| *year <= view.last_year());
    years.sort_unstable();
    years.dedup();
    years
}

/// One row per capability in the order of the reference data; `None` where the rows of `coverage.csv` have nothing of it.
/// `name` is how a capability is called.
#[must_use]
pub fn below(
    view: &View,
    scenario: &ScenarioSummary,
    coverage: &[Row],
    on: Medium,
    name: &dyn Fn(&str) -> String,
) -> Option<Table> {
    let of = |row: &&Row| {
        row.scenario == scenario.id && row.outcome == "coverage_year" && row.tier == Some(view.tier)
    };
    let rows: Vec<&Row> = coverage.iter().filter(of).collect();
    let rows = &rows;
    let find = move |domain: &str, year: i32, arm: &str| -> Option<&Row> {
        let here = |row: &&&Row| {
            row.domain.as_deref() == Some(domain) && row.year == Some(year) && row.arm.as_deref() == Some(arm)
        };
        rows.iter().find(here).copied()
    };
    let domains: Vec<&DomainInfo> = view.summary.domains.iter().filter(|d| view.wanted(&d.id)).collect();
    let years = years(view, scenario);
    if !domains.iter().any(|d| years.iter().any(|&year| find(&d.id, year, "scenario").is_some())) {
        return None;
    }
    let page = on == Medium::Page;
    let mut columns = Columns::new();
    columns.add(if page { "Capability" } else { "capability" }, Kind::Words, |d: &&DomainInfo| {
        words(name(&d.id))
    });
    columns.add(if page { "Threshold" } else { "threshold" }, Kind::Number, |d| {
        cell(d.coverage_threshold, Piece::Text(percent(d.coverage_threshold)))
    });
    for year in years {
        let missing_in = if page { format!("Missing in {year}, %") } else { format!("missing\n{year}") };
        columns.add(missing_in, Kind::Number, move |d| {
            let with = find(&d.id, year, "scenario").and_then(|row| row.mean);
            let without = find(&d.id, year, "counterfactual").and_then(|row| row.mean);
            with.map_or_else(missing, |with| {
                let shown = cell(1.0 - with, Piece::Text(whole(1.0 - with)));
                match without {
                    Some(without) => shown.and(Piece::Range(format!("({})", whole(1.0 - without)))),
                    None => shown,
                }
            })
        });
        let below_in = if page { "Below threshold".to_owned() } else { format!("below\n{year}") };
        columns.add(below_in, Kind::Number, move |d| {
            likely(d, find(&d.id, year, "scenario"), find(&d.id, year, "counterfactual"))
        });
    }
    let without = crate::present::without(scenario);
    Some(Table {
        id: "t-below",
        title: format!(
            "What is missing in all, and how likely each capability is below its threshold, with \"{}\"",
            scenario.short_title
        ),
        notes: vec![format!(
            "Missing: mean of the year at D+{}, % of what is needed. Threshold: the part of what is needed under which a \
             capability counts as vulnerable, set by capability (`thresholds` of a scenario). Below: in which part of the runs \
             less than that is met, as the mean of the year, as far as the quantiles in tables/coverage.csv tell. In brackets: \
             {without}.",
            view.tier
        )],
        ..columns.table(&domains)
    })
}

/// How likely coverage is below the threshold with a drawdown and without.
fn likely(domain: &DomainInfo, with: Option<&Row>, without: Option<&Row>) -> Cell {
    let of = |row: Option<&Row>| row.and_then(|row| part_below(row, domain.coverage_threshold));
    let Some((low, high)) = of(with) else { return missing() };
    let shown = cell(f64::midpoint(low, high), Piece::Text(span(low, high)));
    match of(without) {
        Some((low, high)) => shown.and(Piece::Range(format!("({})", span(low, high)))),
        None => shown,
    }
}

/// Between which parts of the runs those lie that are below a value, by the quantiles that are known.
fn part_below(row: &Row, value: f64) -> Option<(f64, f64)> {
    let known = [(0.05, row.p05?), (0.25, row.p25?), (0.5, row.p50?), (0.75, row.p75?), (0.95, row.p95?)];
    let low = known.iter().rev().find(|(_, quantile)| *quantile < value).map_or(0.0, |(part, _)| *part);
    let high = known.iter().find(|(_, quantile)| *quantile >= value).map_or(1.0, |(part, _)| *part);
    Some((low, high))
}

/// "25-50 %", "under 5 %", "over 95 %".
fn span(low: f64, high: f64) -> String {
    match (low, high) {
        (low, high) if low <= 0.0 && high >= 1.0 => "?".to_owned(),
        (low, high) if low <= 0.0 => format!("< {}", percent(high)),
        (low, high) if high >= 1.0 => format!("> {}", percent(low)),
        (low, high) => format!("{}-{}", whole(low), percent(high)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_bound_how_likely_it_is_to_be_below() {
        let row = Row {
            p05: Some(0.5),
            p25: Some(0.6),
            p50: Some(0.7),
            p75: Some(0.8),
            p95: Some(0.9),
            ..Row::default()
        };
        let of = |value| part_below(&row, value).map(|(low, high)| span(low, high)).unwrap_or_default();
        assert_eq!(of(0.4), "< 5 %");
        assert_eq!(of(0.5), "< 5 %", "what is at the threshold is not below it");
        assert_eq!(of(0.65), "25-50 %");
        assert_eq!(of(0.8), "50-75 %");
        assert_eq!(of(0.95), "> 95 %");
        assert_eq!(part_below(&Row { p25: None, ..row }, 0.5), None);
    }
}
