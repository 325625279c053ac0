//! One arm of eight replicates, quarter by quarter, in the order of model.md section 2.

use super::{
    arm::Arm,
    drawdown::Departure,
    economy::Economy,
    frame::Frame,
    industry::{Industry, Stocks},
    lanes::F8,
    layout::{Inputs, set_column},
    money::Money,
    orders::{Planning, Share},
    pledges::Pledges,
    shocks::Events,
    supply::{Readiness, Supply, UsSupply},
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
    /// Industry (section 7).
    pub industry: Industry,
    /// Stocks (section 7): before the quarter's update when supply is computed, after it when a quarter is done.
    pub stocks: Stocks,
    /// `ready_dk` of the year (section 8).
    pub readiness: Readiness,
    /// `us_dk` of the quarter (section 8).
    pub us: UsSupply,
    per_unit_cost: Vec<F8>,
    spending: Share,
}

/// What an arm computes anew in every quarter; arms can use the same one after the other.
#[derive(Clone, Debug, Default)]
pub struct Quarter {
    /// Supply (section 8) at the start of the quarter.
    pub supply: Supply,
    /// `need_d`, units.
    pub need: Vec<F8>,
    /// `orders_d`, units, those of a programme included.
    pub orders: Vec<F8>,
    /// `pool(q)`, bn.
    pub pool: F8,
    /// `funds(q)`: money of the quarter for gaps, bn.
    pub funds: F8,
    /// Upkeep of added units charged to it, bn.
    pub upkeep: F8,
    claim: Vec<F8>,
    most: Vec<F8>,
    coming: Vec<F8>,
}

/// The world that an arm lives in.
#[derive(Clone, Copy, Debug)]
pub struct World<'a> {
    /// Inputs of the block.
    pub inputs: &'a Inputs<'a>,
    /// Growth and chance of spending.
    pub economy: &'a Economy,
    /// Crises and security shocks.
    pub events: &'a Events,
}

impl State {
    /// Settles an arm; `cuts` are the scenario's cut shares x_e.
    #[inline(always)]
    pub fn start(&mut self, inputs: &Inputs, cuts: &[F8], arm: Arm) {
        self.departure.prepare(inputs, cuts, arm);
        self.pledges.prepare(inputs, arm);
        self.money.start(inputs, &self.departure, arm);
        self.planning.prepare(inputs, &self.departure, &self.pledges);
        self.industry.prepare(inputs);
        self.stocks.start(inputs);
        self.readiness.prepare(inputs, arm);
        self.spending = Share::default();
        let per_unit_cost = inputs.all(Name::UnitCost).iter().map(|&cost| F8::ONE / cost);
        set_column(&mut self.per_unit_cost, per_unit_cost, F8::ZERO);
    }

    /// Computes the quarter that `frame` stands at; quarters follow each other from 0 on.
    #[inline(always)]
    pub fn advance(&mut self, world: &World, frame: &Frame, now: &mut Quarter) {
        self.supply(world, frame, now);
        self.order_and_deliver(world.inputs, frame, now);
    }

    /// As [`State::advance`], of an arm of which nothing but need and orders is looked at: planners reckon with holdings,
    /// whatever of them is ready, and enablers let be used.
    #[inline(always)]
    pub fn advance_orders(&mut self, world: &World, frame: &Frame, now: &mut Quarter) {
        self.turn(world, frame);
        now.supply.hold(frame, &self.stocks.added);
        self.order_and_deliver(world.inputs, frame, now);
    }

    /// Steps 1 to 3 of a quarter: what is there at its start.
    #[inline(always)]
    pub fn supply(&mut self, world: &World, frame: &Frame, now: &mut Quarter) {
        let (inputs, q) = (world.inputs, frame.q);
        if self.turn(world, frame) {
            self.us.set(inputs, world.events.crisis[q / 4], &self.departure, &self.pledges, q);
        }
        now.supply.hold(frame, &self.stocks.added);
        now.supply.at(inputs, &self.departure, frame, &self.readiness, &self.us);
    }

    /// Departure, pledges, money and readiness of the quarter; returns whether US forces differ from the quarter before.
    #[inline(always)]
    fn turn(&mut self, world: &World, frame: &Frame) -> bool {
        let (inputs, q) = (world.inputs, frame.q);
        if q.is_multiple_of(4) {
            self.money.advance(world, frame, &self.departure, &self.pledges);
            self.readiness.set(inputs, self.money.rise);
            self.planning.set_readiness(inputs, &self.readiness.ready);
        }
        let moved = self.departure.advance(q);
        let taken_back = self.pledges.advance(inputs, q);
        if taken_back {
            self.planning.prepare(inputs, &self.departure, &self.pledges);
        }
        moved || taken_back || q.is_multiple_of(4)
    }

    /// Steps 4 to 8 of a quarter, after [`State::supply`]: orders, deliveries, people, training.
    #[inline(always)]
    pub fn order_and_deliver(&mut self, inputs: &Inputs, frame: &Frame, now: &mut Quarter) {
        self.order(inputs, frame, now);
        self.industry.advance(
            inputs,
            &frame.limit,
            &now.orders,
            &self.departure.handed,
            frame.programme.recruits,
            &mut self.stocks,
        );
    }

    /// Step 4 of a quarter: pool, need and orders, from the stocks as they stand.
    #[inline(always)]
    fn order(&mut self, inputs: &Inputs, frame: &Frame, now: &mut Quarter) {
        let domains = inputs.layout.domains.len();
        for column in [&mut now.need, &mut now.orders, &mut now.claim, &mut now.most, &mut now.coming] {
            column.resize(domains, F8::ZERO);
        }
        let unit_cost = &inputs.all(Name::UnitCost)[..domains];
        let per_unit_cost = &self.per_unit_cost[..domains];
        let quarter = F8::splat(0.25);
        let money = self.money.uplift * inputs.one(Name::GapShare) + frame.beside_uplift;
        now.funds = money * inputs.one(Name::Efficiency) * quarter;
        let on_order = &inputs.all(Name::OnOrder)[..domains];
        let upkeep = &inputs.all(Name::Upkeep)[..domains];
        let Stocks { s1, s2, s3, parked, training, added, .. } = &self.stocks;
        let (s1, s2, s3) = (&s1[..domains], &s2[..domains], &s3[..domains]);
        let (parked, training, added) = (&parked[..domains], &training[..domains], &added[..domains]);
        let (coming, extra) = (&mut now.coming[..domains], &frame.programme.extra[..domains]);
        let mut charged = F8::ZERO;
        for d in 0..domains {
            let kept = (added[d] - on_order[d]).max(F8::ZERO);
            charged += kept * unit_cost[d] * upkeep[d];
            coming[d] = s1[d] + s2[d] + s3[d] + parked[d] + training[d] + extra[d];
        }
        now.upkeep = charged * quarter;
        now.pool = (now.funds - now.upkeep).max(F8::ZERO);
        let known = F8::splat(frame.q as f64).ge(self.departure.recognised);
        let (need, claim) = (&mut now.need[..domains], &mut now.claim[..domains]);
        let required = frame.requirement(inputs);
        self.planning.need(inputs, known, required, &now.supply.holdings, coming, need, claim);
        let most = &mut now.most[..domains];
        for d in 0..domains {
            most[d] = need[d] * unit_cost[d];
        }
        let lambda = self.spending.lambda(now.pool, most, claim);
        let orders = &mut now.orders[..domains];
        for d in 0..domains {
            orders[d] = most[d].min(lambda * claim[d]) * per_unit_cost[d] + extra[d];
        }
    }
}
