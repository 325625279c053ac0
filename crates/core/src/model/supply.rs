//! Section 8: what is there at each readiness tier, and what of it enablers let be used.

use super::{
    arm::Arm,
    drawdown::Departure,
    frame::Frame,
    lanes::{F8, M8},
    layout::{Inputs, K, by_tier, by_tier_mut},
    pledges::Pledges,
    simulate::State,
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

/// What US forces supply in the current quarter of one arm.
#[derive(Clone, Debug, Default)]
pub struct UsSupply {
    /// `us_dk`, at `d * K + k`.
    pub us: Vec<F8>,
    /// `rel(q)`.
    pub reliability: F8,
}

impl UsSupply {
    /// Sets the quarter: it differs from the one before only while units leave, where pledges are taken back, and when the
    /// year turns.
    #[inline(always)]
    pub fn set(&mut self, inputs: &Inputs, crisis: M8, departure: &Departure, pledges: &Pledges, q: usize) {
        let domains = inputs.layout.domains.len();
        self.us.resize(domains * K, F8::ZERO);
        self.reliability = inputs.one(Name::Reliability)
            * (F8::ONE - crisis.keep(inputs.one(Name::Diversion)))
            * (F8::ONE - departure.linkage * departure.departed[q]);
        let terms = UsTerms::new(inputs, departure, pledges, self.reliability);
        for (d, us) in by_tier_mut(&mut self.us, domains).iter_mut().enumerate() {
            let (in_place, reinforcement) = terms.of(d);
            for k in 0..K {
                us[k] = in_place[k] + reinforcement[k];
            }
        }
    }
}

/// What the supply of US forces follows from.
#[derive(Clone, Copy)]
struct UsTerms<'a> {
    reinforcement: &'a [[F8; K]],
    us_ready: &'a [F8],
    present: &'a [F8],
    withdrawn: &'a [F8],
    handed: &'a [F8],
    return_share: [F8; K],
    reliability: F8,
}

impl<'a> UsTerms<'a> {
    #[inline(always)]
    fn new(inputs: &Inputs<'a>, departure: &'a Departure, pledges: &'a Pledges, reliability: F8) -> Self {
        let domains = inputs.layout.domains.len();
        Self {
            reinforcement: by_tier(&pledges.pledged, domains),
            us_ready: &inputs.all(Name::UsReady)[..K],
            present: &departure.present[..domains],
            withdrawn: &departure.withdrawn[..domains],
            handed: &departure.handed[..domains],
            return_share: departure.return_share,
            reliability,
        }
    }

    /// The part of `us_dk` that is there when the alert comes, and the part that comes.
    #[inline(always)]
    fn of(&self, d: usize) -> ([F8; K], [F8; K]) {
        let here = self.present[d] - self.withdrawn[d];
        let away = self.withdrawn[d] - self.handed[d];
        let (mut in_place, mut reinforcement) = ([F8::ZERO; K], [F8::ZERO; K]);
        for k in 0..K {
            in_place[k] = self.us_ready[k] * here;
            reinforcement[k] = self.reliability * (self.reinforcement[d][k] + self.return_share[k] * away);
        }
        (in_place, reinforcement)
    }
}

/// Supply of the current quarter of one arm, by domain and tier (`d * K + k`) unless said.
#[derive(Clone, Debug, Default)]
pub struct Supply {
    log_cover: Vec<F8>,
    /// `holdings_d(q)`, by domain.
    pub holdings: Vec<F8>,
    /// `raw_dk`.
    pub raw: Vec<F8>,
    /// `effective_dk`.
    pub effective: Vec<F8>,
    /// `commitment (1 - min(Z, 0.5))`.
    usable: F8,
}

/// What `raw_dk` is made of, in one domain by tier.
#[derive(Clone, Copy, Debug)]
pub struct Sources {
    /// `european_dk`.
    pub european: [F8; K],
    /// `us_ready_k in_place_d`: the part of `us_dk` that is there when the alert comes.
    pub us_in_place: [F8; K],
    /// The part of `us_dk` that comes.
    pub us_reinforcement: [F8; K],
}

impl Supply {
    /// Holdings at the start of the quarter that `frame` stands at, from the stocks as they stand.
    #[inline(always)]
    pub fn hold(&mut self, frame: &Frame, added: &[F8]) {
        let domains = frame.holdings.len();
        self.holdings.resize(domains, F8::ZERO);
        let (holdings, today, added) =
            (&mut self.holdings[..domains], &frame.holdings[..domains], &added[..domains]);
        for d in 0..domains {
            holdings[d] = today[d] + added[d];
        }
    }

    /// Supply at the start of the quarter that `frame` stands at, after [`Supply::hold`].
    #[inline(always)]
    pub fn at(
        &mut self,
        inputs: &Inputs,
        departure: &Departure,
        frame: &Frame,
        readiness: &Readiness,
        us: &UsSupply,
    ) {
        let domains = inputs.layout.domains.len();
        self.log_cover.resize(inputs.layout.enablers.len() * K, F8::ZERO);
        self.raw.resize(domains * K, F8::ZERO);
        self.effective.resize(domains * K, F8::ZERO);
        let lost = departure.disruption[frame.q].min(F8::splat(0.5));
        self.usable = inputs.one(Name::Commitment) * (F8::ONE - lost);
        let (holdings, part) = (&self.holdings[..domains], &frame.part[..domains]);
        let (ready, us) = (by_tier(&readiness.ready, domains), by_tier(&us.us, domains));
        let raw = by_tier_mut(&mut self.raw, domains);
        for d in 0..domains {
            let usable = self.usable * part[d] * holdings[d];
            for k in 0..K {
                raw[d][k] = ready[d][k] * usable + us[d][k];
            }
        }
        if readiness.dependency {
            self.enable(inputs, frame);
        } else {
            self.effective.copy_from_slice(&self.raw);
        }
    }

    /// What the supply of a domain is made of; all else as when it was computed.
    #[inline(always)]
    #[must_use]
    pub fn sources(&self, inputs: &Inputs, frame: &Frame, state: &State, d: usize) -> Sources {
        let State { departure, pledges, readiness, us, .. } = state;
        let (us_in_place, us_reinforcement) = UsTerms::new(inputs, departure, pledges, us.reliability).of(d);
        let usable = self.usable * frame.part[d] * self.holdings[d];
        let mut european = [F8::ZERO; K];
        for k in 0..K {
            european[k] = readiness.ready[d * K + k] * usable;
        }
        Sources { european, us_in_place, us_reinforcement }
    }

    /// Enablers multiply: `effective = raw prod_j cover_jk^dependency_dj`, as
    /// `raw 2^(sum_j dependency_dj log2 cover_jk)`.
    #[inline(always)]
    fn enable(&mut self, inputs: &Inputs, frame: &Frame) {
        let domains = self.holdings.len();
        let raw = by_tier(&self.raw, domains);
        let requirement = frame.requirement(inputs);
        let effective = by_tier_mut(&mut self.effective, domains);
        let enablers = &inputs.layout.enablers[..];
        let log_cover = by_tier_mut(&mut self.log_cover, enablers.len());
        for (log_cover, &d) in log_cover.iter_mut().zip(enablers) {
            let (required, per_required) = (requirement.of(d), requirement.per(d));
            for k in 0..K {
                let cover = (raw[d][k] * per_required[k]).clip(1e-6, 1.0);
                let cover = required[k].gt(F8::ZERO).select(cover, F8::ONE);
                log_cover[k] = cover.log2_normal();
            }
        }
        let powers = inputs.all(Name::Dependency);
        for d in 0..domains {
            let slots = inputs.layout.dependency_slots(d);
            if slots.is_empty() {
                effective[d] = raw[d];
                continue;
            }
            let mut exponent = [F8::ZERO; K];
            for (&(_, j), &power) in inputs.layout.dependency[slots.clone()].iter().zip(&powers[slots]) {
                let log_cover = &log_cover[j];
                for k in 0..K {
                    exponent[k] += power * log_cover[k];
                }
            }
            for k in 0..K {
                // Enablers that are all but absent and many of them: as good as nothing.
                effective[d][k] = raw[d][k] * exponent[k].max(F8::splat(-1000.0)).exp2_within();
            }
        }
    }
}
