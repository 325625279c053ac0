//! How much of each capability is missing in all in given years, and how likely it is to be below its threshold then.

use super::{Columns, Medium};
use crate::{
    present::{
        View, counted,
        numbers::{brief_chance, percent, whole},
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
/// `vulnerability` are the rows of `vulnerability.csv`, `name` is how a capability is called.
#[must_use]
pub fn below<'a>(
    view: &View,
    scenario: &ScenarioSummary,
    [coverage, vulnerability]: [&'a [Row]; 2],
    on: Medium,
    name: &dyn Fn(&str) -> String,
) -> Option<Table> {
    let of = |rows: &'a [Row], outcome: &str| -> Vec<&'a Row> {
        let here =
            |row: &&Row| row.scenario == scenario.id && row.outcome == outcome && row.tier == Some(view.tier);
        rows.iter().filter(here).collect()
    };
    let (covered, likely_below) = (of(coverage, "coverage_year"), of(vulnerability, "below_in_year"));
    let (covered, likely_below) = (&covered, &likely_below);
    let runs = counted(view.summary);
    let find = |rows: &[&'a Row], domain: &str, year: i32, arm: &str| -> Option<&'a Row> {
        let here = |row: &&&Row| {
            row.domain.as_deref() == Some(domain) && row.year == Some(year) && row.arm.as_deref() == Some(arm)
        };
        rows.iter().find(here).copied()
    };
    let domains: Vec<&DomainInfo> = view.domains().collect();
    let years = years(view, scenario);
    if !domains.iter().any(|d| years.iter().any(|&year| find(covered, &d.id, year, "scenario").is_some())) {
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
        let missing_in = if page { format!("Missing {year}, %") } else { format!("missing\n{year}") };
        columns.add(missing_in, Kind::Number, move |d| {
            let of = |arm| find(covered, &d.id, year, arm).and_then(|row| row.mean);
            let (with, without) = (of("scenario"), of("counterfactual"));
            with.map_or_else(missing, |with| {
                let shown = cell(1.0 - with, Piece::Text(whole(1.0 - with)));
                match without {
                    Some(without) => shown.and(Piece::Range(format!("({})", whole(1.0 - without)))),
                    None => shown,
                }
            })
        });
        let below_in = if page { format!("Below in {year}") } else { format!("below\n{year}") };
        columns.add(below_in, Kind::Number, move |d| {
            let of = |arm| find(likely_below, &d.id, year, arm);
            likely([of("scenario"), of("counterfactual")], runs)
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
             coverage is below it in some quarter of the year. In brackets: {without}.",
            view.tier
        )],
        ..columns.table(&domains)
    })
}

/// How likely coverage is below the threshold with a drawdown and without.
fn likely(arms: [Option<&Row>; 2], runs: u64) -> Cell {
    let [with, without] = arms.map(|row| row.and_then(|row| row.probability));
    let Some(with) = with else { return missing() };
    let shown = cell(with, Piece::Text(brief_chance(with, runs)));
    match without {
        Some(without) => shown.and(Piece::Range(format!("({})", brief_chance(without, runs)))),
        None => shown,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_probabilities_are_told_and_what_is_not_known_is_not() {
        let row = |probability| Row { probability, ..Row::default() };
        let range = |text: &str| Piece::Range(text.to_owned());
        let told = likely([Some(&row(Some(0.371))), Some(&row(Some(0.0)))], 64);
        // In none of the runs is no probability of 0.
        assert_eq!(told, cell(0.371, Piece::Text("37 %".to_owned())).and(range("(never)")));
        let alone = likely([Some(&row(Some(1.0))), None], 64);
        assert_eq!(alone, cell(1.0, Piece::Text("always".to_owned())));
        assert_eq!(likely([None, Some(&row(Some(0.5)))], 64), missing());
    }
}
