//! The page of a sweep's store: what was varied, how the headlines spread over the experiments, what is to be said of some,
//! and how to read the store.

use maud::{Markup, html};

use super::{page, warnings::beware};
use crate::{
    plot::PlotError,
    present::{
        grouped,
        numbers::fixed,
        table::{self, Cell, Column, Key, Kind, Piece, Table, cell, column},
        text,
    },
    store::sweep::{
        Manifest, Reading,
        manifest::{HeadlineInfo, ParameterInfo},
    },
    sweep::{
        overview::{Spread, spreads},
        remarks::{Remark, Remarks, remarks},
    },
};

/// The most levels that are listed of a parameter, and the most remarks of a kind.
const MOST: usize = 12;

/// The page. It holds nothing of how long the sweep took or where it ran, so that the same store has the same page.
///
/// # Errors
/// None yet: it has no figures.
pub fn page(store: &Reading) -> Result<String, PlotError> {
    let manifest = &store.manifest;
    let (spreads, remarks) = (spreads(store), remarks(store));
    let said = !remarks.failures.is_empty() || !remarks.warnings.is_empty();
    let sections = [
        ("answer", "Answer", Some(answer(store, &spreads))),
        ("varied", "Varied", Some(varied(manifest))),
        ("headlines", "Headlines", (!spreads.is_empty()).then(|| headlines(&spreads))),
        ("remarks", "Remarks", said.then(|| of_some(&remarks))),
        ("method", "Method, reading", Some(method(manifest))),
    ];
    let sections: Vec<(&str, &str, Markup)> =
        sections.into_iter().filter_map(|(id, link, section)| Some((id, link, section?))).collect();
    let kicker = page::kicker(&[
        "drawdown sweep".to_owned(),
        format!("{} experiments", grouped(done(store))),
        format!("{} runs each, seed {}", grouped(manifest.replicates), manifest.seed),
    ]);
    let page = page::shell(&manifest.title, &manifest.version, "", kicker, &sections);
    Ok(text::html(&page.into_string()).into_owned())
}

/// Experiments in the store.
fn done(store: &Reading) -> u64 {
    store.parts.iter().map(|part| part.range().end - part.range().start).sum()
}

fn answer(store: &Reading, spreads: &[Spread]) -> Markup {
    let manifest = &store.manifest;
    let (done, all) = (done(store), manifest.end - manifest.first);
    let failed: u64 = store.parts.iter().map(|part| part.failed).sum();
    let missing = (done < all).then(|| {
        let (done, all) = (grouped(done), grouped(all));
        format!("{done} of {all} experiments are there: `drawdown sweep ... --resume` computes the others")
    });
    html! {
        section #answer aria-labelledby="h-answer" {
            h2 .hidden #h-answer { "Answer" }
            (beware(missing.as_deref()))
            p.lead {
                (grouped(done)) " experiments with " code { (manifest.base) } ", "
                @match failed { 0 => "none failed", n => { (grouped(n)) " failed" } } "."
                @for spread in spreads.iter().filter(|spread| is_headline(&spread.headline)) { " " (in_words(spread)) }
            }
            @if !manifest.description.is_empty() { p { (manifest.description) } }
        }
    }
}

/// The two sentences of the lead: what is missing with the drawdown, and what it adds.
fn is_headline(headline: &HeadlineInfo) -> bool {
    headline.outcome == "index_headline"
        && headline.arm.as_deref().is_some_and(|arm| ["scenario", "attributable"].contains(&arm))
}

fn in_words(spread: &Spread) -> String {
    let [least, low, _, middle, _, high, most] = spread.quantiles.map(|value| fixed(100.0 * value, 1));
    let what = match spread.headline.arm.as_deref() {
        Some("attributable") => "the drawdown adds",
        _ => "the shortfall index is",
    };
    let at = spread.headline.tier_days.map_or_else(String::new, |tier| format!("At D+{tier} "));
    // Of few experiments the outermost are all that lies outside of the middle 90 %.
    let inner = match (&low, &high) == (&least, &most) {
        true => String::new(),
        false => format!("{low} to {high} in 90 % of them, "),
    };
    format!("{at}{what} {middle} points in the middle experiment, {inner}{least} to {most} in all.")
}

fn varied(manifest: &Manifest) -> Markup {
    let row = |parameter: &ParameterInfo| {
        vec![
            table::words(&parameter.name),
            table::words(&parameter.role),
            table::words(if parameter.unit.is_empty() { "-" } else { &parameter.unit }),
            table::words(values(parameter)),
            cell(Key::Words(parameter.column.clone()), Piece::Code(parameter.column.clone())),
        ]
        .into()
    };
    let heads = ["what", "role", "unit", "values", "column"];
    let table = Table {
        id: "t-varied",
        title: "Levers and uncertainties".to_owned(),
        notes: vec!["Levers are decisions, uncertainties are not.".to_owned()],
        columns: heads.map(|head| column(head, Kind::Words)).into(),
        rows: manifest.parameters.iter().map(row).collect(),
        ..Table::default()
    };
    html! {
        section #varied aria-labelledby="h-varied" {
            h2 #h-varied { "What was varied" }
            (table.markup(&|_| None))
            @if !manifest.constants.is_empty() {
                p { "The same in all experiments: "
                    @for (i, (name, value)) in manifest.constants.iter().enumerate() {
                        @if i > 0 { ", " } code { (name) " = " (value) }
                    } "." }
            }
        }
    }
}

/// The values of a parameter: its levels where they are listed, else its range.
fn values(parameter: &ParameterInfo) -> String {
    if let Some(levels) = parameter.level_texts() {
        // Numbers as people write them: 20000, not 20000.0.
        let plain = |text: &String| match text.parse::<f64>() {
            Ok(number) if parameter.low.is_some() => number.to_string(),
            _ => text.clone(),
        };
        let shown: Vec<String> = levels.iter().take(MOST).map(plain).collect();
        let more = levels.len().saturating_sub(MOST);
        let more = if more > 0 { format!(" and {more} more") } else { String::new() };
        return format!("{}{more}", shown.join(", "));
    }
    match (parameter.low, parameter.high) {
        (Some(low), Some(high)) => format!("{low} to {high}"),
        _ => "-".to_owned(),
    }
}

fn headlines(spreads: &[Spread]) -> Markup {
    let columns: Vec<Column> = std::iter::once(column("headline", Kind::Words))
        .chain([column("unit", Kind::Words), column("experiments", Kind::Number)])
        .chain(
            ["least", "5 %", "25 %", "median", "75 %", "95 %", "greatest"].map(|h| column(h, Kind::Number)),
        )
        .collect();
    let row = |spread: &Spread| {
        let headline = &spread.headline;
        let mut cells: Vec<Cell> = vec![
            table::words(called(headline)),
            table::words(&headline.unit),
            cell(spread.experiments as f64, Piece::Text(grouped(spread.experiments as u64))),
        ];
        cells.extend(spread.quantiles.map(|value| cell(value, Piece::Text(shown(value)))));
        cells.into()
    };
    let table = Table {
        id: "t-headlines",
        title: "Means over runs, by experiment".to_owned(),
        notes: vec!["Experiments are not weighted, so that these are no probabilities.".to_owned()],
        columns,
        rows: spreads.iter().map(row).collect(),
        ..Table::default()
    };
    html! {
        section #headlines aria-labelledby="h-headlines" {
            h2 #h-headlines { "Headlines" }
            (table.markup(&|_| None))
        }
    }
}

/// An outcome with its arm and tier.
fn called(headline: &HeadlineInfo) -> String {
    let arm = headline.arm.as_ref().map(|arm| format!("{arm} ")).unwrap_or_default();
    let tier = headline.tier_days.map(|tier| format!(", D+{tier}")).unwrap_or_default();
    format!("{arm}{}{tier}", headline.outcome)
}

/// A number with as many decimals as its size lets be of interest.
fn shown(value: f64) -> String {
    let decimals = match value.abs() {
        size if size >= 1000.0 => 0,
        size if size >= 10.0 => 1,
        size if size >= 1.0 => 2,
        _ => 4,
    };
    fixed(value, decimals)
}

fn of_some(remarks: &Remarks) -> Markup {
    let list = |all: &[Remark]| {
        html! {
            ul {
                @for remark in all.iter().take(MOST) { li { b { (grouped(remark.experiments)) } ": " (remark.words) } }
                @if all.len() > MOST { li { "and " (all.len() - MOST) " kinds more" } }
            }
        }
    };
    html! {
        section #remarks aria-labelledby="h-remarks" {
            h2 #h-remarks { "Remarks" }
            @if !remarks.failures.is_empty() {
                h3 { "Why experiments failed" }
                (list(&remarks.failures))
            }
            @if !remarks.warnings.is_empty() {
                h3 { "What is unlikely in " (grouped(remarks.warned)) " of them" }
                (list(&remarks.warnings))
            }
        }
    }
}

fn method(manifest: &Manifest) -> Markup {
    html! {
        section #method aria-labelledby="h-method" {
            h2 #h-method { "Method, how to read the store" }
            ul {
                li { "Every experiment is " (grouped(manifest.replicates)) " runs of the base with other values, all on the same draws: experiments differ by what was varied, not by chance." }
                li { "How experiments were chosen: " code { (manifest.design.to_string()) } ". Their number says nothing of how likely they are." }
                li { code { "experiments/*.parquet" } " has a row for each: its number, what was varied, " code { "status" } " and " code { "reason" } ", and of each headline mean, standard error, 5\u{202f}%, median and 95\u{202f}% over its runs." }
                li { code { "outcomes/*.parquet" } " has the outcomes that are kept (" (manifest.outcomes.join(", ")) "), a row for each place; join them by " code { "experiment" } "." }
                li { "Polars, pandas, R and DuckDB read either folder as one table: " code { "select * from 'experiments/*.parquet'" } "." }
                li { code { "drawdown verify" } " checks every part against its hash." }
            }
            dl.facts {
                div { dt { "Version" } dd { "drawdown " (manifest.version) } }
                div { dt { "Experiment file" } dd { (manifest.name) ", " (short(&manifest.experiment_sha256)) } }
                div { dt { "Base" } dd { (manifest.base) ", " (short(&manifest.base_sha256)) } }
                div { dt { "Seed, sampling" } dd { (manifest.seed) ", " (manifest.sampling) } }
                @if let Some(shard) = manifest.shard { div { dt { "Shard" } dd { (shard) } } }
            }
        }
    }
}

/// The beginning of a hash.
fn short(hash: &str) -> &str {
    hash.get(..8).unwrap_or(hash)
}
