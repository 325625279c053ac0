//! "There anyway, and added": two quantities side by side on one scale, never stacked.

use maud::{Markup, html};

use super::{view::View, words};
use crate::{
    present::{self, numbers::page as numbers, worlds::World},
    store::summary::Estimate,
};

/// The most scenarios that have a bar.
const MOST: usize = 7;

/// A place on the scale in percent of its width.
struct Scale {
    low: f64,
    high: f64,
}

impl Scale {
    fn at(&self, value: f64) -> f64 {
        100.0 * (value - self.low) / (self.high - self.low)
    }

    /// The style of a bar from 0 to a value, or of a line between two.
    fn from(&self, a: f64, b: f64) -> String {
        let (left, right) = (self.at(a.min(b)).max(0.0), self.at(a.max(b)).min(100.0));
        format!("left:{left:.2}%;width:{:.2}%", (right - left).max(0.0))
    }
}

/// The panel.
pub(super) fn bars(view: &View) -> Markup {
    let anyway = anyway(view);
    let mut rows: Vec<(String, Estimate, bool)> = Vec::new();
    if let [only] = view.scenarios()[..] {
        rows.push((only.short_title.clone(), view.added(only), view.nothing(only)));
        if let Some(direct) =
            only.index_of("direct_effect", view.tier).copied().filter(|_| !view.nothing(only))
        {
            rows.push(("before allies react".to_owned(), direct, false));
        }
    } else {
        rows.extend(
            view.scenarios()
                .iter()
                .take(MOST)
                .map(|s| (s.short_title.clone(), view.added(s), view.nothing(s))),
        );
    }
    let more = view.scenarios().len().saturating_sub(MOST);
    let ends = || {
        rows.iter()
            .map(|(_, e, _)| e)
            .chain(anyway.iter().map(|(_, e)| e))
            .flat_map(|e| [e.p05, e.p95, e.mean])
    };
    let scale = Scale {
        low: ends().filter(|v| v.is_finite()).fold(0.0, f64::min),
        high: ends().filter(|v| v.is_finite()).fold(0.01, f64::max),
    };
    html! {
        aside.bars aria-labelledby="h-bars" {
            p.cap {
                b #h-bars { "There anyway, and added" } br;
                "Points of the D+" (view.tier) " requirement, all capabilities weighted, mean of "
                (view.averaged()) ". Thin line: 9 of 10 runs."
            }
            @for (label, missing) in &anyway {
                div.bar.anyway {
                    div.label { span { (label) } b.without { (words::points(missing.mean, missing.se)) } }
                    (track(&scale, missing, "grey"))
                }
            }
            p.quiet { "added on top by" }
            @for (title, added, nothing) in &rows {
                div.bar {
                    div.label {
                        span.title { (title) }
                        @if *nothing {
                            b.missing { "≈ 0" }
                        } @else {
                            b class=(if added.mean < 0.0 { "gain" } else { "added" }) {
                                (words::points(added.mean, added.se))
                            }
                        }
                    }
                    @if *nothing {
                        div.track aria-hidden="true" { i.none style=(format!("left:{:.2}%", scale.at(0.0))) {} }
                    } @else {
                        (track(&scale, added, if added.mean < 0.0 { "blue" } else { "red" }))
                    }
                }
            }
            @if more > 0 { p.quiet { "and " (numbers::thousands(more as f64)) " more in the table" } }
            p.small.quiet { "One scale. Grey is Europe’s own gap; red is what " (crate::present::act(view.summary)) " changes." }
        }
    }
}

/// What is missing without any drawdown, world by world.
fn anyway(view: &View) -> Vec<(String, Estimate)> {
    let what = format!("missing {}", present::unless(view.summary));
    if view.worlds.is_empty() {
        return vec![(what, view.without())];
    }
    let label = |world: &World| {
        let names: Vec<&str> = world.scenarios.iter().map(|s| s.short_title.as_str()).collect();
        match names.as_slice() {
            [one] => format!("{what}, world of {one}"),
            [one, rest @ ..] => format!("{what}, world of {one} and {} more", rest.len()),
            [] => what.clone(),
        }
    };
    view.worlds.iter().map(|world| (label(world), world.missing(view.tier))).collect()
}

fn track(scale: &Scale, e: &Estimate, fill: &str) -> Markup {
    html! {
        div.track aria-hidden="true" {
            i class=(fill) style=(scale.from(0.0, e.mean)) {}
            i.line style=(scale.from(e.p05, e.p95)) {}
            @if scale.low < 0.0 { i.zero style=(format!("left:{:.2}%", scale.at(0.0))) {} }
        }
    }
}
