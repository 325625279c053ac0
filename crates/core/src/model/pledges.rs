//! Section 3, pledges: forces that the United States pledges to send, and takes back.

use super::{
    arm::Arm,
    lanes::{F8, M8},
    layout::{Inputs, K},
};
use crate::scenario::names::Name;

/// `c`: the part of all pledges that is taken back in the end, by the weights of the domains.
#[inline(always)]
#[must_use]
pub fn pledges_taken_back(inputs: &Inputs) -> F8 {
    let (mut weighted, mut sum) = (F8::ZERO, F8::ZERO);
    for (&weight, &cut) in inputs.all(Name::Weight).iter().zip(inputs.all(Name::PledgeCut)) {
        weighted += weight * cut;
        sum += weight;
    }
    weighted / sum
}

/// Pledged reinforcement of one arm.
#[derive(Clone, Debug, Default)]
pub struct Pledges {
    /// `pledged_dk(q)` of the current quarter, at `d * K + k`.
    pub pledged: Vec<F8>,
    /// `c`.
    cut: F8,
    /// From which quarter on.
    start: F8,
    /// `C(q)`: where they are taken back already.
    taken: M8,
    /// Whether any are taken back in this arm.
    some: bool,
}

impl Pledges {
    /// Settles an arm, before its first quarter.
    #[inline(always)]
    pub fn prepare(&mut self, inputs: &Inputs, arm: Arm) {
        self.pledged.clear();
        self.pledged.extend_from_slice(inputs.all(Name::UsReinforcement));
        self.start = inputs.one(Name::PledgeCutStart);
        self.taken = M8::first(0);
        self.cut = F8::ZERO;
        let cuts = inputs.all(Name::PledgeCut);
        self.some = arm.pledges && cuts.iter().any(|cut| cut.gt(F8::ZERO).any());
        if self.some {
            self.cut = pledges_taken_back(inputs);
        }
    }

    /// Goes to a quarter, which follows on the last; returns whether pledges were taken back in it.
    #[inline(always)]
    pub fn advance(&mut self, inputs: &Inputs, q: usize) -> bool {
        if !self.some {
            return false;
        }
        let taken = self.by(q);
        if !(taken & !self.taken).any() {
            return false;
        }
        self.taken = taken;
        let before = inputs.all(Name::UsReinforcement);
        for (d, &cut) in inputs.all(Name::PledgeCut).iter().enumerate() {
            let kept = F8::ONE - taken.keep(cut);
            for i in d * K..(d + 1) * K {
                self.pledged[i] = before[i] * kept;
            }
        }
        true
    }

    /// `c C(q)`: the part of all pledges that is taken back by a quarter.
    #[inline(always)]
    #[must_use]
    pub fn taken_back(&self, q: usize) -> F8 {
        if self.some { self.by(q).keep(self.cut) } else { F8::ZERO }
    }

    #[inline(always)]
    fn by(&self, q: usize) -> M8 {
        F8::splat(q as f64).ge(self.start)
    }
}
