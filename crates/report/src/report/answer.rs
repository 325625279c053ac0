//! The answer: lead, run-in answers, bars, key numbers, how to read them.

use maud::{Markup, html};

use super::{bars, key_numbers, sentence::set, view::View, warnings};
use crate::present::{
    answer::{Head, Section, page_lead, sections},
    glossary,
};

/// The section.
pub(super) fn section(view: &View) -> Markup {
    let sections = sections(view.summary);
    let lead = page_lead(view.summary);
    let answers = || sections.iter().filter(answers);
    // What does not fit on one printed page goes on to the next without a break.
    let letters: usize = answers().flat_map(|s| &s.sentences).map(|s| s.plain().len()).sum();
    let full = letters + 200 * warnings::count(view) > 1500;
    html! {
        section #answer.full[full] aria-labelledby="h-answer" {
            h2.hidden #h-answer { "Answer" }
            p.lead { @for sentence in &lead { (set(view, sentence, true)) " " } }
            (key_numbers::key_numbers(view))
            (warnings::warnings(view))
            div.answer {
                div.text {
                    @if answers().next().is_some() { (run_in(view)) }
                }
                (bars::bars(view))
            }
            (reading(view))
        }
    }
}

/// Whether a section of the answer stands in its list: how much is judgement is a key number and a section of its own.
fn answers(section: &&Section) -> bool {
    section.head != Head::Beware
}

/// The rest of the answer, head by head.
pub(super) fn run_in(view: &View) -> Markup {
    let title = |head: Head| if head == Head::Lead { "Missing and added" } else { head.title() };
    html! {
        dl.run-in {
            @for section in sections(view.summary).iter().filter(answers) {
                div {
                    dt { (title(section.head)) }
                    dd { @for sentence in &section.sentences { (set(view, sentence, true)) " " } }
                }
            }
        }
    }
}

/// The words and marks that are used before they are explained elsewhere.
fn reading(view: &View) -> Markup {
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
            summary { "Words, and how to read these numbers" }
            dl {
                @for term in glossary::TERMS {
                    div { dt { (term.head()) } dd { (term.meaning) } }
                }
                @if !enablers.is_empty() {
                    div { dt { "Enablers" } dd { "Capabilities that others need to work: " (list(&enablers)) "." } }
                }
            }
        }
    }
}
