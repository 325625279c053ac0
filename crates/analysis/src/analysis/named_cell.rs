//! A cell of the tables by the name under which it can be asked for: `OUTCOME[IDS]`, with ids in any order.

use crate::{
    engine::{
        plan::Plan,
        slot::{Slot, slots},
    },
    model::cells::{Axis, Outcome, Section, Unit},
    scenario::{
        diagnostic::{meant, nearest, quote},
        names::TIERS,
        resolved::Scenario,
    },
};

/// One cell of an outcome in a slot.
#[derive(Clone, Debug, PartialEq)]
pub struct Cell {
    /// As it can be asked for.
    pub name: String,
    /// Outcome.
    pub outcome: Outcome,
    /// Arm or paired difference.
    pub slot: Slot,
    /// Position in the section.
    pub position: usize,
    /// Domain of the cell, if it has one.
    domain: Option<usize>,
}

impl Cell {
    /// Unit of the cell in a scenario.
    #[must_use]
    pub fn unit(&self, plan: &Plan, scenario: &Scenario) -> String {
        match (plan.cells.section(self.outcome).unit, self.domain) {
            (Unit::Text(unit), _) => unit.to_owned(),
            (Unit::OfDomain, Some(domain)) => scenario.domains[domain].unit.clone(),
            (Unit::OfDomain, None) => "units".to_owned(),
        }
    }
}

/// The outcome and position of `NAME[ID,ID]`. Where several outcomes have the name, that with the right indices.
pub(super) fn find(text: &str, plan: &Plan, slot: Option<Slot>) -> Result<(Outcome, usize), String> {
    let (name, ids): (&str, Vec<&str>) = match text.split_once('[') {
        None => (text, Vec::new()),
        Some((name, rest)) => match rest.strip_suffix(']') {
            Some(ids) => (name.trim(), ids.split(',').map(str::trim).collect()),
            None => return Err("a closing `]` is missing".to_owned()),
        },
    };
    let named: Vec<&Section> = plan.cells.sections.iter().filter(|section| section.name == name).collect();
    if named.is_empty() {
        let mut names: Vec<&str> = plan.cells.sections.iter().map(|section| section.name).collect();
        names.dedup();
        return Err(format!("unknown outcome `{}`; {}", quote(name), meant(name, &names)));
    }
    let fitting: Vec<&&Section> = named.iter().filter(|section| section.axes.len() == ids.len()).collect();
    let found = fitting.iter().find_map(|section| position(plan, section, &ids).map(|at| (section, at)));
    if let Some((section, at)) = found {
        let has = slots(section);
        if let Some(slot) = slot.filter(|slot| !has.contains(slot)) {
            let names: Vec<&str> = has.iter().map(|slot| slot.name()).collect();
            return Err(format!("`{name}` has no `{}`; allowed: {}", slot.name(), names.join(", ")));
        }
        if section.kept_cell(at).is_none() {
            return Err(format!("`{}` is not kept", quote(text)));
        }
        return Ok((section.outcome, at));
    }
    let forms: Vec<String> = named.iter().map(|section| form(plan, section)).collect();
    let forms = format!("`{name}` is asked for as {}", forms.join(" or "));
    let unknown = ids.iter().find(|id| {
        !fitting.is_empty()
            && !fitting.iter().any(|section| section.axes.iter().any(|&axis| at(plan, axis, id).is_some()))
    });
    let Some(id) = unknown else { return Err(forms) };
    let known: Vec<String> = fitting
        .iter()
        .flat_map(|section| section.axes)
        .flat_map(|&axis| (0..plan.cells.extent(&plan.layout, axis)).map(move |i| label(plan, axis, i)))
        .collect();
    let near = nearest(id, known.iter().map(String::as_str));
    let near = near.map_or_else(String::new, |near| format!(", did you mean `{near}`?"));
    Err(format!("unknown `{}`{near}; {forms}", quote(id)))
}

/// The cell of a section that the ids name, in any order.
fn position(plan: &Plan, section: &Section, ids: &[&str]) -> Option<usize> {
    let mut places: Vec<Option<usize>> = vec![None; section.axes.len()];
    for id in ids {
        let fits = |(place, axis): (&Option<usize>, &Axis)| {
            place.is_none().then(|| at(plan, *axis, id)).flatten().is_some()
        };
        let i = places.iter().zip(section.axes).position(fits)?;
        places[i] = at(plan, section.axes[i], id);
    }
    places.iter().zip(section.axes).try_fold(0, |cell, (place, &axis)| {
        place.map(|place| cell * plan.cells.extent(&plan.layout, axis) + place)
    })
}

/// Position of an id along an axis.
fn at(plan: &Plan, axis: Axis, id: &str) -> Option<usize> {
    let start = i64::from(plan.layout.start_year);
    let inside =
        |position: i64| usize::try_from(position).ok().filter(|&i| i < plan.cells.extent(&plan.layout, axis));
    match axis {
        Axis::Quarter => {
            let (year, quarter) = id.split_once(['Q', 'q'])?;
            let (year, quarter) = (year.trim().parse::<i32>().ok()?, quarter.trim().parse::<i32>().ok()?);
            (1..=4).contains(&quarter).then_some(())?;
            inside((i64::from(year) - start) * 4 + i64::from(quarter) - 1)
        }
        Axis::Year => inside(i64::from(id.parse::<i32>().ok()?) - start),
        Axis::YearFromBase => inside(i64::from(id.parse::<i32>().ok()?) - start + 1),
        Axis::Domain => plan.layout.domains.iter().position(|domain| domain == id),
        Axis::Tier => {
            let days = id.strip_prefix("D+").unwrap_or(id);
            TIERS.iter().position(|tier| tier.to_string() == days)
        }
        Axis::Ally => plan.layout.allies.iter().position(|ally| ally == id),
        Axis::Host => plan.cells.hosts.iter().position(|host| host == id),
    }
}

/// The id at a position along an axis.
pub(super) fn label(plan: &Plan, axis: Axis, position: usize) -> String {
    let start = plan.layout.start_year;
    match axis {
        Axis::Quarter => format!("{}Q{}", start + (position / 4) as i32, position % 4 + 1),
        Axis::Year => (start + position as i32).to_string(),
        Axis::YearFromBase => (start - 1 + position as i32).to_string(),
        Axis::Domain => plan.layout.domains[position].clone(),
        Axis::Tier => TIERS[position].to_string(),
        Axis::Ally => plan.layout.allies[position].clone(),
        Axis::Host => plan.cells.hosts[position].clone(),
    }
}

/// Axes with their positions for a cell, in the order of the columns of the tables.
pub(super) fn axes(plan: &Plan, section: &Section, cell: usize) -> Vec<(Axis, usize)> {
    let mut axes = plan.places(section, cell);
    axes.sort_by_key(|(axis, _)| match axis {
        Axis::Domain => 0,
        Axis::Tier => 1,
        Axis::Ally => 2,
        Axis::Host => 3,
        Axis::Quarter => 4,
        Axis::Year | Axis::YearFromBase => 5,
    });
    axes
}

/// How an outcome is asked for: `coverage[DOMAIN,TIER,QUARTER]`, with an example.
pub(super) fn form(plan: &Plan, section: &Section) -> String {
    if section.axes.is_empty() {
        return format!("`{}`", section.name);
    }
    let words: Vec<&str> = axes(plan, section, 0)
        .iter()
        .map(|(axis, _)| match axis {
            Axis::Domain => "DOMAIN",
            Axis::Tier => "TIER",
            Axis::Ally => "ALLY",
            Axis::Host => "HOST",
            Axis::Quarter => "QUARTER",
            Axis::Year | Axis::YearFromBase => "YEAR",
        })
        .collect();
    let example =
        if section.len == 0 { String::new() } else { format!(", for example `{}`", name(plan, section, 0)) };
    format!("`{}[{}]`{example}", section.name, words.join(","))
}

/// The name of a cell without its slot.
pub(super) fn name(plan: &Plan, section: &Section, cell: usize) -> String {
    let ids: Vec<String> =
        axes(plan, section, cell).iter().map(|&(axis, position)| label(plan, axis, position)).collect();
    if ids.is_empty() { section.name.to_owned() } else { format!("{}[{}]", section.name, ids.join(",")) }
}

/// The cell at a position of an outcome.
pub(super) fn section_cell(plan: &Plan, outcome: Outcome, slot: Slot, position: usize) -> Cell {
    let section = plan.cells.section(outcome);
    let usual = slot == Slot::Attributable
        || slots(section)[0] == slot && !slots(section).contains(&Slot::Attributable);
    let name = name(plan, section, position);
    let name = if usual { name } else { format!("{}:{name}", slot.name()) };
    let domain = axes(plan, section, position).iter().find(|(axis, _)| *axis == Axis::Domain).map(|a| a.1);
    Cell { name, outcome, slot, position, domain }
}

/// Whether a scenario has the ally or host of a cell.
pub(super) fn has_cell(plan: &Plan, scenario: &Scenario, section: &Section, cell: usize) -> bool {
    axes(plan, section, cell).iter().all(|&(axis, position)| match axis {
        Axis::Ally => scenario.allies.iter().any(|ally| ally.id == plan.layout.allies[position]),
        Axis::Host => scenario.elements.iter().any(|element| element.host == plan.cells.hosts[position]),
        _ => true,
    })
}
