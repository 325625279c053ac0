//! How inputs are put into groups: one by one, by how well they are known, by what they are about, or as a user says.

use super::units::{Unit, units};
use crate::{
    analysis::asked::inputs::named,
    engine::{
        plan::Plan,
        sensitivity::freeze::{self, Frozen},
    },
    scenario::{
        address::Address,
        diagnostic::quote,
        names::Name,
        resolved::{Grade, Scenario},
    },
    stats::sobol_indices::estimates,
};

/// What groups are made by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum By {
    /// Every input is a group.
    Input {
        /// The inputs that are looked at one by one are three times as many, at least 20: those with the largest total indices
        /// in a pilot. All others are one group.
        top: usize,
        /// Every input is looked at by itself.
        every_input: bool,
    },
    /// How well the inputs are known.
    Grade,
    /// What they are about.
    Kind,
    /// As a user says.
    Named(Vec<NamedGroup>),
}

/// A group of a user: a name, and the inputs in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NamedGroup {
    /// Its name.
    pub name: String,
    /// Names of inputs, with `*` for every id.
    pub inputs: Vec<String>,
}

impl By {
    /// Its name in files.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            By::Input { .. } => "input",
            By::Grade => "grade",
            By::Kind => "kind",
            By::Named(_) => "named",
        }
    }
}

/// Groups in the order in which they are shown.
const KINDS: [&str; 6] = [
    "spending",
    "industry and people",
    "threat and requirement",
    "allies' forces, readiness and will",
    "enablers",
    "US conduct",
];
/// See [`KINDS`].
const GRADES: [&str; 4] = ["measured (A)", "published (B)", JUDGEMENT, "choices of the scenario"];
/// The group of judgement.
pub const JUDGEMENT: &str = "judgement (C)";
/// All that is not in a group.
pub const REST: &str = "all others";
/// Aleatory shocks.
pub const CHANCE: &str = "chance";
/// A group of nothing, whose indices can only be 0.
pub const DUMMY: &str = "dummy, which decides nothing";

/// A group as it is looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// What it is called.
    pub name: String,
    /// Of one input, its address.
    pub address: String,
    /// Uncertain inputs in it.
    pub inputs: usize,
    /// What the engine takes from the second sample.
    pub taken: freeze::Group,
}

/// What an input is about, as a position in [`KINDS`].
fn kind(name: Name) -> usize {
    let spec = name.spec();
    match name {
        Name::Dependency => 4,
        Name::Reliability | Name::Linkage | Name::Diversion | Name::CrisisProbability => 5,
        Name::Weight => 2,
        _ if spec.section == 3 || spec.name.starts_with("us_") => 5,
        _ => match spec.section {
            4 => 2,
            7 => 1,
            8 => 3,
            _ => 0,
        },
    }
}

/// Position in [`GRADES`] of inputs that are drawn together: the worst. What follows another input says nothing of its own;
/// choices are better known than judgement.
fn grade(scenario: &Scenario, plan: &Plan, unit: &Unit) -> usize {
    const CHOICE: usize = 3;
    let addresses = plan.layout.addresses();
    let grade_of = |slot: usize| -> Option<Grade> { scenario.values.get(&addresses[slot])?.grade };
    let grades = unit.slots().map(|slot| grade_of(slot).map_or(CHOICE, |grade| grade as usize));
    let worse = |a: usize, b: usize| if a == CHOICE || b == CHOICE { a.min(b) } else { a.max(b) };
    grades.reduce(worse).unwrap_or(CHOICE)
}

/// A group of draws.
fn group(plan: &Plan, name: String, address: String, units: &[&Unit]) -> Group {
    let mut draws = vec![false; plan.draws.len()];
    for unit in units {
        draws.iter_mut().zip(unit.draws(plan)).for_each(|(all, own)| *all |= own);
    }
    let inputs = units.iter().map(|unit| unit.inputs.len()).sum();
    Group { name, address, inputs, taken: freeze::Group { draws, chance: false } }
}

/// The groups with an uncertain input, in the order of their names.
fn by_name(plan: &Plan, units: &[Unit], names: &[&str], of: impl Fn(&Unit) -> usize) -> Vec<Group> {
    let of: Vec<usize> = units.iter().map(of).collect();
    let members = |number: usize| -> Vec<&Unit> {
        units.iter().zip(&of).filter(|(_, of)| **of == number).map(|(unit, _)| unit).collect()
    };
    let groups = names.iter().enumerate().map(|(number, name)| (name, members(number)));
    let there = groups.filter(|(_, members)| !members.is_empty());
    there.map(|(name, members)| group(plan, (*name).to_owned(), String::new(), &members)).collect()
}

/// The groups of a user, and all that is in none of them.
fn by_user(plan: &Plan, units: &[Unit], asked: &[NamedGroup]) -> Result<Vec<Group>, String> {
    let addresses: Vec<Address> = plan.layout.addresses();
    let drawn: Vec<usize> = units.iter().flat_map(Unit::slots).collect();
    let mut of: Vec<Option<usize>> = vec![None; units.len()];
    for (number, NamedGroup { name, inputs }) in asked.iter().enumerate() {
        for text in inputs {
            let wrong = |why: String| format!("group `{}`: `{}`: {why}", quote(name), quote(text));
            let mut sorted = drawn.clone();
            sorted.sort_unstable();
            let slots = named(text, &addresses, &sorted).map_err(wrong)?;
            for (unit, of) in units.iter().zip(&mut of) {
                if !unit.slots().any(|slot| slots.contains(&slot)) {
                    continue;
                }
                if let Some(other) = of.filter(|other| *other != number) {
                    return Err(wrong(format!(
                        "`{}` is in the group `{}` already; what is drawn together is of one group",
                        unit.address(),
                        quote(&asked[other].name)
                    )));
                }
                *of = Some(number);
            }
        }
    }
    let members = |number: Option<usize>| -> Vec<&Unit> {
        units.iter().zip(&of).filter(|(_, of)| **of == number).map(|(unit, _)| unit).collect()
    };
    let made = |name: &str, number| group(plan, name.to_owned(), String::new(), &members(number));
    let mut groups: Vec<Group> =
        asked.iter().enumerate().map(|(number, asked)| made(&asked.name, Some(number))).collect();
    groups.extend(Some(made(REST, None)).filter(|rest| rest.inputs > 0));
    Ok(groups)
}

/// Every input as a group of its own.
fn one_by_one(scenario: &Scenario, plan: &Plan, units: &[Unit], tier: u32) -> Vec<Group> {
    let one = |unit: &Unit| group(plan, unit.name(scenario, plan, tier), unit.address(), &[unit]);
    units.iter().map(one).collect()
}

/// Groups by what is asked: of inputs one by one all of them, of which [`choose`] takes some.
///
/// # Errors
/// Says which name of a group of a user is wrong.
pub fn groups(scenario: &Scenario, plan: &Plan, by: &By, tier: u32) -> Result<Vec<Group>, String> {
    let units = units(scenario, plan);
    Ok(match by {
        By::Input { .. } => one_by_one(scenario, plan, &units, tier),
        By::Grade => by_name(plan, &units, &GRADES, |unit| grade(scenario, plan, unit)),
        By::Kind => by_name(plan, &units, &KINDS, |unit| {
            unit.drawn(plan).map(|(_, own)| kind(own.name)).min().unwrap_or(0)
        }),
        By::Named(asked) => by_user(plan, &units, asked)?,
    })
}

/// The largest total index of every group among several numbers.
pub fn largest(found: &Frozen, numbers: usize, groups: usize) -> Vec<f64> {
    let mut most = vec![0.0_f64; groups];
    for number in 0..numbers {
        let [a, b] = found.whole(number);
        for (most, [_, total]) in most.iter_mut().zip(estimates(a, b, &found.mixed(number))) {
            // Not a number where nothing varies.
            *most = most.max(total);
        }
    }
    most
}

/// Which groups are looked at one by one after a pilot; the others are one, so that nothing is left out.
pub fn choose(groups: Vec<Group>, count: usize, pilot: &Frozen, numbers: usize) -> Vec<Group> {
    let most = largest(pilot, numbers, groups.len());
    let mut order: Vec<usize> = (0..groups.len()).collect();
    // Stable: equal ones stay in the order of their addresses.
    order.sort_by(|&a, &b| most[b].total_cmp(&most[a]));
    order.truncate(count);
    let mut chosen = Vec::new();
    let mut rest = Group {
        name: REST.to_owned(),
        address: String::new(),
        inputs: 0,
        taken: freeze::Group { draws: Vec::new(), chance: false },
    };
    for (number, group) in groups.into_iter().enumerate() {
        if order.contains(&number) {
            chosen.push(group);
            continue;
        }
        rest.inputs += group.inputs;
        rest.taken.draws.resize(group.taken.draws.len(), false);
        rest.taken.draws.iter_mut().zip(group.taken.draws).for_each(|(all, own)| *all |= own);
    }
    chosen.push(rest);
    chosen
}

/// Chance and a dummy, which every design has beside the groups.
pub fn with_chance_and_dummy(mut groups: Vec<Group>, plan: &Plan) -> Vec<Group> {
    let none = |name: &str, chance| Group {
        name: name.to_owned(),
        address: String::new(),
        inputs: 0,
        taken: freeze::Group { draws: vec![false; plan.draws.len()], chance },
    };
    groups.extend([none(CHANCE, true), none(DUMMY, false)]);
    groups
}
