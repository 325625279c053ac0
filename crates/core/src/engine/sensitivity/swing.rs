//! Sums over replicates of the headline index with an input low and high, and what they say.

use super::block::Index;
use crate::{
    model::lanes::LANES,
    stats::{
        moments::{MeanError, Moments},
        randomised,
    },
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

/// Mean and standard error, the latter from the randomisations if there are any.
fn estimate<'a>(all: &Moments, parts: impl Iterator<Item = &'a Moments>) -> MeanError {
    let means: Vec<f64> = parts.map(|part| part.estimate().mean).collect();
    randomised::mean(all.estimate(), &means)
}

/// Sums of what is drawn.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct BaseSums {
    attributable: Moments,
    counterfactual: Moments,
}

impl BaseSums {
    pub(super) fn add(&mut self, index: &Index, tier: usize) {
        for lane in (0..LANES).filter(|&lane| index.live.lane(lane)) {
            let without = index.counterfactual[tier][lane];
            self.attributable.add(index.scenario[tier][lane] - without);
            self.counterfactual.add(without);
        }
    }

    /// Replicates that count.
    pub(super) fn n(&self) -> u64 {
        self.attributable.n
    }

    pub(super) fn merge(&mut self, later: &Self) {
        self.attributable.merge(&later.attributable);
        self.counterfactual.merge(&later.counterfactual);
    }

    pub(super) fn estimate(&self, parts: &[&Self]) -> Base {
        let of = |what: fn(&Self) -> &Moments| estimate(what(self), parts.iter().map(|part| what(part)));
        Base { attributable: of(|s| &s.attributable), counterfactual: of(|s| &s.counterfactual) }
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
            let without = [0, 1].map(|end| ends[end].counterfactual[tier][lane]);
            let added = [0, 1].map(|end| ends[end].scenario[tier][lane] - without[end]);
            for end in 0..2 {
                self.attributable[end].add(added[end]);
                self.counterfactual[end].add(without[end]);
            }
            self.swing.add(added[1] - added[0]);
            self.counterfactual_swing.add(without[1] - without[0]);
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

    pub(super) fn estimate(&self, parts: &[&Self]) -> Swing {
        let of = |what: fn(&Self) -> &Moments| estimate(what(self), parts.iter().map(|part| what(part)));
        Swing {
            n: self.swing.n,
            attributable: self.attributable.map(|end| end.estimate().mean),
            counterfactual: self.counterfactual.map(|end| end.estimate().mean),
            swing: of(|s| &s.swing),
            counterfactual_swing: of(|s| &s.counterfactual_swing),
        }
    }
}
