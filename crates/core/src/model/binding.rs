//! Section 9, binding constraint: what holds a gap open.

use super::{
    closure::{gap, is_open},
    frame::Frame,
    industry::Stocks,
    lanes::{F8, M8},
    layout::{Inputs, K, by_tier},
    requirement::Requirement,
    simulate::{Quarter, State},
};

/// The binding constraint of a domain in a quarter.
#[derive(Clone, Copy, Debug)]
pub struct Binding {
    /// Whether there is a gap above the tolerance.
    pub open: M8,
    /// Which constraint it is: money, industry, people, time, enablers, reliance.
    pub labels: [M8; 6],
    /// Where it is one of the first four.
    pub shared: M8,
    /// What is lacking for want of each of the first four, units.
    pub lacking: [F8; 4],
    /// One by their sum.
    pub per_sum: F8,
}

/// What the constraints of a quarter follow from, by domain: stocks as they are after the quarter's update.
#[derive(Clone, Copy)]
pub struct Standing<'a> {
    need: &'a [F8],
    orders: &'a [F8],
    extra: &'a [F8],
    holdings: &'a [F8],
    effective: &'a [[F8; K]],
    raw: &'a [[F8; K]],
    required: Requirement<'a>,
    limit: &'a [F8],
    per_rate: &'a [F8],
    s1: &'a [F8],
    s2: &'a [F8],
    s3: &'a [F8],
    parked: &'a [F8],
    training: &'a [F8],
    tolerance: F8,
    tier: usize,
}

impl<'a> Standing<'a> {
    /// The quarter that an arm has just done, at a tier; `tolerance` is a fraction of the requirement.
    #[inline(always)]
    #[must_use]
    pub fn new(
        inputs: &Inputs<'a>,
        (tolerance, tier): (F8, usize),
        frame: &'a Frame,
        state: &'a State,
        now: &'a Quarter,
    ) -> Self {
        let domains = now.need.len();
        let Stocks { s1, s2, s3, parked, training, .. } = &state.stocks;
        Self {
            need: &now.need[..domains],
            orders: &now.orders[..domains],
            extra: &frame.programme.extra[..domains],
            holdings: &now.supply.holdings[..domains],
            effective: by_tier(&now.supply.effective, domains),
            raw: by_tier(&now.supply.raw, domains),
            required: frame.requirement(inputs),
            limit: &frame.limit[..domains],
            per_rate: &state.industry.per_rate()[..domains],
            s1: &s1[..domains],
            s2: &s2[..domains],
            s3: &s3[..domains],
            parked: &parked[..domains],
            training: &training[..domains],
            tolerance,
            tier,
        }
    }

    /// What binds in domain `d`.
    #[inline(always)]
    #[must_use]
    pub fn binding(&self, d: usize) -> Binding {
        let required = self.required.of(d)[self.tier];
        let open = is_open(gap(required, self.effective[d][self.tier]), required, self.tolerance);
        let enablers = open & self.raw[d][self.tier].ge(required);
        let money = (self.need[d] - (self.orders[d] - self.extra[d])).max(F8::ZERO);
        let waiting = self.s3[d];
        let industry = (waiting - self.limit[d] * self.per_rate[d]).max(F8::ZERO);
        let people = self.parked[d];
        let time = self.s1[d] + self.s2[d] + waiting - industry + self.training[d];
        let sum = money + industry + people + time;
        let rest = open & !enablers;
        let reliance = rest & sum.lt(F8::splat(0.01) * self.holdings[d]);
        let shared = rest & !reliance;
        let by_money = shared & money.ge(industry) & money.ge(people) & money.ge(time);
        let by_industry = shared & !by_money & industry.ge(people) & industry.ge(time);
        let by_people = shared & !by_money & !by_industry & people.ge(time);
        let by_time = shared & !by_money & !by_industry & !by_people;
        Binding {
            open,
            labels: [by_money, by_industry, by_people, by_time, enablers, reliance],
            shared,
            lacking: [money, industry, people, time],
            per_sum: F8::ONE / sum,
        }
    }
}
