//! How much is new, and why: the waterfall of the scenario in focus, then every scenario's causes as a table. A scenario
//! alone has its own table here too.

use maud::{Markup, html};

use super::{
    figure::{self, Section},
    ranking,
    view::View,
};
use crate::present::{
    numbers::page as numbers,
    table::Table,
    tables::{
        Medium,
        causes::{LEAST_PART, causes},
    },
};

/// The section; nothing without causes in a comparison.
pub(super) fn section(view: &View) -> Option<Markup> {
    let figures = figure::of(view, Section::Causes);
    let alone = view.scenarios().len() < 2;
    let table = table(view);
    if figures.is_empty() && table.is_none() && !alone {
        return None;
    }
    Some(html! {
        section #causes aria-labelledby="h-causes" {
            h2 #h-causes { "How much is new, and why?" }
            @for f in figures { (figure::figure(view, f)) }
            @if let Some(table) = &table { (table.markup(&|id| view.leads(id))) }
            @if alone { (ranking::table(view).markup(&|id| view.leads(id))) }
        }
    })
}

/// What every scenario adds, step by step; `None` where the run has no causes.
fn table(view: &View) -> Option<Table> {
    let rows = &view.material.tables.extra.causes;
    let (table, computed) = causes(view.summary, rows, Medium::Page)?;
    let first = if computed < view.replicates {
        format!(
            " How the parts before the alarm are split is computed in the first {} runs.",
            numbers::thousands(computed as f64)
        )
    } else {
        String::new()
    };
    Some(Table {
        id: "t-causes",
        title: "What adds to the gap.".to_owned(),
        notes: vec![format!(
            "Points of the D+{} requirement, all capabilities weighted, mean of {} (9 of 10 runs). Mechanisms are switched on from left to right, and each has the part that it adds to those \
             before it; another order would move what they do together. Enablers: the part that is not there when no \
             capability depends on another, of each step from {LEAST_PART} points on and of the whole.{first}",
            view.tier,
            view.averaged()
        )],
        ..table
    })
}
