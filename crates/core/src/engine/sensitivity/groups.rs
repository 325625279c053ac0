//! Pick-freeze: every replicate simulated in two independent samples of all that is drawn, and again with one group of
//! inputs after the other taken from the second (docs/model.md section 9, Groups of inputs).

use super::block::{Block, Index};
use crate::{
    engine::{
        not_finite::NotFinite,
        pass::{Pass, failed},
        plan::Plan,
        run::RunError,
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
    /// Replicates done, failed ones included.
    pub replicates: u64,
}

impl Column {
    fn add(&mut self, index: &Index, tier: usize, lane: usize) {
        let without = index.counterfactual[tier][lane];
        self.attributable.push(index.scenario[tier][lane] - without);
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
    [first, second]: [&Plan; 2],
    groups: &[Group],
    tier: usize,
    options: &Pass,
) -> Result<Frozen, RunError> {
    debug_assert!(tier < K);
    let shocks = [first.shocks(), second.shocks()];
    let empty = || Frozen { mixed: vec![Column::default(); groups.len()], ..Frozen::default() };
    let mut total = empty();
    let mut not_finite = NotFinite::default();
    let replicates = options.run(
        || [Block::new(first, &shocks[0]), Block::new(second, &shocks[1])],
        |[a, b], range| {
            let (mut found, mut spoilt) = (empty(), NotFinite::default());
            for from in range.clone().step_by(LANES) {
                let alive = (range.end - from).min(LANES as u64) as usize;
                let whole = [a.drawn(from, alive), b.drawn(from, alive)];
                let mixed: Vec<Index> =
                    groups.iter().map(|group| a.mixed(&b.draws, group, from, alive)).collect();
                let all = || whole.iter().chain(&mixed);
                let live = all().fold(whole[0].live, |live, index| live & index.live);
                let bad = all().fold(whole[0].not_finite, |bad, index| bad | index.not_finite);
                for lane in 0..LANES {
                    if live.lane(lane) {
                        found.a.add(&whole[0], tier, lane);
                        found.b.add(&whole[1], tier, lane);
                        found
                            .mixed
                            .iter_mut()
                            .zip(&mixed)
                            .for_each(|(column, index)| column.add(index, tier, lane));
                    } else if bad.lane(lane) {
                        spoilt.add(from + lane as u64, &first.scenarios[0].id, || "the index".to_owned());
                    }
                }
            }
            (found, spoilt)
        },
        |(found, spoilt): (Frozen, NotFinite)| {
            total.a.extend(found.a);
            total.b.extend(found.b);
            total.mixed.iter_mut().zip(found.mixed).for_each(|(all, one)| all.extend(one));
            not_finite.merge(&spoilt);
        },
    )?;
    failed(replicates, total.a.attributable.len() as u64, &not_finite)?;
    Ok(Frozen { replicates, ..total })
}
