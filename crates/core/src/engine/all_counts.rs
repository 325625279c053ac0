//! All that a run counts.

use serde::{Deserialize, Serialize};

use super::{causes::CauseCounts, cell_counts::Histograms, pair_counts::PairCounts, sparse::all_fit};

/// All counts.
#[derive(Debug, Serialize, Deserialize)]
pub struct AllHistograms {
    /// By world.
    pub worlds: Vec<Histograms>,
    /// By scenario.
    pub scenarios: Vec<Histograms>,
    /// Causes.
    pub causes: CauseCounts,
    /// Scenarios compared.
    pub pairs: PairCounts,
}

impl AllHistograms {
    /// Whether they are of the sizes of others, and of at most so many replicates.
    pub fn fits(&self, like: &Self, most: u64) -> bool {
        let of = |a: &Histograms, b: &Histograms| a.fits(b, most);
        all_fit(&self.worlds, &like.worlds, of)
            && all_fit(&self.scenarios, &like.scenarios, of)
            && self.causes.fits(&like.causes, most)
            && self.pairs.fits(&like.pairs, most)
    }
}
