//! Which outcomes are kept of every replicate: cells by name, in arms.

use super::Column;
use crate::{
    analysis::{
        asked::cells::named,
        named_cell::{name, section_cell},
    },
    engine::{
        plan::Plan,
        replicates::Cell,
        slot::{Slot, slots},
    },
    experiment::keep::DEFAULT_YEARS,
    model::cells::{Arms, Section},
    scenario::{Scenario, diagnostic::quote, names::TIERS},
};

/// Arms of an outcome where no other is named.
const ARMS: [Slot; 2] = [Slot::Scenario, Slot::Counterfactual];

/// The arms in which an outcome is kept where none is named.
fn usual(section: &Section) -> Vec<Slot> {
    let has = slots(section);
    match section.arms {
        Arms::Paired => has.to_vec(),
        _ => ARMS.into_iter().filter(|slot| has.contains(slot)).collect(),
    }
}

/// The most columns of outcomes: Parquet keeps a word on each in every row group.
const MOST: usize = 20_000;

/// The outcomes that are kept where none are named: the index by tier; coverage and closing of every domain at the reporting
/// tier in five years; the peak; the bill, before allies react too; costs; people who leave.
fn default(plan: &Plan) -> Vec<String> {
    let tier = TIERS[plan.reporting[0].tier];
    let last = plan.layout.years() as i32 - 1;
    let years =
        DEFAULT_YEARS.into_iter().filter(|year| *year <= last).map(|year| plan.layout.start_year + year);
    let mut names: Vec<String> = vec!["index_headline[*]".to_owned()];
    for year in years.clone() {
        names.push(format!("coverage_year[*,{tier},{year}]"));
    }
    names.extend(["peak_gap", "peak_quarter"].map(|name| format!("{name}[*,{tier}]")));
    for year in years {
        names.extend([format!("closed_by[*,{tier},{year}]"), format!("domains_closed[{tier},{year}]")]);
    }
    names.extend(["bill_headline", "direct:bill_headline"].map(str::to_owned));
    names.extend(["uplift", "gap_spending", "upkeep_paid", "personnel_effective"].map(str::to_owned));
    names
}

/// The cells that are asked for, in order of outcome, cell and arm, each with its column.
///
/// # Errors
/// Says what is wrong with a name, and what is allowed.
pub fn cells(
    plan: &Plan,
    scenarios: &[Scenario],
    asked: Option<&[String]>,
) -> Result<Vec<(Cell, Column)>, String> {
    let texts = asked.map_or_else(|| default(plan), <[String]>::to_vec);
    let mut cells: Vec<Cell> = Vec::new();
    for text in &texts {
        let found = named(text, plan, usual).map_err(|why| format!("`--outcomes {}`: {why}", quote(text)))?;
        cells.extend(found);
        if cells.len() > MOST {
            return Err(format!("`--outcomes {}`: more than {MOST} columns; name fewer", quote(text)));
        }
    }
    cells.sort_by_key(|cell| (cell.outcome as usize, cell.position, cell.slot as usize));
    cells.dedup();
    let column = |cell: Cell| {
        let named = section_cell(plan, cell.outcome, cell.slot, cell.position);
        let bare = name(plan, plan.cells.section(cell.outcome), cell.position);
        let column = Column::new(format!("{}:{bare}", cell.slot.name()), named.unit(plan, &scenarios[0]));
        (cell, column)
    };
    Ok(cells.into_iter().map(column).collect())
}
