//! Section 7: industry delivers, people man, training makes usable.

use super::{
    drawdown::DT,
    lanes::F8,
    layout::Inputs,
    share::{Claimant, Share},
};
use crate::scenario::names::Name;

/// Industry and people of one arm.
#[derive(Clone, Debug, Default)]
pub struct Industry {
    /// By domain.
    pub lines: Vec<Line>,
    /// People free to man new units.
    pub people: F8,
    recruits: F8,
    manning: Share,
}

/// The way of a domain's units from order to use: stocks, what moves them, and the flows of the current quarter.
#[derive(Clone, Copy, Debug, Default)]
pub struct Line {
    /// First stage of the delivery delay.
    pub s1: F8,
    /// Second stage.
    pub s2: F8,
    /// Third stage: ready to be delivered.
    pub s3: F8,
    /// Delivered, waiting for people.
    pub parked: F8,
    /// Manned, in training.
    pub training: F8,
    /// Usable on top of today's holdings.
    pub added: F8,
    /// Deliveries of the quarter, without handed-over kit.
    pub delivered: F8,
    /// `1 / rate_d`, where `rate_d` is what leaves a stage of the delay in a quarter.
    pub per_rate: F8,
    rate: F8,
    crew: F8,
    per_crew: F8,
    graduation: F8,
    priority: F8,
    handed_before: F8,
    /// People that what is parked takes.
    most: F8,
}

impl Claimant for Line {
    #[inline(always)]
    fn most(&self) -> F8 {
        self.most
    }

    #[inline(always)]
    fn claim(&self) -> F8 {
        self.priority
    }
}

impl Line {
    /// `s1 + s2 + s3`: paid and not delivered.
    #[inline(always)]
    #[must_use]
    pub fn in_pipeline(&self) -> F8 {
        self.s1 + self.s2 + self.s3
    }

    /// Steps 5 and 6 of a quarter (model.md section 2): `limit` is what industry can deliver in it, `handed` what kit has
    /// been left with allies so far.
    #[inline(always)]
    pub fn deliver(&mut self, orders: F8, limit: F8, handed: F8) {
        let f1 = self.rate * self.s1;
        let f2 = self.rate * self.s2;
        let out = (self.rate * self.s3).min(limit);
        self.s1 += orders - f1;
        self.s2 += f1 - f2;
        self.s3 += f2 - out;
        self.parked += out + handed - self.handed_before;
        self.delivered = out;
        self.handed_before = handed;
        self.most = self.parked * self.crew;
    }

    /// Steps 7 and 8 of a quarter, at the `lambda` of the [`Share`] of people; takes from `people`.
    #[inline(always)]
    fn man_and_train(&mut self, lambda: F8, people: &mut F8) {
        let given = self.most.min(lambda * self.priority);
        // All of it where there are people for all, to the last digit: nothing stays parked by rounding.
        let some = self.crew.gt(F8::ZERO) & given.lt(self.most);
        let manned = some.select(given * self.per_crew, self.parked);
        *people -= manned * self.crew;
        self.parked = (self.parked - manned).max(F8::ZERO);
        let graduated = self.training * self.graduation;
        self.training += manned - graduated;
        self.added += graduated;
    }
}

impl Industry {
    /// Settles an arm before its first quarter: what is on order fills the delay, every other stock is empty.
    #[inline(always)]
    pub fn start(&mut self, inputs: &Inputs) {
        let domains = inputs.layout.domains.len();
        let us_delay = inputs.one(Name::UsDelay);
        let [lead_years, us_sourced, crew, train_years, priority, on_order] =
            [Name::LeadYears, Name::UsSourced, Name::Crew, Name::TrainYears, Name::Priority, Name::OnOrder]
                .map(|name| &inputs.all(name)[..domains]);
        self.lines.resize(domains, Line::default());
        for (d, line) in self.lines.iter_mut().enumerate() {
            let lead = lead_years[d] * (F8::ONE + us_sourced[d] * us_delay);
            let rate = (F8::splat(3.0 * DT) / lead).min(F8::ONE);
            let years = train_years[d];
            let stage = on_order[d] / F8::splat(3.0);
            *line = Line {
                s1: stage,
                s2: stage,
                s3: stage,
                rate,
                per_rate: F8::ONE / rate,
                crew: crew[d],
                per_crew: F8::ONE / crew[d],
                graduation: years.gt(F8::ZERO).select((F8::splat(DT) / years).min(F8::ONE), F8::ONE),
                priority: priority[d],
                ..Line::default()
            };
        }
        self.people = F8::ZERO;
        self.manning = Share::default();
        self.recruits = inputs.one(Name::RecruitRate) * inputs.one(Name::ActivePersonnel) * F8::splat(DT);
    }

    /// Steps 7 and 8 of a quarter (model.md section 2), after [`Line::deliver`] of all domains; `recruits` are those of a
    /// programme.
    #[inline(always)]
    pub fn man_and_train(&mut self, recruits: F8) {
        let mut people = (self.people + self.recruits + recruits).max(F8::ZERO);
        let lambda = self.manning.lambda(people, &self.lines);
        for line in &mut self.lines {
            line.man_and_train(lambda, &mut people);
        }
        self.people = people.max(F8::ZERO);
    }
}
