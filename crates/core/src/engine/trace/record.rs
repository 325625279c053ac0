//! Everything one arm of a block computes, quarter by quarter.

use crate::engine::finite::is_number;
use crate::model::{
    arm::Arm,
    economy::Economy,
    frame::Frame,
    industry::Line,
    lanes::F8,
    layout::{Inputs, K},
    money::budget,
    shocks::Shocks,
    simulate::{self, State},
    world::World,
};

/// Names of [`Quarter::delivery`].
const DELIVERY: [&str; 8] =
    ["need", "orders", "delivered", "added", "in_pipeline", "parked", "training", "handed"];

/// Names of [`Quarter::levels`].
const LEVELS: [&str; 6] =
    ["departed", "disruption_level", "threat", "reinforcement_reliability", "pool", "people"];

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

/// Money of an arm, at `year * allies + ally`.
#[derive(Clone, Debug, Default)]
pub struct Money {
    /// `s_a(y)`.
    pub share: Vec<F8>,
    /// `G_a(y)`.
    pub gdp: Vec<F8>,
    /// `B_a(y)`.
    pub budget: Vec<F8>,
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
        let (mut economy, mut now) = (Economy::default(), simulate::Quarter::default());
        economy.prepare(inputs, shocks.normals);
        frame.prepare(inputs);
        state.start(inputs, cuts, arm);
        let world = World { inputs, economy: &economy, events: shocks.events };
        for q in 0..inputs.layout.quarters {
            frame.advance(inputs, q);
            state.advance(&world, &frame, &mut now, 0..K);
            record.quarter(inputs, &frame, &state, &now);
            if q.is_multiple_of(4) {
                record.money.share.extend_from_slice(&state.money.share);
            }
        }
        let Money { share, gdp, budget: spent } = &mut record.money;
        spent.extend(share.iter().zip(&economy.gdp).map(|(&s, &g)| budget(s, g)));
        *gdp = economy.gdp;
        record
    }

    /// The first number of a replicate that is not finite, by its column and place; `None` where all are.
    #[must_use]
    pub fn not_finite(&self, lane: usize) -> Option<String> {
        let spoilt = |numbers: &[F8]| numbers.iter().any(|number| !is_number(number[lane]));
        for (q, quarter) in self.quarters.iter().enumerate() {
            let supply = [
                ("requirement", &quarter.required),
                ("european", &quarter.european),
                ("us", &quarter.us),
                ("effective", &quarter.effective),
            ];
            let delivery = DELIVERY.into_iter().zip(&quarter.delivery);
            let mut columns = supply.into_iter().chain(delivery);
            let level = || LEVELS.into_iter().zip(quarter.levels).find(|&(_, level)| spoilt(&[level]));
            let found = columns.find(|(_, numbers)| spoilt(numbers)).map(|(name, _)| name);
            if let Some(name) = found.or_else(|| level().map(|(name, _)| name)) {
                return Some(format!("{name} of quarter {q}"));
            }
        }
        let Money { share, gdp, budget } = &self.money;
        let money = [("share_pct", share), ("gdp", gdp), ("budget", budget)];
        money.into_iter().find(|(_, numbers)| spoilt(numbers)).map(|(name, _)| name.to_owned())
    }

    fn quarter(&mut self, inputs: &Inputs, frame: &Frame, state: &State, now: &simulate::Quarter) {
        let (supply, lines) = (&now.supply, &state.industry.lines);
        let (mut required, mut european, mut us) = (Vec::new(), Vec::new(), Vec::new());
        let mut effective = Vec::new();
        for d in 0..inputs.layout.domains.len() {
            required.extend(frame.domains[d].required());
            effective.extend(supply.domains[d].effective);
            let from = supply.sources(inputs, frame, (&state.departure, &state.pledges, &state.forces), d);
            european.extend(from.european);
            us.extend(from.us_in_place.iter().zip(from.us_reinforcement).map(|(&a, b)| a + b));
        }
        self.quarters.push(Quarter {
            required,
            european,
            us,
            effective,
            delivery: [
                now.lacks.iter().map(|lack| lack.need).collect(),
                now.lacks.iter().map(|lack| lack.orders).collect(),
                lines.iter().map(|line| line.delivered).collect(),
                lines.iter().map(|line| line.added).collect(),
                lines.iter().map(Line::in_pipeline).collect(),
                lines.iter().map(|line| line.parked).collect(),
                lines.iter().map(|line| line.training).collect(),
                state.departure.handed.clone(),
            ],
            levels: [
                state.departure.departed[frame.q],
                state.departure.disruption[frame.q],
                frame.threat,
                state.forces.reliability,
                now.pool,
                state.industry.people,
            ],
        });
    }
}
