//! Section 9, binding constraint: what holds a gap open.

use super::{
    closure::{gap, is_open},
    frame::{DomainFrame, Frame},
    industry::Line,
    lanes::{F8, M8},
    orders::Lack,
    simulate::{Quarter, State},
    supply::DomainSupply,
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

/// What the constraints of a quarter follow from: stocks as they are after the quarter's update.
#[derive(Clone, Copy)]
pub struct Standing<'a> {
    frames: &'a [DomainFrame],
    extra: &'a [F8],
    supply: &'a [DomainSupply],
    lacks: &'a [Lack],
    lines: &'a [Line],
    tolerance: F8,
    tier: usize,
}

impl<'a> Standing<'a> {
    /// The quarter that an arm has just done, at a tier; `tolerance` is a fraction of the requirement.
    #[inline(always)]
    #[must_use]
    pub fn new(tolerance: F8, tier: usize, frame: &'a Frame, state: &'a State, now: &'a Quarter) -> Self {
        let domains = frame.domains.len();
        Self {
            frames: &frame.domains,
            extra: &frame.programme.extra[..domains],
            supply: &now.supply.domains[..domains],
            lacks: &now.lacks[..domains],
            lines: &state.industry.lines[..domains],
            tolerance,
            tier,
        }
    }

    /// What binds in domain `d`.
    #[inline(always)]
    #[must_use]
    pub fn binding(&self, d: usize) -> Binding {
        let (frame, supply) = (&self.frames[d], &self.supply[d]);
        let (lack, line) = (&self.lacks[d], &self.lines[d]);
        let required = frame.required()[self.tier];
        let open = is_open(gap(required, supply.effective[self.tier]), required, self.tolerance);
        let enablers = open & supply.raw[self.tier].ge(required);
        let money = (lack.need - (lack.orders - self.extra[d])).max(F8::ZERO);
        let waiting = line.s3;
        let industry = (waiting - frame.limit * line.per_rate).max(F8::ZERO);
        let people = line.parked;
        let time = line.s1 + line.s2 + waiting - industry + line.training;
        let sum = money + industry + people + time;
        let rest = open & !enablers;
        let reliance = rest & sum.lt(F8::splat(0.01) * supply.holdings);
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
