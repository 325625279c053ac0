//! The normal distribution cut off below and above.

use super::elementary::{exp, exp_m1, ln_1p, normal_cdf, normal_quantile, normal_quantile8};

/// Beyond so many standard deviations the probability between the bounds is below what a double holds.
const FAR: f64 = 37.0;
/// Between bounds nearer to each other than this many standard deviations, differences of probabilities have lost the
/// digits that count, and the density is an exponential to 1e-11.
const NARROW: f64 = 1e-5;

/// A standard normal between two bounds, mirrored if need be so that most of its mass is below 0: lower tails are
/// small numbers held to full relative accuracy.
///
/// Where both bounds are more than 37 standard deviations out, the density is replaced by the exponential that touches
/// it at the nearer bound (relative error of distances from the bound below 1e-3).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Truncated {
    mean: f64,
    sd: f64,
    /// Bounds in standard deviations, mirrored.
    low: f64,
    high: f64,
    mirrored: bool,
    /// Probability below `low`, above `high` and between.
    below: f64,
    above: f64,
    between: f64,
    narrow: Option<Narrow>,
}

/// Bounds close together, in the input's unit: the bound with the higher density, the signed distance from there to the
/// other, and the logarithm (at most 0) of the density there relative to the first.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Narrow {
    from: f64,
    to_other: f64,
    fall: f64,
}

impl Narrow {
    /// Share of the way at which the part `w` of the probability is reached.
    fn share(&self, w: f64) -> f64 {
        if self.fall > -1e-14 { w } else { ln_1p(w * exp_m1(self.fall)) / self.fall }
    }

    fn part(&self, share: f64) -> f64 {
        if self.fall > -1e-14 { share } else { exp_m1(self.fall * share) / exp_m1(self.fall) }
    }
}

impl Truncated {
    /// A normal of `mean` and `sd` > 0 (those before the cut) between `low` < `high`.
    #[must_use]
    pub fn new(mean: f64, sd: f64, low: f64, high: f64) -> Self {
        let (a, b) = ((low - mean) / sd, (high - mean) / sd);
        let mirrored = a + b > 0.0;
        let (a, b) = if mirrored { (-b, -a) } else { (a, b) };
        let (below, above) = (normal_cdf(a), normal_cdf(-b));
        let between = if b < 0.0 { normal_cdf(b) - below } else { 1.0 - above - below };
        let width = (high - low) / sd;
        let narrow = (width < NARROW && b >= -FAR).then_some(Narrow {
            from: if mirrored { low } else { high },
            to_other: if mirrored { high - low } else { low - high },
            fall: 0.5 * (a + b) * width,
        });
        Self { mean, sd, low: a, high: b, mirrored, below, above, between, narrow }
    }

    fn far(&self) -> bool {
        self.high < -FAR
    }

    /// Scale and location back to the input's unit.
    #[inline(always)]
    fn unit(&self, z: f64) -> f64 {
        let z = if z < self.low { self.low } else { z };
        let z = if z > self.high { self.high } else { z };
        self.mean + self.sd * if self.mirrored { -z } else { z }
    }

    /// `(probability of the nearer tail, sign)`: the argument of the normal quantile for `u`.
    #[inline(always)]
    fn tail(&self, u: f64) -> (f64, f64) {
        let (v, w) = if self.mirrored { (1.0 - u, u) } else { (u, 1.0 - u) };
        let lower = self.below + v * self.between;
        let upper = self.above + w * self.between;
        if lower < upper { (lower, 1.0) } else { (upper, -1.0) }
    }

    /// Quantile function.
    #[must_use]
    #[inline(always)]
    pub fn quantile(&self, u: f64) -> f64 {
        if let Some(narrow) = &self.narrow {
            let w = if self.mirrored { u } else { 1.0 - u };
            return narrow.from + narrow.to_other * narrow.share(w);
        }
        if self.far() {
            return self.far_quantile(u);
        }
        let (p, sign) = self.tail(u);
        self.unit(sign * normal_quantile(p))
    }

    /// [`Truncated::quantile`] of eight lanes, the same bytes.
    #[must_use]
    #[inline(always)]
    pub fn quantile8(&self, u: &[f64; 8]) -> [f64; 8] {
        if self.far() || self.narrow.is_some() {
            return u.map(|u| self.quantile(u));
        }
        let (mut p, mut sign) = ([0.0; 8], [0.0; 8]);
        for lane in 0..8 {
            (p[lane], sign[lane]) = self.tail(u[lane]);
        }
        let z = normal_quantile8(&p);
        let mut out = [0.0; 8];
        for lane in 0..8 {
            out[lane] = self.unit(sign[lane] * z[lane]);
        }
        out
    }

    /// Distance from the nearer bound exponential of rate `-high`.
    fn far_quantile(&self, u: f64) -> f64 {
        let w = if self.mirrored { u } else { 1.0 - u };
        let all = -exp_m1(self.high * (self.high - self.low));
        self.unit(self.high - ln_1p(-w * all) / self.high)
    }

    /// Distribution function.
    #[must_use]
    pub fn cdf(&self, x: f64) -> f64 {
        if let Some(narrow) = &self.narrow {
            let part = narrow.part(((x - narrow.from) / narrow.to_other).clamp(0.0, 1.0));
            return if self.mirrored { part } else { 1.0 - part };
        }
        let z = (x - self.mean) / self.sd;
        let z = (if self.mirrored { -z } else { z }).clamp(self.low, self.high);
        let upper = if self.far() {
            exp_m1(self.high * (self.high - z)) / exp_m1(self.high * (self.high - self.low))
        } else {
            (normal_cdf(-z) - self.above) / self.between
        };
        let lower = (normal_cdf(z) - self.below) / self.between;
        match (self.mirrored, self.far() || z > 0.0) {
            (true, true) => upper,
            (true, false) => 1.0 - lower,
            (false, true) => 1.0 - upper,
            (false, false) => lower,
        }
    }

    /// Mean and variance.
    #[must_use]
    pub fn moments(&self) -> (f64, f64) {
        if let Some(Narrow { from, to_other, fall }) = self.narrow {
            // To second order in the fall, which is at most 4e-4.
            let share = 0.5 + fall / 12.0;
            return (from + to_other * share, to_other * to_other * (1.0 - fall * fall / 20.0) / 12.0);
        }
        let (a, b) = (self.low, self.high);
        let (mean, variance) = if (b - a) * (1.0 + a.abs().min(b.abs())) < 0.5 || b < -8.0 {
            self.integrated()
        } else {
            // phi is 0 at infinite bounds, and so is the bound times it.
            let phi = |z: f64| exp(-0.5 * z * z) * 0.398_942_280_401_432_7;
            let edge = |z: f64| if z.is_finite() { z * phi(z) } else { 0.0 };
            let mean = (phi(a) - phi(b)) / self.between;
            (mean, 1.0 + (edge(a) - edge(b)) / self.between - mean * mean)
        };
        (self.mean + self.sd * if self.mirrored { -mean } else { mean }, self.sd * self.sd * variance)
    }

    /// Moments by Simpson's rule on the density from the nearer bound inwards: the closed form cancels where the bounds
    /// are close together or far out.
    fn integrated(&self) -> (f64, f64) {
        const STEPS: usize = 2000;
        let reach =
            (self.high - self.low).min(if self.high < -1.0 { -40.0 / self.high } else { f64::INFINITY });
        let (mut mass, mut first, mut second) = (0.0, 0.0, 0.0);
        for i in 0..=STEPS {
            let y = reach * i as f64 / STEPS as f64;
            let weight = if i == 0 || i == STEPS { 1.0 } else { 2.0 + 2.0 * (i % 2) as f64 };
            // phi(high - y) over phi(high); the far tail is the exponential.
            let exponent = if self.far() { self.high * y } else { self.high * y - 0.5 * y * y };
            let part = weight * exp(exponent);
            mass += part;
            first += part * y;
            second += part * y * y;
        }
        let mean = first / mass;
        (self.high - mean, second / mass - mean * mean)
    }
}
