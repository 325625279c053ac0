//! Section 4: what is required, by domain and tier.

use super::{
    drawdown::DT,
    lanes::F8,
    layout::{Inputs, K},
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

/// `Q_dk(q)` into `required`, tier by tier within a domain.
#[inline(always)]
pub fn requirement(inputs: &Inputs, theta: F8, required: &mut [F8]) {
    let base = inputs.all(Name::Required);
    for (d, &sensitivity) in inputs.all(Name::ThreatSensitivity).iter().enumerate() {
        let factor = (F8::ONE + sensitivity * (theta - F8::ONE)).max(F8::ZERO);
        for k in 0..K {
            required[d * K + k] = factor * base[d * K + k];
        }
    }
}
