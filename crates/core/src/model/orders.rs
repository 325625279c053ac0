//! Section 6: what planners see, lack and order.

use super::{
    drawdown::Departure,
    lanes::{F8, M8},
    layout::{Inputs, K, by_tier},
    pledges::Pledges,
    requirement::Requirement,
};
use crate::scenario::names::Name;

/// `share(M; most; claim)`: gives each claimant `min(most, lambda claim)` with the smallest `lambda` for which all of
/// `amount` is given or every claimant has its most.
#[derive(Clone, Copy, Debug, Default)]
pub struct Share {
    /// `lambda` of the last time, near that of the next.
    lambda: F8,
}

impl Share {
    /// Claimants that get more than their most at some `lambda` have their most and leave the rest to the others by
    /// their claims, which is Newton's method: what is given grows with `lambda` ever more slowly, so that from
    /// anywhere the first step leads to a `lambda` that is not too large, and all others up, until nobody new has its
    /// most.
    #[inline(always)]
    pub fn lambda(&mut self, amount: F8, most: &[F8], claim: &[F8]) -> F8 {
        let claim = &claim[..most.len()];
        let (mut lambda, mut least) = (self.lambda, F8::ZERO);
        // One step down at most, then somebody new has its most in every step, then one that moves nothing; draws that
        // are not valid, and so left out of every estimate, may make no sense here and must come to an end too.
        for _ in 0..most.len() + 3 {
            let (mut rest, mut claims) = (amount, F8::ZERO);
            for d in 0..most.len() {
                let full = most[d].le(lambda * claim[d]);
                rest -= full.keep(most[d]);
                claims += (!full).keep(claim[d]);
            }
            // Where everybody has its most it stays so, unless there is not enough for that.
            let enough = rest.ge(F8::ZERO).keep(lambda);
            let next = least.max(claims.gt(F8::ZERO).select(rest.max(F8::ZERO) / claims, enough));
            if !next.differs(lambda).any() {
                break;
            }
            (lambda, least) = (next, next);
        }
        self.lambda = lambda;
        lambda
    }
}

/// What planners reckon with: settled for an arm until pledges are taken back, but for the quarter from which they know of
/// the departure.
#[derive(Clone, Debug, Default)]
pub struct Planning {
    /// `us_seen_dk` before and from `q_rec` on.
    seen: [Vec<F8>; 2],
    /// `1 / (ready_dk commitment)` of the year.
    per_ready: Vec<F8>,
}

impl Planning {
    /// Settles what planners see of US forces, with pledges as they stand.
    #[inline(always)]
    pub fn prepare(&mut self, inputs: &Inputs, departure: &Departure, pledges: &Pledges) {
        let domains = inputs.layout.domains.len();
        let reliability = inputs.one(Name::Reliability);
        let trusted = reliability * (F8::ONE - departure.linkage);
        let us_ready = inputs.all(Name::UsReady);
        let reinforcement = &pledges.pledged[..];
        let [before, after] = &mut self.seen;
        for column in [&mut *before, &mut *after, &mut self.per_ready] {
            column.resize(domains * K, F8::ZERO);
        }
        for d in 0..domains {
            let stays = departure.present[d] - departure.leaving[d];
            let back = (F8::ONE - departure.handed_part[d]) * departure.leaving[d];
            for k in 0..K {
                let i = d * K + k;
                before[i] = us_ready[k] * departure.present[d] + reliability * reinforcement[i];
                after[i] =
                    us_ready[k] * stays + trusted * (reinforcement[i] + departure.return_share[k] * back);
            }
        }
    }

    /// Takes the readiness of the year.
    #[inline(always)]
    pub fn set_readiness(&mut self, inputs: &Inputs, ready: &[F8]) {
        let commitment = inputs.one(Name::Commitment);
        for (per_ready, &ready) in self.per_ready.iter_mut().zip(ready) {
            *per_ready = F8::ONE / (ready * commitment);
        }
    }

    /// `need_d`, in units, and the claim `priority_d need_d / wanted_d` on the pool.
    ///
    /// `known` says whether planners know of the departure; `holdings` and `coming` (pipeline, parked, training, and what a
    /// programme orders) are by domain.
    #[inline(always)]
    #[allow(clippy::too_many_arguments)]
    pub fn need(
        &self,
        inputs: &Inputs,
        known: M8,
        required: Requirement,
        holdings: &[F8],
        coming: &[F8],
        need: &mut [F8],
        claim: &mut [F8],
    ) {
        let domains = need.len();
        let priority = &inputs.all(Name::Priority)[..domains];
        let planning_tiers = inputs.all(Name::PlanningTiers);
        let [before, after] = &self.seen;
        let (before, after) = (by_tier(before, domains), by_tier(after, domains));
        let per_ready = by_tier(&self.per_ready, domains);
        let (holdings, coming) = (&holdings[..domains], &coming[..domains]);
        let claim = &mut claim[..domains];
        // Mostly planners know in all replicates of the block, or in none.
        let (before, after) = match (known.any(), known.all()) {
            (false, _) => (before, before),
            (_, true) => (after, after),
            _ => (before, after),
        };
        for d in 0..domains {
            let (required, mut wanted) = (required.of(d), F8::splat(f64::NEG_INFINITY));
            for k in 0..K {
                let seen = known.select(after[d][k], before[d][k]);
                let here = (required[k] - seen) * per_ready[d][k];
                wanted = planning_tiers[k].gt(F8::ZERO).select(wanted.max(here), wanted);
            }
            let lack = (wanted - holdings[d] - coming[d]).max(F8::ZERO);
            need[d] = lack;
            claim[d] = lack.gt(F8::ZERO).keep(priority[d] * lack / wanted);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// What is given, from a `lambda` of the last time in each lane.
    fn shared_from(starts: [f64; 8], amount: f64, most: &[f64], claim: &[f64]) -> [Vec<f64>; 8] {
        let lanes = |values: &[f64]| values.iter().map(|&v| F8::splat(v)).collect::<Vec<_>>();
        let mut share = Share { lambda: F8(starts) };
        let lambda = share.lambda(F8::splat(amount), &lanes(most), &lanes(claim));
        std::array::from_fn(|lane| {
            most.iter().zip(claim).map(|(&most, &claim)| most.min(lambda[lane] * claim)).collect()
        })
    }

    fn shared(amount: f64, most: &[f64], claim: &[f64]) -> Vec<f64> {
        let [first, ..] = shared_from([0.0; 8], amount, most, claim);
        first
    }

    #[test]
    fn what_a_small_claimant_does_not_need_goes_to_the_others() {
        // Equal claims on 12: the first needs only 2, the others share the 10 that are left by 1 to 4.
        assert_eq!(shared(12.0, &[2.0, 9.0, 9.0], &[1.0, 1.0, 4.0]), [2.0, 2.0, 8.0]);
        assert_eq!(shared(100.0, &[2.0, 9.0, 5.0], &[1.0, 1.0, 0.0]), [2.0, 9.0, 0.0]);
        assert_eq!(shared(0.0, &[2.0, 9.0], &[1.0, 1.0]), [0.0, 0.0]);
    }

    #[test]
    fn amounts_that_make_no_sense_come_to_an_end() {
        shared(-5.0, &[-1.0, 2.0, -3.0], &[1.0, -2.0, 1.0]);
        shared(f64::NAN, &[1.0, f64::NAN], &[f64::INFINITY, 1.0]);
    }

    proptest! {
        #[test]
        fn gives_the_smallest_lambda(
            amount in 0.0..50.0,
            claimants in prop::collection::vec((0.0..10.0, prop_oneof![Just(0.0), 0.1..5.0]), 1..13)
        ) {
            let (most, claim): (Vec<f64>, Vec<f64>) = claimants.into_iter().unzip();
            let give = shared(amount, &most, &claim);
            for others in shared_from([0.0, 0.1, 1.0, 3.0, 20.0, 1e3, 1e19, f64::MAX], amount, &most, &claim) {
                for (other, give) in others.iter().zip(&give) {
                    prop_assert!((other - give).abs() < 1e-9, "{other}, {give} from 0");
                }
            }
            let wanted: f64 = most.iter().zip(&claim).filter(|(_, c)| **c > 0.0).map(|(m, _)| m).sum();
            let given: f64 = give.iter().sum();
            prop_assert!((given - amount.min(wanted)).abs() < 1e-9, "{given} of {amount}, {wanted} wanted");
            // Whoever is not served in full gets the same part of its claim.
            let parts = give.iter().zip(&most).zip(&claim).filter(|((g, m), c)| **c > 0.0 && **g < **m - 1e-9);
            let parts: Vec<f64> = parts.map(|((g, _), c)| g / c).collect();
            for (i, (g, c)) in give.iter().zip(&claim).enumerate() {
                prop_assert!(*g <= most[i] + 1e-12);
                if let Some(&lambda) = parts.first() && *c > 0.0 {
                    prop_assert!((g - most[i].min(lambda * c)).abs() < 1e-9);
                }
            }
        }
    }
}
