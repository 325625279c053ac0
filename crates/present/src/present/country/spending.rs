//! What the country spends and when, against its pledge, with and without the drawdown.

use super::{Block, Page, by_scenario, number, ranged, sentence, share, under};
use crate::{
    present::numbers::{brief_chance, fixed},
    store::country::{Spending, UnderScenario},
};

/// Scenarios up to which several years are shown.
const FEW: usize = 3;

pub(super) fn add(page: &Page, blocks: &mut Vec<Block>) {
    let (country, title) = (page.country, &page.country.title);
    let Some(first) = page.shown.iter().find(|s| !s.years.is_empty()) else {
        blocks.push(sentence(&format!("What {title} spends is not in the tables of this run.")));
        return;
    };
    let now = &first.years[0];
    let mut said = format!("{title} spends {} % of GDP in {}", share(now.share.mean), now.year);
    if first.pledge.is_finite() && first.pledge_year.is_finite() {
        said += &format!(
            " and has pledged {} % by {}",
            fixed(first.pledge, if (10.0 * first.pledge).fract().abs() < 1e-6 { 1 } else { 2 }),
            fixed(first.pledge_year, 0)
        );
    }
    let pledges = |s: &&UnderScenario| !s.years.is_empty() && shown_pledge(s) != shown_pledge(first);
    if let Some(other) = page.shown.iter().find(pledges) {
        said += &format!(" ({}{})", under(page, other), shown_pledge(other));
    }
    said.push('.');
    blocks.push(sentence(&said));
    let mut rows = Vec::new();
    for s in page.shown {
        for year in years(page, s) {
            rows.push((s, row(page, year)));
        }
    }
    let (with, without) = (page.with.replace(' ', "\n"), page.without.replace(' ', "\n"));
    let heads = vec![
        number("year"),
        number(format!("% of GDP\n{}\n(9 of 10 runs)", page.with)),
        number(format!("{}\n(9 of 10 runs)", page.without)),
        number(format!("at the\npledge\n{with}")),
        number(without.clone()),
        number(format!("below it,\n{}\n{with}", page.money.unit())),
        number(without),
    ];
    let mut notes = vec![
        "At the pledge: chance, whether the year of the pledge has come or not. Below it: money a year, mean over runs, 0 where it is met."
            .to_owned(),
    ];
    notes.extend(when(page));
    notes.extend(page.money.note());
    let title = format!("What {} spends, and whether it keeps its pledge", country.title);
    blocks.push(by_scenario(page, title, heads, &rows, notes));
}

fn shown_pledge(s: &UnderScenario) -> String {
    format!("{} % by {}", fixed(s.pledge, 2), fixed(s.pledge_year, 0))
}

fn row(page: &Page, year: &Spending) -> Vec<String> {
    let runs = page.country.replicates;
    vec![
        year.year.to_string(),
        ranged(year.share, share),
        ranged(year.share_without, share),
        brief_chance(year.met, runs),
        brief_chance(year.met_without, runs),
        page.money.billions(year.below),
        page.money.billions(year.below_without),
    ]
}

/// The years that are shown: that of the bill, of the pledge, and the last; of many scenarios that of the pledge alone.
fn years<'a>(page: &Page, s: &'a UnderScenario) -> Vec<&'a Spending> {
    let last = s.years.last().map_or(0, |year| year.year);
    let pledged = if s.pledge_year.is_finite() { s.pledge_year.round() as i32 } else { last };
    let pledged = pledged.clamp(page.country.start_year, last.max(page.country.start_year));
    let mut asked = match page.country.scenarios.len() <= FEW {
        true => vec![page.country.bill_year, pledged, last],
        false => vec![pledged],
    };
    asked.sort_unstable();
    asked.dedup();
    asked.into_iter().filter_map(|at| s.years.iter().find(|year| year.year == at)).collect()
}

/// From when on it is at its pledge in most runs, scenarios of which the same is so together.
fn when(page: &Page) -> Option<String> {
    let mut told: Vec<(String, Vec<&str>)> = Vec::new();
    for s in page.shown {
        let Some(last) = s.years.last() else { continue };
        let from = |year: Option<i32>| match year {
            Some(year) => format!("from {year} on"),
            None => format!("not by {}", last.year),
        };
        let (with, without) = (from(s.met_from), from(s.met_from_without));
        let said = match with == without {
            true => format!("{with}, with or without the drawdown"),
            false => format!("{with} ({}: {without})", page.without),
        };
        match told.iter_mut().find(|(other, _)| *other == said) {
            Some((_, names)) => names.push(&s.short_title),
            None => told.push((said, vec![&s.short_title])),
        }
    }
    let alone = told.len() == 1;
    let all = told.iter().map(|(said, names)| match alone {
        true => said.clone(),
        // Names may have commas of their own.
        false => format!("{said}: {}", names.join(" / ")),
    });
    let all: Vec<String> = all.collect();
    let what = "At the pledge in more than half of the runs, and in all years after";
    (!all.is_empty()).then(|| format!("{what}: {}.", all.join("; ")))
}
