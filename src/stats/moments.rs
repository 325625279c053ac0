//! Means and standard errors of many cells at once, in a fixed order of addition.

use crate::sampling::lanes::{F8, M8};

/// Sums of a row of cells about a shift that is near their means, so that little is lost to rounding and a cell that
/// never varies has a standard error of exactly 0.
#[derive(Clone, Debug, PartialEq)]
pub struct Moments {
    sum: Vec<f64>,
    square: Vec<f64>,
    /// Number of values by cell, where cells may be empty in some replicates; else one number for all.
    count: Vec<u64>,
    conditional: bool,
}

/// Mean and standard error of a cell; both NaN without a value.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct MeanError {
    /// Mean.
    pub mean: f64,
    /// Standard error of the mean; NaN below two values.
    pub se: f64,
    /// Number of values.
    pub n: u64,
}

impl Moments {
    /// Empty sums of `cells` cells; `conditional` if a cell may be empty in some replicates.
    #[must_use]
    pub fn new(cells: usize, conditional: bool) -> Self {
        let counts = if conditional { cells } else { 1 };
        Self { sum: vec![0.0; cells], square: vec![0.0; cells], count: vec![0; counts], conditional }
    }

    /// Forgets everything.
    pub fn clear(&mut self) {
        self.sum.fill(0.0);
        self.square.fill(0.0);
        self.count.fill(0);
    }

    /// Adds one block: the eight numbers of every cell in order, and the lanes that count.
    #[inline(always)]
    pub fn add(&mut self, shift: &[f64], live: M8, values: impl Iterator<Item = F8>) {
        let sums = self.sum.iter_mut().zip(&mut self.square);
        if self.conditional {
            for (((sum, square), count), (value, &shift)) in sums.zip(&mut self.count).zip(values.zip(shift))
            {
                let live = live & (value.ge(F8::ZERO) | value.lt(F8::ZERO));
                let x = live.keep(value - F8::splat(shift));
                *count += live.count();
                *sum += x.sum();
                *square += (x * x).sum();
            }
            return;
        }
        self.count[0] += live.count();
        for ((sum, square), (value, &shift)) in sums.zip(values.zip(shift)) {
            let x = live.keep(value - F8::splat(shift));
            *sum += x.sum();
            *square += (x * x).sum();
        }
    }

    /// Adds the sums of later replicates, taken about the same shift.
    pub fn merge(&mut self, later: &Moments) {
        for (into, from) in [(&mut self.sum, &later.sum), (&mut self.square, &later.square)] {
            for (a, b) in into.iter_mut().zip(from) {
                *a += b;
            }
        }
        for (a, b) in self.count.iter_mut().zip(&later.count) {
            *a += b;
        }
    }

    /// Mean and standard error of a cell.
    #[must_use]
    pub fn estimate(&self, cell: usize, shift: f64) -> MeanError {
        let n = self.count[if self.conditional { cell } else { 0 }];
        if n == 0 {
            return MeanError { mean: f64::NAN, se: f64::NAN, n };
        }
        let count = n as f64;
        let mean = self.sum[cell] / count;
        let se = if n < 2 {
            f64::NAN
        } else {
            ((self.square[cell] - self.sum[cell] * mean).max(0.0) / (count - 1.0) / count).sqrt()
        };
        MeanError { mean: shift + mean, se, n }
    }
}
