//! Section 6: what planners see, lack and order.

use super::{
    drawdown::Departure,
    frame::DomainFrame,
    lanes::{F8, M8},
    layout::{Inputs, K, by_tier},
    pledges::Pledges,
    share::Claimant,
    supply::DomainForces,
};
use crate::scenario::names::Name;

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
    /// `orders_d` at the `lambda` of the [`Share`](super::share::Share), and what a programme orders.
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
