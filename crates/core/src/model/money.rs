//! Section 5: defence spending and what of it is new money for gaps.

use super::{
    arm::Arm,
    drawdown::Departure,
    frame::Frame,
    lanes::{F8, M8},
    layout::Inputs,
    pledges::Pledges,
    world::World,
};
use crate::scenario::names::Name;

/// Money of one arm in the current year.
#[derive(Clone, Debug, Default)]
pub struct Money {
    /// `s_a(y)`, % of GDP.
    pub share: Vec<F8>,
    /// `uplift_a(y)`, bn a year, signed.
    pub uplift_by_ally: Vec<F8>,
    /// `uplift(y)`, bn a year, never below 0.
    pub uplift: F8,
    /// `S(y)`: how much of what buys full readiness gain is there.
    pub rise: F8,
    /// `(1 + escalation)^(y + 1)`.
    inflated: F8,
    /// `alert(y)`: whether a security shock has happened.
    alert: M8,
    /// `reaction + surprise_reaction (1 - w)`: the response of attainment to a full alarm.
    response: F8,
}

impl Money {
    /// The base year.
    #[inline(always)]
    pub fn start(&mut self, inputs: &Inputs, departure: &Departure, arm: Arm) {
        self.share.clear();
        self.share.extend_from_slice(inputs.all(Name::ShareNow));
        self.uplift_by_ally.resize(self.share.len(), F8::ZERO);
        self.inflated = F8::ONE;
        self.alert = M8::first(0);
        let surprise = F8::ONE - departure.order;
        let response = inputs.one(Name::Reaction) + inputs.one(Name::SurpriseReaction) * surprise;
        self.response = if arm.reaction { response } else { F8::ZERO };
    }

    /// Takes the step into the year that begins with the quarter `frame` stands at; years follow each other from 0 on.
    #[inline(always)]
    pub fn advance(&mut self, world: &World, frame: &Frame, departure: &Departure, pledges: &Pledges) {
        let World { inputs, economy, events } = *world;
        let y = frame.q / 4;
        let allies = self.share.len();
        let base_year = f64::from(inputs.layout.start_year - 1);
        let (share_now, gdp_now) = (inputs.all(Name::ShareNow), inputs.all(Name::GdpNow));
        let (pledge, pledge_year) = (inputs.all(Name::Pledge), inputs.all(Name::PledgeYear));
        let (attainment, shock_rise) = (inputs.all(Name::Attainment), inputs.all(Name::ShockRise));
        let attainment_max = inputs.one(Name::AttainmentMax);
        let (max_rise, max_cut) = (inputs.one(Name::MaxRise), inputs.one(Name::MaxCut));
        let share_floor = inputs.one(Name::ShareFloor);
        let gdp = &economy.gdp[y * allies..(y + 1) * allies];
        let spend_shock = &economy.spend_shock[y * allies..(y + 1) * allies];

        let leaves = F8::splat(frame.q as f64).ge(departure.recognised).keep(departure.fraction);
        let alarm = F8::ONE - (F8::ONE - leaves) * (F8::ONE - pledges.taken_back(frame.q));
        let react = self.response * alarm;
        self.alert = self.alert | events.security[y];
        self.inflated = self.inflated * (F8::ONE + inputs.one(Name::Escalation));
        let (mut uplift, mut rise, mut gdp_sum) = (F8::ZERO, F8::ZERO, F8::ZERO);
        for a in 0..allies {
            let (s, g) = (self.share[a], gdp[a]);
            let way = (attainment[a] + react).max(F8::ZERO).min(attainment_max);
            let pledged = way * (pledge[a] - share_now[a]).max(F8::ZERO);
            let aim = share_now[a] + pledged + self.alert.keep(shock_rise[a]);
            let years_left = (pledge_year[a] - F8::splat(base_year + y as f64)).max(F8::ONE);
            let plan = ((aim - s) / years_left).min(max_rise).max(-max_cut);
            let s = (s + plan + spend_shock[a]).max(share_floor);
            let budget = budget(s, g);
            let more = budget - share_now[a] * gdp_now[a] * F8::splat(0.01) * self.inflated;
            uplift += more;
            rise += (s - share_now[a]) * g;
            gdp_sum += g;
            self.share[a] = s;
            self.uplift_by_ally[a] = more;
        }
        self.uplift = uplift.max(F8::ZERO);
        let spent = rise / (inputs.one(Name::ReadinessSpan) * gdp_sum);
        self.rise = (spent + frame.programme.rise).clip(0.0, 1.0);
    }
}

/// `B_a(y)`, bn a year.
#[inline(always)]
#[must_use]
pub fn budget(share: F8, gdp: F8) -> F8 {
    share * gdp * F8::splat(0.01)
}
