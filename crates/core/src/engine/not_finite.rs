//! Replicates with an outcome that is no number that can be calculated with: they fail like those whose draws are not
//! valid, and are named.
//!
//! Nothing is looked at value by value while all is well. An outcome that is not finite spoils a sum of its chunk; only
//! then is the chunk looked through, and computed again without the replicates found.

use serde::{Deserialize, Serialize};

use super::{
    cell_sums::Arms3,
    dispatch::kernel,
    drive::CHUNK,
    live::Live,
    plan::Plan,
    worker::{Sink, Worker},
};
use crate::{
    model::{
        cells::{Axis, Frame, Held, Section},
        economy::Economy,
        lanes::{F8, LANES, M8},
        sheet::{GROUP, Sheet},
    },
    scenario::names::TIERS,
};

/// The largest outcome: the square of what is larger soon overflows, and no money, force or share is of such a size.
pub const LARGEST: f64 = 1e140;

/// The largest sum of squares that leaves no doubt.
const LARGEST_SUM: f64 = LARGEST * LARGEST;

/// Replicates that are named; the others are counted.
const NAMED: usize = 5;

/// Whether a number can be calculated with.
#[inline(always)]
#[must_use]
pub fn is_number(value: f64) -> bool {
    value.abs() <= LARGEST
}

/// The lanes whose number can be calculated with.
#[inline(always)]
#[must_use]
pub fn numbers(value: F8) -> M8 {
    value.abs().le(F8::splat(LARGEST))
}

/// The lanes of which growth and the chance of spending are numbers. What goes on from there may hide one that is not, in
/// a larger or a smaller of two.
#[inline(always)]
#[must_use]
pub fn economies(economy: &Economy) -> M8 {
    let all = economy.gdp.iter().chain(&economy.spend_shock);
    all.fold(M8::first(LANES), |lanes, &value| lanes & numbers(value))
}

/// Whether a cell's value can be added up; empty cells can where there may be some.
#[inline(always)]
#[must_use]
pub fn can_be_added(section: &Section, value: f64) -> bool {
    is_number(value) || (section.conditional && value.is_nan()) || matches!(section.held, Held::Label(_))
}

kernel! {
    /// Whether sums are free of what is not finite.
    pub fn are_finite(sums: &[f64]) -> bool {
        let (blocks, rest) = sums.as_chunks::<LANES>();
        let mut all = M8::first(LANES);
        for &block in blocks {
            all = all & F8(block).abs().le(F8::splat(LARGEST_SUM));
        }
        all.all() && rest.iter().all(|sum| sum.abs() <= LARGEST_SUM)
    }
}

/// A replicate that failed so.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Example {
    /// Its number.
    pub replicate: u64,
    /// Id of the scenario.
    pub scenario: String,
    /// The first outcome that is not finite, and where.
    pub outcome: String,
}

/// Replicates that failed because an outcome of theirs is not finite.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct NotFinite {
    /// How many.
    pub replicates: u64,
    /// The first of them.
    pub first: Vec<Example>,
}

impl NotFinite {
    /// Adds a replicate after all others.
    pub fn add(&mut self, replicate: u64, scenario: &str, outcome: impl FnOnce() -> String) {
        self.replicates += 1;
        if self.first.len() < NAMED {
            self.first.push(Example { replicate, scenario: scenario.to_owned(), outcome: outcome() });
        }
    }

    /// Adds those of later replicates.
    pub fn merge(&mut self, later: &NotFinite) {
        self.replicates += later.replicates;
        let room = NAMED - self.first.len();
        self.first.extend(later.first.iter().take(room).cloned());
    }

    /// Whether they can be among so many failed replicates.
    pub fn fits(&self, failed: u64) -> bool {
        self.first.len() == NAMED.min(usize::try_from(self.replicates).unwrap_or(NAMED))
            && self.replicates <= failed
    }

    /// Which replicates, of which scenario, and what is not finite; those in a row with the same fault together.
    fn examples(&self) -> String {
        let same = |a: &Example, b: &Example| (&a.scenario, &a.outcome) == (&b.scenario, &b.outcome);
        let together = |examples: &[Example]| {
            let numbers: Vec<String> = examples.iter().map(|example| example.replicate.to_string()).collect();
            let word = if numbers.len() == 1 { "replicate" } else { "replicates" };
            let Example { scenario, outcome, .. } = &examples[0];
            format!("{word} {} (`{scenario}`: {outcome})", numbers.join(", "))
        };
        let mut text = self.first.chunk_by(same).map(together).collect::<Vec<_>>().join(", ");
        if self.replicates > self.first.len() as u64 {
            text.push_str(&format!(" and {} more", self.replicates - self.first.len() as u64));
        }
        text
    }

    /// Why `failed` of `replicates` are left out, one sentence a reason.
    #[must_use]
    pub fn left_out(&self, failed: u64, replicates: u64) -> Vec<String> {
        let drawn = failed.saturating_sub(self.replicates);
        let mut sentences = Vec::new();
        if drawn > 0 {
            sentences.push(format!(
                "{drawn} of {replicates} replicates drew a value that the model does not allow and are left out"
            ));
        }
        if self.replicates > 0 {
            sentences.push(format!(
                "{} of {replicates} replicates have an outcome that is not finite and are left out: {}",
                self.replicates,
                self.examples()
            ));
        }
        sentences
    }

    /// Why a run in which `failed` of `replicates` failed gives no results.
    #[must_use]
    pub fn too_many(&self, failed: u64, replicates: u64) -> String {
        let drawn = failed.saturating_sub(self.replicates);
        let mut text = String::new();
        if drawn > 0 {
            text = format!(
                "{drawn} of {replicates} replicates drew a value that the model does not allow (more than 1 %): bound \
                 the distributions that have no bounds"
            );
            if self.replicates > 0 {
                text = format!(
                    "{failed} of {replicates} replicates failed (more than 1 %): {drawn} drew a value that the model \
                     does not allow (bound the distributions that have no bounds); "
                );
            }
        }
        if self.replicates > 0 {
            let share = if drawn > 0 { "" } else { " (more than 1 %)" };
            text.push_str(&format!(
                "{} of {replicates} replicates have an outcome that is not finite{share}: {}; look for an input far \
                 beyond any size that it can have",
                self.replicates,
                self.examples()
            ));
        }
        text
    }
}

/// Replicates of a chunk that are left out because an outcome is not finite.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LeftOut(u64);

impl LeftOut {
    /// Leaves a replicate out.
    pub fn add(&mut self, replicate: u64) {
        const { assert!(CHUNK <= 64, "one bit a replicate of a chunk") };
        self.0 |= 1 << (replicate % CHUNK);
    }

    /// Whether a replicate is left out.
    #[must_use]
    pub fn contains(self, replicate: u64) -> bool {
        self.0 >> (replicate % CHUNK) & 1 == 1
    }

    /// The lanes of the block that starts at replicate `first` that are not left out.
    #[must_use]
    pub fn others(self, first: u64) -> M8 {
        let mut lanes = M8::first(LANES);
        if self.0 == 0 {
            return lanes;
        }
        for (lane, word) in (first..).zip(&mut lanes.0) {
            if self.contains(lane) {
                *word = 0;
            }
        }
        lanes
    }
}

/// What is found in a chunk.
#[derive(Clone, Debug, Default)]
pub struct Failing {
    /// Which replicates.
    pub left_out: LeftOut,
    /// The same, named.
    pub not_finite: NotFinite,
}

/// Looks through the group that starts at replicate `first`, before which replicates `end` and later do not count.
pub fn look_through(worker: &mut Worker, first: u64, end: u64, found: &mut Failing) {
    let plan = worker.plan;
    let mut spoilt = Spoilt { plan, lanes: Default::default() };
    worker.group(first, end, &mut spoilt);
    for s in 0..plan.scenarios.len() {
        worker.scenario(s, &mut spoilt);
    }
    for (replicate, spoilt) in (first..).zip(spoilt.lanes.iter().flatten()) {
        if let Some((scenario, outcome)) = spoilt {
            found.left_out.add(replicate);
            found.not_finite.add(replicate, scenario, || outcome.clone());
        }
    }
}

/// By block and lane: the scenario and the outcome that is not finite, the first that is met.
struct Spoilt<'a> {
    plan: &'a Plan,
    lanes: [[Option<(String, String)>; LANES]; GROUP],
}

impl Spoilt<'_> {
    fn look(&mut self, scenario: usize, arm: &str, row: (Frame, usize), live: &Live, sheets: &[&Sheet]) {
        let (plan, (frame, number)) = (self.plan, row);
        for section in plan.cells.in_row(frame, number) {
            for (which, sheet) in sheets.iter().enumerate() {
                // What is not taken from the direct arm lies in the first sheet.
                if which > 0 && !section.needs_direct() {
                    continue;
                }
                for (w, cells) in sheet.section(section, number).into_iter().enumerate() {
                    for (cell, value) in cells.iter().enumerate() {
                        for lane in 0..LANES {
                            if can_be_added(section, value[lane]) || !live[w].lane(lane) {
                                continue;
                            }
                            self.lanes[w][lane].get_or_insert_with(|| {
                                let cell = number * section.width + cell;
                                (
                                    plan.scenarios[scenario].id.clone(),
                                    format!("{}{arm}", name(plan, section, cell)),
                                )
                            });
                        }
                    }
                }
            }
        }
    }
}

impl Sink for Spoilt<'_> {
    fn counterfactual(&mut self, world: usize, row: (Frame, usize), sheet: &Sheet, live: &Live) {
        self.look(self.plan.worlds[world].reporting, " without drawdown", row, live, &[sheet]);
    }

    fn scenario(&mut self, scenario: usize, row: (Frame, usize), arms: Arms3, live: &Live) {
        self.look(scenario, "", row, live, &[arms.scenario, arms.direct]);
    }
}

/// Name of a cell: its outcome, and where it lies along its axes.
fn name(plan: &Plan, section: &Section, cell: usize) -> String {
    let places: Vec<String> = plan
        .places(section, cell)
        .into_iter()
        .map(|(axis, at)| {
            let year = plan.layout.start_year + at as i32;
            match axis {
                Axis::Quarter => format!("quarter {at}"),
                Axis::Year => year.to_string(),
                Axis::YearFromBase => (year - 1).to_string(),
                Axis::Domain => plan.layout.domains[at].clone(),
                Axis::Tier => format!("D+{}", TIERS[at]),
                Axis::Ally => plan.layout.allies[at].clone(),
                Axis::Host => plan.cells.hosts[at].clone(),
            }
        })
        .collect();
    if places.is_empty() {
        section.name.to_owned()
    } else {
        format!("{} of {}", section.name, places.join(", "))
    }
}
