//! Section 8: what is there at each readiness tier, and what of it enablers let be used.

use super::{
    arm::Arm,
    drawdown::Departure,
    lanes::F8,
    layout::{Inputs, K},
    shocks::Shocks,
};
use crate::scenario::names::Name;

/// Supply of the current quarter of one arm, by domain and tier (`d * K + k`) unless said.
#[derive(Clone, Debug, Default)]
pub struct Supply {
    log_cover: Vec<F8>,
    exponent: Vec<F8>,
    /// `ready_dk`.
    pub ready: Vec<F8>,
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
    /// Settles the constants of a replicate.
    #[inline(always)]
    pub fn prepare(&mut self, inputs: &Inputs) {
        let domains = inputs.layout.domains.len();
        self.holdings.clear();
        self.holdings.resize(domains, F8::ZERO);
        self.log_cover.clear();
        self.log_cover.resize(inputs.layout.enablers.len() * K, F8::ZERO);
        for column in [
            &mut self.exponent,
            &mut self.ready,
            &mut self.european,
            &mut self.us_in_place,
            &mut self.us_reinforcement,
            &mut self.raw,
            &mut self.effective,
        ] {
            column.clear();
            column.resize(domains * K, F8::ZERO);
        }
    }

    /// `ready_dk` of the year, from `S(y)`.
    #[inline(always)]
    pub fn set_readiness(&mut self, inputs: &Inputs, rise: F8) {
        let most = inputs.one(Name::ReadinessMax);
        let factor = F8::ONE + inputs.one(Name::ReadinessGain) * rise;
        for (ready, &base) in self.ready.iter_mut().zip(inputs.all(Name::Readiness)) {
            *ready = (base * factor).min(most);
        }
    }

    /// Supply at the start of quarter `q`, from the stocks as they stand; `today` is what is left of today's holdings.
    #[inline(always)]
    #[allow(clippy::too_many_arguments)]
    pub fn at(
        &mut self,
        inputs: &Inputs,
        shocks: &Shocks,
        departure: &Departure,
        q: usize,
        required: &[F8],
        today: &[F8],
        added: &[F8],
        arm: Arm,
    ) {
        let crisis = shocks.crisis[q / 4];
        let rel = inputs.one(Name::Reliability)
            * (F8::ONE - crisis.keep(inputs.one(Name::Diversion)))
            * (F8::ONE - departure.linkage * departure.departed[q]);
        self.reinforcement_reliability = rel;
        let usable = inputs.one(Name::Commitment) * (F8::ONE - departure.disruption[q].min(F8::splat(0.5)));
        let us_ready = inputs.all(Name::UsReady);
        let reinforcement = inputs.all(Name::UsReinforcement);
        for d in 0..self.holdings.len() {
            self.holdings[d] = today[d] + added[d];
            let in_place = departure.present[d] - departure.withdrawn[d];
            let away = departure.withdrawn[d] - departure.handed[d];
            for k in 0..K {
                let i = d * K + k;
                self.european[i] = self.ready[i] * usable * self.holdings[d];
                self.us_in_place[i] = us_ready[k] * in_place;
                self.us_reinforcement[i] = rel * (reinforcement[i] + departure.return_share[k] * away);
                self.raw[i] = self.european[i] + (self.us_in_place[i] + self.us_reinforcement[i]);
            }
        }
        if arm.dependency {
            self.enable(inputs, required);
        } else {
            self.effective.copy_from_slice(&self.raw);
        }
    }

    /// Enablers multiply: `effective = raw prod_j cover_jk^dependency_dj`.
    #[inline(always)]
    fn enable(&mut self, inputs: &Inputs, required: &[F8]) {
        for (j, &d) in inputs.layout.enablers.iter().enumerate() {
            for k in 0..K {
                let i = d * K + k;
                let cover = (self.raw[i] / required[i]).clip(1e-6, 1.0);
                let cover = required[i].gt(F8::ZERO).select(cover, F8::ONE);
                self.log_cover[j * K + k] = cover.ln();
            }
        }
        self.exponent.fill(F8::ZERO);
        for (&(d, j), &power) in inputs.layout.dependency.iter().zip(inputs.all(Name::Dependency)) {
            for k in 0..K {
                self.exponent[d * K + k] += power * self.log_cover[j * K + k];
            }
        }
        for i in 0..self.effective.len() {
            self.effective[i] = self.raw[i] * self.exponent[i].exp();
        }
    }
}
