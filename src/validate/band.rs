//! The band of an outcome over replicates, in the unit of a published figure.

use serde::Serialize;

/// Mean, median and the range of 90 % of the replicates.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Band {
    /// Mean; the median of what has no mean (levels, years).
    pub middle: f64,
    /// 5 % of the replicates lie below.
    pub low: f64,
    /// 5 % lie above; infinite where they lie beyond what was looked at.
    pub high: f64,
    /// The most that was looked at: the last year of the run, the highest level; infinite where there is no such end.
    pub most: f64,
}

impl Band {
    /// In another unit: a unit of the outcome is `factor` of it, and `add` comes on top.
    #[must_use]
    pub fn converted(self, factor: f64, add: f64) -> Self {
        let of = |value: f64| value * factor + add;
        let (a, b) = (of(self.low), of(self.high));
        let most = if self.most.is_finite() { of(self.most) } else { f64::INFINITY };
        Self { middle: of(self.middle), low: a.min(b), high: a.max(b), most }
    }
}
