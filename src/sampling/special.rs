//! The regularised incomplete beta function and its inverse.

use super::elementary::{exp, ln};

/// Logarithm of the beta function.
#[must_use]
pub fn ln_beta(a: f64, b: f64) -> f64 {
    libm::lgamma(a) + libm::lgamma(b) - libm::lgamma(a + b)
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
    let front = exp(a * ln(x) + b * libm::log1p(-x) - ln_beta(a, b));
    if x < (a + 1.0) / (a + b + 2.0) {
        front * fraction(a, b, x) / a
    } else {
        1.0 - front * fraction(b, a, 1.0 - x) / b
    }
}

fn fraction(a: f64, b: f64, x: f64) -> f64 {
    const TINY: f64 = 1e-300;
    let guard = |v: f64| if v.abs() < TINY { TINY } else { v };
    let mut c = 1.0;
    let mut d = 1.0 / guard(1.0 - (a + b) * x / (a + 1.0));
    let mut h = d;
    for m in 1..500 {
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

/// The x with I_x(a, b) = p, for p in (0, 1/2]: Newton steps on the logarithms of x and p, kept within a bracket by
/// bisection.
#[must_use]
pub fn incomplete_beta_inverse(a: f64, b: f64, p: f64) -> f64 {
    let log_beta = ln_beta(a, b);
    let log_p = ln(p);
    // The leading term of the series near 0, a good start in the lower tail.
    let start = exp((log_p + ln(a) + log_beta) / a);
    let (mut low, mut high) = (0.0, 1.0);
    let mut x = if start.is_finite() && start < 0.9 { start.max(1e-300) } else { a / (a + b) };
    for _ in 0..200 {
        let value = incomplete_beta(a, b, x);
        if value > p {
            high = x;
        } else {
            low = x;
        }
        let density = exp((a - 1.0) * ln(x) + (b - 1.0) * libm::log1p(-x) - log_beta);
        // d ln I / d ln x = x density / I.
        let step = (ln(value) - log_p) * value / (x * density);
        let mut next = x * exp(-step);
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
