//! The page of `drawdown require`: the question, the answer of every scenario, its figure and tables, what was done.

use maud::{Markup, html};

use super::{
    page,
    pictured::Pictured,
    warnings::before_all,
    words::{joined, typeset},
};
use crate::{
    plot::{self, PlotError},
    present::{grouped, required as words, tables, text},
    store::required::{RequiredScenario, RequiredSummary},
};

/// The page, with the figures drawn or only their words; `changed` says which files are not as they were written.
///
/// # Errors
/// When a figure cannot be drawn.
pub fn required(
    summary: &RequiredSummary,
    pictures: bool,
    changed: Option<&str>,
) -> Result<String, PlotError> {
    let figures = plot::required_figures(summary)?;
    let pictures = Pictured::all(&figures, pictures)?;
    let mut sections = vec![("answer", "Answer", answer(summary, changed))];
    let ids: Vec<String> = (1..=summary.scenarios.len()).map(|n| format!("scenario-{n}")).collect();
    for ((scenario, id), picture) in summary.scenarios.iter().zip(&ids).zip(&pictures) {
        sections.push((id, &scenario.id, of_scenario(summary, scenario, id, picture)));
    }
    sections.push(("method", "Method, limits", method(summary)));
    let kicker = page::kicker(&[
        "drawdown require".to_owned(),
        format!("no gap at D+{} by the end of {}", summary.tier, summary.year),
        format!("{} runs, seed {}", grouped(summary.replicates), summary.seed),
    ]);
    // The finding of the one scenario, or what is asked of several.
    let title = match &figures[..] {
        [only] => joined(only.title()),
        _ => format!("What it takes to close gaps by {}", summary.year),
    };
    let page = page::shell(&title, &summary.version, "", kicker, &sections);
    Ok(text::html(&page.into_string()).into_owned())
}

fn answer(summary: &RequiredSummary, changed: Option<&str>) -> Markup {
    let failed = summary.failed_replicates;
    let warnings = summary.scenarios.iter().map(|s| (s.title.as_str(), &s.warnings[..]));
    html! {
        section #answer aria-labelledby="h-answer" {
            h2 .hidden #h-answer { "Answer" }
            (before_all(changed, warnings, (failed, summary.replicates)))
            p.lead { (typeset(&words::question(summary))) }
        }
    }
}

fn of_scenario(
    summary: &RequiredSummary,
    scenario: &RequiredScenario,
    id: &str,
    picture: &Pictured,
) -> Markup {
    let heading = format!("h-{id}");
    html! {
        section id=(id) aria-labelledby=(heading) {
            h2 id=(heading) { (scenario.title) }
            ul { @for sentence in words::answer(summary, scenario) { li { (typeset(&sentence)) } } }
            (picture.plain())
            @for (t, table) in tables::required::tables(summary, scenario).iter().enumerate() {
                (table.markup_at(&format!("t-{id}-{t}"), &|_| None))
            }
        }
    }
}

fn method(summary: &RequiredSummary) -> Markup {
    let ends = [summary.levels.first(), summary.levels.last()].map(|l| l.copied().unwrap_or_default());
    html! {
        section #method aria-labelledby="h-method" {
            h2 #h-method { "Method, limits" }
            ul {
                li { b { "Levels. " } "Every run is simulated at " (summary.levels.len()) " levels of spending, "
                    (ends[0]) " to " (ends[1]) "\u{202f}% of GDP, with the drawdown and without it, on the same draws." }
                li { b { "What is set. " } "At a level every ally that spends less today pledges it and attains it in full, in the year of its own pledge; no shock raises spending and nobody reacts to the drawdown. All else is drawn as ever." }
                li { b { "Closed. " } "A gap is closed by a year if there is none above the tolerance from the end of that year to the end of the run." }
                li { b { "Required. " } "The smallest level at which, and at every higher one, gaps are closed in the share of runs that is asked for." }
                li { b { "Intervals. " } "95\u{202f}%, from " (grouped(summary.resamples as u64)) " resamples of the runs." }
                li { "Money is shared out as the model shares it: other orders could need less." }
                li { "Open sources. Readiness and commitment of forces are the weakest of them." }
            }
            dl.facts {
                div { dt { "Version" } dd { "drawdown " (summary.version) } }
                div { dt { "Seed, runs" } dd { (summary.seed) "; " (grouped(summary.replicates)) } }
                div { dt { "Scenarios" } dd {
                    @for (i, s) in summary.scenarios.iter().enumerate() {
                        @if i > 0 { ", " }
                        (s.id) " " (s.hash.chars().take(8).collect::<String>())
                    }
                } }
            }
            p.small.quiet { "The numbers behind this page stand in " code { "tables" } " and " code { "required.json" } "." }
        }
    }
}
