//! Where the scenario in focus bites, and what holds it open.

use super::{Columns, Medium};
use crate::{
    present::{
        View, WORTH_NAMING, counted,
        numbers::{chance, percent, signed_range, whole},
        table::{Cell, Key, Kind, Piece, Table, cell, missing, optional, words},
        typeset::typeset,
    },
    store::summary::{Binding, BindingEntry, ClosureEntry, Deepest, DomainInfo, ScenarioSummary, Summary},
};

/// A capability.
struct Change<'a> {
    domain: Option<&'a DomainInfo>,
    most: Deepest,
    closure: Option<&'a ClosureEntry>,
    binding: Option<&'a BindingEntry>,
}

/// One row per capability, the largest loss first. `name` is how a capability is called, `covered` how much of it is there
/// without a drawdown, where that is known.
#[must_use]
pub fn capabilities(
    summary: &Summary,
    scenario: &ScenarioSummary,
    on: Medium,
    name: &dyn Fn(&str) -> String,
    covered: &dyn Fn(&str) -> Option<f64>,
) -> Table {
    let year = scenario.binding_year;
    let page = on == Medium::Page;
    let view = View::of(summary);
    let mut changes = scenario.changes(summary.reporting_tier);
    changes.retain(|d| view.wanted(&d.domain));
    let gains = changes.first().is_none_or(|most| most.loss.mean < WORTH_NAMING)
        && changes.last().is_some_and(|most| most.loss.mean <= -WORTH_NAMING);
    let closed = |p: Option<f64>| optional(p, |p| chance(p, counted(summary)));
    let mut columns = Columns::new();
    columns.add(if page { "Capability" } else { "capability" }, Kind::Words, |c: &Change| {
        let title = words(name(&c.most.domain));
        let critical = page && c.domain.is_some_and(|domain| domain.critical);
        if critical { title.and(Piece::Range("critical".to_owned())) } else { title }
    });
    if page {
        columns.add("Met without, %", Kind::Number, |c| optional(covered(&c.most.domain), whole));
    }
    columns.add(if page { "Change, points" } else { "change" }, Kind::Number, move |c| {
        let change = change(&c.most, on);
        if page { change.and(ends(&c.most, on)) } else { change }
    });
    columns.sorted(true);
    if !page {
        columns.add("9 of 10 runs", Kind::Number, move |c| cell(None, ends(&c.most, on)));
    }
    columns.add(
        match on {
            Medium::Text => "year",
            Medium::Page if gains => "Year",
            Medium::Page => "Worst year",
        },
        Kind::Number,
        |c| match small(&c.most) {
            true => missing(),
            false => cell(f64::from(c.most.year), Piece::Text(c.most.year.to_string())),
        },
    );
    let with = if page { format!("No gap in {year}, with") } else { "closed with".to_owned() };
    columns.add(with, Kind::Number, |c| closed(c.closure.map(|c| c.scenario.probability)));
    columns.add("without", Kind::Number, |c| closed(c.closure.map(|c| c.counterfactual.probability)));
    // At another tier than that of the run nobody knows.
    let known = !scenario.binding.is_empty();
    if known && page {
        columns.add(format!("Held open early in {year} by"), Kind::Words, |c| {
            c.binding.map_or_else(missing, both)
        });
    } else if known {
        columns.add("held open by", Kind::Words, |c| {
            c.binding.map_or_else(missing, |b| held(&b.label, b.probability))
        });
        columns.add("without", Kind::Words, |c| {
            c.binding.map_or_else(missing, |b| held(&b.counterfactual.label, b.counterfactual.probability))
        });
    }
    let of = |most: Deepest| Change {
        domain: summary.domains.iter().find(|d| d.id == most.domain),
        closure: scenario.closure.iter().find(|c| c.domain == most.domain && c.year == year),
        binding: scenario.binding.iter().find(|b| b.domain == most.domain),
        most,
    };
    columns.table(&changes.into_iter().map(of).collect::<Vec<_>>())
}

/// Whether a change is too small to have a year.
fn small(most: &Deepest) -> bool {
    most.loss.mean.abs() < WORTH_NAMING
}

/// The change of coverage with its sign: a loss has a minus. Sorted by what is lost.
fn change(most: &Deepest, on: Medium) -> Cell {
    let (lost, whole) = (most.loss.mean, whole(most.loss.turned().mean));
    let signed = if lost <= -WORTH_NAMING { format!("+{whole}") } else { whole };
    let shown = match on {
        Medium::Page if small(most) => Piece::Nothing("≈ 0".to_owned()),
        Medium::Page => Piece::Strong(typeset(&signed)),
        Medium::Text => Piece::Text(signed),
    };
    cell(lost, shown)
}

fn ends(most: &Deepest, on: Medium) -> Piece {
    let range = signed_range(&most.loss.turned(), 0);
    Piece::Range(if on == Medium::Page { typeset(&range) } else { range })
}

/// What holds open, and how often; nothing where nothing is open.
fn held(label: &str, probability: f64) -> Cell {
    if label.is_empty() { missing() } else { words(label).and(Piece::Text(percent(probability))) }
}

/// The same with what would hold open without the drawdown.
fn both(with: &BindingEntry) -> Cell {
    let Binding { label, probability, .. } = &with.counterfactual;
    if with.label.is_empty() {
        return missing();
    }
    let without =
        if label.is_empty() { String::new() } else { format!(" ({label} {})", percent(*probability)) };
    cell(Key::Words(with.label.clone()), Piece::Mark(with.label.clone()))
        .and(Piece::Words(with.label.clone()))
        .and(Piece::Range(format!("{}{without}", percent(with.probability))))
}
