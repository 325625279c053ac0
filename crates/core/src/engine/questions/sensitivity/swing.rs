//! The tornado: the headline index with an input low and high, and what the two differ by.

use std::ops::Range;

use super::{
    LOW_HIGH, Uncertain,
    block::{Block, Index, note},
};
use crate::{
    engine::{
        by_randomisation::{ByRandomisation, Summed},
        drive::{Answer, Pass, Question, RunError},
        not_finite::NotFinite,
        plan::Plan,
    },
    model::lanes::LANES,
    stats::moments::{MeanError, Moments},
};

/// Nothing held: mean index, fraction of the requirement.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Base {
    /// With the drawdown less without.
    pub attributable: MeanError,
    /// Without the drawdown.
    pub counterfactual: MeanError,
}

/// An input low and high: mean indices, fraction of the requirement; NaN where no replicate counts.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Swing {
    /// Replicates that count: those with valid draws as drawn and with the input low and high.
    pub n: u64,
    /// Attributable index with the input low, and high.
    pub attributable: [f64; 2],
    /// Index without drawdown with the input low, and high.
    pub counterfactual: [f64; 2],
    /// Paired difference high less low of the attributable index.
    pub swing: MeanError,
    /// The same of the index without drawdown.
    pub counterfactual_swing: MeanError,
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

/// Simulates every replicate with each of `inputs` at its [`LOW_HIGH`] quantiles and without anything held; indices are
/// those of the tier at position `tier`. Work is proportional to `1 + 2 inputs`, memory does not grow with the
/// replicates. A swing is of the replicates that are valid at both ends too: [`Swing::n`] says how many.
///
/// # Errors
/// When threads cannot be started, when it is stopped before anything is done, or when more than 1 % of the replicates
/// draw values that the model does not allow or have indices that are not finite.
pub fn vary(plan: &Plan, inputs: &[Uncertain], tier: usize, pass: &Pass) -> Result<Varied, RunError> {
    let Answer { found, replicates, .. } = pass.ask(&Vary { plan, inputs, tier })?;
    let mean_of = |of: fn(&BaseSums) -> &Moments| found.mean(|sums| of(&sums.base).estimate());
    let swing = |i: usize| {
        let SwingSums { attributable, counterfactual, swing, .. } = &found.all.swings[i];
        let mean_of = |of: fn(&SwingSums) -> &Moments| found.mean(|sums| of(&sums.swings[i]).estimate());
        Swing {
            n: swing.n,
            attributable: attributable.map(|end| end.estimate().mean),
            counterfactual: counterfactual.map(|end| end.estimate().mean),
            swing: mean_of(|sums| &sums.swing),
            counterfactual_swing: mean_of(|sums| &sums.counterfactual_swing),
        }
    };
    let base = Base {
        attributable: mean_of(|sums| &sums.attributable),
        counterfactual: mean_of(|sums| &sums.counterfactual),
    };
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
        Block::new(self.plan, self.tier)
    }

    fn nothing(&self) -> ByRandomisation<Sums> {
        ByRandomisation::new(self.empty(), self.plan.design.randomisations().unwrap_or(0) as usize)
    }

    fn chunk(&self, block: &mut Block<'a>, replicates: Range<u64>) -> Sums {
        let mut sums = self.empty();
        let end = replicates.end;
        for first in replicates.step_by(LANES) {
            let base = block.drawn(first, end);
            sums.base.add(&base);
            note(base.not_finite, first, self.plan, &mut sums.not_finite);
            for (input, sums) in self.inputs.iter().zip(&mut sums.swings) {
                let ends = LOW_HIGH.map(|u| block.held(input.held, u, first, end));
                sums.add(&base, &ends);
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

/// Sums of what is drawn.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct BaseSums {
    attributable: Moments,
    counterfactual: Moments,
}

impl BaseSums {
    fn add(&mut self, index: &Index) {
        for lane in (0..LANES).filter(|&lane| index.live.lane(lane)) {
            let [added, without] = index.of(lane);
            self.attributable.add(added);
            self.counterfactual.add(without);
        }
    }

    fn merge(&mut self, later: &Self) {
        self.attributable.merge(&later.attributable);
        self.counterfactual.merge(&later.counterfactual);
    }
}

/// Sums of an input low and high, over the replicates that count drawn, low and high.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct SwingSums {
    attributable: [Moments; 2],
    counterfactual: [Moments; 2],
    swing: Moments,
    counterfactual_swing: Moments,
}

impl SwingSums {
    fn add(&mut self, base: &Index, ends: &[Index; 2]) {
        let live = base.live & ends[0].live & ends[1].live;
        for lane in (0..LANES).filter(|&lane| live.lane(lane)) {
            let of = ends.each_ref().map(|end| end.of(lane));
            for (end, [added, without]) in of.into_iter().enumerate() {
                self.attributable[end].add(added);
                self.counterfactual[end].add(without);
            }
            self.swing.add(of[1][0] - of[0][0]);
            self.counterfactual_swing.add(of[1][1] - of[0][1]);
        }
    }

    fn merge(&mut self, later: &Self) {
        for end in 0..2 {
            self.attributable[end].merge(&later.attributable[end]);
            self.counterfactual[end].merge(&later.counterfactual[end]);
        }
        self.swing.merge(&later.swing);
        self.counterfactual_swing.merge(&later.counterfactual_swing);
    }
}
