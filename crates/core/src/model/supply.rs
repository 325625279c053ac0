//! Section 8: what is there at each readiness tier, and what of it enablers let be used.

use std::ops::Range;

use super::{
    arm::Arm,
    drawdown::Departure,
    frame::{DomainFrame, Frame},
    lanes::{F8, M8},
    layout::{Inputs, K, by_tier},
    pledges::Pledges,
};
use crate::{
    sampling::elementary::{exp2_within, log2_normal},
    scenario::names::Name,
};

/// What can be counted on in the current year or quarter of one arm.
#[derive(Clone, Debug, Default)]
pub struct Forces {
    /// By domain.
    pub domains: Vec<DomainForces>,
    /// `rel(q)`.
    pub reliability: F8,
    /// Whether the arm's domains depend on enablers.
    dependency: bool,
}

/// What can be counted on of a domain, by tier.
#[derive(Clone, Copy, Debug, Default)]
pub struct DomainForces {
    /// `ready_dk` of the year: the part of a holding that is ready in time.
    pub ready: [F8; K],
    /// `us_dk` of the quarter: what US forces supply.
    pub us: [F8; K],
}

impl Forces {
    /// Settles the constants of an arm.
    #[inline(always)]
    pub fn prepare(&mut self, inputs: &Inputs, arm: Arm) {
        self.domains.resize(inputs.layout.domains.len(), DomainForces::default());
        self.dependency = arm.dependency;
    }

    /// `ready_dk` of the year, from `S(y)`.
    #[inline(always)]
    pub fn set_ready(&mut self, inputs: &Inputs, rise: F8) {
        let most = inputs.one(Name::ReadinessMax);
        let factor = F8::ONE + inputs.one(Name::ReadinessGain) * rise;
        let base = by_tier(inputs.all(Name::Readiness), self.domains.len());
        for (domain, base) in self.domains.iter_mut().zip(base) {
            for k in 0..K {
                domain.ready[k] = (base[k] * factor).min(most);
            }
        }
    }

    /// `us_dk` of the quarter: it differs from the one before only while units leave, where pledges are taken back, and
    /// when the year turns.
    #[inline(always)]
    pub fn set_us(
        &mut self,
        inputs: &Inputs,
        crisis: M8,
        departure: &Departure,
        pledges: &Pledges,
        q: usize,
    ) {
        self.reliability = inputs.one(Name::Reliability)
            * (F8::ONE - crisis.keep(inputs.one(Name::Diversion)))
            * (F8::ONE - departure.linkage * departure.departed[q]);
        let terms = UsTerms::new(inputs, departure, pledges, self.reliability);
        for (d, domain) in self.domains.iter_mut().enumerate() {
            let (in_place, reinforcement) = terms.of(d);
            for k in 0..K {
                domain.us[k] = in_place[k] + reinforcement[k];
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

/// Supply of the current quarter of one arm.
#[derive(Clone, Debug, Default)]
pub struct Supply {
    /// By domain.
    pub domains: Vec<DomainSupply>,
    /// `commitment (1 - min(Z, 0.5))`.
    usable: F8,
    /// By enabler.
    log_cover: Vec<[F8; K]>,
}

/// Supply of a domain; by tier but for holdings.
#[derive(Clone, Copy, Debug, Default)]
pub struct DomainSupply {
    /// `holdings_d(q)`.
    pub holdings: F8,
    /// `raw_dk`.
    pub raw: [F8; K],
    /// `effective_dk`.
    pub effective: [F8; K],
}

impl DomainSupply {
    /// Holdings at the start of the quarter.
    #[inline(always)]
    pub fn hold(&mut self, frame: &DomainFrame, added: F8) {
        self.holdings = frame.holdings + added;
    }

    /// `raw_dk`, after [`DomainSupply::hold`].
    #[inline(always)]
    pub fn add_up(&mut self, usable: F8, frame: &DomainFrame, forces: &DomainForces) {
        let usable = usable * frame.part * self.holdings;
        for k in 0..K {
            self.raw[k] = forces.ready[k] * usable + forces.us[k];
        }
    }
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
    /// Makes room for the domains and settles what of holdings is usable in the quarter; returns that.
    #[inline(always)]
    pub fn start(&mut self, inputs: &Inputs, departure: &Departure, q: usize) -> F8 {
        self.domains.resize(inputs.layout.domains.len(), DomainSupply::default());
        self.log_cover.resize(inputs.layout.enablers.len(), [F8::ZERO; K]);
        let lost = departure.disruption[q].min(F8::splat(0.5));
        self.usable = inputs.one(Name::Commitment) * (F8::ONE - lost);
        self.usable
    }

    /// What the supply of a domain is made of; all else as when it was computed.
    #[inline(always)]
    #[must_use]
    pub fn sources(
        &self,
        inputs: &Inputs,
        frame: &Frame,
        (departure, pledges, forces): (&Departure, &Pledges, &Forces),
        d: usize,
    ) -> Sources {
        let (us_in_place, us_reinforcement) =
            UsTerms::new(inputs, departure, pledges, forces.reliability).of(d);
        let usable = self.usable * frame.domains[d].part * self.domains[d].holdings;
        let mut european = [F8::ZERO; K];
        for k in 0..K {
            european[k] = forces.domains[d].ready[k] * usable;
        }
        Sources { european, us_in_place, us_reinforcement }
    }

    /// `effective_dk` of some tiers, when `raw_dk` of all domains is there. Enablers multiply: `raw prod_j
    /// cover_jk^dependency_dj`, as `raw 2^(sum_j dependency_dj log2 cover_jk)`.
    #[inline(always)]
    pub fn enable(&mut self, inputs: &Inputs, frame: &Frame, forces: &Forces, tiers: Range<usize>) {
        if !forces.dependency {
            for domain in &mut self.domains {
                domain.effective = domain.raw;
            }
            return;
        }
        // Of several tiers unrolled side by side compilers make instructions half as wide as of each for itself.
        let tiers = std::hint::black_box(tiers.start.min(K)..tiers.end.min(K));
        for (log_cover, &d) in self.log_cover.iter_mut().zip(&inputs.layout.enablers) {
            let (required, per_required) = (frame.domains[d].required(), frame.domains[d].per_required());
            for k in tiers.clone() {
                let cover = (self.domains[d].raw[k] * per_required[k]).clip(1e-6, 1.0);
                let cover = required[k].gt(F8::ZERO).select(cover, F8::ONE);
                log_cover[k] = log2_normal(cover);
            }
        }
        let powers = inputs.all(Name::Dependency);
        for (d, domain) in self.domains.iter_mut().enumerate() {
            let slots = inputs.layout.dependency_slots(d);
            let (enablers, powers) = (&inputs.layout.dependency[slots.clone()], &powers[slots]);
            if enablers.is_empty() {
                domain.effective = domain.raw;
                continue;
            }
            for k in tiers.clone() {
                let covers = enablers.iter().map(|&(_, j)| self.log_cover[j][k]);
                let exponent = covers.zip(powers).fold(F8::ZERO, |sum, (log, &power)| sum + power * log);
                // Enablers that are all but absent and many of them: as good as nothing.
                domain.effective[k] = domain.raw[k] * exp2_within(exponent.max(F8::splat(-1000.0)));
            }
        }
    }
}
