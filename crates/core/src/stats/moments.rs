//! Means and standard errors from sums.

/// Mean and standard error of a cell; both NaN without a value.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct MeanError {
    /// Mean.
    pub mean: f64,
    /// Standard error of the mean; NaN below two values.
    pub se: f64,
    /// Number of values.
    pub n: u64,
}

/// Replicates that a mean of amounts must rest on for its interval to hold: of fewer, their number itself is too uncertain,
/// and the one large amount that decides may not have been drawn.
const ENOUGH: f64 = 30.0;

impl MeanError {
    /// How many equal amounts among zeros would have this mean and spread, for values that are never negative: at most
    /// the number of values that are not 0. `(sum of x)^2 / sum of x^2`, with the standard error of independent values.
    #[must_use]
    pub fn rests_on(&self) -> f64 {
        let (n, square) = (self.n as f64, self.mean * self.mean);
        if square == 0.0 { 0.0 } else { n * square / (square + (n - 1.0) * self.se * self.se) }
    }

    /// Whether a mean of values that are never negative rests on so few of them that its standard error says nothing:
    /// on fewer than 30, and on fewer than a quarter of all. One that is 0 throughout rests on none.
    #[must_use]
    pub fn rests_on_few(&self) -> bool {
        self.rests_on() < ENOUGH.min(self.n as f64 / 4.0)
    }
}

/// Mean and standard error from the sum and the sum of squares of `n` values less `shift`.
#[must_use]
pub fn estimate(sum: f64, square: f64, n: u64, shift: f64) -> MeanError {
    if n == 0 {
        return MeanError { mean: f64::NAN, se: f64::NAN, n };
    }
    let count = n as f64;
    let mean = sum / count;
    let se = if n < 2 { f64::NAN } else { ((square - sum * mean).max(0.0) / (count - 1.0) / count).sqrt() };
    MeanError { mean: clean(shift + mean), se, n }
}

/// A mean without the dust that its sum leaves: what lies within a few units in the last place of a number of twelve digits
/// is that number (14000, not 14000.000000000002).
#[must_use]
pub fn clean(mean: f64) -> f64 {
    /// The largest power of ten that is exact.
    const EXACT: f64 = 22.0;
    if !mean.is_finite() || mean == 0.0 {
        return mean;
    }
    let places = 11.0 - libm::floor(libm::log10(mean.abs()));
    if places.abs() > EXACT {
        return mean;
    }
    let power = (0..places.abs() as usize).fold(1.0, |power, _| power * 10.0);
    let short =
        if places >= 0.0 { libm::round(mean * power) / power } else { libm::round(mean / power) * power };
    if (short - mean).abs() <= 4.0 * f64::EPSILON * mean.abs() { short } else { mean }
}

/// Count, mean and sum of squared deviations from it: merged pairwise (T. F. Chan, G. H. Golub and R. J. LeVeque, 1983,
/// "Algorithms for computing the sample variance"), which keeps its digits without a shift known beforehand.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Moments {
    /// Number of values.
    pub n: u64,
    /// Mean.
    pub mean: f64,
    /// Sum of squared deviations from the mean.
    pub squares: f64,
}

impl Moments {
    /// Adds a value.
    pub fn add(&mut self, value: f64) {
        self.merge(&Moments { n: 1, mean: value, squares: 0.0 });
    }

    /// Adds the values of others, which come later: the order of merging decides the last digits.
    pub fn merge(&mut self, later: &Moments) {
        if later.n == 0 {
            return;
        }
        if self.n == 0 {
            *self = *later;
            return;
        }
        let (ours, theirs) = (self.n as f64, later.n as f64);
        let part = theirs / (ours + theirs);
        let distance = later.mean - self.mean;
        self.n += later.n;
        self.mean += distance * part;
        self.squares += later.squares + distance * distance * ours * part;
    }

    /// Mean and standard error.
    #[must_use]
    pub fn estimate(&self) -> MeanError {
        let count = self.n as f64;
        let se = if self.n < 2 { f64::NAN } else { (self.squares / (count - 1.0) / count).sqrt() };
        MeanError { mean: if self.n == 0 { f64::NAN } else { self.mean }, se, n: self.n }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn merged_moments_are_those_of_all_values() {
        let values = [3.0, 5.5, -1.25, 8.0, 8.0, 0.5, 2.0];
        let mut merged = Moments::default();
        for part in values.chunks(3) {
            let mut of_part = Moments::default();
            for &value in part {
                of_part.add(value);
            }
            merged.merge(&of_part);
        }
        merged.merge(&Moments::default());
        let n = values.len() as f64;
        let mean = values.iter().sum::<f64>() / n;
        let variance = values.iter().map(|v| (v - mean) * (v - mean)).sum::<f64>() / (n - 1.0);
        let found = merged.estimate();
        assert!((found.mean - mean).abs() < 1e-14 && found.n == 7);
        assert!((found.se - (variance / n).sqrt()).abs() < 1e-14);
        // What is the same in every replicate has no error at all.
        let mut same = Moments { n: 3, mean: 0.1, squares: 0.0 };
        same.merge(&Moments { n: 5, mean: 0.1, squares: 0.0 });
        assert_eq!((same.estimate().mean, same.estimate().se), (0.1, 0.0));
        assert!(Moments::default().estimate().mean.is_nan());
    }
}
