//! Section 4: the level of threat and what it asks for.

use super::{drawdown::DT, lanes::F8, layout::Inputs};
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
