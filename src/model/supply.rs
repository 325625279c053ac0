//! Section 8: what is there at each readiness tier, and what of it enablers let be used.

use super::{
    arm::Arm,
    drawdown::Departure,
    frame::Frame,
    lanes::{F8, M8},
    layout::{Inputs, K},
};
use crate::scenario::names::Name;

/// How much of a holding is ready in time, in the current year of one arm.
#[derive(Clone, Debug, Default)]
pub struct Readiness {
    /// `ready_dk`, at `d * K + k`.
    pub ready: Vec<F8>,
    /// Whether the arm's domains depend on enablers.
    dependency: bool,
}

impl Readiness {
    /// Settles the constants of an arm.
    #[inline(always)]
    pub fn prepare(&mut self, inputs: &Inputs, arm: Arm) {
        self.ready.resize(inputs.layout.domains.len() * K, F8::ZERO);
        self.dependency = arm.dependency;
    }

    /// `ready_dk` of the year, from `S(y)`.
    #[inline(always)]
    pub fn set(&mut self, inputs: &Inputs, rise: F8) {
        let most = inputs.one(Name::ReadinessMax);
        let factor = F8::ONE + inputs.one(Name::ReadinessGain) * rise;
        for (ready, &base) in self.ready.iter_mut().zip(inputs.all(Name::Readiness)) {
            *ready = (base * factor).min(most);
        }
    }
}

/// Supply of the current quarter of one arm, by domain and tier (`d * K + k`) unless said.
#[derive(Clone, Debug, Default)]
pub struct Supply {
    log_cover: Vec<F8>,
    /// `holdings_d(q)`, by domain.
    pub holdings: Vec<F8>,
    /// `european_dk`.
    pub european: Vec<F8>,
    /// `us_ready_k in_place_d`: the part of `us_dk` that is there when the alert comes.
    pub us_in_place: Vec<F8>,
    /// The part of `us_dk` that comes.
    pub us_reinforcement: Vec<F8>,
    /// `raw_dk`.
    pub raw: Vec<F8>,
    /// `effective_dk`.
    pub effective: Vec<F8>,
    /// `rel(q)`.
    pub reinforcement_reliability: F8,
}

impl Supply {
    /// Supply at the start of the quarter that `frame` stands at, from the stocks as they stand.
    #[inline(always)]
    pub fn at(
        &mut self,
        inputs: &Inputs,
        crisis: M8,
        departure: &Departure,
        frame: &Frame,
        added: &[F8],
        readiness: &Readiness,
    ) {
        let domains = inputs.layout.domains.len();
        self.holdings.resize(domains, F8::ZERO);
        self.log_cover.resize(inputs.layout.enablers.len() * K, F8::ZERO);
        for column in [
            &mut self.european,
            &mut self.us_in_place,
            &mut self.us_reinforcement,
            &mut self.raw,
            &mut self.effective,
        ] {
            column.resize(domains * K, F8::ZERO);
        }
        let q = frame.q;
        let rel = inputs.one(Name::Reliability)
            * (F8::ONE - crisis.keep(inputs.one(Name::Diversion)))
            * (F8::ONE - departure.linkage * departure.departed[q]);
        self.reinforcement_reliability = rel;
        let usable = inputs.one(Name::Commitment) * (F8::ONE - departure.disruption[q].min(F8::splat(0.5)));
        let us_ready = inputs.all(Name::UsReady);
        let reinforcement = inputs.all(Name::UsReinforcement);
        for d in 0..domains {
            self.holdings[d] = frame.holdings[d] + added[d];
            let in_place = departure.present[d] - departure.withdrawn[d];
            let away = departure.withdrawn[d] - departure.handed[d];
            for k in 0..K {
                let i = d * K + k;
                self.european[i] = readiness.ready[i] * usable * self.holdings[d];
                self.us_in_place[i] = us_ready[k] * in_place;
                self.us_reinforcement[i] = rel * (reinforcement[i] + departure.return_share[k] * away);
                self.raw[i] = self.european[i] + (self.us_in_place[i] + self.us_reinforcement[i]);
            }
        }
        if readiness.dependency {
            self.enable(inputs, frame);
        } else {
            self.effective.copy_from_slice(&self.raw);
        }
    }

    /// Enablers multiply: `effective = raw prod_j cover_jk^dependency_dj`, as
    /// `raw 2^(sum_j dependency_dj log2 cover_jk)`.
    #[inline(always)]
    fn enable(&mut self, inputs: &Inputs, frame: &Frame) {
        for (j, &d) in inputs.layout.enablers.iter().enumerate() {
            for k in 0..K {
                let i = d * K + k;
                let cover = (self.raw[i] * frame.per_required[i]).clip(1e-6, 1.0);
                let cover = frame.required[i].gt(F8::ZERO).select(cover, F8::ONE);
                self.log_cover[j * K + k] = cover.log2_normal();
            }
        }
        let powers = inputs.all(Name::Dependency);
        for d in 0..self.holdings.len() {
            let mut exponent = [F8::ZERO; K];
            for slot in inputs.layout.dependency_slots(d) {
                let ((_, j), power) = (inputs.layout.dependency[slot], powers[slot]);
                for k in 0..K {
                    exponent[k] += power * self.log_cover[j * K + k];
                }
            }
            for k in 0..K {
                let i = d * K + k;
                // Enablers that are all but absent and many of them: as good as nothing.
                self.effective[i] = self.raw[i] * exponent[k].max(F8::splat(-1000.0)).exp2_within();
            }
        }
    }
}
