//! Section 4: what is required, by domain and tier.

use super::{
    drawdown::DT,
    lanes::F8,
    layout::{Inputs, K, by_tier, by_tier_mut},
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

/// `Q_dk(q)` into `required` and `1 / Q_dk(q)` into `per_required`, tier by tier within a domain; `per_base` is one by
/// what is required at theta = 1.
#[inline(always)]
pub fn requirement(
    inputs: &Inputs,
    theta: F8,
    per_base: &[F8],
    required: &mut [F8],
    per_required: &mut [F8],
) {
    let sensitivity = inputs.all(Name::ThreatSensitivity);
    let domains = sensitivity.len();
    let (base, per_base) = (by_tier(inputs.all(Name::Required), domains), by_tier(per_base, domains));
    let (required, per_required) = (by_tier_mut(required, domains), by_tier_mut(per_required, domains));
    for d in 0..domains {
        let factor = (F8::ONE + sensitivity[d] * (theta - F8::ONE)).max(F8::ZERO);
        let per_factor = F8::ONE / factor;
        for k in 0..K {
            required[d][k] = factor * base[d][k];
            per_required[d][k] = per_factor * per_base[d][k];
        }
    }
}
