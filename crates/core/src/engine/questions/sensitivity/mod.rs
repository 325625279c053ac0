//! One uncertain input low or high, all others drawn: what it does to the headline index of a plan's only scenario
//! (docs/model.md section 9, Sensitivity).
//!
//! [`screen()`] asks which inputs go along with the index, over the replicates as drawn; [`vary()`] holds the few that do at
//! quantiles of theirs and simulates the same replicates again.

mod block;
pub mod groups;
pub mod screen;
pub mod swing;

use std::{collections::BTreeMap, ops::Range};

use crate::{
    engine::{
        by_randomisation::{ByRandomisation, Summed},
        draw::Held,
        drive::{Answer, Pass, Question, RunError},
        not_finite::NotFinite,
        plan::{Plan, Source},
    },
    model::lanes::LANES,
    scenario::address::Address,
};
use block::{Block, note};
use swing::{Base, BaseSums, Swing, SwingSums};

pub use screen::{Screened, screen};

/// Uniforms at which an input is low and high.
pub const LOW_HIGH: [f64; 2] = [0.05, 0.95];

/// An uncertain input: all values that one coordinate of the sampling design decides, or a group of allies' values with
/// a factor in common.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Uncertain {
    /// Address of its coordinate; of a group, the plain name.
    pub address: Address,
    /// What is held.
    pub held: Held,
    /// The slots of the layout that it decides.
    pub slots: Vec<usize>,
}

/// The uncertain inputs of a plan's only scenario, by address.
#[must_use]
pub fn uncertain(plan: &Plan) -> Vec<Uncertain> {
    let mut found: BTreeMap<Address, Uncertain> = BTreeMap::new();
    for (slot, source) in plan.scenarios[0].sources.iter().enumerate() {
        let Source::Draw(draw) = source else { continue };
        // A distribution whose ends meet is no doubt.
        if plan.tables[plan.draws[*draw].table].constant().is_some() {
            continue;
        }
        let (dependence, coordinate) = (plan.draws[*draw].dependence, plan.draws[*draw].coordinate);
        let coordinates = &plan.dependence[dependence];
        let (address, held) = match coordinates.group_of(coordinate) {
            Some((factor, name)) => (Address::plain(name), Held::Factor { dependence, factor }),
            None => {
                (coordinates.addresses()[coordinate].clone(), Held::Coordinate { dependence, coordinate })
            }
        };
        let new = || Uncertain { address: address.clone(), held, slots: Vec::new() };
        found.entry(address.clone()).or_insert_with(new).slots.push(slot);
    }
    found.into_values().collect()
}

/// The value of a slot that `held` decides when that is at its quantile `u`: of a member of a group, the one with its
/// own part in the middle. `None` for a slot that is not drawn.
#[must_use]
pub fn value_at(plan: &Plan, held: Held, slot: usize, u: f64) -> Option<f64> {
    let Source::Draw(draw) = plan.scenarios[0].sources[slot] else { return None };
    let draw = &plan.draws[draw];
    let u = match held {
        Held::Coordinate { .. } => u,
        Held::Factor { dependence, .. } => plan.dependence[dependence].middle_of_group(draw.coordinate, u),
    };
    Some(plan.tables[draw.table].quantile(u) * draw.scale + draw.shift)
}

/// What varying inputs has found.
#[derive(Clone, Debug)]
pub struct Varied {
    /// Nothing held.
    pub base: Base,
    /// By input, in the order asked for.
    pub swings: Vec<Swing>,
    /// Replicates done, failed ones included.
    pub replicates: u64,
}

/// The sums of some replicates.
#[derive(Clone)]
struct Sums {
    base: BaseSums,
    swings: Vec<SwingSums>,
    /// Replicates left out as drawn.
    not_finite: NotFinite,
}

impl Summed for Sums {
    fn merge(&mut self, later: &Sums) {
        self.base.merge(&later.base);
        self.swings.iter_mut().zip(&later.swings).for_each(|(a, b)| a.merge(b));
        self.not_finite.merge(&later.not_finite);
    }

    fn live(&self) -> u64 {
        self.base.attributable.n
    }
}

/// Simulates every replicate with each of `inputs` at its [`LOW_HIGH`] quantiles and without anything held; indices are
/// those of the tier at position `tier`. Work is proportional to `1 + 2 inputs`, memory does not grow with the
/// replicates. A swing is of the replicates that are valid at both ends too: [`Swing::n`] says how many.
///
/// # Errors
/// When threads cannot be started, when it is stopped before anything is done, or when more than 1 % of the replicates
/// draw values that the model does not allow or have indices that are not finite.
pub fn vary(plan: &Plan, inputs: &[Uncertain], tier: usize, pass: &Pass) -> Result<Varied, RunError> {
    let Answer { found, replicates, .. } = pass.ask(&Vary { plan, inputs, tier })?;
    let base = Base::of(|of| found.mean(|sums| of(&sums.base).estimate()));
    let swing =
        |i: usize| found.all.swings[i].estimate(|of| found.mean(|sums| of(&sums.swings[i]).estimate()));
    Ok(Varied { base, swings: (0..inputs.len()).map(swing).collect(), replicates })
}

struct Vary<'a> {
    plan: &'a Plan,
    inputs: &'a [Uncertain],
    tier: usize,
}

impl Vary<'_> {
    fn empty(&self) -> Sums {
        Sums {
            base: BaseSums::default(),
            swings: vec![SwingSums::default(); self.inputs.len()],
            not_finite: NotFinite::default(),
        }
    }
}

impl<'a> Question for Vary<'a> {
    type Memory = Block<'a>;
    type Part = Sums;
    type Total = ByRandomisation<Sums>;

    fn memory(&self) -> Block<'a> {
        Block::new(self.plan)
    }

    fn nothing(&self) -> ByRandomisation<Sums> {
        ByRandomisation::new(self.empty(), self.plan.design.randomisations().unwrap_or(0) as usize)
    }

    fn chunk(&self, block: &mut Block<'a>, replicates: Range<u64>) -> Sums {
        let mut sums = self.empty();
        let end = replicates.end;
        for first in replicates.step_by(LANES) {
            let base = block.drawn(first, end);
            sums.base.add(&base, self.tier);
            note(base.not_finite, first, self.plan, &mut sums.not_finite);
            for (input, sums) in self.inputs.iter().zip(&mut sums.swings) {
                let ends = LOW_HIGH.map(|u| block.held(input.held, u, first, end));
                sums.add(&base, &ends, self.tier);
            }
        }
        sums
    }

    fn merge(&self, total: &mut ByRandomisation<Sums>, part: Sums, chunk: u64) {
        total.merge(&part, chunk);
    }

    fn valid<'t>(&self, total: &'t ByRandomisation<Sums>) -> Option<(u64, &'t NotFinite)> {
        Some((total.all.live(), &total.all.not_finite))
    }
}
