//! Paired comparison of scenarios on the same replicates: differences, who is worse, who is worst.

use crate::{
    model::{
        cells::{Cells, Outcome},
        lanes::{F8, LANES, M8},
    },
    stats::moments::{MeanError, Moments},
};

use super::accumulate::{ArmCells, Slot};

/// An outcome on which scenarios are compared, and the paired difference it is taken of.
pub const COMPARED: [(Outcome, Slot); 5] = [
    (Outcome::IndexHeadline, Slot::Attributable),
    (Outcome::Shortfall, Slot::Attributable),
    (Outcome::Area, Slot::Attributable),
    (Outcome::BillHeadline, Slot::DirectEffect),
    (Outcome::Uplift, Slot::Attributable),
];

/// Number of compared cells.
#[must_use]
pub fn compared_cells(plan: &Cells) -> usize {
    COMPARED.iter().map(|&(outcome, _)| plan.section(outcome).len).sum()
}

/// The compared cells of a scenario in a block, appended to `out`.
#[inline(always)]
pub fn compared(plan: &Cells, cells: ArmCells, out: &mut Vec<F8>) {
    for (outcome, slot) in COMPARED {
        let section = plan.section(outcome);
        out.extend((section.first..section.first + section.len).map(|c| cells.value(slot, section.arms, c)));
    }
}

/// Sums over replicates of all pairs of scenarios, in the order (0,1), (0,2) ... (1,2) ...
#[derive(Clone, Debug)]
pub struct Pairs {
    scenarios: usize,
    cells: usize,
    differences: Moments,
    /// Twice the number of replicates in which the first is worse; a tie counts once.
    worse: Vec<u64>,
    /// Replicates in which a scenario is the worst; a tie is shared equally.
    worst: Vec<f64>,
    n: u64,
}

/// Numbers of pairs, first before second.
#[must_use]
pub fn pair_positions(scenarios: usize) -> Vec<(usize, usize)> {
    (0..scenarios).flat_map(|a| (a + 1..scenarios).map(move |b| (a, b))).collect()
}

impl Pairs {
    /// Empty sums.
    #[must_use]
    pub fn new(scenarios: usize, cells: usize) -> Self {
        let pairs = pair_positions(scenarios).len();
        Self {
            scenarios,
            cells,
            differences: Moments::new(pairs * cells, false),
            worse: vec![0; pairs * cells],
            worst: vec![0.0; scenarios],
            n: 0,
        }
    }

    /// Shifts of the differences, from a lane of a block.
    #[must_use]
    pub fn shifts(&self, compared: &[F8], lane: usize) -> Vec<f64> {
        let mut shifts = Vec::with_capacity(self.worse.len());
        for (a, b) in pair_positions(self.scenarios) {
            for cell in 0..self.cells {
                let difference = compared[a * self.cells + cell] - compared[b * self.cells + cell];
                shifts.push(if difference[lane].is_finite() { difference[lane] } else { 0.0 });
            }
        }
        shifts
    }

    /// Adds a block; `compared` holds the compared cells of all scenarios, `headline` is the cell that ranks them.
    #[inline(always)]
    pub fn add(&mut self, compared: &[F8], shifts: &[f64], headline: usize, live: M8) {
        let pairs = pair_positions(self.scenarios);
        let value = |scenario: usize, cell: usize| compared[scenario * self.cells + cell];
        let cells = self.cells;
        let differences = pairs.iter().flat_map(|&(a, b)| (0..cells).map(move |c| value(a, c) - value(b, c)));
        self.differences.add(shifts, live, differences);
        for (i, worse) in self.worse.iter_mut().enumerate() {
            let (a, b) = pairs[i / cells];
            let (x, y) = (value(a, i % cells), value(b, i % cells));
            *worse += (x.gt(y) & live).count() + (x.ge(y) & live).count();
        }
        for lane in (0..LANES).filter(|&lane| live.lane(lane)) {
            let most =
                (0..self.scenarios).map(|s| value(s, headline)[lane]).fold(f64::NEG_INFINITY, f64::max);
            let ties = (0..self.scenarios).filter(|&s| value(s, headline)[lane] >= most).count();
            for s in 0..self.scenarios {
                if value(s, headline)[lane] >= most {
                    self.worst[s] += 1.0 / ties as f64;
                }
            }
        }
        self.n += live.count();
    }

    /// Adds the sums of later replicates.
    pub fn merge(&mut self, later: &Pairs) {
        self.differences.merge(&later.differences);
        for (a, b) in self.worse.iter_mut().zip(&later.worse) {
            *a += b;
        }
        for (a, b) in self.worst.iter_mut().zip(&later.worst) {
            *a += b;
        }
        self.n += later.n;
    }

    /// Mean difference a - b, and P(a worse than b) with ties counted half, of a pair's cell.
    #[must_use]
    pub fn estimate(&self, pair: usize, cell: usize, shifts: &[f64]) -> (MeanError, f64) {
        let i = pair * self.cells + cell;
        let probability = if self.n == 0 { f64::NAN } else { self.worse[i] as f64 / (2 * self.n) as f64 };
        (self.differences.estimate(i, shifts[i]), probability)
    }

    /// P(this scenario has the largest attributable index), ties shared.
    #[must_use]
    pub fn probability_worst(&self, scenario: usize) -> f64 {
        self.worst[scenario] / self.n as f64
    }
}
