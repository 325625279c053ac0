//! Tabulated quantile functions: what the engine draws with.
//!
//! Uniform, triangular, normal, truncated normal and log-normal distributions are evaluated exactly (their closed forms
//! vectorise), steps by a search. The Beta family (PERT) is tabulated: with `t = min(u, 1 - u)`, every octave
//! `[2^-e, 2^(1-e))` of `t` from 2^-20 to 1/2 is cut into `2^k` segments of equal length, and each holds a polynomial of
//! degree 7 that interpolates the exact quantile function at Chebyshev points, the ends included. A segment is found
//! from the bits of `t`, without a logarithm, and fills one cache line. PERT tables have `k` = 1: 76 segments, 5 KB.
//!
//! The error is below 1e-9 of the distance between the 0.1 % and the 99.9 % quantile (PERT: 6.5e-10 with the mode at an
//! end, 2.5e-10 in the middle); `u` nearer than 2^-20 (9.5e-7) to
//! an end is evaluated exactly. `k` grows where that takes it, up to 5; a segment that still misses is left to the exact
//! function.

use std::{
    collections::BTreeMap,
    sync::{Arc, OnceLock},
};

use crate::inputs::{
    distribution::Distribution,
    elementary::{exp, normal_quantile8},
    quantile::{Law, within},
    special::BetaShape,
};

/// The first octave of the tables begins at 2^-OCTAVES; the last ends at 1/2.
const OCTAVES: u64 = 20;
/// Smallest `t` in a table.
const LEAST: f64 = 1.0 / (1u64 << OCTAVES) as f64;
/// The largest number below 1/2: `t` = 1/2 is counted to the last segment.
const MOST: f64 = 0.5 - f64::EPSILON / 4.0;
/// Coefficients of a segment.
const TERMS: usize = 8;
/// Largest `k`.
const FINEST: u32 = 5;
/// Largest error of a segment, relative to the width, as estimated from its last coefficients; the estimate is some
/// half above the true error of PERT and Beta shapes (at most 6.5e-10 and 7.8e-10).
const TOLERANCE: f64 = 1e-9;

/// Coefficients of a polynomial in [-1, 1], lowest first: one cache line. NaN marks a segment without polynomial.
#[derive(Clone, Copy, Debug, PartialEq)]
#[repr(align(64))]
struct Segment([f64; TERMS]);

impl Segment {
    #[inline(always)]
    fn value(&self, r: f64) -> f64 {
        // Estrin's scheme: short chains, and the same for a scalar as for a lane.
        let c = &self.0;
        let r2 = r * r;
        let low = (c[0] + c[1] * r) + (c[2] + c[3] * r) * r2;
        let high = (c[4] + c[5] * r) + (c[6] + c[7] * r) * r2;
        low + high * (r2 * r2)
    }

    /// The segment of a distribution on [0, 1], of one from `origin` to `end`.
    fn between(&self, origin: f64, end: f64) -> Self {
        let mut c = self.0.map(|c| c * (end - origin));
        c[0] += origin;
        Self(c)
    }

    /// Whether the polynomial nowhere falls in the direction `sign`, judged by its slope on a grid.
    fn is_monotone(&self, sign: f64) -> bool {
        (0..=32).all(|i| {
            let r = f64::from(i) / 16.0 - 1.0;
            let slope = (1..TERMS).rev().fold(0.0, |sum, k| sum * r + k as f64 * self.0[k]);
            slope * sign >= 0.0
        })
    }
}

/// A distribution ready for drawing.
#[derive(Clone, Debug)]
pub struct Table {
    law: Law,
    /// `k`: each octave has 2^k segments.
    fineness: u32,
    /// Lower half, then upper half, each from the tail inwards; empty where the exact function is used.
    segments: Vec<Segment>,
}

/// Half of a table; `None` where its division is not fine enough.
type Half = Option<Arc<[Segment]>>;

/// Halves of Beta distributions on [0, 1] that are tabulated already, by shape and fineness: distributions of one shape
/// between other ends, and mirrored ones, share them.
#[derive(Clone, Debug, Default)]
pub struct Halves(BTreeMap<([u64; 2], u32), Half>);

impl Halves {
    /// The half below the median.
    fn below(&mut self, shape: BetaShape, fineness: u32) -> Half {
        let key = (shape.parameters().map(f64::to_bits), fineness);
        self.0.entry(key).or_insert_with(|| tabulate(shape, fineness).map(Arc::from)).clone()
    }
}

impl Table {
    /// Tabulates a distribution (some 0.1 ms for PERT, nothing for the others).
    #[must_use]
    pub fn new(distribution: &Distribution) -> Self {
        Self::with(distribution, &mut Halves::default())
    }

    /// As [`Table::new`], taking halves of the table from `halves` and leaving there those that are new.
    #[must_use]
    pub fn with(distribution: &Distribution, halves: &mut Halves) -> Self {
        let law = Law::new(distribution);
        if let Law::Beta { shape, low, high } = law {
            for fineness in 1..=FINEST {
                let Some(below) = halves.below(shape, fineness) else { continue };
                let Some(above) = halves.below(shape.mirrored(), fineness) else { continue };
                let below = below.iter().map(|segment| segment.between(low, high));
                let above = above.iter().map(|segment| segment.between(high, low));
                return Self { law, fineness, segments: below.chain(above).collect() };
            }
        }
        Self { law, fineness: 0, segments: Vec::new() }
    }

    /// The value, if the distribution is a constant.
    #[must_use]
    pub fn constant(&self) -> Option<f64> {
        if let Law::Constant(value) = self.law { Some(value) } else { None }
    }

    /// The exact functions behind the table.
    #[must_use]
    pub fn law(&self) -> &Law {
        &self.law
    }

    /// Memory of the table's segments in bytes.
    #[must_use]
    pub fn bytes(&self) -> usize {
        std::mem::size_of_val(self.segments.as_slice())
    }

    /// The quantile for `u` in (0, 1).
    #[must_use]
    #[inline(always)]
    pub fn quantile(&self, u: f64) -> f64 {
        let Law::Beta { low, high, .. } = self.law else { return self.law.quantile(u) };
        if self.segments.is_empty() {
            return self.law.quantile(u);
        }
        let (t, segment, r) = self.locate(u);
        let value = self.segments[segment].value(r);
        if t < LEAST || value.is_nan() { self.exact(u) } else { within(value, low, high) }
    }

    /// [`Table::quantile`] of eight lanes, the same bytes.
    #[must_use]
    #[inline(always)]
    pub fn quantile8(&self, u: &[f64; 8]) -> [f64; 8] {
        let mut out = [0.0; 8];
        match &self.law {
            Law::Beta { low, high, .. } if !self.segments.is_empty() => {
                self.tabulated8(u, *low, *high, &mut out);
            }
            Law::Normal { mean, sd } => {
                let z = normal_quantile8(u);
                for lane in 0..8 {
                    out[lane] = mean + sd * z[lane];
                }
            }
            Law::LogNormal { mu, sigma } => {
                let z = normal_quantile8(u);
                for lane in 0..8 {
                    out[lane] = exp(mu + sigma * z[lane]);
                }
            }
            Law::Truncated { normal, low, high } => {
                let x = normal.quantile8(u);
                for lane in 0..8 {
                    out[lane] = within(x[lane], *low, *high);
                }
            }
            Law::Beta { .. } => {
                for lane in 0..8 {
                    out[lane] = self.exact(u[lane]);
                }
            }
            law => {
                for lane in 0..8 {
                    out[lane] = law.quantile(u[lane]);
                }
            }
        }
        out
    }

    #[inline(always)]
    fn tabulated8(&self, u: &[f64; 8], low: f64, high: f64, out: &mut [f64; 8]) {
        let (mut segment, mut r) = ([0; 8], [0.0; 8]);
        let mut least = 1.0;
        for lane in 0..8 {
            let t;
            (t, segment[lane], r[lane]) = self.locate(u[lane]);
            least = if t < least { t } else { least };
        }
        let mut missing = false;
        for lane in 0..8 {
            out[lane] = self.segments[segment[lane]].value(r[lane]);
            missing |= out[lane].is_nan();
        }
        for value in out.iter_mut() {
            *value = within(*value, low, high);
        }
        if least < LEAST || missing {
            for lane in 0..8 {
                out[lane] = self.quantile(u[lane]);
            }
        }
    }

    /// `(t, number of the segment, place in it in [-1, 1))`. Below [`LEAST`] the first segment, whose value is not used.
    #[inline(always)]
    fn locate(&self, u: f64) -> (f64, usize, f64) {
        const MANTISSA: u64 = (1 << 52) - 1;
        let upper = u > 0.5;
        let t = if upper { 1.0 - u } else { u };
        let inside = if t < LEAST { LEAST } else { t };
        let inside = if inside > MOST { MOST } else { inside };
        let bits = inside.to_bits();
        let first = (1023 - OCTAVES) << self.fineness;
        let half = (OCTAVES - 1) << self.fineness;
        let segment = (bits >> (52 - self.fineness)) - first + if upper { half } else { 0 };
        let place = f64::from_bits(((bits << self.fineness) & MANTISSA) | (1023 << 52));
        (t, segment as usize, 2.0 * place - 3.0)
    }

    #[cold]
    #[inline(never)]
    fn exact(&self, u: f64) -> f64 {
        self.law.quantile(u)
    }
}

/// Segments of a Beta distribution on [0, 1] below its median, from the tail inwards, with 2^`fineness` segments an octave;
/// `None` if some segment misses the tolerance and a finer division may be tried.
fn tabulate(shape: BetaShape, fineness: u32) -> Option<Vec<Segment>> {
    // The same for a shape and its mirror image, to the last digit.
    let [a, b] = shape.parameters();
    let either = if a <= b { shape } else { shape.mirrored() };
    let tolerance = TOLERANCE * (either.quantile(0.999).0 - either.quantile(0.001).0);
    let mut segments = Vec::with_capacity((OCTAVES as usize - 1) << fineness);
    // From the middle outwards, each point a start for the next.
    let mut walk = Walk::new(shape);
    for octave in 1..OCTAVES {
        let base = exp_of_two(octave + 1);
        for part in (0..1u32 << fineness).rev() {
            let length = base / f64::from(1u32 << fineness);
            let centre = base + (f64::from(part) + 0.5) * length;
            let values: [f64; TERMS] = std::array::from_fn(|j| walk.to(centre - 0.5 * length * point(j)));
            let fitted = fit(&values, tolerance);
            if fitted.is_none() && fineness < FINEST {
                return None;
            }
            segments.push(fitted.unwrap_or(Segment([f64::NAN; TERMS])));
        }
    }
    segments.reverse();
    Some(segments)
}

/// 2^-n.
fn exp_of_two(n: u64) -> f64 {
    1.0 / (1u64 << n) as f64
}

/// The j-th of the Chebyshev points of [-1, 1] with both ends: `-cos(pi j / 7)`.
fn point(j: usize) -> f64 {
    -libm::cos(std::f64::consts::PI * j as f64 / (TERMS - 1) as f64)
}

/// Polynomial through `values`, which belong to the points in descending order (the walk goes outwards); `None` if it
/// is not good enough.
fn fit(values: &[f64; TERMS], tolerance: f64) -> Option<Segment> {
    /// Coefficients of the polynomials that are 1 at one of the points and 0 at the others.
    static BASIS: OnceLock<[[f64; TERMS]; TERMS]> = OnceLock::new();
    let basis = BASIS.get_or_init(|| {
        std::array::from_fn(|j| {
            let mut c = [0.0; TERMS];
            c[0] = 1.0;
            let at = -point(j);
            for other in (0..TERMS).filter(|&other| other != j) {
                let root = -point(other);
                for k in (0..TERMS).rev() {
                    let lower = if k > 0 { c[k - 1] } else { 0.0 };
                    c[k] = (lower - root * c[k]) / (at - root);
                }
            }
            c
        })
    });
    // Differences from the first value, so that rounding is relative to the rise in the segment.
    let mut c = [0.0; TERMS];
    for (value, polynomial) in values.iter().zip(basis) {
        for (c, b) in c.iter_mut().zip(polynomial) {
            *c += (value - values[0]) * b;
        }
    }
    c[0] += values[0];
    // The last two Chebyshev coefficients tell how fast the series falls, and so what the next ones are.
    let (last, before) = (c[7].abs() / 64.0, c[6].abs() / 32.0);
    let ratio = (last / before).clamp(0.1, 0.7);
    let error = 2.0 * last * ratio / (1.0 - ratio);
    let segment = Segment(c);
    if error <= tolerance && segment.is_monotone(1.0) {
        return Some(segment);
    }
    // So flat that the straight line does: t^10 far in the tail.
    let (near, far) = (values[0], values[TERMS - 1]);
    if near - far <= tolerance {
        let mut c = [0.0; TERMS];
        (c[0], c[1]) = (0.5 * (near + far), 0.5 * (near - far));
        return Some(Segment(c));
    }
    None
}

/// The exact quantile function at falling `t`, each solution a start for the next.
struct Walk {
    shape: BetaShape,
    t: f64,
    root: super::special::Root,
}

impl Walk {
    fn new(shape: BetaShape) -> Self {
        let start = shape.quantile(0.5).0;
        Self { shape, t: 0.5, root: shape.solve(0.5, start, 1e-5) }
    }

    fn to(&mut self, t: f64) -> f64 {
        let step = super::elementary::ln(t / self.t);
        // Two terms of log x as a function of log t.
        let slope = self.root.slope;
        let move_by = step / slope - 0.5 * step * step * (self.root.bend - slope) / (slope * slope);
        // A step of 1e-4 in Halley's method leaves an error of 1e-12 relative.
        self.root = self.shape.solve(t, self.root.x * exp(move_by), 1e-4);
        self.t = t;
        self.root.x
    }
}
