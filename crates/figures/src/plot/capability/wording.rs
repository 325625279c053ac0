//! Title, subtitle, caveats of the figure of a capability, and its numbers for those who do not see it.

use super::{
    closing::{self, ODDS, by},
    held::binding,
};
use crate::plot::{closed_by::Closure, data::Context, numbers, words};
use crate::present::{constraints, evidence::settled, typeset::typeset};
use crate::store::summary::DomainInfo;

/// What changes and when it closes, longest form first; a question if that does not stand.
pub(super) fn titles(ctx: &Context, domain: &DomainInfo, closure: &Closure) -> Vec<String> {
    let name = words::inside(&domain.title);
    let question = [
        format!("How much of {name} is there, and when does its gap close?"),
        format!("How much is there of {name}?"),
    ];
    let capital = words::capital(&name);
    let change = ctx.loss(ctx.focus, &domain.id);
    let found = match change.map(|change| (change.loss, change.year)) {
        None => return question.into(),
        Some((loss, _)) if loss.mean.abs() < 0.005 => {
            format!("{capital}: less than half a point changes at D+{}", ctx.tier)
        }
        Some((loss, _)) if !settled(loss.mean, loss.se) => return question.into(),
        Some((loss, year)) => {
            let verb = if loss.mean > 0.0 { "lost" } else { "gained" };
            let points = numbers::number(100.0 * loss.mean.abs(), 0);
            let unit = if points == "1" { "point" } else { "points" };
            format!("{capital}: {points} {unit} {verb} in {year}")
        }
    };
    let closes = closing::said(ctx, closure, domain);
    let both = closes.into_iter().flatten().map(|closes| format!("{found}; {closes}"));
    both.chain(std::iter::once(found.clone())).chain(question).collect()
}

pub(super) fn subtitle(ctx: &Context) -> Vec<String> {
    let (start, end) = (ctx.summary.start_year, ctx.last_year());
    vec![
        format!("Share of what is needed that can be met, %, {start}–{end}."),
        words::scenario(ctx, ctx.focus),
        format!("Title, causes and closing: D+{}", ctx.tier),
    ]
}

pub(super) fn caveats(ctx: &Context, domain: &DomainInfo) -> Vec<String> {
    let middle = if ctx.replicates < 200 { "Means" } else { "Medians" };
    let threshold = match domain.coverage_threshold {
        threshold if threshold > 0.0 => format!("Threshold {}.", numbers::percent(threshold)),
        _ => String::new(),
    };
    vec![
        format!("{middle} and quantiles of each arm; changes: paired means."),
        threshold,
        format!(
            "Closed: gap ≤ {}\u{202f}% of requirement from then to the end of {}.",
            numbers::as_written(100.0 * ctx.summary.closure_tolerance),
            ctx.last_year()
        ),
    ]
}

/// The numbers of the picture in sentences.
pub(super) fn numbers(ctx: &Context, domain: &DomainInfo, closure: &Closure) -> String {
    let s = ctx.focus;
    let mut tiers = ctx.summary.tiers.clone();
    tiers.sort_unstable();
    let changes = tiers.into_iter().filter_map(|tier| {
        let change = s.changes(tier).into_iter().find(|change| change.domain == domain.id)?;
        let points = numbers::signed(-100.0 * change.loss.mean, 0);
        Some(format!("D+{tier} {points} in {}", change.year))
    });
    let changes: Vec<String> = changes.collect();
    let mut said = Vec::new();
    if !changes.is_empty() {
        said.push(format!(
            "Mean change of coverage in the year of the largest, points: {}.",
            changes.join("; ")
        ));
    }
    if let Some(entry) = binding(ctx, domain).filter(|entry| entry.open > 0.0) {
        let named = constraints::named(&entry.labels);
        said.push(format!(
            "Open early in {} in {} of runs, held by {}.",
            s.binding_year,
            numbers::probability_percent(entry.open, ctx.replicates),
            typeset(&constraints::shares(&named))
        ));
    }
    if closure.row(s, true, &domain.id, closure.last).is_some() {
        let odds = ODDS.map(|chance| {
            let [with, without] = [true, false].map(|arm| match by(ctx, closure, domain, arm, chance) {
                Some(year) => format!("by {year}"),
                None => format!("not by {}", closure.last),
            });
            format!("with {} {with} ({without} {})", numbers::percent(chance), words::unless(ctx))
        });
        said.push(format!("Closed {}.", odds.join(", ")));
    }
    said.join(" ")
}
