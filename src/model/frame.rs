//! What a block's arms share because it follows from inputs and time alone: threat, requirement, the growth of
//! industry, the ageing of holdings.

use super::{
    drawdown::DT,
    lanes::F8,
    layout::{Inputs, K},
    requirement::{requirement, threat},
};
use crate::scenario::names::Name;

/// By quarter; by `q * domains + d` or `(q * domains + d) * K + k` where by domain and tier.
#[derive(Clone, Debug, Default)]
pub struct Frame {
    /// `theta(q)` (section 4).
    pub threat: Vec<F8>,
    /// `Q_dk(q)` (section 4).
    pub required: Vec<F8>,
    /// `limit_d(q)`: what industry can deliver in the quarter (section 7).
    pub limit: Vec<F8>,
    /// `holdings_d (1 + trend_d)^(q dt)`: what is left of today's holdings (section 8).
    pub holdings: Vec<F8>,
}

impl Frame {
    /// Computes the frame of a block.
    #[inline(always)]
    pub fn prepare(&mut self, inputs: &Inputs) {
        let layout = inputs.layout;
        let domains = layout.domains.len();
        self.threat.clear();
        self.required.resize(layout.quarters * domains * K, F8::ZERO);
        self.limit.resize(layout.quarters * domains, F8::ZERO);
        self.holdings.resize(layout.quarters * domains, F8::ZERO);
        for q in 0..layout.quarters {
            let theta = threat(inputs, q);
            self.threat.push(theta);
            requirement(inputs, theta, &mut self.required[q * domains * K..(q + 1) * domains * K]);
        }
        let ceiling = inputs.one(Name::CapacityCeiling);
        let (ramp, trend) = (inputs.all(Name::Ramp), inputs.all(Name::Trend));
        let (capacity, holdings) = (inputs.all(Name::Capacity), inputs.all(Name::Holdings));
        for d in 0..domains {
            let log_ramp = (F8::ONE + ramp[d]).ln();
            let log_trend = (F8::ONE + trend[d]).ln();
            let most = capacity[d] * F8::splat(DT);
            // e to the power of 0 is exactly 1, so holdings without a trend need no exponentials.
            let ages = !trend[d].ge(F8::ZERO) | trend[d].gt(F8::ZERO);
            for q in 0..layout.quarters {
                let years = F8::splat(q as f64 * DT);
                self.limit[q * domains + d] = most * (years * log_ramp).exp().min(ceiling);
                self.holdings[q * domains + d] =
                    if ages.any() { holdings[d] * (years * log_trend).exp() } else { holdings[d] };
            }
        }
    }
}
