//! What `run` and `compare` print: the answer, then one table a question.

use std::fmt::Write;

use super::{Format, causes, failure::Failure};
use crate::{
    analysis::answer::{Sentence, chance, counted, percent, points, same, sections, sentences},
    plot::extra::CauseRow,
    present::text,
    store::{
        summary::{Estimate, ScenarioSummary, Summary},
        table::number,
    },
};

/// The summary in the form asked for, with a table of the causes given (there need be none) where it is for people.
///
/// # Errors
/// When it cannot be written as JSON or CSV.
pub fn render(summary: &Summary, causes: &[CauseRow], format: Format) -> Result<String, Failure> {
    match format {
        Format::Json => Ok(text::json(summary)?),
        Format::Csv => raw(summary),
        Format::Table => {
            let mut text = String::new();
            for sentence in sentences(summary) {
                text += &wrap(&sentence, 96);
            }
            for table in tables(summary, causes) {
                text += &table.plain();
            }
            Ok(text)
        }
        Format::Markdown => {
            let all = sections(summary);
            let mut text: String = all.iter().flat_map(|section| &section.sentences).map(paragraph).collect();
            for table in tables(summary, causes) {
                text += &table.markdown();
            }
            Ok(text)
        }
    }
}

/// A sentence as a paragraph of a document.
pub(super) fn paragraph(sentence: &Sentence) -> String {
    let opening = sentence.opening.map(|word| format!("{word}: ")).unwrap_or_default();
    format!("{opening}{}\n\n", sentence.markdown())
}

fn tables(summary: &Summary, rows: &[CauseRow]) -> Vec<Grid> {
    let mut tables = vec![ranking(summary)];
    tables.extend(causes::grid(summary, rows));
    let grid = capabilities(summary);
    if !grid.rows.is_empty() {
        tables.push(grid);
    }
    tables
}

/// Breaks a line between words; what follows is indented a little deeper.
pub(super) fn wrap(sentence: &str, width: usize) -> String {
    let indent = sentence.len() - sentence.trim_start().len();
    let mut text = String::new();
    let mut line = " ".repeat(indent);
    let mut empty = true;
    for word in sentence.split_whitespace().map(text::line) {
        if !empty && line.chars().count() + 1 + word.chars().count() > width {
            let _ = writeln!(text, "{line}");
            line = " ".repeat(indent + 2);
            empty = true;
        }
        if !empty {
            line.push(' ');
        }
        line += &word;
        empty = false;
    }
    let _ = writeln!(text, "{line}");
    text
}

/// A table of text.
pub(super) struct Grid {
    /// What it shows.
    pub title: String,
    /// Heads of the columns.
    pub heads: Vec<String>,
    /// Columns of words stand left, of numbers right.
    pub words: Vec<bool>,
    /// Cells by row.
    pub rows: Vec<Vec<String>>,
    /// What stands below.
    pub notes: Vec<String>,
}

impl Grid {
    /// For a terminal.
    pub fn plain(&self) -> String {
        let shown = |cells: &[String]| -> Vec<String> {
            cells.iter().map(|cell| text::line(cell).into_owned()).collect()
        };
        let (heads, rows) = (shown(&self.heads), self.rows.iter().map(|row| shown(row)).collect::<Vec<_>>());
        let widths: Vec<usize> = (0..heads.len())
            .map(|c| {
                let cells = rows.iter().map(|row| row[c].chars().count());
                cells.chain([heads[c].chars().count()]).max().unwrap_or(0)
            })
            .collect();
        let line = |cells: &[String]| {
            let mut text = String::from(" ");
            for (c, cell) in cells.iter().enumerate() {
                let pad = " ".repeat(widths[c] - cell.chars().count());
                let _ =
                    if self.words[c] { write!(text, " {cell}{pad}") } else { write!(text, " {pad}{cell}") };
            }
            text.trim_end().to_owned() + "\n"
        };
        let mut text = format!("\n{}\n{}", text::line(&self.title), line(&heads));
        for row in &rows {
            text += &line(row);
        }
        for note in &self.notes {
            text += &format!("  {}\n", text::line(note));
        }
        text
    }

    /// For a document.
    pub fn markdown(&self) -> String {
        let line = |cells: &[String]| {
            let cells: Vec<_> = cells.iter().map(|cell| text::markdown(cell)).collect();
            format!("| {} |\n", cells.join(" | "))
        };
        let rule: Vec<String> =
            self.words.iter().map(|&words| if words { "---" } else { "--:" }.to_owned()).collect();
        let rule = format!("| {} |\n", rule.join(" | "));
        let mut text = format!("**{}**\n\n{}{rule}", text::markdown(&self.title), line(&self.heads));
        for row in &self.rows {
            text += &line(row);
        }
        text.push('\n');
        for note in &self.notes {
            text += &format!("{}\n\n", text::markdown(note));
        }
        text
    }
}

fn index(scenario: &ScenarioSummary, arm: &str, tier: u32) -> Estimate {
    scenario.index_of(arm, tier).copied().unwrap_or_default()
}

/// Points without decimals, and no minus before a zero.
fn whole(fraction: f64) -> String {
    format!("{:.0}", libm::round(100.0 * fraction) + 0.0)
}

/// One row a scenario and tier, numbers with all their digits.
fn raw(summary: &Summary) -> Result<String, Failure> {
    let mut writer = text::CsvWriter::new(Vec::new());
    writer.write_record([
        "rank",
        "scenario",
        "title",
        "personnel_effective",
        "tier",
        "attributable",
        "se",
        "lower",
        "upper",
        "p05",
        "p50",
        "p95",
        "direct_effect",
        "induced",
        "counterfactual",
        "worst_domain",
        "worst_year",
        "worst_loss",
        "bill_usd_bn",
        "probability_worse_than_next",
    ])?;
    for (rank, entry) in summary.ranking.iter().enumerate() {
        let Some(scenario) = summary.scenarios.iter().find(|s| s.id == entry.scenario) else { continue };
        for &tier in &summary.tiers {
            let added = index(scenario, "attributable", tier);
            let mean = |arm: &str| number(Some(index(scenario, arm, tier).mean));
            let worst = scenario.deepest.iter().find(|d| d.tier == tier);
            writer.write_record([
                (rank + 1).to_string(),
                scenario.id.clone(),
                scenario.title.clone(),
                number(Some(scenario.personnel_effective.mean)),
                tier.to_string(),
                number(Some(added.mean)),
                number(Some(added.se)),
                number(Some(added.lower)),
                number(Some(added.upper)),
                number(Some(added.p05)),
                number(Some(added.p50)),
                number(Some(added.p95)),
                mean("direct_effect"),
                mean("induced"),
                mean("counterfactual"),
                worst.map(|d| d.domain.clone()).unwrap_or_default(),
                worst.map(|d| d.year.to_string()).unwrap_or_default(),
                number(worst.map(|d| d.loss.mean)),
                number(Some(scenario.bill.mean)),
                number(entry.probability_worse_than_next),
            ])?;
        }
    }
    let bytes = writer.into_inner()?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

/// Which scenario is worst.
fn ranking(summary: &Summary) -> Grid {
    let tier = summary.reporting_tier;
    let mut heads: Vec<String> = ["#", "scenario", "leave"].map(str::to_owned).to_vec();
    let mut words = vec![false, true, false];
    for other in &summary.tiers {
        heads.push(format!("D+{other}"));
        words.push(false);
        if *other == tier {
            heads.push("90 % of replicates".to_owned());
            words.push(false);
        }
    }
    heads.extend(["before alarm", "worst", "year", "$bn", "P(worse than next)"].map(str::to_owned));
    words.extend([false, true, false, false, false]);
    let rows = summary
        .ranking
        .iter()
        .enumerate()
        .filter_map(|(rank, entry)| {
            let scenario = summary.scenarios.iter().find(|s| s.id == entry.scenario)?;
            let leave = crate::analysis::answer::grouped(scenario.personnel_effective.mean.max(0.0) as u64);
            let mut row = vec![(rank + 1).to_string(), scenario.short_title.clone(), leave];
            for &other in &summary.tiers {
                let value = index(scenario, "attributable", other);
                row.push(points(value.mean, value.se));
                if other == tier {
                    let end = |v: f64| points(v, f64::NAN);
                    row.push(format!("{} to {}", end(value.p05), end(value.p95)));
                }
            }
            let direct = index(scenario, "direct_effect", tier);
            row.push(points(direct.mean, direct.se));
            match scenario.deepest.iter().find(|d| d.tier == tier && d.loss.mean >= 0.005) {
                Some(worst) => {
                    row.push(format!("{} -{:.0}", worst.domain, 100.0 * worst.loss.mean));
                    row.push(worst.year.to_string());
                }
                None => row.extend(["-".to_owned(), "-".to_owned()]),
            }
            row.push(format!("{:.0}", scenario.bill.mean));
            let same = entry
                .difference_to_next
                .is_some_and(|difference| same(difference, entry.difference_to_next_se.unwrap_or(f64::NAN)));
            row.push(match entry.probability_worse_than_next {
                None => "-".to_owned(),
                Some(_) if same => "same".to_owned(),
                Some(p) => chance(p, counted(summary)),
            });
            Some(row)
        })
        .collect();
    let without = summary.scenarios.first().map(|first| {
        let missing: Vec<String> = summary
            .tiers
            .iter()
            .map(|&other| {
                let value = index(first, "counterfactual", other);
                format!("D+{other} {}", points(value.mean, value.se))
            })
            .collect();
        format!("Missing without drawdown: {} points.", missing.join(", "))
    });
    let mut notes: Vec<String> = without.into_iter().collect();
    notes.push(
        "$bn: equipment that planners lack because of the drawdown at the start of the fifth year, before the alarm."
            .to_owned(),
    );
    Grid {
        title: "What each scenario adds, points of requirement lost (attributable, mean over years)"
            .to_owned(),
        heads,
        words,
        rows,
        notes,
    }
}

/// Where the deepest scenario bites, and what holds it open.
fn capabilities(summary: &Summary) -> Grid {
    let tier = summary.reporting_tier;
    let deepest =
        summary.ranking.first().and_then(|entry| summary.scenarios.iter().find(|s| s.id == entry.scenario));
    let heads =
        ["capability", "loss", "90 % of replicates", "year", "closed with", "without", "held open by"];
    let mut rows = Vec::new();
    let mut year = summary.start_year;
    let mut gains = false;
    if let Some(scenario) = deepest {
        year = scenario.binding_year;
        // A scenario that moves nothing bites nowhere.
        let at_least = |least: f64, sign: f64| {
            scenario.deepest.iter().any(|d| d.tier == tier && sign * d.loss.mean >= least)
        };
        let loses = at_least(0.0005, 1.0);
        gains = !loses && at_least(0.005, -1.0);
        let moves = gains || loses;
        for worst in scenario.deepest.iter().filter(|d| moves && d.tier == tier) {
            let title = summary.domains.iter().find(|d| d.id == worst.domain).map(|d| d.title.as_str());
            let closure = scenario.closure.iter().find(|c| c.domain == worst.domain && c.year == year);
            let binding = scenario.binding.iter().find(|b| b.domain == worst.domain);
            rows.push(vec![
                title.unwrap_or(&worst.domain).to_owned(),
                whole(worst.loss.mean),
                format!("{} to {}", whole(worst.loss.p05), whole(worst.loss.p95)),
                worst.year.to_string(),
                closure.map_or_else(|| "-".to_owned(), |c| chance(c.scenario.probability, counted(summary))),
                closure.map_or_else(
                    || "-".to_owned(),
                    |c| chance(c.counterfactual.probability, counted(summary)),
                ),
                binding
                    .filter(|b| !b.label.is_empty())
                    .map_or_else(|| "-".to_owned(), |b| format!("{} {}", b.label, percent(b.probability))),
            ]);
        }
    }
    Grid {
        title: format!(
            "Where \"{}\" {}; no gap by the end of {year}",
            deepest.map_or("", |s| s.title.as_str()),
            if gains {
                format!(
                    "helps: points of D+{tier} coverage lost in the year of the largest change, below 0 gained"
                )
            } else {
                format!("bites: points of D+{tier} coverage lost in the worst year")
            }
        ),
        heads: heads.map(str::to_owned).to_vec(),
        words: vec![true, false, false, false, false, false, true],
        rows,
        notes: Vec::new(),
    }
}
