//! Regret: how much worse a scenario is than the best of the drawdowns of its size, replicate by replicate.

use serde::{Deserialize, Serialize};

use super::{
    by_randomisation::{ByRandomisation, Summed},
    live::Live,
    pairs::COMPARED,
    plan::Plan,
    sizes::sizes,
};
use crate::{
    model::{
        cells::{Cells, Section},
        lanes::{F8, LANES},
        sheet::GROUP,
    },
    stats::moments::{MeanError, estimate},
};

/// How many of [`COMPARED`], the first ones, are regretted: those of which less is better whatever one thinks of money.
const REGRETTED: usize = 3;

/// Sums of a scenario's cell: regret and its square.
const SUMS: usize = 2;

/// Scenarios that one call of [`F8::sums`] adds up.
const TOGETHER: usize = LANES / SUMS;

/// The sections that are regretted, in the order of their cells.
pub fn regretted(cells: &Cells) -> impl Iterator<Item = &Section> {
    COMPARED[..REGRETTED].iter().map(|&(outcome, _)| cells.section(outcome))
}

/// Sums of regret over replicates.
///
/// The best is the least of the drawdowns of one size ([`sizes`](super::sizes)): between sizes the smaller one is mostly the
/// best, which says nothing. Only drawdowns that others match in size are regretted.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Regret {
    /// Positions of the drawdowns that others match in size, by size.
    sizes: Vec<Vec<usize>>,
    /// Compared cells of a scenario.
    stride: usize,
    /// The first of them, which are regretted.
    cells: usize,
    /// By cell, then size (filled up to a multiple of [`TOGETHER`]), then drawdown.
    sums: Vec<f64>,
    n: u64,
}

impl Regret {
    /// Empty sums; `stride` counts the compared cells of a scenario.
    #[must_use]
    pub fn new(plan: &Plan, stride: usize) -> Self {
        let sizes = sizes(plan).to_vec();
        let cells = regretted(&plan.cells).map(|section| section.len).sum();
        let sums = vec![0.0; cells * width(&sizes) * SUMS];
        Self { sizes, stride, cells, sums, n: 0 }
    }

    /// Forgets everything.
    pub fn clear(&mut self) {
        self.sums.fill(0.0);
        self.n = 0;
    }

    /// Adds a group of blocks; `compared` holds the compared cells of all scenarios.
    #[inline(always)]
    pub fn add(&mut self, compared: &[F8], live: &Live) {
        if self.sizes.is_empty() {
            return;
        }
        let mut into = self.sums.chunks_exact_mut(LANES);
        for (cell, size) in (0..self.cells).flat_map(|cell| self.sizes.iter().map(move |size| (cell, size))) {
            let values = |option: usize| &compared[(option * self.stride + cell) * GROUP..][..GROUP];
            let mut least = [F8::splat(f64::INFINITY); GROUP];
            for &option in size {
                let values = values(option);
                for w in 0..GROUP {
                    least[w] = least[w].min(values[w]);
                }
            }
            for (options, into) in size.chunks(TOGETHER).zip(&mut into) {
                let mut t = [F8::ZERO; LANES];
                for (i, &option) in options.iter().enumerate() {
                    let values = values(option);
                    for w in 0..GROUP {
                        let regret = live[w].keep(values[w] - least[w]);
                        t[i * SUMS] += regret;
                        t[i * SUMS + 1] += regret * regret;
                    }
                }
                let sums = F8::sums(&t.map(F8::halved));
                for lane in 0..LANES {
                    into[lane] += sums.0[lane];
                }
            }
        }
        self.n += live.iter().map(|live| live.count()).sum::<u64>();
    }

    /// Whether they are of the sizes of others.
    pub fn fits(&self, like: &Self) -> bool {
        (&self.sizes, self.stride, self.cells) == (&like.sizes, like.stride, like.cells)
            && self.sums.len() == like.sums.len()
    }

    /// Place of a scenario among the sums of a cell; `None` where it is not regretted.
    fn place(&self, scenario: usize) -> Option<usize> {
        let size = self.sizes.iter().position(|size| size.contains(&scenario))?;
        let within = self.sizes[size].iter().position(|&other| other == scenario)?;
        Some(width(&self.sizes[..size]) + within)
    }

    fn of_replicates(&self, place: usize, cell: usize) -> MeanError {
        let sums = &self.sums[(cell * width(&self.sizes) + place) * SUMS..][..SUMS];
        estimate(sums[0], sums[1], self.n, 0.0)
    }
}

/// Places that sums of so many drawdowns take.
fn width(sizes: &[Vec<usize>]) -> usize {
    sizes.iter().map(|size| size.len().next_multiple_of(TOGETHER)).sum()
}

impl Summed for Regret {
    fn merge(&mut self, later: &Regret) {
        self.sums.iter_mut().zip(&later.sums).for_each(|(a, b)| *a += b);
        self.n += later.n;
    }

    fn live(&self) -> u64 {
        self.n
    }
}

impl ByRandomisation<Regret> {
    /// Positions of the scenarios that are regretted, in the order of the plan.
    #[must_use]
    pub fn options(&self) -> Vec<usize> {
        let mut options = self.all.sizes.concat();
        options.sort_unstable();
        options
    }

    /// Expected regret of a scenario in a cell, counted over the sections of [`regretted`], without a standard error where
    /// too few replicates have any; `None` for a scenario that is not regretted.
    #[must_use]
    pub fn estimate(&self, scenario: usize, cell: usize) -> Option<MeanError> {
        let place = self.all.place(scenario)?;
        let found = self.all.of_replicates(place, cell);
        if found.rests_on_few() {
            return Some(MeanError { se: f64::NAN, ..found });
        }
        Some(self.mean(|regret| regret.of_replicates(place, cell)))
    }
}
