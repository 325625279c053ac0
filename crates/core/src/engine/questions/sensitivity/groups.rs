//! Pick-freeze: every replicate simulated in two independent samples of all that is drawn, and again with one group of
//! inputs after the other taken from the second (docs/model.md section 9, Groups of inputs).

use std::ops::Range;

use super::block::{Block, Index, note};
use crate::{
    engine::{
        drive::{Answer, Pass, Question, RunError},
        not_finite::NotFinite,
        plan::Plan,
    },
    model::{lanes::LANES, layout::K},
};

/// A group: which draws of the plan, and whether the shocks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// By draw of the plan.
    pub draws: Vec<bool>,
    /// Whether the aleatory shocks are in it.
    pub chance: bool,
}

/// The headline index of a tier, replicate by replicate.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Column {
    /// What the drawdown adds.
    pub attributable: Vec<f64>,
    /// Without the drawdown.
    pub counterfactual: Vec<f64>,
}

/// What was found: first and second sample, and by group the first with that group of the second.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Frozen {
    /// First sample.
    pub a: Column,
    /// Second sample.
    pub b: Column,
    /// By group.
    pub mixed: Vec<Column>,
    not_finite: NotFinite,
}

impl Column {
    fn add(&mut self, [added, without]: [f64; 2]) {
        self.attributable.push(added);
        self.counterfactual.push(without);
    }

    fn extend(&mut self, later: Self) {
        self.attributable.extend(later.attributable);
        self.counterfactual.extend(later.counterfactual);
    }
}

/// Simulates every replicate of `first`, of `second` (the same scenario compiled under another seed), and of the first with
/// each group from the second; indices are those of the tier at position `tier`. A replicate counts where it is valid in
/// all of them. Memory grows with the replicates.
///
/// # Errors
/// When threads cannot be started, when it is stopped before anything is done, or when more than 1 % of the replicates
/// draw values that the model does not allow or have indices that are not finite.
pub fn freeze(
    plans: [&Plan; 2],
    groups: &[Group],
    tier: usize,
    pass: &Pass,
) -> Result<Answer<Frozen>, RunError> {
    debug_assert!(tier < K);
    pass.ask(&Freeze { plans, groups, tier })
}

struct Freeze<'a> {
    plans: [&'a Plan; 2],
    groups: &'a [Group],
    tier: usize,
}

impl<'a> Question for Freeze<'a> {
    type Memory = [Block<'a>; 2];
    type Part = Frozen;
    type Total = Frozen;

    fn memory(&self) -> [Block<'a>; 2] {
        self.plans.map(|plan| Block::new(plan, self.tier))
    }

    fn nothing(&self) -> Frozen {
        Frozen { mixed: vec![Column::default(); self.groups.len()], ..Frozen::default() }
    }

    fn chunk(&self, [a, b]: &mut [Block<'a>; 2], replicates: Range<u64>) -> Frozen {
        let mut found = self.nothing();
        let end = replicates.end;
        for first in replicates.step_by(LANES) {
            let whole = [a.drawn(first, end), b.drawn(first, end)];
            let mixed = self.groups.iter().map(|group| a.mixed(&b.drawer, group, first, end));
            let mixed: Vec<Index> = mixed.collect();
            let all = || whole.iter().chain(&mixed);
            let live = all().fold(whole[0].live, |live, index| live & index.live);
            let bad = all().fold(whole[0].not_finite, |bad, index| bad | index.not_finite);
            note(bad & !live, first, self.plans[0], &mut found.not_finite);
            for lane in (0..LANES).filter(|&lane| live.lane(lane)) {
                let columns = [&mut found.a, &mut found.b].into_iter().chain(&mut found.mixed);
                columns.zip(all()).for_each(|(column, index)| column.add(index.of(lane)));
            }
        }
        found
    }

    fn merge(&self, total: &mut Frozen, part: Frozen, _: u64) {
        total.a.extend(part.a);
        total.b.extend(part.b);
        total.mixed.iter_mut().zip(part.mixed).for_each(|(all, one)| all.extend(one));
        total.not_finite.merge(&part.not_finite);
    }

    fn valid<'t>(&self, total: &'t Frozen) -> Option<(u64, &'t NotFinite)> {
        Some((total.a.attributable.len() as u64, &total.not_finite))
    }
}
