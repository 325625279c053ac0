//! Section 7: industry delivers, people man, training makes usable.

use super::{
    drawdown::DT,
    lanes::F8,
    layout::{Inputs, set_column},
    orders::Share,
};
use crate::scenario::names::Name;

/// The stocks of one arm, by domain, and the people free to man new units.
#[derive(Clone, Debug, Default)]
pub struct Stocks {
    /// First stage of the delivery delay.
    pub s1: Vec<F8>,
    /// Second stage.
    pub s2: Vec<F8>,
    /// Third stage: ready to be delivered.
    pub s3: Vec<F8>,
    /// Delivered, waiting for people.
    pub parked: Vec<F8>,
    /// Manned, in training.
    pub training: Vec<F8>,
    /// Usable on top of today's holdings.
    pub added: Vec<F8>,
    /// People free to man new units.
    pub people: F8,
}

/// Constants of section 7 by domain, and the flows of the current quarter.
#[derive(Clone, Debug, Default)]
pub struct Industry {
    rate: Vec<F8>,
    per_rate: Vec<F8>,
    per_crew: Vec<F8>,
    graduation: Vec<F8>,
    recruits: F8,
    /// Deliveries of the quarter, without handed-over kit.
    pub delivered: Vec<F8>,
    handed_before: Vec<F8>,
    most: Vec<F8>,
    manning: Share,
}

impl Stocks {
    /// The stocks at the start: what is on order fills the delay, everything else is empty.
    #[inline(always)]
    pub fn start(&mut self, inputs: &Inputs) {
        let on_order = inputs.all(Name::OnOrder);
        for stage in [&mut self.s1, &mut self.s2, &mut self.s3] {
            set_column(stage, on_order.iter().map(|&n| n / F8::splat(3.0)), F8::ZERO);
        }
        for stock in [&mut self.parked, &mut self.training, &mut self.added] {
            stock.clear();
            stock.resize(on_order.len(), F8::ZERO);
        }
        self.people = F8::ZERO;
    }

    /// `s1 + s2 + s3`: paid and not delivered.
    #[inline(always)]
    #[must_use]
    pub fn in_pipeline(&self, d: usize) -> F8 {
        self.s1[d] + self.s2[d] + self.s3[d]
    }
}

impl Industry {
    /// Settles the constants of a replicate.
    #[inline(always)]
    pub fn prepare(&mut self, inputs: &Inputs) {
        let domains = inputs.layout.domains.len();
        let us_delay = inputs.one(Name::UsDelay);
        self.rate.clear();
        for (&years, &part) in inputs.all(Name::LeadYears).iter().zip(inputs.all(Name::UsSourced)) {
            let lead = years * (F8::ONE + part * us_delay);
            self.rate.push((F8::splat(3.0 * DT) / lead).min(F8::ONE));
        }
        set_column(&mut self.per_rate, self.rate.iter().map(|&rate| F8::ONE / rate), F8::ZERO);
        set_column(&mut self.per_crew, inputs.all(Name::Crew).iter().map(|&crew| F8::ONE / crew), F8::ZERO);
        let graduation =
            |&years: &F8| years.gt(F8::ZERO).select((F8::splat(DT) / years).min(F8::ONE), F8::ONE);
        set_column(&mut self.graduation, inputs.all(Name::TrainYears).iter().map(graduation), F8::ZERO);
        self.manning = Share::default();
        self.recruits = inputs.one(Name::RecruitRate) * inputs.one(Name::ActivePersonnel) * F8::splat(DT);
        for column in [&mut self.delivered, &mut self.handed_before, &mut self.most] {
            column.clear();
            column.resize(domains, F8::ZERO);
        }
    }

    /// `1 / rate_d`, where `rate_d` is what leaves a stage of the delay in a quarter.
    #[inline(always)]
    #[must_use]
    pub fn per_rate(&self) -> &[F8] {
        &self.per_rate
    }

    /// Steps 5 to 8 of a quarter (model.md section 2). `limit` (what industry can deliver in the
    /// quarter), `orders` and `handed` are by domain, `handed` cumulative; `recruits` are those of a programme.
    #[inline(always)]
    #[allow(clippy::too_many_arguments)]
    pub fn advance(
        &mut self,
        inputs: &Inputs,
        limit: &[F8],
        orders: &[F8],
        handed: &[F8],
        recruits: F8,
        stocks: &mut Stocks,
    ) {
        let domains = orders.len();
        let Stocks { s1, s2, s3, parked, training, added, people } = stocks;
        let (s1, s2, s3) = (&mut s1[..domains], &mut s2[..domains], &mut s3[..domains]);
        let (parked, training) = (&mut parked[..domains], &mut training[..domains]);
        let added = &mut added[..domains];
        let (crew, per_crew) = (&inputs.all(Name::Crew)[..domains], &self.per_crew[..domains]);
        let (limit, handed) = (&limit[..domains], &handed[..domains]);
        let (rate, graduation) = (&self.rate[..domains], &self.graduation[..domains]);
        let (delivered, most) = (&mut self.delivered[..domains], &mut self.most[..domains]);
        let handed_before = &mut self.handed_before[..domains];
        for d in 0..domains {
            let f1 = rate[d] * s1[d];
            let f2 = rate[d] * s2[d];
            let out = (rate[d] * s3[d]).min(limit[d]);
            s1[d] += orders[d] - f1;
            s2[d] += f1 - f2;
            s3[d] += f2 - out;
            parked[d] += out + handed[d] - handed_before[d];
            delivered[d] = out;
            handed_before[d] = handed[d];
            most[d] = parked[d] * crew[d];
        }
        *people = (*people + self.recruits + recruits).max(F8::ZERO);
        let priority = &inputs.all(Name::Priority)[..domains];
        let lambda = self.manning.lambda(*people, most, priority);
        for d in 0..domains {
            let given = most[d].min(lambda * priority[d]);
            // All of it where there are people for all, to the last digit: nothing stays parked by rounding.
            let some = crew[d].gt(F8::ZERO) & given.lt(most[d]);
            let manned = some.select(given * per_crew[d], parked[d]);
            *people -= manned * crew[d];
            parked[d] = (parked[d] - manned).max(F8::ZERO);
            let graduated = training[d] * graduation[d];
            training[d] += manned - graduated;
            added[d] += graduated;
        }
        *people = people.max(F8::ZERO);
    }
}
