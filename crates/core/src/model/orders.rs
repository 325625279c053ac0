//! Section 6: what planners see, lack and order.

use super::{
    drawdown::Departure,
    frame::DomainFrame,
    lanes::{F8, M8},
    layout::{Inputs, K, by_tier},
    pledges::Pledges,
    supply::DomainForces,
};
use crate::scenario::names::Name;

/// One that takes part in a [`Share`].
pub trait Claimant {
    /// The most that it takes.
    fn most(&self) -> F8;
    /// Its claim.
    fn claim(&self) -> F8;
}

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
    pub fn lambda(&mut self, amount: F8, claimants: &[impl Claimant]) -> F8 {
        let (mut lambda, mut least) = (self.lambda, F8::ZERO);
        // One step down at most, then somebody new has its most in every step, then one that moves nothing; draws that
        // are not valid, and so left out of every estimate, may make no sense here and must come to an end too.
        for _ in 0..claimants.len() + 3 {
            let (mut rest, mut claims) = (amount, F8::ZERO);
            for claimant in claimants {
                let (most, claim) = (claimant.most(), claimant.claim());
                let full = most.le(lambda * claim);
                rest -= full.keep(most);
                claims += (!full).keep(claim);
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
    /// By domain.
    pub domains: Vec<DomainPlan>,
}

/// What planners reckon with in a domain.
#[derive(Clone, Copy, Debug, Default)]
pub struct DomainPlan {
    /// `us_seen_dk` before and from `q_rec` on.
    seen: [[F8; K]; 2],
    /// `1 / (ready_dk commitment)` of the year.
    per_ready: [F8; K],
    priority: F8,
    /// `unit_cost_d`, bn a unit, and one by it.
    pub unit_cost: F8,
    /// Units a bn.
    pub per_unit_cost: F8,
    upkeep: F8,
    on_order: F8,
}

/// What planners lack in a domain, and what of it is ordered, in a quarter.
#[derive(Clone, Copy, Debug, Default)]
pub struct Lack {
    /// `need_d`, units.
    pub need: F8,
    /// `orders_d`, units, those of a programme included.
    pub orders: F8,
    /// What `need_d` costs, bn.
    most: F8,
    /// `priority_d need_d / wanted_d`.
    claim: F8,
}

impl Claimant for Lack {
    #[inline(always)]
    fn most(&self) -> F8 {
        self.most
    }

    #[inline(always)]
    fn claim(&self) -> F8 {
        self.claim
    }
}

impl Lack {
    /// `orders_d` at the `lambda` of the [`Share`], and what a programme orders.
    #[inline(always)]
    pub fn order(&mut self, lambda: F8, plan: &DomainPlan, extra: F8) {
        self.orders = self.most.min(lambda * self.claim) * plan.per_unit_cost + extra;
    }
}

/// Which of the two rows of [`DomainPlan`] holds for planners who do not know of the departure and for those who do: mostly
/// they know in all replicates of a block, or in none.
#[derive(Clone, Copy, Debug)]
pub struct Known {
    known: M8,
    rows: [usize; 2],
}

impl Known {
    /// From where planners know.
    #[inline(always)]
    #[must_use]
    pub fn new(known: M8) -> Self {
        let rows = match (known.any(), known.all()) {
            (false, _) => [0, 0],
            (_, true) => [1, 1],
            _ => [0, 1],
        };
        Self { known, rows }
    }
}

impl Planning {
    /// Settles the constants of an arm.
    #[inline(always)]
    pub fn prepare(&mut self, inputs: &Inputs, departure: &Departure, pledges: &Pledges) {
        let domains = inputs.layout.domains.len();
        let [priority, unit_cost, upkeep, on_order] =
            [Name::Priority, Name::UnitCost, Name::Upkeep, Name::OnOrder]
                .map(|name| &inputs.all(name)[..domains]);
        self.domains.resize(domains, DomainPlan::default());
        for (d, plan) in self.domains.iter_mut().enumerate() {
            plan.priority = priority[d];
            plan.unit_cost = unit_cost[d];
            plan.per_unit_cost = F8::ONE / unit_cost[d];
            plan.upkeep = upkeep[d];
            plan.on_order = on_order[d];
        }
        self.see(inputs, departure, pledges);
    }

    /// Settles what planners see of US forces, with pledges as they stand.
    #[inline(always)]
    pub fn see(&mut self, inputs: &Inputs, departure: &Departure, pledges: &Pledges) {
        let reliability = inputs.one(Name::Reliability);
        let trusted = reliability * (F8::ONE - departure.linkage);
        let us_ready = inputs.all(Name::UsReady);
        let reinforcement = by_tier(&pledges.pledged, self.domains.len());
        for (d, plan) in self.domains.iter_mut().enumerate() {
            let stays = departure.present[d] - departure.leaving[d];
            let back = (F8::ONE - departure.handed_part[d]) * departure.leaving[d];
            for k in 0..K {
                let pledged = reinforcement[d][k];
                plan.seen[0][k] = us_ready[k] * departure.present[d] + reliability * pledged;
                plan.seen[1][k] =
                    us_ready[k] * stays + trusted * (pledged + departure.return_share[k] * back);
            }
        }
    }

    /// Takes the readiness of the year.
    #[inline(always)]
    pub fn set_readiness(&mut self, inputs: &Inputs, forces: &[DomainForces]) {
        let commitment = inputs.one(Name::Commitment);
        for (plan, forces) in self.domains.iter_mut().zip(forces) {
            for k in 0..K {
                plan.per_ready[k] = F8::ONE / (forces.ready[k] * commitment);
            }
        }
    }
}

impl DomainPlan {
    /// What planners lack, from the holdings and what is on its way (pipeline, parked, training, and what a programme
    /// orders).
    #[inline(always)]
    pub fn lack(
        &self,
        (wanting, known): (&[M8; K], Known),
        frame: &DomainFrame,
        holdings: F8,
        coming: F8,
    ) -> Lack {
        let [before, after] = known.rows.map(|row| &self.seen[row]);
        let (required, mut wanted) = (frame.required(), F8::splat(f64::NEG_INFINITY));
        for k in 0..K {
            let seen = known.known.select(after[k], before[k]);
            let here = (required[k] - seen) * self.per_ready[k];
            wanted = wanting[k].select(wanted.max(here), wanted);
        }
        let need = (wanted - holdings - coming).max(F8::ZERO);
        let claim = need.gt(F8::ZERO).keep(self.priority * need / wanted);
        Lack { need, orders: F8::ZERO, most: need * self.unit_cost, claim }
    }

    /// Upkeep of what was added beyond the orders of the start, bn a year.
    #[inline(always)]
    pub fn charged(&self, added: F8) -> F8 {
        (added - self.on_order).max(F8::ZERO) * self.unit_cost * self.upkeep
    }
}

/// Tiers that planners plan for (`planning_tiers`).
#[inline(always)]
#[must_use]
pub fn planned_tiers(inputs: &Inputs) -> [M8; K] {
    let tiers = inputs.all(Name::PlanningTiers);
    std::array::from_fn(|k| tiers[k].gt(F8::ZERO))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// What is given, from a `lambda` of the last time in each lane.
    fn shared_from(starts: [f64; 8], amount: f64, most: &[f64], claim: &[f64]) -> [Vec<f64>; 8] {
        let lanes = |values: &[f64]| values.iter().map(|&v| F8::splat(v)).collect::<Vec<_>>();
        let mut share = Share { lambda: F8(starts) };
        let lacks = lanes(most).into_iter().zip(lanes(claim));
        let lacks: Vec<Lack> = lacks.map(|(most, claim)| Lack { most, claim, ..Lack::default() }).collect();
        let lambda = share.lambda(F8::splat(amount), &lacks);
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
