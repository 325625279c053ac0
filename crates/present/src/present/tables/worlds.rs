//! Policy against policy where they are in different worlds: the difference that is there if nobody leaves, that of what leaving
//! adds, and that in all, each on the same draws.

use super::{Columns, Medium, scenario};
use crate::{
    present::{
        View, counted,
        numbers::{chance, fixed, signed, signed_points},
        table::{Cell, Kind, Piece, Table, cell},
    },
    store::summary::{Difference, PairEntry, ScenarioSummary},
};

/// A scenario in another world, and the pair with the one in focus first.
type Against<'a> = (&'a ScenarioSummary, PairEntry);

/// The scenario in focus against each that is in another world, in the order of the ranking; `None` where there is no such one.
#[must_use]
pub fn worlds<'a>(view: &View<'a>, on: Medium) -> Option<Table> {
    let focus = view.focus()?;
    let others = view.summary.ranking.iter().filter_map(|entry| view.scenario(&entry.scenario));
    let against = |other: &'a ScenarioSummary| Some((other, view.summary.pair(&focus.id, &other.id)?));
    let differ = |(_, pair): &Against| pair.scenario_arm.is_some() && pair.counterfactual.is_some();
    let rows: Vec<Against> =
        others.filter(|other| other.id != focus.id).filter_map(against).filter(differ).collect();
    if rows.is_empty() {
        return None;
    }
    let page = on == Medium::Page;
    let unless = crate::present::unless(view.summary);
    let replicates = counted(view.summary);
    let shown = move |found: Option<Difference>, range: Option<[f64; 2]>| {
        found.map_or_else(crate::present::table::missing, |d| told(&d, range, replicates))
    };
    let mut columns = Columns::new();
    columns
        .add(if page { "Against" } else { "against" }, Kind::Words, |(other, _): &Against| scenario(other));
    columns.add(
        if page { crate::present::capital(unless) } else { unless.to_owned() },
        Kind::Number,
        move |(_, pair)| shown(pair.counterfactual, pair.ranges.counterfactual),
    );
    columns.add(if page { "Added" } else { "added" }, Kind::Number, move |(_, pair)| {
        shown(Some(pair.found), pair.ranges.found)
    });
    columns.add(if page { "In all" } else { "in all" }, Kind::Number, move |(_, pair)| {
        shown(pair.scenario_arm, pair.ranges.scenario_arm)
    });
    Some(Table {
        id: "t-worlds",
        title: format!("\"{}\" against what is in another world", focus.short_title),
        notes: vec![format!(
            "Points more (+) or less (-) missing at D+{} than under the other, on the same draws; in brackets 9 of 10 runs, and \
             in which part of the runs more is missing.",
            view.tier
        )],
        ..columns.table(&rows)
    })
}

/// A difference in points, where nine of ten runs lie, and how often more is missing.
fn told(found: &Difference, range: Option<[f64; 2]>, replicates: u64) -> Cell {
    let size = signed_points(found.difference, found.se);
    let end = |end: f64| signed(&fixed(100.0 * end, 1));
    let range = range.map(|[low, high]| format!("{} to {}; ", end(low), end(high)));
    cell(found.difference, Piece::Text(size)).and(Piece::Range(format!(
        "({}{})",
        range.unwrap_or_default(),
        chance(found.probability_worse, replicates)
    )))
}
