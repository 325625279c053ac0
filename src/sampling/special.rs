//! The regularised incomplete beta function and its inverse.

use super::elementary::{exp, ln, normal_quantile};

/// From here on Stirling's series gives the logarithm of the gamma function to rounding.
const LARGE: f64 = 10.0;

/// What `ln Gamma(x)` exceeds `(x - 1/2) ln x - x + ln(2 pi)/2` by, for x from [`LARGE`] on (NIST Digital Library of
/// Mathematical Functions, 5.11.1).
fn stirling(x: f64) -> f64 {
    let w = 1.0 / (x * x);
    (((((-691.0 / 360_360.0 * w + 1.0 / 1188.0) * w - 1.0 / 1680.0) * w + 1.0 / 1260.0) * w - 1.0 / 360.0)
        * w
        + 1.0 / 12.0)
        / x
}

/// Logarithm of the beta function. Where a parameter is large, the large terms are cancelled by hand.
#[must_use]
pub fn ln_beta(a: f64, b: f64) -> f64 {
    let (small, large) = if a <= b { (a, b) } else { (b, a) };
    let sum = small + large;
    if large < LARGE {
        libm::lgamma(small) + libm::lgamma(large) - libm::lgamma(sum)
    } else if small < LARGE {
        libm::lgamma(small) + stirling(large) - stirling(sum) + small
            - (sum - 0.5) * libm::log1p(small / large)
            - small * ln(large)
    } else {
        0.5 * ln(2.0 * std::f64::consts::PI / large) + stirling(small) + stirling(large) - stirling(sum)
            + (small - 0.5) * ln(small / sum)
            - large * libm::log1p(small / large)
    }
}

/// The parameters with what does not depend on x.
#[derive(Clone, Copy)]
struct Shapes {
    a: f64,
    b: f64,
    /// `ln B(a, b)`; where both are large instead the logarithm of the largest value of [`Shapes::power`].
    constant: f64,
    large: bool,
}

impl Shapes {
    fn new(a: f64, b: f64) -> Self {
        let large = a.min(b) >= LARGE;
        let constant = if large {
            0.5 * ln(a / (a + b) * b / (2.0 * std::f64::consts::PI)) + stirling(a + b)
                - stirling(a)
                - stirling(b)
        } else {
            ln_beta(a, b)
        };
        Self { a, b, constant, large }
    }

    /// `x^a (1 - x)^b / B(a, b)` for x in (0, 1).
    fn power(self, x: f64) -> f64 {
        let Self { a, b, constant, large } = self;
        if !large {
            return exp(a * ln(x) + b * libm::log1p(-x) - constant);
        }
        // Relative to the largest value, at a / (a + b): both terms are small where it matters.
        let sum = a + b;
        let away = x - a / sum;
        let ratio = |share: f64, change: f64, value: f64| {
            if change.abs() < 0.5 * share { libm::log1p(change / share) } else { ln(value / share) }
        };
        exp(a * ratio(a / sum, away, x) + b * ratio(b / sum, -away, 1.0 - x) + constant)
    }

    /// I_x(a, b) for x in (0, 1), from [`Shapes::power`].
    fn incomplete(self, x: f64, power: f64) -> f64 {
        let Self { a, b, .. } = self;
        if x < (a + 1.0) / (a + b + 2.0) {
            power * fraction(a, b, x) / a
        } else {
            1.0 - power * fraction(b, a, 1.0 - x) / b
        }
    }
}

/// The regularised incomplete beta function I_x(a, b), for a, b > 0 and x in [0, 1], by its continued fraction
/// (modified Lentz; NIST Digital Library of Mathematical Functions, 8.17.22).
#[must_use]
pub fn incomplete_beta(a: f64, b: f64, x: f64) -> f64 {
    if x <= 0.0 {
        return 0.0;
    }
    if x >= 1.0 {
        return 1.0;
    }
    let shapes = Shapes::new(a, b);
    shapes.incomplete(x, shapes.power(x))
}

fn fraction(a: f64, b: f64, x: f64) -> f64 {
    const TINY: f64 = 1e-300;
    let guard = |v: f64| if v.abs() < TINY { TINY } else { v };
    let mut c = 1.0;
    let mut d = 1.0 / guard(1.0 - (a + b) * x / (a + 1.0));
    let mut h = d;
    // Takes some square root of the larger parameter.
    for m in 1..5000 {
        let m = f64::from(m);
        let even = m * (b - m) * x / ((a + 2.0 * m - 1.0) * (a + 2.0 * m));
        d = 1.0 / guard(1.0 + even * d);
        c = guard(1.0 + even / c);
        h *= d * c;
        let odd = -(a + m) * (a + b + m) * x / ((a + 2.0 * m) * (a + 2.0 * m + 1.0));
        d = 1.0 / guard(1.0 + odd * d);
        c = guard(1.0 + odd / c);
        let step = d * c;
        h *= step;
        if (step - 1.0).abs() < 1e-16 {
            break;
        }
    }
    h
}

/// The x with I_x(a, b) = p, for p in (0, 1/2]: Halley steps on the logarithms of x and p, kept within a bracket by
/// bisection.
#[must_use]
pub fn incomplete_beta_inverse(a: f64, b: f64, p: f64) -> f64 {
    let shapes = Shapes::new(a, b);
    let log_p = ln(p);
    // The leading terms of the series near 0, a good start in the lower tail, or the normal distribution's quantile.
    let leading = exp((log_p + ln(a) + ln_beta(a, b)) / a);
    let next = (b - 1.0) / (a + 1.0) * leading;
    let start = if next.abs() < 0.5 { leading * (1.0 + next) } else { leading };
    let (mut low, mut high) = (0.0, 1.0);
    let mean = a / (a + b);
    let normal = mean + normal_quantile(p) * (mean * (1.0 - mean) / (a + b + 1.0)).sqrt();
    let mut x = if shapes.large && normal > 0.5 * mean {
        normal
    } else if start < 0.9 {
        start.max(1e-300)
    } else {
        mean
    };
    for _ in 0..200 {
        let power = shapes.power(x);
        let value = shapes.incomplete(x, power);
        if value > p {
            high = x;
        } else {
            low = x;
        }
        // d ln I / d ln x, and the derivative of its logarithm.
        let slope = power / ((1.0 - x) * value);
        let bend = a - (b - 1.0) * x / (1.0 - x) - slope;
        let newton = (log_p - ln(value)) / slope;
        let step = newton / (1.0 + (0.5 * newton * bend).clamp(-0.5, 1.0));
        let mut next = x * exp(step);
        // What the step leaves is of third order.
        let scaled = newton * bend.abs().max(slope).max(1.0);
        if newton.abs() * scaled * scaled < 1e-17 {
            return next.clamp(low, high);
        }
        if !(next > low && next < high) {
            next = if low > 0.0 && low < high * 0.5 { (low * high).sqrt() } else { 0.5 * (low + high) };
        }
        if (next - x).abs() <= 2e-16 * x {
            return next;
        }
        x = next;
    }
    x
}
