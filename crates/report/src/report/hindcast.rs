//! The report of `drawdown hindcast`: the answer, the figure, tables that sort, what was done.

use maud::{DOCTYPE, Markup, PreEscaped, html};

use super::{
    page::{self, POLICY, PRINT, SCRIPT, STYLE, faces},
    pictured::Pictured,
    warnings::beware,
    words,
};
use crate::{
    plot::{self, Figure, PlotError},
    present::{
        grouped,
        numbers::page as numbers,
        table::{
            self, Cell, Key, Kind,
            Piece::{Text, Words},
            Row, Table, cell, column, optional,
        },
        tables::{Medium, hindcast as of},
        text,
    },
    store::hindcast::HindcastSummary,
};

/// The report as an HTML file, with the picture or only its words; `changed` says which files are not as they were written.
///
/// # Errors
/// When the figure cannot be drawn.
pub fn hindcast(
    summary: &HindcastSummary,
    picture: bool,
    changed: Option<&str>,
) -> Result<String, PlotError> {
    let figure = plot::hindcast(summary)?;
    let drawn = Pictured::all(std::slice::from_ref(&figure), picture)?;
    let title = words::joined(figure.title());
    let page = html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta http-equiv="Content-Security-Policy" content=(POLICY);
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light";
                meta name="generator" content={ "drawdown " (summary.version) };
                title { (title) " \u{b7} drawdown hindcast" }
                link rel="icon" href="data:,";
                style { (PreEscaped(faces())) (PreEscaped(STYLE)) (PreEscaped(PRINT)) }
            }
            body {
                a.skip href="#answer" { "Skip to the answer" }
                header.wrap { (kicker(summary)) h1 { (title) } }
                nav aria-label="Sections" {
                    ul.wrap {
                        @for (id, link) in SECTIONS { li { a href={ "#" (id) } { (link) } } }
                    }
                }
                main.wrap {
                    (answer(summary, changed))
                    (past(&drawn, &alt(summary, &figure)))
                    (scores(summary))
                    (allies(summary))
                    (departures(summary))
                    (method(summary))
                }
                p.hidden #said role="status" {}
                script { (PreEscaped(SCRIPT)) }
            }
        }
    };
    Ok(text::html(&page.into_string()).into_owned())
}

const SECTIONS: [(&str, &str); 6] = [
    ("answer", "Answer"),
    ("past", "The past"),
    ("scores", "Scores"),
    ("allies", "Allies"),
    ("departures", "Departures"),
    ("method", "Method, limits"),
];

fn kicker(summary: &HindcastSummary) -> Markup {
    let (first, last) = summary.all_origins();
    page::kicker(&[
        "drawdown hindcast".to_owned(),
        words::joined(&format!("origins {}", numbers::years(first, last))),
        format!("{} runs, seed {}", grouped(summary.replicates), summary.seed),
    ])
}

fn answer(summary: &HindcastSummary, changed: Option<&str>) -> Markup {
    html! {
        section #answer aria-label="Answer" {
            (beware(changed))
            dl.run-in {
                @for said in &summary.answer {
                    div { dt { (said.about) } dd { (words::typeset(&said.text)) } }
                }
            }
        }
    }
}

fn past(figures: &[Pictured], alt: &str) -> Markup {
    html! {
        section #past aria-labelledby="h-past" {
            h2 #h-past { "What was spent, and what the model says" }
            @for figure in figures { (figure.markup(alt)) }
        }
    }
}

/// What someone is told who cannot see the picture.
fn alt(summary: &HindcastSummary, figure: &Figure) -> String {
    let last = |fan: &crate::store::hindcast::Fan| {
        let year = fan.years.last()?;
        Some(format!(
            " From {}: {:.2} ({:.2} to {:.2}) for {}, spent {:.2}.",
            fan.origin, year.p50, year.p05, year.p95, year.year, year.spent
        ))
    };
    summary.fans.iter().filter_map(last).fold(figure.alt(), |text, fan| text + &fan)
}

fn percent(share: f64) -> Cell {
    cell(share, Text(numbers::percent(share)))
}

const NOTE: &str = "In 50 %: what was spent lies in the central 50 % interval. PIT: part of the runs below it. CRPS: \
                    points of GDP, lower is better; log score: higher is better.";

fn scores(summary: &HindcastSummary) -> Markup {
    let by_origin =
        Table { id: "t-origins", notes: vec![words::typeset(NOTE)], ..of::by_origin(summary, Medium::Page) };
    let compared = |scope: &str, id: &'static str, whose: &str| {
        let origins = summary.compared(scope)?;
        Some(Table {
            id,
            title: format!("Against yardsticks, {whose}"),
            notes: vec![words::joined(&format!(
                "Origins {}, at which all of them have years enough to know their errors.",
                numbers::years(origins.0, origins.1)
            ))],
            ..of::methods(summary, scope, origins, Medium::Page)
        })
    };
    html! {
        section #scores aria-labelledby="h-scores" {
            h2 #h-scores { "Are the intervals honest, and is it better than a ruler?" }
            (by_origin.markup(&|_| None))
            @for table in [compared("allies", "t-allies-methods", "ally by ally"), compared("together", "t-together", "all allies together")].into_iter().flatten() {
                (table.markup(&|_| None))
            }
        }
    }
}

fn allies(summary: &HindcastSummary) -> Markup {
    let row = |ally: &crate::store::hindcast::AllyScore| {
        Row::from(vec![
            table::words(&ally.title),
            cell(f64::from(ally.forecasts), Text(ally.forecasts.to_string())),
            percent(ally.coverage_90),
            optional(Some(ally.mean_pit), |v| numbers::number(v, 2)),
            optional(Some(ally.crps), |v| numbers::number(v, 3)),
        ])
    };
    let table = Table {
        id: "t-by-ally",
        title: "The model by ally, all origins".to_owned(),
        notes: vec!["Those whose spending the 90\u{202f}% intervals hold least come first. Mean PIT above one half: it spent more than the \
               model says."
            .to_owned()],
        columns: vec![
            column("Ally", Kind::Words),
            column("Forecasts", Kind::Number),
            column("In 90\u{202f}%", Kind::Number),
            column("Mean PIT", Kind::Number),
            column("CRPS", Kind::Number),
        ],
        rows: summary.by_ally.iter().map(row).collect(),
        ..Table::default()
    };
    html! {
        section #allies aria-labelledby="h-allies" { h2 #h-allies { "Whose spending it misses" } (table.markup(&|_| None)) }
    }
}

fn departures(summary: &HindcastSummary) -> Markup {
    let rows = summary.departures.iter().flat_map(|past| {
        past.profiles.iter().map(move |fit| {
            let name = Words(format!("{}, {}", words::joined(&past.id.replace('-', "–")), past.title));
            let dates = if fit.dates == "whole" { "first to last count" } else { "that fit best" };
            Row::from(vec![
                cell(Key::Words(format!("{} {}", past.id, fit.dates)), name),
                table::words(&fit.profile),
                cell(Key::Words(fit.dates.clone()), Words(dates.to_owned())),
                optional(Some(fit.start), |v| numbers::number(v, 0)),
                optional(Some(fit.duration), |v| numbers::number(v, 0)),
                percent(fit.largest_difference),
                cell(f64::from(fit.year), Text(fit.year.to_string())),
            ])
        })
    });
    let table = Table {
        id: "t-departures",
        title: "Past departures against the timetable of the model".to_owned(),
        notes: vec!["Largest difference between what had left by a September and the timetable, as part of what left in the end. \
               Start and duration in quarters from the first count."
            .to_owned()],
        columns: vec![
            column("Departure", Kind::Words),
            column("Timetable", Kind::Words),
            column("Dates", Kind::Words),
            column("Start", Kind::Number),
            column("Duration", Kind::Number),
            column("Largest difference", Kind::Number),
            column("In", Kind::Number),
        ],
        rows: rows.collect(),
        ..Table::default()
    };
    html! {
        section #departures aria-labelledby="h-departures" {
            h2 #h-departures { "How US troops have left before" }
            (table.markup(&|_| None))
        }
    }
}

fn method(summary: &HindcastSummary) -> Markup {
    let (first, last) = summary.all_origins();
    let hash: String = summary.hash.chars().take(8).collect();
    html! {
        section #method aria-labelledby="h-method" {
            h2 #h-method { "Method, limits, reproduction" }
            div.two {
                div {
                    h3 { "Method" }
                    ol {
                        li { b { "The model. " } "The program’s own equations and draws of spending, with the shares of the origin for a start, the pledge of Wales (" (numbers::in_percent(summary.pledge, 0)) " by " (summary.pledge_year) ") and nobody leaving; all other ranges as in the reference data." }
                        li { b { "Origins. " } "From " (first) " to " (last) " in turn; every later year to " (summary.last_year()) " is forecast." }
                        li { b { "All together. " } "At fixed weights, GDP of " (summary.last_year()) "." }
                        li { b { "Yardsticks. " } "Persistence, random walk with drift and linear trend, each with errors estimated on the years up to the origin and drawn, the uncertainty of its own estimates included. They begin where those years suffice." }
                        li { b { "Scores. " } "Coverage of central intervals, probability integral transform (PIT), continuous ranked probability score (CRPS), logarithmic score of a kernel density." }
                    }
                }
                div {
                    h3 { "Limits" }
                    ul {
                        li { "One series, one shock, and years that origins share: these are no independent trials." }
                        li { "The ranges were chosen by people who knew how it went on, the size and probability of shocks above all." }
                        li { "What is estimated for the last two years is partly accounting." }
                        li { "Shares move because GDP moves too (2020), which the model’s spending does not know." }
                    }
                }
            }
            h3 { "Reproduce this report" }
            pre tabindex="0" { code { "drawdown hindcast --replicates " (summary.replicates) " --seed " (summary.seed) } }
            dl.facts {
                div { dt { "Version" } dd { "drawdown " (summary.version) } }
                div { dt { "Inputs" } dd { (hash) } }
                div { dt { "Failed runs" } dd { (summary.failed_replicates) } }
            }
        }
    }
}
