//! Sections 5 to 7, investment programme: money on top of all else, for what the scenario says.

use super::{
    drawdown::DT,
    lanes::{F8, M8},
    layout::{Inputs, set_column},
};
use crate::scenario::names::Name;

/// What an investment programme buys. It is of the world, so the same in every arm.
#[derive(Clone, Debug, Default)]
pub struct Programme {
    /// `extra_d`: units ordered in the current quarter, whatever planners think.
    pub extra: Vec<F8>,
    /// `invest_pool I(q)`, bn a year, for planners to share out.
    pub pool: F8,
    /// People recruited in the current quarter.
    pub recruits: F8,
    /// `invest_readiness I(4y) / readiness_cost`: what the current year adds to `S(y)`.
    pub rise: F8,
    /// What the current quarter costs, bn, gross.
    pub cost: F8,
    start: F8,
    end: F8,
    /// All of it in a quarter in which the programme runs.
    full_extra: Vec<F8>,
    full_recruits: F8,
    full_rise: F8,
    full_cost: F8,
    /// Whether it buys anything.
    some: bool,
}

impl Programme {
    /// Settles the constants of a block.
    #[inline(always)]
    pub fn prepare(&mut self, inputs: &Inputs) {
        let quarter = F8::splat(DT);
        let [readiness, people, pool] =
            [Name::InvestReadiness, Name::InvestPeople, Name::InvestPool].map(|name| inputs.one(name));
        let kit = inputs.all(Name::InvestKit);
        let money = kit.iter().fold(readiness + people + pool, |sum, &kit| sum + kit);
        self.some = money.gt(F8::ZERO).any();
        self.start = inputs.one(Name::InvestStart);
        self.end = self.start + inputs.one(Name::InvestDuration);
        self.extra.clear();
        self.extra.resize(kit.len(), F8::ZERO);
        (self.pool, self.recruits, self.rise, self.cost) = (F8::ZERO, F8::ZERO, F8::ZERO, F8::ZERO);
        if self.some {
            let bought = inputs.one(Name::Efficiency) * quarter;
            let extra = kit.iter().zip(inputs.all(Name::UnitCost)).map(|(&kit, &cost)| kit * bought / cost);
            set_column(&mut self.full_extra, extra, F8::ZERO);
            self.full_recruits = people * quarter / inputs.one(Name::RecruitCost);
            self.full_rise = readiness / inputs.one(Name::ReadinessCost);
            self.full_cost = money * quarter;
        }
    }

    /// Goes to quarter `q`; quarters follow each other from 0 on.
    #[inline(always)]
    pub fn advance(&mut self, inputs: &Inputs, q: usize) {
        if !self.some {
            return;
        }
        let runs = self.runs(q);
        for (extra, &full) in self.extra.iter_mut().zip(&self.full_extra) {
            *extra = runs.keep(full);
        }
        self.pool = runs.keep(inputs.one(Name::InvestPool));
        self.recruits = runs.keep(self.full_recruits);
        self.cost = runs.keep(self.full_cost);
        if q.is_multiple_of(4) {
            self.rise = runs.keep(self.full_rise);
        }
    }

    /// `I(q)`.
    #[inline(always)]
    fn runs(&self, q: usize) -> M8 {
        let q = F8::splat(q as f64);
        q.ge(self.start) & q.lt(self.end)
    }
}
