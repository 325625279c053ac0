//! The headline index of an arm (section 9) and nothing else of it, as it is and as if no domain depended on enablers.

use super::{
    frame::Frame,
    lanes::F8,
    layout::{Inputs, K, by_tier},
    outcomes::headline,
    supply::Supply,
};
use crate::scenario::names::Name;

/// Headline index of an arm by tier, growing quarter by quarter.
#[derive(Clone, Copy, Debug, Default)]
pub struct Headline {
    /// The index.
    pub index: [F8; K],
    /// The index of the same arm with every dependency 0. Planners do not know what enablers let be used (section 6):
    /// nothing in such an arm would differ but that supply is `raw` and not `effective`.
    pub independent: [F8; K],
    inverse_weight: F8,
}

impl Headline {
    /// Starts an arm.
    #[inline(always)]
    #[must_use]
    pub fn start(inputs: &Inputs) -> Self {
        let weights = inputs.all(Name::Weight).iter().fold(F8::ZERO, |sum, &w| sum + w);
        Self { inverse_weight: F8::ONE / weights, ..Self::default() }
    }

    /// What is added to another arm's.
    #[must_use]
    pub fn less(self, other: &Self) -> Self {
        let less = |a: [F8; K], b: [F8; K]| std::array::from_fn(|k| a[k] - b[k]);
        Self {
            index: less(self.index, other.index),
            independent: less(self.independent, other.independent),
            ..self
        }
    }

    /// Adds the quarter that `frame` stands at.
    #[inline(always)]
    pub fn add(&mut self, inputs: &Inputs, frame: &Frame, supply: &Supply) {
        let part = headline(inputs.layout.quarters, frame.q);
        for (index, supply) in [(&mut self.index, &supply.effective), (&mut self.independent, &supply.raw)] {
            for (index, now) in index.iter_mut().zip(lost(inputs, frame, supply)) {
                *index += now * self.inverse_weight * part;
            }
        }
    }
}

/// `Σ_d weight_d (1 - coverage_dk)` of a supply, by tier.
#[inline(always)]
fn lost(inputs: &Inputs, frame: &Frame, supply: &[F8]) -> [F8; K] {
    let domains = inputs.layout.domains.len();
    let weight = &inputs.all(Name::Weight)[..domains];
    let required = by_tier(&frame.required, domains);
    let per_required = by_tier(&frame.per_required, domains);
    let supply = by_tier(supply, domains);
    let mut lost = [F8::ZERO; K];
    for d in 0..domains {
        for k in 0..K {
            let short = (F8::ONE - supply[d][k] * per_required[d][k]).max(F8::ZERO);
            lost[k] += weight[d] * required[d][k].gt(F8::ZERO).keep(short);
        }
    }
    lost
}
