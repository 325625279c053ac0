//! Which scenario is worst, whether that is sure, and the table of scenarios.

use maud::{Markup, html};

use super::{
    figure::{self, Section},
    view::View,
    words,
};
use crate::{
    present::{
        evidence::{Evidence, to_tell},
        numbers::page as numbers,
        table::{
            self, Cell,
            Piece::{Range, Strong, Text},
            Table, cell, missing, optional,
        },
        tables::{
            self, Medium,
            ranking::{knows_direct, regretted},
            worlds::worlds,
        },
        worlds::World,
    },
    store::summary::{Difference, ScenarioSummary},
};

/// The section; nothing where there is nothing to rank.
pub(super) fn section(view: &View) -> Option<Markup> {
    if view.scenarios().len() < 2 {
        return None;
    }
    Some(html! {
        section #ranking aria-labelledby="h-ranking" {
            h2 #h-ranking { "Which drawdown opens the deepest gap?" }
            @for f in figure::of(view, Section::Ranking) { (figure::figure(view, f)) }
            (doubts(view))
            (table(view).markup(&|id| view.leads(id)))
            @if let Some(table) = worlds(view, Medium::Page) { (table.markup(&|id| view.leads(id))) }
        }
    })
}

/// Neighbours of whom something is to be said.
struct Step<'a> {
    a: &'a ScenarioSummary,
    b: &'a ScenarioSummary,
    found: Difference,
}

/// The notes on doubt: that of the inputs and that of sampling are different sentences.
fn doubts(view: &View) -> Markup {
    const MOST: usize = 3;
    let of = |kind: Evidence| -> Vec<Step> {
        let steps = (1..view.scenarios().len()).filter(|&i| view.ranking.evidence(i - 1, i) == kind);
        steps
            .map(|i| Step {
                a: view.scenarios()[i - 1],
                b: view.scenarios()[i],
                found: view.ranking.pair(i - 1, i).unwrap_or_default(),
            })
            .collect()
    };
    let (equal, inputs) = (of(Evidence::Same), of(Evidence::Either));
    let (probable, sampling) = (of(Evidence::Probably), of(Evidence::Unsettled));
    let largest = inputs.iter().map(|step| 100.0 * step.found.se).fold(0.0, f64::max);
    let second =
        |step: &Step| numbers::probability_percent(1.0 - step.found.probability_worse, view.replicates);
    let more = |all: usize| match all - MOST {
        1 => "one more pair".to_owned(),
        n => format!("{} more pairs", words::count(n)),
    };
    html! {
        @if !equal.is_empty() {
            div.note {
                b { "The same. " }
                @for (i, step) in equal.iter().take(MOST).enumerate() {
                    @if i > 0 { "; " }
                    (step.a.short_title) " and " (step.b.short_title)
                }
                @if equal.len() > MOST { "; and " (more(equal.len())) " of neighbours" }
                ": no difference over all capabilities at D+" (view.tier) " in any run."
            }
        }
        @if !inputs.is_empty() {
            div.note {
                b { "Could be either. " }
                @for (i, step) in inputs.iter().take(MOST).enumerate() {
                    @if i > 0 { "; " }
                    (step.a.short_title) " and " (step.b.short_title) " change places in " (second(step)) " of runs"
                }
                @if inputs.len() > MOST { "; so do " (more(inputs.len())) " of neighbours" }
                ". The standard error of " (if inputs.len() == 1 { "the mean difference is " } else { "their mean differences is at most " })
                (numbers::number(largest, 2)) " points: the doubt is in the inputs, more runs would not settle it."
            }
        }
        @if !probable.is_empty() {
            div.note {
                b { "Probably in this order. " }
                @for (i, step) in probable.iter().take(MOST).enumerate() {
                    @if i > 0 { "; " }
                    (step.a.short_title) " and " (step.b.short_title) " change places in " (second(step)) " of runs"
                }
                @if probable.len() > MOST { "; and " (more(probable.len())) " of neighbours" }
                "."
            }
        }
        @if !sampling.is_empty() {
            div.note {
                b { "Not settled. " }
                @for (i, step) in sampling.iter().take(MOST).enumerate() {
                    @if i > 0 { "; " }
                    (step.a.short_title) " and " (step.b.short_title) " differ by "
                    (numbers::number(100.0 * step.found.difference.abs(), 2))
                    " points, standard error " (numbers::number(100.0 * step.found.se, 2)) ": "
                    (to_tell(view.summary, &step.found).words())
                }
                @if sampling.len() > MOST { "; and " (more(sampling.len())) }
                "."
            }
        }
    }
}

/// The table of scenarios, with ranks where there is more than one.
pub(super) fn table(view: &View) -> Table {
    let many = view.scenarios().len() > 1;
    let regret = match regretted(view.summary) {
        true => {
            " Beyond best: points beyond the best choice in hindsight (regret), of those of its size the one that adds least in the same run, mean; empty where no other is of its size."
        }
        false => "",
    };
    Table {
        id: "t-scenarios",
        title: match many {
            true => format!("The {} scenarios.", words::count(view.scenarios().len())),
            false => "The scenario.".to_owned(),
        },
        notes: vec![format!(
            "Added in points of what is needed, all capabilities weighted, mean of {} (9 of 10 runs). In all: missing with the drawdown.{regret}",
            view.averaged(),
        )],
        foot: foot(view, many),
        ..tables::ranking::ranking(view.summary, Medium::Page, &|id| view.short(id))
    }
}

/// What is missing without any drawdown, one row per world.
fn foot(view: &View, many: bool) -> Vec<Vec<Cell>> {
    let Some(deepest) = view.deepest() else { return Vec::new() };
    if view.worlds.is_empty() {
        return vec![foot_row(
            view,
            deepest,
            format!("Missing {}", crate::present::unless(view.summary)),
            many,
        )];
    }
    let name = |world: &World| {
        let names: Vec<&str> = world.scenarios.iter().map(|s| s.short_title.as_str()).collect();
        format!("Missing {}, world of {}", crate::present::unless(view.summary), names.join("; "))
    };
    let worlds = view.worlds.iter().filter_map(|world| Some((world, *world.scenarios.first()?)));
    worlds.map(|(world, first)| foot_row(view, first, name(world), many)).collect()
}

/// What is missing in the world of a scenario, under the columns of the table.
fn foot_row(view: &View, of: &ScenarioSummary, name: String, many: bool) -> Vec<Cell> {
    let missing_at = |tier: u32| of.index_of("counterfactual", tier).copied().unwrap_or_default();
    let without = missing_at(view.tier);
    let mut cells = Vec::new();
    if many {
        cells.push(table::words(""));
    }
    cells.push(table::words(name));
    cells.push(table::words("0"));
    cells.push(cell(without.mean, Strong(words::points(without.mean, without.se))).and(Range(words::range(
        100.0 * without.p05,
        100.0 * without.p95,
        1,
    ))));
    for &tier in view.summary.tiers.iter().filter(|tier| **tier != view.tier) {
        let found = missing_at(tier);
        cells.push(cell(found.mean, Text(words::points(found.mean, found.se))));
    }
    if knows_direct(view.summary) {
        cells.push(missing());
    }
    match view.shortest(of) {
        Some((domain, year, part)) => {
            let part = Range(numbers::number(100.0 * part, 0));
            cells.push(table::words(view.short(&domain)).and(part));
            cells.push(cell(f64::from(year), Text(year.to_string())));
        }
        None => cells.extend([missing(), missing()]),
    }
    cells.push(optional(Some(of.bill_without.mean), numbers::thousands));
    // It is nowhere the deepest and nothing to regret.
    cells.extend([many, regretted(view.summary)].into_iter().filter(|&has| has).map(|_| missing()));
    // With nobody leaving nothing is missing beyond that.
    cells.push(missing());
    cells
}
