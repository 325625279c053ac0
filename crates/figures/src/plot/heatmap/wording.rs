//! Title, subtitle and caveat of the heat map.

use super::{Layout, early};
use crate::plot::data::Context;
use crate::plot::{numbers, words};
use crate::present::evidence::settled;
use crate::present::grammar::narrow;
use crate::stats::interval::wilson;
use crate::store::summary::{Deepest as Change, DomainInfo, ScenarioSummary};

/// Quantity, unit, readiness, and what each mark is. A change of coverage always has its sign.
pub(super) fn subtitle(ctx: &Context, layout: &Layout) -> [String; 2] {
    let all = || ctx.shown.iter().flat_map(|s| ctx.domains().filter_map(|d| ctx.loss(s, &d.id)));
    let gains = all().any(|d| d.loss.mean <= -0.005);
    let losses = all().any(|d| d.loss.mean >= 0.005) || !gains;
    let (year, signs) = match (losses, gains) {
        (true, true) => ("worst or best year", "−: lost, +: gained"),
        (false, true) => ("best year", "+: gained"),
        _ => ("worst year", "−: lost"),
    };
    let spread = if layout.narrow { "mean" } else { "mean, 9 of 10 runs beside it" };
    let (first, last) = early(ctx);
    let unless = words::capital(words::unless(ctx));
    [
        format!(
            "Change of D+{} coverage by {}, {year}, points ({signs}; {spread}).",
            ctx.tier,
            crate::present::act(ctx.summary)
        ),
        format!("{unless}: mean {}", numbers::years(first, last)),
    ]
}

/// The years meant by "worst" and "best": those of the cells that are shown.
pub(super) fn caveat(ctx: &Context) -> String {
    let shown = || ctx.shown.iter().flat_map(|s| ctx.domains().filter_map(|d| ctx.loss(s, &d.id)));
    let told = |word: &str, here: &dyn Fn(f64) -> bool| -> Option<String> {
        let years = || shown().filter(|d| here(d.loss.mean)).map(|d| d.year);
        let (first, last) = (years().min()?, years().max()?);
        Some(match first == last {
            true => format!("{word} year: {first}."),
            false => {
                format!("The {} year differs by cell ({}).", word.to_lowercase(), numbers::years(first, last))
            }
        })
    };
    let both = [told("Worst", &|loss| loss >= 0.005), told("Best", &|loss| loss <= -0.005)];
    both.into_iter().flatten().collect::<Vec<_>>().join(" ")
}

/// Whose world the column without drawdown is of, where scenarios change the world too.
pub(super) fn world(ctx: &Context) -> String {
    let without = |s: &ScenarioSummary| s.index_of("counterfactual", ctx.tier).map_or(0.0, |e| e.mean);
    let focus = ctx.focus;
    let own = without(focus);
    if ctx.shown.iter().all(|s| (without(s) - own).abs() < 0.0005) {
        return String::new();
    }
    format!("Scenarios change the world too: {} is as in “{}”.", words::unless(ctx), focus.short_title)
}

/// How exact the shares of binding constraints are, where few replicates make them rough.
pub(super) fn shares(ctx: &Context) -> String {
    if ctx.replicates >= 1000 {
        return String::new();
    }
    let half = |b: &crate::store::summary::BindingEntry| {
        let open = (b.open * ctx.replicates as f64).max(1.0);
        let (low, high) = wilson(b.probability * open, open);
        50.0 * (high - low)
    };
    let most = ctx
        .focus
        .binding
        .iter()
        .filter(|b| b.open > 0.0 && !b.label.is_empty())
        .map(half)
        .fold(0.0, f64::max);
    if most < 3.0 {
        return String::new();
    }
    format!("Shares of open cases: 95\u{202f}% intervals up to ±{} points.", numbers::number(most.ceil(), 0))
}

/// The most capabilities that a title names.
const NAMED: usize = 3;

/// Where and when it bites: what the scenario in focus changes most, longest form first; a question if that does not stand.
pub(super) fn titles(ctx: &Context, domains: &[&DomainInfo]) -> Vec<String> {
    let focus = ctx.focus;
    let act = crate::present::act_of(focus);
    let name = format!("“{}”", focus.short_title);
    if words::identical(focus) {
        return match focus.draws_down() {
            false => vec!["Nobody leaves: coverage does not change".to_owned()],
            true => vec![format!("{name} changes no coverage: it stays the same")],
        };
    }
    if ctx.shown.len() > 1 && ctx.shown.iter().all(|s| words::negligible(ctx, s)) {
        return vec![format!("{} changes any capability by as much as a point", words::none(ctx))];
    }
    if words::negligible(ctx, focus) {
        return vec![
            format!("{name} changes no capability by as much as a point"),
            format!("{} changes no capability by as much as a point", words::capital(act)),
        ];
    }
    let changes: Vec<(&DomainInfo, &Change)> =
        domains.iter().filter_map(|d| Some((*d, ctx.loss(focus, &d.id)?))).collect();
    let lost = changes.iter().any(|(_, change)| change.loss.mean >= 0.005);
    let verb = if lost { "bite" } else { "help" };
    let question = [
        format!("Where and when does {name} {verb}?"),
        format!("Where and when does {act} {verb}?"),
        format!("Where and when does it {verb}?"),
    ];
    let most = furthest(changes, lost);
    if most.is_empty() || most.len() > NAMED {
        return question.into();
    }
    let points: Vec<String> =
        most.iter().map(|(_, change)| numbers::signed(-100.0 * change.loss.mean, 0)).collect();
    let points = match points.iter().all(|p| *p == points[0]) {
        true => points[0].clone(),
        false => words::list(&points),
    };
    let years = most.iter().map(|(_, change)| change.year);
    let when = numbers::years(years.clone().min().unwrap_or_default(), years.max().unwrap_or_default());
    let long = most.iter().map(|(d, _)| words::inside(&d.title)).collect::<Vec<_>>();
    let short = most.iter().map(|(d, _)| narrow(&d.title)).collect::<Vec<_>>();
    let verb = match (lost, most.len()) {
        (true, 1) => "falls",
        (true, _) => "fall",
        (false, 1) => "rises",
        (false, _) => "rise",
    };
    let furthest = if domains.len() > 1 { " furthest" } else { "" };
    let said =
        |names: &[String]| format!("{} {verb}{furthest}: {points} points in {when}", words::list(names));
    // Under another scenario the same may fall further: without its name it is so of one alone.
    let under = [&long, &short].map(|names| format!("Under {name}, {}", said(names)));
    let alone = (ctx.shown.len() == 1).then(|| [&long, &short].map(|names| words::capital(&said(names))));
    under.into_iter().chain(alone.into_iter().flatten()).chain(question).collect()
}

/// The capabilities that change furthest to one side, and cannot be told apart by their means: whatever their errors have in
/// common, two means apart by two sums of them are apart.
fn furthest<'a>(
    mut changes: Vec<(&'a DomainInfo, &'a Change)>,
    lost: bool,
) -> Vec<(&'a DomainInfo, &'a Change)> {
    let size = |change: &Change| if lost { change.loss.mean } else { -change.loss.mean };
    changes.retain(|(_, change)| size(change) >= 0.005 && settled(change.loss.mean, change.loss.se));
    changes.sort_by(|a, b| size(b.1).total_cmp(&size(a.1)).then_with(|| a.0.title.cmp(&b.0.title)));
    let Some((_, first)) = changes.first().copied() else { return changes };
    changes.retain(|(_, change)| !settled(size(first) - size(change), first.loss.se + change.loss.se));
    changes
}
