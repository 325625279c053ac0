//! Sums over replicates, and the same of each independent randomisation of the design: from how these differ comes the error
//! of an estimate.

use serde::{Deserialize, Serialize};

use super::{
    chunk::CHUNK,
    sparse::{add_up, all_fit},
};
use crate::{
    sampling::design,
    stats::{moments::MeanError, randomised},
};

/// What is added up over replicates.
pub trait Summed: Clone {
    /// Adds the sums of later replicates.
    fn merge(&mut self, later: &Self);

    /// Replicates added up.
    fn live(&self) -> u64;
}

/// Sums by randomisation.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ByRandomisation<T> {
    /// Of all replicates.
    pub all: T,
    /// By randomisation; none under plain Monte Carlo, and of a chunk, which is of one.
    parts: Vec<T>,
}

impl<T: Summed> ByRandomisation<T> {
    /// Sums of nothing yet, which is what `empty` is.
    #[must_use]
    pub fn new(empty: T, randomisations: usize) -> Self {
        Self { parts: vec![empty.clone(); randomisations], all: empty }
    }

    /// Adds the sums of a later chunk.
    pub fn merge(&mut self, later: &T, chunk: u64) {
        if let Some(part) = self.parts.get_mut(design::place(chunk * CHUNK).0) {
            part.merge(later);
        }
        self.all.merge(later);
    }

    /// Whether they fit others one by one, and all parts together are of the same replicates.
    pub fn fits(&self, like: &Self, fits: impl Fn(&T, &T) -> bool) -> bool {
        fits(&self.all, &like.all)
            && all_fit(&self.parts, &like.parts, fits)
            && add_up(self.parts.iter().map(T::live), self.all.live())
    }

    /// A mean with its standard error.
    pub fn mean(&self, of: impl Fn(&T) -> MeanError) -> MeanError {
        randomised::mean(of(&self.all), &self.means(of))
    }

    /// The 95 % interval of a mean.
    pub fn interval(&self, of: impl Fn(&T) -> MeanError) -> (f64, f64) {
        randomised::mean_interval(of(&self.all), &self.means(of))
    }

    fn means(&self, of: impl Fn(&T) -> MeanError) -> Vec<f64> {
        self.parts.iter().map(|part| of(part).mean).collect()
    }
}
