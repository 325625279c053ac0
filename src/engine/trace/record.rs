//! Everything one arm of a block computes, quarter by quarter.

use crate::model::{
    arm::Arm,
    frame::Frame,
    lanes::F8,
    layout::Inputs,
    money::Money,
    shocks::Shocks,
    simulate::{self, Observer, State, simulate},
};

/// One quarter of an arm; by domain and tier where supply is, by domain where stocks are.
#[derive(Clone, Debug)]
pub struct Quarter {
    /// `Q_dk(q)`.
    pub required: Vec<F8>,
    /// `european_dk`.
    pub european: Vec<F8>,
    /// `us_dk`.
    pub us: Vec<F8>,
    /// `effective_dk`.
    pub effective: Vec<F8>,
    /// Need, orders, delivered, added, in the pipeline, parked, training, handed: by domain, in this order.
    pub delivery: [Vec<F8>; 8],
    /// F, Z, theta, rel, pool, people: in this order.
    pub levels: [F8; 6],
}

/// One arm of a block of eight replicates.
#[derive(Clone, Debug, Default)]
pub struct Record {
    /// By quarter.
    pub quarters: Vec<Quarter>,
    /// By year and ally.
    pub money: Money,
}

impl Record {
    /// Runs an arm and keeps everything.
    #[must_use]
    pub fn of(inputs: &Inputs, shocks: &Shocks, cuts: &[F8], arm: Arm) -> Self {
        let mut record = Record::default();
        let (mut state, mut frame) = (State::default(), Frame::default());
        frame.prepare(inputs);
        simulate(inputs, &frame, shocks, cuts, arm, &mut state, &mut record);
        record.money = state.money;
        record
    }
}

impl Observer for Record {
    fn quarter(&mut self, _: &Inputs, now: &simulate::Quarter, state: &State) {
        let (supply, stocks) = (&state.supply, &state.stocks);
        let us = supply.us_in_place.iter().zip(&supply.us_reinforcement).map(|(&a, &b)| a + b).collect();
        self.quarters.push(Quarter {
            required: now.required.to_vec(),
            european: supply.european.clone(),
            us,
            effective: supply.effective.clone(),
            delivery: [
                state.need.clone(),
                state.orders.clone(),
                state.industry.delivered.clone(),
                stocks.added.clone(),
                (0..state.need.len()).map(|d| stocks.in_pipeline(d)).collect(),
                stocks.parked.clone(),
                stocks.training.clone(),
                state.departure.handed.clone(),
            ],
            levels: [
                state.departure.departed[now.q],
                state.departure.disruption[now.q],
                now.threat,
                supply.reinforcement_reliability,
                state.pool,
                stocks.people,
            ],
        });
    }
}
