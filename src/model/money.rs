//! Section 5: growth, defence spending and what of it is new money for gaps.

use super::{arm::Arm, drawdown::Departure, lanes::F8, layout::Inputs, shocks::Shocks};
use crate::scenario::names::Name;

/// Money of one arm, by year (`y * allies + a` where by ally).
#[derive(Clone, Debug, Default)]
pub struct Money {
    /// `s_a(y)`, % of GDP.
    pub share: Vec<F8>,
    /// `G_a(y)`, bn.
    pub gdp: Vec<F8>,
    /// `B_a(y)`, bn a year.
    pub budget: Vec<F8>,
    /// `uplift_a(y)`, bn a year, signed.
    pub uplift_by_ally: Vec<F8>,
    /// `uplift(y)`, bn a year, never below 0.
    pub uplift: Vec<F8>,
    /// `S(y)`: how much of the rise that buys full readiness gain is there.
    pub rise: Vec<F8>,
}

/// `h(v)`: a skewed shock of mean 0 and variance 1 from a standard normal one.
#[inline(always)]
fn skewed(v: F8, kappa: F8) -> F8 {
    let square = kappa * kappa;
    let some = kappa.gt(F8::ZERO);
    let spread = some.select(square.exp_m1().sqrt(), F8::ONE);
    some.select((kappa * v - F8::splat(0.5) * square).exp_m1() / spread, v)
}

impl Money {
    /// Takes the yearly step of every year of the run.
    #[inline(always)]
    pub fn run(&mut self, inputs: &Inputs, shocks: &Shocks, departure: &Departure, arm: Arm) {
        let allies = inputs.layout.allies.len();
        let base_year = f64::from(inputs.layout.start_year - 1);
        let (share_now, gdp_now) = (inputs.all(Name::ShareNow), inputs.all(Name::GdpNow));
        let (pledge, pledge_year) = (inputs.all(Name::Pledge), inputs.all(Name::PledgeYear));
        let (growth, attainment) = (inputs.all(Name::Growth), inputs.all(Name::Attainment));
        let (sigma_gdp, rho_gdp) = (inputs.one(Name::SigmaGdp), inputs.one(Name::RhoGdp));
        let (sigma_spend, rho_spend) = (inputs.one(Name::SigmaSpend), inputs.one(Name::RhoSpend));
        let (gdp_common, gdp_own) = (rho_gdp.sqrt(), (F8::ONE - rho_gdp).sqrt());
        let (spend_common, spend_own) = (rho_spend.sqrt(), (F8::ONE - rho_spend).sqrt());
        let kappa = inputs.one(Name::SpendSkew);
        let (max_rise, max_cut) = (inputs.one(Name::MaxRise), inputs.one(Name::MaxCut));
        let share_floor = inputs.one(Name::ShareFloor);
        let inflation = F8::ONE + inputs.one(Name::Escalation);
        let alarm = if arm.reaction { inputs.one(Name::Reaction) * departure.fraction } else { F8::ZERO };

        for column in [&mut self.share, &mut self.gdp, &mut self.budget, &mut self.uplift_by_ally] {
            column.clear();
        }
        self.uplift.clear();
        self.rise.clear();
        let mut inflated = F8::ONE;
        for y in 0..inputs.layout.years() {
            let quarter = F8::splat((4 * y) as f64);
            let react = quarter.ge(departure.recognised).keep(alarm);
            inflated = inflated * inflation;
            let (mut uplift, mut rise, mut gdp_sum) = (F8::ZERO, F8::ZERO, F8::ZERO);
            for a in 0..allies {
                let before = y.checked_sub(1).map(|last| last * allies + a);
                let (s, g) = before.map_or((share_now[a], gdp_now[a]), |i| (self.share[i], self.gdp[i]));
                let shock = gdp_common * F8(shocks.normals.gdp_common[y])
                    + gdp_own * F8(shocks.normals.gdp_ally[y * allies + a]);
                let g = g * (F8::ONE + growth[a] + sigma_gdp * shock);
                let way = (attainment[a] + react).clip(0.0, 1.2);
                let aim = share_now[a] + way * (pledge[a] - share_now[a]).max(F8::ZERO);
                let years_left = (pledge_year[a] - F8::splat(base_year + y as f64)).max(F8::ONE);
                let plan = ((aim - s) / years_left).min(max_rise).max(-max_cut);
                let shock = spend_common * F8(shocks.normals.spend_common[y])
                    + spend_own * F8(shocks.normals.spend_ally[y * allies + a]);
                let s = (s + plan + sigma_spend * skewed(shock, kappa)).max(share_floor);
                let budget = s * g * F8::splat(0.01);
                let more = budget - share_now[a] * gdp_now[a] * F8::splat(0.01) * inflated;
                uplift += more;
                rise += (s - share_now[a]) * g;
                gdp_sum += g;
                self.share.push(s);
                self.gdp.push(g);
                self.budget.push(budget);
                self.uplift_by_ally.push(more);
            }
            self.uplift.push(uplift.max(F8::ZERO));
            self.rise.push((rise / (inputs.one(Name::ReadinessSpan) * gdp_sum)).clip(0.0, 1.0));
        }
    }
}
