//! Pick-freeze: every replicate simulated in two independent samples of all that is drawn, and again with one group of
//! inputs after the other taken from the second (docs/model.md section 9, Variance by input).

use std::ops::Range;

use super::block::Index;
use crate::{
    engine::{
        blocks::{Drawer, Drawn},
        chunk::TOGETHER,
        drive::{Answer, Pass, Question, RunError},
        finite::{economies, numbers},
        not_finite::NotFinite,
        plan::Plan,
        questions::kept_cells::{Cell, Cells},
        worker::Worker,
    },
    model::{
        headline::Headlines,
        lanes::{F8, LANES, M8},
        layout::K,
        sheet::GROUP,
    },
};

/// A group: which draws of the plan, and whether the shocks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// By draw of the plan.
    pub draws: Vec<bool>,
    /// Whether the aleatory shocks are in it.
    pub chance: bool,
}

/// Numbers that are looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Looked<'a> {
    /// The headline index of the tier at a position: what the drawdown adds, and the index without it. Nothing else is
    /// computed.
    Index(usize),
    /// Cells, none of which may be empty in a replicate; the plan has to keep them.
    Cells(&'a [Cell]),
}

impl Looked<'_> {
    /// How many there are.
    #[must_use]
    pub fn count(&self) -> usize {
        match self {
            Looked::Index(_) => 2,
            Looked::Cells(cells) => cells.len(),
        }
    }
}

/// What was found: numbers by sample, by what is looked at, by replicate. Samples are the first, the second, and by group the
/// first with that group of the second.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Frozen {
    samples: Vec<Vec<Vec<f64>>>,
    not_finite: NotFinite,
}

impl Frozen {
    /// Replicates that count.
    #[must_use]
    pub fn replicates(&self) -> u64 {
        self.samples[0].first().map_or(0, Vec::len) as u64
    }

    /// A number in the first sample and in the second.
    #[must_use]
    pub fn whole(&self, number: usize) -> [&[f64]; 2] {
        [&self.samples[0][number], &self.samples[1][number]]
    }

    /// A number in the first sample with each group of the second.
    #[must_use]
    pub fn mixed(&self, number: usize) -> Vec<&[f64]> {
        self.samples[2..].iter().map(|sample| &sample[number][..]).collect()
    }
}

/// Simulates every replicate of `first`, of `second` (the same scenario compiled under another seed), and of the first with
/// each group from the second. A replicate counts where it is valid, and all numbers are finite, in all of them. Memory grows
/// with the replicates.
///
/// # Errors
/// When threads cannot be started, when it is stopped before anything is done, or when more than 1 % of the replicates
/// draw values that the model does not allow or have numbers that are not finite.
pub fn freeze(
    plans: [&Plan; 2],
    groups: &[Group],
    looked: Looked,
    pass: &Pass,
) -> Result<Answer<Frozen>, RunError> {
    debug_assert!(!matches!(looked, Looked::Index(tier) if tier >= K));
    pass.ask(&Freeze { plans, groups, looked })
}

struct Freeze<'a> {
    plans: [&'a Plan; 2],
    groups: &'a [Group],
    looked: Looked<'a>,
}

/// What a thread keeps: draws of both samples by block, what simulates them, its numbers by sample and number.
struct Memory<'a> {
    draws: [[Drawer<'a>; GROUP]; 2],
    simulator: Simulator<'a>,
    numbers: Vec<[F8; GROUP]>,
}

/// Simulates a group of blocks.
enum Simulator<'a> {
    /// Headline indices alone.
    Index { plan: &'a Plan, tier: usize, drawn: Box<Drawn>, headlines: Box<Headlines> },
    /// Whatever cells there are.
    Cells { worker: Box<Worker<'a>>, cells: Box<Cells<'a>> },
}

impl Simulator<'_> {
    /// The numbers of a group of blocks, which `draw` fills; of each block the lanes that count, and those that would but for a
    /// number that is not finite.
    fn simulate(
        &mut self,
        mut draw: impl FnMut(usize, &mut Drawn) -> M8,
        numbers_of: &mut Vec<[F8; GROUP]>,
    ) -> [[M8; 2]; GROUP] {
        let start = numbers_of.len();
        match self {
            Simulator::Index { plan, tier, drawn, headlines } => {
                numbers_of.resize(start + 2, [F8::ZERO; GROUP]);
                std::array::from_fn(|block| {
                    let valid = draw(block, drawn);
                    if !valid.any() {
                        return [valid; 2];
                    }
                    let index = Index::drawn(plan, *tier, drawn, headlines, valid);
                    numbers_of[start][block] = index.scenario - index.counterfactual;
                    numbers_of[start + 1][block] = index.counterfactual;
                    [index.live, index.not_finite]
                })
            }
            Simulator::Cells { worker, cells } => {
                worker.group_of(draw, &mut **cells);
                worker.scenario(0, &mut **cells);
                numbers_of.extend_from_slice(cells.scenario(0));
                let world = worker.plan.scenarios[0].world;
                std::array::from_fn(|block| {
                    let valid = worker.live[block];
                    let sound = valid & economies(&worker.world(world, block).1);
                    let all =
                        numbers_of[start..].iter().fold(sound, |live, cell| live & numbers(cell[block]));
                    [all, valid & !all]
                })
            }
        }
    }
}

impl<'a> Question for Freeze<'a> {
    type Memory = Memory<'a>;
    type Part = Frozen;
    type Total = Frozen;

    fn memory(&self) -> Memory<'a> {
        let plan = self.plans[0];
        let simulator = match self.looked {
            Looked::Index(tier) => {
                Simulator::Index { plan, tier, drawn: Box::new(Drawn::of(plan)), headlines: Box::default() }
            }
            Looked::Cells(kept) => Simulator::Cells {
                worker: Box::new(Worker::new(plan)),
                cells: Box::new(Cells::new(plan, kept)),
            },
        };
        let draws = self.plans.map(|plan| std::array::from_fn(|_| Drawer::new(plan)));
        Memory { draws, simulator, numbers: Vec::new() }
    }

    fn nothing(&self) -> Frozen {
        let sample = vec![Vec::new(); self.looked.count()];
        Frozen { samples: vec![sample; 2 + self.groups.len()], not_finite: NotFinite::default() }
    }

    fn chunk(&self, memory: &mut Memory<'a>, replicates: Range<u64>) -> Frozen {
        let mut found = self.nothing();
        let end = replicates.end;
        for group in replicates.step_by(TOGETHER as usize) {
            self.group(memory, group, end, &mut found);
        }
        found
    }

    fn merge(&self, total: &mut Frozen, part: Frozen, _: u64) {
        let columns = total.samples.iter_mut().flatten();
        columns.zip(part.samples.into_iter().flatten()).for_each(|(all, later)| all.extend(later));
        total.not_finite.merge(&part.not_finite);
    }

    fn valid<'t>(&self, total: &'t Frozen) -> Option<(u64, &'t NotFinite)> {
        Some((total.replicates(), &total.not_finite))
    }
}

impl<'a> Freeze<'a> {
    /// Simulates all samples of the group of blocks that starts at replicate `group`.
    fn group(&self, memory: &mut Memory<'a>, group: u64, end: u64, found: &mut Frozen) {
        let Memory { draws: [a, b], simulator, numbers } = memory;
        let first = |block: usize| group + (block * LANES) as u64;
        numbers.clear();
        let mut lanes = vec![
            simulator.simulate(|block, drawn| a[block].draw(first(block), end, drawn), numbers),
            simulator.simulate(|block, drawn| b[block].draw(first(block), end, drawn), numbers),
        ];
        for Group { draws, chance } in self.groups {
            let mix = |block: usize, drawn: &mut Drawn| {
                a[block].mix(&b[block], (draws, *chance), first(block), end, drawn)
            };
            lanes.push(simulator.simulate(mix, numbers));
        }
        for block in 0..GROUP {
            let of = |which: usize| lanes.iter().map(move |lanes| lanes[block][which]);
            let live = of(0).fold(M8::first(LANES), |all, live| all & live);
            let bad = of(1).fold(M8::first(0), |any, bad| any | bad);
            for lane in (0..LANES).filter(|&lane| bad.lane(lane)) {
                let (replicate, id) = (first(block) + lane as u64, &self.plans[0].scenarios[0].id);
                found.not_finite.add(replicate, id, || "an outcome".to_owned());
            }
            for lane in (0..LANES).filter(|&lane| live.lane(lane)) {
                let columns = found.samples.iter_mut().flatten();
                columns.zip(&*numbers).for_each(|(column, number)| column.push(number[block][lane]));
            }
        }
    }
}
