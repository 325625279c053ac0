//! Cells of outcomes by name, in arms, and a plan that computes no more than they need.

use super::{fits, split};
use crate::{
    analysis::named_cell::{axes, form, label},
    engine::{
        plan::Plan,
        replicates::Cell,
        slot::{Slot, slots},
    },
    model::{
        cells::{Axis, Outcome, Section},
        row_selection::Kept,
    },
    scenario::diagnostic::{meant, nearest, quote},
};

/// The cells that a name stands for, such as `direct:bill_headline` or `coverage_year[isr,30,*]`; where it names no arm, those of
/// the arms that are `usual`.
///
/// # Errors
/// Says what is wrong with the name, and what is allowed.
pub fn named(text: &str, plan: &Plan, usual: fn(&Section) -> Vec<Slot>) -> Result<Vec<Cell>, String> {
    let (arm, rest) = match text.split_once(':') {
        Some((arm, rest)) => (Some(self::arm(arm.trim())?), rest.trim()),
        None => (None, text.trim()),
    };
    let (name, ids) = split(rest)?;
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
        None => usual(section),
    };
    let ids = ids.unwrap_or_else(|| vec!["*"; section.axes.len()]);
    let positions: Vec<usize> =
        (0..section.len).filter(|&cell| is_meant(plan, section, cell, &ids)).collect();
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
fn is_meant(plan: &Plan, section: &Section, cell: usize, ids: &[&str]) -> bool {
    axes(plan, section, cell)
        .iter()
        .zip(ids)
        .all(|(&(axis, at), id)| fits(days(axis, id), &label(plan, axis, at)))
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
        if known.iter().any(|known| fits(days(axis, id), known)) {
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
