//! Paired comparison of scenarios on the same replicates: differences, who is worse, who is worst.

use serde::{Deserialize, Serialize};

use super::{
    by_randomisation::{ByRandomisation, Summed},
    cell_sums::Arms3,
    finite::is_number,
    live::Live,
    plan::Plan,
    slot::Slot,
};
use crate::{
    model::{
        cells::Outcome,
        lanes::{F8, LANES},
        sheet::GROUP,
    },
    stats::moments::{MeanError, estimate},
};

/// An outcome on which scenarios are compared, and the paired difference it is taken of.
pub const COMPARED: [(Outcome, Slot); 5] = [
    (Outcome::IndexHeadline, Slot::Attributable),
    (Outcome::Shortfall, Slot::Attributable),
    (Outcome::Area, Slot::Attributable),
    (Outcome::BillHeadline, Slot::DirectEffect),
    (Outcome::Uplift, Slot::Attributable),
];

/// What is compared besides where not all scenarios are in the same world: with and without the drawdown.
pub const OF_WORLDS: [(Outcome, Slot); 2] =
    [(Outcome::IndexHeadline, Slot::Scenario), (Outcome::IndexHeadline, Slot::Counterfactual)];

/// All that scenarios of a plan are compared on, in the order of the compared cells; nothing where they are not compared.
pub fn all_compared(plan: &Plan) -> impl Iterator<Item = (Outcome, Slot)> {
    let worlds = if plan.in_one_world() { &[][..] } else { &OF_WORLDS[..] };
    COMPARED.iter().chain(worlds).copied().filter(|_| plan.compares)
}

/// Number of compared cells.
#[must_use]
pub fn compared_cells(plan: &Plan) -> usize {
    all_compared(plan).map(|(outcome, _)| plan.cells.section(outcome).len).sum()
}

/// The compared cells of a scenario in a group of blocks, appended to `out`: cell by cell, the blocks side by side.
#[inline(always)]
pub fn compared(plan: &Plan, arms: Arms3, out: &mut Vec<F8>) {
    for (outcome, slot) in all_compared(plan) {
        let section = plan.cells.section(outcome);
        let from = match slot {
            Slot::DirectEffect => arms.direct,
            _ => arms.scenario,
        };
        let without = arms.counterfactual.section(section, 0);
        let with = from.section(section, 0);
        for cell in 0..section.width {
            for w in 0..GROUP {
                out.push(match slot {
                    Slot::Scenario => with[w][cell],
                    Slot::Counterfactual => without[w][cell],
                    _ => with[w][cell] - without[w][cell],
                });
            }
        }
    }
}

/// Sums over replicates of all pairs of scenarios, in the order (0,1), (0,2) ... (1,2) ...
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Pairs {
    scenarios: usize,
    cells: usize,
    positions: Vec<(usize, usize)>,
    /// By pair and cell: sum of the difference, its square, twice the number of replicates in which the first is worse
    /// (a tie counts once), nothing.
    sums: Vec<f64>,
    /// Replicates in which a scenario is the worst; a tie is shared equally.
    worst: Vec<f64>,
    n: u64,
}

/// Sums of a pair's cell.
const SUMS: usize = 4;

/// Numbers of pairs, first before second.
#[must_use]
pub fn pair_positions(scenarios: usize) -> Vec<(usize, usize)> {
    (0..scenarios).flat_map(|a| (a + 1..scenarios).map(move |b| (a, b))).collect()
}

impl Pairs {
    /// Empty sums.
    #[must_use]
    pub fn new(scenarios: usize, cells: usize) -> Self {
        let positions = pair_positions(scenarios);
        let sums = (positions.len() * cells * SUMS).next_multiple_of(LANES);
        Self { scenarios, cells, positions, sums: vec![0.0; sums], worst: vec![0.0; scenarios], n: 0 }
    }

    /// Forgets everything.
    pub fn clear(&mut self) {
        self.sums.fill(0.0);
        self.worst.fill(0.0);
        self.n = 0;
    }

    /// Shifts of the differences, from a lane of a block of a group.
    #[must_use]
    pub fn shifts(&self, compared: &[F8], (block, lane): (usize, usize)) -> Vec<f64> {
        let value = |scenario: usize, cell: usize| compared[(scenario * self.cells + cell) * GROUP + block];
        let mut shifts = Vec::with_capacity(self.positions.len() * self.cells);
        for &(a, b) in &self.positions {
            for cell in 0..self.cells {
                let difference = (value(a, cell) - value(b, cell))[lane];
                shifts.push(if is_number(difference) { difference } else { 0.0 });
            }
        }
        shifts
    }

    /// Adds a group of blocks; `compared` holds the compared cells of all scenarios, `headline` is the cell that ranks
    /// them.
    #[inline(always)]
    pub fn add(&mut self, compared: &[F8], shifts: &[f64], headline: usize, live: &Live) {
        const TOGETHER: usize = LANES / SUMS;
        let cells = self.cells;
        let count = self.positions.len() * cells;
        for (group, into) in self.sums.chunks_exact_mut(LANES).enumerate() {
            let mut t = [F8::ZERO; LANES];
            for offset in 0..TOGETHER {
                let i = group * TOGETHER + offset;
                if i < count {
                    let (a, b) = self.positions[i / cells];
                    let (a, b) = ((a * cells + i % cells) * GROUP, (b * cells + i % cells) * GROUP);
                    let shift = F8::splat(shifts[i]);
                    for w in 0..GROUP {
                        let (x, y) = (compared[a + w], compared[b + w]);
                        let difference = live[w].keep(x - y - shift);
                        t[offset * SUMS] += difference;
                        t[offset * SUMS + 1] += difference * difference;
                        t[offset * SUMS + 2] +=
                            (x.gt(y) & live[w]).indicator() + (x.ge(y) & live[w]).indicator();
                    }
                }
            }
            let sums = F8::sums(&t.map(F8::halved));
            for lane in 0..LANES {
                into[lane] += sums.0[lane];
            }
        }
        for w in 0..GROUP {
            let value = |scenario: usize| compared[(scenario * cells + headline) * GROUP + w];
            let mut most = F8::splat(f64::NEG_INFINITY);
            for s in 0..self.scenarios {
                most = most.max(value(s));
            }
            let mut ties = F8::ZERO;
            for s in 0..self.scenarios {
                ties += value(s).ge(most).indicator();
            }
            let part = F8::ONE / ties;
            for s in 0..self.scenarios {
                self.worst[s] += (value(s).ge(most) & live[w]).keep(part).sum();
            }
            self.n += live[w].count();
        }
    }

    /// Whether they are of the sizes of others.
    pub fn fits(&self, like: &Self) -> bool {
        (self.scenarios, self.cells, &self.positions) == (like.scenarios, like.cells, &like.positions)
            && (self.sums.len(), self.worst.len()) == (like.sums.len(), like.worst.len())
    }

    /// Mean difference a - b of a pair's cell, with the standard error of independent replicates.
    fn difference(&self, pair: usize, cell: usize, shifts: &[f64]) -> MeanError {
        let i = pair * self.cells + cell;
        estimate(self.sums[i * SUMS], self.sums[i * SUMS + 1], self.n, shifts[i])
    }
}

impl Summed for Pairs {
    fn merge(&mut self, later: &Pairs) {
        self.sums.iter_mut().zip(&later.sums).for_each(|(a, b)| *a += b);
        self.worst.iter_mut().zip(&later.worst).for_each(|(a, b)| *a += b);
        self.n += later.n;
    }

    fn live(&self) -> u64 {
        self.n
    }
}

impl ByRandomisation<Pairs> {
    /// Mean difference a - b, and P(a worse than b) with ties counted half, of a pair's cell.
    #[must_use]
    pub fn estimate(&self, pair: usize, cell: usize, shifts: &[f64]) -> (MeanError, f64) {
        let Pairs { cells, sums, n, .. } = &self.all;
        let worse = sums[(pair * cells + cell) * SUMS + 2];
        let probability = if *n == 0 { f64::NAN } else { worse / (2 * n) as f64 };
        (self.mean(|pairs| pairs.difference(pair, cell, shifts)), probability)
    }

    /// 95 % interval of the mean difference of a pair's cell.
    #[must_use]
    pub fn difference_interval(&self, pair: usize, cell: usize, shifts: &[f64]) -> (f64, f64) {
        self.interval(|pairs| pairs.difference(pair, cell, shifts))
    }

    /// P(this scenario has the largest attributable index), ties shared.
    #[must_use]
    pub fn probability_worst(&self, scenario: usize) -> f64 {
        self.all.worst[scenario] / self.all.n as f64
    }
}
