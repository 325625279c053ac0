//! What `run` and `compare` print: the answer, then one table a question.

use serde::Serialize;

use super::{Format, failure::Failure};
use crate::{
    present::{
        SEEN, View,
        answer::{Sentence, WIDTH, lines, sections, short},
        grammar, nothing,
        numbers::{currency::Money, points},
        ranking::Ranking,
        table::Table,
        tables::{self, Medium, below::below, names::names, worlds::worlds},
        text, unless,
        worlds::{World, several},
    },
    store::{
        extra::CauseRow,
        summary::{Estimate, RankEntry, ScenarioSummary, Summary},
        table::Row,
    },
};

/// The summary in the form asked for. Where it is for people: the short answer with its table, a table of the causes given
/// (there need be none), and in `details` all that was found, with the rows of `coverage.csv` and `vulnerability.csv` by year.
///
/// # Errors
/// When it cannot be written as JSON or CSV.
pub fn render(
    summary: &Summary,
    causes: &[CauseRow],
    by_year: [&[Row]; 2],
    format: Format,
    details: bool,
) -> Result<String, Failure> {
    let mut tables = vec![tables::short::short(&View::of(summary))];
    if !details {
        tables.extend(self::causes(summary, causes));
    }
    let all = if details { shown(summary, causes, by_year) } else { Vec::new() };
    let sentences = if details { sections(summary) } else { Vec::new() };
    let sentences = sentences.iter().flat_map(|section| &section.sentences);
    match format {
        Format::Json => Ok(text::json(summary)?),
        Format::Csv => raw(summary),
        Format::Table => {
            let said = short(summary);
            let mut text: String = said.iter().flat_map(|said| lines(said)).map(|line| line + "\n").collect();
            tables.iter().for_each(|table| text += &table.plain());
            text += if details { "\n" } else { "" };
            sentences.for_each(|sentence| text += &wrap(&sentence.plain()));
            all.iter().for_each(|table| text += &table.plain());
            Ok(text)
        }
        Format::Markdown => {
            let mut text: String = short(summary).iter().map(|said| run_on(said)).collect();
            tables.iter().for_each(|table| text += &table.markdown());
            text.extend(sentences.map(paragraph));
            all.iter().for_each(|table| text += &table.markdown());
            Ok(text)
        }
    }
}

/// Sentences as a paragraph of a document.
fn run_on(sentences: &[Sentence]) -> String {
    let all: Vec<String> =
        sentences.iter().map(|sentence| paragraph(sentence).trim_end().to_owned()).collect();
    format!("{}\n\n", all.join(" "))
}

/// A sentence as a paragraph of a document.
pub(super) fn paragraph(sentence: &Sentence) -> String {
    let opening = sentence.opening.map(|word| format!("{word}: ")).unwrap_or_default();
    format!("{opening}{}\n\n", sentence.markdown())
}

fn shown(summary: &Summary, rows: &[CauseRow], by_year: [&[Row]; 2]) -> Vec<Table> {
    let view = View::of(summary);
    let name = |id: &str| grammar::narrow(View::of(summary).title(id));
    let each = view.each();
    let below = each.iter().filter_map(|s| below(&view, s, by_year, Medium::Text, &name));
    let changes = each.iter().filter_map(|s| capabilities(summary, s));
    let others = [names(&view), causes(summary, rows), worlds(&view, Medium::Text)].into_iter().flatten();
    std::iter::once(ranking(summary)).chain(others).chain(changes).chain(below).collect()
}

/// Breaks a line between words; what follows is indented a little deeper.
pub(super) fn wrap(sentence: &str) -> String {
    grammar::wrap(&text::line(sentence), WIDTH).into_iter().map(|line| line + "\n").collect()
}

fn index(scenario: &ScenarioSummary, arm: &str, tier: u32) -> Estimate {
    scenario.index_of(arm, tier).copied().unwrap_or_default()
}

/// A row of the ranking as CSV.
#[derive(Default, Serialize)]
struct RankRow<'a> {
    rank: usize,
    scenario: &'a str,
    title: &'a str,
    personnel_effective: f64,
    tier: u32,
    attributable: f64,
    se: f64,
    lower: f64,
    upper: f64,
    p05: f64,
    p50: f64,
    p95: f64,
    direct_effect: Option<f64>,
    induced: Option<f64>,
    counterfactual: Option<f64>,
    worst_domain: Option<&'a str>,
    worst_year: Option<i32>,
    worst_loss: Option<f64>,
    bill_usd_bn: f64,
    probability_worse_than_next: Option<f64>,
}

/// One row per scenario and tier, numbers with all their digits.
fn raw(summary: &Summary) -> Result<String, Failure> {
    let ranked = summary.ranking.iter().enumerate().filter_map(|(at, entry)| {
        let scenario = summary.scenario(&entry.scenario)?;
        Some((at + 1, entry, scenario))
    });
    let rows = ranked.flat_map(|(rank, entry, scenario)| {
        summary.tiers.iter().map(move |&tier| {
            let added = index(scenario, "attributable", tier);
            let mean = |arm: &str| scenario.index_of(arm, tier).map(|found| found.mean);
            let worst = scenario.deepest.iter().find(|d| d.tier == tier && d.loss.mean > 0.0);
            RankRow {
                rank,
                scenario: &scenario.id,
                title: &scenario.title,
                personnel_effective: scenario.personnel_effective.mean,
                tier,
                attributable: added.mean,
                se: added.se,
                lower: added.lower,
                upper: added.upper,
                p05: added.p05,
                p50: added.p50,
                p95: added.p95,
                direct_effect: mean("direct_effect"),
                induced: mean("induced"),
                counterfactual: mean("counterfactual"),
                worst_domain: worst.map(|d| d.domain.as_str()),
                worst_year: worst.map(|d| d.year),
                worst_loss: worst.map(|d| d.loss.mean),
                bill_usd_bn: scenario.bill.mean,
                probability_worse_than_next: entry.probability_worse_than_next,
            }
        })
    });
    let mut bytes = Vec::new();
    text::write_csv::<RankRow>(&mut bytes, text::Numbers::Tidy, rows)?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

/// Which scenario is worst, with what is missing anyway.
fn ranking(summary: &Summary) -> Table {
    let tier = summary.reporting_tier;
    let worlds = several(summary);
    let mut notes = missing(summary, &worlds);
    if let Some(lacking) = lacking(summary, &worlds) {
        notes.push(lacking);
    }
    if !Ranking::of(summary).ties.is_empty() {
        notes.push("#: those that share a range of ranks could change places.".to_owned());
    }
    notes.push(match worlds.is_empty() {
        true => format!("in all: missing at D+{tier} under the scenario."),
        false => format!(
            "if nobody, in all: missing at D+{tier} in the scenario's own world, without and with what it takes away."
        ),
    });
    Table {
        title: "What each scenario adds, points of what is needed (attributable, mean over years)".to_owned(),
        notes,
        ..tables::ranking::ranking(summary, Medium::Text, &|id| grammar::narrow(View::of(summary).title(id)))
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
            .map(|first| format!("Missing {}: {} points.", unless(summary), of(first)))
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
        format!("Missing {} in the world of {name}{more}: {missing} points.", unless(summary))
    };
    worlds.iter().map(of).collect()
}

/// What the column of money is, and what planners lack anyway.
fn lacking(summary: &Summary, worlds: &[World]) -> Option<String> {
    let money = Money::of(&summary.turned_to);
    let whose = |s: &ScenarioSummary| money.whole(s.bill_without.mean.max(0.0));
    let anyway: Vec<String> = match worlds {
        [] => vec![whose(summary.scenarios.first()?)],
        worlds => worlds.iter().filter_map(|world| world.scenarios.first()).map(|s| whose(s)).collect(),
    };
    let by_world = if worlds.is_empty() { "" } else { " (world by world)" };
    Some(format!(
        "{}bn: equipment that planners lack because of the drawdown at the start of the fifth year, before the alarm; \
         they lack {}{by_world} anyway.",
        money.sign(),
        anyway.join(", ")
    ))
}

/// Where a scenario bites, and what holds it open; nothing where nothing changes.
fn capabilities(summary: &Summary, scenario: &ScenarioSummary) -> Option<Table> {
    let tier = summary.reporting_tier;
    if nothing(summary, scenario) {
        return None;
    }
    let title = |id: &str| {
        let domain = summary.domains.iter().find(|d| d.id == id);
        domain.map_or_else(|| id.to_owned(), |d| d.title.clone())
    };
    let table = tables::capabilities::capabilities(summary, scenario, Medium::Text, &title, &|_| None);
    let loses = scenario.changes(tier).iter().any(|d| d.loss.mean >= SEEN);
    let does = match loses {
        true => format!("bites: points of D+{tier} coverage lost in the worst year, or gained in the best"),
        false => format!("helps: points of D+{tier} coverage gained in the best year"),
    };
    (!table.rows.is_empty()).then(|| Table {
        title: format!(
            "Where \"{}\" {does}; no gap by the end of {}",
            scenario.short_title, scenario.binding_year
        ),
        notes: vec![format!("closed: {}.", View::of(summary).stays_closed())],
        ..table
    })
}

/// What each mechanism of a drawdown adds; `None` without causes.
fn causes(summary: &Summary, rows: &[CauseRow]) -> Option<Table> {
    let (table, _) = tables::causes::causes(summary, rows, Medium::Text)?;
    Some(Table {
        title: format!(
            "What adds to it at D+{}, points, mechanisms switched on from left to right",
            summary.reporting_tier
        ),
        notes: vec![
            "pledges: forces pledged are taken back (where some are); presence: units leave; return: some come back; handover: kit stays; disruption; linkage: a weaker tie;"
                .to_owned(),
            "reaction: the alarm. In brackets and last, of the whole: the part that is gone when nothing depends on another."
                .to_owned(),
        ],
        ..table
    })
}
