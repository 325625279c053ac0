//! What allies spend now, at their pledges, and at each level of spending: means over replicates.

use crate::{
    engine::finite::numbers,
    model::{
        economy::Economy,
        lanes::{F8, LANES, M8},
        layout::Inputs,
        money::budget,
    },
    scenario::names::Name,
    stats::moments::{MeanError, Moments},
};

/// Number of levels.
pub const LEVELS: usize = 41;

/// A level of spending, % of GDP: from 2 to 6 by 0.1.
#[must_use]
pub fn level(number: usize) -> f64 {
    (20 + number) as f64 / 10.0
}

/// A number of an ally or of all together, at the GDP of the year asked about unless said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Amount {
    /// GDP of the base year, bn.
    GdpNow,
    /// GDP of the year, bn.
    Gdp,
    /// Spending of the base year, bn a year.
    Now,
    /// At the pledge, or at the share of the base year where that is higher, bn a year.
    Pledged,
    /// `share_now`, % of GDP; of all together, the sum over allies, which means nothing.
    ShareNow,
    /// `pledge`, % of GDP; the same.
    Pledge,
    /// At a level, or at the share of the base year where that is higher, bn a year.
    At(usize),
    /// That less spending of the base year, bn a year.
    AboveNow(usize),
    /// That less spending at the pledge, bn a year.
    AbovePledged(usize),
}

/// Amounts that do not depend on the level.
const FIXED: usize = 6;
/// Amounts of an ally.
const AMOUNTS: usize = FIXED + 3 * LEVELS;

impl Amount {
    fn position(self) -> usize {
        match self {
            Amount::GdpNow => 0,
            Amount::Gdp => 1,
            Amount::Now => 2,
            Amount::Pledged => 3,
            Amount::ShareNow => 4,
            Amount::Pledge => 5,
            Amount::At(level) => FIXED + 3 * level,
            Amount::AboveNow(level) => FIXED + 3 * level + 1,
            Amount::AbovePledged(level) => FIXED + 3 * level + 2,
        }
    }
}

/// The amounts of every ally and of all together.
#[derive(Clone, Debug, PartialEq)]
pub struct Spending {
    allies: usize,
    /// By ally (all together last) and amount.
    moments: Vec<Moments>,
}

impl Spending {
    /// Nothing yet.
    #[must_use]
    pub fn new(allies: usize) -> Self {
        Self { allies, moments: vec![Moments::default(); (allies + 1) * AMOUNTS] }
    }

    /// Adds later replicates.
    pub fn merge(&mut self, later: &Spending) {
        self.moments.iter_mut().zip(&later.moments).for_each(|(ours, theirs)| ours.merge(theirs));
    }

    /// Mean over replicates, of an ally by its position, or of all together.
    #[must_use]
    pub fn estimate(&self, ally: Option<usize>, amount: Amount) -> MeanError {
        self.moments[ally.unwrap_or(self.allies) * AMOUNTS + amount.position()].estimate()
    }

    /// Adds the live lanes of a block; `year` counts from the first of the run. Returns the lanes whose numbers can be
    /// added up.
    pub fn add(&mut self, inputs: &Inputs, economy: &Economy, year: usize, live: M8) -> M8 {
        let Some(first) = (0..LANES).find(|&lane| live.lane(lane)) else { return live };
        let n = live.count();
        let per_live = 1.0 / n as f64;
        let gdp = &economy.gdp[year * self.allies..(year + 1) * self.allies];
        let mut together = [F8::ZERO; AMOUNTS];
        for (a, moments) in self.moments.chunks_exact_mut(AMOUNTS).enumerate() {
            let amounts = if a < self.allies { of_ally(inputs, a, gdp[a]) } else { together };
            for (moments, (value, sum)) in moments.iter_mut().zip(amounts.into_iter().zip(&mut together)) {
                *sum += value;
                // About a value of the block: what is the same in every replicate has no rounding and no error.
                let centre = F8::splat(value[first]);
                let shift = live.keep(value - centre).sum() * per_live;
                let mean = value[first] + shift;
                let deviation = live.keep(value - F8::splat(mean));
                moments.merge(&Moments { n, mean, squares: (deviation * deviation).sum() });
            }
        }
        together.iter().fold(live, |lanes, &sum| lanes & numbers(sum))
    }
}

fn of_ally(inputs: &Inputs, a: usize, gdp: F8) -> [F8; AMOUNTS] {
    let (share, pledge) = (inputs.all(Name::ShareNow)[a], inputs.all(Name::Pledge)[a]);
    let gdp_now = inputs.all(Name::GdpNow)[a];
    let (now, pledged) = (budget(share, gdp_now), budget(pledge.max(share), gdp));
    let mut amounts = [F8::ZERO; AMOUNTS];
    amounts[..FIXED].copy_from_slice(&[gdp_now, gdp, now, pledged, share, pledge]);
    for number in 0..LEVELS {
        let spent = budget(F8::splat(level(number)).max(share), gdp);
        amounts[Amount::At(number).position()] = spent;
        amounts[Amount::AboveNow(number).position()] = spent - now;
        amounts[Amount::AbovePledged(number).position()] = spent - pledged;
    }
    amounts
}
