//! Section 6: what planners see, lack and order.

use super::{
    drawdown::Departure,
    lanes::F8,
    layout::{Inputs, K},
};
use crate::scenario::names::Name;

/// `share(M; most; claim)`: gives each claimant `min(most, lambda claim)` with the smallest `lambda` for which all of
/// `amount` is given or every claimant has its most.
///
/// Claimants that would get more than their most are served first and leave the rest to the others, until nobody new
/// is; `lambda` only grows on the way, so nobody served has to give back.
#[inline(always)]
pub fn share(amount: F8, most: &[F8], claim: &[F8], give: &mut [F8]) {
    // `give` holds on the way what has been settled for good; -1 marks claimants still open.
    let open = F8::splat(-1.0);
    give.fill(open);
    loop {
        let (mut rest, mut claims) = (amount, F8::ZERO);
        for d in 0..most.len() {
            let is_open = give[d].lt(F8::ZERO);
            rest -= is_open.select(F8::ZERO, give[d]);
            claims += is_open.keep(claim[d]);
        }
        let lambda = claims.gt(F8::ZERO).keep(rest.max(F8::ZERO) / claims);
        let mut anybody = false;
        for d in 0..most.len() {
            let served = give[d].lt(F8::ZERO) & most[d].le(lambda * claim[d]);
            anybody |= served.any();
            give[d] = served.select(most[d], give[d]);
        }
        if !anybody {
            for d in 0..most.len() {
                give[d] = give[d].lt(F8::ZERO).select(lambda * claim[d], give[d]);
            }
            return;
        }
    }
}

/// What planners reckon with in a quarter (a state of mind that section 6 computes afresh each quarter).
pub struct Planning<'a> {
    /// Inputs.
    pub inputs: &'a Inputs<'a>,
    /// The departure as it is known.
    pub departure: &'a Departure,
}

impl Planning<'_> {
    /// `need_d`, in units, and the claim `priority_d need_d / wanted_d` on the pool.
    ///
    /// `required` and `ready` are by domain and tier, `holdings` and `coming` (pipeline, parked, training) by domain.
    #[inline(always)]
    #[allow(clippy::too_many_arguments)]
    pub fn need(
        &self,
        q: usize,
        required: &[F8],
        ready: &[F8],
        holdings: &[F8],
        coming: &[F8],
        need: &mut [F8],
        claim: &mut [F8],
    ) {
        let inputs = self.inputs;
        let departure = self.departure;
        let known = F8::splat(q as f64).ge(departure.recognised);
        let reliability = inputs.one(Name::Reliability);
        let trusted = known.select(reliability * (F8::ONE - departure.linkage), reliability);
        let us_ready = inputs.all(Name::UsReady);
        let reinforcement = inputs.all(Name::UsReinforcement);
        let commitment = inputs.one(Name::Commitment);
        let priority = inputs.all(Name::Priority);
        let planning_tiers = inputs.all(Name::PlanningTiers);
        for d in 0..need.len() {
            let stays = departure.present[d] - known.keep(departure.leaving[d]);
            let back = known.keep((F8::ONE - departure.handed_part[d]) * departure.leaving[d]);
            let mut wanted = F8::splat(f64::NEG_INFINITY);
            for k in 0..K {
                let i = d * K + k;
                let seen =
                    us_ready[k] * stays + trusted * (reinforcement[i] + departure.return_share[k] * back);
                let here = (required[i] - seen) / (ready[i] * commitment);
                wanted = planning_tiers[k].gt(F8::ZERO).select(wanted.max(here), wanted);
            }
            let lack = (wanted - holdings[d] - coming[d]).max(F8::ZERO);
            need[d] = lack;
            claim[d] = lack.gt(F8::ZERO).keep(priority[d] * lack / wanted);
        }
    }
}
