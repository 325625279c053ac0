//! One arm of eight replicates, quarter by quarter, in the order of model.md section 2.
//!
//! What is known of a domain lies side by side, by section of the model, and a quarter goes through the domains four times:
//! what is there and what planners lack; what enablers let be used; what is ordered and delivered, once money is shared out;
//! who mans it, once people are.

use std::ops::Range;

use super::{
    arm::Arm,
    drawdown::{DT, Departure},
    frame::Frame,
    industry::Industry,
    lanes::F8,
    layout::Inputs,
    money::Money,
    orders::{Known, Lack, Planning, planned_tiers},
    pledges::Pledges,
    share::Share,
    supply::{Forces, Supply},
    world::World,
};
use crate::scenario::names::Name;

/// What an arm carries from quarter to quarter; kept between blocks so that nothing is allocated for a replicate.
#[derive(Clone, Debug, Default)]
pub struct State {
    /// Departure (section 3).
    pub departure: Departure,
    /// Pledged reinforcement (section 3).
    pub pledges: Pledges,
    /// Money of the year (section 5).
    pub money: Money,
    /// Planning (section 6).
    pub planning: Planning,
    /// Industry and stocks (section 7): before the quarter's update when supply is computed, after it when a quarter is done.
    pub industry: Industry,
    /// Readiness of the year and US forces of the quarter (section 8).
    pub forces: Forces,
    spending: Share,
}

/// What an arm computes anew in every quarter; arms can use the same one after the other.
#[derive(Clone, Debug, Default)]
pub struct Quarter {
    /// Supply (section 8) at the start of the quarter.
    pub supply: Supply,
    /// What planners lack and order (section 6), by domain.
    pub lacks: Vec<Lack>,
    /// `pool(q)`, bn.
    pub pool: F8,
    /// `funds(q)`: money of the quarter for gaps, bn.
    pub funds: F8,
    /// Upkeep of added units charged to it, bn.
    pub upkeep: F8,
}

impl State {
    /// Settles an arm; `cuts` are the scenario's cut shares x_e.
    #[inline(always)]
    pub fn start(&mut self, inputs: &Inputs, cuts: &[F8], arm: Arm) {
        self.departure.prepare(inputs, cuts, arm);
        self.pledges.prepare(inputs, arm);
        self.money.start(inputs, &self.departure, arm);
        self.planning.prepare(inputs, &self.departure, &self.pledges);
        self.industry.start(inputs);
        self.forces.prepare(inputs, arm);
        self.spending = Share::default();
    }

    /// Computes the quarter that `frame` stands at, of its effective supply that at `tiers`; quarters follow each other from
    /// 0 on.
    #[inline(always)]
    pub fn advance(&mut self, world: &World, frame: &Frame, now: &mut Quarter, tiers: Range<usize>) {
        self.supply(world, frame, now, tiers);
        self.order_and_deliver(world.inputs, frame, now);
    }

    /// As [`State::advance`], of an arm of which nothing but need and orders is looked at: planners reckon with holdings,
    /// whatever of them is ready, and enablers let be used.
    #[inline(always)]
    pub fn advance_orders(&mut self, world: &World, frame: &Frame, now: &mut Quarter) {
        self.turn(world, frame);
        self.look_around::<false>(world.inputs, frame, now);
        self.order_and_deliver(world.inputs, frame, now);
    }

    /// Steps 1 to 3 of a quarter: what is there at its start, at `tiers` what enablers let be used of it; and what planners
    /// lack.
    #[inline(always)]
    pub fn supply(&mut self, world: &World, frame: &Frame, now: &mut Quarter, tiers: Range<usize>) {
        let (inputs, q) = (world.inputs, frame.q);
        if self.turn(world, frame) {
            self.forces.set_us(inputs, world.events.crisis[q / 4], &self.departure, &self.pledges, q);
        }
        self.look_around::<true>(inputs, frame, now);
        now.supply.enable(inputs, frame, &self.forces, tiers);
    }

    /// Departure, pledges, money and readiness of the quarter; returns whether US forces differ from the quarter before.
    #[inline(always)]
    fn turn(&mut self, world: &World, frame: &Frame) -> bool {
        let (inputs, q) = (world.inputs, frame.q);
        if q.is_multiple_of(4) {
            self.money.advance(world, frame, &self.departure, &self.pledges);
            self.forces.set_ready(inputs, self.money.rise);
            self.planning.set_readiness(inputs, &self.forces.domains);
        }
        let moved = self.departure.advance(q);
        let taken_back = self.pledges.advance(inputs, q);
        if taken_back {
            self.planning.see(inputs, &self.departure, &self.pledges);
        }
        moved || taken_back || q.is_multiple_of(4)
    }

    /// Holdings, `raw_dk` (with `SUPPLY`), what planners lack, and the upkeep charged, from the stocks as they stand.
    #[inline(always)]
    fn look_around<const SUPPLY: bool>(&mut self, inputs: &Inputs, frame: &Frame, now: &mut Quarter) {
        let domains = inputs.layout.domains.len();
        let usable = now.supply.start(inputs, &self.departure, frame.q);
        now.lacks.resize(domains, Lack::default());
        let known = Known::new(F8::splat(frame.q as f64).ge(self.departure.recognised));
        let planned = planned_tiers(inputs);
        let (supply, lacks) = (&mut now.supply.domains[..domains], &mut now.lacks[..domains]);
        let (lines, plans) = (&self.industry.lines[..domains], &self.planning.domains[..domains]);
        let (forces, frames) = (&self.forces.domains[..domains], &frame.domains[..domains]);
        let extra = &frame.programme.extra[..domains];
        let mut charged = F8::ZERO;
        for d in 0..domains {
            let (line, plan) = (&lines[d], &plans[d]);
            supply[d].hold(&frames[d], line.added);
            if SUPPLY {
                supply[d].add_up(usable, &frames[d], &forces[d]);
            }
            let coming = line.s1 + line.s2 + line.s3 + line.parked + line.training + extra[d];
            lacks[d] = plan.lack((&planned, known), &frames[d], supply[d].holdings, coming);
            charged += plan.charged(line.added);
        }
        now.upkeep = charged * F8::splat(DT);
    }

    /// Steps 4 to 8 of a quarter, after [`State::supply`]: orders, deliveries, people, training.
    #[inline(always)]
    pub fn order_and_deliver(&mut self, inputs: &Inputs, frame: &Frame, now: &mut Quarter) {
        let domains = inputs.layout.domains.len();
        let money = self.money.uplift * inputs.one(Name::GapShare) + frame.beside_uplift;
        now.funds = money * inputs.one(Name::Efficiency) * F8::splat(DT);
        now.pool = (now.funds - now.upkeep).max(F8::ZERO);
        let lacks = &mut now.lacks[..domains];
        let lambda = self.spending.lambda(now.pool, lacks);
        let (lines, plans) = (&mut self.industry.lines[..domains], &self.planning.domains[..domains]);
        let (frames, extra) = (&frame.domains[..domains], &frame.programme.extra[..domains]);
        let handed = &self.departure.handed[..domains];
        for d in 0..domains {
            lacks[d].order(lambda, &plans[d], extra[d]);
            lines[d].deliver(lacks[d].orders, frames[d].limit, handed[d]);
        }
        self.industry.man_and_train(frame.programme.recruits);
    }
}
