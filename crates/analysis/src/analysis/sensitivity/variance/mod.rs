//! How much of the spread goes with inputs: one by one, by how well they are known, by what they are about, or in groups of a
//! user's (docs/model.md section 9, Variance by input).

pub mod file;
pub mod groups;
mod samples;
mod units;

use std::sync::atomic::AtomicBool;

use super::SensitivityError;
use crate::{
    analysis::{
        asked::cells::{keep, named},
        named_cell::section_cell,
    },
    engine::{
        drive::Pass,
        plan::{Plan, Tables},
        replicates::Cell,
        sensitivity::freeze::{self, Frozen, Looked, freeze},
        slot::{Slot, slots},
    },
    model::cells::{Arms, Outcome, Section},
    sampling::{design::Design, keyed::Stream},
    scenario::{diagnostic::quote, names::TIERS, resolved::Scenario},
    stats::sobol_indices::{Index, indices},
    store::sobol::{GroupRow, JudgementShare},
};
pub use groups::{By, NamedGroup};
use groups::{Group, JUDGEMENT, choose, groups, largest, with_chance_and_dummy};
pub use samples::Samples;

/// Replicates of each sample where nobody says how many.
pub const REPLICATES: u64 = 4096;

/// Replicates from which the share of judgement is told.
pub const SHARE_REPLICATES: u64 = 1024;

/// Replicates of the pilot that says which inputs are looked at one by one.
pub const PILOT: u64 = 128;

/// The most numbers that are kept: every replicate in every sample of every outcome and arm.
const MOST_NUMBERS: u64 = 100_000_000;

/// What is asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    /// Readiness tier of the index, days.
    pub tier: u32,
    /// What groups are made by.
    pub by: By,
    /// Outcomes by name; the headline index at the tier where none are named.
    pub outcomes: Vec<String>,
    /// Seed of the first sample.
    pub seed: u64,
    /// Replicates of each sample.
    pub replicates: u64,
    /// Threads; 0 for one a core.
    pub threads: usize,
}

/// The scenario compiled twice, on draws that know nothing of each other.
fn samples(
    scenario: &Scenario,
    [first, second]: [u64; 2],
    tables: &mut Tables,
) -> Result<[Plan; 2], SensitivityError> {
    let scenario = std::slice::from_ref(scenario);
    Ok([
        Plan::with_tables(scenario, first, Design::MonteCarlo, tables)?,
        Plan::with_tables(scenario, second, Design::MonteCarlo, tables)?,
    ])
}

/// Seeds of both samples under a seed.
fn seeds(seed: u64) -> [u64; 2] {
    [seed, Stream::new(seed, "second sample").bits(0, 0)]
}

/// The arms in which an outcome is looked at where none is named: what the drawdown adds, where that is a number of its own, and
/// what there is without it.
fn usual(section: &Section) -> Vec<Slot> {
    let has = slots(section);
    let wanted: &[Slot] = match section.arms {
        Arms::All => &[Slot::Attributable, Slot::Counterfactual],
        Arms::Each | Arms::TwoArms => &[Slot::Scenario, Slot::Counterfactual],
        Arms::Paired | Arms::NoArm => has,
    };
    wanted.to_vec()
}

/// What is asked for, planned.
pub struct Planned<'a> {
    scenario: &'a Scenario,
    question: &'a Question,
    plans: [Plan; 2],
    tables: Tables,
    groups: Vec<Group>,
    cells: Vec<Cell>,
}

impl<'a> Planned<'a> {
    /// Looks at what is asked, before anything runs.
    ///
    /// # Errors
    /// When the scenario does not stand by itself, when there is no such input or outcome, or when it is too much.
    pub fn new(scenario: &'a Scenario, question: &'a Question) -> Result<Self, SensitivityError> {
        let mut tables = Tables::default();
        let plans = samples(scenario, seeds(question.seed), &mut tables)?;
        let groups =
            groups(scenario, &plans[0], &question.by, question.tier).map_err(SensitivityError::Asked)?;
        let cells = cells(&plans[0], question).map_err(SensitivityError::Asked)?;
        let mut planned = Self { scenario, question, plans, tables, groups, cells };
        planned.keep_cells();
        let samples = 5 + planned.one_by_one() as u64;
        let numbers = samples.saturating_mul(planned.cells.len() as u64).saturating_mul(question.replicates);
        if numbers > MOST_NUMBERS {
            return Err(SensitivityError::Asked(format!(
                "{samples} samples of {} replicates and {} outcomes by arm are {} million numbers, which are kept; at most {} \
                 million can be: ask for fewer",
                question.replicates,
                planned.cells.len(),
                numbers / 1_000_000,
                MOST_NUMBERS / 1_000_000
            )));
        }
        Ok(planned)
    }

    /// How many groups are looked at one by one, beside chance and a dummy; there may be all others.
    fn one_by_one(&self) -> usize {
        match self.question.by {
            By::Input { top, every_input: false } => super::varied(self.groups.len(), top),
            _ => self.groups.len(),
        }
    }

    /// Where more is looked at than the headline index, no more is computed than that takes.
    fn keep_cells(&mut self) {
        if let Looked::Cells(_) = self.looked() {
            self.plans.iter_mut().for_each(|plan| keep(plan, &self.cells));
        }
    }

    /// What the engine looks at. The headline index of one tier is found without all else.
    fn looked(&self) -> Looked<'_> {
        match &self.cells[..] {
            [
                Cell { outcome: Outcome::IndexHeadline, slot: Slot::Attributable, position },
                Cell { outcome: Outcome::IndexHeadline, slot: Slot::Counterfactual, position: same },
            ] if position == same => Looked::Index(*position),
            cells => Looked::Cells(cells),
        }
    }

    fn freeze(&self, plans: [&Plan; 2], groups: &[Group], pass: &Pass) -> Result<Frozen, SensitivityError> {
        let taken: Vec<freeze::Group> = groups.iter().map(|group| group.taken.clone()).collect();
        Ok(freeze(plans, &taken, self.looked(), pass)?.found)
    }

    /// Runs it: the indices of every group, of chance and of a dummy, nothing for an outcome that does not vary; and the numbers
    /// that they come from.
    ///
    /// # Errors
    /// When more than 1 % of the replicates draw values that the model does not allow, or when it is stopped before all is done.
    pub fn rows(
        mut self,
        stop: &AtomicBool,
        progress: &(dyn Fn(u64, u64) + Sync),
    ) -> Result<(Vec<GroupRow>, Samples), SensitivityError> {
        let Question { replicates, threads, .. } = *self.question;
        let one_by_one = self.one_by_one();
        let mut chosen = std::mem::take(&mut self.groups);
        let mut before = 0;
        if one_by_one < chosen.len() {
            let pilot_seed = Stream::new(self.question.seed, "pilot").bits(0, 0);
            let mut pilot = samples(self.scenario, seeds(pilot_seed), &mut self.tables)?;
            if let Looked::Cells(cells) = self.looked() {
                pilot.iter_mut().for_each(|plan| keep(plan, cells));
            }
            let each = 2 + chosen.len() as u64;
            before = each * PILOT;
            let all = before + (5 + one_by_one as u64) * replicates;
            let done = |n: u64| progress(each * n, all);
            let pass = Pass { replicates: PILOT, threads, stop, progress: &done };
            let found = self.freeze([&pilot[0], &pilot[1]], &chosen, &pass)?;
            chosen = choose(chosen, one_by_one, &found, self.looked().count());
        }
        let groups = with_chance_and_dummy(chosen, &self.plans[0]);
        let each = 2 + groups.len() as u64;
        let done = |n: u64| progress(before + each * n, before + each * replicates);
        let pass = Pass { replicates, threads, stop, progress: &done };
        let found = self.freeze([&self.plans[0], &self.plans[1]], &groups, &pass)?;
        let mut order: Vec<usize> = (0..groups.len()).collect();
        if let By::Input { .. } = self.question.by {
            // The largest first; behind them what is no input.
            let most = largest(&found, self.cells.len(), groups.len());
            let of_input = |group: usize| !groups[group].address.is_empty();
            order.sort_by(|&a, &b| match (of_input(a), of_input(b)) {
                (true, true) => most[b].total_cmp(&most[a]),
                (a, b) => b.cmp(&a),
            });
        }
        let of = |number| self.rows_of(number, (&groups, &order), &found);
        let rows = (0..self.cells.len()).flat_map(of).collect();
        let label = |group: Group| if group.address.is_empty() { group.name } else { group.address };
        let outcomes = self.cells.iter().map(|cell| self.called(cell)).collect();
        Ok((rows, Samples { outcomes, groups: groups.into_iter().map(label).collect(), found }))
    }

    /// An outcome by its name, and its arm.
    fn called(&self, &Cell { outcome, slot, position }: &Cell) -> [String; 2] {
        let named = section_cell(&self.plans[0], outcome, slot, position).name;
        let bare = named.split_once(':').map_or(named.as_str(), |(_, bare)| bare);
        [bare.to_owned(), slot.name().to_owned()]
    }

    /// The rows of one outcome in one arm.
    fn rows_of(&self, number: usize, (groups, order): (&[Group], &[usize]), found: &Frozen) -> Vec<GroupRow> {
        let (scenario, question) = (self.scenario, self.question);
        let [a, b] = found.whole(number);
        let Cell { outcome, slot, position } = self.cells[number];
        let named = section_cell(&self.plans[0], outcome, slot, position);
        let [name, arm] = self.called(&self.cells[number]);
        let replicates = found.replicates();
        let of = |found: Index| {
            let needs = found.needs(replicates);
            // An index lies between 0 and 1, and so does what its interval says of it.
            let known = |value: f64| (needs.is_none()).then(|| value.clamp(0.0, 1.0));
            (
                [known(found.value), Some(found.lower.clamp(0.0, 1.0)), Some(found.upper.clamp(0.0, 1.0))],
                needs,
            )
        };
        let found_indices = indices(a, b, &found.mixed(number), question.seed);
        let row = |&at: &usize| {
            let (group, indices) = (&groups[at], found_indices[at]?);
            let ([first, first_lower, first_upper], first_needs) = of(indices.first);
            let ([total, total_lower, total_upper], total_needs) = of(indices.total);
            Some(GroupRow {
                scenario: scenario.id.clone(),
                outcome: name.clone(),
                tier: question.tier,
                arm: arm.clone(),
                unit: named.unit(&self.plans[0], scenario),
                sd: Some(deviation(a, b)),
                by: question.by.name().to_owned(),
                group: group.name.clone(),
                address: group.address.clone(),
                inputs: group.inputs,
                first,
                first_lower,
                first_upper,
                first_needs,
                total,
                total_lower,
                total_upper,
                total_needs,
                replicates,
            })
        };
        order.iter().filter_map(row).collect()
    }
}

/// Standard deviation of a number over both samples.
fn deviation(a: &[f64], b: &[f64]) -> f64 {
    let all = || a.iter().chain(b);
    let n = (a.len() + b.len()) as f64;
    let mean = all().sum::<f64>() / n;
    (all().map(|y| (y - mean).powi(2)).sum::<f64>() / (n - 1.0)).sqrt()
}

/// The cells that are asked for.
fn cells(plan: &Plan, question: &Question) -> Result<Vec<Cell>, String> {
    let index = [format!("index_headline[{}]", question.tier)];
    let asked = if question.outcomes.is_empty() { &index[..] } else { &question.outcomes };
    let mut cells: Vec<Cell> = Vec::new();
    for text in asked {
        let wrong = |why: String| format!("`--outcome {}`: {why}", quote(text));
        let found = named(text, plan, usual).map_err(wrong)?;
        let empty = found.iter().find(|cell| plan.cells.section(cell.outcome).conditional);
        if let Some(cell) = empty {
            return Err(wrong(format!(
                "`{}` has no value in some runs, and so no variance; ask for a probability, such as `closed_by`",
                plan.cells.section(cell.outcome).name
            )));
        }
        cells.extend(found.into_iter().filter(|cell| !cells.contains(cell)).collect::<Vec<_>>());
    }
    Ok(cells)
}

/// The share of judgement among the indices of groups of grades; `None` where there is none.
#[must_use]
pub fn share(rows: &[GroupRow]) -> Option<JudgementShare> {
    let mut rows = rows.iter().filter(|row| row.is_headline());
    let row = rows.find(|row| row.arm == "attributable" && row.group == JUDGEMENT)?;
    Some(JudgementShare {
        scenario: row.scenario.clone(),
        tier: row.tier,
        share: row.first?,
        lower: row.first_lower?,
        upper: row.first_upper?,
        replicates: row.replicates,
    })
}

/// How much of the spread of what a scenario adds rests on judgement; `None` where nothing of it varies.
///
/// # Errors
/// Those of [`Planned::new`] and [`Planned::rows`].
pub fn judgement(
    scenario: &Scenario,
    question: &Question,
    stop: &AtomicBool,
    progress: &(dyn Fn(u64, u64) + Sync),
) -> Result<Option<JudgementShare>, SensitivityError> {
    let plans = samples(scenario, seeds(question.seed), &mut Tables::default())?;
    let of_judgement = groups(scenario, &plans[0], &By::Grade, question.tier)
        .map_err(SensitivityError::Asked)?
        .into_iter()
        .find(|group| group.name == JUDGEMENT);
    let nothing = || freeze::Group { draws: vec![false; plans[0].draws.len()], chance: false };
    let taken = of_judgement.map_or_else(nothing, |group| group.taken);
    let tier = TIERS.iter().position(|&tier| tier == question.tier).unwrap_or(1);
    let done = |n: u64| progress(3 * n, 3 * question.replicates);
    let pass = Pass { replicates: question.replicates, threads: question.threads, stop, progress: &done };
    let found = freeze([&plans[0], &plans[1]], &[taken], Looked::Index(tier), &pass)?.found;
    let [a, b] = found.whole(0);
    let first = indices(a, b, &found.mixed(0), question.seed)[0].map(|found| found.first);
    Ok(first.map(|first| JudgementShare {
        scenario: scenario.id.clone(),
        tier: question.tier,
        share: first.value.clamp(0.0, 1.0),
        lower: first.lower.clamp(0.0, 1.0),
        upper: first.upper.clamp(0.0, 1.0),
        replicates: found.replicates(),
    }))
}
