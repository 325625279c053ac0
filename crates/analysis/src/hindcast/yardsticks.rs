//! The yardsticks: what one would say who knows a series up to the origin and nothing of defence.
//!
//! Each has errors of its own, estimated on the years up to the origin alone and drawn: the spread of its changes (or of
//! its residuals) from the scaled inverse chi-square distribution that those years leave, the mean change or the line
//! from the normal distribution around their estimates, then year by year what chance adds. By ally the spread is
//! drawn towards that of all allies, as if [`PRIOR`] more years had been seen of it; all allies together are a series
//! of their own.

use rand_distr::{ChiSquared, Distribution, StandardNormal};

use super::{Method, series::Series};
use crate::sampling::keyed::{KeyedRng, Stream};

/// Years that the spread over all allies counts for beside an ally's own.
pub const PRIOR: f64 = 4.0;

/// Degrees of freedom below which a spread is not known well enough to draw from.
pub const LEAST: f64 = 3.0;

/// What the years up to an origin say of a series.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Fit {
    method: Method,
    /// Changes from year to year that are known: years less one.
    changes: f64,
    /// The last value; of a trend the mean.
    level: f64,
    /// Mean change, slope, or nothing.
    slope: f64,
    /// Sum of squared changes, deviations from their mean, or residuals.
    squares: f64,
    /// Degrees of freedom of `squares`.
    freedom: f64,
}

/// Fits a method to the values of the years up to the origin.
fn fit(method: Method, known: &[f64]) -> Option<Fit> {
    let years = known.len() as f64;
    let changes = years - 1.0;
    let last = *known.last()?;
    let deltas = || known.windows(2).map(|pair| pair[1] - pair[0]);
    let fit = match method {
        Method::Model => return None,
        Method::Persistence => {
            let squares = deltas().map(|d| d * d).sum();
            Fit { method, changes, level: last, slope: 0.0, squares, freedom: changes }
        }
        Method::Drift => {
            let slope = (last - known[0]) / changes;
            let squares = deltas().map(|d| (d - slope) * (d - slope)).sum();
            Fit { method, changes, level: last, slope, squares, freedom: changes - 1.0 }
        }
        Method::Trend => {
            let level = known.iter().sum::<f64>() / years;
            let at = |i: usize| i as f64 - changes / 2.0;
            let slope = known.iter().enumerate().map(|(i, s)| at(i) * s).sum::<f64>() / about_middle(years);
            let rest = |(i, s): (usize, &f64)| s - level - slope * at(i);
            let squares = known.iter().enumerate().map(rest).map(|r| r * r).sum();
            Fit { method, changes, level, slope, squares, freedom: years - 2.0 }
        }
    };
    (fit.freedom >= 1.0).then_some(fit)
}

/// `sum (t - mean of t)^2` over so many years in a row.
fn about_middle(years: f64) -> f64 {
    years * (years * years - 1.0) / 12.0
}

/// The values of a series up to an origin; nothing if one is missing.
fn known(value: impl Fn(i32) -> Option<f64>, first: i32, origin: i32) -> Option<Vec<f64>> {
    (first..=origin).map(value).collect()
}

/// A method ready to draw, for one series.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Yardstick {
    fit: Fit,
    /// Scale and degrees of freedom of the variance: `scale / chi-square(freedom)`.
    scale: f64,
    freedom: f64,
}

/// A method at an origin for every ally, and for all together; nothing where too few years are known.
#[must_use]
pub fn at_origin(
    method: Method,
    series: &Series,
    origin: i32,
) -> (Option<Vec<Yardstick>>, Option<Yardstick>) {
    let first = series.first_year;
    let of = |ally: usize| fit(method, &known(|year| series.of(ally, year), first, origin)?);
    let fits: Option<Vec<Fit>> = (0..series.allies.len()).map(of).collect();
    let by_ally = fits.map(|fits| {
        let pooled =
            fits.iter().map(|fit| fit.squares).sum::<f64>() / fits.iter().map(|fit| fit.freedom).sum::<f64>();
        let one =
            |&fit: &Fit| Yardstick { fit, scale: PRIOR * pooled + fit.squares, freedom: PRIOR + fit.freedom };
        fits.iter().map(one).collect()
    });
    let together = known(|year| series.together(year), first, origin)
        .and_then(|known| fit(method, &known))
        .filter(|fit| fit.freedom >= LEAST)
        .map(|fit| Yardstick { fit, scale: fit.squares, freedom: fit.freedom });
    (by_ally, together)
}

impl Yardstick {
    /// Draws `replicates` paths of `years` years: by year, one number a replicate, never below 0.
    #[must_use]
    pub fn draw(&self, stream: Stream, replicates: usize, years: usize) -> Vec<Vec<f64>> {
        let mut drawn = vec![Vec::with_capacity(replicates); years];
        // Degrees of freedom are positive.
        let Ok(spread) = ChiSquared::new(self.freedom) else { return drawn };
        let Fit { method, changes, level, slope, .. } = self.fit;
        for replicate in 0..replicates as u64 {
            let mut rng = stream.rng(replicate);
            let sd = (self.scale / spread.sample(&mut rng)).sqrt();
            let normal = |rng: &mut KeyedRng| -> f64 { StandardNormal.sample(rng) };
            let (first, second) = (normal(&mut rng), normal(&mut rng));
            let mut walk = level;
            for (i, column) in drawn.iter_mut().enumerate() {
                let chance = sd * normal(&mut rng);
                let share = match method {
                    Method::Trend => {
                        let t = changes / 2.0 + 1.0 + i as f64;
                        let slope = slope + sd * first / about_middle(changes + 1.0).sqrt();
                        level + sd * second / (changes + 1.0).sqrt() + slope * t + chance
                    }
                    Method::Drift => {
                        walk += slope + sd * first / changes.sqrt() + chance;
                        walk
                    }
                    Method::Persistence | Method::Model => {
                        walk += chance;
                        walk
                    }
                };
                column.push(share.max(0.0));
            }
        }
        drawn
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_years_say_of_a_series() {
        let known = [1.0, 1.2, 1.1, 1.5];
        let persistence = fit(Method::Persistence, &known).expect("three changes");
        assert!((persistence.squares - (0.04 + 0.01 + 0.16)).abs() < 1e-12);
        assert_eq!((persistence.level, persistence.freedom), (1.5, 3.0));
        let drift = fit(Method::Drift, &known).expect("three changes");
        assert!((drift.slope - 0.5 / 3.0).abs() < 1e-12 && drift.freedom == 2.0);
        let trend = fit(Method::Trend, &known).expect("four years");
        assert!((trend.slope - 0.14).abs() < 1e-12 && (trend.level - 1.2).abs() < 1e-12);
        // A straight line leaves nothing over.
        let line = fit(Method::Trend, &[1.0, 1.1, 1.2]).expect("three years");
        assert!(line.squares < 1e-25);
        assert_eq!(fit(Method::Persistence, &[1.0]), None);
        assert_eq!(fit(Method::Drift, &[1.0, 1.1]), None);
    }
}
