//! The answer: lead, run-in answers, bars, key numbers, how to read them.

use maud::{Markup, html};

use super::{bars, key_numbers, view::View, warnings, words};
use crate::present::answer::{Head, sections};

/// The section.
pub(super) fn section(view: &View) -> Markup {
    let sections = sections(view.summary);
    let lead = sections.iter().filter(|s| s.head == Head::Lead).flat_map(|s| &s.sentences);
    // How much is judgement is a key number and a section of its own.
    let answers = || sections.iter().filter(|s| !matches!(s.head, Head::Lead | Head::Beware));
    // What does not fit on one printed page goes on to the next without a break.
    let letters: usize = answers().flat_map(|s| &s.sentences).map(|s| s.plain().len()).sum();
    let full = letters + 200 * warnings::count(view) > 1500;
    html! {
        section #answer.full[full] aria-labelledby="h-answer" {
            h2.hidden #h-answer { "Answer" }
            (warnings::warnings(view))
            div.answer {
                div.text {
                    p.lead { @for sentence in lead { (words::sentence(view, sentence, true)) " " } }
                    @if answers().next().is_some() {
                        dl.run-in {
                            @for section in answers() {
                                div {
                                    dt { (section.head.title()) }
                                    dd { @for sentence in &section.sentences { (words::sentence(view, sentence, true)) " " } }
                                }
                            }
                        }
                    }
                }
                (bars::bars(view))
            }
            (key_numbers::key_numbers(view))
            (reading(view))
        }
    }
}

/// The words and marks that are used before they are explained elsewhere.
fn reading(view: &View) -> Markup {
    let added = view.deepest().map(|s| view.added(s)).unwrap_or_default();
    let tiers: Vec<String> = view.summary.tiers.iter().map(|t| format!("D+{t}")).collect();
    let days: Vec<String> = view.summary.tiers.iter().map(ToString::to_string).collect();
    let list = crate::plot::words::list;
    let enablers: Vec<String> = view
        .summary
        .domains
        .iter()
        .filter(|d| d.enabler)
        .map(|d| crate::plot::words::inside(&d.title))
        .collect();
    html! {
        details.reading {
            summary { "How to read these numbers" }
            dl {
                div { dt { (tiers.join(", ")) } dd { "What can be used " (list(&days)) " days after an alert." } }
                div { dt { "Coverage" } dd { "Share of a capability’s requirement that can be met, at most 100\u{202f}%." } }
                div { dt { "Point" } dd { "One percentage point of the requirement. Over all capabilities: weighted." } }
                div { dt { "Attributable, added" } dd { "With the drawdown less without it, on the same draws." } }
                div {
                    dt { (words::span(100.0 * added.p05, 100.0 * added.p95, 1)) }
                    dd { "Nine in ten replicates lie in between. It shows what we do not know, not an error of sampling." }
                }
                @if !enablers.is_empty() {
                    div { dt { "Enablers" } dd { "Capabilities that others need to work: " (list(&enablers)) "." } }
                }
            }
        }
    }
}
