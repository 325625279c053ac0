//! Sums over replicates of the headline index with an input low and high, and what they say.

use super::block::Index;
use crate::{
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

impl Base {
    /// From the estimate of each of its sums.
    pub(super) fn of(estimate: impl Fn(fn(&BaseSums) -> &Moments) -> MeanError) -> Self {
        Self { attributable: estimate(|s| &s.attributable), counterfactual: estimate(|s| &s.counterfactual) }
    }
}

/// Sums of what is drawn.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct BaseSums {
    pub(super) attributable: Moments,
    counterfactual: Moments,
}

impl BaseSums {
    pub(super) fn add(&mut self, index: &Index, tier: usize) {
        for lane in (0..LANES).filter(|&lane| index.live.lane(lane)) {
            let [added, without] = index.of(tier, lane);
            self.attributable.add(added);
            self.counterfactual.add(without);
        }
    }

    pub(super) fn merge(&mut self, later: &Self) {
        self.attributable.merge(&later.attributable);
        self.counterfactual.merge(&later.counterfactual);
    }
}

/// Sums of an input low and high, over the replicates that count drawn, low and high.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct SwingSums {
    attributable: [Moments; 2],
    counterfactual: [Moments; 2],
    swing: Moments,
    counterfactual_swing: Moments,
}

impl SwingSums {
    pub(super) fn add(&mut self, base: &Index, ends: &[Index; 2], tier: usize) {
        let live = base.live & ends[0].live & ends[1].live;
        for lane in (0..LANES).filter(|&lane| live.lane(lane)) {
            let of = ends.each_ref().map(|end| end.of(tier, lane));
            for (end, [added, without]) in of.into_iter().enumerate() {
                self.attributable[end].add(added);
                self.counterfactual[end].add(without);
            }
            self.swing.add(of[1][0] - of[0][0]);
            self.counterfactual_swing.add(of[1][1] - of[0][1]);
        }
    }

    pub(super) fn merge(&mut self, later: &Self) {
        for end in 0..2 {
            self.attributable[end].merge(&later.attributable[end]);
            self.counterfactual[end].merge(&later.counterfactual[end]);
        }
        self.swing.merge(&later.swing);
        self.counterfactual_swing.merge(&later.counterfactual_swing);
    }

    /// What the sums of all replicates say, with the estimate of each difference.
    pub(super) fn estimate(&self, estimate: impl Fn(fn(&Self) -> &Moments) -> MeanError) -> Swing {
        Swing {
            n: self.swing.n,
            attributable: self.attributable.map(|end| end.estimate().mean),
            counterfactual: self.counterfactual.map(|end| end.estimate().mean),
            swing: estimate(|s| &s.swing),
            counterfactual_swing: estimate(|s| &s.counterfactual_swing),
        }
    }
}
