//! The first sheet: how to read the others. It says which run this is, and holds no time.

use super::{
    Material, Words, allies, assumptions, capabilities, causes,
    sheet::{Cell, Columns, Look, Sheet},
};
use crate::{
    present::{
        View,
        numbers::{currency::Money, page as numbers, percent},
    },
    store::summary::Summary,
};

/// A row: a word, and what it means.
type Line = (String, Cell);

/// The largest whole number up to which a sheet holds every one.
const EXACT: u64 = 1 << 53;

/// The sheet, of those that follow.
pub(super) fn sheet(material: &Material, words: &Words, sheets: &[Sheet]) -> Sheet {
    let mut lines = Vec::new();
    run(material, &mut lines);
    for sheet in sheets {
        line(&mut lines, format!("Sheet \"{}\"", sheet.name), &about(material, words, sheet.name));
    }
    if material.causes.is_empty() {
        line(
            &mut lines,
            format!("Sheet \"{}\"", causes::NAME),
            "Left out: this run was made without causes.",
        );
    }
    meanings(material, words, &mut lines);
    for warning in &material.summary.warnings {
        line(&mut lines, "Beware", warning);
    }
    scenarios(material, &mut lines);
    let mut columns = Columns::new();
    columns.wide("How to read it", Look::Text, 34, |(word, _): &Line| Cell::words(word));
    columns.wide("What it means", Look::Text, 110, |(_, meaning)| meaning.clone());
    columns.sheet("How to read it", 0, &lines)
}

fn line(lines: &mut Vec<Line>, word: impl Into<String>, meaning: &str) {
    lines.push((word.into(), Cell::words(meaning)));
}

/// Which run it is.
fn run(material: &Material, lines: &mut Vec<Line>) {
    let summary = material.summary;
    let number = |value: u64| match value {
        value if value <= EXACT => Cell::Number(value as f64),
        value => Cell::words(value.to_string()),
    };
    line(
        lines,
        "What this is",
        "Results of drawdown: which European capability gaps a withdrawal of US troops opens, how deep, for how long, at \
         what cost. Every number is an estimate of a model; a column's head names its unit. All estimates are in the folder \
         tables beside this file.",
    );
    line(lines, "Version of the program", &summary.version);
    lines.push(("Scenarios".to_owned(), number(summary.scenarios.len() as u64)));
    lines.push(("Runs of each".to_owned(), number(summary.replicates)));
    if summary.failed_replicates > 0 {
        lines.push(("Runs left out of every number".to_owned(), number(summary.failed_replicates)));
    }
    lines.push(("Seed of the random numbers".to_owned(), number(summary.seed)));
    line(lines, "How inputs are drawn", design(summary));
    let years = material.years();
    line(lines, "Years", &format!("{} to {}", years.start(), years.end()));
    if !material.assumptions.sets.is_empty() {
        line(lines, "Set on the command line", &material.assumptions.sets.join(", "));
    }
}

fn design(summary: &Summary) -> &'static str {
    match summary.design.as_str() {
        "mc" => "each run by itself (mc)",
        "lhs" => "spread evenly over the ranges of single inputs (lhs)",
        _ => "spread evenly over the ranges of all inputs together (sobol)",
    }
}

/// What a sheet holds.
fn about(material: &Material, words: &Words, name: &str) -> String {
    let summary = material.summary;
    let shown = |shown: usize| match summary.scenarios.len() {
        all if all > shown => format!(
            " Only the first {shown} of {all} scenarios of the ranking, because a sheet has less than 20,000 rows."
        ),
        _ => String::new(),
    };
    match name {
        capabilities::NAME => {
            let tiers = match capabilities::tiers(material).len() {
                few if few < summary.tiers.len() => format!(
                    " Only {} days after an alert; others are in tables/coverage.csv.",
                    summary.reporting_tier
                ),
                _ => String::new(),
            };
            let gap = format!(
                "The gap in the capability's own unit is known {} days after an alert.{tiers}{}",
                material.own_tier,
                shown(capabilities::scenarios(material).len())
            );
            format!(
                "A row for a scenario, a capability, a readiness and a year (mean of its four quarters). {gap}"
            )
        }
        allies::NAME => format!(
            "A row for a scenario, an ally (or all of them together) and a year, from the last one known on. Whether an ally \
             spends its pledge is asked in every year, also before the one for which it pledged. Empty: tables do not hold \
             it.{}",
            shown(allies::scenarios(material).len())
        ),
        causes::NAME => format!(
            "What is missing {}, then what each mechanism adds to those before it, then what is missing in all. In another \
             order the mechanisms would share what they do together otherwise. In how many runs the steps before the \
             reaction of allies are computed stands in a column.{}",
            words.without,
            shown(causes::scenarios(material).len())
        ),
        assumptions::NAME => format!(
            "Every input of the model with its value or range, its grade and its source.{}",
            shown(assumptions::scenarios(material).len())
        ),
        _ => {
            let (first, last) = View::of(summary).headline_years();
            format!(
                "A row for a scenario, the one that adds most at D+{} first. What is missing is that of all capabilities, weighted, \
                 mean of {}. Of runs in which two are equal half count. Scenarios whose ranks at best and at worst differ could change places.",
                summary.reporting_tier,
                numbers::years(first, last).replace('\u{2013}', "-")
            )
        }
    }
}

/// Words and units.
fn meanings(material: &Material, words: &Words, lines: &mut Vec<Line>) {
    let summary = material.summary;
    let day = summary.reporting_tier;
    let tiers: Vec<String> = summary.tiers.iter().map(|tier| format!("D+{tier}")).collect();
    let all: [(String, String); 14] = [
        ("Run".to_owned(), "One draw of everything that is uncertain, computed with the drawdown and without it on the same draws.".to_owned()),
        (format!("Missing {}", words.without), "What of the need cannot be met anyway, in the world of the scenario.".to_owned()),
        ("Missing in all".to_owned(), "What cannot be met with the drawdown: what is missing anyway and what is added.".to_owned()),
        (
            format!("Added by {}", words.act),
            "The difference of the two, run by run. Above 0 more is missing, below 0 less.".to_owned(),
        ),
        ("Coverage".to_owned(), "Share of what is needed that can be used, at most 100 %. What is missing is the rest.".to_owned()),
        (
            "Threshold of coverage".to_owned(),
            format!(
                "{} In how many runs it is below that in some quarter of a year stands on the sheet \"{}\".",
                threshold(summary),
                capabilities::NAME
            ),
        ),
        ("Point".to_owned(), "One per cent of what is needed.".to_owned()),
        (
            tiers.join(", "),
            format!(
                "What can be used so many days after an alert. Headlines are D+{day}, {day} days after an alert.{}",
                match material.own_tier {
                    own if own == day => String::new(),
                    own => format!(
                        " That was asked for with --tier: the scenarios report D+{own}, and what is known at D+{own} alone is left out."
                    ),
                }
            ),
        ),
        ("(mean)".to_owned(), "Mean of all runs.".to_owned()),
        (
            "(5 %), (50 %), (95 %)".to_owned(),
            "So many of 100 runs are at this number or below it: nine in ten runs lie between the first and the last. It shows \
             what is not known; what the model itself leaves out is not in it."
                .to_owned(),
        ),
        (
            "(error of the mean)".to_owned(),
            "How far the mean may be from that of endlessly many runs: in 95 of 100 cases at most twice this.".to_owned(),
        ),
        (
            "bn USD of 2025".to_owned(),
            format!("Billions of US dollars at prices of 2025. {}", Money::how_to_convert()),
        ),
        (
            format!("To buy back {}", words.gone),
            "The column \"Equipment lacking because of\" it: what planners lack at that date, priced, before allies react. What \
             they lack at a date may be less after a finished departure than in the middle of a slow one."
                .to_owned(),
        ),
        (
            "Grade".to_owned(),
            "A measured, B published estimate, C our judgement. A choice is what the scenario asks and has none.".to_owned(),
        ),
    ];
    for (word, meaning) in all {
        line(lines, word, &meaning);
    }
}

/// What a capability's coverage is held against.
fn threshold(summary: &Summary) -> String {
    let low = "The coverage below which a capability counts as vulnerable, set by capability";
    let all: Vec<f64> = summary.domains.iter().map(|d| d.coverage_threshold).collect();
    let [least, most] = [f64::INFINITY, f64::NEG_INFINITY];
    let (least, most) = all.iter().fold((least, most), |(a, b), &t| (a.min(t), b.max(t)));
    match least == most {
        true => format!("{low}: {} of what is needed for each of them here.", percent(least)),
        false => format!("{low}: {} to {} of what is needed here.", percent(least), percent(most)),
    }
}

/// What each scenario is.
fn scenarios(material: &Material, lines: &mut Vec<Line>) {
    for (_, scenario) in material.ranked() {
        let assumed = material.assumptions.scenarios.iter().find(|s| s.id == scenario.id);
        let statement = assumed.map_or(scenario.description.as_str(), |s| s.statement.as_str());
        line(lines, format!("Scenario \"{}\"", scenario.title), statement);
    }
}
