//! Title, subtitle, doubts and caveats of the ranking.

use crate::plot::data::Context;
use crate::plot::pairs::{self, Deepest, Pair};
use crate::plot::theme::{self, Font};
use crate::plot::{numbers, words};
use crate::present::{
    evidence::{Evidence, Verdict},
    people, worlds,
};
use crate::stats::interval::wilson;

/// Quantity, unit, readiness, years, and the size of the whole.
pub(super) fn subtitle(ctx: &Context, shaded: bool) -> Vec<String> {
    let (first, last) = ctx.headline_years();
    let without = ctx.deepest.index_of("counterfactual", ctx.tier).map_or(String::new(), |e| {
        let v = numbers::number(100.0 * e.mean, numbers::decimals(100.0 * e.se, 1));
        format!("; missing {}: {v}", words::unless(ctx))
    });
    // Each world has a number of its own.
    let worlds = worlds::several(ctx.summary);
    let missing = || worlds.iter().map(|world| 100.0 * world.missing(ctx.tier).mean);
    let without = match worlds.len() {
        0 => without,
        n => format!(
            "; missing {}: {} in {n} worlds",
            words::unless(ctx),
            numbers::range(missing().fold(f64::INFINITY, f64::min), missing().fold(0.0, f64::max), 1)
        ),
    };
    vec![
        format!(
            "Points added to what is missing at D+{} (attributable), weighted, mean of {}{without}.",
            ctx.tier,
            numbers::years(first, last)
        ),
        if shaded { "Shaded: could change places".to_owned() } else { String::new() },
    ]
}

/// What is said of a pair, line by line: the two doubts are different ones.
pub(super) fn doubt(ctx: &Context, pair: &Pair, two: bool) -> Vec<(String, Font)> {
    let (plain, strong) = (theme::NOTE, theme::NOTE.bold().color(theme::INK));
    let worse = pair.found.map(|found| found.probability_worse).map(|p| {
        let n = ctx.replicates as f64;
        let (low, high) = wilson(p * n, n);
        let unsure = high - low > 0.06 && ctx.replicates < 1000;
        let range = if unsure {
            format!(" ({})", numbers::range(100.0 * low, 100.0 * high, 0))
        } else {
            String::new()
        };
        // of none or few replicates the count says more than a share
        match numbers::probability_percent(p, ctx.replicates) {
            _ if p >= 1.0 => format!("worse in all {}", numbers::thousands(n)),
            share if share.contains("of") => format!("worse in {share}"),
            share => format!("worse in {share}{range}"),
        }
    });
    let mut lines = Vec::new();
    if pair.same() {
        return if two {
            vec![("the same".to_owned(), strong), ("in every run".to_owned(), plain)]
        } else {
            vec![("the same in all".to_owned(), plain)]
        };
    }
    let evidence = pair.evidence();
    if evidence == Evidence::Unsettled {
        lines.push(("not settled:".to_owned(), strong));
        lines.push(("take more runs".to_owned(), plain));
        if !two {
            lines = vec![("not settled: run more".to_owned(), strong)];
        }
        return lines;
    }
    let doubt = match evidence {
        Evidence::Either => Some("could be either:"),
        Evidence::Probably => Some("probably:"),
        _ => None,
    };
    lines.extend(doubt.filter(|_| two).map(|doubt| (doubt.to_owned(), strong)));
    let font = if evidence == Evidence::Either && !two { strong } else { plain };
    lines.extend(worse.map(|w| (w, font)));
    lines
}

/// What the marks are, how exact the differences, what a critic would say.
pub(super) fn caveats(ctx: &Context, next: &[Pair]) -> Vec<String> {
    let bars =
        if ctx.replicates < 200 { "Line: 9 of 10 runs." } else { "Thick: half of the runs, thin: 9 of 10." };
    let any = |kind: Evidence| next.iter().any(|pair| pair.evidence() == kind);
    let most = next.iter().filter_map(|p| Some(p.found?.se)).fold(0.0, f64::max);
    let error = if most > 0.0 {
        let written = libm::ceil(1e4 * most) / 100.0;
        let inputs = any(Evidence::Either) && !any(Evidence::Unsettled);
        let doubt = if inputs { ": the doubt is in the inputs, not the count" } else { "" };
        format!("Mean differences have standard errors ≤ {}{doubt}.", numbers::as_written(written))
    } else {
        String::new()
    };
    let settled = if any(Evidence::Unsettled) {
        "Not settled: the mean difference is below two standard errors.".to_owned()
    } else {
        String::new()
    };
    vec![format!("{bars} Tick: before allies react."), error, settled]
}

/// The finding, longest form first; a question if it does not stand.
pub(super) fn titles(ctx: &Context) -> Vec<String> {
    let Some(first) = ctx.shown.first() else { return Vec::new() };
    let question = "Which drawdown is worst, and is that sure?".to_owned();
    let index = first.index_of("attributable", ctx.tier).copied().unwrap_or_default();
    if ctx.shown.iter().all(|s| words::identical(s)) {
        return vec!["No scenario adds or takes off anything: there is nothing to rank".to_owned()];
    }
    let verdict = words::verdict(first, ctx.tier);
    if let Verdict::TakesOff(adverb) = verdict {
        return vec![format!("With each of these drawdowns the gap is {adverb}smaller than without")];
    }
    if index.mean.abs() < 0.0005 {
        return vec![format!(
            "{} adds as much as a tenth of a point to the gap at D+{}",
            words::none(ctx),
            ctx.tier
        )];
    }
    let deepest = Deepest::of(ctx);
    let Some((second, pair)) = deepest.next else { return deepest.same() };
    let (a, b) = (pairs::names(&deepest.all), pairs::names(&[second]));
    let alone = deepest.all.len() == 1;
    let evidence = pair.evidence();
    let worse = verdict != Verdict::Open;
    let stands = evidence == Evidence::Holds && verdict == Verdict::Adds("");
    if !alone {
        let mut titles = Vec::new();
        if stands {
            titles.push(format!("{a}, the same in every run, open the deepest gap"));
            titles.push(format!(
                "The first {}, the same in every run, open the deepest gap",
                words::count(deepest.all.len())
            ));
        }
        titles.extend(deepest.same());
        return titles;
    }
    if evidence == Evidence::Unsettled {
        return vec![format!("{question} Too few runs to tell the first two apart"), question];
    }
    if worse && !stands && matches!(evidence, Evidence::Holds | Evidence::Probably) {
        return vec![
            format!("{a} probably opens a deeper gap than {b}"),
            format!("{a} probably opens the deepest gap"),
            question,
        ];
    }
    // That one is worse than another says nothing of nobody leaving.
    if !stands && matches!(evidence, Evidence::Holds | Evidence::Probably) {
        let probably = if evidence == Evidence::Probably { "probably " } else { "" };
        return vec![
            format!("{a} is {probably}worse than {b}; against nothing leaving it could be either"),
            format!("{a} is {probably}worse than {b}"),
            question,
        ];
    }
    if !stands {
        return vec![
            format!("Which drawdown is worst? {a} or {b}: it could be either"),
            format!("Which is worst? {a} or {b}: it could be either"),
            "Which drawdown is worst? The first two could be either".to_owned(),
            question,
        ];
    }
    let mut titles = Vec::new();
    let (m, n) = (first.personnel_effective.mean, second.personnel_effective.mean);
    // Of pledges a number of people says nothing.
    if m < 0.95 * n && crate::present::act(ctx.summary) == "leaving" {
        let (m, n) = (people(&first.personnel_effective), people(&second.personnel_effective));
        titles.push(format!("{a} ({m}) opens a deeper gap than {b} ({n})"));
        titles.push(format!("{a} opens the deepest gap, with {m} leaving instead of {n}"));
    }
    if ctx.shown.len() == 2 {
        titles.push(format!("{a} opens a deeper gap than {b}"));
    } else {
        titles.push(format!("{a} opens a deeper gap than {b} and all others"));
    }
    titles.push(format!("{a} opens the deepest gap"));
    titles.push(question);
    titles
}
