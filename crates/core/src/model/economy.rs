//! Section 5, what is the same in every arm: growth, and the chance part of spending.

use super::{lanes::F8, layout::Inputs};
use crate::{sampling::shocks::ShockBlock, scenario::names::Name};

/// Growth and spending shocks of a block, at `year * allies + ally`.
#[derive(Clone, Debug, Default)]
pub struct Economy {
    /// `G_a(y)`, bn.
    pub gdp: Vec<F8>,
    /// `sigma_spend h(...)`, points of GDP.
    pub spend_shock: Vec<F8>,
}

/// `h(v)`: a skewed shock of mean 0 and variance 1 from a standard normal one; its constants are those of a replicate.
#[derive(Clone, Copy)]
struct Skew {
    kappa: F8,
    half_square: F8,
    spread: F8,
}

impl Skew {
    #[inline(always)]
    fn new(kappa: F8) -> Self {
        let square = kappa * kappa;
        let spread = kappa.gt(F8::ZERO).select(square.exp_m1().sqrt(), F8::ONE);
        Self { kappa, half_square: F8::splat(0.5) * square, spread }
    }

    #[inline(always)]
    fn of(&self, v: F8) -> F8 {
        self.kappa.gt(F8::ZERO).select((self.kappa * v - self.half_square).exp_m1() / self.spread, v)
    }
}

impl Economy {
    /// Computes all years from the inputs of a world and the shocks of the block.
    #[inline(always)]
    pub fn prepare(&mut self, inputs: &Inputs, normals: &ShockBlock) {
        let (allies, years) = (inputs.layout.allies.len(), inputs.layout.years());
        let (gdp_now, growth) = (inputs.all(Name::GdpNow), inputs.all(Name::Growth));
        let (sigma_gdp, rho_gdp) = (inputs.one(Name::SigmaGdp), inputs.one(Name::RhoGdp));
        let (sigma_spend, rho_spend) = (inputs.one(Name::SigmaSpend), inputs.one(Name::RhoSpend));
        let (gdp_common, gdp_own) = (rho_gdp.sqrt(), (F8::ONE - rho_gdp).sqrt());
        let (spend_common, spend_own) = (rho_spend.sqrt(), (F8::ONE - rho_spend).sqrt());
        let skew = Skew::new(inputs.one(Name::SpendSkew));
        self.gdp.resize(years * allies, F8::ZERO);
        self.spend_shock.resize(years * allies, F8::ZERO);
        for y in 0..years {
            for a in 0..allies {
                let i = y * allies + a;
                let before = if y == 0 { gdp_now[a] } else { self.gdp[i - allies] };
                let shock = gdp_common * F8(normals.gdp_common[y]) + gdp_own * F8(normals.gdp_ally[i]);
                self.gdp[i] = before * (F8::ONE + growth[a] + sigma_gdp * shock);
                let shock =
                    spend_common * F8(normals.spend_common[y]) + spend_own * F8(normals.spend_ally[i]);
                self.spend_shock[i] = sigma_spend * skew.of(shock);
            }
        }
    }
}
