//! How much of the spread goes with groups of inputs: by how well they are known, or by what they are about
//! (docs/model.md section 9, Groups of inputs).

use std::{collections::BTreeMap, sync::atomic::AtomicBool};

use super::SensitivityError;
use crate::{
    engine::{
        drive::Pass,
        plan::{Draw, Plan, Source},
        sensitivity::groups::{Column, Frozen, Group, freeze},
    },
    sampling::{design::Design, keyed::Stream},
    scenario::{
        names::{Name, TIERS},
        resolved::{Grade, Scenario},
    },
    stats::sobol_indices::{Indices, indices},
    store::sobol::{GroupRow, JudgementShare},
};

/// Replicates of each sample where nobody says how many.
pub const REPLICATES: u64 = 4096;

/// Replicates from which the share of judgement is told.
pub const SHARE_REPLICATES: u64 = 1024;

/// What groups are made by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum By {
    /// How well the inputs are known.
    Grade,
    /// What they are about.
    Kind,
}

impl By {
    /// Its name in files.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            By::Grade => "grade",
            By::Kind => "kind",
        }
    }
}

/// What is asked.
#[derive(Clone, Copy, Debug)]
pub struct Question {
    /// Readiness tier of the index, days.
    pub tier: u32,
    /// What groups are made by.
    pub by: By,
    /// Seed of the first sample.
    pub seed: u64,
    /// Replicates of each sample.
    pub replicates: u64,
    /// Threads; 0 for one a core.
    pub threads: usize,
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
const GRADES: [&str; 4] = ["measured (A)", "published (B)", "judgement (C)", "choices of the scenario"];
/// Position in [`GRADES`].
const JUDGEMENT: usize = 2;
const CHANCE: &str = "chance";

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

/// Position in [`GRADES`].
fn grade(grade: Option<Grade>) -> usize {
    grade.map_or(3, |grade| grade as usize)
}

/// The group of every draw of a plan, as a position in [`KINDS`] or [`GRADES`]. Inputs that depend on each other belong to
/// one group: the allies' values of one input, and all that are correlated in pairs, are of the worst grade among them; the
/// latter are of the kind of the first.
fn memberships(scenario: &Scenario, plan: &Plan, by: By) -> Vec<usize> {
    /// What moves together: a coordinate, a group's factor, or all members of pairs.
    #[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
    enum Together {
        Coordinate(usize, usize),
        Factor(usize, usize),
        Pairs,
    }
    let paired = |draw: &Draw| {
        let address = &plan.dependence[draw.dependence].addresses()[draw.coordinate];
        scenario.correlations.iter().any(|(a, b, _)| a.coordinate() == *address || b.coordinate() == *address)
    };
    let together = |draw: &Draw| match plan.dependence[draw.dependence].group_of(draw.coordinate) {
        Some((factor, _)) => Together::Factor(draw.dependence, factor),
        None if paired(draw) => Together::Pairs,
        None => Together::Coordinate(draw.dependence, draw.coordinate),
    };
    let addresses = plan.layout.addresses();
    let mut found: BTreeMap<Together, usize> = BTreeMap::new();
    for (address, source) in addresses.iter().zip(&plan.scenarios[0].sources) {
        let Source::Draw(number) = source else { continue };
        let draw = &plan.draws[*number];
        let own = &plan.dependence[draw.dependence].addresses()[draw.coordinate];
        let group = match by {
            By::Kind => kind(own.name),
            // What follows another input says nothing of its own; choices are better known than judgement.
            By::Grade => grade(scenario.values.get(address).and_then(|value| value.grade)),
        };
        let worse = |a: usize, b: usize| match by {
            By::Kind => a.min(b),
            By::Grade if a == 3 || b == 3 => a.min(b),
            By::Grade => a.max(b),
        };
        found.entry(together(draw)).and_modify(|known| *known = worse(*known, group)).or_insert(group);
    }
    plan.draws.iter().map(|draw| found.get(&together(draw)).copied().unwrap_or(0)).collect()
}

/// How many uncertain inputs each group has.
fn counts(plan: &Plan, of_draw: &[usize], groups: usize) -> Vec<usize> {
    let mut counts = vec![0; groups];
    for input in crate::engine::sensitivity::uncertain(plan) {
        let draw = input.slots.iter().find_map(|&slot| match plan.scenarios[0].sources[slot] {
            Source::Draw(draw) => Some(draw),
            Source::Constant(_) => None,
        });
        if let Some(draw) = draw {
            counts[of_draw[draw]] += 1;
        }
    }
    counts
}

/// The scenario compiled twice, on draws that know nothing of each other.
fn samples(scenario: &Scenario, seed: u64) -> Result<[Plan; 2], SensitivityError> {
    let scenario = std::slice::from_ref(scenario);
    let other = Stream::new(seed, "second sample").bits(0, 0);
    Ok([
        Plan::with_design(scenario, seed, Design::MonteCarlo)?,
        Plan::with_design(scenario, other, Design::MonteCarlo)?,
    ])
}

fn frozen(
    plans: &[Plan; 2],
    groups: &[Group],
    question: &Question,
    stop: &AtomicBool,
    progress: &(dyn Fn(u64, u64) + Sync),
) -> Result<Frozen, SensitivityError> {
    let tier = TIERS.iter().position(|&tier| tier == question.tier).unwrap_or(1);
    let each = 2 + groups.len() as u64;
    let done = |n: u64| progress(each * n, each * question.replicates);
    let pass = Pass { replicates: question.replicates, threads: question.threads, stop, progress: &done };
    Ok(freeze([&plans[0], &plans[1]], groups, tier, &pass)?.found)
}

/// The indices of every group that has an uncertain input, and of chance, on what the drawdown adds and on what is missing
/// without it; nothing for an index that does not vary.
///
/// # Errors
/// When the scenario does not stand by itself, when more than 1 % of the replicates draw values that the model does not
/// allow, or when it is stopped before anything is known.
pub fn groups(
    scenario: &Scenario,
    question: &Question,
    stop: &AtomicBool,
    progress: &(dyn Fn(u64, u64) + Sync),
) -> Result<Vec<GroupRow>, SensitivityError> {
    let plans = samples(scenario, question.seed)?;
    let names: &[&str] = match question.by {
        By::Grade => &GRADES,
        By::Kind => &KINDS,
    };
    let of_draw = memberships(scenario, &plans[0], question.by);
    let counts = counts(&plans[0], &of_draw, names.len());
    let there: Vec<usize> = (0..names.len()).filter(|&group| counts[group] > 0).collect();
    let mut groups: Vec<Group> = there
        .iter()
        .map(|&group| Group { draws: of_draw.iter().map(|&of| of == group).collect(), chance: false })
        .collect();
    groups.push(Group { draws: vec![false; of_draw.len()], chance: true });
    let found = frozen(&plans, &groups, question, stop, progress)?;
    let labels = there.iter().map(|&group| (names[group], counts[group])).chain([(CHANCE, 0)]);
    let labels: Vec<(&str, usize)> = labels.collect();
    let mut rows = Vec::new();
    type Values = fn(&Column) -> &[f64];
    let arms: [(&str, Values); 2] =
        [("attributable", |c| &c.attributable), ("counterfactual", |c| &c.counterfactual)];
    for (arm, column) in arms {
        for ((group, inputs), mixed) in labels.iter().zip(&found.mixed) {
            let Some(Indices { first, total }) =
                indices(column(&found.a), column(&found.b), column(mixed), question.seed)
            else {
                continue;
            };
            rows.push(GroupRow {
                scenario: scenario.id.clone(),
                tier: question.tier,
                arm: arm.to_owned(),
                by: question.by.name().to_owned(),
                group: (*group).to_owned(),
                inputs: *inputs,
                first: first.value,
                first_lower: first.lower,
                first_upper: first.upper,
                total: total.value,
                total_lower: total.lower,
                total_upper: total.upper,
                replicates: found.a.attributable.len() as u64,
            });
        }
    }
    Ok(rows)
}

/// The share of judgement among the indices of groups of grades; `None` where there is none.
#[must_use]
pub fn share(rows: &[GroupRow]) -> Option<JudgementShare> {
    let row = rows.iter().find(|row| row.arm == "attributable" && row.group == GRADES[JUDGEMENT])?;
    Some(JudgementShare {
        scenario: row.scenario.clone(),
        tier: row.tier,
        share: row.first.clamp(0.0, 1.0),
        lower: row.first_lower.clamp(0.0, 1.0),
        upper: row.first_upper.clamp(0.0, 1.0),
        replicates: row.replicates,
    })
}

/// How much of the spread of what a scenario adds rests on judgement; `None` where nothing of it varies.
///
/// # Errors
/// Those of [`groups()`].
pub fn judgement(
    scenario: &Scenario,
    question: &Question,
    stop: &AtomicBool,
    progress: &(dyn Fn(u64, u64) + Sync),
) -> Result<Option<JudgementShare>, SensitivityError> {
    let plans = samples(scenario, question.seed)?;
    let of_draw = memberships(scenario, &plans[0], By::Grade);
    let group = Group { draws: of_draw.iter().map(|&of| of == JUDGEMENT).collect(), chance: false };
    let found = frozen(&plans, &[group], question, stop, progress)?;
    let found_indices =
        indices(&found.a.attributable, &found.b.attributable, &found.mixed[0].attributable, question.seed);
    Ok(found_indices.map(|found_indices| JudgementShare {
        scenario: scenario.id.clone(),
        tier: question.tier,
        share: found_indices.first.value.clamp(0.0, 1.0),
        lower: found_indices.first.lower.clamp(0.0, 1.0),
        upper: found_indices.first.upper.clamp(0.0, 1.0),
        replicates: found.a.attributable.len() as u64,
    }))
}
