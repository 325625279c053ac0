//! What a block's arms share in a quarter because it follows from inputs and time alone: threat, requirement, the
//! growth of industry, the ageing of holdings, who takes part, money beside the uplift.

use super::{
    drawdown::DT,
    lanes::F8,
    layout::{Inputs, K, by_tier},
    participation::taking_part,
    programme::Programme,
    requirement::{threat, threat_factor},
};
use crate::scenario::names::Name;

/// The current quarter.
#[derive(Clone, Debug, Default)]
pub struct Frame {
    /// Quarter from the start of the run.
    pub q: usize,
    /// `theta(q)` (section 4).
    pub threat: F8,
    /// By domain.
    pub domains: Vec<DomainFrame>,
    /// Investment programme (sections 5 to 7).
    pub programme: Programme,
    /// `base(q) + invest_pool I(q)`: money for gaps beside the uplift, bn a year (section 5).
    pub beside_uplift: F8,
    /// `part_d`, while the domains are prepared.
    part: Vec<F8>,
}

/// What arms share of a domain.
#[derive(Clone, Copy, Debug, Default)]
pub struct DomainFrame {
    /// `weight_d`.
    pub weight: F8,
    /// `limit_d(q)`: what industry can deliver in the quarter (section 7).
    pub limit: F8,
    /// `holdings_d (1 + trend_d)^(q dt)`: what is left of today's holdings (section 8).
    pub holdings: F8,
    /// `part_d`: the part of holdings whose allies take part (section 8).
    pub part: F8,
    /// What the threat makes of what is required (section 4), and one by it.
    factor: F8,
    per_factor: F8,
    /// `required_dk`, and one by it.
    base: [F8; K],
    per_base: [F8; K],
    sensitivity: F8,
    /// `capacity_d dt`.
    capacity: F8,
    /// `(1 + ramp_d)^(q dt)`, and its growth a quarter.
    growth: F8,
    ramp: F8,
    /// `(1 + trend_d)^dt`.
    ageing: F8,
}

impl DomainFrame {
    /// `Q_dk(q)` (section 4) by tier.
    #[inline(always)]
    #[must_use]
    pub fn required(&self) -> [F8; K] {
        let mut required = self.base;
        for required in &mut required {
            *required = self.factor * *required;
        }
        required
    }

    /// `1 / Q_dk(q)` by tier; infinite, or no number, where nothing is required.
    #[inline(always)]
    #[must_use]
    pub fn per_required(&self) -> [F8; K] {
        let mut per_required = self.per_base;
        for per_required in &mut per_required {
            *per_required = self.per_factor * *per_required;
        }
        per_required
    }
}

impl Frame {
    /// Settles the constants of a block.
    #[inline(always)]
    pub fn prepare(&mut self, inputs: &Inputs) {
        let domains = inputs.layout.domains.len();
        let quarter = F8::splat(DT);
        taking_part(inputs, &mut self.part);
        self.programme.prepare(inputs);
        let [weight, holdings, sensitivity, capacity, ramp, trend] =
            [Name::Weight, Name::Holdings, Name::ThreatSensitivity, Name::Capacity, Name::Ramp, Name::Trend]
                .map(|name| &inputs.all(name)[..domains]);
        let base = by_tier(inputs.all(Name::Required), domains);
        self.domains.resize(domains, DomainFrame::default());
        for (d, domain) in self.domains.iter_mut().enumerate() {
            let mut per_base = base[d];
            for per_base in &mut per_base {
                *per_base = F8::ONE / *per_base;
            }
            *domain = DomainFrame {
                weight: weight[d],
                limit: F8::ZERO,
                holdings: holdings[d],
                part: self.part[d],
                factor: F8::ONE,
                per_factor: F8::ONE,
                base: base[d],
                per_base,
                sensitivity: sensitivity[d],
                capacity: capacity[d] * quarter,
                growth: F8::ONE,
                ramp: ((F8::ONE + ramp[d]).ln() * quarter).exp(),
                // exp(0) is exactly 1: without a trend holdings stay what they are.
                ageing: ((F8::ONE + trend[d]).ln() * quarter).exp(),
            };
        }
    }

    /// Goes to quarter `q`; quarters follow each other from 0 on.
    #[inline(always)]
    pub fn advance(&mut self, inputs: &Inputs, q: usize) {
        self.q = q;
        self.threat = threat(inputs, q);
        self.programme.advance(inputs, q);
        self.beside_uplift = base(inputs, q) + self.programme.pool;
        let ceiling = inputs.one(Name::CapacityCeiling);
        for domain in &mut self.domains {
            domain.factor = threat_factor(domain.sensitivity, self.threat);
            domain.per_factor = F8::ONE / domain.factor;
            if q > 0 {
                domain.growth = domain.growth * domain.ramp;
                domain.holdings = domain.holdings * domain.ageing;
            }
            domain.limit = domain.capacity * domain.growth.min(ceiling);
        }
    }
}

/// `base(q)`: what budgets of the base year buy beyond replacement, bn a year.
#[inline(always)]
fn base(inputs: &Inputs, q: usize) -> F8 {
    let years = inputs.one(Name::BasePoolYears);
    let grown = (F8::splat(q as f64 * DT) / years).min(F8::ONE);
    inputs.one(Name::BasePool) * years.gt(F8::ZERO).select(grown, F8::ONE)
}
