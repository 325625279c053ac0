//! Section 4: what is required, by domain and tier.

use super::{
    drawdown::DT,
    lanes::F8,
    layout::{Inputs, K, by_tier},
};
use crate::scenario::names::Name;

/// `theta(q)`: the level of threat.
#[must_use]
#[inline(always)]
pub fn threat(inputs: &Inputs, q: usize) -> F8 {
    let year = F8::splat(f64::from(inputs.layout.start_year) + q as f64 * DT);
    let low = inputs.one(Name::ThreatLow);
    let steps = (year - inputs.one(Name::ThreatMid)) / inputs.one(Name::ThreatWidth);
    low + (inputs.one(Name::ThreatHigh) - low) / (F8::ONE + (-steps).exp())
}

/// `1 + threat_sensitivity_d (theta - 1)`, not below 0: what a threat makes of what is required at theta = 1.
#[must_use]
#[inline(always)]
pub fn threat_factor(sensitivity: F8, theta: F8) -> F8 {
    (F8::ONE + sensitivity * (theta - F8::ONE)).max(F8::ZERO)
}

/// `Q_dk(q)` of a quarter, as the factor of each domain by what is required at theta = 1: arms keep fewer numbers at hand
/// than a row by domain and tier has.
#[derive(Clone, Copy)]
pub struct Requirement<'a> {
    factor: &'a [F8],
    per_factor: &'a [F8],
    base: &'a [[F8; K]],
    per_base: &'a [[F8; K]],
}

impl<'a> Requirement<'a> {
    /// From the threat's factor by domain and one by it; `per_base` is one by what is required at theta = 1.
    #[inline(always)]
    #[must_use]
    pub fn new(inputs: &Inputs<'a>, factor: &'a [F8], per_factor: &'a [F8], per_base: &'a [F8]) -> Self {
        let domains = inputs.layout.domains.len();
        Self {
            factor: &factor[..domains],
            per_factor: &per_factor[..domains],
            base: by_tier(inputs.all(Name::Required), domains),
            per_base: by_tier(per_base, domains),
        }
    }

    /// `Q_dk(q)` by tier.
    #[inline(always)]
    #[must_use]
    pub fn of(&self, d: usize) -> [F8; K] {
        self.base[d].map(|base| self.factor[d] * base)
    }

    /// `1 / Q_dk(q)` by tier; infinite, or no number, where nothing is required.
    #[inline(always)]
    #[must_use]
    pub fn per(&self, d: usize) -> [F8; K] {
        self.per_base[d].map(|per_base| self.per_factor[d] * per_base)
    }
}
