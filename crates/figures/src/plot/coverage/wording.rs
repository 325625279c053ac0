//! What the figure of coverage says in its title.

use crate::plot::{
    data::{Context, of_arm, rows},
    numbers, words,
};
use crate::present::evidence::Verdict;
use crate::store::table::Row;

/// The finding, longest form first; a question if it does not stand.
pub(super) fn titles(ctx: &Context) -> Vec<String> {
    let (s, tier) = (ctx.focus, ctx.tier);
    let name = &s.short_title;
    if words::identical(s) {
        return vec![format!("“{name}” changes no coverage: it stays the same")];
    }
    let verdict = words::verdict(s, tier);
    if let Verdict::TakesOff(adverb) = verdict {
        return vec![
            format!("With “{name}” shortfalls are {adverb}smaller than without"),
            format!("Shortfalls {adverb}shrink"),
        ];
    }
    let act = crate::present::capital(crate::present::act_of(s));
    if words::negligible(ctx, s) {
        return vec![
            format!("“{name}” changes no capability by as much as a point"),
            format!("{act} changes no capability by as much as a point"),
        ];
    }
    let Verdict::Adds(adverb) = verdict else {
        return vec!["How far does coverage fall, where and when?".to_owned()];
    };
    let without = s.index_of("counterfactual", tier).map_or(0.0, |e| e.mean);
    let main = if without >= 0.02 {
        format!("{act} {adverb}deepens shortfalls that exist anyway")
    } else {
        format!("{act} {adverb}opens shortfalls where there were few")
    };
    let worst = worst_years(ctx).map(|y| format!(": worst in {y}")).unwrap_or_default();
    let after = aftermath(ctx).map(|a| format!(", {a}")).unwrap_or_default();
    vec![format!("{main}{worst}{after}"), format!("{main}{worst}"), main]
}

/// The years in which the domains shown that lose most lose most, if they lie near each other.
fn worst_years(ctx: &Context) -> Option<String> {
    let of_tier: Vec<_> =
        ctx.focus.deepest.iter().filter(|d| d.tier == ctx.tier && ctx.wanted(&d.domain)).collect();
    let most = of_tier.iter().map(|d| d.loss.mean).fold(0.0, f64::max);
    let years: Vec<i32> = of_tier.iter().filter(|d| d.loss.mean >= most / 2.0).map(|d| d.year).collect();
    let (first, last) = (*years.iter().min()?, *years.iter().max()?);
    (last - first <= 5).then(|| numbers::years(first, last))
}

/// What is left at the end of the run.
fn aftermath(ctx: &Context) -> Option<String> {
    let small = 0.005;
    let rows: Vec<&Row> = rows(&ctx.tables.index, &ctx.focus.id, "index")
        .filter(|r| of_arm(r, "attributable") && r.tier == Some(ctx.tier) && r.quarter.is_some())
        .collect();
    let last = rows.iter().max_by_key(|r| r.quarter)?;
    let end = ctx.last_year();
    if last.mean? >= small {
        return Some(format!("still there in {end}"));
    }
    let gone = rows.iter().filter(|r| r.mean.is_some_and(|m| m >= small)).filter_map(|r| r.year).max()?;
    Some(format!("nearly gone by {}", (gone + 1).min(end)))
}
