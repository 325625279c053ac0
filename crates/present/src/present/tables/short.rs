//! The table of the short answer: who leaves, what is missing without and with that, what it adds and costs, in at most a
//! hundred characters.

use super::{Columns, index};
use crate::{
    present::{
        SEEN, View, act,
        evidence::Evidence,
        grammar::{cut, list, narrow},
        numbers::{about, adds_up, grouped, known, points, signed_range, thousands, whole},
        table::{Cell, Kind, Piece, Table, WIDTH, cell, missing, optional, words},
        worlds::{World, usual},
    },
    store::summary::{Difference, Estimate, ScenarioSummary},
};

/// The least characters of a column of names: those of the row of what is missing anyway.
const LEAST: usize = 16;

/// Worlds that a note speaks of.
const WORLDS: usize = 3;

/// A row: a drawdown and its position, or nobody.
type Row<'a> = (Option<usize>, &'a ScenarioSummary);

/// How the table is laid out.
#[derive(Clone, Copy)]
struct Layout {
    /// Characters of a name.
    name: usize,
    /// Whether what is added at other readiness has columns.
    tiers: bool,
}

/// The table of a run.
#[must_use]
pub fn short(view: &View) -> Table {
    let whole = Layout { name: usize::MAX, tiers: true };
    // Names give way first, then the columns beside the reporting tier.
    let narrower = |layout: Layout| {
        let table = build(view, layout);
        let over = table.width().saturating_sub(WIDTH);
        let names = view.scenarios().iter().map(|s| s.short_title.chars().count());
        let longest = names.max().unwrap_or(0).max(LEAST);
        let left = longest.saturating_sub(over);
        match over {
            0 => (table, true),
            _ => (build(view, Layout { name: left.max(LEAST), ..layout }), left >= LEAST),
        }
    };
    let (table, fits) = narrower(whole);
    if fits { table } else { narrower(Layout { tiers: false, ..whole }).0 }
}

fn build(view: &View, layout: Layout) -> Table {
    let (tier, all) = (view.tier, view.scenarios());
    let leaving = act(view.summary) == "leaving";
    let taken = all.iter().any(|s| s.draws_down());
    let mut rows: Vec<Row> = all.iter().enumerate().map(|(at, s)| (Some(at), *s)).collect();
    let anyway = usual(&view.worlds).and_then(|world| world.scenarios.first()).or(all.first());
    rows.extend(anyway.filter(|_| taken).map(|s| (None, *s)));
    let mut columns = Columns::new();
    // Of what cannot be seen none is deeper than another.
    if all.len() > 1 && !all.iter().all(|s| view.nothing(s)) {
        columns.add("", Kind::Rank, |r: &Row| {
            r.0.map_or_else(
                || words(""),
                |at| words(format!("{}{}{}", at + 1, mark(view, at), star(view, r.1))),
            )
        });
    }
    columns.add(if leaving { "who leaves" } else { "what goes" }, Kind::Words, move |r: &Row| match r.0 {
        None => words(if leaving { crate::present::unless(view.summary) } else { "without it" }),
        Some(_) => words(cut(&r.1.short_title, layout.name)),
    });
    columns.add("people", Kind::Number, |r| match r.0 {
        None => cell(0.0, Piece::Text("0".to_owned())),
        Some(_) => people(r.1),
    });
    let (without, with) = match leaving {
        true => ("missing\n(%) if\nnobody\nleaves", "missing\n(%) if\nthey\nleave"),
        false => ("missing\n(%)\nwithout", "missing\n(%)\nin all"),
    };
    columns.add(without, Kind::Number, move |r| index(r.1, "counterfactual", tier));
    columns.add(with, Kind::Number, move |r| r.0.map_or_else(|| words(""), |_| index(r.1, "scenario", tier)));
    columns.add(format!("points added\nat {tier} days\n(9 of 10 runs)"), Kind::Number, move |r| {
        r.0.map_or_else(|| words(""), |_| added(view, r.1))
    });
    for &other in view.summary.tiers.iter().filter(|&&other| layout.tiers && other != tier) {
        columns.add(format!("at\n{other}"), Kind::Number, move |r| {
            index(r.1, if r.0.is_some() { "attributable" } else { "counterfactual" }, other)
        });
    }
    let year = same_year(view);
    let when = year.map(|year| format!("\nin {year}")).unwrap_or_default();
    columns.add(format!("most lost (-)\nat {tier} days{when}"), Kind::Words, move |r| {
        r.0.map_or_else(|| words(""), |_| most_lost(view, r.1, year.is_none()))
    });
    let money = view.money();
    columns.add(format!("{}\nto\nbuy\nback", money.unit()), Kind::Number, move |r| match r.0 {
        None => words(""),
        Some(_) => optional(Some(r.1.bill.mean), |v| thousands(money.amount(v))),
    });
    let notes = [marks(view), worlds(view), rounded(view), money.note()].into_iter().flatten();
    Table { notes: notes.collect(), ..columns.table(&rows) }
}

/// What a row may be said to be against the next.
const MARKS: [(char, Evidence, &str); 4] = [
    ('|', Evidence::Either, "over 25 of 100 runs, either way"),
    (':', Evidence::Probably, "5 to 25, probably not"),
    ('?', Evidence::Unsettled, "too few runs"),
    ('=', Evidence::Same, "same"),
];

/// The mark behind a rank: how sure it is that the row is worse than the next.
fn mark(view: &View, at: usize) -> char {
    let evidence = (at + 1 < view.scenarios().len()).then(|| view.ranking.evidence(at, at + 1));
    MARKS.iter().find(|(_, of, _)| Some(*of) == evidence).map_or(' ', |(mark, ..)| *mark)
}

/// The marks that occur, in one note.
fn marks(view: &View) -> Option<String> {
    let all: String = (0..view.scenarios().len()).map(|at| mark(view, at)).collect();
    let said: Vec<String> = MARKS
        .iter()
        .filter(|(mark, ..)| all.contains(*mark))
        .map(|(mark, _, means)| format!("{mark} {means}"))
        .collect();
    (!said.is_empty()).then(|| format!("Next row worse? {}", said.join("; ")))
}

/// Whether a scenario is in a world that others are told against where one is.
fn elsewhere(view: &View, scenario: &ScenarioSummary) -> bool {
    let here = |world: &World| world.scenarios.iter().any(|s| s.id == scenario.id);
    usual(&view.worlds).is_some_and(|world| !here(world))
}

/// A star behind the rank of a scenario in another world, a space behind others where there are several.
fn star(view: &View, scenario: &ScenarioSummary) -> &'static str {
    match (view.worlds.is_empty(), elsewhere(view, scenario)) {
        (true, _) => "",
        (_, true) => "*",
        (_, false) => " ",
    }
}

/// How many leave, in a narrow column.
fn people(scenario: &ScenarioSummary) -> Cell {
    let e = &scenario.personnel_effective;
    let shown = match e.mean {
        v if v <= 0.0 && scenario.pledges_taken.mean > 0.0 => "pledges".to_owned(),
        v if known(e) => grouped(libm::round(v.max(0.0)) as u64),
        v => about(v.max(0.0)).replace("about ", "~"),
    };
    cell(e.mean, Piece::Words(shown))
}

/// "3.3 (1.4-5.6)", "-0.3 (-0.7 to +0.1)".
fn added(view: &View, scenario: &ScenarioSummary) -> Cell {
    let e: Estimate = view.added(scenario);
    // A plus would tell nothing behind a minus, and the column is narrow.
    let range = signed_range(&e, 1).replace('+', "");
    let range = if range.contains('-') { range } else { range.replace(" to ", "-") };
    let shown = points(e.mean, e.se);
    let all_zero = [&shown, &range].iter().all(|text| text.chars().all(|c| !matches!(c, '1'..='9')));
    let shown = if view.replicates < 2 || all_zero { shown } else { format!("{shown} ({range})") };
    cell(e.mean, Piece::Text(shown))
}

/// The year in which every row loses most, if it is one.
fn same_year(view: &View) -> Option<i32> {
    let mut years = view.scenarios().iter().filter_map(|s| view.worst(s)).map(|worst| worst.year);
    let first = years.next()?;
    years.all(|year| year == first).then_some(first)
}

/// The capability that changes most, with its sign.
fn most_lost(view: &View, scenario: &ScenarioSummary, with_year: bool) -> Cell {
    view.worst(scenario).map_or_else(missing, |worst| {
        let sign = if worst.loss.mean > 0.0 { "-" } else { "+" };
        let when = if with_year { format!(" {}", worst.year) } else { String::new() };
        words(format!("{sign}{} {}{when}", whole(worst.loss.mean.abs()), narrow(view.title(&worst.domain))))
    })
}

/// What the star says: how much more or less is missing in other worlds, row by row.
fn worlds(view: &View) -> Option<String> {
    let usual = usual(&view.worlds)?;
    let first = usual.scenarios.first()?;
    let place = |s: &ScenarioSummary| view.scenarios().iter().position(|one| one.id == s.id);
    let others = view.worlds.iter().filter(|world| !std::ptr::eq(*world, usual));
    let told = others.filter_map(|world| {
        let rows: Vec<String> =
            world.scenarios.iter().filter_map(|s| place(s)).map(|at| (at + 1).to_string()).collect();
        let one = world.scenarios.first()?;
        let found = view.summary.pair(&one.id, &first.id)?.counterfactual?;
        let which = if rows.len() == 1 { "row" } else { "rows" };
        let rows = if rows.len() > 3 { format!("{} and others", rows[..3].join(", ")) } else { list(&rows) };
        (found.difference.abs() >= SEEN && !rows.is_empty())
            .then(|| format!("{} ({which} {rows})", more(&found)))
    });
    let mut told: Vec<String> = told.collect();
    if let Some(first) = told.first_mut() {
        *first = first.replacen(" (", " are missing (", 1);
    }
    let rest = match told.len().saturating_sub(WORLDS) {
        0 => String::new(),
        n => format!(" and {n} more"),
    };
    let said = told[..told.len().min(WORLDS)].join(", ");
    let unless = crate::present::unless(view.summary);
    (!told.is_empty()).then(|| format!("* another world: {unless} {said}{rest}."))
}

/// That numbers are rounded one by one, where what is shown does not add up.
fn rounded(view: &View) -> Option<String> {
    let shown = |s: &ScenarioSummary, arm: &str| {
        let e = view.index(s, arm, view.tier);
        points(e.mean, e.se)
    };
    let row = |s: &&ScenarioSummary| {
        let [without, added, with] = ["counterfactual", "attributable", "scenario"].map(|arm| shown(s, arm));
        adds_up([&without, &added], &with)
    };
    let first = usual(&view.worlds).and_then(|world| world.scenarios.first().copied());
    let world = |s: &&ScenarioSummary| {
        let pair = first
            .filter(|first| first.id != s.id)
            .and_then(|first| Some((first, view.summary.pair(&s.id, &first.id)?.counterfactual?)));
        pair.is_none_or(|(first, found)| {
            let difference = points(found.difference, found.se);
            adds_up([&shown(first, "counterfactual"), &difference], &shown(s, "counterfactual"))
        })
    };
    let all = view.scenarios().iter().copied().filter(|s| s.draws_down());
    let off = all.clone().any(|s| !row(&s)) || all.clone().any(|s| !world(&s));
    off.then(|| "Each number is rounded by itself: sums and differences may look 0.1 off.".to_owned())
}

/// "1.2 points more", "probably 0.9 points fewer".
fn more(found: &Difference) -> String {
    let sure = match Evidence::found(found) {
        Evidence::Holds | Evidence::Same => "",
        Evidence::Probably => "probably ",
        Evidence::Either | Evidence::Unsettled => "on average ",
    };
    let what = if found.difference < 0.0 { "fewer" } else { "more" };
    format!("{sure}{} points {what}", points(found.difference.abs(), found.se))
}
