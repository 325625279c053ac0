//! One arm of eight replicates, quarter by quarter, in the order of model.md section 2.

use super::{
    arm::Arm,
    drawdown::Departure,
    frame::Frame,
    industry::{Industry, Stocks},
    lanes::F8,
    layout::{Inputs, K},
    money::Money,
    orders::{Planning, share},
    shocks::Shocks,
    supply::Supply,
};
use crate::scenario::names::Name;

/// What an arm computes; kept between blocks so that nothing is allocated for a replicate.
#[derive(Clone, Debug, Default)]
pub struct State {
    /// Departure (section 3).
    pub departure: Departure,
    /// Money (section 5).
    pub money: Money,
    /// Planning (section 6).
    pub planning: Planning,
    /// Industry (section 7).
    pub industry: Industry,
    /// Stocks (section 7): before the quarter's update when supply is recorded, after it in the record of a quarter.
    pub stocks: Stocks,
    /// Supply (section 8) at the start of the quarter.
    pub supply: Supply,
    /// `need_d`, units.
    pub need: Vec<F8>,
    /// `orders_d`, units.
    pub orders: Vec<F8>,
    /// `pool(q)`, bn.
    pub pool: F8,
    /// Money of the quarter for gaps: `uplift gap_share efficiency / 4`, bn.
    pub funds: F8,
    /// Upkeep of added units charged to it, bn.
    pub upkeep: F8,
    claim: Vec<F8>,
    most: Vec<F8>,
    give: Vec<F8>,
    coming: Vec<F8>,
}

/// The part of the frame that is of one quarter.
#[derive(Clone, Copy, Debug)]
pub struct Quarter<'a> {
    /// Quarter from the start of the run.
    pub q: usize,
    /// `theta(q)`.
    pub threat: F8,
    /// `Q_dk(q)`, by domain and tier.
    pub required: &'a [F8],
    /// `limit_d(q)`.
    pub limit: &'a [F8],
    /// What is left of today's holdings, by domain.
    pub holdings: &'a [F8],
}

/// Looks at a quarter when it is done: supply as at its start, stocks as at its end.
pub trait Observer {
    /// Called once a quarter, in order.
    fn quarter(&mut self, inputs: &Inputs, now: &Quarter, state: &State);
}

/// Runs one arm. `frame` is that of the inputs, `cuts` are the scenario's cut shares x_e.
#[inline(always)]
pub fn simulate(
    inputs: &Inputs,
    frame: &Frame,
    shocks: &Shocks,
    cuts: &[F8],
    arm: Arm,
    state: &mut State,
    observer: &mut impl Observer,
) {
    let domains = inputs.layout.domains.len();
    state.departure.prepare(inputs, cuts, arm);
    state.money.run(inputs, shocks, &state.departure, arm);
    state.planning.prepare(inputs, &state.departure);
    state.industry.prepare(inputs);
    state.supply.prepare(inputs);
    state.stocks.start(inputs);
    for column in [
        &mut state.need,
        &mut state.orders,
        &mut state.claim,
        &mut state.most,
        &mut state.give,
        &mut state.coming,
    ] {
        column.resize(domains, F8::ZERO);
    }
    for q in 0..inputs.layout.quarters {
        let now = Quarter {
            q,
            threat: frame.threat[q],
            required: &frame.required[q * domains * K..(q + 1) * domains * K],
            limit: &frame.limit[q * domains..(q + 1) * domains],
            holdings: &frame.holdings[q * domains..(q + 1) * domains],
        };
        state.departure.advance(q);
        if q % 4 == 0 {
            state.supply.set_readiness(inputs, state.money.rise[q / 4]);
            state.planning.set_readiness(inputs, &state.supply.ready);
        }
        let added = &state.stocks.added;
        state.supply.at(inputs, shocks, &state.departure, q, now.required, now.holdings, added, arm);
        state.order(inputs, &now);
        state.industry.advance(inputs, now.limit, &state.orders, &state.departure.handed, &mut state.stocks);
        observer.quarter(inputs, &now, state);
    }
}

impl State {
    /// Step 4 of a quarter: pool, need and orders, from the stocks as they stand.
    #[inline(always)]
    fn order(&mut self, inputs: &Inputs, now: &Quarter) {
        let unit_cost = inputs.all(Name::UnitCost);
        let quarter = F8::splat(0.25);
        self.funds = self.money.uplift[now.q / 4]
            * inputs.one(Name::GapShare)
            * inputs.one(Name::Efficiency)
            * quarter;
        self.upkeep = F8::ZERO;
        let (on_order, upkeep) = (inputs.all(Name::OnOrder), inputs.all(Name::Upkeep));
        for d in 0..self.need.len() {
            let kept = (self.stocks.added[d] - on_order[d]).max(F8::ZERO);
            self.upkeep += kept * unit_cost[d] * upkeep[d] * quarter;
            self.coming[d] = self.stocks.in_pipeline(d) + self.stocks.parked[d] + self.stocks.training[d];
        }
        self.pool = (self.funds - self.upkeep).max(F8::ZERO);
        let known = F8::splat(now.q as f64).ge(self.departure.recognised);
        self.planning.need(
            inputs,
            known,
            now.required,
            &self.supply.holdings,
            &self.coming,
            &mut self.need,
            &mut self.claim,
        );
        for d in 0..self.need.len() {
            self.most[d] = self.need[d] * unit_cost[d];
        }
        share(self.pool, &self.most, &self.claim, &mut self.give);
        for d in 0..self.need.len() {
            self.orders[d] = self.give[d] / unit_cost[d];
        }
    }
}
