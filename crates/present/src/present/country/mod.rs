//! What a run means for one country, on one page: the same sentences and tables on a terminal, in a document and in the report.

mod aside;
mod bill;
mod forces;
mod spending;
mod sure;
#[cfg(test)]
mod tests;
mod troops;

use super::{
    act,
    grammar::{capital, cut, wrap},
    numbers::{currency::Money, fixed, runs},
    table::{Kind, Table, WIDTH},
    text, under_way, unless,
};
use crate::store::{
    country::{Country, Spread, UnderScenario},
    summary::Summary,
    turned_to::TurnedTo,
};

/// Scenarios that a page shows; JSON has all of them.
const MOST: usize = 12;

/// The least and the most characters of a scenario's name.
const NAME: (usize, usize) = (12, 44);

/// A piece of the page.
#[derive(Clone, Debug, PartialEq)]
pub enum Block {
    /// A sentence or several.
    Words(String),
    /// A table.
    Table(Table),
}

/// What the parts of a page look at.
struct Page<'a> {
    country: &'a Country,
    shown: &'a [UnderScenario],
    money: Money,
    /// The tier of the run: by capability what is lost is known at that alone.
    own_tier: u32,
    /// Whether it is of some capabilities alone.
    narrowed: bool,
    /// How heads call what is so with and without the drawdown.
    with: &'static str,
    without: &'static str,
    /// What heads call the scenarios.
    who: &'static str,
    /// What would be bought back.
    gone: &'static str,
    /// How much of it is gone by then, under each scenario that is not over: "68 % under X".
    under_way: Vec<String>,
}

/// The page of a country; a summary says how its run calls what goes.
#[must_use]
pub fn page(summary: &Summary, country: &Country) -> Vec<Block> {
    let leaving = act(summary) == "leaving";
    let own_tier = country.tier;
    let country = &turned(summary, country);
    let shown = &country.scenarios[..country.scenarios.len().min(MOST)];
    let part = |s: &UnderScenario| {
        let part = under_way(summary.scenario(&s.scenario)?)?;
        Some(if shown.len() == 1 { part } else { format!("{part} under {}", s.short_title) })
    };
    let page = Page {
        country,
        shown,
        money: Money::of(&summary.turned_to),
        own_tier,
        narrowed: !summary.turned_to.domains.is_empty(),
        with: if leaving { "if they leave" } else { "with it" },
        without: unless(summary),
        who: if leaving { "who leaves" } else { "what goes" },
        gone: match act(summary) {
            "taking pledges back" => "what is no longer pledged",
            "the drawdown" => "what left or is no longer pledged",
            _ => "what left",
        },
        under_way: shown.iter().filter_map(part).collect(),
    };
    let mut blocks = Vec::new();
    troops::add(&page, &mut blocks);
    spending::add(&page, &mut blocks);
    forces::add(&page, &mut blocks);
    aside::add(&page, &mut blocks);
    bill::add(&page, &mut blocks);
    sure::add(&page, &mut blocks);
    blocks
}

/// What of a country a page tells: of the scenario in focus, where one was named, and of the capabilities that were.
fn turned(summary: &Summary, country: &Country) -> Country {
    let TurnedTo { focus, tier, domains, .. } = &summary.turned_to;
    let (mut country, own) = (country.clone(), country.tier);
    country.tier = tier.unwrap_or(own);
    if let Some(at) = country.scenarios.iter().position(|s| Some(&s.scenario) == focus.as_ref()) {
        country.scenarios = vec![country.scenarios.swap_remove(at)];
    }
    let wanted = |id: &String| domains.is_empty() || domains.contains(id);
    for kept in country.scenarios.iter_mut().filter_map(|s| s.kept.as_mut()) {
        kept.forces.retain(|force| wanted(&force.domain));
        kept.aside_domains.retain(|domain| wanted(&domain.domain));
        // By capability it is known at the reporting tier alone.
        if country.tier != own {
            kept.aside_domains.clear();
        }
    }
    country
}

/// The title of the page.
#[must_use]
pub fn title(country: &Country) -> String {
    format!("What it means for {}", country.title)
}

/// For a terminal.
#[must_use]
pub fn plain(summary: &Summary, country: &Country, blocks: &[Block]) -> String {
    let mut out = format!("{} ({})\n", text::line(&title(country)), ran(summary, country));
    for block in blocks {
        match block {
            Block::Words(said) => {
                out.push('\n');
                out.extend(wrap(&text::line(said), WIDTH - 2).into_iter().map(|line| line + "\n"));
            }
            Block::Table(table) => out += &table.plain(),
        }
    }
    out
}

/// For a document.
#[must_use]
pub fn markdown(summary: &Summary, country: &Country, blocks: &[Block]) -> String {
    let mut out = format!("## {}\n\n{}\n\n", text::markdown(&title(country)), ran(summary, country));
    for block in blocks {
        match block {
            Block::Words(said) => out += &format!("{}\n\n", text::markdown(said)),
            Block::Table(table) => out += &table.markdown(),
        }
    }
    out
}

/// Of how many scenarios it is, or of which where one was named, and on how many runs it rests.
#[must_use]
pub fn ran(summary: &Summary, country: &Country) -> String {
    let focus = summary.turned_to.focus.as_ref();
    let named = country.scenarios.iter().find(|s| Some(&s.scenario) == focus);
    let scenarios = match (country.scenarios.len(), named) {
        (1, _) => "one scenario".to_owned(),
        (n, Some(named)) => format!("\"{}\", one of {n} scenarios", named.short_title),
        (n, None) => format!("{n} scenarios"),
    };
    format!("{scenarios}, {}, seed {}", runs(country.replicates), country.seed)
}

/// A column: its head, what it holds.
type Head = (String, Kind);

/// A table whose first column names the scenario of its row, which gives way where others need room.
fn by_scenario(
    page: &Page,
    title: String,
    heads: Vec<Head>,
    rows: &[(&UnderScenario, Vec<String>)],
    notes: Vec<String>,
) -> Block {
    let build = |name: usize| {
        let cells = |(scenario, cells): &(&UnderScenario, Vec<String>)| {
            std::iter::once(cut(&scenario.short_title, name)).chain(cells.iter().cloned()).collect()
        };
        let first = std::iter::once((page.who.to_owned(), Kind::Words));
        let heads = first.chain(heads.iter().cloned());
        Table::of_text(title.clone(), heads, rows.iter().map(cells).collect(), notes.clone())
    };
    let whole = build(NAME.1);
    let over = whole.width().saturating_sub(WIDTH);
    let longest = rows.iter().map(|(s, _)| s.short_title.chars().count()).max().unwrap_or(0).min(NAME.1);
    Block::Table(if over == 0 { whole } else { build(longest.saturating_sub(over).max(NAME.0)) })
}

/// A head of a column of numbers.
fn number(head: impl Into<String>) -> Head {
    (head.into(), Kind::Number)
}

/// The middle nine of ten runs of what was rounded already: "1.9-3.0", "-0.2 to 0.4".
fn between(low: &str, high: &str) -> String {
    let signed = low.starts_with('-') || high.starts_with('-');
    if signed { format!("{low} to {high}") } else { format!("{low}-{high}") }
}

/// A number with its range: "2.4 (1.9-3.0)"; alone where it is the same in every run.
fn ranged(spread: Spread, shown: impl Fn(f64) -> String) -> String {
    let [mean, low, high] = [spread.mean, spread.p05, spread.p95].map(shown);
    if low == high && low == mean { mean } else { format!("{mean} ({})", between(&low, &high)) }
}

/// Per cent of GDP.
fn share(value: f64) -> String {
    fixed(value, 1)
}

/// What stands before what is only told of some of several scenarios.
fn under(page: &Page, scenario: &UnderScenario) -> String {
    match page.country.scenarios.len() {
        1 => String::new(),
        _ => format!("{}: ", cut(&scenario.short_title, NAME.1)),
    }
}

/// A sentence from words that may begin with a small letter.
fn sentence(words: &str) -> Block {
    Block::Words(capital(words))
}
