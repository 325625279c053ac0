//! Counts of paired differences of the headline index, from which their quantiles come.

use std::sync::Mutex;

use serde::{Deserialize, Serialize};

use super::{live::Live, lock::lock, pairs::pair_positions, pending::keys, plan::Plan, sparse::all_fit};
use crate::{
    model::{lanes::F8, layout::K, sheet::GROUP},
    stats::{histogram::QUANTILES, log_bins::Log},
};

/// Scenarios up to which the differences of all pairs are counted: a pair takes some 100 KB.
pub const MOST: usize = 24;

/// Counts by pair, index and tier, shared by threads; none where there are more than [`MOST`] scenarios.
#[derive(Debug, Serialize, Deserialize)]
pub struct PairCounts {
    positions: Vec<(usize, usize)>,
    /// Compared cells of a scenario.
    stride: usize,
    /// The first cell of each index that is counted, by tier: what is attributable, and where there are several worlds
    /// the index with and without the drawdown.
    indices: Vec<usize>,
    logs: Mutex<Vec<Log>>,
}

impl PairCounts {
    /// Empty counts; `stride` is the number of compared cells of a scenario.
    #[must_use]
    pub fn new(plan: &Plan, stride: usize) -> Self {
        let n = plan.compared();
        let positions = if n > MOST { Vec::new() } else { pair_positions(n) };
        // Those of worlds are the last of the compared cells.
        let indices = match positions.is_empty() {
            true => Vec::new(),
            false if plan.in_one_world() => vec![0],
            false => vec![0, stride - 2 * K, stride - K],
        };
        let logs = Mutex::new(vec![Log::default(); positions.len() * indices.len() * K]);
        Self { positions, stride, indices, logs }
    }

    /// Whether they are of the sizes of others, and of at most so many replicates.
    pub fn fits(&self, like: &Self, most: u64) -> bool {
        (&self.positions, self.stride, &self.indices) == (&like.positions, like.stride, &like.indices)
            && all_fit(&lock(&self.logs), &lock(&like.logs), |log, _| log.is_sound(most))
    }

    /// Counts a group of blocks; `compared` holds the compared cells of all scenarios.
    pub fn add(&self, compared: &[F8], live: &Live) {
        if self.positions.is_empty() {
            return;
        }
        let cells: Vec<usize> = self.indices.iter().flat_map(|&first| first..first + K).collect();
        let mut logs = lock(&self.logs);
        for (&(a, b), logs) in self.positions.iter().zip(logs.chunks_exact_mut(cells.len())) {
            for (&cell, log) in cells.iter().zip(logs) {
                let of = |scenario: usize| &compared[(scenario * self.stride + cell) * GROUP..][..GROUP];
                let (x, y) = (of(a), of(b));
                log.add(&keys(&std::array::from_fn(|w| x[w] - y[w]), live));
            }
        }
    }

    /// Quantiles of a pair's difference in a compared cell; `None` if they were not counted.
    #[must_use]
    pub fn quantiles(&self, pair: usize, cell: usize) -> Option<[f64; 5]> {
        let place = self.indices.iter().position(|&first| (first..first + K).contains(&cell))?;
        let logs = lock(&self.logs);
        let log = logs.get((pair * self.indices.len() + place) * K + cell - self.indices[place]);
        log.map(|log| log.quantiles(QUANTILES))
    }
}
