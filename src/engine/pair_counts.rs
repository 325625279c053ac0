//! Counts of paired differences of the headline index, from which their quantiles come.

use std::sync::Mutex;

use serde::{Deserialize, Serialize};

use super::{lock::lock, pairs::pair_positions, sums::Live};
use crate::{
    model::{
        lanes::{F8, LANES},
        layout::K,
        sheet::GROUP,
    },
    stats::histogram::{Log, QUANTILES},
};

/// Scenarios up to which the differences of all pairs are counted: a pair takes some 100 KB.
pub const MOST: usize = 24;

/// Counts by pair and tier, shared by threads; none where there are more than [`MOST`] scenarios.
#[derive(Debug, Serialize, Deserialize)]
pub struct PairCounts {
    positions: Vec<(usize, usize)>,
    /// Compared cells of a scenario; the first are the headline index by tier.
    stride: usize,
    logs: Mutex<Vec<Log>>,
}

impl PairCounts {
    /// Empty counts; `stride` is the number of compared cells of a scenario.
    #[must_use]
    pub fn new(scenarios: usize, stride: usize) -> Self {
        let positions = if scenarios > MOST { Vec::new() } else { pair_positions(scenarios) };
        let logs = Mutex::new(vec![Log::default(); positions.len() * K]);
        Self { positions, stride, logs }
    }

    /// Counts a group of blocks; `compared` holds the compared cells of all scenarios.
    pub fn add(&self, compared: &[F8], live: &Live) {
        if self.positions.is_empty() {
            return;
        }
        let mut logs = lock(&self.logs);
        for (&(a, b), logs) in self.positions.iter().zip(logs.chunks_exact_mut(K)) {
            for (tier, log) in logs.iter_mut().enumerate() {
                let of = |scenario: usize| &compared[(scenario * self.stride + tier) * GROUP..][..GROUP];
                let (x, y) = (of(a), of(b));
                for w in 0..GROUP {
                    let difference = x[w] - y[w];
                    for lane in (0..LANES).filter(|&lane| live[w].lane(lane)) {
                        log.add(difference.0[lane]);
                    }
                }
            }
        }
    }

    /// Quantiles of a pair's difference at a tier (by position); `None` if they were not counted.
    #[must_use]
    pub fn quantiles(&self, pair: usize, tier: usize) -> Option<[f64; 5]> {
        let logs = lock(&self.logs);
        logs.get(pair * K + tier).map(|log| log.quantiles(QUANTILES))
    }
}
