//! What a figure says to those who do not see it: its kind, then its numbers, or where they are.

use super::{view::View, words};
use crate::{
    plot::{Drawn, registry::Numbers},
    present::{causes::Way, hindsight, numbers::page as numbers, tables::causes::HEADS, unless},
    store::extra::CauseRow,
    store::sensitivity::SensitivityRow,
    store::summary::ScenarioSummary,
};

/// The most characters of an alternative text.
const MOST: usize = 690;

/// The alternative text of a figure.
pub(super) fn text(view: &View, figure: &Drawn) -> String {
    let scenario = view.scenario(&figure.scenario);
    let numbers = match figure.entry.numbers {
        Numbers::Losses => losses(view, scenario),
        Numbers::Totals => totals(view),
        Numbers::Steps => steps(view, scenario),
        Numbers::Closed => closed(view),
        Numbers::Driven => driven(view),
        Numbers::Regret => regret(view),
        Numbers::Leave => leave(view),
        Numbers::Table(name) => table(name),
        Numbers::Said => figure.figure.page.words.numbers.clone(),
        Numbers::Allies => "Spending of 2025 and 2035 and pledges stand in the table of allies.".to_owned(),
    };
    let title = figure.figure.title();
    let end = if title.ends_with(['.', '?']) { "" } else { "." };
    let whole = format!("{}: {title}{end} {numbers}", figure.entry.kind);
    // A long list ends at a whole entry.
    if whole.chars().count() <= MOST {
        return whole;
    }
    let cut: String = whole.chars().take(MOST - 30).collect();
    let at = cut.rfind("; ").unwrap_or(cut.len());
    format!("{}; the others stand in the table.", &cut[..at])
}

fn table(name: &str) -> String {
    format!("Its numbers are in tables/{name} of the run folder, which lies beside this file.")
}

/// Mean loss of every capability shown in its worst year.
fn losses(view: &View, scenario: Option<&ScenarioSummary>) -> String {
    let Some(scenario) = scenario else { return String::new() };
    let all: Vec<String> = scenario
        .changes(view.tier)
        .iter()
        .filter(|d| view.wanted(&d.domain))
        .map(|d| {
            let change = numbers::signed(-100.0 * d.loss.mean, 0);
            format!("{} {change} in {}", view.short(&d.domain), d.year)
        })
        .collect();
    format!("Mean change of coverage in the year of the largest, points: {}.", all.join("; "))
}

/// What every scenario adds over all capabilities.
fn totals(view: &View) -> String {
    let all: Vec<String> = view
        .scenarios()
        .iter()
        .map(|s| {
            let added = view.added(s);
            let range = words::span(100.0 * added.p05, 100.0 * added.p95, 1);
            format!("{} {} ({range})", s.short_title, words::points(added.mean, added.se))
        })
        .collect();
    format!("Points added over all capabilities, mean and 9 of 10 runs: {}.", all.join("; "))
}

/// What each cause adds to the gap of a scenario.
fn steps(view: &View, scenario: Option<&ScenarioSummary>) -> String {
    let rows = &view.material.tables.extra.causes;
    let Some(way) = scenario.and_then(|s| Way::find(rows, s, view.tier)) else {
        return table("causes.csv");
    };
    let points = |row: &CauseRow| 100.0 * row.mean.unwrap_or(f64::NAN);
    let steps: Vec<String> = HEADS
        .into_iter()
        .zip(&way.steps)
        .filter_map(|(head, step)| {
            Some(format!("{} {}", head.to_lowercase(), numbers::signed(points(step.as_ref()?), 1)))
        })
        .collect();
    let (without, with) = (points(&way.without), points(&way.with));
    format!(
        "Points: missing {} {}; {}; missing in all {}.",
        unless(view.summary),
        numbers::number(without, 1),
        steps.join("; "),
        numbers::number(with, 1)
    )
}

/// The attributable index with each input shown low and high.
fn driven(view: &View) -> String {
    let Some(found) = &view.summary.sensitivity else { return table("sensitivity.csv") };
    let end = |v: Option<f64>| v.map_or_else(|| "–".to_owned(), |v| numbers::number(100.0 * v, 1));
    let one = |row: &SensitivityRow| {
        let (low, high) = (end(row.low_attributable), end(row.high_attributable));
        format!("{} {low} and {high}", row.input)
    };
    let all: Vec<String> = found.rows.iter().map(one).collect();
    format!("Points added with the input at its 5 % and 95 % quantile: {}.", all.join("; "))
}

/// When the first units of every scenario leave.
fn leave(view: &View) -> String {
    let all: Vec<String> = view
        .scenarios()
        .iter()
        .filter(|s| s.departure_start.is_finite())
        .map(|s| {
            let q = libm::floor(s.departure_start + 1e-9) as i32;
            let year = view.summary.start_year + q.div_euclid(4);
            format!("{} {year} Q{}", s.short_title, q.rem_euclid(4) + 1)
        })
        .collect();
    format!("First units leave, mean: {}.", all.join("; "))
}

/// How much worse than the best choice in hindsight each drawdown is that others match in size.
fn regret(view: &View) -> String {
    let all: Vec<String> = hindsight::of_a_size(view.summary, view.scenarios())
        .into_iter()
        .flatten()
        .filter_map(|s| {
            let entry = view.summary.ranking.iter().find(|r| r.scenario == s.id)?;
            let regret = entry.expected_regret?;
            let shown = words::points(regret, entry.expected_regret_se.unwrap_or(0.0));
            Some(format!("{} {shown}", s.short_title))
        })
        .collect();
    format!(
        "Points over all capabilities beyond the best choice in hindsight of those of one size, mean: {}.",
        all.join("; ")
    )
}

/// Capabilities without a gap, with and without.
fn closed(view: &View) -> String {
    let all: Vec<String> = view
        .scenarios()
        .iter()
        .filter_map(|s| {
            let year = s.years.iter().find(|y| y.year == s.binding_year)?;
            let shown = |n: f64| numbers::number(n, 1);
            let (with, without) = (shown(year.domains_closed), shown(year.domains_closed_without));
            Some(format!("{} {with} ({without} {})", s.short_title, unless(view.summary)))
        })
        .collect();
    let year = view.focus().map_or(0, |s| s.binding_year);
    format!("Mean number of capabilities without a gap in {year}: {}.", all.join("; "))
}
