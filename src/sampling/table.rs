//! Tabulated quantile functions: an exact inverse of a Beta costs a microsecond, and a replicate needs hundreds.
//!
//! Each half of the unit interval is cut into segments of equal width in ln(m/(1 - m)), m the distance to the nearer
//! end; in a segment a polynomial through Chebyshev nodes stands for the quantile function. The variable is the log odds
//! and not ln m because quantile functions are singular at both ends, of which ln m sends only one to infinity. Between
//! m = 1e-6 and 1/2 the error is below 1e-9 of the distance between the 0.1 % and the 99.9 % quantile: where the usual
//! number of segments does not reach that, it is doubled. Further out the exact function is used.

use super::{
    elementary::{exp, ln},
    quantile::{cumulative, quantile, step_quantile, tail_quantile},
};
use crate::scenario::distribution::Distribution;

/// Coefficients of a segment.
const TERMS: usize = 8;
/// Segments of a half, as a rule and at most.
const SEGMENTS: usize = 16;
const MOST_SEGMENTS: usize = 512;
/// Largest error where it is measured, in parts of the distance between the 0.1 % and the 99.9 % quantile.
const TOLERANCE: f64 = 4e-10;
/// Below this distance to the nearer end the exact function is used.
const NEAREST: f64 = 1e-6;
/// Its log odds.
const START: f64 = -13.815_509_557_963_773;

/// A quantile function, ready to be evaluated often.
#[derive(Clone, Debug)]
pub struct Table {
    kind: Kind,
}

#[derive(Clone, Debug)]
enum Kind {
    /// One value.
    Constant(f64),
    /// `low + u width`.
    Uniform { low: f64, width: f64 },
    /// Values with cumulative probabilities.
    Steps(Vec<(f64, f64)>),
    /// Polynomials, lower half first.
    Smooth {
        distribution: Distribution,
        low: f64,
        high: f64,
        start: f64,
        per_segment: f64,
        segments: usize,
        coefficients: Vec<[f64; TERMS]>,
    },
    /// What polynomials do not suit, or what costs no more than they do.
    Exact(Distribution),
}

impl Table {
    /// Tabulates the quantile function of a valid distribution.
    #[must_use]
    pub fn new(distribution: &Distribution) -> Self {
        let kind = match distribution {
            Distribution::Constant(value) => Kind::Constant(*value),
            Distribution::Uniform { low, high } => Kind::Uniform { low: *low, width: high - low },
            _ => match cumulative(distribution) {
                Some(steps) => Kind::Steps(steps),
                // Its quantile function has a kink, and costs a square root.
                None if matches!(distribution, Distribution::Triangular { .. }) => {
                    Kind::Exact(distribution.clone())
                }
                None => smooth(distribution),
            },
        };
        Self { kind }
    }

    /// The quantile at `u` in (0, 1).
    #[inline(always)]
    #[must_use]
    pub fn quantile(&self, u: f64) -> f64 {
        match &self.kind {
            Kind::Constant(value) => *value,
            Kind::Uniform { low, width } => low + u * width,
            Kind::Steps(steps) => step_quantile(steps, u),
            Kind::Exact(distribution) => quantile(distribution, u),
            Kind::Smooth { distribution, low, high, start, per_segment, segments, coefficients } => {
                let upper = u > 0.5;
                let m = if upper { 1.0 - u } else { u };
                if m < NEAREST {
                    return tail_quantile(distribution, m, upper);
                }
                let position = (ln(m / (1.0 - m)) - start) * per_segment;
                let segment = (position as usize).min(segments - 1);
                let t = 2.0 * (position - segment as f64) - 1.0;
                let value = horner(&coefficients[segment + if upper { *segments } else { 0 }], t);
                // The error must not lead out of the support.
                let value = if value < *low { *low } else { value };
                if value > *high { *high } else { value }
            }
        }
    }

    /// The quantiles at eight points.
    #[inline(always)]
    #[must_use]
    pub fn quantile8(&self, u: &[f64; 8]) -> [f64; 8] {
        u.map(|u| self.quantile(u))
    }
}

fn smooth(distribution: &Distribution) -> Kind {
    let mut segments = SEGMENTS;
    while segments <= MOST_SEGMENTS {
        if let Some(coefficients) = polynomials(distribution, segments) {
            let (low, high) = distribution.support();
            return Kind::Smooth {
                distribution: distribution.clone(),
                low,
                high,
                start: START,
                per_segment: segments as f64 / -START,
                segments,
                coefficients,
            };
        }
        segments *= 2;
    }
    Kind::Exact(distribution.clone())
}

/// The polynomials of both halves, if their error is small enough at both ends and in the middle of each segment,
/// where it is largest as a rule.
fn polynomials(distribution: &Distribution, segments: usize) -> Option<Vec<[f64; TERMS]>> {
    let extent = |m: f64| tail_quantile(distribution, m, true) - tail_quantile(distribution, m, false);
    let allowed = TOLERANCE * extent(0.001);
    let width = -START / segments as f64;
    let mut coefficients = Vec::with_capacity(2 * segments);
    for upper in [false, true] {
        // From the middle of the distribution outwards: a segment shares an end with the one before it.
        let mut inner = tail_quantile(distribution, 0.5, upper);
        for segment in (0..segments).rev() {
            let value = |t: f64| {
                let odds = exp(START + (segment as f64 + 0.5 + 0.5 * t) * width);
                tail_quantile(distribution, odds / (1.0 + odds), upper)
            };
            let (middle, outer) = (value(0.0), value(-1.0));
            let terms = interpolate(value, middle);
            for (t, exact) in [(-1.0, outer), (0.0, middle), (1.0, inner)] {
                let error = (horner(&terms, t) - exact).abs();
                let enough = error <= allowed + 4.0 * f64::EPSILON * exact.abs();
                if !enough {
                    return None;
                }
            }
            coefficients.push(terms);
            inner = outer;
        }
    }
    coefficients[..segments].reverse();
    coefficients[segments..].reverse();
    Some(coefficients)
}

#[inline(always)]
fn horner(terms: &[f64; TERMS], t: f64) -> f64 {
    let mut sum = terms[TERMS - 1];
    for i in (0..TERMS - 1).rev() {
        sum = sum * t + terms[i];
    }
    sum
}

/// Coefficients in powers of t of the polynomial through the values at the Chebyshev nodes of [-1, 1]. `middle`, a value
/// near all of them, is taken off meanwhile, so that what varies little about a large value keeps its digits.
fn interpolate(value: impl Fn(f64) -> f64, middle: f64) -> [f64; TERMS] {
    let n = TERMS as f64;
    let angle = |i: usize| std::f64::consts::PI * (i as f64 + 0.5) / n;
    let values: [f64; TERMS] = std::array::from_fn(|i| value(libm::cos(angle(i))) - middle);
    let mut powers = [0.0; TERMS];
    // The Chebyshev polynomials in powers of t, two at a time by their recurrence.
    let mut before = [0.0; TERMS];
    let mut current = [0.0; TERMS];
    current[0] = 1.0;
    for j in 0..TERMS {
        let projection: f64 =
            values.iter().enumerate().map(|(i, v)| v * libm::cos(j as f64 * angle(i))).sum::<f64>() * 2.0 / n;
        let weight = if j == 0 { 0.5 * projection } else { projection };
        for (power, c) in powers.iter_mut().zip(current) {
            *power += weight * c;
        }
        let mut next = [0.0; TERMS];
        for i in 0..TERMS {
            let doubled = if i == 0 { 0.0 } else { current[i - 1] * if j == 0 { 1.0 } else { 2.0 } };
            next[i] = doubled - if j == 0 { 0.0 } else { before[i] };
        }
        before = current;
        current = next;
    }
    powers[0] += middle;
    powers
}
