//! Which outcomes are kept of every replicate: cells by name, in arms.

use super::{Column, names};
use crate::{
    analysis::named_cell::{axes, form, label, section_cell},
    engine::{
        accumulate::{Slot, slots},
        plan::Plan,
        replicates::Cell,
    },
    experiment::keep::DEFAULT_YEARS,
    model::{
        cells::{Arms, Axis, Outcome, Section},
        row_selection::Kept,
    },
    scenario::{
        Scenario,
        diagnostic::{meant, nearest, quote},
        names::TIERS,
    },
};

/// Arms of an outcome where no other is named.
const ARMS: [Slot; 2] = [Slot::Scenario, Slot::Counterfactual];

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
        let found = named(text, plan).map_err(|why| format!("`--outcomes {}`: {why}", quote(text)))?;
        cells.extend(found);
        if cells.len() > MOST {
            return Err(format!("`--outcomes {}`: more than {MOST} columns; name fewer", quote(text)));
        }
    }
    cells.sort_by_key(|cell| (cell.outcome as usize, cell.position, cell.slot as usize));
    cells.dedup();
    let column = |cell: Cell| {
        let named = section_cell(plan, cell.outcome, cell.slot, cell.position);
        let bare = named.name.split_once(':').map_or(named.name.as_str(), |(_, bare)| bare);
        let column = Column::new(format!("{}:{bare}", cell.slot.name()), named.unit(plan, &scenarios[0]));
        (cell, column)
    };
    Ok(cells.into_iter().map(column).collect())
}

/// The cells that a name stands for.
fn named(text: &str, plan: &Plan) -> Result<Vec<Cell>, String> {
    let (arm, rest) = match text.split_once(':') {
        Some((arm, rest)) => (Some(self::arm(arm.trim())?), rest.trim()),
        None => (None, text.trim()),
    };
    let (name, ids) = names::split(rest)?;
    let own: Vec<&Section> = plan.cells.sections.iter().filter(|section| section.name == name).collect();
    if own.is_empty() {
        let mut known: Vec<&str> = plan.cells.sections.iter().map(|section| section.name).collect();
        known.dedup();
        return Err(format!("unknown outcome `{}`; {}", quote(name), meant(name, &known)));
    }
    let fitting = own.iter().find(|section| section.axes.len() == ids.as_ref().map_or(0, Vec::len));
    // A name alone stands for all cells of the only outcome that it can be.
    let section = match (fitting, &ids, &own[..]) {
        (Some(section), ..) => *section,
        (None, None, [section]) => section,
        _ => {
            let forms: Vec<String> = own.iter().map(|section| form(plan, section)).collect();
            return Err(format!(
                "`{name}` is asked for as {}; `*` stands for all there are",
                forms.join(" or ")
            ));
        }
    };
    let has = slots(section);
    let arms: Vec<Slot> = match arm {
        Some(arm) if has.contains(&arm) => vec![arm],
        Some(arm) => {
            let names: Vec<&str> = has.iter().map(|slot| slot.name()).collect();
            return Err(format!("`{name}` has no `{}`; allowed: {}", arm.name(), names.join(", ")));
        }
        None if matches!(section.arms, Arms::Paired) => has.to_vec(),
        None => ARMS.into_iter().filter(|slot| has.contains(slot)).collect(),
    };
    let ids = ids.unwrap_or_else(|| vec!["*"; section.axes.len()]);
    let positions: Vec<usize> = (0..section.len).filter(|&cell| fits(plan, section, cell, &ids)).collect();
    if positions.is_empty() {
        return Err(unknown(plan, section, &ids));
    }
    let cell = |(position, slot)| Cell { outcome: section.outcome, slot, position };
    Ok(positions.iter().flat_map(|&position| arms.iter().map(move |&slot| cell((position, slot)))).collect())
}

/// An arm by its name.
fn arm(name: &str) -> Result<Slot, String> {
    let found = Slot::ALL.into_iter().find(|slot| slot.name() == name);
    found.ok_or_else(|| format!("unknown arm `{}`; {}", quote(name), meant(name, &Slot::ALL.map(Slot::name))))
}

/// Whether a cell is one of those that ids, in the order of the tables' columns, stand for.
fn fits(plan: &Plan, section: &Section, cell: usize, ids: &[&str]) -> bool {
    axes(plan, section, cell)
        .iter()
        .zip(ids)
        .all(|(&(axis, at), id)| names::fits(days(axis, id), &label(plan, axis, at)))
}

/// A tier may be written `D+30`.
fn days(axis: Axis, id: &str) -> &str {
    if axis == Axis::Tier { id.strip_prefix("D+").unwrap_or(id) } else { id }
}

/// What to say where no cell has the ids.
fn unknown(plan: &Plan, section: &Section, ids: &[&str]) -> String {
    let form = form(plan, section);
    if section.len == 0 {
        return format!("there is none; it is {form}");
    }
    for (&(axis, _), id) in axes(plan, section, 0).iter().zip(ids) {
        let extent = plan.cells.extent(&plan.layout, axis);
        let known: Vec<String> = (0..extent).map(|at| label(plan, axis, at)).collect();
        if known.iter().any(|known| names::fits(days(axis, id), known)) {
            continue;
        }
        let near = nearest(id, known.iter().map(String::as_str));
        let near = near.map_or_else(String::new, |near| format!(", did you mean `{near}`?"));
        return format!("unknown `{}`{near}; it is asked for as {form}", quote(id));
    }
    format!("it is asked for as {form}")
}

/// Makes a plan keep the cells, and compute no more than they need.
pub fn keep(plan: &mut Plan, cells: &[Cell]) {
    let of = |outcome: Outcome| cells.iter().filter(move |cell| cell.outcome == outcome);
    let direct = [Slot::Direct, Slot::DirectEffect, Slot::Induced];
    plan.keep(
        |section| Kept::of(of(section.outcome).map(|cell| cell.position / section.width)),
        |section| of(section.outcome).any(|cell| direct.contains(&cell.slot)),
    );
    // Rows stand side by side; nothing is counted or compared.
    plan.compares = false;
    plan.quantile_errors = false;
}
