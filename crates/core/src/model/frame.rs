//! What a block's arms share in a quarter because it follows from inputs and time alone: threat, requirement, the
//! growth of industry, the ageing of holdings, who takes part, money beside the uplift.

use super::{
    drawdown::DT,
    lanes::F8,
    layout::{Inputs, set_column},
    money::base,
    participation::taking_part,
    programme::Programme,
    requirement::{Requirement, threat, threat_factor},
};
use crate::scenario::names::Name;

/// The current quarter; by domain.
#[derive(Clone, Debug, Default)]
pub struct Frame {
    /// Quarter from the start of the run.
    pub q: usize,
    /// `theta(q)` (section 4).
    pub threat: F8,
    /// `limit_d(q)`: what industry can deliver in the quarter (section 7).
    pub limit: Vec<F8>,
    /// `holdings_d (1 + trend_d)^(q dt)`: what is left of today's holdings (section 8).
    pub holdings: Vec<F8>,
    /// `part_d`: the part of holdings whose allies take part (section 8).
    pub part: Vec<F8>,
    /// Investment programme (sections 5 to 7).
    pub programme: Programme,
    /// `base(q) + invest_pool I(q)`: money for gaps beside the uplift, bn a year (section 5).
    pub beside_uplift: F8,
    /// `1 / required_dk`, at `d * K + k`.
    per_base: Vec<F8>,
    /// What the threat makes of what is required (section 4), and one by it.
    factor: Vec<F8>,
    per_factor: Vec<F8>,
    /// `(1 + ramp_d)^(q dt)`, and its growth a quarter.
    growth: Vec<F8>,
    ramp: Vec<F8>,
    /// `(1 + trend_d)^dt`.
    ageing: Vec<F8>,
}

impl Frame {
    /// Settles the constants of a block.
    #[inline(always)]
    pub fn prepare(&mut self, inputs: &Inputs) {
        let domains = inputs.layout.domains.len();
        let quarter = F8::splat(DT);
        self.factor.resize(domains, F8::ZERO);
        self.per_factor.resize(domains, F8::ZERO);
        let per_base = inputs.all(Name::Required).iter().map(|&required| F8::ONE / required);
        set_column(&mut self.per_base, per_base, F8::ZERO);
        for column in [&mut self.growth, &mut self.ramp, &mut self.ageing, &mut self.limit] {
            column.clear();
            column.resize(domains, F8::ONE);
        }
        self.holdings.clear();
        self.holdings.extend_from_slice(inputs.all(Name::Holdings));
        taking_part(inputs, &mut self.part);
        self.programme.prepare(inputs);
        let (ramp, trend) = (inputs.all(Name::Ramp), inputs.all(Name::Trend));
        for d in 0..domains {
            self.ramp[d] = ((F8::ONE + ramp[d]).ln() * quarter).exp();
            // exp(0) is exactly 1: without a trend holdings stay what they are.
            self.ageing[d] = ((F8::ONE + trend[d]).ln() * quarter).exp();
        }
    }

    /// Goes to quarter `q`; quarters follow each other from 0 on.
    #[inline(always)]
    pub fn advance(&mut self, inputs: &Inputs, q: usize) {
        self.q = q;
        self.threat = threat(inputs, q);
        self.programme.advance(inputs, q);
        self.beside_uplift = base(inputs, q) + self.programme.pool;
        let sensitivity = inputs.all(Name::ThreatSensitivity);
        for ((factor, per_factor), &sensitivity) in
            self.factor.iter_mut().zip(&mut self.per_factor).zip(sensitivity)
        {
            *factor = threat_factor(sensitivity, self.threat);
            *per_factor = F8::ONE / *factor;
        }
        let ceiling = inputs.one(Name::CapacityCeiling);
        let capacity = inputs.all(Name::Capacity);
        for d in 0..self.limit.len() {
            if q > 0 {
                self.growth[d] = self.growth[d] * self.ramp[d];
                self.holdings[d] = self.holdings[d] * self.ageing[d];
            }
            self.limit[d] = capacity[d] * F8::splat(DT) * self.growth[d].min(ceiling);
        }
    }

    /// What is required in the quarter (section 4).
    #[inline(always)]
    #[must_use]
    pub fn requirement<'a>(&'a self, inputs: &Inputs<'a>) -> Requirement<'a> {
        Requirement::new(inputs, &self.factor, &self.per_factor, &self.per_base)
    }
}
