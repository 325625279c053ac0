//! Which scenario is worst: what is missing if nobody leaves, in all, and what each adds, with the bill.

use super::{
    Material, Words,
    sheet::{Cell, Columns, Look, Sheet},
};
use crate::{
    present::{View, ranking::Ranking, tables::ranking::knows_direct, worst},
    store::summary::{Estimate, IndexEntry, ScenarioSummary},
};

/// A scenario and its place.
type Ranked<'a> = (Option<usize>, &'a ScenarioSummary);
/// What of an estimate stands in a column.
type Of = fn(&Estimate) -> f64;

const RANGE: [(&str, Of); 2] = [("5 %", |e| e.p05), ("95 %", |e| e.p95)];

/// The sheet.
pub(super) fn sheet(material: &Material, words: &Words) -> Sheet {
    let summary = material.summary;
    let view = View::of(summary);
    let ranking = &Ranking::of(summary);
    let tiers = material.tiers();
    let mut columns = Columns::new();
    columns.add("Rank", Look::Plain, |&(at, _): &Ranked| at.map(|at| (at + 1) as f64).into());
    columns.wide("Scenario", Look::Text, 40, |(_, s)| Cell::words(&s.title));
    columns.add("Short name, as on other sheets", Look::Words, |(_, s)| Cell::words(&s.short_title));
    columns.add("Rank at best", Look::Plain, |&(at, _)| at.map(|at| ranking.ranks(at).0 as f64).into());
    columns.add("Rank at worst", Look::Plain, |&(at, _)| at.map(|at| ranking.ranks(at).1 as f64).into());
    let people: fn(&ScenarioSummary) -> Estimate = |s| s.personnel_effective;
    ends(&mut columns, "People who leave", Look::Whole, 1.0, people);
    if summary.scenarios.iter().any(|s| s.pledges_taken.mean > 0.0) {
        ends(&mut columns, "Pledges taken back, % of pledged reinforcement", Look::One, 100.0, |s| {
            s.pledges_taken
        });
    }
    for &tier in &tiers {
        at_tier(&mut columns, words, tier);
    }
    if knows_direct(summary) {
        let tier = view.tier;
        let arms = [("before allies react", "direct_effect"), ("by allies' reaction", "induced")];
        for (when, arm) in arms {
            let head = format!("D+{tier}: of it added {when}, points (mean)");
            columns.add(head, Look::One, move |(_, s)| s.index_of(arm, tier).map(|e| 100.0 * e.mean).into());
        }
    }
    let most = move |s: &ScenarioSummary| worst(s, summary.reporting_tier);
    let head = format!("D+{}: capability that changes most", view.tier);
    columns.wide(head, Look::Text, 28, move |(_, s)| {
        most(s).map_or(Cell::Empty, |most| Cell::words(View::of(summary).title(&most.domain)))
    });
    columns.add("in the year", Look::Plain, move |(_, s)| most(s).map(|most| f64::from(most.year)).into());
    columns.add("added to what is missing of it then, points (mean)", Look::One, move |(_, s)| {
        most(s).map(|most| 100.0 * most.loss.mean).into()
    });
    money(&mut columns, material, words);
    columns.add(
        format!("Runs in which it adds more than the next row at D+{}, %", view.tier),
        Look::One,
        |&(at, _)| {
            let next = at.filter(|at| at + 1 < ranking.scenarios.len());
            next.and_then(|at| ranking.pair(at, at + 1)).map(|pair| 100.0 * pair.probability_worse).into()
        },
    );
    columns.add("Scenario id", Look::Words, |(_, s)| Cell::words(&s.id));
    let rows: Vec<Ranked> = material.ranked().into_iter().take(super::sheet::MOST_ROWS).collect();
    columns.sheet("Ranking", 2, &rows)
}

/// Mean and ends of an estimate.
fn ends<'a>(
    columns: &mut Columns<'a, Ranked<'a>>,
    head: &str,
    look: Look,
    unit: f64,
    of: fn(&ScenarioSummary) -> Estimate,
) {
    columns.add(format!("{head} (mean)"), look, move |(_, s)| (unit * of(s).mean).into());
    for (end, part) in RANGE {
        columns.add(format!("{head} ({end})"), look, move |(_, s)| (unit * part(&of(s))).into());
    }
}

/// Missing without, missing in all and added at a tier.
fn at_tier<'a>(columns: &mut Columns<'a, Ranked<'a>>, words: &Words, tier: u32) {
    let arms = [
        (format!("missing {}, %", words.without), "counterfactual"),
        ("missing in all, %".to_owned(), "scenario"),
        (format!("added by {}, points", words.act), "attributable"),
    ];
    for (head, arm) in arms {
        let of = move |s: &ScenarioSummary| s.index_of(arm, tier).copied();
        columns.add(format!("D+{tier}: {head} (mean)"), Look::One, move |(_, s)| {
            of(s).map(|e| 100.0 * e.mean).into()
        });
        if arm == "attributable" {
            columns.add(format!("D+{tier}: {head} (error of the mean)"), Look::Two, move |(_, s)| {
                of(s).map(|e| 100.0 * e.se).into()
            });
        }
        for (end, part) in RANGE {
            columns.add(format!("D+{tier}: {head} ({end})"), Look::One, move |(_, s)| {
                of(s).map(|e| 100.0 * part(&e)).into()
            });
        }
    }
    columns.add(
        format!("D+{tier}: runs in which more is missing because of it, %"),
        Look::One,
        move |(at, s)| {
            let fits = |entry: &&IndexEntry| entry.arm == "attributable" && entry.tier == tier;
            // Where nothing leaves all runs are ties, of which half would count.
            let found = s.index.iter().find(fits).filter(|_| at.is_some() && s.draws_down());
            found.and_then(|entry| entry.probability_above_zero).map(|p| 100.0 * p).into()
        },
    );
}

/// What planners lack, and what allies spend.
fn money<'a>(columns: &mut Columns<'a, Ranked<'a>>, material: &Material, words: &Words) {
    let summary = material.summary;
    let last = *material.years().end();
    // The start of the fifth year, or of the last of a shorter run.
    let year = (summary.start_year + 4).min(last);
    let because = format!(
        "Equipment lacking early in {year} because of {}, before allies react, bn USD of 2025",
        words.act
    );
    ends(columns, &because, Look::One, 1.0, |s| s.bill);
    columns.add(
        format!("Equipment lacking early in {year} {}, bn USD of 2025 (mean)", words.without),
        Look::One,
        |(_, s)| s.bill_without.mean.into(),
    );
    let more =
        format!("Allies spend more on defence because of it, {}-{last}, bn USD of 2025", summary.start_year);
    ends(columns, &more, Look::One, 1.0, |s| s.uplift);
    if summary.scenarios.iter().any(|s| s.programme > 0.0) {
        let head = "Investment programme of its world, over the run, bn USD of 2025 (mean)";
        columns.add(head, Look::One, |(_, s)| s.programme.into());
    }
}
