//! Title, subtitle and caveats of the closing years.

use super::Table;
use super::years::Years;
use crate::plot::data::Context;
use crate::plot::{
    numbers, pairs,
    words::{self, Named},
};
use crate::store::summary::{DomainInfo, ScenarioSummary};

pub(super) fn subtitle(ctx: &Context, years: &Years, table: &Table) -> Vec<String> {
    let what = match ctx.shown.len() {
        ..=3 => "by capability (bold: critical)",
        _ if table.panels.iter().all(|(_, critical)| *critical) => "by critical capability",
        _ => "by capability",
    };
    vec![format!(
        "Year by whose end the gap at D+{} is closed for good, {what}, {}, with and without the drawdown.",
        ctx.tier,
        numbers::years(years.first, years.last)
    )]
}

pub(super) fn caveats(ctx: &Context) -> Vec<String> {
    vec![
        format!(
            "Closed: gap ≤ {}\u{202f}% of requirement from then to the end of {}; gaps that never open count from the first year.",
            numbers::as_written(100.0 * ctx.summary.closure_tolerance),
            ctx.last_year()
        ),
        "Title: in half of the runs. Late closures have less time to reopen.".to_owned(),
    ]
}

/// By how much later a gap is closed in half of the runs.
struct Delay<'a> {
    scenario: &'a ScenarioSummary,
    domain: &'a DomainInfo,
    without: i32,
    with: Option<i32>,
    years: i32,
}

/// The finding, longest form first; a question if it does not stand.
pub(super) fn titles(ctx: &Context, years: &Years, table: &Table) -> Vec<String> {
    let question = "By which year are the gaps closed?".to_owned();
    let named = words::named(ctx);
    // Of those that were named nobody asks which are critical.
    let critical = |(_, d): &&(&ScenarioSummary, &DomainInfo)| named.is_none() && d.critical;
    let cells: Vec<_> = table.cells.iter().flatten().filter(critical).collect();
    let (gap, cells) = match cells.is_empty() {
        true => ("gap", table.cells.iter().flatten().collect()),
        false => ("critical gap", cells),
    };
    let gap = if named.is_some() { "gap of those named" } else { gap };
    let found: Vec<_> = cells.iter().filter_map(|(s, d)| Some((*s, *d, years.cell(s, d)?))).collect();
    if found.is_empty() {
        return vec![question];
    }
    if ctx.shown.iter().all(|s| words::identical(s)) {
        return vec!["Nobody leaves: gaps are closed when they would have been".to_owned()];
    }
    if found.iter().all(|(_, _, (without, with))| without.even.is_none() && with.even.is_none()) {
        let open = match &named {
            Some(Named::One(one)) => {
                format!("The gap of {one} is not closed by {} in half of the runs", years.last)
            }
            _ => format!("No {gap} is closed by {} in half of the runs", years.last),
        };
        return vec![format!("{open}, with or without a drawdown"), open];
    }
    let delays = found.iter().filter_map(|(s, d, (without, with))| {
        let even = without.even?;
        let years = with.even.map_or(i32::MAX, |w| w - even);
        Some(Delay { scenario: s, domain: d, without: even, with: with.even, years })
    });
    // of equal delays the first scenario in rank
    let Some(most) = delays.reduce(|a, b| if b.years > a.years { b } else { a }) else {
        return vec![question];
    };
    if most.years <= 0 {
        let finding = match (&named, ctx.shown.len()) {
            (Some(Named::One(one)), 1) => {
                format!("The drawdown does not delay the closing of {one} by a year")
            }
            (Some(Named::One(one)), _) => {
                format!("{} delays the closing of {one} by a year", words::none(ctx))
            }
            (_, 1) => format!("The drawdown delays the closing of no {gap} by a year"),
            _ => format!("{} delays the closing of a {gap} by a year", words::none(ctx)),
        };
        return vec![finding, question];
    }
    // the delay stands where the gap is surely open in more than half of the runs in the year without
    let row = years.row(most.scenario, true, most.domain, most.without);
    if row.and_then(|r| r.upper).is_none_or(|upper| upper >= 0.5) {
        return vec![question];
    }
    let equal = pairs::equals(ctx, most.scenario);
    let (who, what) = (pairs::names(&equal), words::inside(&most.domain.title));
    let delay = if equal.len() > 1 { "delay" } else { "delays" };
    match most.with {
        Some(with) => {
            let act = crate::present::capital(crate::present::act(ctx.summary));
            let by = if most.years == 1 { "a year".to_owned() } else { format!("{} years", most.years) };
            vec![
                format!("{who} {delay} the closing of {what} by {by}, to {with}"),
                format!("{act} delays the closing of {what} by up to {by}"),
                format!("{act} delays closing by up to {by}"),
                question,
            ]
        }
        None => vec![
            format!("With {who} {what} stays open beyond {} in most runs", years.last),
            format!("{} stays open beyond {} in most runs", words::capital(&what), years.last),
            question,
        ],
    }
}
