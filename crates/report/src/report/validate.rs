//! The page of `drawdown validate`: what does not reproduce first, then the picture, then every figure with its reason.

use maud::{Markup, html};

use super::{page, pictured::Pictured, warnings::beware, words::typeset};
use crate::{
    plot,
    present::{
        grouped, published as words,
        table::Table,
        tables::{
            Medium,
            published::{self as of, Held},
        },
        text,
    },
    store::published::{Compared, Figure, Findings},
};

/// The page, with the figures drawn or only their words; `changed` says which files are not as they were written.
///
/// # Errors
/// When a picture cannot be encoded.
pub fn page(
    found: &Findings,
    figures: &[plot::Figure],
    pictures: bool,
    changed: Option<&str>,
) -> Result<String, plot::PlotError> {
    let pictures = Pictured::all(figures, pictures)?;
    let sections = [
        ("answer", "Answer", Some(answer(found, changed))),
        ("figure", "Figure", (!pictures.is_empty()).then(|| drawn(&pictures))),
        ("compared", "Compared", (found.counts.compared > 0).then(|| compared(found))),
        ("others", "Not compared", (found.counts.not_comparable > 0).then(|| others(found))),
        ("scenarios", "Scenarios", (!found.scenarios.is_empty()).then(|| scenarios(found))),
        ("method", "Method, limits", Some(method(found))),
    ];
    let sections: Vec<(&str, &str, Markup)> =
        sections.into_iter().filter_map(|(id, link, section)| Some((id, link, section?))).collect();
    let kicker = page::kicker(&[
        "drawdown validate".to_owned(),
        found.title.clone(),
        format!("{} runs a scenario, seed {}", grouped(found.replicates), found.seed),
    ]);
    let title = found.sentence.trim_end_matches('.');
    let page = page::shell(title, &found.version, "", kicker, &sections);
    Ok(text::html(&page.into_string()).into_owned())
}

fn answer(found: &Findings, changed: Option<&str>) -> Markup {
    let missed: Vec<(&Figure, &Compared)> =
        found.compared().filter(|(_, c)| c.judged.verdict.is_outside()).collect();
    html! {
        section #answer aria-labelledby="h-answer" {
            h2 .hidden #h-answer { "Answer" }
            (beware(changed))
            p.lead { (words::further(&found.counts).join(" ")) }
            @if !found.changed.is_empty() {
                p { b { "Not as recorded: " }
                    @for (i, (figure, compared)) in found.compared().filter(|(_, c)| c.changed()).enumerate() {
                        @if i > 0 { "; " } (words::changed(figure, compared))
                    }
                    "." }
            }
            @if !missed.is_empty() {
                h3 { "What does not reproduce" }
                dl.run-in.wide {
                    @for (figure, compared) in &missed { (miss(figure, compared)) }
                }
            }
        }
    }
}

/// A figure that does not reproduce, with the author's explanation.
fn miss(figure: &Figure, compared: &Compared) -> Markup {
    html! {
        div {
            dt { (figure.name) " (" (figure.by) ")" }
            dd {
                (typeset(&words::published(&figure.published, &figure.unit))) " published, "
                (typeset(&words::middle(compared, &figure.unit))) " here ("
                (typeset(&words::band(compared, &figure.unit))) "): "
                b { (typeset(&words::verdict(figure, compared))) } ". "
                @if let Some(said) = &compared.explanation {
                    (typeset(&said.text)) " " span.quiet { "(" (said.date) ")" }
                }
            }
        }
    }
}

fn drawn(pictures: &[Pictured]) -> Markup {
    html! {
        section #figure aria-labelledby="h-figure" {
            h2 #h-figure { "Published and drawdown" }
            @for picture in pictures { (picture.plain()) }
        }
    }
}

fn compared(found: &Findings) -> Markup {
    let all: Vec<Held> = of::groups(found).into_iter().flat_map(|(_, figures)| figures).collect();
    let table = Table {
        id: "t-compared",
        title: "Every figure that is compared".to_owned(),
        notes: vec!["What does not reproduce first. Bands hold 9 of 10 runs.".to_owned()],
        ..of::compared(&all, Medium::Page)
    };
    html! {
        section #compared aria-labelledby="h-compared" {
            h2 #h-compared { "Compared" }
            (table.markup(&|_| None))
        }
    }
}

fn others(found: &Findings) -> Markup {
    let table = Table {
        id: "t-others",
        title: "Every figure that is not compared".to_owned(),
        notes: vec!["With the reason.".to_owned()],
        ..of::others(found, Medium::Page)
    };
    let counts: Vec<String> =
        words::reasons(found).iter().map(|(why, n)| format!("{n} {}", why.words())).collect();
    html! {
        section #others aria-labelledby="h-others" {
            h2 #h-others { "Not compared" }
            p { "Of " (found.counts.not_comparable) ": " (counts.join("; ")) "." }
            (table.markup(&|_| None))
        }
    }
}

fn scenarios(found: &Findings) -> Markup {
    html! {
        section #scenarios aria-labelledby="h-scenarios" {
            h2 #h-scenarios { "Scenarios" }
            p { "Each holds what its study states. " code { "drawdown show NAME" } " prints every value." }
            dl.run-in.wide {
                @for scenario in &found.scenarios {
                    div {
                        dt { code { (scenario.id) } }
                        dd { b { (scenario.title) } ". " (scenario.description)
                            @if scenario.failed_replicates > 0 { " " (grouped(scenario.failed_replicates)) " runs failed and are left out." } }
                    }
                }
            }
        }
    }
}

fn method(found: &Findings) -> Markup {
    html! {
        section #method aria-labelledby="h-method" {
            h2 #h-method { "Method, limits" }
            ul {
                li { b { "Inside: " } "the published value, or the middle of its range, lies in the range of 9 of 10 runs." }
                li { b { "Touches: " } "only the ranges overlap. " b { "Too low, too high: " } "they do not; by how much stands beside it, as a multiple or a difference." }
                li { "A figure that is only an end of a range (at least, up to) reaches from there on." }
                li { "No parameter was set to reproduce a figure. Where a study is among the sources of the inputs it is held against, that is said: agreement there says little." }
                li { "Most figures were read in summaries and press reports, not in the studies’ own tables." }
                li { "A wide band holds many figures: being inside is a weak test where the model is unsure." }
                li { "Every scenario ran on the same " (grouped(found.replicates)) " draws of the Sobol design, seed " (found.seed) ". The numbers behind this page stand in tables/studies.csv and summary.json." }
            }
        }
    }
}
