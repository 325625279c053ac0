//! Title, subtitle and caveat of the heat map.

use super::{Layout, early};
use crate::plot::data::Context;
use crate::plot::pairs::{self, Deepest};
use crate::plot::{numbers, words};
use crate::present::evidence::{Evidence, Verdict};
use crate::stats::interval::wilson;
use crate::store::summary::{DomainInfo, ScenarioSummary};

/// Quantity, unit, readiness, and what each mark is. Losses of coverage have no sign, gains a plus.
pub(super) fn subtitle(ctx: &Context, layout: &Layout) -> String {
    let all = || ctx.shown.iter().flat_map(|s| ctx.summary.domains.iter().filter_map(|d| ctx.loss(s, &d.id)));
    let gains = all().any(|d| d.loss.mean <= -0.0005);
    let losses = all().any(|d| d.loss.mean >= 0.0005) || !gains;
    let total = |s: &ScenarioSummary, arm| s.index_of(arm, ctx.tier).is_some_and(|e| e.mean <= -0.0005);
    let totals = ["attributable", "direct_effect", "induced"];
    let plus = gains || ctx.shown.iter().any(|s| totals.iter().any(|arm| total(s, arm)));
    let year = match (losses, gains) {
        (true, true) => "in the worst (or best) year",
        (false, true) => "in the best year",
        _ => "in the worst year",
    };
    let what = if losses { "loss" } else { "gain" };
    let spread = if layout.narrow { "mean" } else { "mean; 9 of 10 runs beside it" };
    let sign = if plus { "; +: gained" } else { "" };
    let (first, last) = early(ctx);
    format!(
        "{} of D+{} coverage {year} by leaving (attributable), points ({spread}{sign}). {}: mean {}",
        words::capital(what),
        ctx.tier,
        words::capital(words::unless(ctx)),
        numbers::years(first, last)
    )
}

/// The years meant by "worst" and "best": those of the cells that are shown.
pub(super) fn caveat(ctx: &Context) -> String {
    let shown =
        || ctx.shown.iter().flat_map(|s| ctx.summary.domains.iter().filter_map(|d| ctx.loss(s, &d.id)));
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
    let own = without(ctx.deepest);
    if ctx.shown.iter().all(|s| (without(s) - own).abs() < 0.0005) {
        return String::new();
    }
    format!("Scenarios change the world too: {} is as in “{}”.", words::unless(ctx), ctx.deepest.short_title)
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

/// The finding, longest form first; a question if it does not stand.
pub(super) fn titles(ctx: &Context, domains: &[&DomainInfo]) -> Vec<String> {
    let Some(first) = ctx.shown.first() else { return Vec::new() };
    let name = |s: &ScenarioSummary| format!("“{}”", s.short_title);
    let most = |s: &ScenarioSummary| {
        domains
            .iter()
            .filter_map(|d| Some((ctx.loss(s, &d.id)?.loss.mean, *d)))
            .max_by(|a, b| a.0.total_cmp(&b.0))
            .filter(|(v, _)| *v >= 0.005)
            .map(|(_, d)| words::inside(&d.title))
    };
    if words::identical(first) {
        return vec!["Nobody leaves: coverage does not change".to_owned()];
    }
    let ending = most(first).map(|d| format!("; {d} loses most")).unwrap_or_default();
    let verdict = words::verdict(first, ctx.tier);
    if ctx.shown.len() == 1 {
        if words::negligible(ctx, first) {
            return vec![
                format!("{} changes no capability by as much as a point", name(first)),
                "The drawdown changes no capability by as much as a point".to_owned(),
            ];
        }
        if let Verdict::TakesOff(adverb) = verdict {
            return vec![
                format!("With {} the gap is {adverb}smaller than without", name(first)),
                format!("The gap {adverb}shrinks"),
            ];
        }
        let Verdict::Adds(adverb) = verdict else {
            let gains = words::gains(ctx, first);
            let losses = domains.iter().any(|d| ctx.loss(first, &d.id).is_some_and(|d| d.loss.mean >= 0.005));
            let what = match (losses, gains) {
                (true, true) => "bite, and where does it help",
                (false, true) => "help",
                _ => "bite",
            };
            return vec![
                format!("Where does {} {what}?", name(first)),
                format!("Where does the drawdown {what}?"),
            ];
        };
        let e = first.index_of("attributable", ctx.tier).copied().unwrap_or_default();
        let points = numbers::number(100.0 * e.mean, numbers::decimals(100.0 * e.se, 1));
        let main = format!("{} {adverb}adds {points} points to what is missing", name(first));
        return vec![format!("{main}{ending}"), main, format!("The drawdown {adverb}deepens the gap")];
    }
    if let Verdict::TakesOff(adverb) = verdict {
        return vec![format!("With each of these drawdowns the gap is {adverb}smaller than without")];
    }
    if ctx.shown.iter().all(|s| words::negligible(ctx, s)) {
        return vec![format!("{} changes any capability by as much as a point", words::none(ctx))];
    }
    let deepest = Deepest::of(ctx);
    let Some((second, pair)) = deepest.next else {
        return deepest.same().into_iter().flat_map(|main| [format!("{main}{ending}"), main]).collect();
    };
    let question = "Which drawdown opens the deepest gap?";
    let alone = deepest.all.len() == 1;
    let evidence = pair.evidence();
    let worse = verdict != Verdict::Open;
    let stands = evidence == Evidence::Holds && verdict == Verdict::Adds("");
    if !stands && !alone {
        return deepest.same();
    }
    if worse && !stands && matches!(evidence, Evidence::Holds | Evidence::Probably) {
        let main = format!("{} probably opens the deepest gap", name(first));
        return vec![format!("{main}{ending}"), main, question.to_owned()];
    }
    if evidence == Evidence::Unsettled {
        return vec![format!("{question} Too few runs to tell the first two apart"), question.to_owned()];
    }
    if !stands && evidence == Evidence::Holds {
        return vec![question.to_owned()];
    }
    if !stands {
        return vec![format!("{question} The first two could be either"), question.to_owned()];
    }
    let (a, b) = (first.personnel_effective.mean, second.personnel_effective.mean);
    let mut titles = Vec::new();
    if alone && a < 0.95 * b && crate::present::act(ctx.summary) == "leaving" {
        titles.push(format!("Fewer troops, deeper gap: {} costs more than {}", name(first), name(second)));
        titles.push(format!("Fewer troops, deeper gap: {} costs most", name(first)));
    }
    let opens = if alone { "opens" } else { "open" };
    let main = format!("{} {opens} the deepest gap", pairs::names(&deepest.all));
    titles.extend([format!("{main}{ending}"), main, question.to_owned()]);
    titles
}
