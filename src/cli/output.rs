//! What `run` and `compare` print: the answer, then one table a question.

use std::fmt::Write;

use super::{Format, causes, failure::Failure};
use crate::{
    analysis::answer::{Sentence, chance, counted, percent, points, sections, sentences, stays_closed},
    plot::extra::CauseRow,
    present::{
        SEEN, WORTH_NAMING,
        evidence::Evidence,
        grouped, nothing,
        numbers::{fixed, span, whole},
        ranking::{Ranking, leaving},
        size, text,
        worlds::{World, several},
    },
    store::{
        summary::{Deepest, Estimate, RankEntry, ScenarioSummary, Summary},
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
            let mean = |arm: &str| number(scenario.index_of(arm, tier).map(|found| found.mean));
            let worst = scenario.deepest.iter().find(|d| d.tier == tier && d.loss.mean > 0.0);
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

/// Which scenario is worst: ranks of drawdowns, those that could change places from first to last.
fn ranking(summary: &Summary) -> Grid {
    let tier = summary.reporting_tier;
    let ranking = Ranking::of(summary);
    let place = |id: &str| ranking.scenarios.iter().position(|s| s.id == id);
    let worlds = several(summary);
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
    if !worlds.is_empty() {
        heads.extend(["if nobody", "in all"].map(str::to_owned));
        words.extend([false, false]);
    }
    let rows = summary
        .ranking
        .iter()
        .filter_map(|entry| {
            let scenario = summary.scenario(&entry.scenario)?;
            let at = place(&scenario.id);
            let rank = match at.map(|at| ranking.ranks(at)) {
                None => "-".to_owned(),
                Some((first, last)) if first == last => first.to_string(),
                Some((first, last)) => format!("{first}-{last}"),
            };
            let mut row = vec![rank, scenario.short_title.clone(), size(scenario)];
            for &other in &summary.tiers {
                let value = index(scenario, "attributable", other);
                row.push(points(value.mean, value.se));
                if other == tier {
                    row.push(span(100.0 * value.p05, 100.0 * value.p95, 1, ("more", "less")));
                }
            }
            let direct = scenario.index_of("direct_effect", tier);
            row.push(direct.map_or_else(|| "-".to_owned(), |direct| points(direct.mean, direct.se)));
            match scenario.deepest.iter().find(|d| d.tier == tier && d.loss.mean >= WORTH_NAMING) {
                Some(worst) => {
                    row.push(format!("{} -{}", worst.domain, whole(worst.loss.mean)));
                    row.push(worst.year.to_string());
                }
                None => row.extend(["-".to_owned(), "-".to_owned()]),
            }
            row.push(fixed(scenario.bill.mean, 0));
            let next = at.filter(|at| at + 1 < ranking.scenarios.len());
            row.push(match next.and_then(|at| Some((at, ranking.pair(at, at + 1)?))) {
                None => "-".to_owned(),
                Some((at, _)) if ranking.evidence(at, at + 1) == Evidence::Same => "same".to_owned(),
                Some((_, found)) => chance(found.probability_worse, counted(summary)),
            });
            if !worlds.is_empty() {
                let of = |arm: &str| index(scenario, arm, tier);
                row.extend(["counterfactual", "scenario"].map(|arm| points(of(arm).mean, of(arm).se)));
            }
            Some(row)
        })
        .collect();
    let mut notes = missing(summary, &worlds);
    if let Some(lacking) = lacking(summary, &worlds) {
        notes.push(lacking);
    }
    if !ranking.ties.is_empty() {
        notes.push("#: those that share a range of ranks could change places.".to_owned());
    }
    if !worlds.is_empty() {
        notes.push(format!(
            "if nobody, in all: missing at D+{tier} in the scenario's own world, without and with its drawdown."
        ));
    }
    Grid {
        title: "What each scenario adds, points of requirement lost (attributable, mean over years)"
            .to_owned(),
        heads,
        words,
        rows,
        notes,
    }
}

/// What is missing without any drawdown, world by world.
fn missing(summary: &Summary, worlds: &[World]) -> Vec<String> {
    let tiers = |missing: &dyn Fn(u32) -> Estimate| -> String {
        let all = summary.tiers.iter().map(|&tier| {
            let value = missing(tier);
            format!("D+{tier} {}", points(value.mean, value.se))
        });
        all.collect::<Vec<_>>().join(", ")
    };
    if worlds.is_empty() {
        let first = summary.scenarios.first();
        let of = |first: &ScenarioSummary| tiers(&|tier| index(first, "counterfactual", tier));
        return first
            .map(|first| format!("Missing without drawdown: {} points.", of(first)))
            .into_iter()
            .collect();
    }
    let of = |world: &World| {
        let ranked = |entry: &RankEntry| world.scenarios.iter().find(|s| s.id == entry.scenario);
        let name = summary.ranking.iter().find_map(ranked).map_or("", |s| s.short_title.as_str());
        let more = match world.scenarios.len() {
            0 | 1 => String::new(),
            n => format!(" and {} more", n - 1),
        };
        let missing = tiers(&|tier| world.missing(tier));
        format!("Missing without drawdown in the world of {name}{more}: {missing} points.")
    };
    worlds.iter().map(of).collect()
}

/// What the column of money is, and what planners lack anyway.
fn lacking(summary: &Summary, worlds: &[World]) -> Option<String> {
    let whose =
        |s: &ScenarioSummary| format!("${} bn", grouped(libm::round(s.bill_without.mean.max(0.0)) as u64));
    let anyway: Vec<String> = match worlds {
        [] => vec![whose(summary.scenarios.first()?)],
        worlds => worlds.iter().filter_map(|world| world.scenarios.first()).map(|s| whose(s)).collect(),
    };
    let by_world = if worlds.is_empty() { "" } else { " (world by world)" };
    Some(format!(
        "$bn: equipment that planners lack because of the drawdown at the start of the fifth year, before the alarm; \
         they lack {}{by_world} anyway.",
        anyway.join(", ")
    ))
}

/// Where the deepest scenario bites, and what holds it open.
fn capabilities(summary: &Summary) -> Grid {
    let tier = summary.reporting_tier;
    let deepest = leaving(summary).into_iter().next();
    let heads = [
        "capability",
        "loss",
        "90 % of replicates",
        "year",
        "closed with",
        "without",
        "held open by",
        "without",
    ];
    let mut rows = Vec::new();
    let mut year = summary.start_year;
    let mut gains = false;
    let here = |worst: &&Deepest| worst.tier == tier;
    if let Some(scenario) = deepest.filter(|s| !nothing(summary, s)) {
        year = scenario.binding_year;
        let changes: Vec<Deepest> = scenario.changes(tier);
        gains = !changes.iter().any(|d| d.loss.mean >= SEEN);
        for worst in changes.iter().filter(here) {
            let title = summary.domains.iter().find(|d| d.id == worst.domain).map(|d| d.title.as_str());
            let closure = scenario.closure.iter().find(|c| c.domain == worst.domain && c.year == year);
            let binding = scenario.binding.iter().find(|b| b.domain == worst.domain);
            let held = |label: &str, probability: f64| match label {
                "" => "-".to_owned(),
                label => format!("{label} {}", percent(probability)),
            };
            let closed = |p: Option<f64>| p.map_or_else(|| "-".to_owned(), |p| chance(p, counted(summary)));
            rows.push(vec![
                title.unwrap_or(&worst.domain).to_owned(),
                match worst.loss.mean <= -WORTH_NAMING {
                    true => format!("{} gained", whole(-worst.loss.mean)),
                    false => whole(worst.loss.mean),
                },
                span(100.0 * worst.loss.p05, 100.0 * worst.loss.p95, 0, ("lost", "gained")),
                if worst.loss.mean == 0.0 { "-".to_owned() } else { worst.year.to_string() },
                closed(closure.map(|c| c.scenario.probability)),
                closed(closure.map(|c| c.counterfactual.probability)),
                binding.map_or_else(|| "-".to_owned(), |b| held(&b.label, b.probability)),
                binding.map_or_else(
                    || "-".to_owned(),
                    |b| held(&b.counterfactual.label, b.counterfactual.probability),
                ),
            ]);
        }
    }
    let notes =
        if rows.is_empty() { Vec::new() } else { vec![format!("closed: {}.", stays_closed(summary))] };
    Grid {
        title: format!(
            "Where \"{}\" {}; no gap by the end of {year}",
            deepest.map_or("", |s| s.title.as_str()),
            if gains {
                format!("helps: points of D+{tier} coverage gained in the best year")
            } else {
                format!("bites: points of D+{tier} coverage lost in the worst year, or gained in the best")
            }
        ),
        heads: heads.map(str::to_owned).to_vec(),
        words: vec![true, false, false, false, false, false, true, true],
        rows,
        notes,
    }
}
