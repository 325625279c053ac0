//! The method in seven steps, the limits in plain words, and what reproduces the report.

use maud::{Markup, html};

use super::{view::View, words};
use crate::{plot::words as plain, present::numbers::page as numbers};

/// The section.
pub(super) fn section(view: &View) -> Markup {
    let run = view.summary;
    let count = words::count(run.domains.len());
    let allies = run.countries.iter().filter(|c| c.ally).count();
    let tiers: Vec<String> = run.tiers.iter().map(|t| format!("D+{t}")).collect();
    html! {
        section #method aria-labelledby="h-method" {
            h2 #h-method { "Method, limits, reproduction" }
            div.two {
                div {
                    h3 { "Method" }
                    ol {
                        li { b { "Requirement. " } (plain::capital(&count)) " capabilities, at " (plain::list(&tiers)) ", sized for NATO’s 2025 targets and moved by the threat." }
                        li { b { "Departure. " } "US units leave as the scenario says. What is announced early and orderly is partly handed over; what is sudden disrupts." }
                        li { b { "Supply. " } "European forces that are ready and committed, US forces in place, US reinforcement times its reliability. Missing enablers reduce what the rest can do." }
                        li { b { "Gap. " } "Requirement less usable supply, never below 0." }
                        li { b { "Money. " } (allies) " allies move from today’s share of GDP towards their pledges, as far as attainment, growth and chance let them. Part of the rise pays for gaps." }
                        li { b { "Orders, industry, people. " } "Planners share out money by how short each capability is. Deliveries take years and are capped; new kit needs crews." }
                        li { b { "Three runs on the same draws. " } "With the drawdown; without it; with it but without the allies’ reaction. All differences are paired." }
                    }
                }
                div {
                    h3 { "Limits" }
                    ul {
                        li { "Conventional forces only; nobody fights here. A gap is a shortage against a target, not a forecast of defeat." }
                        li { "Open sources. Readiness and commitment of forces are the weakest of them." }
                        li { "European forces are pooled: the model does not say which nation’s brigade is missing, nor how it gets to where it is needed." }
                        li { "How allies react to a departure rests on two uncertain numbers, one of them for surprise; columns “before alarm” do not rest on them." }
                        li { "Late closures look easier than early ones, because less time is left to reopen." }
                        li { "Nobody answers: Russia’s reconstitution follows its curve whatever Europe does." }
                        li { (crate::present::recorded::sentence()) " " code { "drawdown validate" } " shows which, and why the others are not." }
                        li { "The choice of " (count) " capabilities and their weights is judgement." }
                    }
                }
            }
            h3 { "Reproduce this report" }
            @if let Some(command) = command(view) {
                pre tabindex="0" { code { (command) } }
                @if !view.material.assumptions.own_files.is_empty() {
                    p.small.quiet {
                        @let own = &view.material.assumptions.own_files;
                        @for (i, file) in own.iter().enumerate() { @if i > 0 { ", " } code { (file) } }
                        (if own.len() == 1 { " is a file of the author’s own" } else { " are files of the author’s own" })
                        ". The command is for the folder that holds what it names, with bases and reference data; hashes below tell whether they are the same."
                    }
                }
            }
            dl.facts {
                div { dt { "Version" } dd { "drawdown " (run.version) } }
                div { dt { "Seed, runs" } dd {
                    (run.seed) "; " (numbers::thousands(run.replicates as f64)) ", "
                    (match run.failed_replicates { 0 => "none failed".to_owned(), n => format!("{} failed and left out", numbers::thousands(n as f64)) })
                } }
                div { dt { "Design" } dd { (match run.design.as_str() { "mc" => "Monte Carlo", other => other }) } }
                div { dt { "Scenarios" } dd {
                    @for (i, s) in run.scenarios.iter().enumerate() {
                        @if i > 0 { ", " }
                        (s.id) " " (s.hash.chars().take(8).collect::<String>())
                    }
                    ". The hash of a scenario covers every value it uses, reference data included."
                } }
                @for one in &run.references {
                    div { dt { "Reference data" } dd {
                        (one.data.sha256.chars().take(8).collect::<String>())
                        @if run.references.len() > 1 { " of " (one.scenarios.join(", ")) }
                        ": " (one.data.words().unwrap_or_else(|| "as they ship".to_owned())) "."
                    } }
                }
            }
            p.small.quiet {
                "Spending: NATO, Defence Expenditure. Typeface: Source Sans 3 (SIL Open Font License 1.1). Every value of a "
                "scenario with its source: " code { "scenarios.json" } " beside this report, or " code { "drawdown show FILE" } "."
            }
        }
    }
}

/// The command that does the same again; `None` for a folder that does not hold it.
fn command(view: &View) -> Option<String> {
    let words: Vec<String> = view.material.assumptions.command.iter().map(|word| quoted(word)).collect();
    (!words.is_empty()).then(|| words.join(" "))
}

/// A word as a shell takes it.
fn quoted(word: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_./=:,".contains(c);
    if !word.is_empty() && word.chars().all(plain) {
        return word.to_owned();
    }
    format!("'{}'", word.replace('\'', "'\\''"))
}
