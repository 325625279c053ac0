//! The page: head, masthead, navigation, the sections in the order in which a sceptic asks.

use base64::{Engine, engine::general_purpose::STANDARD};
use maud::{DOCTYPE, Markup, PreEscaped, html};

use super::{
    answer, capabilities, causes, closing, countries, judgement, method, pays, ranking, scenarios,
    view::View, words,
};
use crate::present::{answer::headline::headline, numbers::runs};

pub(super) const STYLE: &str = include_str!("page.css");
pub(super) const PRINT: &str = include_str!("print.css");
pub(super) const SCRIPT: &str = include_str!("page.js");
const REGULAR: &[u8] = include_bytes!("../../../../assets/fonts/SourceSans3-Regular.woff2");
const SEMIBOLD: &[u8] = include_bytes!("../../../../assets/fonts/SourceSans3-Semibold.woff2");

/// What the page may load: nothing from anywhere.
pub(super) const POLICY: &str = "default-src 'none'; img-src data:; font-src data:; style-src 'unsafe-inline'; script-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

pub(super) fn faces() -> String {
    [(400, REGULAR), (600, SEMIBOLD)]
        .map(|(weight, font)| {
            format!(
                "@font-face{{font-family:\"Source Sans 3\";font-weight:{weight};src:url(data:font/woff2;base64,{}) format(\"woff2\")}}\n",
                STANDARD.encode(font)
            )
        })
        .concat()
}

/// The foot of printed pages.
fn foot(view: &View) -> String {
    // Version, seed, number and hash: hexadecimal, digits and dots, but what cannot stand in a string of CSS goes anyway.
    let text: String = view.foot().chars().filter(|c| !matches!(c, '"' | '\\' | '<' | '\n')).collect();
    format!("@page{{@bottom-left{{content:\"{text}\"}}}}\n")
}

/// The whole page.
pub(super) fn page(view: &View) -> Markup {
    let sections: Vec<(&str, &str, Markup)> = [
        ("answer", "Answer", Some(answer::section(view))),
        ("ranking", "Ranking", ranking::section(view)),
        ("causes", "Causes", causes::section(view)),
        ("capabilities", "Capabilities", capabilities::section(view)),
        ("closing", "Closing", closing::section(view)),
        ("pays", "Who pays", pays::section(view)),
        ("countries", "Countries", countries::section(view)),
        ("judgement", "Judgement", judgement::section(view)),
        ("scenarios", "Scenarios", scenarios::section(view)),
        ("method", "Method, limits", Some(method::section(view))),
    ]
    .into_iter()
    .filter_map(|(id, link, section)| Some((id, link, section?)))
    .collect();
    let title = words::typeset(&headline(view.summary));
    shell(&title, &view.summary.version, &foot(view), masthead(view), &sections)
}

/// A page of sections (id, link, content) that opens offline, whatever it reports.
pub(super) fn shell(
    title: &str,
    version: &str,
    foot: &str,
    masthead: Markup,
    sections: &[(&str, &str, Markup)],
) -> Markup {
    let first = sections.first().map_or("answer", |(id, _, _)| *id);
    html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta http-equiv="Content-Security-Policy" content=(POLICY);
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light";
                meta name="generator" content={ "drawdown " (version) };
                title { (title) " \u{b7} drawdown report" }
                link rel="icon" href="data:,";
                style { (PreEscaped(faces())) (PreEscaped(STYLE)) (PreEscaped(PRINT)) (PreEscaped(foot)) }
            }
            body {
                a.skip href={ "#" (first) } { "Skip to the answer" }
                header.wrap { (masthead) h1 { (title) } }
                nav aria-label="Sections" {
                    ul.wrap { @for (id, link, _) in sections { li { a href={ "#" (id) } { (link) } } } }
                }
                main.wrap { @for (_, _, section) in sections { (section) } }
                p.hidden #said role="status" {}
                script { (PreEscaped(SCRIPT)) }
            }
        }
    }
}

fn masthead(view: &View) -> Markup {
    let run = view.summary;
    let what = match run.scenarios.len() {
        1 => run.scenarios[0].title.clone(),
        n => match view.named() {
            Some(named) => format!("{n} scenarios compared, in focus: {}", named.short_title),
            None => format!("{n} scenarios compared"),
        },
    };
    let parts = [
        "drawdown report".to_owned(),
        what,
        words::joined(&format!("{}–{}", run.start_year, view.last_year())),
        format!("{}, seed {}", runs(run.replicates), run.seed),
        format!("{} days after an alert (D+{})", run.reporting_tier, run.reporting_tier),
    ];
    kicker(&parts)
}

/// The line above the title.
pub(super) fn kicker(parts: &[String]) -> Markup {
    html! {
        p.kicker {
            @for (i, part) in parts.iter().enumerate() {
                @if i > 0 { span aria-hidden="true" { " \u{a0}\u{b7}\u{a0} " } }
                span { (part) }
            }
        }
    }
}
