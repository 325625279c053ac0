//! Sums over replicates of the headline index with an input low and high, and what they say.

use super::block::Index;
use crate::{
    model::lanes::LANES,
    stats::{
        moments::{MeanError, estimate},
        randomised::sectioned,
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

/// An input low and high: mean indices, fraction of the requirement.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Swing {
    /// Attributable index with the input low, and high.
    pub attributable: [f64; 2],
    /// Index without drawdown with the input low, and high.
    pub counterfactual: [f64; 2],
    /// Paired difference high less low of the attributable index.
    pub swing: MeanError,
    /// The same of the index without drawdown.
    pub counterfactual_swing: MeanError,
}

/// Sum and sum of squares.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct Two {
    sum: f64,
    square: f64,
}

impl Two {
    fn add(&mut self, value: f64) {
        self.sum += value;
        self.square += value * value;
    }

    fn merge(&mut self, later: &Two) {
        self.sum += later.sum;
        self.square += later.square;
    }

    /// Mean and standard error of `n` values, the latter from the randomisations if there are any.
    fn estimate(&self, n: u64, parts: impl Iterator<Item = (f64, u64)>) -> MeanError {
        let mut found = estimate(self.sum, self.square, n, 0.0);
        let means: Vec<f64> = parts.map(|(sum, n)| sum / n as f64).collect();
        if !means.is_empty() {
            found.se = sectioned(found.mean, &means).se;
        }
        found
    }
}

/// Sums of what is drawn.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct BaseSums {
    /// Replicates that count.
    pub n: u64,
    attributable: Two,
    counterfactual: Two,
}

impl BaseSums {
    pub(super) fn add(&mut self, index: &Index, tier: usize) {
        for lane in (0..LANES).filter(|&lane| index.live.lane(lane)) {
            let without = index.counterfactual[tier][lane];
            self.n += 1;
            self.attributable.add(index.scenario[tier][lane] - without);
            self.counterfactual.add(without);
        }
    }

    pub(super) fn merge(&mut self, later: &Self) {
        self.n += later.n;
        self.attributable.merge(&later.attributable);
        self.counterfactual.merge(&later.counterfactual);
    }

    pub(super) fn estimate(&self, parts: &[&Self]) -> Base {
        let of = |what: fn(&Self) -> &Two| {
            what(self).estimate(self.n, parts.iter().map(|part| (what(part).sum, part.n)))
        };
        Base { attributable: of(|s| &s.attributable), counterfactual: of(|s| &s.counterfactual) }
    }
}

/// Sums of an input low and high, over the replicates that count drawn, low and high.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct SwingSums {
    n: u64,
    attributable: [f64; 2],
    counterfactual: [f64; 2],
    swing: Two,
    counterfactual_swing: Two,
}

impl SwingSums {
    pub(super) fn add(&mut self, base: &Index, ends: &[Index; 2], tier: usize) {
        let live = base.live & ends[0].live & ends[1].live;
        for lane in (0..LANES).filter(|&lane| live.lane(lane)) {
            let without = [0, 1].map(|end| ends[end].counterfactual[tier][lane]);
            let added = [0, 1].map(|end| ends[end].scenario[tier][lane] - without[end]);
            self.n += 1;
            for end in 0..2 {
                self.attributable[end] += added[end];
                self.counterfactual[end] += without[end];
            }
            self.swing.add(added[1] - added[0]);
            self.counterfactual_swing.add(without[1] - without[0]);
        }
    }

    pub(super) fn merge(&mut self, later: &Self) {
        self.n += later.n;
        for end in 0..2 {
            self.attributable[end] += later.attributable[end];
            self.counterfactual[end] += later.counterfactual[end];
        }
        self.swing.merge(&later.swing);
        self.counterfactual_swing.merge(&later.counterfactual_swing);
    }

    pub(super) fn estimate(&self, parts: &[&Self]) -> Swing {
        let of = |what: fn(&Self) -> &Two| {
            what(self).estimate(self.n, parts.iter().map(|part| (what(part).sum, part.n)))
        };
        let n = self.n as f64;
        Swing {
            attributable: self.attributable.map(|sum| sum / n),
            counterfactual: self.counterfactual.map(|sum| sum / n),
            swing: of(|s| &s.swing),
            counterfactual_swing: of(|s| &s.counterfactual_swing),
        }
    }
}
